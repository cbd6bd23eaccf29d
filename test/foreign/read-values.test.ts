import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CellValue } from '../../src/workbook/cell-value.js';
import { describeUnreadable, readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { parseReference } from '../../src/workbook/reference.js';

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

const ESCAPED_TWICE =
  'LibreOffice keeps _x000D_ as written and escapes it again; it stands for a carriage return';
const PIVOT = 'LibreOffice lays pivot tables out anew; the file holds what Excel showed';

/** `FILE|SHEET|CELL` or, for all of a sheet, `FILE|SHEET`, each with the reason why the truth differs. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'calamine__has_x000D_.xlsx|Sheet1|A1': 'openpyxl turns the line end \\r\\n of the text into \\n',
  'sheetjs__comments_stress_test.xlsx|Sheet3|B1': ESCAPED_TWICE,
  'sheetjs__comments_stress_test.xlsx|Sheet3|B3': ESCAPED_TWICE,
  'sheetjs__pivot_table_test.xlsm|PTTabular|A9': PIVOT,
  'sheetjs__pivot_table_test.xlsm|PTOutline': PIVOT,
  'tidyxl__examples-gnumeric.xlsx|Sheet1|A25':
    'formula #REF! with the cached text "normal": LibreOffice calculates it',
};

function isKnown(place: string): boolean {
  return place in KNOWN_DIFFERENCES || place.slice(0, place.lastIndexOf('|')) in KNOWN_DIFFERENCES;
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

// One of the ods files is an xlsx by content, and read as such.
const isOurs = (file: string): boolean => /\.xls[xm]$|type_excelx\.ods$/i.test(file);
const filesIn = (folder: string): string[] => (IS_PRESENT ? readdirSync(join(FOLDER, folder)).sort() : []);

describe.skipIf(!IS_PRESENT)('foreign workbooks (skipped when ../shared/data/foreign is missing)', () => {
  it('reads at least 99.9 % of all cells as LibreOffice does, and knows why the others differ', () => {
    const compared = filesIn('values').filter(isOurs).map(compareFile);
    const equal = compared.reduce((sum, file) => sum + file.equal, 0);
    const differences = compared.flatMap((file) => file.differences);
    expect(differences.filter(({ place }) => !isKnown(place))).toEqual([]);
    // The pivot sheet alone is 0.17 % of all cells, and says nothing of the reader.
    const counted = differences.filter(({ place }) => !place.includes('|PTOutline|'));
    expect(equal).toBeGreaterThan(15_000);
    expect(equal / (equal + counted.length)).toBeGreaterThanOrEqual(0.999);
  });

  it('has no known difference that is none', () => {
    const differences = filesIn('values')
      .filter(isOurs)
      .flatMap((file) => compareFile(file).differences);
    const unused = Object.keys(KNOWN_DIFFERENCES).filter(
      (known) => !differences.some(({ place }) => place === known || place.startsWith(`${known}|`)),
    );
    expect(unused).toEqual([]);
  });

  it.each(filesIn('values').filter((file) => !isOurs(file)))('knows %s for another format', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'values', file)));
    expect(['old-xls', 'unsupported-format']).toContain(
      result.kind === 'unreadable' ? result.reason.code : result.kind,
    );
  });

  it.each(filesIn('refused'))('reads %s or says why not', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'refused', file)));
    if (result.kind === 'unreadable') expect(describeUnreadable(result.reason)).not.toBe('');
    // Encryption inside a BIFF stream is found by the reader of that format.
    if (file.startsWith('encrypted__') && !file.endsWith('.xls')) {
      expect(result).toEqual({ kind: 'unreadable', reason: { code: 'password-protected' } });
    }
  });

  it.each(filesIn('parts'))('reads %s', (file) => {
    const result = readWorkbook(readFileSync(join(FOLDER, 'parts', file)));
    expect(result.kind === 'unreadable' ? result.reason : 'workbook').toBe('workbook');
  });
});
