import type { FormDefinition } from '../../form/form-definition.js';
import { openTable } from '../../hand-kept/open-table.js';
import {
  cellAt,
  plainText,
  type SheetTable,
  type TableCell,
  usedRowNumbers,
} from '../../hand-kept/sheet-table.js';
import type { GridWorkbook } from '../../workbook/grid.js';
import type { ContentTask } from '../settings-content.js';
import { SETTINGS_SHEETS, TASK_COLUMNS } from '../settings-layout.js';
import { checkDeadline, checkPeriod } from './check-dates.js';
import { dayOfCell, momentOfCell } from './moment-cells.js';
import type { SettingsItems } from './parse-items.js';
import { isErrorCell, readDate, readForm, readYesNo } from './read-cells.js';
import type { SettingsReport, SheetReport } from './settings-report.js';

type TaskColumn = keyof typeof TASK_COLUMNS;

/** The rows of 报送任务, and where each form's 应报单位 stands. */
export interface ParsedTasks {
  readonly tasks: readonly ContentTask[];
  readonly owedByCells: ReadonlyMap<string, string>;
}

/** Reads 报送任务: which forms are asked for, enabled or not, and by when. Blank dates are those of 设置. */
export function parseTasks(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  settings: SettingsItems,
  settingsReport: SettingsReport,
): ParsedTasks {
  const sheet = SETTINGS_SHEETS.tasks;
  const report = settingsReport.forSheet(sheet);
  const expected = { sheet, columns: TASK_COLUMNS, required: ['form', 'enabled'], isOptional: false };
  const table = openTable(workbook, expected, report);
  const owedByCells = new Map<string, string>();
  if (table === null) return { tasks: [], owedByCells };
  const tasks: ContentTask[] = [];
  const firstCells = new Map<string, string>();
  let hasUnreadableRow = false;
  for (const rowNumber of usedRowNumbers(table)) {
    const formCell = cellAt(table, rowNumber, 'form')!;
    const form = readForm(formCell, forms, report);
    if (form === null) {
      if (plainText(formCell) === null && !isErrorCell(formCell)) report.add(formCell.cell, 'form-missing');
      hasUnreadableRow = true;
      continue;
    }
    const first = firstCells.get(form.key);
    if (first !== undefined) report.add(formCell.cell, 'form-twice', { title: form.title, first });
    else firstCells.set(form.key, formCell.cell);
    const task = parseTask(table, rowNumber, form, settings, report);
    if (first !== undefined) continue;
    tasks.push(task);
    const owedByCell = cellAt(table, rowNumber, 'owedBy');
    if (owedByCell !== null) owedByCells.set(form.key, owedByCell.cell);
  }
  if (!hasUnreadableRow && !tasks.some((task) => task.enabled)) report.add(null, 'no-form-enabled');
  return { tasks, owedByCells };
}

function parseTask(
  table: SheetTable,
  rowNumber: number,
  form: FormDefinition,
  settings: SettingsItems,
  report: SheetReport,
): ContentTask {
  const at = (key: TaskColumn) => cellAt(table, rowNumber, key);
  const date = (key: TaskColumn, read: (cell: TableCell) => string | null) =>
    readDate(at(key), TASK_COLUMNS[key].title, read, report);
  const ownStart = date('periodStart', dayOfCell);
  const ownEnd = date('periodEnd', dayOfCell);
  const ownDeadline = date('deadline', momentOfCell);
  const paperDeadline = date('paperDeadline', momentOfCell);
  const enabled = readYesNo(at('enabled'), TASK_COLUMNS.enabled.title, report);
  const periodStart = ownStart ?? settings.periodStart;
  const periodEnd = ownEnd ?? settings.periodEnd;
  const deadline = ownDeadline ?? settings.deadline;
  // What is taken over from 设置 is judged there.
  if (ownStart !== null || ownEnd !== null) {
    const cell = at(ownEnd === null ? 'periodStart' : 'periodEnd');
    checkPeriod(periodStart, periodEnd, cell?.cell ?? null, report);
  }
  const check = (key: 'deadline' | 'paperDeadline', moment: string | null, blamed: TaskColumn) => {
    const { title } = TASK_COLUMNS[key];
    checkDeadline({ moment, title, cell: at(blamed)?.cell ?? null }, periodStart, report);
  };
  if (enabled && (ownDeadline !== null || ownStart !== null)) {
    check('deadline', deadline, ownDeadline === null ? 'periodStart' : 'deadline');
  }
  if (enabled) check('paperDeadline', paperDeadline, 'paperDeadline');
  return {
    form: form.key,
    title: plainText(at('title')) ?? form.title,
    attachment: plainText(at('attachment')) ?? String(form.attachment),
    enabled,
    periodStart,
    periodEnd,
    deadline,
    paperDeadline,
    owedBy: plainText(at('owedBy')),
  };
}
