import { MAX_COLUMNS } from '../workbook/excel-limits.js';
import type { Grid } from '../workbook/grid.js';
import type { CellRange } from '../workbook/reference.js';

/** Finds the merge that a cell belongs to. */
export type MergeMap = (rowNumber: number, columnNumber: number) => CellRange | null;

/** Builds the look-up over the part of the sheet that holds values; merges beyond it can hide nothing. */
export function mergeMap(grid: Grid): MergeMap {
  if (grid.merges.length === 0) return () => null;
  const byCell = new Map<number, CellRange>();
  for (const merge of grid.merges) {
    const bottom = Math.min(merge.bottom, grid.lastRowNumber);
    const right = Math.min(merge.right, grid.lastColumnNumber);
    for (let row = merge.top; row <= bottom; row++) {
      for (let column = merge.left; column <= right; column++)
        byCell.set(row * (MAX_COLUMNS + 1) + column, merge);
    }
  }
  return (rowNumber, columnNumber) => byCell.get(rowNumber * (MAX_COLUMNS + 1) + columnNumber) ?? null;
}
