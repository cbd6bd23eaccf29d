import type { MergeMap } from '../ingest/merge-map.js';
import type { CellRange } from '../workbook/reference.js';
import type { SheetSurvey } from '../workbook/survey.js';
import { textAt } from './sheet-texts.js';
import type { TableColumn } from './table.js';

/**
 * The columns of a header, each with the texts in and above its leaf. One leaf cell over several columns makes one
 * column. Where no cell is merged, a group reaches to the right up to the next text of its row.
 */
export function columnsOfHeader(
  sheet: SheetSurvey,
  merges: MergeMap,
  area: CellRange,
): readonly TableColumn[] {
  const isMerged = sheet.grid.merges.some(
    ({ top, bottom, left }) =>
      top >= area.top && bottom <= area.bottom && left >= area.left && left <= area.right,
  );
  const columns: TableColumn[] = [];
  let leafBefore: unknown = null;
  for (let columnNumber = area.left; columnNumber <= area.right; columnNumber++) {
    const path = pathOf(sheet, merges, area, columnNumber);
    if (path === null) {
      leafBefore = null;
      continue;
    }
    const before = columns.at(-1);
    if (path.leafMerge !== null && path.leafMerge === leafBefore && before !== undefined) {
      columns[columns.length - 1] = { ...before, lastColumnNumber: columnNumber };
      continue;
    }
    leafBefore = path.leafMerge;
    const groups = isMerged ? [] : groupsToTheLeft(sheet, area, columnNumber);
    columns.push({
      columnNumber,
      lastColumnNumber: columnNumber,
      texts: path.texts.length === 1 ? [...groups, ...path.texts] : path.texts,
    });
  }
  return columns;
}

function pathOf(sheet: SheetSurvey, merges: MergeMap, area: CellRange, columnNumber: number) {
  const texts: string[] = [];
  let leafMerge: CellRange | null = null;
  let above: unknown = null;
  for (let row = area.top; row <= area.bottom; row++) {
    const merge = merges(row, columnNumber);
    if (merge !== null && merge === above) continue;
    above = merge;
    const text = textAt(sheet, merge?.top ?? row, merge?.left ?? columnNumber);
    if (text === '') continue;
    texts.push(text);
    leafMerge = merge;
  }
  return texts.length === 0 ? null : { texts, leafMerge };
}

/** The text that stands further left in the first row, over a column that has a leaf below it as this one has. */
function groupsToTheLeft(sheet: SheetSurvey, { top, bottom, left }: CellRange, columnNumber: number) {
  if (top === bottom || textAt(sheet, top, columnNumber) !== '') return [];
  for (let column = columnNumber - 1; column >= left; column--) {
    const text = textAt(sheet, top, column);
    if (text === '') continue;
    return textAt(sheet, bottom, column) === '' ? [] : [text];
  }
  return [];
}
