import { formatMoment } from '../campaign/beijing-time.js';
import type { Expression } from '../form/condition.js';
import { type ChartDefinition, type FormDefinition, fieldOf } from '../form/form-definition.js';
import { compileTotals } from '../form/record-totals.js';
import type { Summary, Totals } from '../merge/summary.js';
import { groupRecords, NOT_SAID } from './breakdown/group-records.js';
import {
  type BarChartSpec,
  type ChartSeries,
  type ChartSpec,
  hasChartData,
  type LineSeries,
  type ValueFormat,
} from './chart-spec.js';
import { type Figure, measureFigures, rateOf, shownValue } from './summary-figures.js';
import { formatPeriod } from './summary-formats.js';
import { countyRates, countyTotals, type Scope, scopeOf, taskOf } from './summary-scope.js';
import { type Target, targetOf } from './summary-targets.js';

/** More bars than this stand better below one another. A line needs upright bars. */
const MOST_UPRIGHT = 14;
/** 元 from which on a scale reads better in 万元. */
const WAN = 10_000;

/** A chart and the form that it belongs to; null: all forms. */
export interface FormChart {
  readonly form: string | null;
  readonly spec: ChartSpec;
}

type Drawing = Pick<BarChartSpec, 'title' | 'valueFormat' | 'stacked' | 'series'> &
  Partial<Pick<BarChartSpec, 'unit' | 'line' | 'referenceLine'>>;

/** Every chart of a summary. Counties stand in roster order: nothing is ranked by a picture. */
export function planCharts(summary: Summary): readonly ChartSpec[] {
  return planFormCharts(summary).map((chart) => chart.spec);
}

/** The charts with the forms that they belong to; those without anything to draw are left out. */
export function planFormCharts(summary: Summary): readonly FormChart[] {
  const scope = scopeOf(summary, null);
  const charts: readonly { form: FormDefinition | null; spec: ChartSpec }[] = [
    { form: null, spec: frame(scope, null, reportingDrawing(scope)) },
    ...summary.forms.flatMap((form) => specsOf(scope, form).map((spec) => ({ form, spec }))),
  ];
  return charts
    .filter(({ spec }) => hasChartData(spec))
    .map(({ form, spec }, index) => ({
      form: form?.key ?? null,
      spec: { ...spec, fileName: `${String(index + 1).padStart(2, '0')}-${fileNameFor(spec.title)}` },
    }));
}

/** A form's charts: those that it defines, else those that its measures and rates suggest. */
function specsOf(scope: Scope, form: FormDefinition): readonly ChartSpec[] {
  return form.charts === null
    ? drawingsOf(scope, form).map((drawing) => frame(scope, form, drawing))
    : form.charts.map((chart) => definedSpec(scope, form, chart));
}

function subtitleOf(scope: Scope, form: FormDefinition | null): string {
  const { campaign, asOf } = scope.summary;
  const { periodStart, periodEnd } = form === null ? campaign : taskOf(campaign, form);
  return `${scope.area}　${formatPeriod(periodStart, periodEnd)}　截至${formatMoment(asOf)}`;
}

/** A chart as the form defines it. */
function definedSpec(scope: Scope, form: FormDefinition, chart: ChartDefinition): ChartSpec {
  const categories = categoriesOf(scope, form, chart.by);
  const figures = chart.measures.flatMap((key) => measureFigures(form).filter((item) => item.key === key));
  const series = figures.map((figure) => ({
    name: figure.title,
    values: categories.map(({ totals }) => shownValue(figure, totals)),
  }));
  const scale = scaleOf(
    // Beside amounts everything is shown as amounts; a form that mixes them has defined a chart nobody can read.
    figures.find(({ format }) => format === 'amount') ?? figures[0]!,
    series.flatMap(({ values }) => values),
  );
  const common = {
    title: chart.title,
    fileName: '',
    subtitle: subtitleOf(scope, form),
    ...scale,
  };
  if (chart.kind === 'doughnut') {
    const slices = categories.map(({ name }, index) => ({
      label: name,
      value: series[0]?.values[index] ?? 0,
    }));
    return { kind: 'doughnut', ...common, slices };
  }
  const isVertical = categories.length <= MOST_UPRIGHT;
  const { rate } = chart;
  const line: LineSeries | null =
    rate === null || !isVertical
      ? null
      : {
          name: form.rates.find(({ key }) => key === rate)!.title,
          values: categories.map(({ totals }) => rateOf(form, rate, totals)),
          valueFormat: 'percent',
        };
  return {
    kind: 'bar',
    ...common,
    orientation: isVertical ? 'vertical' : 'horizontal',
    stacked: chart.kind === 'stacked',
    categories: categories.map(({ name }) => name),
    series,
    ...(line === null ? {} : { line }),
  };
}

