/** An Excel error value such as `#REF!` (ECMA-376 part 1, 18.18.11: cell type `e`). */
export interface CellError {
  readonly error: string;
}

/** What one cell of a returned workbook holds; `null` is a cell that was never filled. Dates are serials. */
export type CellValue = null | string | number | boolean | CellError;

/** True for `#REF!`, `#DIV/0!` and their kin. */
export function isCellError(value: CellValue): value is CellError {
  return typeof value === 'object' && value !== null;
}
