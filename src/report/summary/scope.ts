import { formatMoment } from '../../campaign/beijing-time.js';
import { type Campaign, countiesOf, countyOf, type FormTask, type Unit } from '../../campaign/campaign.js';
import type { BreakdownDefinition, FormDefinition } from '../../form/form-definition.js';
import type { CompletenessEntry, NotCounted, ReportingRates, Summary, Totals } from '../../merge/summary.js';
import { cutText, MAX_SHEET_NAME, sheetNameFor } from '../../workbook/excel-limits.js';
import { quoteSheetName } from '../../workbook/reference.js';
import type { OriginArea, PrintSetup } from '../../workbook/workbook-plan.js';
import type { Changes } from '../finalized/changes.js';
import { groupBy } from '../group-by.js';
import { compileTextMask, type MaskText } from '../private-texts.js';
import { NOTHING_OWED } from '../status-counts.js';
import type { Trend } from '../trend/trend.js';

/** What one workbook is about: the whole prefecture, or one county or the 地直单位. */
export interface Scope extends Comparisons {
  readonly summary: Summary;
  /** Null: the whole prefecture. */
  readonly county: string | null;
  /** The area's name as titles show it. */
  readonly area: string;
  readonly counties: readonly string[];
  /** Units county by county, in roster order. */
  readonly units: readonly Unit[];
  /** What is owed, by unit, then form. */
  readonly completeness: ReadonlyMap<string, ReadonlyMap<string, CompletenessEntry>>;
  readonly names: SheetNames;
  /** Every text that units or the office wrote passes through it. */
  readonly maskText: MaskText;
}

/** Names of the sheets of one workbook. */
export interface SheetNames {
  readonly overview: string;
  readonly matrix: string;
  readonly missing: string;
  /** Null where no material is asked for. */
  readonly materials: string | null;
  /** Null where nobody had to explain anything. */
  readonly explanations: string | null;
  /** As many as the pictures need; none in a county's workbook. */
  readonly charts: readonly string[];
  /** Null where there is nothing to draw. */
  readonly chartData: string | null;
  /** Null where no earlier month was given. */
  readonly trend: string | null;
  /** By form key; in a county's workbook the form's own sheet lists the units and there is no other. */
  readonly forms: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
  readonly belowTarget: ReadonlyMap<string, string>;
  /** By form key, one for each of its breakdowns. */
  readonly breakdowns: ReadonlyMap<string, readonly BreakdownNames[]>;
}

/** Sheets of one breakdown; null where it has none of the kind. */
export interface BreakdownNames {
  readonly totals: string | null;
  readonly texts: string | null;
}

/** Which sheets a workbook has beyond those that every one has. */
export interface ExtraSheets {
  readonly pictureSheets: number;
  readonly hasCharts: boolean;
}

/** What a run is seen beside. */
export interface Comparisons {
  /** The present month beside earlier ones; null: no earlier month was given. */
  readonly trend: Trend | null;
  /** What differs from the latest 定稿; null where there is none. */
  readonly changes: Changes | null;
}
export const NO_COMPARISONS: Comparisons = { trend: null, changes: null };

const PER_UNIT = '-分单位';
export const TREND_SHEET = '月度趋势';

/** Collects what the sheets of one workbook share. */
export function scopeOf(
  summary: Summary,
  county: string | null,
  extra: ExtraSheets = { pictureSheets: 0, hasCharts: false },
  { trend, changes }: Comparisons = NO_COMPARISONS,
): Scope {
  const counties = countiesOf(summary.campaign).filter((name) => county === null || name === county);
  const completeness = new Map<string, Map<string, CompletenessEntry>>();
  for (const entry of summary.completeness) {
    const ofUnit = completeness.get(entry.unit) ?? new Map<string, CompletenessEntry>();
    completeness.set(entry.unit, ofUnit.set(entry.form, entry));
  }
  const unitsByCounty = groupBy(summary.campaign.units, countyOf);
  return {
    summary,
    county,
    area: county === null ? summary.campaign.prefecture : areaName(summary.campaign.prefecture, county),
    counties,
    units: counties.flatMap((name) => unitsByCounty.get(name) ?? []),
    completeness,
    trend,
    names: nameSheets(summary, county === null, extra, trend !== null),
    changes,
    maskText: compileTextMask(summary),
  };
}

/** The form's row of 报送任务; a form without one (which settings do not allow) borrows the campaign's dates. */
export function taskOf(campaign: Campaign, form: FormDefinition): FormTask {
  const task = campaign.tasks.find((item) => item.form === form.key);
  if (task !== undefined) return task;
  const { periodStart, periodEnd, deadline } = campaign;
  return {
    form: form.key,
    title: form.title,
    attachment: String(form.attachment),
    periodStart,
    periodEnd,
    deadline,
    paperDeadline: null,
  };
}

/** Totals of a form over the workbook's whole area. */
export function areaTotals(scope: Scope, form: FormDefinition): Totals | undefined {
  const totals = scope.summary.totals.get(form.key);
  return scope.county === null ? totals?.prefecture : totals?.counties.get(scope.county);
}

export function countyTotals(scope: Scope, form: FormDefinition, county: string): Totals | undefined {
  return scope.summary.totals.get(form.key)?.counties.get(county);
}

export function unitTotals(scope: Scope, form: FormDefinition, unit: Unit): Totals | undefined {
  return scope.summary.totals.get(form.key)?.units.get(unit.code);
}

export function areaRates(scope: Scope, form: FormDefinition): ReportingRates {
  if (scope.county !== null) return countyRates(scope, form, scope.county);
  return scope.summary.rates.prefecture.get(form.key) ?? NOTHING_OWED;
}

