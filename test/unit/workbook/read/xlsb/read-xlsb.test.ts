import * as XLSX from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_READ_LIMITS,
  type ReadLimits,
  readWorkbook,
} from '../../../../../src/workbook/read/read-workbook.js';
import { datesOf, formulasOf, mergesOf, rowsOf } from '../grid-rows.js';
import { refusalOf, workbookOf } from '../package.js';

// Workbooks that SheetJS writes; single records after [MS-XLSB] where it does not write them.

const read = (bytes: Uint8Array) => workbookOf(readWorkbook(bytes));
const write = (book: XLSX.WorkBook): Uint8Array =>
  new Uint8Array(XLSX.write(book, { bookType: 'xlsb', type: 'buffer', bookSST: true }) as Buffer);

/** The workbook of the first test, as SheetJS describes it. */
function bookOfAll(): XLSX.WorkBook {
  const main: XLSX.WorkSheet = {
    '!ref': 'A1:E4',
    A1: { t: 's', v: '捐赠款物统计表' },
    A2: { t: 'n', v: 1.25 },
    B2: { t: 'n', v: 44121, z: 'yyyy"年"m"月"d"日"' },
    C2: { t: 'b', v: true },
    D2: { t: 'e', v: 0x17 },
    E2: { t: 'n', v: 0.1 + 0.2 },
    A3: { t: 's', v: '甲\n乙' },
    A4: { t: 'n', v: -13800001234 },
    '!merges': [{ s: { r: 0, c: 0 }, e: { r: 0, c: 4 } }],
    '!rows': [{}, {}, { hidden: true }],
    '!cols': [{ wch: 5 }, { hidden: true, wch: 5 }],
  };
  const small = XLSX.utils.aoa_to_sheet([['bangfu', 1]]);
  return {
    SheetNames: ["甲's", '乙', '丙'],
    Sheets: { "甲's": main, 乙: small, 丙: small },
    Workbook: {
      Sheets: [
        { name: "甲's", Hidden: 0 },
        { name: '乙', Hidden: 1 },
        { name: '丙', Hidden: 2 },
      ],
      Names: [{ Name: 'bangfu_sheet_1', Ref: "'甲''s'!$A$1" }],
    },
  };
}

it('carries values, dates, merges, what is hidden, and names', () => {
  const { sheets, definedNames } = read(write(bookOfAll()));
  const [grid] = sheets;
  expect(rowsOf(grid!)).toEqual([
    ['捐赠款物统计表', null, null, null, null],
    [1.25, 44121, true, { error: '#REF!' }, 0.30000000000000004],
    ['甲\n乙', null, null, null, null],
    [-13800001234, null, null, null, null],
  ]);
  expect([datesOf(grid!), mergesOf(grid!)]).toEqual([['B2'], ['A1:E1']]);
  expect([[...grid!.hiddenRows], [...grid!.hiddenColumns]]).toEqual([[3], [2]]);
  expect(sheets.map(({ sheetName, visibility }) => [sheetName, visibility])).toEqual([
    ["甲's", 'visible'],
    ['乙', 'hidden'],
    ['丙', 'veryHidden'],
  ]);
  expect(rowsOf(sheets[2]!)).toEqual([['bangfu', 1]]);
  expect([...definedNames]).toEqual([['bangfu_sheet_1', "'甲''s'!$A$1"]]);
});

it('converts dates of the 1904 system', () => {
  const sheet: XLSX.WorkSheet = {
    '!ref': 'A1:B1',
    A1: { t: 'n', v: 42659, z: 'yyyy-mm-dd' },
    B1: { t: 'n', v: 42659 },
  };
  const book: XLSX.WorkBook = {
    SheetNames: ['a'],
    Sheets: { a: sheet },
    Workbook: { WBProps: { date1904: true } },
  };
  expect(rowsOf(read(write(book)).sheets[0]!)).toEqual([[44121, 42659]]);
});

