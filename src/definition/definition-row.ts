import { type ExpectedTable, openTable } from '../hand-kept/open-table.js';
import {
  type ColumnTitle,
  cellAt,
  numberOfCell,
  plainText,
  type SheetTable,
  shownText,
  type TableCell,
  usedRowNumbers,
  yesNoOfCell,
} from '../hand-kept/sheet-table.js';
import { foldText } from '../workbook/cell-text.js';
import { isCellError } from '../workbook/cell-value.js';
import type { GridWorkbook } from '../workbook/grid.js';
import { formatReference } from '../workbook/reference.js';
import { MOST_ROWS, printedWords, type Words } from './definition-layout.js';
import type { DefinitionProblemCode } from './definition-problem.js';
import type { DefinitionParameters, DefinitionReport, DefinitionSheetReport } from './definition-report.js';

type Columns = Readonly<Record<string, ColumnTitle>>;

/** The used rows of a sheet; none where the sheet is missing or cannot be read, which is reported. */
export function readDefinitionRows<Column extends string>(
  workbook: GridWorkbook,
  expected: Omit<ExpectedTable, 'columns' | 'required'> & {
    readonly columns: Readonly<Record<Column, ColumnTitle>>;
    readonly required: readonly Column[];
  },
  definitionReport: DefinitionReport,
): readonly DefinitionRow<Column>[] | null {
  const report = definitionReport.forSheet(expected.sheet);
  const table = openTable(workbook, expected, report);
  if (table === null) return null;
  const rowNumbers = usedRowNumbers(table);
  if (rowNumbers.length > MOST_ROWS) {
    report.add(null, 'too-many-rows', { count: rowNumbers.length, most: MOST_ROWS });
    return null;
  }
  return rowNumbers.map((rowNumber) => new DefinitionRow<Column>(table, rowNumber, expected.columns, report));
}

/** One row of a sheet of 表格定义.xlsx, read cell by cell; what cannot be read is reported and reads as blank. */
export class DefinitionRow<Column extends string> {
  private readonly table: SheetTable;
  readonly rowNumber: number;
  private readonly columns: Columns;
  private readonly report: DefinitionSheetReport;

  constructor(table: SheetTable, rowNumber: number, columns: Columns, report: DefinitionSheetReport) {
    this.table = table;
    this.rowNumber = rowNumber;
    this.columns = columns;
    this.report = report;
  }

  /** A1; the row's first column where the sheet has no such column. */
  cell(column: Column): string {
    return cellAt(this.table, this.rowNumber, column)?.cell ?? formatReference(this.rowNumber, 1);
  }

  add(column: Column, code: DefinitionProblemCode, parameters: DefinitionParameters = {}): void {
    this.report.add(this.cell(column), code, parameters);
  }

  titleOf(column: Column): string {
    return this.columns[column]!.title;
  }

  content(column: Column): TableCell | null {
    return cellAt(this.table, this.rowNumber, column);
  }

  /** Null for a blank cell, and for a mark such as `—` or `无`. */
  text(column: Column): string | null {
    return plainText(this.content(column));
  }

  /** A text that must be there; null where it is not, which is reported. */
  needed(column: Column): string | null {
    const text = this.text(column);
    if (text === null && !this.isError(column))
      this.add(column, 'cell-missing', { title: this.titleOf(column) });
    return text;
  }

  /** One of the fixed words; null for a blank cell and for another word, which is reported. */
  word<Value extends string>(column: Column, words: Words<Value>): Value | null {
    const text = this.text(column);
    if (text === null) return null;
    const value = valueOfWord(text, words);
    if (value === null)
      this.add(column, 'unknown-word', {
        title: this.titleOf(column),
        value: text,
        known: printedWords(words).join('、'),
      });
    return value;
  }

  /** One of the fixed words, which must be there. */
  neededWord<Value extends string>(column: Column, words: Words<Value>): Value | null {
    return this.needed(column) === null ? null : this.word(column, words);
  }

  /** A blank is false. */
  isYes(column: Column): boolean {
    const cell = this.content(column);
    const answer = yesNoOfCell(cell);
    if (answer === null && cell !== null && !this.isError(column))
      this.add(column, 'bad-yes-no', { title: this.titleOf(column), value: shownText(cell) });
    return answer ?? false;
  }

  /** Null for a blank cell and for what is no number, which is reported. */
  number(column: Column): number | null {
    const cell = this.content(column);
    if (cell === null || plainText(cell) === null) return null;
    const read = cell.isDate ? null : numberOfCell(cell, /$^/);
    if (read === null)
      this.add(column, 'bad-number', { title: this.titleOf(column), value: shownText(cell) });
    return read?.number ?? null;
  }

  /** Null for a blank cell and for what is no whole number between the two, which is reported. */
  whole(column: Column, least: number, most: number, title = this.titleOf(column)): number | null {
    const cell = this.content(column);
    if (cell === null || plainText(cell) === null) return null;
    const number = cell.isDate ? undefined : numberOfCell(cell, /$^/)?.number;
    if (number !== undefined && Number.isInteger(number) && number >= least && number <= most) return number;
    this.add(column, 'not-whole', { title, value: shownText(cell), least, most });
    return null;
  }

  /** An error value, which openTable has reported. */
  isError(column: Column): boolean {
    const cell = this.content(column);
    return cell !== null && isCellError(cell.value);
  }
}

export function valueOfWord<Value extends string>(text: string, words: Words<Value>): Value | null {
  const folded = foldText(text);
  const entries = Object.entries(words) as [Value, readonly string[]][];
  return entries.find(([, spellings]) => spellings.some((word) => foldText(word) === folded))?.[0] ?? null;
}
