import { formatMoment } from '../../campaign/beijing-time.js';
import type { ChartDefinition, FormDefinition } from '../../form/form-definition.js';
import type { ReportingRates, Summary } from '../../merge/summary.js';
import type { RowGroup } from '../../workbook/workbook-plan.js';
import { measureFigures } from '../summary/figures.js';
import { formatPeriod } from '../summary/formats.js';
import { areaRates, countyRates, type Scope, scopeOf, taskOf } from '../summary/scope.js';
import { isCovered, periodIn } from '../trend/trend.js';
import { areaCategories, type ChartCategory, MOST_UPRIGHT, valueCategories } from './chart-categories.js';
import {
  type Charted,
  type Drawing,
  drawingsOf,
  measuredSeries,
  rateLine,
  scaleOf,
} from './chart-drawings.js';
import {
  type BarChartSpec,
  type ChartSeries,
  type ChartSpec,
  type DoughnutChartSpec,
  hasChartData,
  splitLine,
} from './chart-spec.js';

/** Bars beside one another that can still be told apart; more forms are shown together. */
const MOST_FORMS = 4;
/** Slices that can be told apart by colour; more become 其他. */
const MOST_SLICES = 7;

/** A chart, the form that it belongs to (null: all forms) and what its categories stand for. */
export interface FormChart {
  readonly form: FormDefinition | null;
  readonly spec: ChartSpec;
  /** One for every category or slice of the spec. */
  readonly categories: readonly ChartCategory[];
}

/** A picture and the form that it belongs to; null: all forms. */
export interface FormPicture {
  readonly form: string | null;
  readonly spec: ChartSpec;
}

/** The pictures of a summary, by file name. */
export function planCharts(summary: Summary): readonly ChartSpec[] {
  return planPictureSpecs(planFormCharts(scopeOf(summary, null))).map(({ spec }) => spec);
}

/** Charts as pictures: the same, but where bars lie on their side a line becomes a picture of its own. */
export function planPictureSpecs(charts: readonly FormChart[]): readonly FormPicture[] {
  return charts
    .flatMap(({ form, spec }) =>
      splitLine(spec, form?.title ?? null).map((picture) => ({ form, spec: picture })),
    )
    .filter(({ spec }) => hasChartData(spec))
    .map(({ form, spec }, index) => ({
      form: form?.key ?? null,
      spec: { ...spec, fileName: `${String(index + 1).padStart(2, '0')}-${fileNameFor(spec.title)}` },
    }));
}

/**
 * Every chart of a scope; those without anything to draw are left out. Categories stand in roster order or in that of
 * the options: nothing is ranked by a picture.
 */
export function planFormCharts(scope: Scope): readonly FormChart[] {
  const { forms } = scope.summary;
  return [planReporting(scope), ...forms.flatMap((form) => chartsOf(scope, form))].filter(({ spec }) =>
    hasChartData(spec),
  );
}

/** Charts over the months, one a form: the whole prefecture's. Forms that one month has are left out. */
export function planTrendCharts(scope: Scope): readonly FormChart[] {
  const { trend } = scope;
  if (trend === null) return [];
  return trend.forms.flatMap((ofForm): FormChart[] => {
    const { form, periods } = ofForm;
    if (periods.filter(({ prefecture }) => prefecture !== null).length < 2) return [];
    const categories = trend.months
      .filter((month) => !isCovered(periods, month))
      .map((month): ChartCategory => {
        const totals = periodIn(periods, month)?.prefecture ?? undefined;
        return { name: month.title, area: { kind: 'month', month: month.first }, totals };
      });
    const defined = form.charts?.find(({ by }) => by === null);
    const drawing = drawingsOf(scope, { form, categories })[0];
    const chart =
      defined !== undefined
        ? definedChart(scope, form, defined, categories)
        : drawing !== undefined
          ? barChart(scope, form, categories, drawing)
          : null;
    if (chart === null || !hasChartData(chart.spec)) return [];
    return [{ ...chart, spec: { ...chart.spec, title: `各月 ${chart.spec.title}` } }];
  });
}

/** A form's charts: those that it defines, else those that its measures and rates suggest. */
function chartsOf(scope: Scope, form: FormDefinition): readonly FormChart[] {
  if (form.charts !== null) {
    return form.charts.map((chart) => {
      const over = chart.by === null ? areaCategories(scope, form) : valueCategories(scope, form, chart.by);
      return definedChart(scope, form, chart, over);
    });
  }
  const categories = areaCategories(scope, form);
  return drawingsOf(scope, { form, categories }).map((drawing) => barChart(scope, form, categories, drawing));
}

function subtitleOf(scope: Scope, form: FormDefinition | null): string {
  const { campaign, asOf } = scope.summary;
  const { periodStart, periodEnd } = form === null ? campaign : taskOf(campaign, form);
  return `${scope.area}　${formatPeriod(periodStart, periodEnd)}　截至${formatMoment(asOf)}`;
}

function barChart(
  scope: Scope,
  form: FormDefinition | null,
  categories: readonly ChartCategory[],
  drawing: Drawing,
): FormChart {
  const spec: BarChartSpec = {
    kind: 'bar',
    fileName: '',
    subtitle: subtitleOf(scope, form),
    orientation: categories.length <= MOST_UPRIGHT ? 'vertical' : 'horizontal',
    categories: categories.map(({ name }) => name),
    ...drawing,
  };
  return { form, spec, categories };
}

