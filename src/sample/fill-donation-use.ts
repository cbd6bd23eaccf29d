import { addDays } from '../workbook/date-serial.js';
import type { Random } from './random.js';
import { dayInPeriod, type RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';
import { villageName } from './words.js';

const PURPOSES = ['资助困难学生', '慰问困难群众', '整治人居环境', '购买牲畜饲料'] as const;

/** One donation of 捐赠款物使用情况表 and what became of it. */
export function fillDonationUse(random: Random, context: RowContext): SampleRow {
  const givesMoney = random.chance(0.75);
  const moneyReceived = givesMoney ? random.whole(1, 400) * 10_000 : 0;
  const goodsReceived = !givesMoney || random.chance(0.3) ? random.whole(1, 300) * 8_050 : 0;
  const usedOf = (received: number) => Math.floor((received * random.whole(0, 4)) / 4);
  const [moneyUsed, goodsUsed] = [usedOf(moneyReceived), usedOf(goodsReceived)];
  const isUsed = moneyUsed + goodsUsed > 0;
  const disclosedOn = dayInPeriod(random, context);
  return rowOf({
    source: `示例${context.nextNumber()}号爱心企业`,
    receivedOn: addDays(disclosedOn, -random.whole(0, 20)),
    moneyReceived,
    goodsReceived,
    moneyUsed,
    goodsUsed,
    purpose: isUsed ? `${villageName(random)}${random.pick(PURPOSES)}` : null,
    beneficiaries: isUsed && random.chance(0.7) ? random.whole(1, 300) : null,
    manager: context.unitName,
    disclosed: isUsed ? '是' : '否',
    disclosedOn: isUsed ? disclosedOn : null,
  });
}
