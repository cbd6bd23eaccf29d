import { type NamedUnit, nameUnit } from '../names-by-county.js';
import type { UnitItems } from '../notice/notice-lists.js';

/** Units by name; of those that have sent a part of what they owe, it is said what is missing. */
export function nameUnreported(unreported: readonly UnitItems[]): readonly NamedUnit[] {
  return unreported.map(({ unit, items, owed }) => {
    const isWhole = items.length === owed;
    const isUntouched = items.every(({ status }) => status === 'empty');
    if (isWhole) return nameUnit(unit, isUntouched ? ['交来的是空表'] : []);
    const titles = items.map(({ title, status }) => (status === 'empty' ? `${title}是空表` : `缺${title}`));
    return nameUnit(unit, titles);
  });
}

/** How many things the units have not sent. */
export function countItems(units: readonly UnitItems[]): number {
  return units.reduce((sum, { items }) => sum + items.length, 0);
}
