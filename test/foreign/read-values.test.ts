import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CellValue } from '../../src/workbook/cell-value.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference, parseReference } from '../../src/workbook/reference.js';

// Workbooks that other programs wrote, against what LibreOffice and openpyxl read from them.

const FOLDER = join(import.meta.dirname, '../../../shared/data/foreign');
const IS_PRESENT = existsSync(join(FOLDER, 'values'));

type TruthValue = string | number | boolean;
type Truth = Record<string, Record<string, TruthValue>>;

interface Difference {
  readonly place: string;
  readonly read: CellValue | undefined;
  readonly truth: TruthValue | undefined;
}

/** `FILE`, `FILE|SHEET` or `FILE|SHEET|CELL`, each with the reason why the truth differs. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {};

function knownReason(place: string): string | undefined {
  const [file = '', sheet = ''] = place.split('|');
  return KNOWN_DIFFERENCES[place] ?? KNOWN_DIFFERENCES[`${file}|${sheet}`] ?? KNOWN_DIFFERENCES[file];
}

function isSame(read: CellValue, truth: TruthValue): boolean {
  const value = typeof read === 'object' && read !== null ? read.error : read;
  const plain = typeof value === 'boolean' ? Number(value) : value;
  const expected = typeof truth === 'boolean' ? Number(truth) : truth;
  if (typeof plain === 'number' && typeof expected === 'number') {
    return Math.abs(plain - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  }
  return plain === expected;
}

function compareFile(file: string): { equal: number; differences: Difference[] } {
  const truth = JSON.parse(readFileSync(join(FOLDER, 'truth', `${file}.json`), 'utf8')) as Truth;
  const result = readWorkbook(readFileSync(join(FOLDER, 'values', file)));
  if (result.kind === 'unreadable') {
    return { equal: 0, differences: [{ place: file, read: result.reason.code, truth: undefined }] };
  }
  let equal = 0;
  const differences: Difference[] = [];
  for (const [sheetName, cells] of Object.entries(truth)) {
    const sheet = result.workbook.sheets.find((candidate) => candidate.sheetName === sheetName);
    for (const [cell, expected] of Object.entries(cells)) {
      const { rowNumber, columnNumber } = parseReference(cell)!;
      const read = sheet?.valueAt(rowNumber, columnNumber) ?? null;
      if (isSame(read, expected)) equal++;
      else differences.push({ place: `${file}|${sheetName}|${cell}`, read, truth: expected });
    }
  }
  return { equal, differences };
}

/** Cells that are read although the truth has none. */
function findExtraCells(file: string): string[] {
  const truth = JSON.parse(readFileSync(join(FOLDER, 'truth', `${file}.json`), 'utf8')) as Truth;
  const result = readWorkbook(readFileSync(join(FOLDER, 'values', file)));
  const extra: string[] = [];
  for (const sheet of result.kind === 'workbook' ? result.workbook.sheets : []) {
    if (sheet.lastRowNumber * sheet.lastColumnNumber > 1e6) continue;
    for (let r = 1; r <= sheet.lastRowNumber; r++) {
      for (let c = 1; c <= sheet.lastColumnNumber; c++) {
        const value = sheet.valueAt(r, c);
        if (value === null || value === '') continue;
        const cell = formatReference(r, c);
        if (truth[sheet.sheetName]?.[cell] === undefined)
          extra.push(`${file}|${sheet.sheetName}|${cell} ${JSON.stringify(value)}`);
      }
    }
  }
  return extra;
}

const isOurs = (file: string): boolean => /\.xls[xm]$/i.test(file);
const filesIn = (folder: string): string[] => (IS_PRESENT ? readdirSync(join(FOLDER, folder)).sort() : []);

describe.skipIf(!IS_PRESENT)('foreign workbooks (skipped when ../shared/data/foreign is missing)', () => {
  it('reads at least 99.9 % of all cells as LibreOffice does, and knows why the others differ', () => {
    let equal = 0;
    const unexplained: Difference[] = [];
    let explained = 0;
    for (const file of filesIn('values').filter(isOurs)) {
      const compared = compareFile(file);
      equal += compared.equal;
      for (const difference of compared.differences) {
        if (knownReason(difference.place) === undefined) unexplained.push(difference);
        else explained++;
      }
    }
    if (process.env.DUMP)
      console.log(equal, explained, JSON.stringify(unexplained, null, 0).replaceAll('},{', '},\n{'));
    expect(unexplained).toEqual([]);
    expect(equal / (equal + explained)).toBeGreaterThanOrEqual(0.999);
  });
  it('extra', () => {
    const all = filesIn('values').filter(isOurs).flatMap(findExtraCells);
    if (process.env.DUMP) console.log(all.length, all.slice(0, 80));
  });

  it.each(filesIn('refused'))('does not crash on %s', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'refused', file)));
    if (process.env.DUMP)
      console.log(file, result.kind === 'unreadable' ? result.reason : result.workbook.sheets.length);
    expect(['workbook', 'unreadable']).toContain(result.kind);
  });

  it.each(filesIn('parts'))('reads %s', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'parts', file)));
    expect(result.kind === 'unreadable' ? result.reason : 'workbook').toBe('workbook');
  });
});
