import { addDays, serialOfDate } from '../workbook/date-serial.js';
import type { Random } from './random.js';
import { dayInPeriod, type RowContext } from './row-context.js';
import { rowOf, type SampleRow, type SampleValue } from './sample-row.js';
import { personName, phoneNumber, villageName } from './words.js';

const CATEGORIES = [
  '脱贫户',
  '监测户',
  '边缘户',
  '低保户',
  '特困人员',
  '残疾人',
  '困境儿童',
  '老人',
  '其他',
] as const;
const WISHES: readonly (readonly [wish: string, kind: string])[] = [
  ['想要一张书桌', '学习用品'],
  ['一套文具和书包', '学习用品'],
  ['一件过冬的棉衣', '生活用品'],
  ['一袋面粉一桶油', '生活用品'],
  ['更换一口铁锅', '生活用品'],
  ['一副助听器', '医疗康复'],
  ['一台血压计', '医疗康复'],
  ['十只鸡苗', '产业就业'],
  ['学一门手艺', '产业就业'],
  ['修补屋顶', '住房环境'],
  ['去博物馆看一看', '陪伴体验'],
  ['有人陪着下棋', '陪伴体验'],
];
const REASONS = ['本人已外出务工，暂不需要', '已由民政部门解决', '经入户解释，本人同意取消'];

/** One wish of 微心愿对接表. */
export function fillWish(random: Random, context: RowContext): SampleRow {
  const category = random.pick(CATEGORIES);
  const isChild = category === '困境儿童';
  const [wish, wishKind] = random.pick(WISHES);
  const status = statusOf(random);
  const collectedOn = addDays(context.task.periodStart, -random.whole(0, 20));
  const optional = (make: () => SampleValue, share = 0.7) => (random.chance(share) ? make() : null);
  const limit = Math.min(20, Math.floor(Number(context.parameters.wishAmountLimit) / 100));
  const budget = optional(() => random.whole(1, limit) * 10_000, 0.85);
  const row = rowOf({
    wishNo: optional(() => `XY-${String(context.nextNumber()).padStart(6, '0')}`, 0.8),
    name: personName(random),
    sex: optional(() => random.pick(['男', '女'])),
    age: optional(() => (isChild ? random.whole(4, 15) : random.whole(18, 92))),
    category,
    place: isChild ? `示例第${random.whole(1, 30)}小学` : villageName(random),
    phone: optional(() => phoneNumber(random)),
    wish,
    wishKind: optional(() => wishKind),
    budget,
    collectedOn: optional(() => collectedOn, 0.8),
    status,
    ...docking(random, context, status, limit),
    explanation: status === '已取消' ? random.pick(REASONS) : null,
    remarks: null,
  });
  return withHabits(random, row);
}

function statusOf(random: Random): string {
  const draw = random.next();
  if (draw < 0.4) return '待对接';
  if (draw < 0.65) return '已对接';
  return draw < 0.93 ? '已实现' : '已取消';
}

function docking(
  random: Random,
  context: RowContext,
  status: string,
  limit: number,
): Record<string, SampleValue> {
  if (status !== '已对接' && status !== '已实现') {
    return { onPlatform: random.chance(0.3) ? '否' : null };
  }
  const claimedOn = dayInPeriod(random, context);
  const isDone = status === '已实现';
  return {
    onPlatform: random.chance(0.6) ? '是' : random.chance(0.7) ? '否' : null,
    claimUnit: context.unitName,
    claimer: random.chance(0.6) ? personName(random) : null,
    claimerPhone: random.chance(0.5) ? phoneNumber(random) : null,
    claimedOn,
    fulfilledOn: isDone ? laterDay(random, claimedOn, context.lastDay) : null,
    spent: isDone ? spending(random, limit) : null,
  };
}

function spending(random: Random, limit: number): number {
  return random.chance(0.2) ? random.whole(0, limit * 10_000) : random.whole(0, limit) * 10_000;
}

function laterDay(random: Random, day: string, lastDay: string): string {
  return day >= lastDay ? day : addDays(day, random.whole(0, serialOfDate(lastDay) - serialOfDate(day)));
}

/** Older words for the same options; phone numbers as numbers, as Excel makes them. */
function withHabits(random: Random, row: SampleRow): SampleRow {
  const { category, status, phone, claimerPhone } = row.values;
  const asNumber = (value: SampleValue | undefined) => typeof value === 'string' && random.chance(0.6);
  const words: Readonly<Record<string, string>> = {
    待对接: '未对接',
    已对接: '已认领',
    已实现: '已圆梦',
  };
  const older = words[String(status)];
  return {
    ...row,
    written: {
      ...(category === '脱贫户' && random.chance(0.4) ? { category: '建档立卡户' } : {}),
      ...(older !== undefined && random.chance(0.15) ? { status: older } : {}),
      ...(asNumber(phone) ? { phone: Number(phone) } : {}),
      ...(asNumber(claimerPhone) ? { claimerPhone: Number(claimerPhone) } : {}),
      ...(random.chance(0.1) ? { remarks: '—' } : {}),
    },
  };
}
