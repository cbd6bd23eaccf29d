import { MARK_SHEET } from '../form/mark.js';
import { RETURN_LIST_SHEET } from '../issue/return-list.js';
import type { CellValue } from '../workbook/cell-value.js';
import { isCellError } from '../workbook/cell-value.js';
import { sheetNameFor } from '../workbook/excel-limits.js';
import type { Grid, GridWorkbook } from '../workbook/grid.js';
import { type CellRange, formatRange, parseRange, quoteSheetName } from '../workbook/reference.js';
import { COLORS, STYLES, textWidth, wrappedLines } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedRow,
  SheetPlan,
  WorkbookPlan,
} from '../workbook/workbook-plan.js';

// The copy of a return that is no package of parts (xls, ods, csv …): the same grid in a new xlsx.

/** A workbook with the grid of another, and the names that its sheets have there. */
export interface GridCopy {
  readonly plan: WorkbookPlan;
  /** From the sheet's name as it was read to its name in the copy: some formats allow names that Excel does not. */
  readonly sheetNames: ReadonlyMap<string, string>;
}

const TEXT: CellStyle = { ...STYLES.cell, wrap: true };
const NUMBER: CellStyle = { ...STYLES.number };
/** A number of more digits than Excel shows plainly. */
const LONG_NUMBER: CellStyle = { ...STYLES.number, numberFormat: '0' };
const DAY: CellStyle = { ...STYLES.centered, numberFormat: 'yyyy-mm-dd', wrap: false };
const MOMENT: CellStyle = { ...DAY, numberFormat: 'yyyy-mm-dd hh:mm:ss' };
const BLANK: CellStyle = {
  border: { top: 'thin', right: 'thin', bottom: 'thin', left: 'thin', color: COLORS.line },
};
/** From here on Excel shows a number with an exponent. */
const FIRST_LONG_NUMBER = 1e11;
/** Numbers are shown whole; texts wrap, as in any table of many columns. */
const WIDTHS = { least: 6, mostOfText: 12, most: 20 } as const;
const LEAST_IN_A_TABLE_ROW = 2;
const MOST_BOXED_COLUMNS = 100;
/** Points. */
const LINE_HEIGHT = 13;
const MOST_LINES = 12;
/** Rows that the widths are taken from. */
const MEASURED_ROWS = 200;

/** Plans the copy. Formulas become the values that they had; a list of an earlier round stays behind. */
export function planCopy(workbook: GridWorkbook, title: string, writtenAt: string): GridCopy {
  const sheetNames = new Map<string, string>();
  const taken = new Set<string>([RETURN_LIST_SHEET]);
  const grids = workbook.sheets.filter((grid) => grid.sheetName !== RETURN_LIST_SHEET);
  for (const grid of grids) {
    const name = grid.sheetName === MARK_SHEET ? MARK_SHEET : sheetNameFor(grid.sheetName, taken);
    taken.add(name);
    sheetNames.set(grid.sheetName, name);
  }
  return {
    plan: {
      title,
      sheets: grids.map((grid) => copySheet(grid, sheetNames.get(grid.sheetName)!)),
      definedNames: copyNames(workbook.definedNames, sheetNames),
      writtenAt,
    },
    sheetNames,
  };
}

function copySheet(grid: Grid, name: string): SheetPlan {
  const merges = usableMerges(grid);
  const across = new Set(
    merges.filter(({ left, right }) => right > left).map(({ top, left }) => `${top} ${left}`),
  );
  const widths = copyWidths(grid, across);
  const rows: PlannedRow[] = [];
  for (let rowNumber = 1; rowNumber <= grid.lastRowNumber; rowNumber++) {
    const hidden = grid.hiddenRows.has(rowNumber);
    if (!grid.hasRow(rowNumber) && !hidden) continue;
    const cells = copyCells(grid, rowNumber);
    rows.push({ rowNumber, ...(hidden ? { hidden } : heightOf(cells, widths, rowNumber, across)), cells });
  }
  return {
    name,
    visibility: grid.visibility,
    columnWidths: widths,
    rows,
    merges,
    print: { orientation: 'landscape', pagesTall: 0 },
  };
}

function copyCells(grid: Grid, rowNumber: number): PlannedCell[] {
  const cells: PlannedCell[] = [];
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (value === null && !grid.isFormulaAt(rowNumber, columnNumber)) continue;
    cells.push({
      columnNumber,
      value: isCellError(value) ? value.error : value,
      style: styleOf(value, grid.isDateAt(rowNumber, columnNumber)),
    });
  }
  const isTableRow = cells.length >= LEAST_IN_A_TABLE_ROW && grid.lastColumnNumber <= MOST_BOXED_COLUMNS;
  return isTableRow ? withBoxes(cells, grid.lastColumnNumber) : cells;
}

