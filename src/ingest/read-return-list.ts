import { cellText } from '../form/kinds/field-kind.js';
import {
  type ListedExplanation,
  parseListedUnit,
  RETURN_LIST_COLUMNS,
  RETURN_LIST_SHEET,
} from '../issue/return-list.js';
import { cleanText, foldText, isBlankMark } from '../workbook/cell-text.js';
import type { Grid, GridWorkbook } from '../workbook/grid.js';
import { formatReference, parseReference } from '../workbook/reference.js';

/** What 《退回修改清单》 brings back: whose file it was, and what stands in 说明. */
export interface ReturnList {
  /** 单位编码; null where the list names none. */
  readonly unit: string | null;
  readonly explanations: readonly ListedExplanation[];
}

const NO_LIST: ReturnList = { unit: null, explanations: [] };
/** Title and introduction stand above the header. */
const MOST_ROWS_ABOVE = 40;

/** True for the sheet that we have put into a returned file: never data. */
export function isReturnList(sheetName: string): boolean {
  return foldText(sheetName).startsWith(foldText(RETURN_LIST_SHEET));
}

/** Reads the list of a marked copy that came back; lines without a reason are passed over. */
export function readReturnList(workbook: GridWorkbook): ReturnList {
  const lists = workbook.sheets
    .filter((grid) => isReturnList(grid.sheetName))
    .map((grid) => readList(grid, workbook));
  return {
    unit: lists.find((list) => list.unit !== null)?.unit ?? null,
    explanations: lists.flatMap((list) => list.explanations),
  };
}

function readList(grid: Grid, workbook: GridWorkbook): ReturnList {
  const headerRow = findHeaderRow(grid);
  if (headerRow === null) return NO_LIST;
  const columns = titlesOf(grid, headerRow);
  const textAt = (rowNumber: number, title: string): string => {
    const columnNumber = columns.get(foldText(title));
    return columnNumber === undefined ? '' : cleanText(cellText(grid.valueAt(rowNumber, columnNumber)));
  };
  const sheets = new Map(workbook.sheets.map((sheet) => [foldText(sheet.sheetName), sheet.sheetName]));
  const explanations: ListedExplanation[] = [];
  for (let rowNumber = headerRow + 1; rowNumber <= grid.lastRowNumber; rowNumber++) {
    const text = textAt(rowNumber, RETURN_LIST_COLUMNS.explanation);
    const rule = textAt(rowNumber, RETURN_LIST_COLUMNS.rule);
    if (text === '' || rule === '' || isBlankMark(text)) continue;
    explanations.push({
      rule,
      sheet: sheets.get(foldText(textAt(rowNumber, RETURN_LIST_COLUMNS.sheet))) ?? null,
      cell: referenceIn(textAt(rowNumber, RETURN_LIST_COLUMNS.cell)),
      rowNumber: null,
      field: textAt(rowNumber, RETURN_LIST_COLUMNS.field),
      value: textAt(rowNumber, RETURN_LIST_COLUMNS.value),
      text,
    });
  }
  return { unit: unitAbove(grid, headerRow), explanations };
}

/** `I14`; null for the words that stand there where a whole sheet is meant. */
function referenceIn(text: string): string | null {
  const place = parseReference(text);
  return place === null ? null : formatReference(place.rowNumber, place.columnNumber);
}

/** The row that has the titles by which lines are known again. */
function findHeaderRow(grid: Grid): number | null {
  const needed = [RETURN_LIST_COLUMNS.rule, RETURN_LIST_COLUMNS.explanation].map(foldText);
  for (let rowNumber = 1; rowNumber <= Math.min(grid.lastRowNumber, MOST_ROWS_ABOVE); rowNumber++) {
    const titles = titlesOf(grid, rowNumber);
    if (needed.every((title) => titles.has(title))) return rowNumber;
  }
  return null;
}

function titlesOf(grid: Grid, rowNumber: number): ReadonlyMap<string, number> {
  const titles = new Map<string, number>();
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (typeof value === 'string' && !titles.has(foldText(value))) titles.set(foldText(value), columnNumber);
  }
  return titles;
}

function unitAbove(grid: Grid, headerRow: number): string | null {
  for (let rowNumber = 1; rowNumber < headerRow; rowNumber++) {
    for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
      const value = grid.valueAt(rowNumber, columnNumber);
      const unit = typeof value === 'string' ? parseListedUnit(cleanText(value)) : null;
      if (unit !== null) return unit;
    }
  }
  return null;
}
