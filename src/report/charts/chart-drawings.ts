import type { Expression } from '../../form/condition.js';
import {
  type FormDefinition,
  fieldOf,
  type MeasureDefinition,
  measuresOf,
} from '../../form/form-definition.js';
import { type Figure, measureFigures, shownValue } from '../summary/figures.js';
import type { Scope } from '../summary/scope.js';
import { type Target, targetOf } from '../summary/targets.js';
import type { ChartCategory } from './chart-categories.js';
import type { BarChartSpec, ChartSeries, LineSeries, SeriesSource, ValueFormat } from './chart-spec.js';

/** 元 from which on a scale reads better in 万元. */
const WAN = 10_000;

/** What a bar chart shows; where and how is the same for all. */
export type Drawing = Pick<BarChartSpec, 'title' | 'valueFormat' | 'stacked' | 'series'> &
  Partial<Pick<BarChartSpec, 'unit' | 'line' | 'referenceLine'>>;

/** A form and the categories over which it is drawn. */
export interface Charted {
  readonly form: FormDefinition;
  readonly categories: readonly ChartCategory[];
}

/**
 * What a form's definition asks for: a target shows how far it is met, a rate over a key measure goes with it, a key
 * measure that is a sum shows its parts. A form with none of these shows its first key measure.
 */
export function drawingsOf(scope: Scope, charted: Charted): readonly Drawing[] {
  const target = targetOf(scope, charted.form);
  const drawings = [
    ...(target === null ? rateDrawings(charted) : targetDrawings(charted, target)),
    ...partsDrawings(charted),
  ];
  return drawings.length > 0 ? drawings : plainDrawings(charted);
}

/** How many there are at which stage, then which share is, with the share that is asked for. */
function targetDrawings(charted: Charted, target: Target): readonly Drawing[] {
  const { form } = charted;
  const { numerator, denominator, rate } = target;
  const stages = stagesOf(form, target);
  const counts = stages.map(({ name, source }) => measuredSeries(charted, name, source));
  const shares = stages.map(({ name, source }) =>
    measuredSeries(charted, name, { ...source, whole: denominator.key }),
  );
  return [
    {
      title: `${form.title}：${denominator.title}与${rate.title}`,
      ...scaleOf(
        numerator,
        counts.flatMap(({ values }) => values),
      ),
      stacked: true,
      series: counts,
      line: rateLine(charted, rate),
    },
    {
      title: `${target.title}与目标（占${denominator.title}的比例）`,
      valueFormat: 'percent',
      stacked: true,
      series: shares,
      referenceLine: { value: target.percent / 100, label: `目标 ${target.percent}%` },
    },
  ];
}

/** A target's denominator cut into stages, those first that count for the numerator. */
function stagesOf(
  form: FormDefinition,
  { numerator, denominator }: Target,
): readonly { readonly name: string; readonly source: SeriesSource }[] {
  const inner = innerCount(form, numerator.key);
  const rest = { name: restName(numerator, denominator), source: restSource(denominator, numerator) };
  if (inner === null) return [{ name: numerator.title, source: { plus: numerator.key } }, rest];
  return [
    { name: inner.title, source: { plus: inner.key } },
    {
      name: inner.title.startsWith('已')
        ? `${numerator.title}未${inner.title.slice(1)}`
        : `${numerator.title}（不含${inner.title}）`,
      source: { plus: numerator.key, minus: inner.key },
    },
    rest,
  ];
}

function restName(part: Figure, whole: Figure): string {
  return part.title.startsWith('已') ? `未${part.title.slice(1)}` : `其余${whole.title}`;
}

function restSource(whole: Figure, part: Figure): SeriesSource {
  return { plus: whole.key, minus: part.key };
}

/** A count of rows that all belong to another count: the same field says fewer of the same options. */
function innerCount(form: FormDefinition, key: string): MeasureDefinition | null {
  const measures = measuresOf(form);
  const optionsOf = (item: MeasureDefinition | undefined) =>
    item?.kind === 'count' && item.when?.kind === 'oneOf' ? item.when : null;
  const outer = optionsOf(measures.find((item) => item.key === key));
  if (outer === null) return null;
  return (
    measures.find((item) => {
      const when = optionsOf(item);
      return (
        when !== null &&
        when.field === outer.field &&
        when.options.length < outer.options.length &&
        when.options.every((option) => outer.options.includes(option))
      );
    }) ?? null
  );
}

