import type { CellValue } from '../../cell-value.js';
import { DAYS_TO_1904 } from '../../date-serial.js';
import type { Grid, SheetVisibility } from '../../grid.js';
import { biffError, cellNumber, numberOfRk } from '../biff-values.js';
import { type CellBudget, LOST_TEXT, SheetCells } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import { type BiffCursor, RECORD } from './records.js';
import { type BiffEncoding, readText } from './text.js';

/** What the sheets of one BIFF workbook share. */
export interface BiffContext {
  readonly encoding: BiffEncoding;
  readonly sharedStrings: readonly string[];
  /** By cell format: true when it shows a date. */
  readonly dateStyles: readonly boolean[];
  readonly isDate1904: boolean;
  readonly budget: CellBudget;
}

/** How the two bytes behind a formula's result tell what it is ([MS-XLS] 2.5.133). */
const NO_NUMBER = 0xffff;
const RESULT_BOOLEAN = 1;
const RESULT_ERROR = 2;
const RESULT_EMPTY = 3;

const IS_DIALOG = 0x10;
const IS_HIDDEN_COLUMN = 1;
const IS_HIDDEN_ROW = 0x20;

/**
 * Reads a worksheet substream ([MS-XLS] 2.1.7.20.5) whose BOF the cursor has just read, to its EOF; null when it is a
 * dialog. Charts that are embedded in it are passed over. A sheet without end is `truncated`.
 */
export function readBiffSheet(
  cursor: BiffCursor,
  sheetName: string,
  visibility: SheetVisibility,
  context: BiffContext,
): Grid | null {
  return new BiffSheetReader(cursor, context).read(sheetName, visibility);
}

class BiffSheetReader {
  private readonly cursor: BiffCursor;
  private readonly context: BiffContext;
  private readonly cells: SheetCells;
  private isDialog = false;
  /** A formula whose text follows in a record of its own. */
  private textFormula: { readonly rowNumber: number; readonly columnNumber: number } | null = null;

  constructor(cursor: BiffCursor, context: BiffContext) {
    this.cursor = cursor;
    this.context = context;
    this.cells = new SheetCells(context.budget);
  }

  read(sheetName: string, visibility: SheetVisibility): Grid | null {
    const { cursor } = this;
    let depth = 1;
    while (depth > 0) {
      if (!cursor.next()) throw new ReadFailure({ code: 'truncated' });
      if (cursor.type === RECORD.beginOfFile) depth++;
      else if (cursor.type === RECORD.eof) depth--;
      else if (depth === 1) this.readRecord();
    }
    return this.isDialog ? null : this.cells.build(sheetName, visibility);
  }

  private readRecord(): void {
    const { cursor } = this;
    switch (cursor.type) {
      case RECORD.number:
        this.setNumber(cursor.u16(2), cursor.u16(4), cellNumber(cursor.f64(6)), false);
        break;
      case RECORD.rk:
        this.setNumber(cursor.u16(2), cursor.u16(4), cellNumber(numberOfRk(cursor.i32(6))), false);
        break;
      case RECORD.multipleRk:
        this.readNumbers();
        break;
      case RECORD.sharedLabel:
        this.set(cursor.u16(2), this.context.sharedStrings[cursor.u32(6)] ?? LOST_TEXT, false);
        break;
      case RECORD.label:
      case RECORD.richString:
        this.readLabel();
        break;
      case RECORD.booleanOrError:
        this.set(cursor.u16(2), booleanOrError(cursor.u8(6), cursor.u8(7)), false);
        break;
      // Some programs take the types of BIFF3 and 4 for what is otherwise the same record.
      case RECORD.formula:
      case RECORD.formula3:
      case RECORD.formula4:
        this.readFormula();
        break;
      case RECORD.string:
        this.readFormulaText();
        break;
      case RECORD.row:
        if ((cursor.u16(12) & IS_HIDDEN_ROW) !== 0) this.cells.hideRows(cursor.u16(0) + 1, cursor.u16(0) + 1);
        break;
      case RECORD.columnInfo:
        if ((cursor.u16(8) & IS_HIDDEN_COLUMN) !== 0)
          this.cells.hideColumns(cursor.u16(0) + 1, cursor.u16(2) + 1);
        break;
      case RECORD.mergeCells:
        this.readMerges();
        break;
      case RECORD.sheetOptions:
        if ((cursor.u16(0) & IS_DIALOG) !== 0) this.isDialog = true;
        break;
    }
  }

