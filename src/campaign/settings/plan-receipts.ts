import { promptCheck } from '../../hand-kept/cell-checks.js';
import {
  type HandKeptColumn,
  plainColumn,
  planHandKeptTable,
  yesNoColumn,
} from '../../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import type { Receipt } from '../campaign.js';
import { RECEIPT_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';
import { momentColumn } from './date-columns.js';
import { formCheck, UNIT_CHECK } from './named-checks.js';

/** 收件登记: when something was received, extended or excused, as far as files do not tell. */
export function planReceipts(
  receipts: readonly Receipt[],
  titles: ReadonlyMap<string, string>,
  taskCount: number,
): SheetPlan {
  const { unit, form, receivedAt, paperReceived, extendedTo, exemptReason } = RECEIPT_COLUMNS;
  const formTitle = (receipt: Receipt) =>
    receipt.form === null ? null : (titles.get(receipt.form) ?? receipt.form);
  const columns: readonly HandKeptColumn<Receipt>[] = [
    plainColumn(unit.title, 42, (receipt) => receipt.unit, UNIT_CHECK),
    plainColumn(
      form.title,
      24,
      formTitle,
      formCheck(taskCount, '从下拉框选，或写材料名称；空着即该单位的全部表和材料'),
    ),
    momentColumn(receivedAt.title, '如 2020-10-18 17:30', (receipt) => receipt.receivedAt),
    yesNoColumn(paperReceived.title, '收到盖章的纸质件填“是”', (receipt) => receipt.paperReceived),
    momentColumn(extendedTo.title, '准予延期到什么时间；不写钟点即当天24时', (receipt) => receipt.extendedTo),
    plainColumn(
      exemptReason.title,
      36,
      (receipt) => receipt.exemptReason,
      promptCheck('写了原因，没有报来时算免报'),
    ),
  ];
  return planHandKeptTable({ sheet: SETTINGS_SHEETS.receipts, columns, rows: receipts, frozenColumns: 1 });
}
