import {
  cellAt,
  plainText,
  type SheetTable,
  type TableCell,
  usedRowNumbers,
} from '../../hand-kept/sheet-table.js';
import { foldText } from '../../workbook/cell-text.js';
import { SETTINGS_ITEMS, type SettingsItem, type SettingsItemKey } from '../settings-layout.js';
import type { SheetReport } from './settings-report.js';

interface FoundItem {
  readonly label: string;
  readonly labelCell: string;
  readonly content: TableCell;
}

const ITEMS = Object.entries(SETTINGS_ITEMS) as [SettingsItemKey, SettingsItem][];

/** The content cells of 设置 by item; items written twice or misspelled are reported. */
export function findItems(table: SheetTable, report: SheetReport): ReadonlyMap<SettingsItemKey, TableCell> {
  const keys = new Map<string, SettingsItemKey>();
  for (const [key, item] of ITEMS) {
    for (const title of [item.title, ...item.aliases]) keys.set(foldText(title), key);
  }
  const found = new Map<SettingsItemKey, FoundItem>();
  const unknown: FoundItem[] = [];
  for (const rowNumber of usedRowNumbers(table)) {
    const labelCell = cellAt(table, rowNumber, 'item');
    const content = cellAt(table, rowNumber, 'content');
    const label = plainText(labelCell);
    if (label === null || labelCell === null || content === null) continue;
    const row: FoundItem = { label, labelCell: labelCell.cell, content };
    const key = keys.get(foldText(label));
    const first = key === undefined ? undefined : found.get(key);
    if (key === undefined) unknown.push(row);
    else if (first) report.add(row.labelCell, 'item-twice', { title: label, first: first.labelCell });
    else found.set(key, row);
  }
  const all = [...found, ...findMisspelled(found, unknown, report)];
  return new Map(all.map(([key, row]) => [key, row.content]));
}

/** Unknown items are ignored, unless they look like a known one that is nowhere. */
function findMisspelled(
  found: ReadonlyMap<SettingsItemKey, FoundItem>,
  unknown: readonly FoundItem[],
  report: SheetReport,
): ReadonlyMap<SettingsItemKey, FoundItem> {
  const taken = new Map<SettingsItemKey, FoundItem>();
  const rest = new Set(unknown);
  for (const [key, item] of ITEMS) {
    if (found.has(key)) continue;
    const near = [...rest]
      .map((row) => ({ row, distance: editDistance(foldText(row.label), foldText(item.title)) }))
      .filter(({ row, distance }) => distance <= 2 && distance * 2 < row.label.length)
      .sort((a, b) => a.distance - b.distance)[0]?.row;
    if (near === undefined) continue;
    rest.delete(near);
    const parameters = { found: near.label, title: item.title };
    if (item.required) {
      report.add(near.labelCell, 'item-misspelled', parameters);
      // Its content is checked too, so that one more round is not needed.
      taken.set(key, near);
    } else report.warn(near.labelCell, 'item-misspelled', parameters);
  }
  return taken;
}

/** Characters to insert, drop or change to make one text of the other. */
function editDistance(a: string, b: string): number {
  const right = [...b];
  let previous = right.map((_, index) => index + 1);
  let row = 0;
  for (const character of a) {
    row++;
    const current: number[] = [];
    for (let index = 0; index < right.length; index++) {
      const diagonal = index === 0 ? row - 1 : previous[index - 1]!;
      const left = index === 0 ? row : current[index - 1]!;
      current.push(Math.min(diagonal + (right[index] === character ? 0 : 1), left + 1, previous[index]! + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? row;
}
