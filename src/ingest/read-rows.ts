import { cellText } from '../form/kinds/field-kind.js';
import { foldText } from '../workbook/cell-text.js';
import type { Grid } from '../workbook/grid.js';
import type { FoundHeader } from './header-band.js';
import type { MergeMap } from './merge-map.js';
import { isLabel } from './read-labels.js';
import { isColumnNumberRow, isExampleText, isFooterText, totalKindOf } from './row-kind.js';
import {
  type NilRow,
  type ReadRow,
  RowReader,
  type RowReaderOptions,
  type ShownTotal,
} from './row-reader.js';

/** One 合计 row; 小计 rows are passed over. */
export interface TotalRow {
  readonly shown: readonly ShownTotal[];
  /** The rows between the 合计 row before it (or the header) and it, as indexes into the rows. */
  readonly from: number;
  readonly to: number;
}

/** The rows of one table. */
export interface ReadRows {
  readonly rows: readonly ReadRow[];
  /** Rows that say 零报告 or the like instead of data. */
  readonly nilRows: readonly NilRow[];
  readonly totalRows: readonly TotalRow[];
  /** The first row that no longer belongs to the table. */
  readonly endRow: number;
}

/** How a table is read. */
export interface ReadRowsOptions extends RowReaderOptions {
  /** Folded titles of all forms: one of them in a row begins the next table. */
  readonly titles: readonly string[];
}

/** Reads the rows below a header until the footer, the next table or the end of the sheet. */
export function readRows(
  grid: Grid,
  merges: MergeMap,
  header: FoundHeader,
  options: ReadRowsOptions,
): ReadRows {
  const reader = new RowReader(grid, merges, header, options);
  const rows: ReadRow[] = [];
  const nilRows: NilRow[] = [];
  const totalRows: TotalRow[] = [];
  let isBelowHeader = true;
  let rowNumber = header.bottomRow + 1;
  for (; rowNumber <= grid.lastRowNumber; rowNumber++) {
    if (!grid.hasRow(rowNumber)) continue;
    const start = startOf(grid, rowNumber);
    if (start === null) continue;
    if (!reader.isOwnedRecord(rowNumber)) {
      if (endsTable(start.text, options.titles)) break;
      const isFirst = isBelowHeader;
      isBelowHeader = false;
      if (isFirst && isColumnNumberRow(valuesOf(grid, rowNumber))) continue;
      if (repeatsHeader(grid, header, rowNumber, start.columnNumber)) continue;
      const words = [...reader.leadingTexts(rowNumber), ...(start.word === null ? [] : [start.word])];
      const totals = words.map(totalKindOf).filter((kind) => kind !== null);
      if (totals[0] === 'total') {
        const from = totalRows.at(-1)?.to ?? 0;
        totalRows.push({ shown: reader.totalsAt(rowNumber), from, to: rows.length });
      }
      if (totals.length > 0 || words.some(isExampleText)) continue;
    }
    const row = reader.read(rowNumber);
    if (row?.kind === 'row') rows.push(row);
    else if (row !== null) nilRows.push(row);
  }
  return { rows, nilRows, totalRows, endRow: rowNumber };
}

/** By a row's first text: a footer's word, a label line below the table, or a form's title. */
function endsTable(first: string, titles: readonly string[]): boolean {
  if (isFooterText(first) || (/[:：]/.test(first) && isLabel(first))) return true;
  const folded = foldText(first);
  return folded.length <= 60 && titles.some((title) => folded.includes(title));
}

/** The first filled cell of a row and the first that is a word; null for a blank row. */
function startOf(
  grid: Grid,
  rowNumber: number,
): { readonly text: string; readonly columnNumber: number; readonly word: string | null } | null {
  let first: { text: string; columnNumber: number } | null = null;
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (value === null || value === '') continue;
    first ??= { text: cellText(value), columnNumber };
    if (typeof value === 'string') return { ...first, word: value };
  }
  return first === null ? null : { ...first, word: null };
}

/** True when the row is one of the header's rows again, as where a page ends. */
function repeatsHeader(grid: Grid, header: FoundHeader, rowNumber: number, firstColumn: number): boolean {
  for (let headerRow = header.topRow; headerRow <= header.bottomRow; headerRow++) {
    if (grid.valueAt(headerRow, firstColumn) !== grid.valueAt(rowNumber, firstColumn)) continue;
    let equal = 0;
    let differs = false;
    for (let columnNumber = firstColumn; columnNumber <= grid.lastColumnNumber && !differs; columnNumber++) {
      const value = grid.valueAt(rowNumber, columnNumber);
      if (value === null) continue;
      if (value === grid.valueAt(headerRow, columnNumber)) equal++;
      else differs = true;
    }
    if (!differs && equal >= 2) return true;
  }
  return false;
}

function valuesOf(grid: Grid, rowNumber: number): (string | number)[] {
  const values: (string | number)[] = [];
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (typeof value === 'string' || typeof value === 'number') values.push(value);
    else if (value !== null) values.push('?');
  }
  return values;
}