  private set(columnIndex: number, value: CellValue, isFormula: boolean): void {
    this.cells.set(this.cursor.u16(0) + 1, columnIndex + 1, value, false, isFormula);
  }

  private setNumber(columnIndex: number, style: number, value: CellValue, isFormula: boolean): void {
    const { dateStyles, isDate1904 } = this.context;
    const isDate = typeof value === 'number' && dateStyles[style] === true;
    const serial = isDate && isDate1904 ? (value as number) + DAYS_TO_1904 : value;
    this.cells.set(this.cursor.u16(0) + 1, columnIndex + 1, serial, isDate, isFormula);
  }

  /** Several numbers of one row; the last column stands at the end, but the length says as much (2.4.175). */
  private readNumbers(): void {
    const { cursor } = this;
    const count = Math.floor((cursor.length - 6) / 6);
    for (let i = 0; i < count; i++) {
      const value = cellNumber(numberOfRk(cursor.i32(6 + 6 * i)));
      this.setNumber(cursor.u16(2) + i, cursor.u16(4 + 6 * i), value, false);
    }
  }

  private readLabel(): void {
    const { cursor } = this;
    const rowNumber = cursor.u16(0) + 1;
    const columnNumber = cursor.u16(2) + 1;
    this.cells.set(rowNumber, columnNumber, readText(cursor, 6, 2, this.context.encoding), false, false);
  }

  /** The cached result (2.4.127); a text stands in a String record behind the formula and what belongs to it. */
  private readFormula(): void {
    const { cursor } = this;
    this.textFormula = null;
    const columnIndex = cursor.u16(2);
    if (cursor.u16(12) !== NO_NUMBER) {
      this.setNumber(columnIndex, cursor.u16(4), cellNumber(cursor.f64(6)), true);
      return;
    }
    const kind = cursor.u8(6);
    if (kind === RESULT_BOOLEAN) this.set(columnIndex, cursor.u8(8) !== 0, true);
    else if (kind === RESULT_ERROR) this.set(columnIndex, biffError(cursor.u8(8)), true);
    else if (kind === RESULT_EMPTY) this.set(columnIndex, '', true);
    else {
      // Programs that do not calculate write neither number nor text.
      this.set(columnIndex, null, true);
      this.textFormula = { rowNumber: cursor.u16(0) + 1, columnNumber: columnIndex + 1 };
    }
  }

  private readFormulaText(): void {
    const { cursor, textFormula } = this;
    if (textFormula === null) return;
    this.textFormula = null;
    const text = readText(cursor, 0, 2, this.context.encoding);
    this.cells.set(textFormula.rowNumber, textFormula.columnNumber, text, false, true);
  }

  private readMerges(): void {
    const { cursor } = this;
    const count = Math.min(cursor.u16(0), Math.floor((cursor.length - 2) / 8));
    for (let i = 0; i < count; i++) {
      const at = 2 + 8 * i;
      const [top, bottom] = [cursor.u16(at) + 1, cursor.u16(at + 2) + 1];
      const [left, right] = [cursor.u16(at + 4) + 1, cursor.u16(at + 6) + 1];
      if (top <= bottom && left <= right) this.cells.merge({ top, left, bottom, right });
    }
  }
}

/** The value of a BoolErr record (2.4.24): which of both it is stands behind it. */
function booleanOrError(value: number, isError: number): CellValue {
  return isError !== 0 ? biffError(value) : value !== 0;
}
