import type { CellValue } from '../../cell-value.js';
import { DAYS_TO_1904 } from '../../date-serial.js';
import { MAX_COLUMNS, MAX_ROWS } from '../../excel-limits.js';
import { type Grid, GridBuilder, type SheetVisibility } from '../../grid.js';
import { type CellRange, parseRange } from '../../reference.js';
import { decodeEscapes } from '../../xml-text.js';
import { checkCellText } from '../cell-text-limit.js';
import type { ReadLimits } from '../limits.js';
import { checkMergedCells } from '../merged-cells.js';
import { LOST_TEXT } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import { parseNumberAt } from '../xml/number-text.js';
import { XmlCursor } from '../xml/xml-cursor.js';
import { parseIsoSerial } from './iso-serial.js';
import { readRichText } from './shared-strings.js';

/** What the sheets of one workbook share. */
export interface SheetContext {
  readonly sharedStrings: readonly string[];
  /** By cell format: true when it shows a date. */
  readonly dateStyles: readonly boolean[];
  readonly isDate1904: boolean;
  readonly limits: ReadLimits;
  /** Cells with a value or formula in the sheets read so far. */
  cellCount: number;
}

/** Columns that hidden ranges may cover in all; honest ranges do not overlap and need 16 384. */
const MAX_HIDDEN_MARKS = 1_000_000;

const LETTER_C = 99;
const LETTER_F = 102;
const LETTER_R = 114;
const LETTER_S = 115;
const LETTER_T = 116;
const LETTER_V = 118;

/** Types of a cell (ST_CellType; ECMA-376 part 1, 18.18.11). */
type CellType = 'n' | 's' | 'str' | 'inlineStr' | 'b' | 'e' | 'd';

/** Reads a worksheet part (ECMA-376 part 1, 18.3.1.99); null when its root is another kind of sheet. */
export function readSheet(
  text: string,
  partName: string,
  sheetName: string,
  visibility: SheetVisibility,
  context: SheetContext,
): Grid | null {
  const cursor = new XmlCursor(text, partName);
  if (!cursor.next() || !cursor.isNamed('worksheet')) return null;
  return new SheetReader(cursor, context).read(sheetName, visibility);
}

/** One sheet's reading: where it stands and what it has collected. Fields instead of an object for each cell. */
class SheetReader {
  private readonly builder = new GridBuilder();
  private readonly merges: CellRange[] = [];
  private readonly hiddenRows: number[] = [];
  private readonly hiddenColumns = new Set<number>();
  private hiddenMarks = 0;
  private lastRowNumber = 0;
  private lastColumnNumber = 0;
  /** The row and column of the current cell; one without reference follows the one before. */
  private rowNumber = 0;
  private columnNumber = 0;
  private style = 0;
  private type: CellType = 'n';
  private readonly cursor: XmlCursor;
  private readonly context: SheetContext;

  constructor(cursor: XmlCursor, context: SheetContext) {
    this.cursor = cursor;
    this.context = context;
  }

  read(sheetName: string, visibility: SheetVisibility): Grid {
    const { cursor } = this;
    while (cursor.next()) {
      if (!cursor.isOpen) continue;
      if (cursor.isNamed('sheetData')) this.readRows();
      else if (cursor.isNamed('col')) this.readColumn();
      else if (cursor.isNamed('mergeCell')) this.readMerge();
      // Extensions repeat element names with other meanings.
      else if (cursor.isNamed('extLst')) cursor.skipElement();
    }
    checkMergedCells(this.merges, this.lastRowNumber, this.lastColumnNumber, this.context.limits);
    const { lastRowNumber } = this;
    return this.builder.build({
      sheetName,
      visibility,
      merges: this.merges,
      hiddenRows: new Set(this.hiddenRows.filter((rowNumber) => rowNumber <= lastRowNumber)),
      hiddenColumns: this.hiddenColumns,
    });
  }

