import { MAX_COLUMNS } from '../../excel-limits.js';
import type { GridWorkbook } from '../../grid.js';
import { checkCellText } from '../cell-text-limit.js';
import type { ReadLimits } from '../limits.js';
import { SheetCells } from '../sheet-cells.js';
import { decodeText } from '../text/decode-text.js';
import { typeText } from '../text/typed-text.js';
import { ReadFailure } from '../unreadable.js';

const LINE_FEED = 10;
const RETURN = 13;
const QUOTE = 34;

/** What may stand between fields; of two that fit equally well the first is taken. */
const DELIMITERS = ['\t', ',', ';'] as const;

/** Records looked at to find the delimiter. */
const SAMPLE_RECORDS = 200;

/** The line by which Excel is told the delimiter: `sep=;`. It is no row. */
const SEPARATOR_LINE = /^"?sep=([^\r\n"])"?(?:\r\n|\r|\n|$)/i;

/** Called for each field with its place; false ends the reading. */
type FieldVisitor = (rowNumber: number, columnNumber: number, text: string) => boolean;

/**
 * Reads csv and tsv text as one sheet, `Sheet1` (RFC 4180, and tabs or semicolons in the place of commas). The text
 * may be in any encoding that `decodeText` knows. Rows may have different lengths; line breaks inside quotes become
 * `\n`; a quote inside a field that does not begin with one is a character like any other. Values are typed by
 * `typeText`, whether quoted or not, as Excel does it.
 *
 * Failures: `unknown-encoding`; `unclosed-quote`, since all that follows the quote would be one cell;
 * `not-a-spreadsheet` for text in which nothing separates fields; limits of rows, columns, cells and of a cell's
 * text.
 */
export function readDelimitedText(bytes: Uint8Array, limits: ReadLimits): GridWorkbook {
  const text = decodeText(bytes);
  if (text === null) throw new ReadFailure({ code: 'unknown-encoding' });
  const separatorLine = SEPARATOR_LINE.exec(text);
  const start = separatorLine?.[0].length ?? 0;
  const delimiter = separatorLine?.[1] ?? findDelimiter(text);
  if (delimiter === null) throw new ReadFailure({ code: 'not-a-spreadsheet' });

  const cells = new SheetCells({ limits, cellCount: 0 });
  visitFields(text, start, delimiter, (rowNumber, columnNumber, field) => {
    const { value, isDate } = typeText(field);
    cells.set(rowNumber, columnNumber, value, isDate, false);
    return true;
  });
  return { sheets: [cells.build('Sheet1', 'visible')], definedNames: new Map() };
}

/**
 * The delimiter that makes the best table of the first records: the one by which most of them have the same number
 * of fields, two at least; then the one with most fields. Null when none occurs outside quotes.
 */
function findDelimiter(text: string): string | null {
  let best: { readonly delimiter: string; readonly alike: number; readonly fields: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const recordsOfLength = new Map<number, number>();
    for (const length of recordLengths(text, delimiter)) {
      if (length > 1) recordsOfLength.set(length, (recordsOfLength.get(length) ?? 0) + 1);
    }
    if (recordsOfLength.size === 0) continue;
    const alike = Math.max(...recordsOfLength.values());
    const fields = [...recordsOfLength].reduce((sum, [length, count]) => sum + length * count, 0);
    if (best === null || alike > best.alike || (alike === best.alike && fields > best.fields)) {
      best = { delimiter, alike, fields };
    }
  }
  return best?.delimiter ?? null;
}

/** Numbers of fields of the first records. */
function recordLengths(text: string, delimiter: string): readonly number[] {
  const lengths: number[] = [];
  try {
    visitFields(text, 0, delimiter, (rowNumber, columnNumber) => {
      if (rowNumber > SAMPLE_RECORDS || columnNumber > MAX_COLUMNS) return false;
      lengths[rowNumber - 1] = columnNumber;
      return true;
    });
  } catch (error) {
    // A quote left open under this delimiter: the records before it say enough.
    if (!(error instanceof ReadFailure)) throw error;
  }
  return lengths;
}

/** Goes through the fields from `start` on (RFC 4180, 2). */
function visitFields(text: string, start: number, delimiter: string, visit: FieldVisitor): void {
  const separator = delimiter.charCodeAt(0);
  const { length } = text;
  let rowNumber = 1;
  let columnNumber = 1;
  let at = start;
  while (at < length) {
    let field = '';
    if (text.charCodeAt(at) === QUOTE) {
      const end = endOfQuoted(text, at);
      if (end < 0) throw new ReadFailure({ code: 'unclosed-quote', detail: `第 ${rowNumber} 行` });
      // Every quote may be doubled.
      checkCellText((end - at - 1) / 2);
      field = text
        .slice(at + 1, end)
        .replaceAll('""', '"')
        .replace(/\r\n?/g, '\n');
      at = end + 1;
    }
    const end = endOfPlain(text, at, separator);
    field += text.slice(at, end);
    checkCellText(field.length);
    if (!visit(rowNumber, columnNumber, field)) return;
    at = end + 1;
    if (text.charCodeAt(end) === separator) {
      columnNumber++;
      continue;
    }
    if (text.charCodeAt(end) === RETURN && text.charCodeAt(at) === LINE_FEED) at++;
    rowNumber++;
    columnNumber = 1;
  }
}

/** The index of the quote that ends a quoted field; -1 when there is none. */
function endOfQuoted(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return -1;
}

/** The index of the delimiter or line end that ends a field, or the end of the text. */
function endOfPlain(text: string, start: number, separator: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LINE_FEED || code === RETURN) break;
  }
  return at;
}