/** The blank cells of a table's row, so that it is seen where there is something to fill in. */
function withBoxes(cells: readonly PlannedCell[], lastColumn: number): PlannedCell[] {
  const filled = new Map(cells.map((cell) => [cell.columnNumber, cell]));
  return Array.from(
    { length: lastColumn },
    (_, index) => filled.get(index + 1) ?? { columnNumber: index + 1, value: null, style: BLANK },
  );
}

/** Of a row in which a text needs several lines; programs that open the file do not all work it out. */
function heightOf(
  cells: readonly PlannedCell[],
  widths: readonly number[],
  rowNumber: number,
  across: ReadonlySet<string>,
): Pick<PlannedRow, 'height'> {
  const lines = cells.reduce((most, { columnNumber, value }) => {
    if (typeof value !== 'string' || across.has(`${rowNumber} ${columnNumber}`)) return most;
    return Math.max(most, wrappedLines(value, widths[columnNumber - 1] ?? WIDTHS.least));
  }, 1);
  return lines === 1 ? {} : { height: Math.min(lines, MOST_LINES) * LINE_HEIGHT + 3 };
}

function styleOf(value: CellValue, isDate: boolean): CellStyle {
  if (value === null) return BLANK;
  if (typeof value !== 'number') return TEXT;
  if (isDate) return Number.isInteger(value) ? DAY : MOMENT;
  return Math.abs(value) >= FIRST_LONG_NUMBER ? LONG_NUMBER : NUMBER;
}

function copyWidths(grid: Grid, across: ReadonlySet<string>): readonly number[] {
  const widths = Array.from({ length: grid.lastColumnNumber }, () => WIDTHS.least as number);
  for (let rowNumber = 1; rowNumber <= Math.min(grid.lastRowNumber, MEASURED_ROWS); rowNumber++) {
    if (!grid.hasRow(rowNumber)) continue;
    for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
      const value = grid.valueAt(rowNumber, columnNumber);
      if (value === null || across.has(`${rowNumber} ${columnNumber}`)) continue;
      const isDate = typeof value === 'number' && grid.isDateAt(rowNumber, columnNumber);
      const width = isDate ? (Number.isInteger(value) ? 10 : 19) : shownWidth(value);
      widths[columnNumber - 1] = Math.min(WIDTHS.most, Math.max(widths[columnNumber - 1]!, width + 2));
    }
  }
  // Nobody sees a width of 0.
  return widths.map((width, index) => (grid.hiddenColumns.has(index + 1) ? 0 : width));
}

function shownWidth(value: CellValue): number {
  const width = textWidth(String(isCellError(value) ? value.error : value));
  return typeof value === 'string' ? Math.min(width, WIDTHS.mostOfText) : width;
}

/** Merges inside the used part of the sheet; of two that overlap, which no xlsx may have, the first. */
function usableMerges(grid: Grid): readonly CellRange[] {
  const taken = new Set<string>();
  return grid.merges.flatMap((merge): CellRange[] => {
    const range = {
      ...merge,
      bottom: Math.min(merge.bottom, Math.max(grid.lastRowNumber, merge.top)),
      right: Math.min(merge.right, Math.max(grid.lastColumnNumber, merge.left)),
    };
    const cells: string[] = [];
    for (let row = range.top; row <= range.bottom; row++)
      for (let column = range.left; column <= range.right; column++) cells.push(`${row} ${column}`);
    if (cells.length < 2 || cells.some((cell) => taken.has(cell))) return [];
    for (const cell of cells) taken.add(cell);
    return [range];
  });
}

/** Names of plain places, by which our own mark follows its sheets; other formulas mean nothing in the copy. */
function copyNames(
  names: GridWorkbook['definedNames'],
  sheetNames: ReadonlyMap<string, string>,
): NonNullable<WorkbookPlan['definedNames']> {
  const taken = new Set<string>();
  return [...names].flatMap(([name, formula]) => {
    const match = /^=?\$?(?:'((?:[^']|'')+)'|([^'!.]+))[!.](.+)$/.exec(formula);
    const sheet = sheetNames.get((match?.[1] ?? match?.[2] ?? '').replaceAll("''", "'"));
    const range = parseRange((match?.[3] ?? '').replaceAll('$', ''));
    const isUsable = /^[\p{L}_][\p{L}\p{N}_]{3,200}$/u.test(name) && !/^[A-Za-z]{1,3}\d+$/.test(name);
    if (!isUsable || sheet === undefined || range === null || taken.has(name.toLowerCase())) return [];
    taken.add(name.toLowerCase());
    return [{ name, formula: `${quoteSheetName(sheet)}!${absolute(range)}` }];
  });
}

function absolute(range: CellRange): string {
  return formatRange(range).replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
}
