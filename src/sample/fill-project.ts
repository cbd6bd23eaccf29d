import type { Random } from './random.js';
import { dayInPeriod, type RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';
import { villageName } from './words.js';

const PROJECTS: readonly (readonly [name: string, kind: string, content: string])[] = [
  ['庭院养殖项目', '产业发展', '扶持脱贫户养鸡养羊'],
  ['村级冷库项目', '产业发展', '新建 50 吨冷库一座'],
  ['助学金项目', '教育助学', '资助困难学生入学'],
  ['村卫生室提升项目', '医疗健康', '添置检查设备'],
  ['屋顶修缮项目', '住房改善', '修缮漏雨屋顶'],
  ['村道硬化项目', '基础设施', '硬化道路 1.2 公里'],
  ['人饮管网项目', '基础设施', '更换入户管网'],
  ['垃圾清运项目', '人居环境', '购置清运车一辆'],
  ['文化活动室项目', '文化体育', '添置图书和器材'],
];

/** One project of 社会帮扶项目认领认捐表. */
export function fillProject(random: Random, context: RowContext): SampleRow {
  const [name, kind, content] = random.pick(PROJECTS);
  const investment = random.whole(2, 60) * 1_000_000;
  const wanted = Math.max(100_000, Math.floor((investment * random.whole(1, 10)) / 10));
  const draw = random.next();
  const pledged = draw < 0.35 ? 0 : draw < 0.65 ? Math.floor((wanted * random.whole(1, 9)) / 10) : wanted;
  const isPledged = pledged > 0;
  return rowOf(
    {
      project: name,
      place: villageName(random),
      kind,
      content: random.chance(0.7) ? content : null,
      investment,
      wanted,
      pledged,
      pledger: isPledged ? `示例${context.nextNumber()}号爱心企业` : null,
      pledgedOn: isPledged ? dayInPeriod(random, context) : null,
      paid: isPledged && random.chance(0.6) ? Math.floor((pledged * random.whole(0, 10)) / 10) : null,
      status: isPledged ? (pledged < wanted ? '部分认领' : '已认领') : '未认领',
    },
    isPledged && pledged === wanted && random.chance(0.2) ? { status: '全部认领' } : {},
  );
}
