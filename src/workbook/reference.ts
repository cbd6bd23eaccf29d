import { MAX_COLUMNS, MAX_ROWS } from './excel-limits.js';

/** A rectangle of cells; all four numbers count from 1 and are inside it. */
export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** 1 → `A`, 27 → `AA`. */
export function formatColumn(columnNumber: number): string {
  let letters = '';
  for (let rest = columnNumber; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** `(14, 3)` → `C14`. */
export function formatReference(rowNumber: number, columnNumber: number): string {
  return `${formatColumn(columnNumber)}${rowNumber}`;
}

/** `A1:C3`, or `A1` for a single cell. */
export function formatRange(range: CellRange): string {
  const first = formatReference(range.top, range.left);
  const last = formatReference(range.bottom, range.right);
  return first === last ? first : `${first}:${last}`;
}

/** `C14` or `$C$14` → its row and column; null when it is no reference inside Excel's limits. */
export function parseReference(text: string): { rowNumber: number; columnNumber: number } | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(text);
  if (!match) return null;
  let columnNumber = 0;
  for (const letter of match[1]!.toUpperCase()) columnNumber = columnNumber * 26 + letter.charCodeAt(0) - 64;
  const rowNumber = Number(match[2]);
  if (columnNumber > MAX_COLUMNS || rowNumber < 1 || rowNumber > MAX_ROWS) return null;
  return { rowNumber, columnNumber };
}

/** `A1:C3` or `A1` → the rectangle, its corners put in order; null when it is no range. */
export function parseRange(text: string): CellRange | null {
  const [first, last = first] = text.split(':');
  const a = parseReference(first ?? '');
  const b = parseReference(last ?? '');
  if (!a || !b) return null;
  return {
    top: Math.min(a.rowNumber, b.rowNumber),
    left: Math.min(a.columnNumber, b.columnNumber),
    bottom: Math.max(a.rowNumber, b.rowNumber),
    right: Math.max(a.columnNumber, b.columnNumber),
  };
}

/** A sheet's name as formulas and links need it: always quoted, quotes doubled. */
export function quoteSheetName(sheetName: string): string {
  return `'${sheetName.replace(/'/g, "''")}'`;
}
