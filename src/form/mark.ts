import { z } from 'zod';
import type { Grid, GridWorkbook } from '../workbook/grid.js';
import { quoteSheetName } from '../workbook/reference.js';
import type { PlannedRow, SheetPlan, WorkbookPlan } from '../workbook/workbook-plan.js';

/** Name of the very hidden sheet by which bangfu knows its own workbooks again. */
export const MARK_SHEET = 'bangfu_mark';
const SIGNATURE = 'bangfu';
const HEADER = ['name', 'sheet', 'role', 'form', 'version', 'unit', 'periodStart', 'periodEnd'] as const;

/**
 * What the mark says of one sheet. `form`: a unit's table; `records` and `status`: the sheets of a 底稿 that are read
 * back. `unit` is empty in blank templates and in 底稿.
 */
export interface MarkedSheet {
  readonly sheet: string;
  readonly role: 'form' | 'records' | 'status';
  readonly form: string;
  readonly version: number;
  readonly unit: string;
  readonly periodStart: string;
  readonly periodEnd: string;
}

const markedSheet = z.object({
  sheet: z.string().min(1),
  role: z.enum(['form', 'records', 'status']),
  form: z.string(),
  version: z.number(),
  unit: z.string(),
  periodStart: z.string(),
  periodEnd: z.string(),
});

/** The very hidden sheet and the defined names that follow the marked sheets when they are renamed. */
export function planMark(sheets: readonly MarkedSheet[]): {
  readonly sheet: SheetPlan;
  readonly definedNames: NonNullable<WorkbookPlan['definedNames']>;
} {
  const rows: PlannedRow[] = [
    [SIGNATURE, 1],
    HEADER,
    ...sheets.map((item, index) => markRow(item, index)),
  ].map((values, index) => ({
    rowNumber: index + 1,
    cells: values.map((value, column) => ({ columnNumber: column + 1, value })),
  }));
  return {
    sheet: { name: MARK_SHEET, visibility: 'veryHidden', columnWidths: [], rows },
    definedNames: sheets.map((item, index) => ({
      name: definedNameOf(index),
      formula: `${quoteSheetName(item.sheet)}!$A$1`,
    })),
  };
}

/** The marks that a returned workbook carries, by the sheet's present name; empty when there are none. */
export function parseMark(workbook: GridWorkbook): ReadonlyMap<string, MarkedSheet> {
  const grid = workbook.sheets.find((sheet) => sheet.sheetName === MARK_SHEET);
  const marks = new Map<string, MarkedSheet>();
  if (!grid || grid.valueAt(1, 1) !== SIGNATURE) return marks;
  const present = new Set(workbook.sheets.map((sheet) => sheet.sheetName));
  for (let rowNumber = 3; rowNumber <= grid.lastRowNumber; rowNumber++) {
    const parsed = markedSheet.safeParse(markOfRow(grid, rowNumber));
    if (!parsed.success) continue;
    const followed = sheetOfFormula(workbook.definedNames.get(String(grid.valueAt(rowNumber, 1))));
    const sheet = followed !== null && present.has(followed) ? followed : parsed.data.sheet;
    if (present.has(sheet)) marks.set(sheet, { ...parsed.data, sheet });
  }
  return marks;
}

function markRow(item: MarkedSheet, index: number): (string | number)[] {
  return [
    definedNameOf(index),
    item.sheet,
    item.role,
    item.form,
    item.version,
    item.unit,
    item.periodStart,
    item.periodEnd,
  ];
}

function markOfRow(grid: Grid, rowNumber: number): Record<string, unknown> {
  return Object.fromEntries(
    HEADER.map((key, index) => {
      const value = grid.valueAt(rowNumber, index + 1);
      return [key, key === 'version' ? Number(value) : value === null ? '' : String(value)];
    }),
  );
}

function definedNameOf(index: number): string {
  return `bangfu_sheet_${index + 1}`;
}

/** `'捐赠''表'!$A$1` → `捐赠'表`; null when the name has lost its sheet (`#REF!`). */
function sheetOfFormula(formula: string | undefined): string | null {
  const match = /^=?\$?(?:'((?:[^']|'')+)'|([^'!]+))[!.]/.exec(formula ?? '');
  if (!match) return null;
  return match[1] !== undefined ? match[1].replaceAll("''", "'") : (match[2] ?? null);
}
