import type { Summary } from '../merge/summary.js';
import { formatCount, formatPercent } from './format-figures.js';
import { countStatuses, sumRates } from './status-counts.js';

/** How many owe, how many have reported and what is missing, over all forms: `本次应报单位 6 个，应报报表 …`. */
export function overallSentence(summary: Summary): string {
  const counts = countStatuses(summary.completeness);
  const units = new Set(
    summary.completeness.filter(({ status }) => status !== 'exempt').map(({ unit }) => unit),
  );
  const rates = sumRates([...summary.rates.prefecture.values()]);
  const share = (count: number) => formatPercent(rates.owed === 0 ? null : count / rates.owed);
  const parts = [
    `已报 ${formatCount(counts.received)} 份（合格 ${formatCount(counts.accepted)} 份、待改 ${formatCount(counts.returned)} 份）`,
    ...(counts.pending === 0 ? [] : [`已来件待处理 ${formatCount(counts.pending)} 份`]),
    `未报送 ${formatCount(counts.missing)} 份`,
  ];
  const exempt = counts.exempt === 0 ? '' : `（另有免报 ${formatCount(counts.exempt)} 份）`;
  return (
    `本次应报单位 ${formatCount(units.size)} 个，应报报表 ${formatCount(counts.owed)} 份${exempt}，${parts.join('，')}。` +
    `报送率 ${share(rates.received)}，合格率 ${share(rates.accepted)}，按时率 ${share(rates.onTime)}。`
  );
}
