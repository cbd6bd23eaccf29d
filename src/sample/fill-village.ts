import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { rowOf, type SampleRow, type SampleValue } from './sample-row.js';
import { villageName } from './words.js';

/** Share of rows in returned files that are zero throughout. */
const ZERO_SHARE = 0.44;
const NUMBERS = [
  'householdsPaired',
  'responsibleCadres',
  'cadreVisits',
  'leaderVisits',
  'householdsVisited',
  'activities',
  'householdsConsoled',
  'consolationMoney',
  'consolationGoods',
  'problemsSolved',
] as const;

/** One 帮扶村 of 结对帮扶活动月统计表. */
export function fillVillage(random: Random, _context: RowContext): SampleRow {
  const village = villageName(random);
  if (random.chance(ZERO_SHARE)) {
    return rowOf({ village, ...Object.fromEntries(NUMBERS.map((key) => [key, 0])) });
  }
  return busyVillage(random, village);
}

function busyVillage(random: Random, village: string): SampleRow {
  const householdsPaired = random.whole(8, 120);
  const householdsVisited = random.whole(3, householdsPaired);
  const householdsConsoled = random.chance(0.7) ? random.whole(1, householdsVisited) : 0;
  const { money, goods } = consolation(random, householdsConsoled);
  const cadreVisits = random.whole(2, 160);
  const problemsCollected = random.chance(0.7) ? random.whole(0, 30) : null;
  const optional = (make: () => SampleValue, share = 0.6) => (random.chance(share) ? make() : null);
  const row = rowOf({
    village,
    householdsPaired,
    responsibleCadres: random.whole(1, householdsPaired),
    measuresMade: optional(() => random.whole(0, householdsPaired)),
    cadreVisits,
    leaderVisits: random.whole(0, Math.min(cadreVisits, 20)),
    householdsVisited,
    householdVisitTimes: optional(() => householdsVisited + random.whole(0, 80)),
    activities: random.whole(0, 12),
    trained: optional(() => random.whole(0, 200)),
    leaflets: optional(() => random.whole(0, 1500)),
    householdsConsoled,
    consolationMoney: money,
    consolationGoods: goods,
    problemsCollected,
    problemsSolved: random.whole(0, problemsCollected ?? 20),
    projectsBrought: optional(() => random.whole(0, 3), 0.4),
    fundsBrought: optional(() => random.whole(0, 80) * 1_000_000, 0.4),
    produceBought: optional(() => cents(random, 100_000, 2_000_000), 0.5),
    produceSold: optional(() => cents(random, 100_000, 5_000_000), 0.5),
    explanation: null,
    remarks: null,
  });
  return withHabits(random, row);
}

/** 200 to 2000 元 a household, part of it in kind. */
function consolation(random: Random, households: number): { money: number; goods: number } {
  if (households === 0) return { money: 0, goods: 0 };
  const total = households * random.whole(2, 20) * 10_000;
  const goods = random.chance(0.5) ? Math.floor((total * random.whole(1, 9)) / 10) + random.whole(0, 99) : 0;
  return { money: total - Math.floor(goods / 100) * 100, goods };
}

/** Whole hundreds mostly, to the cent now and then. */
function cents(random: Random, minimum: number, maximum: number): number {
  const amount = random.whole(minimum, maximum);
  return random.chance(0.3) ? amount : Math.round(amount / 10_000) * 10_000;
}

/** Clerks strike out what they leave blank, and type sums over formulas. */
function withHabits(random: Random, row: SampleRow): SampleRow {
  const { consolationMoney: money, consolationGoods: goods, trained, leaflets } = row.values;
  return {
    ...row,
    written: {
      ...(trained === null && random.chance(0.2) ? { trained: '—' } : {}),
      ...(leaflets === null && random.chance(0.2) ? { leaflets: '/' } : {}),
      ...(random.chance(0.1) ? { remarks: '无' } : {}),
      ...(random.chance(0.15) ? { consolationTotal: (Number(money) + Number(goods)) / 100 } : {}),
    },
  };
}
