import type { Buffer } from 'node:buffer';

/** One header field (RFC 5322, 2.2), unfolded. */
export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** Byte by byte, one character each: nothing is known of the encoding yet. */
  readonly value: string;
}

export interface MailHeader {
  readonly fields: readonly HeaderField[];
  /** Where the body begins. */
  readonly end: number;
}

const LF = 10;
const CR = 13;
const FIELD = /^([!-9;-~]{1,100})[ \t]*:/;
const OPEN_ENCODED_WORD = /=\?[^?\s]{1,50}\?[BbQq]\?[^?]*$/;

/**
 * Reads the header that begins at `start`, up to the empty line or the first line that cannot belong to a header,
 * where the body then begins. Lines may end in LF, CRLF or CRCRLF (text saved as text twice). A line that is no field
 * carries on the one before only when that one is inside quotes or an encoded word: old mailers folded long names
 * without the space that RFC 5322 (2.2.3) asks for.
 */
export function readMailHeader(mail: Buffer, start: number, limit: number): MailHeader {
  const fields: { name: string; lines: string[]; isQuoteOpen: boolean }[] = [];
  let at = start;
  while (at < limit) {
    const next = endOfLine(mail, at, limit);
    const line = mail.toString('latin1', at, trimLineEnd(mail, at, next));
    const last = fields.at(-1);
    const field = FIELD.exec(line);
    if (line === '') {
      at = next;
      break;
    }
    if (last !== undefined && (/^[ \t]/.test(line) || (field === null && isOpen(last)))) {
      last.lines.push(line);
      last.isQuoteOpen = last.isQuoteOpen !== hasOddQuotes(line);
    } else if (field !== null) {
      const value = line.slice(field[0].length);
      fields.push({ name: field[1]!.toLowerCase(), lines: [value], isQuoteOpen: hasOddQuotes(value) });
    } else {
      break;
    }
    at = next;
  }
  return { fields: fields.map(({ name, lines }) => ({ name, value: lines.join('').trim() })), end: at };
}

/** The value of the first field of this name, byte by byte; null when there is none. */
export function findField(fields: readonly HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}

/** Where the line after the one at `at` begins. */
export function endOfLine(mail: Buffer, at: number, limit: number): number {
  const found = mail.indexOf(LF, at);
  return found < 0 || found >= limit ? limit : found + 1;
}

function trimLineEnd(mail: Buffer, start: number, end: number): number {
  let at = end;
  if (at > start && mail[at - 1] === LF) at--;
  while (at > start && mail[at - 1] === CR) at--;
  return at;
}

function isOpen(field: { lines: readonly string[]; isQuoteOpen: boolean }): boolean {
  return field.isQuoteOpen || OPEN_ENCODED_WORD.test(field.lines.at(-1)!.slice(-500));
}

function hasOddQuotes(line: string): boolean {
  return (line.match(/(?:^|[^\\])"/g)?.length ?? 0) % 2 === 1;
}
