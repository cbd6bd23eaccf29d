import type { Buffer } from 'node:buffer';
import { RecordCursor } from '../record-cursor.js';
import { ReadFailure } from '../unreadable.js';

/** Types of the records that are read ([MS-XLS] 2.3.1). */
export const RECORD = {
  formula: 0x0006,
  eof: 0x000a,
  externSheet: 0x0017,
  name: 0x0018,
  date1904: 0x0022,
  filePass: 0x002f,
  continue: 0x003c,
  codePage: 0x0042,
  columnInfo: 0x007d,
  sheetOptions: 0x0081,
  boundSheet: 0x0085,
  multipleRk: 0x00bd,
  multipleBlank: 0x00be,
  richString: 0x00d6,
  cellFormat: 0x00e0,
  mergeCells: 0x00e5,
  sharedStrings: 0x00fc,
  sharedLabel: 0x00fd,
  dataValidation: 0x01be,
  supBook: 0x01ae,
  blank: 0x0201,
  number: 0x0203,
  label: 0x0204,
  booleanOrError: 0x0205,
  formula3: 0x0206,
  string: 0x0207,
  row: 0x0208,
  rk: 0x027e,
  formula4: 0x0406,
  format: 0x041e,
  sharedFormula: 0x04bc,
  beginOfFile: 0x0809,
} as const;

const HEADER_SIZE = 4;

/**
 * Walks over the records of a BIFF stream ([MS-XLS] 2.1.4), one at a time, without making an object for any of them.
 * Reading outside the current record or a record that leaves the stream is `damaged-content`.
 */
export class BiffCursor extends RecordCursor {
  /** Where the current record's header begins. */
  get position(): number {
    return this.start - HEADER_SIZE;
  }

  override next(): boolean {
    const { buffer, end } = this;
    if (end + HEADER_SIZE > buffer.length) return false;
    this.type = buffer.readUInt16LE(end);
    this.start = end + HEADER_SIZE;
    this.end = this.start + buffer.readUInt16LE(end + 2);
    if (this.end > buffer.length) throw new ReadFailure({ code: 'damaged-content' });
    return true;
  }

  /** The record's data from `offset` on, and those of the Continue records behind it, which are passed over. */
  continued(offset: number): ContinuedBytes {
    const parts: number[] = [this.at(offset, 0), this.end];
    const { buffer } = this;
    while (this.end + HEADER_SIZE <= buffer.length && buffer.readUInt16LE(this.end) === RECORD.continue) {
      this.next();
      parts.push(this.start, this.end);
    }
    return new ContinuedBytes(buffer, parts);
  }
}

const IS_WIDE = 1;

/** Data that go on from a record into Continue records ([MS-XLS] 2.4.58). */
export class ContinuedBytes {
  private readonly buffer: Buffer;
  /** Start and end of each part, one after the other. */
  private readonly parts: readonly number[];
  private part = 0;
  private position: number;

  constructor(buffer: Buffer, parts: readonly number[]) {
    this.buffer = buffer;
    this.parts = parts;
    this.position = parts[0]!;
  }

  /** True when no byte is left. */
  get isDone(): boolean {
    while (this.position >= this.partEnd) {
      if (this.part + 2 >= this.parts.length) return true;
      this.openPart();
    }
    return false;
  }

  u8(): number {
    if (this.isDone) throw new ReadFailure({ code: 'damaged-content' });
    return this.buffer[this.position++]!;
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return this.u16() + this.u16() * 0x10000;
  }

  skip(count: number): void {
    let left = count;
    while (left > 0 && !this.isDone) {
      const step = Math.min(left, this.partEnd - this.position);
      this.position += step;
      left -= step;
    }
  }

  /** That many bytes as they stand, as one piece; fewer where the data end. */
  bytes(count: number): Uint8Array {
    const end = Math.min(this.position + count, this.partEnd);
    const bytes = this.buffer.subarray(this.position, end);
    this.position = end;
    return bytes;
  }

  /**
   * Characters of one byte (the lower half of a UTF-16 unit) or two ([MS-XLS] 2.5.293). Where they go on in a
   * Continue record, that begins with a byte that says anew how wide they are (2.5.294).
   */
  characters(count: number, flags: number): string {
    let isWide = (flags & IS_WIDE) !== 0;
    let text = '';
    let left = count;
    while (left > 0) {
      if (this.position >= this.partEnd) {
        if (this.isDone) throw new ReadFailure({ code: 'damaged-content' });
        isWide = (this.u8() & IS_WIDE) !== 0;
      }
      const room = this.partEnd - this.position;
      const size = isWide ? 2 : 1;
      const step = Math.min(left, Math.floor(room / size));
      text += this.buffer.toString(isWide ? 'utf16le' : 'latin1', this.position, this.position + step * size);
      left -= step;
      // Half a character at the end of a part is padding.
      this.position = step === 0 ? this.partEnd : this.position + step * size;
    }
    return text;
  }

  private get partEnd(): number {
    return this.parts[this.part + 1]!;
  }

  private openPart(): void {
    this.part += 2;
    this.position = this.parts[this.part]!;
  }
}
