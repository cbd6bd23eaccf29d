import { compoundFile } from './compound-file.js';
import { gbk } from './gbk.js';
import { isPlainDate, type PlainTable } from './plain-table.js';

// Old Excel workbooks, record by record ([MS-XLS]; BIFF5 as OpenOffice.org's documentation of the format has it).

type Version = 'BIFF5' | 'BIFF8';

const BOF = 0x0809;
const EOF = 0x000a;
const CODEPAGE = 0x0042;
const DATEMODE = 0x0022;
const FONT = 0x0031;
const XF = 0x00e0;
const BOUNDSHEET = 0x0085;
const SST = 0x00fc;
const DIMENSIONS = 0x0200;
const NUMBER = 0x0203;
const LABEL = 0x0204;
const LABELSST = 0x00fd;
const WINDOW2 = 0x023e;

/** Style indexes: 0–14 belong to Excel, 15 is the plain cell's, 16 a date's (number format 14). */
const PLAIN_STYLE = 15;
const DATE_STYLE = 16;

/** A workbook of one sheet named Sheet1, in a compound file: its stream is called Workbook, in BIFF5 Book. */
export function xlsOf(table: PlainTable, version: Version): Uint8Array {
  const stream = version === 'BIFF8' ? 'Workbook' : 'Book';
  return compoundFile({ [stream]: workbookStream(table, version) });
}

function workbookStream(table: PlainTable, version: Version): Uint8Array {
  const texts = [...new Set(table.flat().filter((value) => typeof value === 'string'))];
  const sheet = sheetStream(table, version, texts);
  // The sheet's place is only known when everything before it is written.
  const globals = (at: number) => globalsStream(version, texts, at);
  return Buffer.concat([globals(globals(0).length), sheet]);
}

function globalsStream(version: Version, texts: readonly string[], sheetAt: number): Buffer {
  const name = Buffer.from('Sheet1');
  return Buffer.concat([
    beginning(version, 5),
    record(CODEPAGE, u16(version === 'BIFF8' ? 1200 : 936)),
    record(DATEMODE, u16(0)),
    ...Array.from({ length: 5 }, () => font(version)),
    ...Array.from({ length: DATE_STYLE + 1 }, (_, index) => style(version, index)),
    record(
      BOUNDSHEET,
      u32(sheetAt),
      u16(0),
      version === 'BIFF8' ? Buffer.of(name.length, 0) : Buffer.of(name.length),
      name,
    ),
    ...(version === 'BIFF8' ? [sharedStrings(texts)] : []),
    record(EOF),
  ]);
}

function sheetStream(table: PlainTable, version: Version, texts: readonly string[]): Buffer {
  const width = Math.max(...table.map((row) => row.length));
  const records = table.flatMap((row, rowIndex) =>
    row.flatMap((value, columnIndex): Buffer[] => {
      if (value === null) return [];
      const place = (ixfe: number) => Buffer.concat([u16(rowIndex), u16(columnIndex), u16(ixfe)]);
      if (isPlainDate(value)) return [record(NUMBER, place(DATE_STYLE), f64(value.serial))];
      if (typeof value === 'number') return [record(NUMBER, place(PLAIN_STYLE), f64(value))];
      if (version === 'BIFF8') return [record(LABELSST, place(PLAIN_STYLE), u32(texts.indexOf(value)))];
      const text = Buffer.from(gbk(value));
      return [record(LABEL, place(PLAIN_STYLE), u16(text.length), text)];
    }),
  );
  const rows = version === 'BIFF8' ? [u32(0), u32(table.length)] : [u16(0), u16(table.length)];
  return Buffer.concat([
    beginning(version, 0x10),
    record(DIMENSIONS, ...rows, u16(0), u16(width), u16(0)),
    ...records,
    record(
      WINDOW2,
      version === 'BIFF8'
        ? Buffer.from('b606000000004000000000000000000000 00'.replace(' ', ''), 'hex')
        : Buffer.from('b6060000000000000000', 'hex'),
    ),
    record(EOF),
  ]);
}

/** `type`: 5 for the workbook's globals, 0x10 for a sheet. */
function beginning(version: Version, type: number): Buffer {
  return version === 'BIFF8'
    ? record(BOF, u16(0x0600), u16(type), u16(0x0dbb), u16(0x07cc), u32(0xc1), u32(0x0306))
    : record(BOF, u16(0x0500), u16(type), u16(0x096c), u16(0x07c9));
}

function font(version: Version): Buffer {
  const name = Buffer.from('Arial');
  return record(
    FONT,
    u16(200),
    u16(0),
    u16(0x7fff),
    u16(400),
    u16(0),
    Buffer.of(0, 0, 0, 0),
    version === 'BIFF8' ? Buffer.of(name.length, 0) : Buffer.of(name.length),
    name,
  );
}

/** Up to 14 they are styles, which cells' formats are based on. */
function style(version: Version, index: number): Buffer {
  const isStyle = index < PLAIN_STYLE;
  const format = index === DATE_STYLE ? 14 : 0;
  const rest = version === 'BIFF8' ? 14 : 10;
  return record(XF, u16(0), u16(format), u16(isStyle ? 0xfff5 : 0x0001), Buffer.alloc(rest));
}

/** Every text once, in UTF-16. */
function sharedStrings(texts: readonly string[]): Buffer {
  return record(
    SST,
    u32(texts.length),
    u32(texts.length),
    ...texts.map((text) => Buffer.concat([u16(text.length), Buffer.of(1), Buffer.from(text, 'utf16le')])),
  );
}

function record(type: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length > 8224) throw new Error('records of this length need CONTINUE');
  return Buffer.concat([u16(type), u16(body.length), body]);
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
