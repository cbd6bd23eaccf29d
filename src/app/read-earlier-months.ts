import type { Campaign } from '../campaign/campaign.js';
import { PREFECTURE_UNITS } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { parseTotals } from '../report/result/result-json.js';
import { formatPeriod } from '../report/summary/formats.js';
import { monthOf, monthTitle, type PeriodTotals } from '../report/trend/trend.js';
import { type EarlierRun, foldersOfRun, readEarlierRun } from './read-earlier-result.js';
import { UsageError } from './usage-error.js';

const OPTION = '--with';

/** One form's period, and which folder it is from; null: the present run. */
interface NamedPeriod {
  readonly form: string;
  readonly title: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly folder: string | null;
}

/**
 * Reads the totals of earlier months, to be added up with the present one; the order of the folders does not matter.
 * Throws a UsageError when a folder is none, is of another prefecture or of a later month, has a form that is not known
 * here, or when two periods of one form overlap or end in the same month: something would be counted twice.
 */
export function readEarlierMonths(
  folders: readonly string[],
  dir: string,
  out: string,
  campaign: Campaign,
  forms: readonly FormDefinition[],
): readonly PeriodTotals[] {
  const present = foldersOfRun(dir, out);
  const runs = folders.map((folder) => readEarlierRun(folder, OPTION, present));
  for (const run of runs) {
    refuseOtherPrefecture(run, campaign);
    refuseUnknownForms(run, forms);
    refuseLaterMonth(run, campaign);
  }
  refuseOverlaps([
    ...runs.flatMap(({ folder, result }) => result.campaign.forms.map((form) => ({ ...form, folder }))),
    ...campaign.tasks.map((task) => ({ ...task, folder: null })),
  ]);
  return runs.flatMap((run) => periodsOf(run, forms));
}

function refuseOtherPrefecture({ folder, result }: EarlierRun, campaign: Campaign): void {
  const { prefecture, name } = result.campaign;
  if (prefecture === campaign.prefecture) return;
  throw new UsageError(`${OPTION} 的“${folder}”是“${prefecture}”的，本次是“${campaign.prefecture}”`, [
    `那里是“${name}”；不同地区的数不能相加，请核对是不是给错了文件夹`,
  ]);
}

function refuseUnknownForms({ folder, result }: EarlierRun, forms: readonly FormDefinition[]): void {
  const known = new Set(forms.map(({ key }) => key));
  const unknown = result.campaign.forms.filter(({ form }) => !known.has(form));
  if (unknown.length === 0) return;
  throw new UsageError(
    `${OPTION} 的“${folder}”里有这里不认识的表：${unknown.map(({ title }) => `《${title}》`).join('、')}`,
    ['请把那里的表样定义也放到本次的活动文件夹，再运行一次'],
  );
}

function refuseLaterMonth({ folder, result }: EarlierRun, campaign: Campaign): void {
  const last = [campaign.periodEnd, ...campaign.tasks.map(({ periodEnd }) => periodEnd)].sort().at(-1)!;
  const later = result.campaign.forms.find(({ periodEnd }) => periodEnd > last);
  if (later === undefined) return;
  throw new UsageError(`${OPTION} 的“${folder}”比本次还晚`, [
    `那里《${later.title}》的统计时段是${formatPeriod(later.periodStart, later.periodEnd)}；累计要对最晚的一个月运行，${OPTION} 只给以前的月份`,
  ]);
}

function refuseOverlaps(periods: readonly NamedPeriod[]): void {
  const sorted = [...periods].sort((a, b) => (a.periodEnd < b.periodEnd ? -1 : 1));
  for (const [index, later] of sorted.entries()) {
    const before = sorted.slice(0, index).filter(({ form }) => form === later.form);
    const overlapping = before.find(({ periodEnd }) => periodEnd >= later.periodStart);
    if (overlapping !== undefined) throw twice(overlapping, later, '有重叠，同样的数会加两次');
    const sameMonth = before.find(({ periodEnd }) => monthOf(periodEnd) === monthOf(later.periodEnd));
    if (sameMonth !== undefined)
      throw twice(sameMonth, later, `都在${monthTitle(monthOf(later.periodEnd))}结束，一个月只能有一期`);
  }
}

function twice(one: NamedPeriod, other: NamedPeriod, what: string): UsageError {
  const place = ({ folder }: NamedPeriod) => (folder === null ? '本次' : `“${folder}”`);
  const said = (period: NamedPeriod) =>
    `${place(period)}：${formatPeriod(period.periodStart, period.periodEnd)}`;
  return new UsageError(`《${other.title}》有两期的统计时段${what}`, [
    said(one),
    said(other),
    `请核对 ${OPTION} 给的文件夹，每个月只给一次，不要再给本次的`,
  ]);
}

/** Units count where they counted then, in the county that they belonged to then. */
function periodsOf({ result }: EarlierRun, forms: readonly FormDefinition[]): readonly PeriodTotals[] {
  const countyOf = new Map(result.units.map(({ code, county }) => [code, county ?? PREFECTURE_UNITS]));
  return result.campaign.forms.flatMap(({ form: key, periodStart, periodEnd }): PeriodTotals[] => {
    const form = forms.find((item) => item.key === key);
    const totals = result.totals[key];
    if (form === undefined || totals === undefined) return [];
    const counting = new Set(Object.keys(totals.units).map((code) => countyOf.get(code)));
    return [
      {
        form: key,
        periodStart,
        periodEnd,
        asOf: result.asOf,
        prefecture: counting.size === 0 ? null : parseTotals(form, totals.prefecture),
        counties: new Map(
          Object.entries(totals.counties).map(([county, ofCounty]) => [
            county,
            counting.has(county) ? parseTotals(form, ofCounty) : null,
          ]),
        ),
      },
    ];
  });
}
