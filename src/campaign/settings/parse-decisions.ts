import { openTable } from '../../hand-kept/open-table.js';
import {
  cellAt,
  plainText,
  rawText,
  type SheetTable,
  type TableCell,
  usedRowNumbers,
} from '../../hand-kept/sheet-table.js';
import { foldText } from '../../workbook/cell-text.js';
import type { GridWorkbook } from '../../workbook/grid.js';
import { DECISION_ACTIONS, type Decision, type DecisionAction } from '../campaign.js';
import type { RosterIndex } from '../roster-index.js';
import { DECISION_COLUMNS, RECEIVED_FOLDER, SETTINGS_SHEETS } from '../settings-layout.js';
import { dayOfCell } from './moment-cells.js';
import { isErrorCell, type Reported, readDate, readForm, readUnit } from './read-cells.js';
import type { SettingsReport, SheetReport } from './settings-report.js';

/** Reads 人工认定: what the coordinator decided about doubtful files. The sheet may be missing. */
export function parseDecisions(
  workbook: GridWorkbook,
  forms: readonly Reported[],
  roster: RosterIndex,
  settingsReport: SettingsReport,
): readonly Decision[] {
  const sheet = SETTINGS_SHEETS.decisions;
  const report = settingsReport.forSheet(sheet);
  const expected = { sheet, columns: DECISION_COLUMNS, required: ['file', 'action'], isOptional: true };
  const table = openTable(workbook, expected, report);
  if (table === null) return [];
  return usedRowNumbers(table).flatMap((rowNumber) => {
    const decision = parseDecision(table, rowNumber, forms, roster, report);
    return decision === null ? [] : [decision];
  });
}

function parseDecision(
  table: SheetTable,
  rowNumber: number,
  forms: readonly Reported[],
  roster: RosterIndex,
  report: SheetReport,
): Decision | null {
  const at = (key: keyof typeof DECISION_COLUMNS) => cellAt(table, rowNumber, key);
  const textAt = (key: keyof typeof DECISION_COLUMNS) => plainText(at(key));
  const rawAt = (key: 'file' | 'sheet') => (isErrorCell(at(key)) ? null : rawText(at(key)));
  const fileCell = at('file')!;
  const file = rawAt('file');
  if (file === null && !isErrorCell(fileCell)) report.add(fileCell.cell, 'file-missing');
  const action = readAction(at('action')!, report);
  const unit = readUnit(at('unit'), roster, report);
  const form = readForm(at('form'), forms, report);
  if (action === '认定') {
    const cellOr = (key: 'unit' | 'form') => at(key)?.cell ?? at('action')!.cell;
    if (textAt('unit') === null) report.add(cellOr('unit'), 'decision-unit-missing');
    if (textAt('form') === null) report.add(cellOr('form'), 'decision-form-missing');
  }
  const decidedOn = readDate(at('decidedOn'), DECISION_COLUMNS.decidedOn.title, dayOfCell, report);
  if (file === null || action === null) return null;
  return {
    file: normaliseDecisionFile(file),
    sheet: rawAt('sheet'),
    unit: unit?.code ?? null,
    form: form?.key ?? null,
    action,
    reason: textAt('reason'),
    decidedBy: textAt('decidedBy'),
    decidedOn,
  };
}

function readAction(cell: TableCell, report: SheetReport): DecisionAction | null {
  const text = plainText(cell);
  const known = DECISION_ACTIONS.join('、');
  if (text === null) {
    if (!isErrorCell(cell)) report.add(cell.cell, 'action-missing', { known });
    return null;
  }
  const action = DECISION_ACTIONS.find((word) => word === foldText(text));
  if (action !== undefined) return action;
  report.add(cell.cell, 'unknown-action', { value: text, known });
  return null;
}

/**
 * A file as 人工认定 names it → its path below the working folder with `/`, starting with 收件/. Takes paths as
 * Windows copies them: quoted, absolute, with backslashes.
 */
export function normaliseDecisionFile(text: string): string {
  const path = text
    .trim()
    .replace(/^["“](.*)["”]$/, '$1')
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .replace(/^(?:\.\/)+/, '');
  const isAbsolute = /^(?:[A-Za-z]:)?\//.test(path);
  const received = `/${RECEIVED_FOLDER}/`;
  if (isAbsolute && path.includes(received)) return path.slice(path.indexOf(received) + 1);
  return path.startsWith(`${RECEIVED_FOLDER}/`) ? path : `${RECEIVED_FOLDER}/${path.replace(/^\//, '')}`;
}
