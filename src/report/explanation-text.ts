import { countyOf } from '../campaign/campaign.js';
import { formatCents } from '../form/decimal.js';
import type { Contribution } from '../merge/contributions.js';
import { groupBy } from './group-by.js';
import { formatFileName } from './list-sheet.js';

/** What is needed to print the tree of one total. */
export interface TotalToExplain {
  readonly title: string;
  readonly unit: string;
  readonly isMoney: boolean;
  readonly total: number;
  readonly contributions: readonly Contribution[];
}

/** A total as an indented tree: county, unit, file and sheet, cell. Every line states its part of the sum. */
export function formatContributions(part: TotalToExplain): string {
  const shown = (value: number) => `${part.isMoney ? formatCents(value) : value} ${part.unit}`.trimEnd();
  const sum = (items: readonly Contribution[]) => items.reduce((total, item) => total + item.value, 0);
  const lines = [`${part.title} = ${shown(part.total)}`];
  for (const [county, inCounty] of groupBy(part.contributions, (item) => countyOf(item.unit))) {
    lines.push(`├ ${county}　${shown(sum(inCounty))}`);
    for (const [unit, ofUnit] of groupBy(inCounty, (item) => item.unit)) {
      const first = ofUnit[0]!;
      lines.push(`│  ├ ${unit.name}　${shown(sum(ofUnit))}　←　${formatFileName(first)}《${first.sheet}》`);
      for (const item of ofUnit) lines.push(`│  │   ${item.cell}　${shown(item.value)}`);
    }
  }
  if (part.contributions.length === 0) lines.push('（没有来件计入）');
  return lines.join('\n');
}
