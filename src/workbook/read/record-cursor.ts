import type { Buffer } from 'node:buffer';
import { ReadFailure } from './unreadable.js';

/**
 * Reads numbers within the current record of a binary stream ([MS-XLS] and [MS-XLSB], both 2.1.4). Where the records
 * stand, the formats say. Reading outside the current record is `damaged-content`.
 */
export abstract class RecordCursor {
  readonly buffer: Buffer;
  type = 0;
  /** Where the current record's data begin and end. */
  start: number;
  end: number;

  /** Stands before the record whose header is at `position`. */
  constructor(buffer: Buffer, position: number) {
    this.buffer = buffer;
    this.start = position;
    this.end = position;
  }

  /** Moves to the next record; false where the stream ends. A record that leaves the stream is `damaged-content`. */
  abstract next(): boolean;

  get length(): number {
    return this.end - this.start;
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

  /** Where `size` bytes from `offset` on begin in the stream. */
  protected at(offset: number, size: number): number {
    const at = this.start + offset;
    if (at + size > this.end) throw new ReadFailure({ code: 'damaged-content' });
    return at;
  }
}
