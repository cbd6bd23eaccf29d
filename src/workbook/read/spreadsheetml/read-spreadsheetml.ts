import type { CellValue } from '../../cell-value.js';
import { DAYS_TO_1904, daysInMonth } from '../../date-serial.js';
import { MAX_COLUMNS, MAX_FORMULA } from '../../excel-limits.js';
import type { Grid, GridWorkbook, SheetVisibility } from '../../grid.js';
import { formatColumn } from '../../reference.js';
import { decodeXmlText } from '../../xml-text.js';
import { checkCellText } from '../cell-text-limit.js';
import { type DefinedName, mapDefinedNames } from '../defined-names.js';
import type { ReadLimits } from '../limits.js';
import { isDateFormat } from '../named-format.js';
import { type CellBudget, SheetCells } from '../sheet-cells.js';
import { decodeText } from '../text/decode-text.js';
import { ReadFailure } from '../unreadable.js';
import { parseNumberAt } from '../xml/number-text.js';
import { XmlCursor } from '../xml/xml-cursor.js';

const MILLISECONDS_OF_DAY = 86_400_000;
/** Day 0 of Excel's calendar. */
const FIRST_DAY = Date.UTC(1899, 11, 31);

/** Columns that the styled ranges of a sheet may cover in all; others are passed over. */
const MAX_MARKS = 2_000_000;

/** Characters of a text with its markup. */
const MAX_RICH_TEXT = 2_000_000;

/** Styles that inherit from one another are followed so far; Excel writes one step. */
const MAX_STYLE_STEPS = 8;

/**
 * Reads an XML Spreadsheet 2003 workbook (Microsoft, "XML Spreadsheet Reference"; also called SpreadsheetML 2003),
 * which Excel, LibreOffice and many reporting systems write, often named xls. Names keep their formula in A1
 * notation. Cells under a merge are dropped, as Excel does not let them be written.
 *
 * Failures: `unknown-encoding`, `damaged-xml` (also when it ends early: rows may be missing), limits.
 */
export function readSpreadsheetMl(bytes: Uint8Array, limits: ReadLimits): GridWorkbook {
  const text = decodeText(bytes);
  if (text === null) throw new ReadFailure({ code: 'unknown-encoding' });
  return new WorkbookReader(new XmlCursor(text, 'Workbook'), limits).read();
}

interface Style {
  readonly parent: string | null;
  readonly format: string | null;
}

/** Everything that is shared by the sheets. Fields instead of an object for each cell. */
class WorkbookReader {
  private readonly cursor: XmlCursor;
  private readonly budget: CellBudget;
  private readonly sheets: Grid[] = [];
  private readonly styles = new Map<string, Style>();
  /** By style: true or false where it has a number format, null where it has none. */
  private readonly dateStyles = new Map<string, boolean | null>();
  private readonly names: DefinedName[] = [];
  private isDate1904 = false;

  constructor(cursor: XmlCursor, limits: ReadLimits) {
    this.cursor = cursor;
    this.budget = { limits, cellCount: 0 };
  }

  read(): GridWorkbook {
    const { cursor } = this;
    if (!cursor.next() || !cursor.isNamed('Workbook')) throw new ReadFailure({ code: 'not-a-spreadsheet' });
    while (cursor.next()) {
      if (!cursor.isOpen) continue;
      if (cursor.isNamed('Worksheet')) this.readSheet();
      else if (cursor.isNamed('Style')) this.readStyle();
      else if (cursor.isNamed('NamedRange')) this.readName(null);
      else if (cursor.isNamed('Date1904')) this.isDate1904 = cursor.readText().trim() !== 'False';
    }
    if (this.sheets.length === 0) throw new ReadFailure({ code: 'damaged-xml', detail: 'Workbook' });
    return { sheets: this.sheets, definedNames: mapDefinedNames(this.names) };
  }

  private readStyle(): void {
    const { cursor } = this;
    const id = cursor.prefixedAttribute('ID');
    const parent = cursor.prefixedAttribute('Parent');
    let format: string | null = null;
    if (!cursor.isEmpty) {
      const { depth } = cursor;
      while (cursor.next() && cursor.depth >= depth) {
        // `<NumberFormat/>` is General.
        if (cursor.isOpen && cursor.isNamed('NumberFormat'))
          format = cursor.prefixedAttribute('Format') ?? 'General';
      }
    }
    if (id !== null) this.styles.set(id, { parent, format });
  }

  /** True when the style shows a date, false when it shows something else, null when it says nothing. */
  private showsDate(styleId: string | null): boolean | null {
    if (styleId === null) return null;
    let known = this.dateStyles.get(styleId);
    if (known !== undefined) return known;
    let style = this.styles.get(styleId);
    for (let step = 0; style !== undefined && style.format === null && step < MAX_STYLE_STEPS; step++) {
      style = style.parent === null ? undefined : this.styles.get(style.parent);
    }
    const format = style?.format ?? null;
    known = format === null || format.toLowerCase() === 'general' ? null : isDateFormat(format);
    this.dateStyles.set(styleId, known);
    return known;
  }

