import { Buffer } from 'node:buffer';

// BIFF streams ([MS-XLS]) out of literal records: bytes that no program of ours wrote.

export const u8 = (...values: number[]): Buffer => Buffer.from(values);
export const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value & 0xffff, 2 * index);
  return bytes;
};
export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
export const f64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

export const record = (type: number, ...data: Buffer[]): Buffer => {
  const content = Buffer.concat(data);
  return Buffer.concat([u16(type, content.length), content]);
};

const BIFF8 = 0x0600;
const BIFF5 = 0x0500;
const GLOBALS = 5;
const WORKSHEET = 0x10;
export const END = record(0x0a);

/** A text of BIFF8 as XLUnicodeString, its length in two bytes or one. */
export const wide = (text: string, lengthBytes: 1 | 2 = 2): Buffer => {
  const length = lengthBytes === 1 ? u8(text.length) : u16(text.length);
  return Buffer.concat([length, u8(1), Buffer.from(text, 'utf16le')]);
};

const beginOfFile = (isBiff8: boolean, kind: number): Buffer =>
  record(0x0809, u16(isBiff8 ? BIFF8 : BIFF5, kind), isBiff8 ? Buffer.alloc(12) : Buffer.alloc(4));

export interface StreamSheet {
  /** The name as it stands in the record, its length included. */
  readonly name: Buffer;
  readonly records: readonly Buffer[];
  readonly state?: number;
  readonly kind?: number;
}

/** A whole workbook stream: its globals, BoundSheet records with the right positions, and the sheets. */
export function biffStream(
  isBiff8: boolean,
  globals: readonly Buffer[],
  sheets: readonly StreamSheet[],
): Buffer {
  const bound = (sheet: StreamSheet, position: number): Buffer =>
    record(0x0085, u32(position), u8(sheet.state ?? 0, sheet.kind ?? 0), sheet.name);
  const head = [beginOfFile(isBiff8, GLOBALS), ...globals];
  const headLength = Buffer.concat([...head, ...sheets.map((sheet) => bound(sheet, 0)), END]).length;
  const bodies = sheets.map((sheet) =>
    Buffer.concat([beginOfFile(isBiff8, WORKSHEET), ...sheet.records, END]),
  );
  let position = headLength;
  const bounds = sheets.map((sheet, index) => {
    const entry = bound(sheet, position);
    position += bodies[index]!.length;
    return entry;
  });
  return Buffer.concat([...head, ...bounds, END, ...bodies]);
}

/** A BIFF8 workbook of one sheet named 表. */
export const oneSheet = (records: readonly Buffer[], globals: readonly Buffer[] = []): Buffer =>
  biffStream(true, globals, [{ name: wide('表', 1), records }]);

/** Row and column index and cell format, with which most cells begin. */
export const cell = (row: number, column: number, format = 0): Buffer => u16(row, column, format);
export const numberCell = (row: number, column: number, value: number, format = 0): Buffer =>
  record(0x0203, cell(row, column, format), f64(value));
