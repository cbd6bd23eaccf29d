import { Buffer } from 'node:buffer';
import * as XLSX from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_READ_LIMITS,
  type ReadLimits,
  readWorkbook,
} from '../../../../../src/workbook/read/read-workbook.js';
import { datesOf, formulasOf, mergesOf, rowsOf } from '../grid-rows.js';
import { refusalOf, workbookOf } from '../package.js';
import {
  biffStream,
  cell,
  END,
  f64,
  numberCell,
  oneSheet,
  record,
  u8,
  u16,
  u32,
  wide,
} from './biff-stream.js';

// Streams are laid out by hand after [MS-XLS]; OLE2 files around them are written by SheetJS.

const read = (bytes: Uint8Array) => workbookOf(readWorkbook(bytes));
const gridOf = (...records: Buffer[]) => read(oneSheet(records)).sheets[0]!;

/** 统计表, 合计 and 塔城 in GBK. */
const GBK = { table: '\xcd\xb3\xbc\xc6\xb1\xed', total: '\xba\xcf\xbc\xc6', city: '\xcb\xfe\xb3\xc7' };
const bytesOf = (latin: string): Buffer => Buffer.from(latin, 'latin1');
/** A text of BIFF5: length and bytes. */
const narrow = (latin: string, lengthBytes: 1 | 2 = 2): Buffer =>
  Buffer.concat([lengthBytes === 1 ? u8(latin.length) : u16(latin.length), bytesOf(latin)]);

