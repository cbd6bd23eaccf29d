import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';

const PRACTICES = [
  '设立展销专区，现场签约销售',
  '组织志愿者进村入户，帮助解决实际困难',
  '请技术人员到田间地头讲课',
  '线上线下同步开展，群众参与热情高',
] as const;

/** One theme of 扶贫日系列活动开展情况表; which one, the template says. About half of them were not held. */
export function fillTheme(random: Random, context: RowContext): SampleRow {
  if (random.chance(0.5)) return rowOf({ sessions: 0, participants: 0 });
  const sessions = random.whole(1, 8);
  return rowOf({
    leadUnit: context.unitName,
    sessions,
    participants: sessions * random.whole(5, 120),
    amount: random.chance(0.5) ? random.whole(1, 500) * 10_000 : null,
    practice: random.pick(PRACTICES),
  });
}
