import type { CountedRows } from './check-across.js';

// What is usual is judged by other units. Units weigh the same, however many rows they send, so that a large one does
// not say what is usual for all.

/** Nothing is called unusual by fewer other units. */
export const LEAST_PEERS = 8;

/** A submission that counts, with what makes other units comparable: 单位类别. */
export interface RowsOfPeer extends CountedRows {
  readonly category: string;
}

/** Values of several units, sorted; those of one unit together weigh 1. */
export interface Population {
  readonly entries: readonly { readonly value: number; readonly unit: string; readonly weight: number }[];
  readonly units: number;
  readonly members: ReadonlySet<string>;
}

export function populationOf(
  values: readonly { readonly value: number; readonly unit: string }[],
): Population {
  const counts = new Map<string, number>();
  for (const { unit } of values) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return {
    entries: values
      .map(({ value, unit }) => ({ value, unit, weight: 1 / counts.get(unit)! }))
      .sort((a, b) => a.value - b.value),
    units: counts.size,
    members: new Set(counts.keys()),
  };
}

/** The values below which these shares (rising, 0–1) of the population lie, one unit left out. */
export function quantiles(
  { entries, units, members }: Population,
  shares: readonly number[],
  except: string | null = null,
): readonly number[] {
  // Thirds and the like do not add up to the last digit.
  const whole = units - (except !== null && members.has(except) ? 1 : 0) - 1e-9;
  const found: number[] = [];
  let reached = 0;
  for (const { value, unit, weight } of entries) {
    if (unit === except) continue;
    reached += weight;
    while (found.length < shares.length && reached >= shares[found.length]! * whole) found.push(value);
    if (found.length === shares.length) break;
  }
  return found;
}

/** Whether this share of the other units' values, and values of so many units, lie between two limits. */
export function isShared(
  { entries, units }: Population,
  range: { readonly from: number; readonly to: number; readonly except: string },
  share: number,
  leastUnits: number,
): boolean {
  const having = new Set<string>();
  let weights = 0;
  for (let index = firstAtLeast(entries, range.from); index < entries.length; index++) {
    const { value, unit, weight } = entries[index]!;
    if (value > range.to) break;
    if (unit === range.except) continue;
    having.add(unit);
    weights += weight;
    if (having.size >= leastUnits && weights >= share * (units - 1)) return true;
  }
  return false;
}

function firstAtLeast(entries: Population['entries'], value: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (entries[middle]!.value < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The least and the greatest value of the other units; null without any. */
export function extremesOfOthers(
  { entries }: Population,
  except: string,
): { readonly least: number; readonly greatest: number } | null {
  const least = entries.find(({ unit }) => unit !== except);
  const greatest = entries.findLast(({ unit }) => unit !== except);
  return least && greatest ? { least: least.value, greatest: greatest.value } : null;
}

/** Groups to compare within: the unit's 单位类别, or all units where that has too few; null where those are too few. */
export function peerGroups<Item extends { readonly unit: string; readonly category: string }>(
  items: readonly Item[],
): (category: string) => { readonly items: readonly Item[]; readonly isCategory: boolean } | null {
  const byCategory = new Map<string, Item[]>();
  for (const item of items) {
    const group = byCategory.get(item.category);
    if (group) group.push(item);
    else byCategory.set(item.category, [item]);
  }
  const isEnough = (group: readonly Item[]) => new Set(group.map(({ unit }) => unit)).size > LEAST_PEERS;
  const everybody = isEnough(items) ? { items, isCategory: false } : null;
  const groups = new Map(
    [...byCategory].map(([category, group]) => [
      category,
      isEnough(group) ? { items: group, isCategory: true } : everybody,
    ]),
  );
  return (category) => groups.get(category) ?? null;
}
