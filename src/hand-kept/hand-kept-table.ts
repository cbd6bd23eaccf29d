import type { CellRange } from '../workbook/reference.js';
import { textWidth, wrappedLines } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedRow,
  PlannedValidation,
  PlannedValue,
  SheetPlan,
} from '../workbook/workbook-plan.js';
import { type CellCheck, wordsCheck } from './cell-checks.js';
import {
  CENTERED_TEXT_STYLE,
  HAND_KEPT_PRINT,
  headerRow,
  NOTE_STYLE,
  TEXT_STYLE,
} from './hand-kept-styles.js';

/** Rows below the last one in which drop-downs and hints still work. */
const FUTURE_ROWS = 1000;
/** Blank rows that are formatted as text already, so that codes and phones keep their leading zeros. */
const BLANK_ROWS = 100;

/** What a cell holds and how it looks. */
export interface StyledValue {
  readonly value: PlannedValue;
  readonly style: CellStyle;
}

/** One column of a hand-kept table. */
export interface HandKeptColumn<Row> {
  readonly title: string;
  readonly width: number;
  /** Of blank rows too. */
  readonly style: CellStyle;
  readonly check: CellCheck | null;
  readonly cell: (row: Row) => StyledValue;
}

/** One table that fills a sheet. */
export interface HandKeptTable<Row> {
  readonly sheet: string;
  readonly columns: readonly HandKeptColumn<Row>[];
  readonly rows: readonly Row[];
  readonly frozenColumns: number;
  /** Where rows are rarely added, this many can be; default: as many as anybody needs. */
  readonly spareRows?: number;
  /** Stands above the header: how the table is filled in. */
  readonly note?: string;
  /** Rows as tall as their texts, for programs that do not find that out themselves. */
  readonly fitRows?: boolean;
}

/** Plans header, rows, filter, and the drop-downs and hints that reach down to rows yet to be written. */
export function planHandKeptTable<Row>(table: HandKeptTable<Row>): SheetPlan {
  const { columns, rows, spareRows, note } = table;
  const headerRowNumber = note === undefined ? 1 : 2;
  const firstRowNumber = headerRowNumber + 1;
  const blankRows = spareRows === undefined ? BLANK_ROWS : 0;
  const bottom = rows.length + headerRowNumber + (spareRows ?? FUTURE_ROWS);
  const blanks = Array.from({ length: blankRows }, (_, index) => ({
    rowNumber: rows.length + firstRowNumber + index,
    cells: columns.map(({ style }, column) => ({ columnNumber: column + 1, value: null, style })),
  }));
  const header = headerRow(columns.map((column) => column.title));
  return {
    name: table.sheet,
    columnWidths: columns.map((column) => column.width),
    rows: [
      ...(note === undefined ? [] : [noteRow(note, columns)]),
      { ...header, rowNumber: headerRowNumber },
      ...rows.map((row, index): PlannedRow => {
        const cells = columns.map((column, position) => ({
          columnNumber: position + 1,
          ...column.cell(row),
        }));
        const height = table.fitRows ? heightOf(cells, columns) : undefined;
        return {
          rowNumber: index + firstRowNumber,
          ...(height === undefined ? {} : { height }),
          cells,
        };
      }),
      ...blanks,
    ],
    ...(note === undefined
      ? {}
      : { merges: [{ top: 1, left: 1, bottom: 1, right: Math.min(columns.length, NOTE_COLUMNS) }] }),
    validations: columns.flatMap(({ check }, index): PlannedValidation[] => {
      if (check === null) return [];
      const range: CellRange = { top: firstRowNumber, left: index + 1, bottom, right: index + 1 };
      return [{ ...check, range }];
    }),
    freeze: { rows: headerRowNumber, columns: table.frozenColumns },
    autoFilter: {
      top: headerRowNumber,
      left: 1,
      bottom: Math.max(firstRowNumber, rows.length + headerRowNumber),
      right: columns.length,
    },
    print: { ...HAND_KEPT_PRINT, repeatRows: { first: headerRowNumber, last: headerRowNumber } },
  };
}

/** Columns over which a note may run: beyond them nobody would see its end without scrolling. */
const NOTE_COLUMNS = 10;
const LINE_HEIGHT = 14;

function noteRow<Row>(note: string, columns: readonly HandKeptColumn<Row>[]): PlannedRow {
  const width = columns.slice(0, NOTE_COLUMNS).reduce((total, column) => total + column.width, 0);
  return {
    rowNumber: 1,
    height: LINE_HEIGHT * wrappedLines(note, width) + 8,
    cells: [{ columnNumber: 1, value: note, style: NOTE_STYLE }],
  };
}

function heightOf<Row>(
  cells: readonly { readonly value: PlannedValue }[],
  columns: readonly HandKeptColumn<Row>[],
): number {
  const lines = cells.map(({ value }, index) =>
    typeof value === 'string' ? wrappedLines(value, columns[index]!.width - 1) : 1,
  );
  return LINE_HEIGHT * Math.max(...lines) + 6;
}

/** A column whose cells are all formatted alike; by default as text. */
export function plainColumn<Row>(
  title: string,
  width: number,
  value: (row: Row) => PlannedValue,
  check: CellCheck | null,
  style: CellStyle = TEXT_STYLE,
): HandKeptColumn<Row> {
  return { title, width, style, check, cell: (row) => ({ value: value(row), style }) };
}

/** A column of 是 and 否. */
export function yesNoColumn<Row>(
  title: string,
  prompt: string,
  isYes: (row: Row) => boolean,
): HandKeptColumn<Row> {
  const width = Math.min(18, Math.max(10, textWidth(title) + 2));
  const check = wordsCheck(['是', '否'], prompt, 'stop');
  return plainColumn(title, width, (row) => (isYes(row) ? '是' : '否'), check, CENTERED_TEXT_STYLE);
}
