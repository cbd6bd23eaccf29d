import { promptCheck } from '../../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../../hand-kept/hand-kept-styles.js';
import {
  type HandKeptColumn,
  plainColumn,
  planHandKeptTable,
  yesNoColumn,
} from '../../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import type { ContentTask, SettingsContent } from '../settings-content.js';
import { SETTINGS_SHEETS, TASK_COLUMNS } from '../settings-layout.js';
import { dayColumn, momentColumn } from './date-columns.js';

/** 报送任务: which forms are asked for and by when. */
export function planTasks(
  content: SettingsContent,
  tasks: readonly ContentTask[],
  titles: ReadonlyMap<string, string>,
): SheetPlan {
  const { form, title, attachment, enabled, periodStart, periodEnd, deadline, paperDeadline, owedBy } =
    TASK_COLUMNS;
  // What equals 设置 stays blank, so that changing it there next year changes it here.
  const unlessSame = (key: 'periodStart' | 'periodEnd' | 'deadline') => (task: ContentTask) =>
    task[key] === content[key] ? null : task[key];
  const asInSettings = '空着即用《设置》里的';
  const columns: readonly HandKeptColumn<ContentTask>[] = [
    plainColumn(form.title, 24, (task) => titles.get(task.form) ?? task.form, null),
    plainColumn(title.title, 52, (task) => task.title, promptCheck('印在表头的标题；空着即表名')),
    plainColumn(attachment.title, 10, (task) => task.attachment, null, CENTERED_TEXT_STYLE),
    yesNoColumn(enabled.title, '本次要报这张表填“是”', (task) => task.enabled),
    dayColumn(periodStart.title, 15, asInSettings, unlessSame('periodStart')),
    dayColumn(periodEnd.title, 15, asInSettings, unlessSame('periodEnd')),
    momentColumn(deadline.title, `${asInSettings}；不写钟点即当天24时`, unlessSame('deadline')),
    momentColumn(paperDeadline.title, '不收纸质件就空着；不写钟点即当天24时', (task) => task.paperDeadline),
    plainColumn(
      owedBy.title,
      36,
      (task) => task.owedBy,
      promptCheck(
        '《单位名册》里没有这张表的列时，哪些单位要报：全部，或单位类别、县（市）、单位名称，几个之间用“、”隔开',
      ),
    ),
  ];
  return planHandKeptTable({
    sheet: SETTINGS_SHEETS.tasks,
    columns,
    rows: tasks,
    frozenColumns: 1,
    spareRows: 20,
  });
}
