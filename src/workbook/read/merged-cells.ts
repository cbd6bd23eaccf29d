import type { CellRange } from '../reference.js';
import type { ReadLimits } from './limits.js';
import { ReadFailure } from './unreadable.js';

/**
 * Fails with `limit-merges` when merges cover more of the used part of a sheet than `limits.mergedCells` cells:
 * each covered cell costs time, and nothing keeps a hostile file from overlapping merges or making them as wide as
 * the sheet.
 */
export function checkMergedCells(
  merges: readonly CellRange[],
  lastRowNumber: number,
  lastColumnNumber: number,
  limits: ReadLimits,
): void {
  let cells = 0;
  for (const { top, left, bottom, right } of merges) {
    const rows = Math.max(0, Math.min(bottom, lastRowNumber) - top + 1);
    cells += rows * Math.max(0, Math.min(right, lastColumnNumber) - left + 1) + 1;
    if (cells > limits.mergedCells)
      throw new ReadFailure({ code: 'limit-merges', detail: limits.mergedCells });
  }
}
