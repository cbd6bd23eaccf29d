import { openTable } from '../../hand-kept/open-table.js';
import { cellAt, plainText, usedRowNumbers } from '../../hand-kept/sheet-table.js';
import type { GridWorkbook } from '../../workbook/grid.js';
import { formatMoment } from '../beijing-time.js';
import type { Receipt } from '../campaign.js';
import type { RosterIndex } from '../roster-index.js';
import type { ContentTask } from '../settings-content.js';
import { RECEIPT_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';
import { isWholeDay, momentOfCell } from './moment-cells.js';
import { isErrorCell, type Reported, readDate, readForm, readUnit, readYesNo } from './read-cells.js';
import type { SettingsReport, SheetReport } from './settings-report.js';

/** Reads 收件登记: times of receipt known otherwise, paper copies, extensions, exemptions. The sheet may be missing. */
export function parseReceipts(
  workbook: GridWorkbook,
  forms: readonly Reported[],
  tasks: readonly ContentTask[],
  roster: RosterIndex,
  settingsReport: SettingsReport,
): readonly Receipt[] {
  const sheet = SETTINGS_SHEETS.receipts;
  const report = settingsReport.forSheet(sheet);
  const expected = { sheet, columns: RECEIPT_COLUMNS, required: ['unit'], isOptional: true };
  const table = openTable(workbook, expected, report);
  if (table === null) return [];
  const receipts: Receipt[] = [];
  const firstCells = new Map<string, string>();
  for (const rowNumber of usedRowNumbers(table)) {
    const at = (key: keyof typeof RECEIPT_COLUMNS) => cellAt(table, rowNumber, key);
    const date = (key: 'receivedAt' | 'extendedTo') =>
      readDate(at(key), RECEIPT_COLUMNS[key].title, momentOfCell, report);
    const unitCell = at('unit')!;
    const unit = readUnit(unitCell, roster, report);
    if (unit === null && plainText(unitCell) === null && !isErrorCell(unitCell)) {
      report.add(unitCell.cell, 'unit-missing');
    }
    const formCell = at('form');
    const form = readForm(formCell, forms, report);
    const receivedAt = date('receivedAt');
    const extendedTo = date('extendedTo');
    const paperReceived = readYesNo(at('paperReceived'), RECEIPT_COLUMNS.paperReceived.title, report);
    if (unit === null || (form === null && plainText(formCell) !== null)) continue;
    const key = JSON.stringify([unit.code, form?.key ?? null]);
    const first = firstCells.get(key);
    if (first !== undefined) {
      const parameters = { unit: unit.name, form: form?.title ?? '全部表', first };
      report.add(unitCell.cell, 'receipt-twice', parameters);
      continue;
    }
    firstCells.set(key, unitCell.cell);
    const receipt: Receipt = {
      unit: unit.code,
      form: form?.key ?? null,
      receivedAt,
      paperReceived,
      extendedTo,
      exemptReason: plainText(at('exemptReason')),
    };
    warnOfMissingHour(receipt, tasks, at('receivedAt')?.cell ?? null, report);
    receipts.push(receipt);
  }
  return receipts;
}

/** Only a day was written and it is the day of the deadline: the unit would be named as late for want of an hour. */
function warnOfMissingHour(
  receipt: Receipt,
  tasks: readonly ContentTask[],
  cell: string | null,
  report: SheetReport,
): void {
  const { receivedAt, extendedTo } = receipt;
  if (receivedAt === null || !isWholeDay(receivedAt)) return;
  const day = receivedAt.slice(0, 10);
  const deadline = tasks
    .filter((task) => task.enabled && (receipt.form === null || task.form === receipt.form))
    .map((task) => extendedTo ?? task.deadline)
    .find((moment) => moment.slice(0, 10) === day && moment < receivedAt);
  if (deadline === undefined) return;
  report.warn(cell, 'receipt-without-hour', { day, deadline: formatMoment(deadline) });
}
