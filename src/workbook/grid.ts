import type { CellValue } from './cell-value.js';
import type { CellRange } from './reference.js';

export type SheetVisibility = 'visible' | 'hidden' | 'veryHidden';

/**
 * One sheet as read: values by position, nothing of the library that read it. Rows and columns count from 1.
 * Only the top-left cell of a merge has a value.
 */
export interface Grid {
  readonly sheetName: string;
  readonly visibility: SheetVisibility;
  /** The last row and column that hold a value; 0 when the sheet is empty. Formatted blanks do not count. */
  readonly lastRowNumber: number;
  readonly lastColumnNumber: number;
  readonly merges: readonly CellRange[];
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
  valueAt(rowNumber: number, columnNumber: number): CellValue;
  /** False for a row that holds nothing at all; a sheet may have a million of them. */
  hasRow(rowNumber: number): boolean;
  /** True when the number is shown as a date (its number format has a year, month or day). */
  isDateAt(rowNumber: number, columnNumber: number): boolean;
  /** True when the cell is a formula; its value is the cached one, `null` when the file holds none. */
  isFormulaAt(rowNumber: number, columnNumber: number): boolean;
}

/** A returned workbook as read. Defined names keep their formula text, e.g. `'捐赠款物统计表'!$A$1`. */
export interface GridWorkbook {
  readonly sheets: readonly Grid[];
  readonly definedNames: ReadonlyMap<string, string>;
}

const DATE = 1;
const FORMULA = 2;

/** What a sheet says of itself beside its cells. */
export interface GridProperties {
  readonly sheetName: string;
  readonly visibility?: SheetVisibility;
  readonly merges?: readonly CellRange[];
  readonly hiddenRows?: ReadonlySet<number>;
  readonly hiddenColumns?: ReadonlySet<number>;
}

/** Collects cells in any order and makes a Grid of them: per row two parallel arrays, no object a cell. */
export class GridBuilder {
  private readonly rows: (CellValue[] | undefined)[] = [];
  private readonly flags: (number[] | undefined)[] = [];
  private lastRowNumber = 0;
  private lastColumnNumber = 0;

  /** Sets one cell; a `null` without formula is not kept. Setting a cell twice keeps the later value. */
  set(rowNumber: number, columnNumber: number, value: CellValue, isDate = false, isFormula = false): void {
    if (value === null && !isFormula) return;
    let row = this.rows[rowNumber];
    if (row === undefined) {
      row = [];
      this.rows[rowNumber] = row;
    }
    row[columnNumber] = value;
    if (isDate || isFormula) {
      let flags = this.flags[rowNumber];
      if (flags === undefined) {
        flags = [];
        this.flags[rowNumber] = flags;
      }
      flags[columnNumber] = (isDate ? DATE : 0) | (isFormula ? FORMULA : 0);
    }
    if (rowNumber > this.lastRowNumber) this.lastRowNumber = rowNumber;
    if (columnNumber > this.lastColumnNumber) this.lastColumnNumber = columnNumber;
  }

  /** The finished sheet. Values under a merge, other than its top-left cell's, are dropped. */
  build(properties: GridProperties): Grid {
    const { rows, flags } = this;
    const merges = properties.merges ?? [];
    for (const merge of merges) {
      for (let r = merge.top; r <= Math.min(merge.bottom, this.lastRowNumber); r++) {
        const row = rows[r];
        if (row === undefined) continue;
        const end = Math.min(merge.right, row.length - 1);
        for (let c = merge.left; c <= end; c++) {
          if (r === merge.top && c === merge.left) continue;
          if (row[c] !== undefined) row[c] = null;
          const rowFlags = flags[r];
          if (rowFlags?.[c] !== undefined) rowFlags[c] = 0;
        }
      }
    }
    return {
      sheetName: properties.sheetName,
      visibility: properties.visibility ?? 'visible',
      lastRowNumber: this.lastRowNumber,
      lastColumnNumber: this.lastColumnNumber,
      merges,
      hiddenRows: properties.hiddenRows ?? new Set(),
      hiddenColumns: properties.hiddenColumns ?? new Set(),
      valueAt: (rowNumber, columnNumber) => rows[rowNumber]?.[columnNumber] ?? null,
      hasRow: (rowNumber) => rows[rowNumber] !== undefined,
      isDateAt: (rowNumber, columnNumber) => ((flags[rowNumber]?.[columnNumber] ?? 0) & DATE) !== 0,
      isFormulaAt: (rowNumber, columnNumber) => ((flags[rowNumber]?.[columnNumber] ?? 0) & FORMULA) !== 0,
    };
  }
}