/** A chart as the form defines it. */
function definedChart(
  scope: Scope,
  form: FormDefinition,
  chart: ChartDefinition,
  categories: readonly ChartCategory[],
): FormChart {
  const charted = { form, categories };
  const figures = chart.measures.flatMap((key) => measureFigures(form).filter((item) => item.key === key));
  const series = figures.map((figure) => measuredSeries(charted, figure.title, { plus: figure.key }));
  // Beside amounts everything is shown as amounts; a form that mixes them has defined a chart nobody can read.
  const shown = figures.find(({ format }) => format === 'amount') ?? figures[0]!;
  const common = {
    title: chart.title,
    ...scaleOf(
      shown,
      series.flatMap(({ values }) => values),
    ),
  };
  if (chart.kind === 'doughnut') return doughnut(scope, charted, common, series[0]!);
  const rate = form.rates.find(({ key }) => key === chart.rate);
  return barChart(scope, form, categories, {
    ...common,
    stacked: chart.kind === 'stacked',
    series,
    ...(rate === undefined ? {} : { line: rateLine(charted, rate) }),
  });
}

/** Slices in the order of the categories; of too many the small ones are put together. */
function doughnut(
  scope: Scope,
  { form, categories }: Charted,
  frame: Pick<DoughnutChartSpec, 'title' | 'valueFormat' | 'unit'>,
  { name, values, source }: ChartSeries,
): FormChart {
  const slices = categories
    .map((category, index) => ({ category, value: values[index] ?? 0 }))
    .filter(({ value }) => value > 0);
  const kept =
    slices.length <= MOST_SLICES
      ? new Set(slices)
      : new Set(slices.toSorted((a, b) => b.value - a.value).slice(0, MOST_SLICES - 1));
  const rest = slices.filter((slice) => !kept.has(slice));
  const shown = [
    ...slices.filter((slice) => kept.has(slice)),
    ...(rest.length === 0
      ? []
      : [
          {
            category: {
              name: `其他（${rest.length} 项）`,
              area: { kind: 'value', group: joinGroups(rest.map(({ category }) => category)) },
              totals: undefined,
            } satisfies ChartCategory,
            value: rest.reduce((sum, { value }) => sum + value, 0),
          },
        ]),
  ];
  const spec: DoughnutChartSpec = {
    kind: 'doughnut',
    name,
    ...(source === undefined ? {} : { source }),
    fileName: '',
    subtitle: subtitleOf(scope, form),
    ...frame,
    slices: shown.map(({ category, value }) => ({ label: category.name, value })),
  };
  return { form, spec, categories: shown.map(({ category }) => category) };
}

/** The rows of several categories of values together; null where they are none. */
function joinGroups(categories: readonly ChartCategory[]): RowGroup | null {
  const groups = categories.flatMap(({ area }) =>
    area.kind === 'value' && area.group !== null ? [area.group] : [],
  );
  const [first] = groups;
  return first === undefined ? null : { field: first.field, values: groups.flatMap(({ values }) => values) };
}

function fileNameFor(title: string): string {
  return title.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_');
}

/** 报送率: of every county, a bar a form; in a county's own workbook of every form. */
function planReporting(scope: Scope): FormChart {
  const { forms } = scope.summary;
  if (scope.county !== null) {
    const owed = forms.flatMap((form) => {
      const { rate } = areaRates(scope, form);
      return rate === null ? [] : [{ form, rate }];
    });
    const categories = owed.map(
      ({ form }): ChartCategory => ({
        name: form.title,
        area: { kind: 'form', form: form.key },
        totals: undefined,
      }),
    );
    return barChart(scope, null, categories, {
      title: '各表报送率',
      valueFormat: 'percent',
      stacked: false,
      series: [
        {
          name: '报送率',
          values: owed.map(({ rate }) => rate),
          source: { plus: 'received', whole: 'owed' },
        },
      ],
    });
  }
  const counties = scope.counties.filter((county) =>
    forms.some((form) => countyRates(scope, form, county).owed > 0),
  );
  const categories = counties.map(
    (county): ChartCategory => ({ name: county, area: { kind: 'county', county }, totals: undefined }),
  );
  const isTogether = forms.length > MOST_FORMS || counties.length > MOST_UPRIGHT;
  const ratesOf = (keys: readonly FormDefinition[]): ChartSeries => ({
    name: keys.length === 1 ? keys[0]!.title : '报送率',
    values: counties.map((county) => rateOfAll(keys.map((form) => countyRates(scope, form, county)))),
    source: { plus: 'received', whole: 'owed', forms: keys.map(({ key }) => key) },
  });
  return barChart(scope, null, categories, {
    title: isTogether ? '各县（市）报送率（各表合计）' : '各县（市）报送率',
    valueFormat: 'percent',
    stacked: false,
    series: isTogether ? [ratesOf(forms)] : forms.map((form) => ratesOf([form])),
  });
}

function rateOfAll(rates: readonly ReportingRates[]): number | null {
  const owed = rates.reduce((sum, item) => sum + item.owed, 0);
  return owed === 0 ? null : rates.reduce((sum, item) => sum + item.received, 0) / owed;
}
