import { cleanText } from '../../../src/workbook/cell-text.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import { serialOfDate } from '../../../src/workbook/date-serial.js';
import { type Grid, GridBuilder, type GridWorkbook } from '../../../src/workbook/grid.js';
import type { CellRange } from '../../../src/workbook/reference.js';
import type { PlannedCell, SheetPlan, WorkbookPlan } from '../../../src/workbook/workbook-plan.js';

/** What a reader would find in a workbook written from the plan. */
export function gridOfPlan(plan: WorkbookPlan): GridWorkbook {
  return { sheets: plan.sheets.map(gridOfSheet), definedNames: new Map() };
}

function gridOfSheet(sheet: SheetPlan): Grid {
  const builder = new GridBuilder();
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      const isDate = /[ymd]/.test(cell.style?.numberFormat ?? '');
      const value = readValue(cell);
      builder.set(row.rowNumber, cell.columnNumber, value, isDate && typeof value === 'number');
    }
  }
  return builder.build({ sheetName: sheet.name, ...(sheet.merges ? { merges: sheet.merges } : {}) });
}

function readValue({ value }: PlannedCell): CellValue {
  if (value === null || typeof value !== 'object') return value;
  if (value.kind === 'date') return serialOfDate(value.date);
  return value.kind === 'link' ? value.text : value.result;
}

/** A date cell of a hand-written sheet. */
export interface DateCell {
  readonly serial: number;
}

/** A sheet of rows; blanks are null. */
export function sheetOf(
  sheetName: string,
  rows: readonly (readonly (CellValue | DateCell)[])[],
  merges: readonly CellRange[] = [],
): Grid {
  const builder = new GridBuilder();
  rows.forEach((row, rowIndex) => {
    row.forEach((value, columnIndex) => {
      if (typeof value === 'object' && value !== null && 'serial' in value) {
        builder.set(rowIndex + 1, columnIndex + 1, value.serial, true);
      } else builder.set(rowIndex + 1, columnIndex + 1, value);
    });
  });
  return builder.build({ sheetName, merges });
}

/** A sheet as a text table: cells between `|`, one row a line. Everything is text. */
export function textSheet(sheetName: string, table: string): Grid {
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => (cleanText(cell) === '' ? null : cleanText(cell))));
  return sheetOf(sheetName, rows);
}

export function workbookOf(...sheets: readonly Grid[]): GridWorkbook {
  return { sheets, definedNames: new Map() };
}
