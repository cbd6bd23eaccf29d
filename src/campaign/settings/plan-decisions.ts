import { promptCheck, wordsCheck } from '../../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../../hand-kept/hand-kept-styles.js';
import { type HandKeptColumn, plainColumn, planHandKeptTable } from '../../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { DECISION_ACTIONS, type Decision } from '../campaign.js';
import { DECISION_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';
import { dayColumn } from './date-columns.js';
import { formCheck, UNIT_CHECK } from './named-checks.js';

const ACTIONS_PROMPT =
  '认定：是这个单位的这张表；采用：以这一份为准；作废：不算；放行：有错也计入；确认：疑问已核实';

/** 人工认定: what was decided about doubtful files. */
export function planDecisions(
  decisions: readonly Decision[],
  titles: ReadonlyMap<string, string>,
  taskCount: number,
): SheetPlan {
  const { file, sheet, unit, form, action, reason, decidedBy, decidedOn } = DECISION_COLUMNS;
  const formTitle = (decision: Decision) =>
    decision.form === null ? null : (titles.get(decision.form) ?? decision.form);
  const columns: readonly HandKeptColumn<Decision>[] = [
    plainColumn(file.title, 48, (decision) => decision.file, promptCheck('从《校验问题清单》里复制')),
    plainColumn(sheet.title, 22, (decision) => decision.sheet, promptCheck('空着即文件里的全部工作表')),
    plainColumn(unit.title, 42, (decision) => decision.unit, UNIT_CHECK),
    plainColumn(form.title, 24, formTitle, formCheck(taskCount, '从下拉框选，或写材料名称')),
    plainColumn(
      action.title,
      10,
      (decision) => decision.action,
      wordsCheck(DECISION_ACTIONS, ACTIONS_PROMPT, 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(reason.title, 36, (decision) => decision.reason, null),
    plainColumn(decidedBy.title, 12, (decision) => decision.decidedBy, null, CENTERED_TEXT_STYLE),
    dayColumn(decidedOn.title, 14, '如 2020-10-20', (decision) => decision.decidedOn),
  ];
  return planHandKeptTable({ sheet: SETTINGS_SHEETS.decisions, columns, rows: decisions, frozenColumns: 1 });
}