  /** Notes the name at which the cursor stands. */
  private readName(localSheet: string | null): void {
    const name = this.cursor.prefixedAttribute('Name');
    const formula = this.cursor.prefixedAttribute('RefersTo');
    if (name === null || formula === null || formula.length > MAX_FORMULA) return;
    this.names.push({ name, localSheet, formula: toA1Formula(formula.replace(/^=/, '')) });
  }

  private readSheet(): void {
    const { cursor } = this;
    const { limits } = this.budget;
    if (this.sheets.length >= limits.sheets)
      throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
    const sheetName = cursor.prefixedAttribute('Name') ?? `Sheet${this.sheets.length + 1}`;
    const sheet = new SheetContent(this.budget);
    let visibility: SheetVisibility = 'visible';
    if (!cursor.isEmpty) {
      const { depth } = cursor;
      while (cursor.next() && cursor.depth >= depth) {
        if (!cursor.isOpen) continue;
        if (cursor.isNamed('Table')) this.readTable(sheet);
        else if (cursor.isNamed('Visible')) visibility = visibilityOf(cursor.readText());
        else if (cursor.isNamed('NamedRange')) this.readName(sheetName);
        // Their elements have the names of others.
        else if (cursor.isNamed('PivotTable') || cursor.isNamed('ConditionalFormatting'))
          cursor.skipElement();
      }
    }
    this.sheets.push(sheet.cells.build(sheetName, visibility));
  }

  private readTable(sheet: SheetContent): void {
    const { cursor } = this;
    if (cursor.isEmpty) return;
    const { depth } = cursor;
    const tableStyle = cursor.prefixedAttribute('StyleID');
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen) continue;
      if (cursor.isNamed('Row')) this.readRow(sheet, tableStyle);
      else if (cursor.isNamed('Column')) sheet.addColumn(cursor);
    }
  }

  private readRow(sheet: SheetContent, tableStyle: string | null): void {
    const { cursor } = this;
    const rowNumber = indexAt(cursor) ?? sheet.nextRowNumber;
    const span = countAt(cursor, 'Span');
    sheet.nextRowNumber = rowNumber + span + 1;
    if (cursor.prefixedAttribute('Hidden') === '1') sheet.cells.hideRows(rowNumber, rowNumber + span);
    const rowStyle = cursor.prefixedAttribute('StyleID') ?? tableStyle;
    if (cursor.isEmpty) return;
    const { depth } = cursor;
    let columnNumber = 1;
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen || !cursor.isNamed('Cell')) continue;
      columnNumber = indexAt(cursor) ?? columnNumber;
      columnNumber = this.readCell(sheet, rowNumber, columnNumber, rowStyle);
    }
  }

  /** Reads the cell at which the cursor stands; gives the column of the next one. */
  private readCell(
    sheet: SheetContent,
    rowNumber: number,
    columnNumber: number,
    rowStyle: string | null,
  ): number {
    const { cursor } = this;
    const across = countAt(cursor, 'MergeAcross');
    const down = countAt(cursor, 'MergeDown');
    const isFormula = cursor.prefixedAttribute('Formula') !== null;
    const styleId = cursor.prefixedAttribute('StyleID') ?? rowStyle;
    sheet.cells.merge({
      top: rowNumber,
      left: columnNumber,
      bottom: rowNumber + down,
      right: columnNumber + across,
    });
    let value: CellValue = null;
    let isDate = false;
    if (!cursor.isEmpty) {
      const { depth } = cursor;
      while (cursor.next() && cursor.depth >= depth) {
        if (!cursor.isOpen) continue;
        if (!cursor.isNamed('Data')) {
          // A comment has a Data element of its own.
          cursor.skipElement();
          continue;
        }
        const type = cursor.prefixedAttribute('Type');
        const text = readAllText(cursor);
        checkCellText(text.length);
        value = cellValueOf(type, text);
        if (typeof value !== 'number') continue;
        const shows = this.showsDate(styleId ?? sheet.columnStyle(columnNumber));
        isDate = type === 'DateTime' ? (shows ?? value >= 1) : shows === true;
        if (this.isDate1904) {
          if (type !== 'DateTime') value += isDate ? DAYS_TO_1904 : 0;
          // A time of day is written as one of the first day of the system.
          else if (shows === false) value -= DAYS_TO_1904;
        }
      }
    }
    sheet.cells.set(rowNumber, columnNumber, value === '' ? null : value, isDate, isFormula);
    return columnNumber + across + 1;
  }
}

/** What one Worksheet element has said so far. */
class SheetContent {
  readonly cells: SheetCells;
  /** The row that follows the one read last, the rows that its `ss:Span` covers included. */
  nextRowNumber = 1;
  private nextColumnNumber = 1;
  private readonly columnStyles: string[] = [];
  private columnMarks = 0;

