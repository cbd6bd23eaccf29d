import type { PlannedRow } from '../workbook/workbook-plan.js';
import { PAGE_MARGINS } from './summary-scope.js';
import { joinBlocks, type PlannedBlock } from './summary-table.js';

/** Height of an A4 page across, without margins, in points. */
const PAGE_POINTS = (210 / 25.4 - PAGE_MARGINS.top - PAGE_MARGINS.bottom) * 72;
/** The filler ends this much before the page does: the next row is taller, so it goes over, whoever counts. */
const TOLERANCE = 12;
/** A gap larger than this looks like the end of the sheet on screen; then the part is cut by the page. */
const LARGEST_GAP = 170;
const GAP_POINTS = 14;

/**
 * Stacks parts, one blank row between them. A part that would be cut by the end of a printed page begins on the next
 * one, if the gap is small. Takes sheets that are printed at their own size: every row must have a height.
 */
export function stackParts(parts: readonly ((firstRow: number) => PlannedBlock)[]): PlannedBlock {
  let block: PlannedBlock = { rows: [], merges: [] };
  let y = 0;
  let nextRow = 1;
  for (const part of parts) {
    const planned = part(nextRow + (nextRow === 1 ? 0 : 1));
    const rest = PAGE_POINTS - (y % PAGE_POINTS);
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

function heightOf(rows: readonly PlannedRow[]): number {
  return rows.reduce((sum, row) => sum + (row.height ?? GAP_POINTS), 0);
}