  private readRows(): void {
    const { cursor } = this;
    if (cursor.isEmpty) return;
    const { depth } = cursor;
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen) continue;
      if (cursor.letterName() === LETTER_C) this.readCell();
      else if (cursor.isNamed('row')) this.readRow();
    }
  }

  private readRow(): void {
    const { cursor } = this;
    let stated = 0;
    for (let i = 0; i < cursor.attributeCount; i++) {
      if (cursor.attributeLetter(i) !== LETTER_R) continue;
      stated = parseNumberAt(cursor.text, cursor.attributeStart(i), cursor.attributeEnd(i));
    }
    this.rowNumber = Number.isInteger(stated) && stated >= 1 ? stated : this.rowNumber + 1;
    this.columnNumber = 0;
    // A short row tag has no room for `hidden`; looking for it in every row of a long sheet costs time.
    // Blank rows cost nothing, but no program writes one beyond the last.
    if (this.rowNumber > MAX_ROWS) throw new ReadFailure({ code: 'limit-rows', detail: MAX_ROWS });
    if (cursor.attributeCount > 1 && cursor.isTrue('hidden')) this.hiddenRows.push(this.rowNumber);
  }

  private readCell(): void {
    const { cursor } = this;
    this.columnNumber++;
    this.style = 0;
    this.type = 'n';
    for (let i = 0; i < cursor.attributeCount; i++) {
      const letter = cursor.attributeLetter(i);
      if (letter === LETTER_R) this.readPosition(cursor.attributeStart(i), cursor.attributeEnd(i));
      else if (letter === LETTER_S) {
        this.style = parseNumberAt(cursor.text, cursor.attributeStart(i), cursor.attributeEnd(i));
      } else if (letter === LETTER_T) this.type = typeAt(cursor, i);
    }
    if (!cursor.isEmpty) this.readContent();
  }

  /** `C14`, read without a substring; anything else leaves the position that follows from the cell before. */
  private readPosition(start: number, end: number): void {
    const { text } = this.cursor;
    let i = start;
    let columnNumber = 0;
    for (; i < end; i++) {
      // Setting bit 6 makes letters small and leaves digits outside the range.
      const letter = (text.charCodeAt(i) | 32) - 96;
      if (letter < 1 || letter > 26) break;
      columnNumber = columnNumber * 26 + letter;
    }
    let rowNumber = 0;
    for (; i < end; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return;
      rowNumber = rowNumber * 10 + digit;
    }
    if (columnNumber === 0 || rowNumber === 0) return;
    this.rowNumber = rowNumber;
    this.columnNumber = columnNumber;
  }

  private readContent(): void {
    const { cursor } = this;
    const { depth } = cursor;
    let value: CellValue = null;
    let isFormula = false;
    let isDate = false;
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen) continue;
      const letter = cursor.letterName();
      if (letter === LETTER_V) {
        value = this.readValue();
        if (typeof value === 'number') {
          isDate = this.type === 'd' ? value >= 1 : this.context.dateStyles[this.style] === true;
          if (isDate && this.context.isDate1904 && this.type !== 'd') value += DAYS_TO_1904;
        }
      } else if (letter === LETTER_F) {
        isFormula = true;
        cursor.skipElement();
      } else if (cursor.isNamed('is')) value = readRichText(cursor);
      else cursor.skipElement();
    }
    // A constant empty text shows and says nothing; as the cached value of a formula it is a result.
    if (value === '' && !isFormula) return;
    if (value !== null || isFormula) this.set(value, isDate, isFormula);
  }

  private readValue(): CellValue {
    const { cursor, type } = this;
    if (type === 's') return this.context.sharedStrings[this.readNumber()] ?? LOST_TEXT;
    if (type === 'n') {
      const start = cursor.position;
      const number = this.readNumber();
      if (Number.isFinite(number)) return number;
      cursor.position = start;
      return cursor.readText().trim() || null;
    }
    const text = cursor.readText();
    if (type === 'b')
      return text.trim() === '' ? null : text.trim() === '1' || text.trim().toLowerCase() === 'true';
    if (type === 'e') return text.trim() === '' ? null : { error: text.trim() };
    if (type === 'd') return parseIsoSerial(text)?.serial ?? (text.trim() || null);
    return decodeEscapes(text);
  }

  /** The number that the current element holds, NaN when it holds none. */
  private readNumber(): number {
    const { cursor } = this;
    if (cursor.isEmpty) return Number.NaN;
    const end = cursor.plainTextEnd();
    if (end >= 0) return parseNumberAt(cursor.text, cursor.position, end);
    const text = cursor.readText();
    return parseNumberAt(text, 0, text.length);
  }

  private set(value: CellValue, isDate: boolean, isFormula: boolean): void {
    const { rowNumber, columnNumber, context } = this;
    const { limits } = context;
    if (typeof value === 'string') checkCellText(value.length);
    if (rowNumber > limits.rows) throw new ReadFailure({ code: 'limit-rows', detail: limits.rows });
    if (columnNumber > MAX_COLUMNS) throw new ReadFailure({ code: 'limit-columns', detail: MAX_COLUMNS });
    if (++context.cellCount > limits.cells)
      throw new ReadFailure({ code: 'limit-cells', detail: limits.cells });
    if (rowNumber > this.lastRowNumber) this.lastRowNumber = rowNumber;
    if (columnNumber > this.lastColumnNumber) this.lastColumnNumber = columnNumber;
    this.builder.set(rowNumber, columnNumber, value, isDate, isFormula);
  }

  private readColumn(): void {
    const { cursor } = this;
    if (!cursor.isTrue('hidden')) return;
    const first = Number(cursor.attribute('min'));
    const last = Math.min(Number(cursor.attribute('max')), MAX_COLUMNS);
    if (!(first >= 1)) return;
    for (
      let columnNumber = first;
      columnNumber <= last && this.hiddenMarks < MAX_HIDDEN_MARKS;
      columnNumber++
    ) {
      this.hiddenColumns.add(columnNumber);
      this.hiddenMarks++;
    }
  }

  private readMerge(): void {
    const range = parseRange(this.cursor.attribute('ref') ?? '');
    if (range === null || (range.top === range.bottom && range.left === range.right)) return;
    this.merges.push(range);
  }
}

function typeAt(cursor: XmlCursor, attributeIndex: number): CellType {
  const start = cursor.attributeStart(attributeIndex);
  const length = cursor.attributeEnd(attributeIndex) - start;
  switch (cursor.text.charCodeAt(start)) {
    case LETTER_S:
      return length === 1 ? 's' : 'str';
    case 105:
      return 'inlineStr';
    case 98:
      return 'b';
    case 101:
      return 'e';
    case 100:
      return 'd';
    default:
      return 'n';
  }
}
