import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CellValue, isCellError } from '../../src/workbook/cell-value.js';
import type { Grid, GridWorkbook } from '../../src/workbook/grid.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';

// Returns of the sample campaign, saved by LibreOffice as a web page and as csv in the encodings that offices use. What
// the formats do not carry is said at `shownIn`.

const SAMPLES = join(import.meta.dirname, '../../samples/塔城地区-2020年10月/收件/托里县');

/** Token 3 of LibreOffice's csv filter: 76 is UTF-8, 85 GB18030, 65535 UTF-16 with a mark. */
const CSV = [
  { name: 'UTF-8, commas', tokens: '44,34,76' },
  { name: 'GB18030, commas', tokens: '44,34,85' },
  { name: 'GB18030, semicolons', tokens: '59,34,85' },
  { name: 'UTF-16, tabs', tokens: '9,34,65535' },
] as const;

describe.skipIf(!HAS_LIBREOFFICE)('text formats of LibreOffice (skipped without LibreOffice)', () => {
  let folder = '';
  let returns: readonly string[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bangfu-text-'));
    returns = readdirSync(SAMPLES)
      .filter((name) => name.endsWith('.xlsx'))
      .sort()
      .map((name) => join(SAMPLES, name));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function convert(filter: string): readonly (readonly [GridWorkbook, GridWorkbook])[] {
    const target = join(folder, filter.replace(/\W/g, '_'));
    mkdirSync(target);
    const converted = convertWithLibreOffice(returns, filter, target);
    return returns.map((path, index) => [bookOf(path), bookOf(converted[index]!)]);
  }

  it('a web page holds every value, date and merge of the visible sheets', () => {
    let cells = 0;
    for (const [original, page] of convert('html')) {
      const visible = original.sheets.filter(({ visibility }) => visibility === 'visible');
      expect(page.sheets).toHaveLength(visible.length);
      for (const [index, grid] of visible.entries()) {
        const read = page.sheets[index]!;
        if (visible.length > 1) expect(read.sheetName).toBe(grid.sheetName);
        // Hidden rows and columns are not written.
        const rows = numbers(grid.lastRowNumber).filter((row) => !grid.hiddenRows.has(row));
        const columns = numbers(grid.lastColumnNumber).filter((column) => !grid.hiddenColumns.has(column));
        for (const [rowIndex, row] of rows.entries()) {
          for (const [columnIndex, column] of columns.entries()) {
            const [before, after] = [grid.valueAt(row, column), read.valueAt(rowIndex + 1, columnIndex + 1)];
            expect(shownIn('html', after), `${grid.sheetName} ${row} ${column}`).toEqual(
              shownIn('html', before),
            );
            expect(read.isDateAt(rowIndex + 1, columnIndex + 1)).toBe(grid.isDateAt(row, column));
            if (after !== null) cells++;
          }
        }
        if (grid.hiddenRows.size === 0 && grid.hiddenColumns.size === 0)
          expect(mergesOf(read)).toEqual(mergesOf(grid));
      }
    }
    expect(cells).toBeGreaterThan(1000);
  });

  it.each(CSV)('csv ($name) holds the values of the first sheet', ({ tokens }) => {
    let cells = 0;
    for (const [original, text] of convert(`csv:Text - txt - csv (StarCalc):${tokens}`)) {
      const grid = original.sheets.find(({ visibility }) => visibility === 'visible')!;
      const read = text.sheets[0]!;
      expect([read.lastRowNumber, read.lastColumnNumber]).toEqual([
        grid.lastRowNumber,
        grid.lastColumnNumber,
      ]);
      for (const row of numbers(grid.lastRowNumber)) {
        for (const column of numbers(grid.lastColumnNumber)) {
          const [before, after] = [grid.valueAt(row, column), read.valueAt(row, column)];
          expect(shownIn('csv', after), `${row} ${column}`).toEqual(shownIn('csv', before));
          expect(read.isDateAt(row, column)).toBe(grid.isDateAt(row, column));
          if (after !== null) cells++;
        }
      }
    }
    expect(cells).toBeGreaterThan(500);
  });
});

function bookOf(path: string): GridWorkbook {
  const result = readWorkbook(readFileSync(path));
  if (result.kind === 'unreadable') throw new Error(`${path}: ${result.reason.code}`);
  return result.workbook;
}

/**
 * What remains of a value: a web page has no empty text, no truth values and one blank for several; csv does not tell
 * the text `13800001234` from the number.
 */
function shownIn(format: 'html' | 'csv', value: CellValue): CellValue {
  if (isCellError(value)) return value;
  if (typeof value === 'boolean') return format === 'html' ? Number(value) : String(value).toUpperCase();
  if (typeof value !== 'string') return value;
  if (format === 'csv') return /^1\d{10}$/.test(value) ? Number(value) : value || null;
  return value.replace(/[ \n]+/g, (gap) => (gap.includes('\n') ? '\n' : ' ')).trim() || null;
}

function numbers(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function mergesOf(grid: Grid): string[] {
  return grid.merges.map(({ top, left, bottom, right }) => [top, left, bottom, right].join()).sort();
}
