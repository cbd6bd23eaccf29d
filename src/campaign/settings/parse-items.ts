import { openTable } from '../../hand-kept/open-table.js';
import { numberOfCell, plainText, shownText, type TableCell } from '../../hand-kept/sheet-table.js';
import { SUSPICIONS, type Suspicion } from '../../issue/suspicions.js';
import { foldText } from '../../workbook/cell-text.js';
import type { GridWorkbook } from '../../workbook/grid.js';
import type { SettingsContent } from '../settings-content.js';
import {
  DEFAULT_TARGET_PERCENT,
  DEFAULT_WISH_AMOUNT_LIMIT,
  SETTINGS_COLUMNS,
  SETTINGS_ITEMS,
  SETTINGS_SHEETS,
  type SettingsItemKey,
  TARGET_BASES,
} from '../settings-layout.js';
import { checkDeadline, checkPeriod, UNREADABLE } from './check-dates.js';
import { findItems } from './find-items.js';
import { dayOfCell, momentOfCell } from './moment-cells.js';
import { isErrorCell, readDate, readYesNo } from './read-cells.js';
import type { SettingsReport, SheetReport } from './settings-report.js';

/** What the sheet 设置 says. */
export type SettingsItems = Omit<SettingsContent, 'tasks' | 'materials' | 'units' | 'receipts' | 'decisions'>;

/** Reads 设置. What is missing or cannot be read is reported and stands as UNREADABLE or as its default. */
export function parseItems(workbook: GridWorkbook, settingsReport: SettingsReport): SettingsItems {
  const sheet = SETTINGS_SHEETS.settings;
  const report = settingsReport.forSheet(sheet);
  const expected = { sheet, columns: SETTINGS_COLUMNS, required: ['item', 'content'], isOptional: false };
  const table = openTable(workbook, expected, report);
  const found = table === null ? null : findItems(table, report);
  const cellOf = (key: SettingsItemKey): TableCell | null => found?.get(key) ?? null;
  const textOf = (key: SettingsItemKey): string | null => plainText(cellOf(key));
  const requiredText = (key: SettingsItemKey): string => {
    const text = textOf(key);
    // Without the sheet itself, saying that every item is missing would only repeat it.
    if (text === null && found !== null && !isErrorCell(cellOf(key))) {
      report.add(cellOf(key)?.cell ?? null, 'item-missing', { title: SETTINGS_ITEMS[key].title });
    }
    return text ?? UNREADABLE;
  };
  const requiredDate = (key: SettingsItemKey, read: (cell: TableCell) => string | null): string => {
    if (requiredText(key) === UNREADABLE) return UNREADABLE;
    return readDate(cellOf(key), SETTINGS_ITEMS[key].title, read, report) ?? UNREADABLE;
  };
  const items: SettingsItems = {
    name: requiredText('name'),
    prefecture: requiredText('prefecture'),
    periodStart: requiredDate('periodStart', dayOfCell),
    periodEnd: requiredDate('periodEnd', dayOfCell),
    deadline: requiredDate('deadline', momentOfCell),
    receiver: textOf('receiver'),
    contact: textOf('contact'),
    phone: textOf('phone'),
    email: textOf('email'),
    targetPercent: readPercent(cellOf('targetPercent'), report),
    targetBasis: readBasis(cellOf('targetBasis'), report),
    wishAmountLimit: readAmount(cellOf('wishAmountLimit'), report),
    passwords: textOf('passwords')?.split(/\s+/) ?? [],
    suspicions: new Set(SUSPICIONS.filter((suspicion) => isOn(cellOf(suspicion), suspicion, report))),
  };
  const { periodStart, periodEnd, deadline } = items;
  const { title } = SETTINGS_ITEMS.deadline;
  checkPeriod(periodStart, periodEnd, cellOf('periodEnd')?.cell ?? null, report);
  checkDeadline({ moment: deadline, title, cell: cellOf('deadline')?.cell ?? null }, periodStart, report);
  return items;
}

function readPercent(cell: TableCell | null, report: SheetReport): number {
  if (cell === null || plainText(cell) === null) return DEFAULT_TARGET_PERCENT;
  const parameters = { title: SETTINGS_ITEMS.targetPercent.title, value: shownText(cell) };
  const read = numberOfCell(cell, /%$/);
  if (read === null) report.add(cell.cell, 'percent-not-a-number', parameters);
  else if (read.number < 0 || read.number > 100) report.add(cell.cell, 'percent-out-of-range', parameters);
  else if (read.number > 0 && read.number < 1 && !read.hasSuffix) {
    // A cell formatted as a percentage shows 30% and holds 0.3; taken for 0.3 % nobody would miss the target.
    const suggestion = Number((read.number * 100).toPrecision(12));
    report.add(cell.cell, 'percent-below-one', { ...parameters, suggestion });
  }
  return read?.number ?? DEFAULT_TARGET_PERCENT;
}

function readBasis(cell: TableCell | null, report: SheetReport): string {
  const text = plainText(cell);
  if (cell === null || text === null) return TARGET_BASES[0];
  const basis = TARGET_BASES.find((word) => word === foldText(text));
  if (basis === undefined) {
    report.add(cell.cell, 'bad-basis', { title: SETTINGS_ITEMS.targetBasis.title, value: text });
  }
  return basis ?? TARGET_BASES[0];
}

/** A check is on unless the cell says 否. */
function isOn(cell: TableCell | null, suspicion: Suspicion, report: SheetReport): boolean {
  return cell === null || plainText(cell) === null
    ? true
    : readYesNo(cell, SETTINGS_ITEMS[suspicion].title, report);
}

function readAmount(cell: TableCell | null, report: SheetReport): number {
  if (cell === null || plainText(cell) === null) return DEFAULT_WISH_AMOUNT_LIMIT;
  const read = numberOfCell(cell, /元$/);
  if (read === null || read.number < 0 || cell.isDate) {
    const parameters = { title: SETTINGS_ITEMS.wishAmountLimit.title, value: shownText(cell) };
    report.add(cell.cell, 'bad-amount', parameters);
  }
  return read?.number ?? DEFAULT_WISH_AMOUNT_LIMIT;
}
