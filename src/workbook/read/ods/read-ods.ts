import type { CellValue } from '../../cell-value.js';
import type { Grid, GridWorkbook, SheetVisibility } from '../../grid.js';
import { type DefinedName, mapDefinedNames } from '../defined-names.js';
import type { ReadLimits } from '../limits.js';
import { type CellBudget, SheetCells } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import type { WorkbookPackage } from '../workbook-package.js';
import { XmlCursor } from '../xml/xml-cursor.js';
import { readParagraph } from './paragraph.js';
import { daysOfTimeValue, errorOfText, formulaOfAddress, serialOfDateValue } from './values.js';

const CONTENT = 'content.xml';

/**
 * Parts of a table or of a document that repeat the names of cells and paragraphs with other meanings: drawings,
 * forms, remembered changes, linked data.
 */
const NOT_CELLS = [
  'shapes',
  'forms',
  'tracked-changes',
  'dde-links',
  'content-validations',
  'annotation',
  'frame',
] as const;

/**
 * Reads an OpenDocument spreadsheet (ODF 1.2 part 1, 9: tables), as LibreOffice, WPS and Excel save it.
 *
 * This is not left to a library because the one at hand lays out every repeated row, gives dates as moments of the
 * machine's time zone and does not say which rows and sheets are hidden.
 *
 * OpenDocument knows no very hidden sheet and no empty formula result: what has no value is `null`. Names for other
 * things than one range are left out. Failures: those of the package, `missing-part`, `damaged-xml`, limits.
 */
export function readOds(parts: WorkbookPackage, limits: ReadLimits): GridWorkbook {
  const text = parts.readText(CONTENT);
  if (text === null) throw new ReadFailure({ code: 'missing-part', detail: CONTENT });
  return new OdsReader(new XmlCursor(text, CONTENT), limits).read();
}

class OdsReader {
  private readonly cursor: XmlCursor;
  private readonly budget: CellBudget;
  private readonly sheets: Grid[] = [];
  private readonly names: DefinedName[] = [];
  /** Table styles that hide their sheet. */
  private readonly hidingStyles = new Set<string>();

  constructor(cursor: XmlCursor, limits: ReadLimits) {
    this.cursor = cursor;
    this.budget = { limits, cellCount: 0 };
  }

  read(): GridWorkbook {
    const { cursor } = this;
    let isSpreadsheet = false;
    while (cursor.next()) {
      if (!cursor.isOpen) continue;
      if (cursor.isNamed('table')) this.readTable();
      else if (cursor.isNamed('style')) this.readStyle();
      else if (cursor.isNamed('named-range')) this.readName(null);
      else if (cursor.isNamed('spreadsheet')) isSpreadsheet = true;
      else this.skipOthers();
    }
    if (!isSpreadsheet) throw new ReadFailure({ code: 'damaged-xml', detail: CONTENT });
    return { sheets: this.sheets, definedNames: mapDefinedNames(this.names) };
  }

  private skipOthers(): boolean {
    if (!NOT_CELLS.some((name) => this.cursor.isNamed(name))) return false;
    this.cursor.skipElement();
    return true;
  }

  /** A sheet is hidden by its style (`table:display`). */
  private readStyle(): void {
    const { cursor } = this;
    const name = cursor.attribute('style:name') ?? '';
    const isTable = cursor.attribute('style:family') === 'table';
    if (!isTable || cursor.isEmpty) {
      cursor.skipElement();
      return;
    }
    const { depth } = cursor;
    while (cursor.next() && cursor.depth >= depth) {
      if (cursor.isOpen && cursor.attribute('table:display') === 'false') this.hidingStyles.add(name);
    }
  }

  private readName(localSheet: string | null): void {
    const { cursor } = this;
    const name = cursor.attribute('table:name');
    const formula = formulaOfAddress(cursor.attribute('table:cell-range-address') ?? '');
    if (name !== null && formula !== null) this.names.push({ name, localSheet, formula });
  }

  private readTable(): void {
    const { cursor } = this;
    const { limits } = this.budget;
    const sheetName = cursor.attribute('table:name') ?? '';
    const isHidden = this.hidingStyles.has(cursor.attribute('table:style-name') ?? '');
    const visibility: SheetVisibility = isHidden ? 'hidden' : 'visible';
    if (this.sheets.length >= limits.sheets)
      throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
    const table = new TableReader(cursor, this.budget);
    if (!cursor.isEmpty) {
      const { depth } = cursor;
      while (cursor.next() && cursor.depth >= depth) {
        if (!cursor.isOpen) continue;
        if (cursor.isNamed('table-row')) table.readRow();
        else if (cursor.isNamed('table-column')) table.readColumn();
        else if (cursor.isNamed('named-range')) this.readName(sheetName);
        else this.skipOthers();
      }
    }
    this.sheets.push(table.cells.build(sheetName, visibility));
  }
}

/** More rows or columns than any sheet has; repeats beyond it are cut, so that numbers stay exact. */
const MOST_REPEATS = 0x7fff_ffff;

/** One cell of the row being read. */
interface RowCell {
  readonly columnNumber: number;
  readonly columns: number;
  readonly value: CellValue;
  readonly isDate: boolean;
  readonly isFormula: boolean;
  readonly columnSpan: number;
  readonly rowSpan: number;
}

/** The rows and columns of one table; their numbers follow from those before, repeats included. */
class TableReader {
  readonly cells: SheetCells;
  private readonly cursor: XmlCursor;
  private rowNumber = 1;
  private columnNumber = 1;

  constructor(cursor: XmlCursor, budget: CellBudget) {
    this.cursor = cursor;
    this.cells = new SheetCells(budget);
  }

