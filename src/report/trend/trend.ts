import { countiesOf, countyOf, type Moment, PREFECTURE_UNITS } from '../../campaign/campaign.js';
import { type FormDefinition, type MeasureDefinition, measuresOf } from '../../form/form-definition.js';
import type { Summary, Totals } from '../../merge/summary.js';

/** One form's totals over one period; null where no unit counts, which is not the same as 0. */
export interface PeriodTotals {
  readonly form: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** When they were added up. */
  readonly asOf: Moment;
  readonly prefecture: Totals | null;
  /** Every county that there was. */
  readonly counties: ReadonlyMap<string, Totals | null>;
}

/** A column: the month in which periods end, or a run of months of which nothing is known. */
export interface TrendMonth {
  readonly title: string;
  /** `2020-10`; both the same but for a run. */
  readonly first: string;
  readonly last: string;
}

/** A form through the months; its periods in order, no two that overlap or end in one month. */
export interface FormTrend {
  readonly form: FormDefinition;
  readonly periods: readonly PeriodTotals[];
  /** Counties that have data in one of them, or owe the form now: those of the roster first, 地直单位 last. */
  readonly counties: readonly string[];
}

/** Several months side by side: those of earlier runs and the present one. */
export interface Trend {
  readonly months: readonly TrendMonth[];
  readonly forms: readonly FormTrend[];
}

/**
 * A total of one month: the number (cents for amounts); `missing`: nothing was handed in, or nothing given;
 * `covered`: the month lies in a longer period, which stands in its last month.
 */
export type MonthValue = number | 'missing' | 'covered';

/** Puts the present run beside earlier ones. `forms`: every form known, since an earlier month may have had others. */
export function planTrend(
  summary: Summary,
  earlier: readonly PeriodTotals[],
  forms: readonly FormDefinition[],
): Trend {
  const all = [...earlier, ...presentPeriods(summary)];
  const enabled = new Set(summary.forms.map(({ key }) => key));
  const ordered = [...summary.forms, ...forms.filter(({ key }) => !enabled.has(key))];
  const trends = ordered.flatMap((form): FormTrend[] => {
    const periods = all
      .filter((period) => period.form === form.key)
      .sort((a, b) => (a.periodEnd < b.periodEnd ? -1 : 1));
    return periods.length === 0 ? [] : [{ form, periods, counties: countiesWith(summary, form, periods) }];
  });
  return { months: monthsOf(trends), forms: trends };
}

/** A total of an area (null: the whole prefecture) in one month. */
export function monthValue(
  { periods }: FormTrend,
  month: TrendMonth,
  county: string | null,
  key: string,
): MonthValue {
  const period = periodIn(periods, month);
  if (period === null) return isCovered(periods, month) ? 'covered' : 'missing';
  return totalOf(period, county, key) ?? 'missing';
}

/** The form's period that ends in a month; null where none does. */
export function periodIn(periods: readonly PeriodTotals[], month: TrendMonth): PeriodTotals | null {
  if (month.first !== month.last) return null;
  return periods.find(({ periodEnd }) => monthOf(periodEnd) === month.first) ?? null;
}

/**
 * What a measure amounts to over all months; null where nothing is known. A flow is added up over the months that have
 * it. A stock is a state, so it is taken from the latest period of the form that has data, for every area the same:
 * a county without data in that period has none, rather than that of another day, and counties add up.
 */
export function cumulatedValue(
  trend: FormTrend,
  county: string | null,
  measure: Pick<MeasureDefinition, 'key' | 'measure'>,
): number | null {
  if (measure.measure === 'stock') {
    const latest = latestPeriod(trend);
    return latest === null ? null : totalOf(latest, county, measure.key);
  }
  const known = trend.periods.flatMap((period) => totalOf(period, county, measure.key) ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** The latest period in which a unit counts. */
export function latestPeriod({ periods }: FormTrend): PeriodTotals | null {
  return periods.findLast(({ prefecture }) => prefecture !== null) ?? null;
}

/** `2020-10-31` → `2020-10`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** `2020-10` → `2020年10月`. */
export function monthTitle(month: string): string {
  const [year, number] = month.split('-');
  return `${year}年${Number(number)}月`;
}

/** The measure with this key; undefined for `rows`, which no period adds to another. */
export function measureOf(form: FormDefinition, key: string): MeasureDefinition | undefined {
  return measuresOf(form).find((item) => item.key === key);
}

function totalOf(period: PeriodTotals, county: string | null, key: string): number | null {
  const totals = county === null ? period.prefecture : (period.counties.get(county) ?? null);
  // A field that the form did not have yet was not 0.
  return totals !== null && Object.hasOwn(totals, key) ? (totals[key] ?? null) : null;
}

/** True for a month within a longer period that ends later. */
export function isCovered(periods: readonly PeriodTotals[], { first, last }: TrendMonth): boolean {
  return periods.some(
    ({ periodStart, periodEnd }) => monthOf(periodStart) <= first && last < monthOf(periodEnd),
  );
}

function presentPeriods(summary: Summary): readonly PeriodTotals[] {
  const { campaign, asOf } = summary;
  return campaign.tasks.map(({ form, periodStart, periodEnd }) => {
    const totals = summary.totals.get(form);
    const counting = new Set(
      campaign.units.flatMap((unit) => (totals?.units.has(unit.code) ? [countyOf(unit)] : [])),
    );
    return {
      form,
      periodStart,
      periodEnd,
      asOf,
      prefecture: counting.size === 0 ? null : (totals?.prefecture ?? null),
      counties: new Map(
        countiesOf(campaign).map((county) => [
          county,
          counting.has(county) ? (totals?.counties.get(county) ?? null) : null,
        ]),
      ),
    };
  });
}

function countiesWith(
  summary: Summary,
  form: FormDefinition,
  periods: readonly PeriodTotals[],
): readonly string[] {
  const known = [...countiesOf(summary.campaign), ...periods.flatMap(({ counties }) => [...counties.keys()])];
  const ofPrefecture = known.includes(PREFECTURE_UNITS) ? [PREFECTURE_UNITS] : [];
  const ordered = [...known.filter((county) => county !== PREFECTURE_UNITS), ...ofPrefecture];
  return [...new Set(ordered)].filter(
    (county) =>
      periods.some(({ counties }) => (counties.get(county) ?? null) !== null) ||
      (summary.rates.counties.get(county)?.get(form.key)?.owed ?? 0) > 0,
  );
}

/**
 * Months in which periods end, and those between of which a form knows nothing; of a run of months without anything at
 * all one column is enough.
 */
function monthsOf(trends: readonly FormTrend[]): readonly TrendMonth[] {
  const ends = new Set(trends.flatMap(({ periods }) => periods.map(({ periodEnd }) => monthOf(periodEnd))));
  const sorted = [...ends].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const months: TrendMonth[] = [];
  let run: string[] = [];
  const closeRun = () => {
    if (run.length > 0) months.push(monthsBetween(run[0]!, run.at(-1)!));
    run = [];
  };
  for (let month = first; month <= last; month = nextMonth(month)) {
    const here = monthsBetween(month, month);
    const covering = trends.filter(({ periods }) => isCovered(periods, here)).length;
    if (!ends.has(month) && covering === 0) {
      run.push(month);
      continue;
    }
    closeRun();
    // Where every form has a longer period there is nothing to show.
    if (ends.has(month) || covering < trends.length) months.push(here);
  }
  return months;
}

function monthsBetween(first: string, last: string): TrendMonth {
  const title = first === last ? monthTitle(first) : `${monthTitle(first)}至${monthTitle(last)}`;
  return { title, first, last };
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}`;
}
