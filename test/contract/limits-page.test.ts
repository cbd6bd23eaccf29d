import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/app/find-files.js';
import { DEFAULT_NESTING_LIMITS } from '../../src/app/open-inbox-file.js';
import { MAX_ROWS_OF_A_CONTAINER, MAX_ROWS_OF_A_RETURN } from '../../src/app/read-file.js';
import { MEGABYTES_A_PROCESS, SECONDS_A_FILE } from '../../src/app/read-files.js';
import { MAX_CELL_TEXT, MAX_COLUMNS } from '../../src/workbook/excel-limits.js';
import { DEFAULT_READ_LIMITS } from '../../src/workbook/read/limits.js';

// docs/limits.md says what the code does: each number once, in the order of the page.

const MEGABYTE = 1024 * 1024;
const LIMITS = [
  MAX_FILE_BYTES / MEGABYTE,
  DEFAULT_READ_LIMITS.fileBytes / MEGABYTE,
  DEFAULT_READ_LIMITS.inflatedBytes / MEGABYTE,
  DEFAULT_READ_LIMITS.ratio,
  DEFAULT_READ_LIMITS.entries,
  DEFAULT_READ_LIMITS.sheets,
  DEFAULT_READ_LIMITS.rows,
  MAX_COLUMNS,
  DEFAULT_READ_LIMITS.cells,
  DEFAULT_READ_LIMITS.sharedStrings,
  DEFAULT_READ_LIMITS.sharedStringCharacters,
  MAX_CELL_TEXT,
  DEFAULT_READ_LIMITS.mergedCells,
  MAX_ROWS_OF_A_RETURN,
  MAX_ROWS_OF_A_CONTAINER,
  DEFAULT_NESTING_LIMITS.levels,
  DEFAULT_NESTING_LIMITS.files,
  DEFAULT_NESTING_LIMITS.inflatedBytes / MEGABYTE,
  SECONDS_A_FILE,
  MEGABYTES_A_PROCESS,
];

it('docs/limits.md states the limits as they are', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/limits.md'), 'utf8');
  const stated = [...page.matchAll(/^\|[^|]+\|\s*(\d+) \|/gm)].map(([, value]) => Number(value));
  expect(stated).toEqual(LIMITS);
  expect(DEFAULT_READ_LIMITS.ratioFloorBytes).toBe(10 * MEGABYTE);
});
