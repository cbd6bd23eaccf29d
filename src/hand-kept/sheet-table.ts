import { cleanText, foldText, isBlankMark } from '../workbook/cell-text.js';
import { type CellValue, isCellError } from '../workbook/cell-value.js';
import { dateOfSerial } from '../workbook/date-serial.js';
import type { Grid, GridWorkbook } from '../workbook/grid.js';
import { formatReference } from '../workbook/reference.js';

// Reading of hand-kept tables: columns are found by their header, never by position.

/** Titles and notes may stand above the header, but not more than this. */
const HEADER_SEARCH_ROWS = 10;

/** A column as it is printed, and other headers that people write for it. */
export interface ColumnTitle {
  readonly title: string;
  readonly aliases: readonly string[];
}

/** A column's title and its aliases. */
export const columnTitle = (title: string, ...aliases: string[]): ColumnTitle => ({ title, aliases });

/** Where a table's header stands and which column holds what. */
export interface SheetTable {
  readonly grid: Grid;
  readonly headerRowNumber: number;
  readonly columnNumbers: ReadonlyMap<string, number>;
  /** Headers that stand there a second time. */
  readonly repeated: readonly { readonly title: string; readonly cell: string }[];
}

/** One cell, as hand-kept tables are read. */
export interface TableCell {
  readonly value: CellValue;
  readonly isDate: boolean;
  /** A1. */
  readonly cell: string;
}

/** The sheet with this name, compared folded. */
export function findSheet(workbook: GridWorkbook, sheetName: string): Grid | null {
  const wanted = foldText(sheetName);
  return workbook.sheets.find((sheet) => foldText(sheet.sheetName) === wanted) ?? null;
}

/** The row near the top that holds most of the headers; null when no row holds any. */
export function findTable(grid: Grid, columns: ReadonlyMap<string, ColumnTitle>): SheetTable | null {
  const keys = keysByHeader(columns);
  let best: SheetTable | null = null;
  for (let rowNumber = 1; rowNumber <= Math.min(grid.lastRowNumber, HEADER_SEARCH_ROWS); rowNumber++) {
    const table = readHeader(grid, rowNumber, keys);
    if (table.columnNumbers.size > (best?.columnNumbers.size ?? 0)) best = table;
  }
  return best;
}

/** The cell below a header; null when the sheet has no such column. */
export function cellAt(table: SheetTable, rowNumber: number, key: string): TableCell | null {
  const columnNumber = table.columnNumbers.get(key);
  if (columnNumber === undefined) return null;
  return {
    value: table.grid.valueAt(rowNumber, columnNumber),
    isDate: table.grid.isDateAt(rowNumber, columnNumber),
    cell: formatReference(rowNumber, columnNumber),
  };
}

/** The cell below a header, or the one whose vertical merge covers it: people merge a county over its units. */
export function mergedCellAt(table: SheetTable, rowNumber: number, key: string): TableCell | null {
  const columnNumber = table.columnNumbers.get(key);
  if (columnNumber === undefined) return null;
  const merge = table.grid.merges.find(
    (range) =>
      range.left === columnNumber &&
      range.right === columnNumber &&
      range.top > table.headerRowNumber &&
      range.top <= rowNumber &&
      rowNumber <= range.bottom,
  );
  return cellAt(table, merge?.top ?? rowNumber, key);
}

/** Rows below the header in which at least one known column holds something. */
export function usedRowNumbers(table: SheetTable): readonly number[] {
  const rowNumbers: number[] = [];
  for (let rowNumber = table.headerRowNumber + 1; rowNumber <= table.grid.lastRowNumber; rowNumber++) {
    const used = [...table.columnNumbers.values()].some((column) => {
      const value = table.grid.valueAt(rowNumber, column);
      return typeof value === 'string' ? cleanText(value) !== '' : value !== null;
    });
    if (used) rowNumbers.push(rowNumber);
  }
  return rowNumbers;
}

/** What stands in a cell exactly as typed, for file and sheet names: only numbers are turned into text. */
export function rawText(cell: TableCell | null): string | null {
  if (cell === null) return null;
  const text = typeof cell.value === 'string' ? cell.value : shownText(cell);
  return text.trim() === '' ? null : text;
}

/** A cell's text, cleaned; null for a blank cell, a mark such as `—` or `无`, or an Excel error. */
export function plainText(cell: TableCell | null): string | null {
  if (cell === null || isCellError(cell.value)) return null;
  const text = shownText(cell);
  return text === '' || isBlankMark(text) ? null : text;
}

/** A cell's content as a message quotes it. */
export function shownText(cell: TableCell): string {
  const { value } = cell;
  if (value === null) return '';
  if (isCellError(value)) return value.error;
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return (cell.isDate ? dateOfSerial(value) : null) ?? textOfNumber(value);
}

/** A number as people type it: no exponent, no `.0`. Codes and phones are often stored as numbers. */
export function textOfNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}

/** A number and the sign behind it: `30%` `2,000元`. */
export function numberOfCell(cell: TableCell, suffix: RegExp): { number: number; hasSuffix: boolean } | null {
  if (typeof cell.value === 'number') return { number: cell.value, hasSuffix: false };
  const text = foldText(shownText(cell)).replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const bare = text.replace(suffix, '');
  return /^[+-]?\d+(\.\d+)?$/.test(bare) ? { number: Number(bare), hasSuffix: bare !== text } : null;
}

const YES = new Set(['是', '√', '✓', '✔', '☑', '1', 'y', 'yes', 'true', '对', '有']);
const NO = new Set(['', '否', '×', '✗', '✘', '☐', 'x', '0', 'n', 'no', 'false', '不']);

/** 是 or 否 however it is written; a blank is 否; null when it is neither. */
export function yesNoOfCell(cell: TableCell | null): boolean | null {
  if (cell === null) return false;
  if (isCellError(cell.value)) return null;
  const text = foldText(shownText({ ...cell, isDate: false }));
  if (YES.has(text)) return true;
  return NO.has(text) || isBlankMark(text) ? false : null;
}

function keysByHeader(columns: ReadonlyMap<string, ColumnTitle>): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [key, column] of columns) keys.set(foldText(column.title), key);
  for (const [key, column] of columns) {
    // A printed title always beats another column's alias.
    for (const alias of column.aliases) if (!keys.has(foldText(alias))) keys.set(foldText(alias), key);
  }
  return keys;
}

function readHeader(grid: Grid, rowNumber: number, keys: ReadonlyMap<string, string>): SheetTable {
  const columnNumbers = new Map<string, number>();
  const repeated: { title: string; cell: string }[] = [];
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    const key = typeof value === 'string' ? keys.get(foldText(value)) : undefined;
    if (key === undefined) continue;
    if (columnNumbers.has(key)) {
      repeated.push({ title: cleanText(String(value)), cell: formatReference(rowNumber, columnNumber) });
    } else columnNumbers.set(key, columnNumber);
  }
  return { grid, headerRowNumber: rowNumber, columnNumbers, repeated };
}
