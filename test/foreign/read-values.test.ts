import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  countTruthCells,
  type Difference,
  findDifferences,
  isKnownDifference,
  KNOWN_DIFFERENCES,
  placeOf,
  type Truth,
  truthPathOf,
} from '../../bench/corpus/compare-values.mjs';
import { describeUnreadable, readWorkbook } from '../../src/workbook/read/read-workbook.js';

// Workbooks of every format that other programs wrote, against what LibreOffice and openpyxl read from them.

const FOLDER = join(import.meta.dirname, '../../../shared/data/foreign');
const IS_PRESENT = existsSync(join(FOLDER, 'values'));
const MOST_KNOWN = 60;

const filesIn = (folder: string): string[] =>
  IS_PRESENT
    ? readdirSync(join(FOLDER, folder))
        .sort()
        .map((file) => join(FOLDER, folder, file))
    : [];

interface Comparison {
  readonly cells: number;
  readonly differences: readonly Difference[];
}

function compareFile(path: string): Comparison {
  const truth = JSON.parse(readFileSync(truthPathOf(path), 'utf8')) as Truth;
  const result = readWorkbook(readFileSync(path));
  if (result.kind === 'unreadable') throw new Error(`${path}: ${result.reason.code}`);
  return {
    cells: countTruthCells(truth),
    differences: findDifferences(basename(path), result.workbook, truth),
  };
}

const FORMATS = ['xlsx', 'xlsm', 'xls', 'et', 'ods', 'xml'];

describe.skipIf(!IS_PRESENT)('foreign workbooks (skipped when ../shared/data/foreign is missing)', () => {
  it.each(FORMATS)('reads every cell of %s as the truth says, or knows why not', (format) => {
    const paths = filesIn('values').filter((path) => path.endsWith(`.${format}`));
    expect(paths.length).toBeGreaterThan(0);
    const comparisons = paths.map(compareFile);
    expect(comparisons.reduce((cells, comparison) => cells + comparison.cells, 0)).toBeGreaterThan(200);
    const differences = comparisons.flatMap((comparison) => comparison.differences);
    expect(differences.filter((difference) => !isKnownDifference(difference))).toEqual([]);
  });

  it('compares all files', () => {
    const paths = filesIn('values');
    expect(paths.filter((path) => !FORMATS.includes(path.slice(path.lastIndexOf('.') + 1)))).toEqual([]);
    expect(paths).toHaveLength(144);
    expect(paths.map(compareFile).reduce((cells, comparison) => cells + comparison.cells, 0)).toBe(19_816);
  });

  it('has few known differences, each with its reason and each one indeed', () => {
    expect(KNOWN_DIFFERENCES.length).toBeLessThanOrEqual(MOST_KNOWN);
    expect(KNOWN_DIFFERENCES.filter(({ reason }) => reason.length < 20)).toEqual([]);
    const found = new Set(filesIn('values').flatMap((path) => compareFile(path).differences.map(placeOf)));
    expect(KNOWN_DIFFERENCES.map(placeOf).filter((place) => !found.has(place))).toEqual([]);
  });

  it.each(filesIn('refused').map((path) => basename(path)))('reads %s or says why not', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'refused', file)));
    if (result.kind === 'unreadable') expect(describeUnreadable(result.reason)).not.toMatch(/^$|undefined/);
    if (file.startsWith('encrypted__')) {
      expect(result).toEqual({ kind: 'unreadable', reason: { code: 'password-protected' } });
    }
  });

  it.each(filesIn('parts').map((path) => basename(path)))('reads %s', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'parts', file)));
    expect(result.kind === 'unreadable' ? result.reason : 'workbook').toBe('workbook');
  });
});
