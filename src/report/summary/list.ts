import { countyOf, type Unit } from '../../campaign/campaign.js';
import { STYLES } from '../../workbook/theme.js';
import type {
  CellOrigin,
  CellStyle,
  PlannedRow,
  PlannedValue,
  SheetPlan,
} from '../../workbook/workbook-plan.js';
import { cell, rowHeight } from './formats.js';
import type { Scope } from './scope.js';
import { countyColumn, planNothing, textColumn } from './table.js';
import { firstDataRow, planTableSheet } from './table-sheet.js';

/** One column of a list: its header, its width or the bounds of its longest text, and what it shows of a row. */
export interface SummaryColumn<Row> {
  readonly header: string;
  readonly width: number | readonly [least: number, most: number];
  readonly value: (row: Row, place: RowPlace) => PlannedValue;
  /** Default: text to the left. */
  readonly style?: CellStyle | ((row: Row) => CellStyle);
  /** Of which totals the number is made; left out where it is none. */
  readonly origin?: (row: Row) => CellOrigin;
}

/** Which row of the list it is, and which of the sheet. */
export interface RowPlace {
  readonly index: number;
  readonly rowNumber: number;
}

/** A list that can be filtered: one row a unit or report. */
export interface SummaryList<Row> {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly SummaryColumn<Row>[];
  readonly rows: readonly Row[];
  /** Said instead of rows when there are none. */
  readonly whenEmpty: string;
  readonly notes: readonly string[];
}

/** 序号, 县（市） and the unit's name stay in view. */
const FROZEN_COLUMNS = 3;
/** The row of a list's first item. */
export const FIRST_ROW = firstDataRow('plain');

/** Plans the sheet of a list. */
export function planSummaryList<Row>(scope: Scope, list: SummaryList<Row>): SheetPlan {
  const { name, title, subtitle, notes, rows, columns } = list;
  const places = rows.map((_, index) => ({ index, rowNumber: FIRST_ROW + index }));
  const values = rows.map((row, index) => columns.map((column) => column.value(row, places[index]!)));
  const tableColumns = columns.map(({ header, width }, at) =>
    typeof width === 'number'
      ? { header, group: null, width }
      : textColumn(
          header,
          values.map((cells) => textOf(cells[at]!)),
          ...width,
        ),
  );
  const planRow = (row: Row, { index, rowNumber }: RowPlace): PlannedRow => ({
    rowNumber,
    height: rowHeight(
      values[index]!.map((value, at) => ({ text: textOf(value), width: tableColumns[at]!.width })),
    ),
    cells: values[index]!.map((value, at) =>
      cell(at + 1, value, styleOf(columns[at]!, row), columns[at]!.origin?.(row)),
    ),
  });
  const isEmpty = rows.length === 0;
  return planTableSheet(scope, {
    name,
    title,
    subtitle,
    columns: tableColumns,
    header: 'plain',
    body: isEmpty
      ? planNothing(FIRST_ROW, list.whenEmpty, columns.length)
      : { rows: rows.map((row, index) => planRow(row, places[index]!)), merges: [] },
    notes,
    frozenColumns: FROZEN_COLUMNS,
    filterTo: isEmpty ? null : FIRST_ROW + rows.length - 1,
  });
}

/** The columns with which every list of units begins. */
export function leadingColumns<Row>(
  scope: Scope,
  unitOf: (row: Row) => Unit,
  nameBounds: readonly [least: number, most: number],
): readonly SummaryColumn<Row>[] {
  return [
    { header: '序号', width: 6, value: (_, { index }) => index + 1, style: STYLES.centered },
    {
      header: '县（市）',
      // As wide as on the other sheets, whichever counties stand here.
      width: countyColumn(scope.counties).width,
      value: (row) => countyOf(unitOf(row)),
    },
    { header: '单位名称', width: nameBounds, value: (row) => unitOf(row).name },
  ];
}

/** 单位类别. */
export function categoryColumn<Row>(unitOf: (row: Row) => Unit): SummaryColumn<Row> {
  return { header: '单位类别', width: [10, 16], value: (row) => unitOf(row).category };
}

function textOf(value: PlannedValue): string {
  return typeof value === 'string' ? value : '';
}

function styleOf<Row>({ style = STYLES.cell }: SummaryColumn<Row>, row: Row): CellStyle {
  return typeof style === 'function' ? style(row) : style;
}