  readColumn(): void {
    const columns = repeatsOf(this.cursor, 'table:number-columns-repeated');
    const first = this.columnNumber;
    this.columnNumber += columns;
    if (isHidden(this.cursor)) this.cells.hideColumns(first, this.columnNumber - 1);
  }

  /** A row, as often as it is repeated: one that holds nothing only moves on. */
  readRow(): void {
    const { cursor } = this;
    const rows = repeatsOf(cursor, 'table:number-rows-repeated');
    const first = this.rowNumber;
    this.rowNumber += rows;
    if (isHidden(cursor)) this.cells.hideRows(first, this.rowNumber - 1);
    const rowCells = this.readRowCells();
    if (rowCells.length === 0) return;
    for (let rowNumber = first; rowNumber < this.rowNumber; rowNumber++) {
      for (const cell of rowCells) this.setCell(rowNumber, cell);
    }
  }

  private readRowCells(): readonly RowCell[] {
    const { cursor } = this;
    if (cursor.isEmpty) return [];
    const rowCells: RowCell[] = [];
    const { depth } = cursor;
    let columnNumber = 1;
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen) continue;
      const isCovered = cursor.isNamed('covered-table-cell');
      if (!isCovered && !cursor.isNamed('table-cell')) continue;
      const columns = repeatsOf(cursor, 'table:number-columns-repeated');
      const cell = this.readCell(columnNumber, columns);
      columnNumber += columns;
      // What a merge covers is kept by LibreOffice; no program shows it.
      if (cell !== null && !isCovered) rowCells.push(cell);
    }
    return rowCells;
  }

  private setCell(rowNumber: number, cell: RowCell): void {
    const { columnNumber, columns, value, isDate, isFormula, columnSpan, rowSpan } = cell;
    if (columnSpan > 1 || rowSpan > 1) {
      const [bottom, right] = [rowNumber + rowSpan - 1, columnNumber + columnSpan - 1];
      this.cells.merge({ top: rowNumber, left: columnNumber, bottom, right });
    }
    if (value === null && !isFormula) return;
    for (let i = 0; i < columns; i++) this.cells.set(rowNumber, columnNumber + i, value, isDate, isFormula);
  }

  /** A cell that holds a value or a formula or begins a merge; null for any other. */
  private readCell(columnNumber: number, columns: number): RowCell | null {
    const { cursor } = this;
    const isFormula = cursor.attribute('table:formula') !== null;
    const columnSpan = repeatsOf(cursor, 'table:number-columns-spanned');
    const rowSpan = repeatsOf(cursor, 'table:number-rows-spanned');
    const typed = readTypedValue(cursor, isFormula);
    const text = this.readCellText();
    let value = typed.value === undefined ? text : typed.value;
    // Errors are kept as a text, older programs give them the number 0 as well.
    if ((isFormula || typed.isError) && text !== null && (typed.isError || value === 0 || value === text))
      value = errorOfText(text) ?? (typed.isError ? { error: '#VALUE!' } : value);
    if (value === '' && !isFormula) value = null;
    if (value === null && !isFormula && columnSpan === 1 && rowSpan === 1) return null;
    const isDate = typed.isDate && typeof value === 'number';
    return { columnNumber, columns, value, isDate, isFormula, columnSpan, rowSpan };
  }

  /** The paragraphs of the cell at which the cursor stands, one a line; null when it has none. Ends at the cell's close tag. */
  private readCellText(): string | null {
    const { cursor } = this;
    if (cursor.isEmpty) return null;
    const { depth } = cursor;
    let text: string | null = null;
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen) continue;
      if (cursor.isNamed('p') || cursor.isNamed('h')) {
        const paragraph = readParagraph(cursor);
        text = text === null ? paragraph : `${text}\n${paragraph}`;
      } else if (cursor.isNamed('table') || NOT_CELLS.some((name) => cursor.isNamed(name))) {
        cursor.skipElement();
      }
    }
    return text;
  }
}

interface TypedValue {
  /** `undefined`: what the cell's text says. */
  readonly value: CellValue | undefined;
  readonly isDate: boolean;
  readonly isError: boolean;
}

/** What the attributes of a cell say of its value (`office:value-type` and those that belong to it). */
function readTypedValue(cursor: XmlCursor, isFormula: boolean): TypedValue {
  const isError = cursor.attribute('calcext:value-type') === 'error';
  const plain = (value: CellValue | undefined): TypedValue => ({ value, isDate: false, isError });
  switch (cursor.attribute('office:value-type')) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const number = Number(cursor.attribute('office:value') ?? 'none');
      return plain(Number.isFinite(number) ? number : undefined);
    }
    case 'date': {
      const serial = serialOfDateValue(cursor.attribute('office:date-value') ?? '');
      return { value: serial ?? undefined, isDate: serial !== null, isError };
    }
    case 'time':
      return plain(daysOfTimeValue(cursor.attribute('office:time-value') ?? '') ?? undefined);
    case 'boolean': {
      const value = cursor.attribute('office:boolean-value');
      return plain(value === null ? undefined : value === 'true' || value === '1');
    }
    case 'string': {
      const text = cursor.attribute('office:string-value');
      return plain(text === null || (text === '' && !isFormula) ? undefined : text);
    }
    default:
      return plain(undefined);
  }
}

function repeatsOf(cursor: XmlCursor, name: string): number {
  const text = cursor.attribute(name);
  if (text === null) return 1;
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, MOST_REPEATS) : 1;
}

/** Hidden by hand or by a filter. */
function isHidden(cursor: XmlCursor): boolean {
  const visibility = cursor.attribute('table:visibility');
  return visibility === 'collapse' || visibility === 'filter';
}