/** The stream in an OLE2 file. */
function oleFile(stream: Buffer, name = 'Workbook'): Buffer {
  const file = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(file, `/${name}`, stream);
  return Buffer.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

describe('numbers', () => {
  const rk = (value: number) => record(0x027e, cell(0, 0), u32(value));

  it.each([
    ['a whole number', rk((1234 << 2) | 2), 1234],
    ['a negative whole number', rk((-5 << 2) | 2), -5],
    ['hundredths of a whole number', rk((12345 << 2) | 3), 123.45],
    // 1.5 is 0x3FF80000_00000000.
    ['the upper half of a double', rk(0x3ff80000), 1.5],
    ['hundredths of one', rk(0x3ff80001), 0.015],
  ])('RK: %s', (_, bytes, value) => {
    expect(gridOf(bytes).valueAt(1, 1)).toBe(value);
  });

  it('several in one record', () => {
    const many = record(0x00bd, u16(2, 1), u16(0), u32((7 << 2) | 2), u16(0), u32((8 << 2) | 2), u16(2));
    expect(rowsOf(gridOf(many))).toEqual([
      [null, null, null],
      [null, null, null],
      [null, 7, 8],
    ]);
  });

  it('every bit of a double', () => {
    expect(gridOf(numberCell(0, 0, 0.1 + 0.2)).valueAt(1, 1)).toBe(0.30000000000000004);
  });

  it('one that is none is an error', () => {
    expect(gridOf(numberCell(0, 0, Number.NaN)).valueAt(1, 1)).toEqual({ error: '#NUM!' });
  });

  it('booleans and errors', () => {
    const boolErr = (column: number, value: number, isError: number) =>
      record(0x0205, cell(0, column), u8(value, isError));
    const codes = [0x00, 0x07, 0x0f, 0x17, 0x1d, 0x24, 0x2a];
    const errors = ['#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A'];
    const cells = [boolErr(0, 1, 0), boolErr(1, 0, 0), ...codes.map((code, i) => boolErr(2 + i, code, 1))];
    expect(rowsOf(gridOf(...cells))).toEqual([[true, false, ...errors.map((error) => ({ error }))]]);
  });
});

describe('dates', () => {
  const format = (id: number, code: string) => record(0x041e, u16(id), wide(code));
  const cellFormat = (formatId: number) => record(0x00e0, u16(0, formatId), Buffer.alloc(16));
  const globals = [
    format(164, 'yyyy"年"m"月"d"日"'),
    format(165, '#,##0.00"元"'),
    ...[0, 14, 164, 165, 21].map(cellFormat),
  ];
  const cells = [0, 1, 2, 3, 4].map((style) => numberCell(0, style, 44121.5, style));

  it('are told by their number format', () => {
    expect(datesOf(read(oneSheet(cells, globals)).sheets[0]!)).toEqual(['B1', 'C1']);
  });

  it('of the 1904 system are converted, other numbers are not', () => {
    const grid = read(oneSheet(cells, [record(0x0022, u16(1)), ...globals])).sheets[0]!;
    // 44121 - 1462 = 42659: what a 1904 workbook holds for 17 October 2020.
    expect(rowsOf(grid)).toEqual([[44121.5, 45583.5, 45583.5, 44121.5, 44121.5]]);
  });

  it('a format record that is cut off does not cost the workbook', () => {
    const damaged = record(0x041e, u16(166), u16(500), u8(0));
    expect(rowsOf(read(oneSheet(cells, [damaged, ...globals])).sheets[0]!)[0]).toHaveLength(5);
  });
});

describe('texts', () => {
  const shared = (index: number, row = 0) => record(0x00fd, cell(row, 0), u32(index));

  it('of the shared table, with formatting runs and phonetic text passed over', () => {
    const rich = Buffer.concat([u16(2), u8(0x0d), u16(1), u32(6), Buffer.from('塔城', 'utf16le')]);
    const table = record(0x00fc, u32(2), u32(2), rich, Buffer.alloc(4 + 6), u16(2), u8(0), bytesOf('ab'));
    const grid = read(oneSheet([shared(0), shared(1, 1)], [table])).sheets[0]!;
    expect(rowsOf(grid)).toEqual([['塔城'], ['ab']]);
  });

  it('that go on in the next record, which says anew how wide its characters are', () => {
    const table = record(0x00fc, u32(2), u32(2), u16(6), u8(0), bytesOf('abc'));
    const next = record(0x003c, u8(1), Buffer.from('捐赠款', 'utf16le'), u16(1), u8(0), bytesOf('z'));
    const grid = read(oneSheet([shared(0), shared(1, 1)], [table, next])).sheets[0]!;
    expect(rowsOf(grid)).toEqual([['abc捐赠款'], ['z']]);
  });

  it('that the table lost are errors, not blanks', () => {
    const table = record(0x00fc, u32(1), u32(1), u16(1), u8(0), bytesOf('z'));
    expect(read(oneSheet([shared(7)], [table])).sheets[0]!.valueAt(1, 1)).toEqual({ error: '#REF!' });
  });

  it('that stand in the cell, also with formatting runs', () => {
    const label = record(0x0204, cell(0, 0), wide('单位'));
    const rich = record(0x00d6, cell(1, 0), wide('县'), u16(1, 0, 5));
    expect(rowsOf(gridOf(label, rich))).toEqual([['单位'], ['县']]);
  });

  it('before BIFF8 are in the code page of the workbook', () => {
    const codePage = record(0x0042, u16(936));
    const label = record(0x0204, cell(0, 0), narrow(GBK.total));
    const stream = biffStream(false, [codePage], [{ name: narrow(GBK.table, 1), records: [label] }]);
    const [grid] = read(oleFile(stream, 'Book')).sheets;
    expect([grid!.sheetName, grid!.valueAt(1, 1)]).toEqual(['统计表', '合计']);
  });

  it('of windows-1252 are not those of Latin-1', () => {
    const label = record(0x0204, cell(0, 0), narrow('\x80 5 \x85'));
    const stream = biffStream(
      false,
      [record(0x0042, u16(1252))],
      [{ name: narrow('a', 1), records: [label] }],
    );
    expect(read(stream).sheets[0]!.valueAt(1, 1)).toBe('€ 5 …');
  });

  it('without code page are Chinese where they can be, else Western', () => {
    // One sheet and nothing before it, as web systems write it: BOF of version 0.
    const cells = [GBK.city, 'caf\xe9'].map((text, row) => record(0x0204, cell(row, 0), narrow(text)));
    const stream = Buffer.concat([record(0x0809, u16(0, 0x10), Buffer.alloc(4)), ...cells, END]);
    const [grid] = read(stream).sheets;
    expect(grid!.sheetName).toBe('Sheet1');
    expect(rowsOf(grid!)).toEqual([['塔城'], ['café']]);
  });
});

describe('formulas', () => {
  const formula = (row: number, result: Buffer, type = 0x0006) =>
    record(type, cell(row, 0), result, u16(0), u32(0), u16(3), u8(0x44), u16(0));
  const special = (kind: number, value = 0) => u8(kind, 0, value, 0, 0, 0, 0xff, 0xff);

  it('carry their cached value', () => {
    const text = record(0x0207, wide('合计'));
    const array = record(0x0221, Buffer.alloc(16));
    const grid = gridOf(
      formula(0, f64(12.5)),
      formula(1, special(1, 1)),
      formula(2, special(2, 0x07)),
      formula(3, special(3)),
      formula(4, special(0)),
      array,
      text,
      formula(5, f64(3), 0x0406),
      numberCell(6, 0, 1),
    );
    expect(rowsOf(grid)).toEqual([[12.5], [true], [{ error: '#DIV/0!' }], [''], ['合计'], [3], [1]]);
    expect(formulasOf(grid)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5', 'A6']);
  });

  it('whose program did not calculate have none', () => {
    const grid = gridOf(formula(0, special(0)), numberCell(1, 0, 1));
    expect([grid.valueAt(1, 1), grid.isFormulaAt(1, 1)]).toEqual([null, true]);
  });
});

describe('sheets', () => {
  const sheet = (name: string, state = 0, kind = 0) => ({
    name: wide(name, 1),
    records: [numberCell(0, 0, state + kind)],
    state,
    kind,
  });

  it('are visible, hidden or very hidden, and in the order of their tabs', () => {
    const stream = biffStream(true, [], [sheet('甲', 2), sheet('乙'), sheet('丙', 1)]);
    expect(read(stream).sheets.map(({ sheetName, visibility }) => [sheetName, visibility])).toEqual([
      ['甲', 'veryHidden'],
      ['乙', 'visible'],
      ['丙', 'hidden'],
    ]);
  });

  it('of charts and macros are left out, and a chart in a sheet is passed over', () => {
    const chart = Buffer.concat([
      record(0x0809, u16(0x0600, 0x20), Buffer.alloc(12)),
      numberCell(0, 0, 9),
      END,
    ]);
    const withChart = { name: wide('表', 1), records: [numberCell(0, 0, 1), chart, numberCell(1, 0, 2)] };
    const stream = biffStream(true, [], [sheet('图', 0, 2), withChart, sheet('宏', 0, 1)]);
    expect(read(stream).sheets.map((grid) => [grid.sheetName, rowsOf(grid)])).toEqual([['表', [[1], [2]]]]);
  });

  it('say what is merged and hidden', () => {
    const row = (index: number, flags: number) => record(0x0208, u16(index, 0, 1, 255, 0, 0, flags, 0x0f));
    const columns = (first: number, last: number, flags: number) =>
      record(0x007d, u16(first, last, 2000, 15, flags, 0));
    const merges = record(0x00e5, u16(2), u16(0, 0, 0, 3), u16(1, 2, 0, 0));
    const grid = gridOf(
      row(0, 0x100),
      row(1, 0x120),
      columns(1, 2, 1),
      columns(3, 3, 0),
      numberCell(0, 0, 1),
      numberCell(1, 0, 2),
      numberCell(2, 0, 3),
      merges,
    );
    expect([...grid.hiddenRows]).toEqual([2]);
    expect([...grid.hiddenColumns]).toEqual([2, 3]);
    expect(mergesOf(grid)).toEqual(['A1:D1', 'A2:A3']);
    // What a merge covers has no value.
    expect(rowsOf(grid)).toEqual([[1], [2], [null]]);
  });
});

describe('defined names', () => {
  const name = (text: Buffer, length: number, formula: Buffer, flags = 0, sheet = 0) =>
    record(0x0018, u16(flags), u8(0, length), u16(formula.length, 0, sheet), u32(0), text, formula);
  const wideName = (text: string) => Buffer.concat([u8(1), Buffer.from(text, 'utf16le')]);

  it('of BIFF8 point through the ExternSheet table', () => {
    const ownBook = record(0x01ae, u16(2, 0x0401));
    const otherBook = record(0x01ae, u16(1), wide('other.xls'));
    const externSheets = record(0x0017, u16(3), u16(1, 0, 0), u16(1, 1, 1), u16(0, 0, 0));
    const cellOf = (link: number) => Buffer.concat([u8(0x3a), u16(link, 0, 0)]);
    const areaOf = (link: number) => Buffer.concat([u8(0x3b), u16(link, 1, 9, 0, 2)]);
    const globals = [
      otherBook,
      ownBook,
      externSheets,
      name(wideName('bangfu_sheet_1'), 14, cellOf(0)),
      name(wideName('区'), 1, areaOf(1)),
      name(u8(0, 6), 1, areaOf(1), 0x20, 2),
      name(wideName('elsewhere'), 9, cellOf(2)),
      name(wideName('constant'), 8, Buffer.concat([u8(0x1e), u16(5)])),
      name(wideName('lost'), 4, Buffer.concat([u8(0x3c), u16(0, 0, 0)])),
    ];
    const stream = biffStream(true, globals, [
      { name: wide("甲's", 1), records: [] },
      { name: wide('乙', 1), records: [] },
    ]);
    expect([...read(stream).definedNames]).toEqual([
      ['bangfu_sheet_1', "'甲''s'!$A$1"],
      ['区', "'乙'!$A$2:$C$10"],
      ["'乙'!_xlnm.Print_Area", "'乙'!$A$2:$C$10"],
      ['_xlnm.Print_Area', "'乙'!$A$2:$C$10"],
    ]);
  });

  it('of BIFF5 name their sheet themselves', () => {
    const formula = Buffer.concat([u8(0x3a), u16(-1), Buffer.alloc(8), u16(1, 1), u16(4), u8(2)]);
    const stream = biffStream(
      false,
      [record(0x0042, u16(936)), name(bytesOf(GBK.total), 4, formula)],
      [
        { name: narrow('a', 1), records: [] },
        { name: narrow(GBK.table, 1), records: [] },
      ],
    );
    expect([...read(stream).definedNames]).toEqual([['合计', "'统计表'!$C$5"]]);
  });
});

describe('containers', () => {
  it.each(['WORKBOOK', 'BOOK', 'workbook'])('a stream named %s', (name) => {
    const stream = oneSheet([numberCell(0, 0, 7)]);
    expect(rowsOf(read(oleFile(stream, name)).sheets[0]!)).toEqual([[7]]);
  });

  it('an OLE2 file, small or large, and the bare stream give the same', () => {
    const rows = Array.from({ length: 2000 }, (_, row) => numberCell(row, 0, row));
    for (const records of [[numberCell(0, 0, 0)], rows]) {
      const stream = oneSheet(records);
      const expected = rowsOf(read(stream).sheets[0]!);
      expect(expected).toHaveLength(records.length);
      expect(rowsOf(read(oleFile(stream)).sheets[0]!)).toEqual(expected);
    }
  });

  it('a workbook inside the workbook is not taken for it', () => {
    const file = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(file, '/MBD0001/Workbook', oneSheet([numberCell(0, 0, 666)]));
    XLSX.CFB.utils.cfb_add(file, '/Workbook', oneSheet([numberCell(0, 0, 1)]));
    const bytes = Buffer.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
    expect(read(bytes).sheets[0]!.valueAt(1, 1)).toBe(1);
  });

  it('what SheetJS writes as BIFF8 is read as it was meant', () => {
    const sheet = XLSX.utils.aoa_to_sheet([
      ['户主', '金额', '日期'],
      ['张三', 1234.5, null],
    ]);
    sheet.C2 = { t: 'n', v: 44121, z: 'yyyy-mm-dd' };
    const book = XLSX.utils.book_new(sheet, '捐赠');
    const bytes = XLSX.write(book, { bookType: 'biff8', type: 'buffer' }) as Buffer;
    const [grid] = read(bytes).sheets;
    expect(rowsOf(grid!)).toEqual([
      ['户主', '金额', '日期'],
      ['张三', 1234.5, 44121],
    ]);
    expect(datesOf(grid!)).toEqual(['C2']);
  });
});

describe('refusals', () => {
  const limited = (limits: Partial<ReadLimits>): ReadLimits => ({ ...DEFAULT_READ_LIMITS, ...limits });
  const twoRows = oneSheet([numberCell(0, 0, 1), numberCell(1, 0, 2)]);

  it.each([
    ['a password', oneSheet([], [record(0x002f, u16(1, 1, 1), Buffer.alloc(48))]), 'password-protected'],
    ['Excel 4', record(0x0409, u16(0, 0x10), u16(0)), 'old-xls'],
    ['a stream that ends in the first sheet', twoRows.subarray(0, -4), 'truncated'],
    ['a record that leaves the stream', twoRows.subarray(0, -8), 'damaged-content'],
    ['a file cut off behind the globals', oneSheet([]).subarray(0, -24), 'truncated'],
    ['no sheet', biffStream(true, [], []), 'damaged-content'],
    ['a cell that is cut off', oneSheet([record(0x0203, u16(0, 0, 0))]), 'damaged-content'],
  ])('%s', (_, stream, reason) => {
    expect(refusalOf(stream)).toBe(reason);
  });

  it('a sheet that is not where the workbook says', () => {
    const stream = oneSheet([numberCell(0, 0, 1)]);
    const at = stream.indexOf(Buffer.from([0x85, 0x00])) + 4;
    stream.writeUInt32LE(stream.readUInt32LE(at) + 4, at);
    expect(refusalOf(stream)).toBe('damaged-content');
  });

  it('many sheets that are one and the same', () => {
    const sheets = Array.from({ length: 3 }, (_, i) => ({
      name: wide(String(i), 1),
      records: i === 0 ? [Buffer.alloc(4000)] : [],
    }));
    const stream = biffStream(true, [], sheets);
    const bounds = [...stream.keys()].filter(
      (at) => stream.readUInt16LE(Math.min(at, stream.length - 2)) === 0x85,
    );
    for (const at of bounds.slice(1, 3)) stream.writeUInt32LE(stream.readUInt32LE(bounds[0]! + 4), at + 4);
    expect(refusalOf(stream)).toBe('damaged-content');
  });

  it.each([
    ['sheets', { sheets: 0 }, 'limit-sheets 0'],
    ['rows', { rows: 1 }, 'limit-rows 1'],
    ['cells', { cells: 1 }, 'limit-cells 1'],
    ['bytes', { fileBytes: 10 }, 'limit-size 10'],
  ] as const)('more %s than allowed', (_, limits, reason) => {
    expect(refusalOf(twoRows, limited(limits))).toBe(reason);
  });

  it('more shared strings than allowed', () => {
    const table = record(0x00fc, u32(2), u32(2), u16(1), u8(0, 97), u16(1), u8(0, 98));
    const stream = oneSheet([], [table]);
    expect(refusalOf(stream, limited({ sharedStrings: 1 }))).toBe('limit-shared-strings 1');
    expect(refusalOf(stream, limited({ sharedStringCharacters: 1 }))).toBe('limit-shared-strings 1');
    expect(refusalOf(stream)).toBe('workbook');
  });

  it('an OLE2 file without workbook', () => {
    expect(refusalOf(oleFile(Buffer.from('x'), 'Other'))).toBe('not-a-spreadsheet');
  });
});
