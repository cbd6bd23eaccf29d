import type { CellValue } from '../cell-value.js';
import { MAX_COLUMNS, MAX_ROWS } from '../excel-limits.js';
import { type Grid, GridBuilder, type SheetVisibility } from '../grid.js';
import type { CellRange } from '../reference.js';
import { checkCellText } from './cell-text-limit.js';
import type { ReadLimits } from './limits.js';
import { checkMergedCells } from './merged-cells.js';
import { ReadFailure } from './unreadable.js';

/** Stands for a text whose shared string the file does not hold: a lost text must not pass for a blank cell. */
export const LOST_TEXT: CellValue = { error: '#REF!' };

/** What the sheets of one workbook spend together. */
export interface CellBudget {
  readonly limits: ReadLimits;
  /** Cells with a value or formula in the sheets read so far. */
  cellCount: number;
}

/** Ranges of hidden rows and of hidden columns that one sheet may have; honest ones are at most as many as rows. */
const MAX_HIDDEN_RANGES = 2 * MAX_ROWS;

/** Merges of one sheet; formats that repeat rows can claim any number of them with a few bytes. */
const MAX_MERGES = 1_000_000;

interface Span {
  readonly first: number;
  readonly last: number;
}

/** Collects one sheet under the limits of its workbook; past one it throws a ReadFailure that names it. */
export class SheetCells {
  private readonly builder = new GridBuilder();
  private readonly merges: CellRange[] = [];
  private readonly hiddenRows: Span[] = [];
  private readonly hiddenColumns: Span[] = [];
  private readonly budget: CellBudget;
  private lastRowNumber = 0;
  private lastColumnNumber = 0;

  constructor(budget: CellBudget) {
    this.budget = budget;
  }

  /** Sets one cell. An empty text without formula shows and says nothing: it is not kept. */
  set(rowNumber: number, columnNumber: number, value: CellValue, isDate: boolean, isFormula: boolean): void {
    if ((value === null || value === '') && !isFormula) return;
    const { limits } = this.budget;
    if (typeof value === 'string') checkCellText(value.length);
    if (rowNumber > limits.rows) throw new ReadFailure({ code: 'limit-rows', detail: limits.rows });
    if (columnNumber > MAX_COLUMNS) throw new ReadFailure({ code: 'limit-columns', detail: MAX_COLUMNS });
    if (++this.budget.cellCount > limits.cells)
      throw new ReadFailure({ code: 'limit-cells', detail: limits.cells });
    if (rowNumber > this.lastRowNumber) this.lastRowNumber = rowNumber;
    if (columnNumber > this.lastColumnNumber) this.lastColumnNumber = columnNumber;
    this.builder.set(rowNumber, columnNumber, value, isDate, isFormula);
  }

  /** A merge of one cell is none. */
  merge(range: CellRange): void {
    if (range.top === range.bottom && range.left === range.right) return;
    if (this.merges.length >= MAX_MERGES) throw new ReadFailure({ code: 'limit-merges', detail: MAX_MERGES });
    this.merges.push(range);
  }

  hideRows(first: number, last: number): void {
    if (this.hiddenRows.length < MAX_HIDDEN_RANGES) this.hiddenRows.push({ first, last });
  }

  hideColumns(first: number, last: number): void {
    if (this.hiddenColumns.length < MAX_HIDDEN_RANGES) this.hiddenColumns.push({ first, last });
  }

  build(sheetName: string, visibility: SheetVisibility): Grid {
    checkMergedCells(this.merges, this.lastRowNumber, this.lastColumnNumber, this.budget.limits);
    return this.builder.build({
      sheetName,
      visibility,
      merges: this.merges,
      hiddenRows: numbersIn(this.hiddenRows, this.lastRowNumber),
      hiddenColumns: numbersIn(this.hiddenColumns, MAX_COLUMNS),
    });
  }
}

/** All numbers of the spans from 1 to `end`, in one pass however much the spans overlap. */
function numbersIn(spans: readonly Span[], end: number): ReadonlySet<number> {
  const numbers = new Set<number>();
  let next = 1;
  for (const { first, last } of [...spans].sort((a, b) => a.first - b.first)) {
    for (next = Math.max(next, first); next <= Math.min(last, end); next++) numbers.add(next);
  }
  return numbers;
}
