import type { CellValue } from '../../../../src/workbook/cell-value.js';
import type { Grid } from '../../../../src/workbook/grid.js';
import { formatRange, formatReference } from '../../../../src/workbook/reference.js';

/** A sheet's values, row by row, as far as the last that holds one. */
export function rowsOf(grid: Grid): CellValue[][] {
  return Array.from({ length: grid.lastRowNumber }, (_, row) =>
    Array.from({ length: grid.lastColumnNumber }, (_, column) => grid.valueAt(row + 1, column + 1)),
  );
}

/** References of the cells that are shown as dates. */
export function datesOf(grid: Grid): string[] {
  return cellsOf(grid)
    .filter(([row, column]) => grid.isDateAt(row, column))
    .map(([row, column]) => formatReference(row, column));
}

/** References of the cells that are formulas. */
export function formulasOf(grid: Grid): string[] {
  return cellsOf(grid)
    .filter(([row, column]) => grid.isFormulaAt(row, column))
    .map(([row, column]) => formatReference(row, column));
}

export function mergesOf(grid: Grid): string[] {
  return grid.merges.map(formatRange);
}

function cellsOf(grid: Grid): (readonly [number, number])[] {
  return rowsOf(grid).flatMap((row, rowIndex) =>
    row.map((_, columnIndex) => [rowIndex + 1, columnIndex + 1] as const),
  );
}
