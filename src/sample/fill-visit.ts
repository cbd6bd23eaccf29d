import type { Random } from './random.js';
import { dayInPeriod, type RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';
import { personName, villageName } from './words.js';

const MATTERS = [
  '走访脱贫户，了解秋收和务工情况',
  '察看帮扶项目进度，研究下一步安排',
  '看望困难老人，送去慰问品',
  '宣讲政策，收集微心愿',
  '协调解决饮水管道冻裂问题',
] as const;

/** One visit of 定点帮扶走访登记表. */
export function fillVisit(random: Random, context: RowContext): SampleRow {
  const teamSize = random.whole(2, 5);
  const problemsFound = random.whole(0, 6);
  return rowOf({
    visitedOn: dayInPeriod(random, context),
    village: villageName(random),
    members: Array.from({ length: teamSize }, () => personName(random)).join('、'),
    teamSize,
    households: random.whole(1, 20),
    matters: random.pick(MATTERS),
    problemsFound,
    problemsSolved: random.whole(0, problemsFound),
    consolation: random.chance(0.4) ? random.whole(1, 60) * 10_000 : null,
  });
}
