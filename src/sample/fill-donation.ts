import type { Random } from './random.js';
import { dayInPeriod, type RowContext } from './row-context.js';
import { rowOf, type SampleRow, type SampleValue } from './sample-row.js';
import { personName, villageName } from './words.js';

const KINDS = ['单位', '职工集体', '企业', '社会组织', '个人'] as const;
const GOODS: readonly (readonly [name: string, unit: string, cents: number])[] = [
  ['面粉', '袋', 9_500],
  ['清油', '桶', 7_250],
  ['棉被', '床', 18_000],
  ['校服', '套', 12_600],
  ['化肥', '公斤', 320],
  ['图书', '册', 2_880],
];
const PURPOSES = ['助学', '慰问困难群众', '环境整治', '购买生产资料', '改善人居环境'];

/** One donation of 捐赠款物统计表. */
export function fillDonation(random: Random, context: RowContext): SampleRow {
  const kind = random.pick(KINDS);
  const isDirected = random.chance(0.5);
  const givesGoods = random.chance(0.35);
  const givesMoney = !givesGoods || random.chance(0.4);
  const intent = isDirected ? '定向' : random.chance(0.7) ? '非定向' : null;
  const values: Record<string, SampleValue> = {
    donor: donorName(random, context, kind),
    donorKind: kind,
    donorCount: kind === '职工集体' ? random.whole(3, 80) : kind === '个人' ? 1 : null,
    consent: kind === '个人' ? random.pick(['是', '否']) : null,
    donatedOn: dayInPeriod(random, context),
    money: givesMoney ? money(random) : null,
    ...(givesGoods ? goods(random) : {}),
    recipient: villageName(random),
    intent,
    purpose: isDirected || random.chance(0.3) ? random.pick(PURPOSES) : null,
    receiptNo: random.chance(0.6) ? `SL${String(context.nextNumber()).padStart(7, '0')}` : null,
  };
  const total = Number(values.money ?? 0) + Number(values.goodsValue ?? 0);
  return rowOf(values, {
    ...(intent !== null && random.chance(0.15) ? { intent: isDirected ? '是' : '否' } : {}),
    ...(values.purpose === null && random.chance(0.2) ? { purpose: '—' } : {}),
    ...(random.chance(0.1) ? { remarks: '无' } : {}),
    ...(random.chance(0.15) ? { total: total / 100 } : {}),
  });
}

function donorName(random: Random, context: RowContext, kind: (typeof KINDS)[number]): string {
  const number = String(context.nextNumber()).padStart(4, '0');
  switch (kind) {
    case '单位':
      return random.chance(0.7) ? context.unitName : `示例帮扶单位${number}`;
    case '职工集体':
      return `${context.unitName}干部职工`;
    case '企业':
      return `示例${number}号爱心企业`;
    case '社会组织':
      return `示例${number}号公益协会`;
    default:
      return `${personName(random)}（示例${number}）`;
  }
}

function money(random: Random): number {
  if (random.chance(0.25)) return random.whole(5_001, 900_000);
  return random.whole(1, 300) * 10_000;
}

function goods(random: Random): Record<string, SampleValue> {
  const [goodsName, goodsUnit, cents] = random.pick(GOODS);
  const quantity = random.whole(2, 120);
  const half = goodsUnit === '公斤' && random.chance(0.5) ? 0.5 : 0;
  return {
    goodsName,
    goodsQuantity: quantity + half,
    goodsUnit,
    goodsBasis: random.pick(['发票', '合同', '政府采购价', '市场价估算', null]),
    goodsValue: cents * quantity + half * cents,
  };
}
