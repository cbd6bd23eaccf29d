import { countyOf } from '../campaign/campaign.js';
import { formatCents } from '../form/decimal.js';
import { STATUS_TITLES } from '../issue/finding.js';
import type { Contribution } from '../merge/contributions.js';
import type { ExplainedNumber, ExplainedPart } from '../merge/explain-number.js';
import { formatPercent } from './format-figures.js';
import { groupBy } from './group-by.js';
import { formatFileName } from './lists/list-sheet.js';

/**
 * How a number is made: in one line, where it is made of several totals or shown in another way, then each total as a
 * tree. `shown`: the text of a cell that shows the number in words.
 */
export function formatExplanation(explained: ExplainedNumber, shown: string | null): string {
  const made = formatMaking(explained, shown);
  return [...(made === null ? [] : [made]), ...explained.parts.map(formatPart)].join('\n\n');
}

/** `已对接 97 个 ÷ 微心愿 163 个 = 59.5%`; null where the number is a single total. */
function formatMaking({ origin, parts, value }: ExplainedNumber, shown: string | null): string | null {
  const { kind } = origin.shown ?? {};
  const made = [...formatSum(parts), ...formatResult(origin.shown, parts, value)].join(' ');
  if (kind === 'words') {
    const exact = parts.length === 1 ? '' : `\n${made}`;
    return `格里写的是“${shown ?? ''}”；精确的数是下面这样来的${exact}`;
  }
  return parts.length === 1 && kind === undefined ? null : made;
}

/** The totals with the signs between them. */
function formatSum(parts: readonly ExplainedPart[]): string[] {
  const group = (role: ExplainedPart['role'], sign: string) =>
    parts
      .filter((part) => part.role === role)
      .map((part) => `${part.title} ${amountOf(part, part.total)}`)
      .join(` ${sign} `);
  const isSum = (role: ExplainedPart['role']) => parts.filter((part) => part.role === role).length > 1;
  const over = group('over', '+');
  const upper = [group('plus', '+'), group('minus', '−')].filter((text) => text !== '').join(' − ');
  const hasBrackets = over !== '' && parts.filter(({ role }) => role !== 'over').length > 1;
  if (over === '') return [upper];
  return [hasBrackets ? `（${upper}）` : upper, '÷', isSum('over') ? `（${over}）` : over];
}

/** What they come to. */
function formatResult(
  shown: ExplainedNumber['origin']['shown'],
  parts: readonly ExplainedPart[],
  value: number | null,
): string[] {
  const sum = (role: ExplainedPart['role']) =>
    parts.filter((part) => part.role === role).reduce((total, part) => total + part.shown, 0);
  const [upper, whole] = [sum('plus') - sum('minus'), sum('over')];
  const isRate = parts.some(({ role }) => role === 'over');
  const rate = whole === 0 ? '—（分母为 0，不计算）' : formatPercent(upper / whole);
  switch (shown?.kind) {
    case 'tenThousands':
      return [`= ${value} 万元（除以 10000）`];
    case 'gap':
      return [`= ${rate}，比目标 ${shown.percent}% 低 ${value} 个百分点`];
    case 'lacking':
      return [`= ${rate}；要到目标 ${shown.percent}%，还差 ${value}`];
    default: {
      if (isRate) return [`= ${rate}`];
      if (parts.length === 1) return [];
      const total = { ...parts[0]!, total: parts[0]!.isMoney ? Math.round(upper * 100) : upper };
      return [`= ${amountOf(total, total.total)}`];
    }
  }
}

/** A total as an indented tree: county, unit, file and sheet, cell. Every line states its part of the sum. */
function formatPart(part: ExplainedPart): string {
  const shown = (value: number) => amountOf(part, value);
  const sum = (items: readonly Contribution[]) => items.reduce((total, item) => total + item.value, 0);
  const lines = [`${part.title} = ${shown(part.total)}`];
  for (const [county, inCounty] of groupBy(part.contributions, (item) => countyOf(item.unit))) {
    lines.push(`├ ${county}　${shown(sum(inCounty))}`);
    for (const [unit, ofUnit] of groupBy(inCounty, (item) => item.unit)) {
      lines.push(`│  ├ ${unit.name}　${shown(sum(ofUnit))}${sourceText(ofUnit[0]!)}`);
      for (const { cell, value } of ofUnit) if (cell !== null) lines.push(`│  │   ${cell}　${shown(value)}`);
    }
  }
  if (part.contributions.length === 0) lines.push('（没有来件计入）');
  return lines.join('\n');
}

/** `　←　a.xlsx《表》`, `　已报　←　a.xlsx`, `　未报送`. */
function sourceText({ status, path, entry, sheet }: Contribution): string {
  const words = status === null ? '' : `　${STATUS_TITLES[status]}`;
  if (path === null) return words;
  return `${words}　←　${formatFileName({ path, entry })}${sheet === null ? '' : `《${sheet}》`}`;
}

function amountOf({ isMoney, unit }: Pick<ExplainedPart, 'isMoney' | 'unit'>, value: number): string {
  return `${isMoney ? formatCents(value) : Number(value.toFixed(6))} ${unit}`.trimEnd();
}
