import { measuresOf } from '../../form/form-definition.js';
import { DISPOSITION_TITLES, DISPOSITIONS } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { formatAmount, formatCount } from '../format-figures.js';
import { formatStatusTable } from '../reminder/reminder-text.js';
import { measureFigures } from '../summary/figures.js';
import { notCountedSentence } from '../summary/not-counted.js';

/** What `bangfu aggregate` says at its end: files, reporting rates, key totals, and where to look. */
export function formatRun(summary: Summary, out: string): string {
  const counts = DISPOSITIONS.flatMap((disposition) => {
    const count = summary.files.filter((file) => file.disposition === disposition).length;
    return count === 0 ? [] : [`${DISPOSITION_TITLES[disposition]} ${count}`];
  });
  const totals = summary.forms.map((form) => {
    const figures = measureFigures(form);
    const values = summary.totals.get(form.key)?.prefecture ?? {};
    const parts = form.keyMeasures.flatMap((key) => {
      const measure = measuresOf(form).find((item) => item.key === key);
      const figure = figures.find((item) => item.key === key);
      if (!measure) return [];
      const value = values[key] ?? 0;
      return [
        `${measure.title} ${figure?.format === 'amount' ? formatAmount(value) : `${formatCount(value)} ${measure.unit}`}`,
      ];
    });
    const rest = summary.notCounted.filter((item) => item.form === form.key);
    const units = rest.reduce((total, item) => total + item.units, 0);
    const amount = rest.reduce((total, item) => total + (item.amount ?? 0), 0);
    const aside = units === 0 ? '' : `；${notCountedSentence({ units, amount })}`;
    return `  ${form.title}：${parts.join('，')}${aside}`;
  });
  return [
    `${summary.campaign.name}：来件 ${summary.files.length} 个${counts.length === 0 ? '' : `（${counts.join('，')}）`}`,
    '',
    formatStatusTable(summary),
    '',
    '主要数据',
    ...totals,
    '',
    `汇总已写到：${out}`,
    '发手机看的长图是“总览.png”，可以粘贴的文字是“数据说明.txt”。',
  ].join('\n');
}
