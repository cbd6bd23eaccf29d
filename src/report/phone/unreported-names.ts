import type { Summary } from '../../merge/summary.js';
import { formatCount } from '../format-figures.js';
import { findNoticeLists, type NoticeLists, type UnitItems } from '../notice/notice-lists.js';
import { type NamedUnit, nameUnit } from '../reminder/names-by-county.js';

/** Who has not sent a form, after its deadline and before it; materials have a line of their own. */
export function findUnreported(summary: Summary): Pick<NoticeLists, 'unreported' | 'notYetDue'> {
  return findNoticeLists({ ...summary, materials: { ...summary.materials, entries: [] } });
}

/**
 * Units by name; of those that have sent a part of what they owe, it is said what is missing: by title, or only how
 * many of how many.
 */
export function nameUnreported(
  unreported: readonly UnitItems[],
  detail: 'titles' | 'brief',
): readonly NamedUnit[] {
  return unreported.map(({ unit, items, owed }) => {
    const isWhole = items.length === owed;
    const isUntouched = items.every(({ status }) => status === 'empty');
    if (isWhole) return nameUnit(unit, isUntouched && detail === 'titles' ? ['交来的是空表'] : []);
    if (detail === 'brief') return nameUnit(unit, [`缺 ${items.length} 份`]);
    const titles = items.map(({ title, status }) => (status === 'empty' ? `${title}是空表` : `缺${title}`));
    return nameUnit(unit, titles);
  });
}

/** `另有 2 个单位的 3 份还没有到截止时间。`; empty where all are due. */
export function notYetDueSentence({
  unreported,
  notYetDue,
}: Pick<NoticeLists, 'unreported' | 'notYetDue'>): string {
  if (notYetDue.length === 0) return '';
  const also = unreported.length === 0 ? '' : '另';
  return `${also}有 ${formatCount(notYetDue.length)} 个单位的 ${formatCount(countItems(notYetDue))} 份还没有到截止时间。`;
}

/** How many things the units have not sent. */
export function countItems(units: readonly UnitItems[]): number {
  return units.reduce((sum, { items }) => sum + items.length, 0);
}
