import type { PlannedRow } from '../workbook/workbook-plan.js';
import { PAGE_MARGINS } from './summary-scope.js';
import { joinBlocks, type PlannedBlock } from './summary-table.js';

/** An A4 page without margins, in points. */
const PAGE_WIDTH = (210 / 25.4 - PAGE_MARGINS.left - PAGE_MARGINS.right) * 72;
const PAGE_HEIGHT = (297 / 25.4 - PAGE_MARGINS.top - PAGE_MARGINS.bottom) * 72;
/** Ten points printed smaller than this are a strain to read. */
const LEAST_SCALE = 0.64;
/** The filler ends this much before the page does: the next row is taller, so it goes over, whoever counts. */
const TOLERANCE = 12;
/** A gap larger than this looks like the end of the sheet on screen; then the part is cut by the page. */
const LARGEST_GAP = 170;
const GAP_POINTS = 8;

/** Plans a part of a sheet from a row on. Every row must have a height. */
export type PlanPart = (firstRow: number) => PlannedBlock;

/** Parts below one another, and how many pages they are printed on; `pagesTall` 0: as many as needed. */
export interface StackedParts {
  readonly block: PlannedBlock;
  readonly pagesTall: 0 | 1;
}

/**
 * Stacks parts, a gap between them, for A4 pages that the columns fill in width. All go on one page as long as that
 * can be read; else a part that would be cut by the end of a page begins on the next one, if the gap is small.
 */
export function stackParts(parts: readonly PlanPart[], widths: readonly number[]): StackedParts {
  const onePage = stack(parts, Number.POSITIVE_INFINITY);
  if (heightOf(onePage.rows) * LEAST_SCALE <= PAGE_HEIGHT) return { block: onePage, pagesTall: 1 };
  // Spreadsheets scale by whole percents, never up.
  const scale = Math.min(1, Math.floor((PAGE_WIDTH / pointsAcross(widths)) * 100) / 100);
  return { block: stack(parts, PAGE_HEIGHT / scale), pagesTall: 0 };
}

function stack(parts: readonly PlanPart[], pagePoints: number): PlannedBlock {
  let block: PlannedBlock = { rows: [], merges: [] };
  let y = 0;
  let nextRow = 1;
  for (const part of parts) {
    const planned = part(nextRow + (nextRow === 1 ? 0 : 1));
    const rest = pagePoints - (y % pagePoints);
    const height = heightOf(planned.rows);
    const cut = nextRow > 1 && GAP_POINTS + height > rest && rest <= LARGEST_GAP;
    if (nextRow > 1) {
      const gap = cut ? Math.max(1, rest - TOLERANCE) : GAP_POINTS;
      block = joinBlocks(block, { rows: [{ rowNumber: nextRow, height: gap, cells: [] }], merges: [] });
      y += cut ? rest : gap;
    }
    block = joinBlocks(block, planned);
    y += height;
    nextRow = block.rows.reduce((last, row) => Math.max(last, row.rowNumber), 0) + 1;
  }
  return block;
}

/** Width of columns in Excel: 7 pixels a character of the default font and 5 of padding, at 96 pixels an inch. */
function pointsAcross(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + (Math.round(width * 7) + 5) * 0.75, 0);
}

function heightOf(rows: readonly PlannedRow[]): number {
  return rows.reduce((sum, row) => sum + (row.height ?? GAP_POINTS), 0);
}
