import { formatMoment } from '../../campaign/beijing-time.js';
import { measuresOf } from '../../form/form-definition.js';
import { daysInMonth } from '../../workbook/date-serial.js';
import { formatPeriod, NO_NUMBER } from '../summary/formats.js';
import {
  type FormTrend,
  measureOf,
  monthOf,
  monthTitle,
  monthValue,
  type PeriodTotals,
  periodIn,
  type Trend,
} from './trend.js';

/** How the numbers of 月度趋势 are made, and what must not be read out of them. */
export function trendNotes(trend: Trend, noData: string): readonly string[] {
  const { forms, months } = trend;
  const gaps = forms.flatMap((item) => {
    const missing = months.filter(
      (month) => periodIn(item.periods, month) === null && isMissing(item, month),
    );
    return missing.length === 0 ? [] : [{ form: item.form.title, months: missing.map(({ title }) => title) }];
  });
  const isCovered = forms.some((item) =>
    months.some((month) => monthValue(item, month, null, '') === 'covered'),
  );
  return [
    `说明：“${noData}”表示那个月没有给出汇总结果，或者没有一家单位的数计入，不当作 0。累计只加有数的月份。`,
    ...(gaps.length === 0
      ? []
      : [`缺的月份：${gaps.map((gap) => `《${gap.form}》${gap.months.join('、')}`).join('；')}。`]),
    ...stockNotes(forms),
    ...registerNotes(forms),
    ...rateNotes(forms),
    '本期的数直接引用本工作簿各表，以前月份的数取自当时的汇总结果，不随这里改动；县（市）按当时的名册，改了名称的另列一行。',
    ...sourceNotes(forms),
    ...periodNotes(forms),
    ...(isCovered
      ? [`“${NO_NUMBER}”：那个月在一个更长的统计时段里，数列在时段末的月份；或分母为 0，不计算。`]
      : []),
  ];
}

function isMissing(item: FormTrend, month: Trend['months'][number]): boolean {
  return monthValue(item, month, null, '') === 'missing';
}

function stockNotes(forms: readonly FormTrend[]): readonly string[] {
  const listed = forms.flatMap(({ form }) => {
    const stocks = measuresOf(form).filter(({ measure }) => measure === 'stock');
    return stocks.length === 0 ? [] : [`《${form.title}》${stocks.map(({ title }) => title).join('、')}`];
  });
  if (listed.length === 0) return [];
  return [
    `累计：按月发生的数各月相加。下列是期末的数，不按月相加，取最近一个有数的月份（各地区取同一个月，那个月没有数的不补）：${listed.join('；')}。`,
  ];
}

/** A count of rows that is a stock: the rows are a register. */
function registerNotes(forms: readonly FormTrend[]): readonly string[] {
  const registers = forms.filter(({ form }) =>
    form.derivedMeasures.some(({ measure, kind }) => measure === 'stock' && kind === 'count'),
  );
  if (registers.length === 0) return [];
  const titles = registers.map(({ form }) => `《${form.title}》`).join('、');
  return [
    `${titles}是台账：每期报全部在册的各行和当时的状态，同一行会连报几期，相加就重了，所以取最近一期。只报当月新增的，累计会偏小，请看各月的数。`,
  ];
}

function rateNotes(forms: readonly FormTrend[]): readonly string[] {
  const mixed = forms.flatMap(({ form }) =>
    form.rates.flatMap(({ title, numerator, denominator }) => {
      const [above, below] = [numerator, denominator].map((key) => measureOf(form, key)?.measure);
      return above === 'flow' && below === 'stock' ? [title] : [];
    }),
  );
  return [
    ...(forms.some(({ form }) => form.rates.length > 0)
      ? ['比率由累计的分子、分母重新计算，不作平均；各月的比率列在各月栏里。']
      : []),
    ...(mixed.length === 0
      ? []
      : [
          `${mixed.join('、')}的累计：分子各月相加，分母取期末的数，几个月都算到的会重复计，所以可能超过 100%，请与各月的比率对照看。`,
        ]),
  ];
}

/** Until when earlier months were counted; a return that came later is not in them. */
function sourceNotes(forms: readonly FormTrend[]): readonly string[] {
  const moments = new Map<string, Set<string>>();
  for (const { asOf, periodEnd } of forms.flatMap(({ periods }) => periods)) {
    const month = monthOf(periodEnd);
    moments.set(month, (moments.get(month) ?? new Set()).add(formatMoment(asOf)));
  }
  const listed = [...moments]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, times]) => `${monthTitle(month)}截至${[...times].sort().join('、')}`);
  return [`各月的数：${listed.join('；')}。`];
}

/** Periods that are not exactly the month of their column. */
function periodNotes(forms: readonly FormTrend[]): readonly string[] {
  const other = forms.flatMap(({ form, periods }) =>
    periods
      .filter((period) => !isWholeMonth(period))
      .map(
        (period) =>
          `《${form.title}》${monthTitle(monthOf(period.periodEnd))}栏是${formatPeriod(period.periodStart, period.periodEnd)}`,
      ),
  );
  return other.length === 0 ? [] : [`月份按统计时段的截止日：${other.join('；')}。`];
}

function isWholeMonth({ periodStart, periodEnd }: PeriodTotals): boolean {
  const [year = 0, month = 0, date] = periodEnd.split('-').map(Number);
  return periodStart === `${monthOf(periodEnd)}-01` && date === daysInMonth(year, month);
}
