import type { MergeMap } from '../ingest/merge-map.js';
import { cleanText } from '../workbook/cell-text.js';
import { MOST_SURVEYED, type SheetSurvey } from '../workbook/survey.js';
import type { Anchor } from './table.js';

/** A header's text without the blanks and line breaks that only lay it out: 合  计, 工业　开发项目. */
export function tidyText(text: string): string {
  return cleanText(text).replace(/\s+/g, (blank, at: number, whole: string) =>
    /[A-Za-z0-9]/.test(whole[at - 1] ?? '') && /[A-Za-z0-9]/.test(whole[at + blank.length] ?? '') ? ' ' : '',
  );
}

/** The text of a cell, numbers written out; empty for blanks and errors. */
export function textAt({ grid }: SheetSurvey, rowNumber: number, columnNumber: number): string {
  const value = grid.valueAt(rowNumber, columnNumber);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? tidyText(value) : '';
}

/** The texts that begin in a row, from left to right; what a formula gives is none that somebody wrote. */
export function anchorsIn(
  sheet: SheetSurvey,
  merges: MergeMap,
  rowNumber: number,
  left = 1,
  right = lastColumnOf(sheet),
): readonly Anchor[] {
  const anchors: Anchor[] = [];
  for (let columnNumber = left; columnNumber <= right; columnNumber++) {
    const text = textAt(sheet, rowNumber, columnNumber);
    if (text === '' || sheet.grid.isFormulaAt(rowNumber, columnNumber)) continue;
    const merge = merges(rowNumber, columnNumber);
    anchors.push({
      rowNumber,
      columnNumber,
      bottom: merge?.bottom ?? rowNumber,
      right: Math.max(columnNumber, merge?.right ?? 0),
      text,
      isNumber: typeof sheet.grid.valueAt(rowNumber, columnNumber) === 'number',
    });
  }
  return anchors;
}

export function lastColumnOf({ grid }: SheetSurvey): number {
  return Math.min(grid.lastColumnNumber, MOST_SURVEYED.columns);
}

export function lastRowOf({ grid }: SheetSurvey): number {
  return Math.min(grid.lastRowNumber, MOST_SURVEYED.rows);
}
