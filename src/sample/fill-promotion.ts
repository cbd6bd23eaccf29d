import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { rowOf, type SampleRow } from './sample-row.js';
import { villageName } from './words.js';

/** One place of 社会扶贫网推广统计表; all figures are running totals. */
export function fillPromotion(random: Random, _context: RowContext): SampleRow {
  const shouldRegister = random.whole(20, 400);
  const registered = random.whole(5, shouldRegister);
  const needsPosted = random.whole(0, 60);
  const needsMatched = random.whole(0, needsPosted);
  return rowOf({
    area: villageName(random),
    shouldRegister,
    registered,
    registeredLastYear: random.whole(0, registered),
    needsPosted,
    needsMatched,
    donations: needsMatched === 0 ? 0 : random.whole(1, 300) * 10_000,
    trained: random.chance(0.5) ? random.whole(0, 200) : null,
  });
}
