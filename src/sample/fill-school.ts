import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { rowOf, type SampleRow, type SampleValue } from './sample-row.js';

const STAGES = ['学前', '小学', '初中', '高中', '中职', '其他'] as const;

/** One school of 教育系统扶贫日活动情况统计表: the unit itself, or a teaching point that belongs to it. */
export function fillSchool(random: Random, context: RowContext): SampleRow {
  const school = random.chance(0.6)
    ? context.unitName
    : `${context.unitName}示例教学点${context.nextNumber()}`;
  const takesPart = random.chance(0.85);
  const optional = (make: () => SampleValue) => (takesPart && random.chance(0.6) ? make() : null);
  const gives = takesPart && random.chance(0.2);
  const studentsAided = optional(() => random.whole(1, 40));
  return rowOf({
    school,
    stage: random.chance(0.8) ? random.pick(STAGES) : null,
    schools: 1,
    schoolsTaking: takesPart ? 1 : 0,
    teachers: takesPart ? random.whole(5, 120) : 0,
    students: takesPart ? random.whole(40, 1800) : 0,
    activities: takesPart ? random.whole(1, 12) : 0,
    articles: optional(() => random.whole(0, 15)),
    leaflets: optional(() => random.whole(0, 2000)),
    money: gives ? random.whole(1, 80) * 10_000 : null,
    goodsValue: gives && random.chance(0.5) ? random.whole(5_000, 200_000) : null,
    studentsAided,
    aidMoney: studentsAided === null ? null : Number(studentsAided) * random.whole(2, 10) * 10_000,
    explanation: gives ? '教职工自愿捐赠' : null,
  });
}