/** Counties with their totals, or what a field says with the totals of the rows that say it. */
function categoriesOf(
  scope: Scope,
  form: FormDefinition,
  by: string | null,
): readonly { readonly name: string; readonly totals: Totals | undefined }[] {
  if (by === null)
    return scope.counties.map((county) => ({ name: county, totals: countyTotals(scope, form, county) }));
  const add = compileTotals(form);
  return groupRecords(scope, form, by).map(({ value, records }) => ({
    name: value ?? NOT_SAID,
    totals: add(records.map(({ record }) => record)),
  }));
}

function frame(scope: Scope, form: FormDefinition | null, drawing: Drawing): BarChartSpec {
  return {
    kind: 'bar',
    fileName: '',
    subtitle: subtitleOf(scope, form),
    orientation: isUpright(scope) ? 'vertical' : 'horizontal',
    categories: scope.counties,
    ...drawing,
  };
}

function isUpright(scope: Scope): boolean {
  return scope.counties.length <= MOST_UPRIGHT;
}

function fileNameFor(title: string): string {
  return title.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_');
}

/** 报送率 of every county, a bar a form. */
function reportingDrawing(scope: Scope): Drawing {
  return {
    title: '各县（市）报送率',
    valueFormat: 'percent',
    stacked: false,
    series: scope.summary.forms.map((form) => ({
      name: form.title,
      values: scope.counties.map((county) => countyRates(scope, form, county).rate),
    })),
  };
}

/**
 * What a form's definition asks for: a target shows how far it is met, a rate over a key measure goes with it, a key
 * measure that is a sum shows its parts. A form with none of these shows its first key measure.
 */
function drawingsOf(scope: Scope, form: FormDefinition): readonly Drawing[] {
  const target = targetOf(scope, form);
  const drawings = [
    ...(target === null ? rateDrawings(scope, form) : targetDrawings(scope, form, target)),
    ...partsDrawings(scope, form),
  ];
  return drawings.length > 0 ? drawings : plainDrawings(scope, form);
}

function targetDrawings(scope: Scope, form: FormDefinition, target: Target): readonly Drawing[] {
  const { numerator, denominator, rate } = target;
  const met = valuesOf(scope, form, numerator);
  const rest = valuesOf(scope, form, denominator).map((value, index) =>
    Math.max(0, value - (met[index] ?? 0)),
  );
  const restName = numerator.title.startsWith('已')
    ? `未${numerator.title.slice(1)}`
    : `其余${denominator.title}`;
  const rates = ratesOf(scope, form, rate.key);
  return [
    {
      title: `${form.title}：${denominator.title}与${rate.title}`,
      ...scaleOf(numerator, [...met, ...rest]),
      stacked: true,
      series: [
        { name: numerator.title, values: met },
        { name: restName, values: rest },
      ],
      ...lineOver(scope, { name: rate.title, values: rates }),
    },
    {
      title: `${target.title}与目标`,
      valueFormat: 'percent',
      stacked: false,
      series: [{ name: rate.title, values: rates }],
      referenceLine: { value: target.percent / 100, label: `目标 ${target.percent}%` },
    },
  ];
}