export function areaMaterialRates({ summary, county }: Scope, material: string): ReportingRates {
  const { rates } = summary.materials;
  const ofArea = county === null ? rates.prefecture : rates.counties.get(county);
  return ofArea?.get(material) ?? NOTHING_OWED;
}

export function countyRates(scope: Scope, form: FormDefinition, county: string): ReportingRates {
  return scope.summary.rates.counties.get(county)?.get(form.key) ?? NOTHING_OWED;
}

export function entryOf(scope: Scope, form: FormDefinition, unit: Unit): CompletenessEntry | undefined {
  return scope.completeness.get(unit.code)?.get(form.key);
}

/** Units that a form's sheets list: those that owe it, and those that sent it unasked and are counted. */
export function listedUnits(scope: Scope, form: FormDefinition): readonly Unit[] {
  return scope.units.filter(
    (unit) => entryOf(scope, form, unit) !== undefined || unitTotals(scope, form, unit) !== undefined,
  );
}

/** What was returned and does not count, of the whole area or one county. */
export function notCountedOf(
  scope: Scope,
  form: FormDefinition,
  county: string | null,
): Pick<NotCounted, 'units' | 'amount'> {
  const within = new Set(county === null ? scope.counties : [county]);
  const parts = scope.summary.notCounted.filter((part) => part.form === form.key && within.has(part.county));
  const amounts = parts.flatMap((part) => (part.amount === null ? [] : [part.amount]));
  return {
    units: parts.reduce((sum, part) => sum + part.units, 0),
    amount: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0),
  };
}

/** Target of a link inside the workbook. */
export function sheetTarget(sheetName: string): string {
  return `#${quoteSheetName(sheetName)}!A1`;
}

/** A4 landscape, one page wide, header repeated, the time of the figures at the foot of every page. */
export function printSetup(
  scope: Scope,
  repeatRows?: { readonly first: number; readonly last: number },
): PrintSetup {
  const area = cutText(scope.area, 60).replaceAll('&', '&&');
  return {
    orientation: 'landscape',
    pagesTall: 0,
    ...(repeatRows === undefined ? {} : { repeatRows }),
    footer: `&L截至${formatMoment(scope.summary.asOf)}&C第 &P 页 共 &N 页&R${area}`,
    margins: PAGE_MARGINS,
  };
}

/** Inches. */
export const PAGE_MARGINS = {
  left: 0.4,
  right: 0.4,
  top: 0.5,
  bottom: 0.6,
  header: 0.25,
  footer: 0.3,
} as const;

/** 沙湾县 of 塔城地区 is 塔城地区沙湾县; 地直单位 is 塔城地区地直单位. */
function areaName(prefecture: string, county: string): string {
  return county.startsWith(prefecture) ? county : `${prefecture}${county}`;
}

function nameSheets(
  summary: Summary,
  isPrefecture: boolean,
  extra: ExtraSheets,
  hasTrend: boolean,
): SheetNames {
  const { forms, campaign } = summary;
  const taken = new Set<string>();
  const take = (text: string) => {
    const name = sheetNameFor(text, taken);
    taken.add(name);
    return name;
  };
  const fixed = { overview: take('总览'), matrix: take('报送情况'), missing: take('未报送名单') };
  const materials = campaign.materials.length === 0 ? null : take('材料报送');
  const explanations = hasExplanations(summary) ? take('情况说明') : null;
  const named = (items: readonly FormDefinition[], text: (form: FormDefinition) => string) =>
    new Map(items.map((form) => [form.key, take(text(form))]));
  const targeted = forms.filter((form) => form.target !== null);
  const belowTarget = named(targeted, (form) =>
    targeted.length === 1 ? '未达标单位' : `${cutText(form.title, MAX_SHEET_NAME - 5)}未达标单位`,
  );
  const ofForms = named(forms, (form) => form.title);
  // The suffix must survive the cut, or the sheet would look like a second copy of the form's.
  const ofUnits = isPrefecture
    ? named(forms, (form) => cutText(form.title, MAX_SHEET_NAME - PER_UNIT.length) + PER_UNIT)
    : ofForms;
  const breakdowns = new Map(
    forms.map((form) => [form.key, form.breakdowns.map((item) => nameBreakdown(item, take))]),
  );
  // Last: what one run has more than another must not change the names that 底稿 links to.
  const charts = Array.from({ length: extra.pictureSheets }, () => take('图表'));
  const chartData = extra.hasCharts ? take('图表数据') : null;
  const trend = hasTrend ? take(TREND_SHEET) : null;
  return {
    ...fixed,
    materials,
    explanations,
    charts,
    chartData,
    trend,
    forms: ofForms,
    units: ofUnits,
    belowTarget,
    breakdowns,
  };
}

/** True when figures count because somebody said why they are right. */
function hasExplanations(summary: Summary): boolean {
  return summary.findings.some(({ reason }) => reason !== undefined);
}

/** Totals and texts on a sheet each; of two the name says which it is. */
function nameBreakdown(
  { title, measures, texts }: BreakdownDefinition,
  take: (text: string) => string,
): BreakdownNames {
  const suffix = measures.length > 0 ? '-文字' : '';
  return {
    totals: measures.length > 0 ? take(title) : null,
    texts: texts.length > 0 ? take(cutText(title, MAX_SHEET_NAME - suffix.length) + suffix) : null,
  };
}

/** The area of a scope's own totals. */
export function areaOf(scope: Pick<Scope, 'county'>): OriginArea {
  return scope.county === null ? { kind: 'prefecture' } : { kind: 'county', county: scope.county };
}
