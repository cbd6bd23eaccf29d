import { heightOfRows } from './printed-page.js';
import { PAGE_MARGINS } from './scope.js';
import { joinBlocks, type PlannedBlock } from './table.js';

/** The height of an A4 page without margins, in points. */
const PAGE_HEIGHT = (297 / 25.4 - PAGE_MARGINS.top - PAGE_MARGINS.bottom) * 72;
/** Ten points printed smaller than this are a strain to read. */
const LEAST_SCALE = 0.64;
const GAP_POINTS = 8;

/** Plans a part of a sheet from a row on. Every row must have a height. */
export type PlanPart = (firstRow: number) => PlannedBlock;

/** One way to fill the page. */
export interface PageWay {
  readonly plan: () => readonly PlanPart[];
}

/** The first of several ways, each shorter than the one before, that can be read on one A4 page; else the last. */
export function firstOnOnePage<Way extends PageWay>(
  ways: readonly Way[],
): { readonly block: PlannedBlock; readonly way: Way } {
  for (const way of ways.slice(0, -1)) {
    const block = stack(way.plan());
    if (heightOfRows(block.rows) * LEAST_SCALE <= PAGE_HEIGHT) return { block, way };
  }
  const way = ways.at(-1)!;
  return { block: stack(way.plan()), way };
}

/** Parts below one another, a gap between them. */
function stack(parts: readonly PlanPart[]): PlannedBlock {
  let block: PlannedBlock = { rows: [], merges: [] };
  for (const part of parts) {
    const nextRow = block.rows.reduce((last, row) => Math.max(last, row.rowNumber), 0) + 1;
    if (nextRow === 1) {
      block = part(1);
      continue;
    }
    const gap = { rows: [{ rowNumber: nextRow, height: GAP_POINTS, cells: [] }], merges: [] };
    block = joinBlocks(block, gap, part(nextRow + 1));
  }
  return block;
}
