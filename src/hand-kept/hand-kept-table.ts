import type { CellRange } from '../workbook/reference.js';
import { textWidth } from '../workbook/theme.js';
import type { CellStyle, PlannedValidation, PlannedValue, SheetPlan } from '../workbook/workbook-plan.js';
import { type CellCheck, wordsCheck } from './cell-checks.js';
import { CENTERED_TEXT_STYLE, HAND_KEPT_PRINT, headerRow, TEXT_STYLE } from './hand-kept-styles.js';

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
}

/** Plans header, rows, filter, and the drop-downs and hints that reach down to rows yet to be written. */
export function planHandKeptTable<Row>(table: HandKeptTable<Row>): SheetPlan {
  const { columns, rows, spareRows } = table;
  const blankRows = spareRows === undefined ? BLANK_ROWS : 0;
  const bottom = rows.length + 1 + (spareRows ?? FUTURE_ROWS);
  const blanks = Array.from({ length: blankRows }, (_, index) => ({
    rowNumber: rows.length + 2 + index,
    cells: columns.map(({ style }, column) => ({ columnNumber: column + 1, value: null, style })),
  }));
  return {
    name: table.sheet,
    columnWidths: columns.map((column) => column.width),
    rows: [
      headerRow(columns.map((column) => column.title)),
      ...rows.map((row, index) => ({
        rowNumber: index + 2,
        cells: columns.map((column, position) => ({ columnNumber: position + 1, ...column.cell(row) })),
      })),
      ...blanks,
    ],
    validations: columns.flatMap(({ check }, index): PlannedValidation[] => {
      if (check === null) return [];
      const range: CellRange = { top: 2, left: index + 1, bottom, right: index + 1 };
      return [{ ...check, range }];
    }),
    freeze: { rows: 1, columns: table.frozenColumns },
    autoFilter: { top: 1, left: 1, bottom: Math.max(2, rows.length + 1), right: columns.length },
    print: { ...HAND_KEPT_PRINT, repeatRows: { first: 1, last: 1 } },
  };
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
