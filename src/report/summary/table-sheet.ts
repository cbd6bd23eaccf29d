import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { pagesFor } from './printed-page.js';
import { printSetup, type Scope } from './scope.js';
import {
  BAND_ROW,
  joinBlocks,
  LEAF_ROW,
  type PlannedBlock,
  planHeader,
  planNotes,
  planPlainHeader,
  planTitle,
  type TableColumn,
} from './table.js';

/** A sheet that is one table between a title and notes. */
export interface TableSheet {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly TableColumn[];
  /** `banded`: a row of column groups above the columns' own headers. */
  readonly header: 'plain' | 'banded';
  /** The rows from `firstDataRow` on; at least one. */
  readonly body: PlannedBlock;
  readonly notes: readonly string[];
  /** What stands below the notes; left out: nothing. */
  readonly closing?: (rowNumber: number, widths: readonly number[]) => PlannedBlock;
  /** Columns that stay in view. */
  readonly frozenColumns: number;
  /** The last row that a filter hides or shows; null: there is no filter. */
  readonly filterTo: number | null;
}

/** The first row below a table's header. */
export function firstDataRow(header: TableSheet['header']): number {
  return lastHeaderRow(header) + 1;
}

/** Plans the sheet: the header stays in view and repeats on every page. */
export function planTableSheet(scope: Scope, table: TableSheet): SheetPlan {
  const { columns, header, filterTo } = table;
  const widths = columns.map((column) => column.width);
  const headerRow = lastHeaderRow(header);
  const lastRow = table.body.rows.at(-1)!.rowNumber;
  const block = joinBlocks(
    planTitle(table.title, table.subtitle, widths),
    header === 'banded' ? planHeader(columns) : { rows: [planPlainHeader(headerRow, columns)], merges: [] },
    table.body,
    planNotes(lastRow + 2, table.notes, widths),
    table.closing?.(lastRow + 2 + table.notes.length, widths) ?? { rows: [], merges: [] },
  );
  return {
    name: table.name,
    columnWidths: widths,
    rows: block.rows,
    merges: block.merges,
    freeze: { rows: headerRow, columns: table.frozenColumns },
    ...(filterTo === null
      ? {}
      : { autoFilter: { top: headerRow, left: 1, bottom: filterTo, right: columns.length } }),
    print: {
      ...printSetup(scope, { first: BAND_ROW, last: headerRow }),
      pagesTall: pagesFor(widths, block.rows),
    },
    showGridLines: false,
  };
}

function lastHeaderRow(header: TableSheet['header']): number {
  return header === 'banded' ? LEAF_ROW : BAND_ROW;
}