/** The first rate whose numerator is a key measure, as a line over that measure. */
function rateDrawings(scope: Scope, form: FormDefinition): readonly Drawing[] {
  const rate = form.rates.find((item) => form.keyMeasures.includes(item.numerator));
  const figure = measureFigures(form).find((item) => item.key === rate?.numerator);
  if (rate === undefined || figure === undefined) return [];
  const values = valuesOf(scope, form, figure);
  const line: ChartSeries = { name: rate.title, values: ratesOf(scope, form, rate.key) };
  const title = isUpright(scope) ? `${figure.title}与${rate.title}` : figure.title;
  return [
    {
      title: `${form.title}：${title}`,
      ...scaleOf(figure, values),
      stacked: false,
      series: [{ name: figure.title, values }],
      ...lineOver(scope, line),
    },
    ...(isUpright(scope)
      ? []
      : [
          {
            title: `${form.title}：${rate.title}`,
            valueFormat: 'percent' as const,
            stacked: false,
            series: [line],
          },
        ]),
  ];
}

/** The first key measure that adds up other fields, with those stacked. */
function partsDrawings(scope: Scope, form: FormDefinition): readonly Drawing[] {
  const figures = measureFigures(form);
  for (const key of form.keyMeasures) {
    const field = form.fields.find((item) => item.key === key);
    const figure = figures.find((item) => item.key === key);
    if (field === undefined || figure === undefined) continue;
    const parts = addedFields(field.computed).map((name) =>
      figures.find((item) => item.key === fieldOf(form, name).key),
    );
    const known = parts.filter((part) => part !== undefined);
    if (known.length < 2 || known.length < parts.length) continue;
    const series = known.map((part) => ({ name: part.title, values: valuesOf(scope, form, part) }));
    return [
      {
        title: `${form.title}：${known.map((part) => part.title).join('、')}`,
        ...scaleOf(figure, valuesOf(scope, form, figure)),
        stacked: true,
        series,
      },
    ];
  }
  return [];
}

function plainDrawings(scope: Scope, form: FormDefinition): readonly Drawing[] {
  const figures = measureFigures(form);
  // `rows` comes first: a form that measures nothing at all still has rows.
  const figure = figures.find((item) => item.key === form.keyMeasures[0]) ?? figures[1] ?? figures[0];
  if (figure === undefined) return [];
  const values = valuesOf(scope, form, figure);
  return [
    {
      title: `${form.title}：${figure.title}`,
      ...scaleOf(figure, values),
      stacked: false,
      series: [{ name: figure.title, values }],
    },
  ];
}

/** Fields of a plain sum; empty when it is anything else. */
function addedFields(expression: Expression | null): readonly string[] {
  if (expression?.kind !== 'add') return [];
  const keys = expression.terms.flatMap((term) => (term.kind === 'field' ? [term.field] : []));
  return keys.length === expression.terms.length ? keys : [];
}

function lineOver(scope: Scope, series: ChartSeries): Pick<BarChartSpec, 'line'> | Record<string, never> {
  return isUpright(scope) ? { line: { ...series, valueFormat: 'percent' } } : {};
}

function scaleOf(figure: Figure, values: readonly number[]): { valueFormat: ValueFormat; unit?: string } {
  if (figure.format !== 'amount') {
    const valueFormat = figure.format === 'decimal' ? 'decimal' : 'integer';
    return figure.unit === '' ? { valueFormat } : { valueFormat, unit: figure.unit };
  }
  return values.some((value) => Math.abs(value) >= WAN)
    ? { valueFormat: 'wan', unit: '万元' }
    : { valueFormat: 'amount', unit: '元' };
}

function valuesOf(scope: Scope, form: FormDefinition, figure: Figure): readonly number[] {
  return scope.counties.map((county) => shownValue(figure, countyTotals(scope, form, county)));
}

function ratesOf(scope: Scope, form: FormDefinition, rateKey: string): readonly (number | null)[] {
  return scope.counties.map((county) => rateOf(form, rateKey, countyTotals(scope, form, county)));
}
