import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';
import { villageName } from './words.js';

const PRODUCTS = ['牛羊肉', '面粉、清油', '土鸡蛋', '蜂蜜', '红花籽油', '打瓜籽', '奶制品'] as const;

/** One source of produce of 消费帮扶统计表. */
export function fillProduce(random: Random, _context: RowContext): SampleRow {
  const money = (share: number) => (random.chance(share) ? random.whole(1, 400) * 5_050 : 0);
  const [canteen, union, personal, helpedSell] = [money(0.7), money(0.4), money(0.7), money(0.5)];
  const total = canteen + union + personal + helpedSell;
  return rowOf(
    {
      source: `${villageName(random)}${random.chance(0.4) ? '合作社' : ''}`,
      products: total > 0 || random.chance(0.3) ? random.pick(PRODUCTS) : null,
      canteen,
      union,
      personal,
      helpedSell,
      onPlatform: random.chance(0.5) ? Math.floor((total * random.whole(0, 10)) / 10) : null,
      households: total > 0 && random.chance(0.6) ? random.whole(1, 60) : null,
    },
    random.chance(0.15) ? { bought: (canteen + union + personal) / 100 } : {},
  );
}
