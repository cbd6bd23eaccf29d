import type { ReadLimits } from '../limits.js';
import { decodeCodePage } from '../text/code-page.js';
import { ReadFailure } from '../unreadable.js';
import type { BiffCursor, ContinuedBytes } from './records.js';

/** How a workbook keeps its texts: BIFF8 as UTF-16, older ones in a code page (null: it does not say which). */
export interface BiffEncoding {
  readonly isBiff8: boolean;
  readonly codePage: number | null;
}

/**
 * The text at `offset` of the current record and its Continue records: XLUnicodeString ([MS-XLS] 2.5.294), before
 * BIFF8 a length of `lengthBytes` and that many bytes. Formatting runs behind it are left where they are.
 */
export function readText(
  cursor: BiffCursor,
  offset: number,
  lengthBytes: 1 | 2,
  encoding: BiffEncoding,
): string {
  const bytes = cursor.continued(offset);
  const length = lengthBytes === 1 ? bytes.u8() : bytes.u16();
  if (encoding.isBiff8) return length === 0 ? '' : bytes.characters(length, bytes.u8());
  return decodeCodePage(bytes.bytes(length), encoding.codePage);
}

const HAS_EXTENSION = 4;
const HAS_RUNS = 8;

/**
 * The shared string table of BIFF8 ([MS-XLS] 2.4.265). Its counts are not trusted. Formatting runs and phonetic text
 * are passed over. A table that ends early gives what it holds.
 */
export function readSharedStringTable(bytes: ContinuedBytes, limits: ReadLimits): readonly string[] {
  const strings: string[] = [];
  let characters = 0;
  bytes.skip(8);
  while (!bytes.isDone) {
    const length = bytes.u16();
    const flags = bytes.u8();
    const runs = (flags & HAS_RUNS) !== 0 ? bytes.u16() : 0;
    const extension = (flags & HAS_EXTENSION) !== 0 ? bytes.u32() : 0;
    characters += length;
    if (strings.length >= limits.sharedStrings)
      throw new ReadFailure({ code: 'limit-shared-strings', detail: limits.sharedStrings });
    if (characters > limits.sharedStringCharacters)
      throw new ReadFailure({ code: 'limit-shared-strings', detail: limits.sharedStringCharacters });
    strings.push(bytes.characters(length, flags));
    bytes.skip(4 * runs + extension);
  }
  return strings;
}