  constructor(budget: CellBudget) {
    this.cells = new SheetCells(budget);
  }

  addColumn(cursor: XmlCursor): void {
    const first = indexAt(cursor) ?? this.nextColumnNumber;
    const last = Math.min(first + countAt(cursor, 'Span'), MAX_COLUMNS);
    this.nextColumnNumber = last + 1;
    if (cursor.prefixedAttribute('Hidden') === '1') this.cells.hideColumns(first, last);
    const id = cursor.prefixedAttribute('StyleID');
    if (id === null) return;
    for (let columnNumber = first; columnNumber <= last; columnNumber++) {
      if (++this.columnMarks > MAX_MARKS) return;
      this.columnStyles[columnNumber] = id;
    }
  }

  /** The style of a cell that has none, in a row that has none. */
  columnStyle(columnNumber: number): string | null {
    return this.columnStyles[columnNumber] ?? null;
  }
}

function cellValueOf(type: string | null, text: string): CellValue {
  switch (type) {
    case 'Number': {
      const number = parseNumberAt(text, 0, text.length);
      return Number.isFinite(number) ? number : text.trim();
    }
    case 'DateTime':
      return serialOfDateTime(text) ?? text.trim();
    case 'Boolean':
      return text.trim() === '' ? '' : text.trim() === '1' || text.trim().toLowerCase() === 'true';
    case 'Error':
      return text.trim() === '' ? '' : { error: text.trim() };
    default:
      return text;
  }
}

/**
 * `2020-10-17T08:30:00.000` → its serial in the 1900 system, whatever system the workbook has: the text is the day
 * meant. A time alone is one of 1899-12-31, and negative numbers shown as dates are days before. Null when it is no
 * date.
 */
function serialOfDateTime(text: string): number | null {
  const match = /^\s*(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?Z?\s*$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const serial = (Date.UTC(year, month - 1, day) - FIRST_DAY) / MILLISECONDS_OF_DAY;
  // Excel counts a 29 February 1900 (ECMA-376 part 1, 18.17.4.1).
  return (serial >= 60 ? serial + 1 : serial) + (hours * 3600 + minutes * 60 + seconds) / 86_400;
}

/** The text of the element at which the cursor stands, that of the HTML tags of rich text included. */
function readAllText(cursor: XmlCursor): string {
  if (cursor.isEmpty) return '';
  const start = cursor.position;
  cursor.skipElement();
  const raw = cursor.text.slice(start, cursor.text.lastIndexOf('<', cursor.position - 1));
  if (raw.length > MAX_RICH_TEXT) checkCellText(raw.length);
  if (!raw.includes('<')) return decodeXmlText(raw);
  return raw
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[^>]*>)/)
    .map((piece, index) => {
      if (index % 2 === 0) return decodeXmlText(piece);
      return piece.startsWith('<![CDATA[') ? piece.slice(9, -3).replace(/\r\n?/g, '\n') : '';
    })
    .join('');
}

function visibilityOf(text: string): SheetVisibility {
  if (text.trim() === 'SheetVeryHidden') return 'veryHidden';
  return text.trim() === 'SheetHidden' ? 'hidden' : 'visible';
}

/** `ss:Index`, which counts from 1; null when the element stands next to the one before. */
function indexAt(cursor: XmlCursor): number | null {
  const index = Number(cursor.prefixedAttribute('Index') ?? Number.NaN);
  return Number.isInteger(index) && index >= 1 ? index : null;
}

/** A number of further rows or columns, 0 when none is given. */
function countAt(cursor: XmlCursor, name: string): number {
  const count = Number(cursor.prefixedAttribute(name) ?? 0);
  return Number.isInteger(count) && count > 0 ? count : 0;
}

/** `'Blatt'!R1C2:R3C4` → `'Blatt'!$B$1:$D$3`; relative references, which names of ours do not have, stay. */
function toA1Formula(formula: string): string {
  return formula
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(ABSOLUTE_R1C1, a1OfMatch)))
    .join('');
}

const ABSOLUTE_R1C1 =
  /(?<![\w.\]])(?:R(\d{1,7})C(\d{1,5})|R(\d{1,7}):R(\d{1,7})|C(\d{1,5}):C(\d{1,5}))(?![\w.([])/g;

function a1OfMatch(
  whole: string,
  row?: string,
  column?: string,
  firstRow?: string,
  lastRow?: string,
  firstColumn?: string,
  lastColumn?: string,
): string {
  if (row !== undefined && column !== undefined) return `$${formatColumn(Number(column))}$${row}`;
  if (firstRow !== undefined) return `$${firstRow}:$${lastRow}`;
  if (firstColumn !== undefined)
    return `$${formatColumn(Number(firstColumn))}:$${formatColumn(Number(lastColumn))}`;
  return whole;
}
