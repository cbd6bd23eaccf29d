import { Buffer } from 'node:buffer';
import { RecordCursor } from '../record-cursor.js';
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
export class Biff12Cursor extends RecordCursor {
  constructor(bytes: Uint8Array) {
    super(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  }

  override next(): boolean {
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
}
