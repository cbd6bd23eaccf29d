import { isCellError } from '../workbook/cell-value.js';
import type { GridWorkbook } from '../workbook/grid.js';
import type { TableReport } from './problem-report.js';
import {
  type ColumnTitle,
  cellAt,
  findSheet,
  findTable,
  type SheetTable,
  usedRowNumbers,
} from './sheet-table.js';

/** What a sheet's table must be like. */
export interface ExpectedTable {
  readonly sheet: string;
  readonly columns: Readonly<Record<string, ColumnTitle>>;
  /** Keys of the columns without which nothing can be read. */
  readonly required: readonly string[];
  /** True: the sheet may be missing or empty. */
  readonly isOptional: boolean;
}

/** A table found and ready to read, or null after its absence was reported. */
export function openTable(
  workbook: GridWorkbook,
  expected: ExpectedTable,
  report: TableReport,
): SheetTable | null {
  const { required, isOptional } = expected;
  const columns = new Map(Object.entries(expected.columns));
  const grid = findSheet(workbook, expected.sheet);
  if (grid === null) {
    if (!isOptional) report.add(null, 'sheet-missing');
    return null;
  }
  if (isOptional && grid.lastRowNumber === 0) return null;
  const titleOf = (key: string) => columns.get(key)?.title ?? key;
  const table = findTable(grid, columns);
  if (table === null) {
    report.add(null, 'header-missing', { titles: required.map(titleOf).join('、') });
    return null;
  }
  for (const { title, cell } of table.repeated) report.add(cell, 'column-twice', { title });
  const missing = required.filter((key) => !table.columnNumbers.has(key));
  for (const key of missing) report.add(null, 'column-missing', { title: titleOf(key) });
  reportErrors(table, titleOf, report);
  return missing.length > 0 ? null : table;
}

/** Excel errors are read as blanks, so they are reported once, here. */
function reportErrors(table: SheetTable, titleOf: (key: string) => string, report: TableReport): void {
  for (const rowNumber of usedRowNumbers(table)) {
    for (const key of table.columnNumbers.keys()) {
      const cell = cellAt(table, rowNumber, key);
      if (cell === null || !isCellError(cell.value)) continue;
      report.add(cell.cell, 'cell-error', { title: titleOf(key), value: cell.value.error });
    }
  }
}