it('finds the workbook wherever the package says that it is', () => {
  const parts = unzipSync(write(bookOfAll()));
  const moved = Object.entries(parts).map(([name, content]) => [
    name.replace(/^xl\/(_rels\/)?workbook\.bin/, 'book/$1main.bin').replace(/^xl\//, 'book/'),
    content,
  ]);
  const relationships =
    '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/book/main.bin"/></Relationships>';
  const bytes = zipSync({ ...Object.fromEntries(moved), '_rels/.rels': strToU8(relationships) });
  expect(rowsOf(read(bytes).sheets[1]!)).toEqual([['bangfu', 1]]);
});

it('finds it at its usual place when the package points elsewhere', () => {
  const parts = unzipSync(write(bookOfAll()));
  const relationships =
    '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/book/main.bin"/></Relationships>';
  const bytes = zipSync({ ...parts, '_rels/.rels': strToU8(relationships) });
  expect(rowsOf(read(bytes).sheets[1]!)).toEqual([['bangfu', 1]]);
});

describe('single records', () => {
  const SHEET = 'xl/worksheets/sheet1.bin';
  const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
  const wide = (text: string) => [...u32(text.length), ...Buffer.from(text, 'utf16le')];
  const record = (type: number, data: readonly number[]) => [
    ...(type < 128 ? [type] : [(type & 127) | 128, type >> 7]),
    ...(data.length < 128 ? [data.length] : [(data.length & 127) | 128, data.length >> 7]),
    ...data,
  ];
  const END_OF_SHEET = record(130, []);
  const ROW = record(0, [...u32(0), ...u32(0), 0, 0, 0, 0, 0, ...u32(0)]);
  /** A workbook whose first sheet holds these records and nothing else. */
  const withRecords = (...records: number[][]): Uint8Array => {
    const parts = unzipSync(write(bookOfAll()));
    parts[SHEET] = Uint8Array.from(records.flat());
    return zipSync(parts);
  };
  const at = (column: number) => [...u32(column), ...u32(0)];

  it('formulas carry their cached value', () => {
    const double = [...new Uint8Array(new Float64Array([12.5]).buffer)];
    const bytes = withRecords(
      ROW,
      record(8, [...at(0), ...wide('合计')]),
      record(9, [...at(1), ...double]),
      record(10, [...at(2), 1]),
      record(11, [...at(3), 0x07]),
      record(2, [...at(4), ...u32((1234 << 2) | 3)]),
      END_OF_SHEET,
    );
    const [grid] = read(bytes).sheets;
    expect(rowsOf(grid!)).toEqual([['合计', 12.5, true, { error: '#DIV/0!' }, 12.34]]);
    expect(formulasOf(grid!)).toEqual(['A1', 'B1', 'C1', 'D1']);
  });

  it('rich texts and texts that the table lost', () => {
    const bytes = withRecords(
      ROW,
      record(62, [...at(0), 1, ...wide('塔城')]),
      record(7, [...at(1), ...u32(999)]),
      END_OF_SHEET,
    );
    expect(rowsOf(read(bytes).sheets[0]!)).toEqual([['塔城', { error: '#REF!' }]]);
  });

  it('short cells stand behind the one before', () => {
    const bytes = withRecords(
      ROW,
      record(1, at(1)),
      record(13, [...u32(0), ...u32((5 << 2) | 2)]),
      record(12, u32(0)),
      record(15, [...u32(0), 1]),
      END_OF_SHEET,
    );
    expect(rowsOf(read(bytes).sheets[0]!)).toEqual([[null, null, 5, null, true]]);
  });

  it.each([
    ['a sheet without end', [ROW], 'truncated'],
    ['a cell that is cut off', [ROW, record(2, at(0)), END_OF_SHEET], 'damaged-content'],
    ['a record that leaves the part', [ROW, [2, 100]], 'damaged-content'],
    ['a column that no sheet has', [ROW, record(4, [...at(16_384), 1]), END_OF_SHEET], 'limit-columns 16384'],
  ])('%s', (_, records, reason) => {
    expect(refusalOf(withRecords(...records))).toBe(reason);
  });
});

describe('refusals', () => {
  const limited = (limits: Partial<ReadLimits>): ReadLimits => ({ ...DEFAULT_READ_LIMITS, ...limits });
  const bytes = write(bookOfAll());

  it.each([
    ['sheets', { sheets: 2 }, /^limit-sheets 2$/],
    ['rows', { rows: 3 }, /^limit-rows 3$/],
    ['cells', { cells: 3 }, /^limit-cells 3$/],
    ['shared strings', { sharedStrings: 1 }, /^limit-shared-strings 1$/],
    ['inflated bytes', { inflatedBytes: 600 }, /^limit-inflated 600$/],
    ['entries', { entries: 3 }, /^limit-entries 3$/],
  ] as const)('more %s than allowed', (_, limits, reason) => {
    expect(refusalOf(bytes, limited(limits))).toMatch(reason);
  });

  it('a part that is missing or a bomb', () => {
    const parts = unzipSync(bytes);
    const { 'xl/worksheets/sheet2.bin': _, ...others } = parts;
    expect(refusalOf(zipSync(others))).toBe('missing-part xl/worksheets/sheet2.bin');
    parts['xl/sharedStrings.bin'] = new Uint8Array(12 * 1024 * 1024);
    expect(refusalOf(zipSync(parts), limited({ ratio: 100 }))).toBe('limit-ratio');
  });

  it('parts that are too large together', () => {
    const parts = unzipSync(bytes);
    for (const name of ['xl/sharedStrings.bin', 'xl/styles.bin']) parts[name] = new Uint8Array(600_000);
    expect(refusalOf(zipSync(parts), limited({ inflatedBytes: 1_300_000 }))).toBe('workbook');
    expect(refusalOf(zipSync(parts), limited({ inflatedBytes: 1_000_000 }))).toBe('limit-inflated 1000000');
  });
});
