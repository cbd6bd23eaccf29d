import { strToU8, zipSync } from 'fflate';
import { isPlainDate, type PlainTable } from './plain-table.js';

// Excel's binary workbook ([MS-XLSB]): an Open Packaging zip whose parts are records.

const ROW_HEADER = 0;
const CELL_REAL = 5;
const CELL_TEXT = 6;
const XF = 47;
const BEGIN_SHEET = 129;
const END_SHEET = 130;
const BEGIN_BOOK = 131;
const END_BOOK = 132;
const BEGIN_SHEETS = 143;
const END_SHEETS = 144;
const BEGIN_SHEET_DATA = 145;
const END_SHEET_DATA = 146;
const DIMENSION = 148;
const SHEET = 156;
const BEGIN_STYLES = 278;
const END_STYLES = 279;
const BEGIN_CELL_XFS = 617;
const END_CELL_XFS = 618;

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook of one sheet named Sheet1. */
export function xlsbOf(table: PlainTable): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/><Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>',
    ),
    '_rels/.rels': relationships(['rId1', 'officeDocument', 'xl/workbook.bin']),
    'xl/workbook.bin': workbookPart(),
    'xl/_rels/workbook.bin.rels': relationships(
      ['rId1', 'worksheet', 'worksheets/sheet1.bin'],
      ['rId2', 'styles', 'styles.bin'],
    ),
    'xl/worksheets/sheet1.bin': sheetPart(table),
    'xl/styles.bin': stylesPart(),
  });
}

function relationships(
  ...items: readonly (readonly [id: string, type: string, target: string])[]
): Uint8Array {
  const content = items.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`,
  );
  return strToU8(`<Relationships xmlns="${PACKAGE}">${content.join('')}</Relationships>`);
}

function workbookPart(): Uint8Array {
  return Buffer.concat([
    record(BEGIN_BOOK),
    record(BEGIN_SHEETS),
    record(SHEET, u32(0), u32(1), wideString('rId1'), wideString('Sheet1')),
    record(END_SHEETS),
    record(END_BOOK),
  ]);
}

function sheetPart(table: PlainTable): Uint8Array {
  const width = Math.max(...table.map((row) => row.length));
  const rows = table.flatMap((row, rowIndex) => [
    record(ROW_HEADER, u32(rowIndex), u32(0), Buffer.from('2c01', 'hex'), Buffer.alloc(3), u32(0)),
    ...row.flatMap((value, columnIndex): Buffer[] => {
      if (value === null) return [];
      const cell = (style: number) => Buffer.concat([u32(columnIndex), u32(style)]);
      if (isPlainDate(value)) return [record(CELL_REAL, cell(1), f64(value.serial))];
      if (typeof value === 'number') return [record(CELL_REAL, cell(0), f64(value))];
      return [record(CELL_TEXT, cell(0), wideString(value))];
    }),
  ]);
  return Buffer.concat([
    record(BEGIN_SHEET),
    record(DIMENSION, u32(0), u32(table.length - 1), u32(0), u32(width - 1)),
    record(BEGIN_SHEET_DATA),
    ...rows,
    record(END_SHEET_DATA),
    record(END_SHEET),
  ]);
}

/** Style 0 is plain, style 1 a date (number format 14, and the bit that says that a format was chosen). */
function stylesPart(): Uint8Array {
  const xf = (format: number, chosen: number) =>
    record(XF, u16(0), u16(format), u16(0), u16(0), u16(0), Buffer.alloc(4), u16(chosen));
  return Buffer.concat([
    record(BEGIN_STYLES),
    record(BEGIN_CELL_XFS, u32(2)),
    xf(0, 0),
    xf(14, 1),
    record(END_CELL_XFS),
    record(END_STYLES),
  ]);
}

/** Type and length are written seven bits a byte, the lowest first ([MS-XLSB] 2.1.4). */
function record(type: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([sevenBits(type), sevenBits(body.length), body]);
}

function sevenBits(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    rest >>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

function wideString(text: string): Buffer {
  return Buffer.concat([u32(text.length), Buffer.from(text, 'utf16le')]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function f64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
