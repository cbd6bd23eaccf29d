import type { Grid } from '../workbook/grid.js';
import { type FoundHeader, MOST_COLUMNS, matchBand } from './header-band.js';
import type { HeaderVocabulary } from './header-text.js';
import type { MergeMap } from './merge-map.js';
import { isLabel } from './read-labels.js';

/** Rows in which a header may end, from where the search begins; and how many rows it may have (intake.md). */
export const SCANNED_ROWS = 15;
export const MOST_HEADER_ROWS = 4;

/**
 * The best header of a form at or below `fromRow`: every band of one to four rows that ends in the scanned rows is
 * tried; the band that names most fields wins, the topmost and flattest of equals. Null when no column fits.
 */
export function findHeader(
  grid: Grid,
  merges: MergeMap,
  vocabulary: HeaderVocabulary,
  fromRow: number,
): FoundHeader | null {
  let best: FoundHeader | null = null;
  const lastRow = Math.min(grid.lastRowNumber, fromRow + SCANNED_ROWS - 1);
  for (let bottomRow = fromRow; bottomRow <= lastRow; bottomRow++) {
    // A band that ends in a row without any title is no better than the band without that row.
    if (!namesAnyField(grid, vocabulary, bottomRow)) continue;
    const mostRows = Math.min(MOST_HEADER_ROWS, bottomRow - fromRow + 1);
    for (let height = 1; height <= mostRows; height++) {
      const found = matchBand(grid, merges, vocabulary, bottomRow - height + 1, bottomRow);
      if (found !== null && (best === null || found.score > best.score)) best = found;
    }
  }
  return best === null ? null : withGroupRows(grid, merges, vocabulary, best, fromRow);
}

function namesAnyField(grid: Grid, vocabulary: HeaderVocabulary, rowNumber: number): boolean {
  for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, MOST_COLUMNS); columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (typeof value === 'string' && vocabulary.named(value).length > 0) return true;
  }
  return false;
}

/**
 * The same header with the rows of group titles above it. They are never left out: 捐款（万元） over a leaf changes
 * what its numbers mean.
 */
function withGroupRows(
  grid: Grid,
  merges: MergeMap,
  vocabulary: HeaderVocabulary,
  header: FoundHeader,
  fromRow: number,
): FoundHeader {
  let { topRow } = header;
  while (
    topRow > fromRow &&
    header.bottomRow - topRow + 1 < MOST_HEADER_ROWS &&
    isGroupRow(grid, merges, topRow - 1)
  )
    topRow--;
  const taller =
    topRow < header.topRow ? matchBand(grid, merges, vocabulary, topRow, header.bottomRow) : null;
  // A second column for a field, seen only up there, makes the field ambiguous; it does not make the row go away.
  return taller !== null && fieldsFound(taller) >= fieldsFound(header) ? taller : header;
}

function fieldsFound(header: FoundHeader): number {
  return header.columns.filter((column) => column !== null).length;
}

/** Group titles stand side by side, or alone over a part of the table; titles and label lines do not. */
function isGroupRow(grid: Grid, merges: MergeMap, rowNumber: number): boolean {
  let texts = 0;
  let widest = 0;
  for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, MOST_COLUMNS); columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (value === null) continue;
    if (typeof value !== 'string' || isLabel(value)) return false;
    const merge = merges(rowNumber, columnNumber);
    texts++;
    widest = Math.max(widest, merge === null ? 1 : merge.right - merge.left + 1);
  }
  return texts >= 2 || (texts === 1 && widest > 1 && widest * 2 < grid.lastColumnNumber);
}

/** True when a header names enough of the form to be taken for it without mark or title. */
export function isConvincing(header: FoundHeader): boolean {
  const needed = header.form.fields.filter((field) => field.required || field.key === header.form.subject);
  const found = needed.filter((field) => header.columns[header.form.fields.indexOf(field)] !== null);
  return header.score >= Math.min(3, header.form.fields.length) && found.length * 2 >= needed.length;
}
