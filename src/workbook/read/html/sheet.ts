import type { CellValue } from '../../cell-value.js';
import { MAX_COLUMNS } from '../../excel-limits.js';
import type { Grid, SheetVisibility } from '../../grid.js';
import type { CellRange } from '../../reference.js';
import { type CellBudget, SheetCells } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import type { Attributes } from './tags.js';

/** The last row that a cell may reach: more than any sheet has. */
const MAX_BOTTOM = 0x7fffffff;

/** One that only says where the text that overflows goes: the cells behind it are empty, not covered. */
const OVERFLOW = /mso-ignore\s*:\s*colspan/i;

/** The sheet that a page is laid out in: paragraphs and the rows of tables below one another. */
export class HtmlSheet {
  hasTable = false;
  private readonly budget: CellBudget;
  private readonly cells: SheetCells;
  private rowNumber = 0;
  private columnNumber = 1;
  /** Merges of the open table; they end with it at the latest. */
  private openMerges: CellRange[] = [];
  /** By column: the last row covered from above, and the table in which it is. Made when first needed. */
  private coveredUntil: Int32Array | null = null;
  private coveredIn: Int32Array | null = null;
  private tableNumber = 0;
  /** Steps taken over covered cells; a hostile table needs millions. */
  private coveredSteps = 0;
  private columnCount = 0;
  /** Columns and visibility of a `colgroup` in which no `col` was met so far. */
  private columnGroup: { readonly span: number; readonly isHidden: boolean } | null = null;

  constructor(budget: CellBudget) {
    this.budget = budget;
    this.cells = new SheetCells(budget);
  }

  addParagraph(text: string): void {
    this.rowNumber++;
    this.set(1, text, false, false);
  }

  openTable(): void {
    this.hasTable = true;
    this.tableNumber++;
    this.columnCount = 0;
    this.columnGroup = null;
  }

  closeTable(): void {
    for (const { top, left, bottom, right } of this.openMerges) {
      const last = Math.min(bottom, this.rowNumber);
      this.cells.merge({ top, left, bottom: last, right });
    }
    this.openMerges = [];
  }

  openRow(isHidden: boolean): void {
    this.endColumnGroup();
    this.rowNumber++;
    this.columnNumber = 1;
    if (isHidden) this.cells.hideRows(this.rowNumber, this.rowNumber);
  }

  openColumnGroup(attributes: Attributes, isHidden: boolean): void {
    this.endColumnGroup();
    this.columnGroup = { span: spanOf(attributes, 'span'), isHidden };
  }

  addColumns(attributes: Attributes, isHidden: boolean): void {
    this.columnGroup = null;
    this.countColumns(spanOf(attributes, 'span'), isHidden);
  }

  /**
   * Finds the place of a cell in the open row, past what cells of rows above cover (HTML, 4.9.12.1), and covers
   * what it covers itself. Gives its column.
   */
  placeCell(attributes: Attributes): number {
    const left = this.findFreeColumn();
    const right = Math.min(left + spanOf(attributes, 'colspan') - 1, MAX_COLUMNS);
    const rowspan = spanOf(attributes, 'rowspan');
    const bottom = attributes.get('rowspan')?.trim() === '0' ? MAX_BOTTOM : this.rowNumber + rowspan - 1;
    this.columnNumber = Math.max(right, left) + 1;
    if (left > MAX_COLUMNS) return left;
    if (bottom > this.rowNumber) {
      this.coveredUntil ??= new Int32Array(MAX_COLUMNS + 1);
      this.coveredIn ??= new Int32Array(MAX_COLUMNS + 1);
      this.coveredUntil.fill(Math.min(bottom, MAX_BOTTOM), left, right + 1);
      this.coveredIn.fill(this.tableNumber, left, right + 1);
    }
    const isMerge = right > left || bottom > this.rowNumber;
    if (isMerge && !OVERFLOW.test(attributes.get('style') ?? ''))
      this.openMerges.push({ top: this.rowNumber, left, bottom, right });
    return left;
  }

  /** Sets a cell of the open row. */
  set(columnNumber: number, value: CellValue, isDate: boolean, isFormula: boolean): void {
    this.cells.set(this.rowNumber, columnNumber, value, isDate, isFormula);
  }

  build(sheetName: string, visibility: SheetVisibility): Grid {
    return this.cells.build(sheetName, visibility);
  }

  private findFreeColumn(): number {
    const { coveredUntil, coveredIn, rowNumber, tableNumber } = this;
    const { mergedCells } = this.budget.limits;
    let columnNumber = this.columnNumber;
    if (coveredUntil === null || coveredIn === null) return columnNumber;
    while (
      columnNumber <= MAX_COLUMNS &&
      coveredIn[columnNumber] === tableNumber &&
      coveredUntil[columnNumber]! >= rowNumber
    ) {
      columnNumber++;
      if (++this.coveredSteps > mergedCells)
        throw new ReadFailure({ code: 'limit-merges', detail: mergedCells });
    }
    return columnNumber;
  }

  private endColumnGroup(): void {
    const group = this.columnGroup;
    this.columnGroup = null;
    if (group !== null) this.countColumns(group.span, group.isHidden);
  }

  private countColumns(span: number, isHidden: boolean): void {
    const first = this.columnCount + 1;
    this.columnCount = Math.min(this.columnCount + span, MAX_COLUMNS);
    if (isHidden) this.cells.hideColumns(first, this.columnCount);
  }
}

/** A number of columns or rows; 1 where none or no sensible one is given. */
function spanOf(attributes: Attributes, name: string): number {
  const span = Number.parseInt(attributes.get(name) ?? '1', 10);
  return span >= 1 ? Math.min(span, name === 'rowspan' ? MAX_BOTTOM : MAX_COLUMNS) : 1;
}
