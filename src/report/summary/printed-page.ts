import type { PlannedRow } from '../../workbook/workbook-plan.js';
import { POINTS_PER_PIXEL, totalPixels } from '../charts/drawing-rows.js';
import { lineHeight } from './formats.js';
import { PAGE_MARGINS } from './scope.js';

/** Rather one page in somewhat smaller print than a last page of a few lines. */
const MOST_OF_ONE_PAGE = 1.2;

/** Points of a printed A4 page on its side, at the scale at which the columns fill its width. */
export function pagePoints(widths: readonly number[]): number {
  const { left, right, top, bottom } = PAGE_MARGINS;
  const wide = (297 / 25.4 - left - right) * 72;
  const tall = (210 / 25.4 - top - bottom) * 72;
  return tall / Math.min(1, wide / (totalPixels(widths) * POINTS_PER_PIXEL));
}

/** Points of all rows together. */
export function heightOfRows(rows: readonly PlannedRow[]): number {
  return rows.reduce((total, row) => total + (row.height ?? lineHeight(1)), 0);
}

/** Pages for a table that is one page wide: one where it nearly fits, else (0) as many as it needs. */
export function pagesFor(widths: readonly number[], rows: readonly PlannedRow[]): 0 | 1 {
  return heightOfRows(rows) <= MOST_OF_ONE_PAGE * pagePoints(widths) ? 1 : 0;
}
