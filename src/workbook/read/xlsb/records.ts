import { Buffer } from 'node:buffer';
import { ReadFailure } from '../unreadable.js';

/** Types of the records that are read ([MS-XLSB] 2.3.1). */
export const RECORD12 = {
  row: 0,
  rk: 2,
  error: 3,
  boolean: 4,
  number: 5,
  text: 6,
  sharedText: 7,
  formulaText: 8,
  formulaNumber: 9,
  formulaBoolean: 10,
  formulaError: 11,
  shortRk: 13,
  shortError: 14,
  shortBoolean: 15,
  shortNumber: 16,
  shortText: 17,
  shortSharedText: 18,
  sharedString: 19,
  name: 39,
  numberFormat: 44,
  cellFormat: 47,
  columnInfo: 60,
  richText: 62,
  endSheet: 130,
  endWorkbook: 132,
  workbookOptions: 153,
  sheet: 156,
  endSharedStrings: 160,
  mergeCell: 176,
  externalBook: 355,
  ownBook: 357,
  sameSheet: 358,
  externSheet: 362,
  beginCellFormats: 617,
  endCellFormats: 618,
  addInBook: 667,
} as const;

/**
 * Walks over the records of a BIFF12 part ([MS-XLSB] 2.1.4), one at a time. Reading outside the current record or a
 * record that leaves the part is `damaged-content`.
 */
export class Biff12Cursor {
  private readonly buffer: Buffer;
  type = 0;
  /** Where the current record's data begin and end. */
  private start = 0;
  private end = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Moves to the next record; false where the part ends. */
  next(): boolean {
    const { buffer } = this;
    let at = this.end;
    if (at >= buffer.length) return false;
    // Types and sizes are written in groups of seven bits, the lowest first (2.1.4).
    let type = buffer[at++]!;
    if (type >= 0x80) type = (type & 0x7f) | (((buffer[at++] ?? 0) & 0x7f) << 7);
    let size = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = buffer[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    this.type = type;
    this.start = at;
    this.end = at + size;
    if (this.end > buffer.length) throw new ReadFailure({ code: 'damaged-content' });
    return true;
  }

  u8(offset: number): number {
    return this.buffer[this.at(offset, 1)]!;
  }

  u16(offset: number): number {
    return this.buffer.readUInt16LE(this.at(offset, 2));
  }

  u32(offset: number): number {
    return this.buffer.readUInt32LE(this.at(offset, 4));
  }

  i32(offset: number): number {
    return this.buffer.readInt32LE(this.at(offset, 4));
  }

  f64(offset: number): number {
    return this.buffer.readDoubleLE(this.at(offset, 8));
  }

  /** Where the XLWideString at `offset` ends; a null one (XLNullableWideString) has no characters. */
  textEnd(offset: number): number {
    const length = this.u32(offset);
    return offset + 4 + (length === 0xffff_ffff ? 0 : 2 * length);
  }

  text(offset: number): string {
    const end = this.textEnd(offset);
    const start = this.at(offset + 4, end - offset - 4);
    return this.buffer.toString('utf16le', start, this.start + end);
  }

  private at(offset: number, size: number): number {
    const at = this.start + offset;
    if (at + size > this.end) throw new ReadFailure({ code: 'damaged-content' });
    return at;
  }
}
