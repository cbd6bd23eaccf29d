import type { Grid } from './grid.js';
import type { CellRange } from './reference.js';

/** How the cell is compared with the formulas (ECMA-376 part 1, 18.18.20); also where the type has no use for it. */
export const VALIDATION_OPERATORS = [
  'between',
  'notBetween',
  'equal',
  'notEqual',
  'greaterThan',
  'lessThan',
  'greaterThanOrEqual',
  'lessThanOrEqual',
] as const;
export type ValidationOperator = (typeof VALIDATION_OPERATORS)[number];

/** What some cells may hold, as the workbook itself says (ECMA-376 part 1, 18.3.1.32). */
export interface SurveyedValidation {
  readonly ranges: readonly CellRange[];
  readonly type: 'any' | 'list' | 'whole' | 'decimal' | 'date' | 'time' | 'textLength' | 'custom';
  readonly operator: ValidationOperator;
  /** Without `=`, written for the first cell: `"是,否"`, `Sheet2!$A$1:$A$9`, a name, a number; empty where unreadable. */
  readonly formulas: readonly string[];
  /** Told when a cell is selected. */
  readonly prompt: string | null;
}

/** What a sheet says of itself beyond its values: how a blank cell is to be filled in. */
export interface SheetDetails {
  /** Without `=`; null where there is none, or one that could not be read. */
  formulaAt(rowNumber: number, columnNumber: number): string | null;
  /** The number format's code, of blank cells too. */
  formatAt(rowNumber: number, columnNumber: number): string;
  readonly validations: readonly SurveyedValidation[];
}

export interface SheetSurvey extends SheetDetails {
  readonly grid: Grid;
}

/** A workbook looked at as a form that somebody designed. */
export interface WorkbookSurvey {
  readonly sheets: readonly SheetSurvey[];
  readonly definedNames: ReadonlyMap<string, string>;
}

/** The format of a cell of which nothing is said. */
export const GENERAL_FORMAT = 'General';

/** Rows and columns beyond these are no form to be filled in; their details are not kept. */
export const MOST_SURVEYED = { rows: 2000, columns: 500 } as const;

/** Collects the details of one sheet, in any order. */
export class SheetDetailsBuilder {
  private readonly formulas = new Map<number, string>();
  private readonly formats = new Map<number, string>();
  private readonly columnFormats: string[] = [];
  private readonly validations: SurveyedValidation[] = [];

  setFormula(rowNumber: number, columnNumber: number, formula: string): void {
    if (isSurveyed(rowNumber, columnNumber)) this.formulas.set(keyOf(rowNumber, columnNumber), formula);
  }

  setFormat(rowNumber: number, columnNumber: number, code: string): void {
    if (isSurveyed(rowNumber, columnNumber)) this.formats.set(keyOf(rowNumber, columnNumber), code);
  }

  /** The format of the cells of a column of which nothing else is said. */
  setColumnFormat(first: number, last: number, code: string): void {
    for (let column = Math.max(1, first); column <= Math.min(last, MOST_SURVEYED.columns); column++)
      this.columnFormats[column] = code;
  }

  addValidation(validation: SurveyedValidation): void {
    if (validation.ranges.length > 0) this.validations.push(validation);
  }

  build(): SheetDetails {
    const { formulas, formats, columnFormats, validations } = this;
    return {
      formulaAt: (row, column) => formulas.get(keyOf(row, column)) ?? null,
      formatAt: (row, column) => formats.get(keyOf(row, column)) ?? columnFormats[column] ?? GENERAL_FORMAT,
      validations,
    };
  }
}

function isSurveyed(rowNumber: number, columnNumber: number): boolean {
  return rowNumber <= MOST_SURVEYED.rows && columnNumber <= MOST_SURVEYED.columns;
}

function keyOf(rowNumber: number, columnNumber: number): number {
  return rowNumber * (MOST_SURVEYED.columns + 1) + columnNumber;
}
