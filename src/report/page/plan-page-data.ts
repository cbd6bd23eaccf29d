import { formatMoment } from '../../campaign/beijing-time.js';
import { countyOf, dueDateOf, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { ReportingRates, Summary, Totals } from '../../merge/summary.js';
import { planFormCharts, planPictureSpecs } from '../charts/charts-plan.js';
import { formatDeadline, overdueDays } from '../deadline-text.js';
import { formatCount, formatHundredths, formatPercent } from '../format-figures.js';
import { formatNamesByCounty, nameUnit } from '../reminder/names-by-county.js';
import { attentionLines } from '../summary/attention.js';
import { type Figure, figuresOf, rateOf, shownValue } from '../summary/figures.js';
import { formatPeriod, NO_NUMBER } from '../summary/formats.js';
import { findMissingReports, type MissingReport } from '../summary/missing.js';
import { notCountedSentence } from '../summary/not-counted.js';
import { keyFigures } from '../summary/overview/key-figures.js';
import { overviewNotes } from '../summary/overview/notes.js';
import { rankCounties } from '../summary/overview/ranking.js';
import {
  areaMaterialRates,
  areaRates,
  areaTotals,
  countyRates,
  countyTotals,
  entryOf,
  notCountedOf,
  type Scope,
  scopeOf,
  taskOf,
  unitTotals,
} from '../summary/scope.js';
import type {
  PageChart,
  PageCounty,
  PageData,
  PageForm,
  PageHighlight,
  PageMissing,
  PageReporting,
  PageShare,
  PageUnit,
  PageUnitForm,
} from './page-data.js';

const MOST_HIGHLIGHTS = 6;
/** A figure in large letters has no room for more. */
const HIGHLIGHTS_OF_A_FORM = 2;

/** Plans the page of a whole summary. */
export function planPageData(summary: Summary): PageData {
  const scope = scopeOf(summary, null);
  const { campaign, forms } = summary;
  const missing = findMissingReports(scope);
  return {
    title: campaign.name,
    area: campaign.prefecture,
    period: formatPeriod(campaign.periodStart, campaign.periodEnd),
    asOf: formatMoment(summary.asOf),
    highlights: planHighlights(scope),
    attention: attentionLines(scope).map(({ about, title, count, detail }) => ({
      title,
      count,
      detail,
      isMissing: about === 'missing',
    })),
    forms: forms.map((form) => planForm(scope, form)),
    materials: campaign.materials.map(({ name }) => ({
      title: name,
      reporting: planReportingOf(areaMaterialRates(scope, name)),
    })),
    counties: planCounties(scope),
    units: scope.units.map((unit) => planUnit(scope, unit)),
    missing: missing.map((report) => planMissing(scope, report)),
    missingText: formatMissingText(scope, missing),
    notes: overviewNotes(scope),
    charts: planChartsOf(scope),
  };
}

/** The reporting rate, then figure by figure the forms in turn: every form's first comes before any second. */
function planHighlights(scope: Scope): readonly PageHighlight[] {
  const { forms } = scope.summary;
  const shares = forms.map((form) => areaRates(scope, form));
  const whole = { form: null, title: '报送率', text: planShare(shares).text };
  const byForm = forms.map((form) =>
    keyFigures(scope, form).map((figure) => ({ form: form.title, title: figure.title, text: figure.text })),
  );
  const chosen = Array.from({ length: HIGHLIGHTS_OF_A_FORM }, (_, index) =>
    byForm.flatMap((figures) => figures.slice(index, index + 1)),
  ).flat();
  const kept = new Set(chosen.slice(0, MOST_HIGHLIGHTS - 1));
  return [whole, ...byForm.flat().filter((figure) => kept.has(figure))];
}

function planForm(scope: Scope, form: FormDefinition): PageForm {
  const returned = notCountedOf(scope, form, null);
  return {
    title: form.title,
    deadline: formatDeadline(taskOf(scope.summary.campaign, form).deadline),
    reporting: planReportingOf(areaRates(scope, form)),
    keyFigures: keyFigures(scope, form).map(({ title, text }) => ({ title, text })),
    note: returned.units === 0 ? null : notCountedSentence(returned),
    columns: figuresOf(form).map((figure) => ({
      title: figure.title,
      unit: figure.unit,
      group: figure.group,
      isKey: figure.rate !== null || form.keyMeasures.includes(figure.key),
    })),
    totals: figureTexts(form, areaTotals(scope, form)),
  };
}

function planShare(rates: readonly Pick<ReportingRates, 'owed' | 'received'>[]): PageShare {
  const owed = rates.reduce((sum, rate) => sum + rate.owed, 0);
  const received = rates.reduce((sum, rate) => sum + rate.received, 0);
  return { owed, received, text: formatPercent(owed === 0 ? null : received / owed) };
}

function planReportingOf(rates: ReportingRates): PageReporting {
  return {
    ...planShare([rates]),
    accepted: rates.accepted,
    acceptedText: formatPercent(rates.acceptedRate),
    onTimeText: formatPercent(rates.onTimeRate),
  };
}

function planCounties(scope: Scope): readonly PageCounty[] {
  const { summary } = scope;
  const ranks = new Map(rankCounties(scope).map(({ county, rank }) => [county, rank]));
  return scope.counties.map((county) => {
    const rates = summary.forms.map((form) => countyRates(scope, form, county));
    const returned = summary.forms.map((form) => notCountedOf(scope, form, county));
    return {
      name: county,
      share: planShare(rates),
      rank: ranks.get(county) ?? null,
      reporting: rates.map(planReportingOf),
      totals: summary.forms.map((form, index) => {
        const totals = countyTotals(scope, form, county);
        return totals === undefined || (rates[index]!.owed === 0 && totals.rows === 0)
          ? null
          : figureTexts(form, totals);
      }),
      notes: returned.map((part) => (part.units === 0 ? null : notCountedSentence(part))),
      charts: planChartsOf(scopeOf(summary, county)),
    };
  });
}

function planUnit(scope: Scope, unit: Unit): PageUnit {
  const { campaign, forms } = scope.summary;
  return {
    name: unit.name,
    aliases: unit.aliases,
    category: unit.category,
    through: unit.through,
    county: scope.counties.indexOf(countyOf(unit)),
    forms: forms.flatMap((form, index): PageUnitForm[] => {
      const entry = entryOf(scope, form, unit);
      const totals = unitTotals(scope, form, unit);
      if (entry === undefined && totals === undefined) return [];
      const due = dueDateOf(campaign, unit.code, form.key);
      return [
        {
          form: index,
          status: entry?.status ?? null,
          late: entry?.late ?? false,
          due: `${formatDeadline(due.moment)}${due.isExtended ? '（已延期）' : ''}`,
          figures: totals === undefined ? null : figureTexts(form, totals),
        },
      ];
    }),
  };
}

function planMissing(scope: Scope, { unit, form, entry, due }: MissingReport): PageMissing {
  return {
    unit: scope.units.indexOf(unit),
    form: scope.summary.forms.indexOf(form),
    status: entry.status,
    due: formatDeadline(due),
    overdueDays: overdueDays(due, scope.summary.asOf),
  };
}

/** `一、…统计表（2 个）：乌苏市（2 个）：甲乡、乙镇。` — form by form. */
function formatMissingText(scope: Scope, missing: readonly MissingReport[]): string {
  const { campaign, forms, asOf } = scope.summary;
  const heading = `${campaign.name}未报送单位名单（截至${formatMoment(asOf)}）`;
  if (missing.length === 0) return `${heading}：没有未报送的单位。`;
  const paragraphs = forms.flatMap((form) => {
    const here = missing.filter((report) => report.form === form);
    if (here.length === 0) return [];
    const names = here.map(({ unit, entry }) =>
      nameUnit(unit, entry.status === 'empty' ? ['交来的是空表'] : []),
    );
    return [`《${form.title}》未报送 ${here.length} 个单位：${formatNamesByCounty(campaign, names)}。`];
  });
  return [heading, ...paragraphs].join('\n');
}

/** Charts as their pictures are: nothing is drawn here that the workbook does not show. */
function planChartsOf(scope: Scope): readonly PageChart[] {
  const titles = new Map(scope.summary.forms.map((form) => [form.key, form.title]));
  return planPictureSpecs(planFormCharts(scope)).map(({ form, spec }) => ({
    form: form === null ? null : (titles.get(form) ?? null),
    spec,
  }));
}

function figureTexts(form: FormDefinition, totals: Totals | undefined): readonly string[] {
  return figuresOf(form).map((figure) => columnText(form, figure, totals));
}

/** A figure as its column shows it: the unit stands in the header. */
function columnText(form: FormDefinition, figure: Figure, totals: Totals | undefined): string {
  if (totals === undefined) return NO_NUMBER;
  if (figure.rate !== null) return formatPercent(rateOf(form, figure.key, totals));
  const value = shownValue(figure, totals);
  return figure.format === 'amount' ? formatHundredths(Math.round(value * 100)) : formatCount(value);
}
