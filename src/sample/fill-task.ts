import { addDays } from '../workbook/date-serial.js';
import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';

const TASKS = [
  '“扶贫日”系列活动组织',
  '社会扶贫网推广应用',
  '消费扶贫专柜建设',
  '扶贫项目资产清查',
  '防止返贫监测排查',
  '驻村工作队管理考核',
  '易地搬迁后续扶持',
] as const;
const PROGRESS = ['已印发方案，正在组织实施', '完成三分之二，进展顺利', '已全部完成并上报总结'] as const;

/** One task of 月度任务推进表. */
export function fillTask(random: Random, context: RowContext): SampleRow {
  const isDone = random.chance(0.35);
  const isDelayed = !isDone && random.chance(0.2);
  return rowOf({
    task: random.pick(TASKS),
    leadUnit: context.unitName,
    responsibleUnits: random.chance(0.6) ? '各乡镇、各帮扶单位' : null,
    progress: isDone ? PROGRESS[2] : random.pick(PROGRESS.slice(0, 2)),
    problems: isDelayed ? '资金没有到位，需要协调' : null,
    nextStep: isDone ? null : '按月调度，盯紧时限',
    dueOn: addDays(context.task.periodEnd, random.whole(isDone ? -20 : 0, 60)),
    status: isDone ? '已完成' : isDelayed ? '进度滞后' : random.pick(['未启动', '推进中']),
  });
}