/** The first rate whose numerator is a key measure, as a line over that measure. */
function rateDrawings(charted: Charted): readonly Drawing[] {
  const { form } = charted;
  const rate = form.rates.find((item) => form.keyMeasures.includes(item.numerator));
  const figure = measureFigures(form).find((item) => item.key === rate?.numerator);
  if (rate === undefined || figure === undefined) return [];
  const series = measuredSeries(charted, figure.title, { plus: figure.key });
  return [
    {
      title: `${form.title}：${figure.title}与${rate.title}`,
      ...scaleOf(figure, series.values),
      stacked: false,
      series: [series],
      line: rateLine(charted, rate),
    },
  ];
}

/** The first key measure that adds up other fields, with those stacked. */
function partsDrawings(charted: Charted): readonly Drawing[] {
  const { form } = charted;
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
    return [
      {
        title: `${form.title}：${known.map((part) => part.title).join('、')}`,
        ...scaleOf(figure, measuredSeries(charted, figure.title, { plus: figure.key }).values),
        stacked: true,
        series: known.map((part) => measuredSeries(charted, part.title, { plus: part.key })),
      },
    ];
  }
  return [];
}

function plainDrawings(charted: Charted): readonly Drawing[] {
  const { form } = charted;
  const figures = measureFigures(form);
  // `rows` comes first: a form that measures nothing at all still has rows.
  const figure = figures.find((item) => item.key === form.keyMeasures[0]) ?? figures[1] ?? figures[0];
  if (figure === undefined) return [];
  const series = measuredSeries(charted, figure.title, { plus: figure.key });
  return [
    {
      title: `${form.title}：${figure.title}`,
      ...scaleOf(figure, series.values),
      stacked: false,
      series: [series],
    },
  ];
}

/** Fields of a plain sum; empty when it is anything else. */
function addedFields(expression: Expression | null): readonly string[] {
  if (expression?.kind !== 'add') return [];
  const keys = expression.terms.flatMap((term) => (term.kind === 'field' ? [term.field] : []));
  return keys.length === expression.terms.length ? keys : [];
}

/** A rate of every category. */
export function rateLine(charted: Charted, rate: FormDefinition['rates'][number]): LineSeries {
  const { title, numerator, denominator } = rate;
  return {
    ...measuredSeries(charted, title, { plus: numerator, whole: denominator }),
    valueFormat: 'percent',
  };
}

/** How values of a figure are written: amounts in 万元 where one of them reaches that. */
export function scaleOf(
  figure: Figure,
  values: readonly (number | null)[],
): { valueFormat: ValueFormat; unit?: string } {
  if (figure.format !== 'amount') {
    const valueFormat = figure.format === 'decimal' ? 'decimal' : 'integer';
    return figure.unit === '' ? { valueFormat } : { valueFormat, unit: figure.unit };
  }
  return values.some((value) => Math.abs(value ?? 0) >= WAN)
    ? { valueFormat: 'wan', unit: '万元' }
    : { valueFormat: 'amount', unit: '元' };
}

/** A series of a form's own totals: amounts in 元; null where there is nothing to divide by, or nothing known. */
export function measuredSeries(
  { form, categories }: Charted,
  name: string,
  source: SeriesSource,
): ChartSeries {
  const figures = measureFigures(form);
  const values = categories.map(({ totals, area }) => {
    if (area.kind === 'month' && totals === undefined) return null;
    const value = (key: string) => shownValue(figures.find((item) => item.key === key)!, totals);
    const part =
      source.minus === undefined
        ? value(source.plus)
        : Math.max(0, withoutNoise(value(source.plus) - value(source.minus)));
    if (source.whole === undefined) return part;
    const whole = value(source.whole);
    return whole === 0 ? null : part / whole;
  });
  return { name, values, source };
}

/** Six decimals: differences of amounts and decimals are exact again. */
function withoutNoise(value: number): number {
  return Number(value.toFixed(6));
}
