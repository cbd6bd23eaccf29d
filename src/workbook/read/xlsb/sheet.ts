import type { CellValue } from '../../cell-value.js';
import { DAYS_TO_1904 } from '../../date-serial.js';
import type { Grid, SheetVisibility } from '../../grid.js';
import { biffError, cellNumber, numberOfRk } from '../biff-values.js';
import { type CellBudget, LOST_TEXT, SheetCells } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import { type Biff12Cursor, RECORD12 } from './records.js';

/** What the sheets of one xlsb workbook share. */
export interface XlsbContext {
  readonly sharedStrings: readonly string[];
  /** By cell format: true when it shows a date. */
  readonly dateStyles: readonly boolean[];
  readonly isDate1904: boolean;
  readonly budget: CellBudget;
}

const IS_HIDDEN_COLUMN = 1;
const IS_HIDDEN_ROW = 0x10;

/** Where a cell's value begins: behind its column and style, or its style alone ([MS-XLSB]: Cell). */
const VALUE = 8;
const SHORT_VALUE = 4;

/** Reads a worksheet part ([MS-XLSB] 2.1.7.62). One without its end record is `truncated`. */
export function readXlsbSheet(
  cursor: Biff12Cursor,
  sheetName: string,
  visibility: SheetVisibility,
  context: XlsbContext,
): Grid {
  return new XlsbSheetReader(cursor, context).read(sheetName, visibility);
}

class XlsbSheetReader {
  private readonly cursor: Biff12Cursor;
  private readonly context: XlsbContext;
  private readonly cells: SheetCells;
  private rowNumber = 0;
  private columnNumber = 0;

  constructor(cursor: Biff12Cursor, context: XlsbContext) {
    this.cursor = cursor;
    this.context = context;
    this.cells = new SheetCells(context.budget);
  }

  read(sheetName: string, visibility: SheetVisibility): Grid {
    const { cursor } = this;
    while (cursor.next()) {
      if (cursor.type === RECORD12.endSheet) return this.cells.build(sheetName, visibility);
      this.readRecord();
    }
    throw new ReadFailure({ code: 'truncated' });
  }

  private readRecord(): void {
    const { cursor } = this;
    switch (cursor.type) {
      case RECORD12.row:
        this.readRow();
        break;
      case RECORD12.columnInfo:
        if ((cursor.u16(16) & IS_HIDDEN_COLUMN) !== 0)
          this.cells.hideColumns(cursor.u32(0) + 1, cursor.u32(4) + 1);
        break;
      case RECORD12.mergeCell:
        this.readMerge();
        break;
      case RECORD12.rk:
      case RECORD12.number:
      case RECORD12.formulaNumber:
        this.moveTo(cursor.u32(0));
        this.setNumber(VALUE, cursor.type === RECORD12.rk, cursor.type === RECORD12.formulaNumber);
        break;
      case RECORD12.shortRk:
      case RECORD12.shortNumber:
        this.columnNumber++;
        this.setNumber(SHORT_VALUE, cursor.type === RECORD12.shortRk, false);
        break;
      case RECORD12.error:
      case RECORD12.formulaError:
        this.moveTo(cursor.u32(0));
        this.set(biffError(cursor.u8(VALUE)), cursor.type === RECORD12.formulaError);
        break;
      case RECORD12.boolean:
      case RECORD12.formulaBoolean:
        this.moveTo(cursor.u32(0));
        this.set(cursor.u8(VALUE) !== 0, cursor.type === RECORD12.formulaBoolean);
        break;
      case RECORD12.text:
      case RECORD12.formulaText:
        this.moveTo(cursor.u32(0));
        this.set(cursor.text(VALUE), cursor.type === RECORD12.formulaText);
        break;
      case RECORD12.richText:
        this.moveTo(cursor.u32(0));
        this.set(cursor.text(VALUE + 1), false);
        break;
      case RECORD12.sharedText:
        this.moveTo(cursor.u32(0));
        this.set(this.sharedString(cursor.u32(VALUE)), false);
        break;
      case RECORD12.shortError:
        this.columnNumber++;
        this.set(biffError(cursor.u8(SHORT_VALUE)), false);
        break;
      case RECORD12.shortBoolean:
        this.columnNumber++;
        this.set(cursor.u8(SHORT_VALUE) !== 0, false);
        break;
      case RECORD12.shortText:
        this.columnNumber++;
        this.set(cursor.text(SHORT_VALUE), false);
        break;
      case RECORD12.shortSharedText:
        this.columnNumber++;
        this.set(this.sharedString(cursor.u32(SHORT_VALUE)), false);
        break;
      case BLANK:
        this.moveTo(cursor.u32(0));
        break;
      case SHORT_BLANK:
        this.columnNumber++;
        break;
    }
  }

  private readRow(): void {
    const { cursor } = this;
    this.rowNumber = cursor.u32(0) + 1;
    this.columnNumber = 0;
    if ((cursor.u8(11) & IS_HIDDEN_ROW) !== 0) this.cells.hideRows(this.rowNumber, this.rowNumber);
  }

  private moveTo(columnIndex: number): void {
    this.columnNumber = columnIndex + 1;
  }

  private sharedString(index: number): CellValue {
    return this.context.sharedStrings[index] ?? LOST_TEXT;
  }

  private set(value: CellValue, isFormula: boolean): void {
    this.cells.set(this.rowNumber, this.columnNumber, value, false, isFormula);
  }

  private setNumber(offset: number, isRk: boolean, isFormula: boolean): void {
    const { cursor, context } = this;
    const value = cellNumber(isRk ? numberOfRk(cursor.i32(offset)) : cursor.f64(offset));
    const style = cursor.u32(offset - 4) & 0xff_ffff;
    const isDate = typeof value === 'number' && context.dateStyles[style] === true;
    const serial = isDate && context.isDate1904 ? (value as number) + DAYS_TO_1904 : value;
    this.cells.set(this.rowNumber, this.columnNumber, serial, isDate, isFormula);
  }

  private readMerge(): void {
    const { cursor } = this;
    const [top, bottom] = [cursor.u32(0) + 1, cursor.u32(4) + 1];
    const [left, right] = [cursor.u32(8) + 1, cursor.u32(12) + 1];
    if (top <= bottom && left <= right) this.cells.merge({ top, left, bottom, right });
  }
}

/** Blank cells say only where the next short one stands. */
const BLANK = 1;
const SHORT_BLANK = 12;
