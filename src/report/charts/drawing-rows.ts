import type { PlannedRow } from '../../workbook/workbook-plan.js';

// Pictures and charts stand on blank rows of their own under a table, two side by side where both can be read.

/** Between two drawings of a line. */
export const GAP_PIXELS = 16;
/** At 96 dots per inch. */
export const POINTS_PER_PIXEL = 0.75;
/** 20 pixels a row, so that a drawing covers whole rows and no cell with content. */
const BLANK_ROW_POINTS = 15;

/** Pixels of a column in Excel: 7 a character of the default font and 5 of padding. */
export function columnPixels(width: number): number {
  return Math.round(width * 7) + 5;
}

/** Pixels of all columns together. */
export function totalPixels(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + columnPixels(width), 0);
}

/** Blank rows that a line of drawings so many pixels high needs, with one between it and the next. */
export function rowsForDrawing(height: number): number {
  return Math.ceil((height * POINTS_PER_PIXEL) / BLANK_ROW_POINTS) + 1;
}

/** So many blank rows from a row on. */
export function planBlankRows(firstRow: number, count: number): readonly PlannedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    rowNumber: firstRow + index,
    height: BLANK_ROW_POINTS,
    cells: [],
  }));
}
