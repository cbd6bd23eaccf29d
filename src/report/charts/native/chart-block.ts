import type { FormDefinition } from '../../../form/form-definition.js';
import { formatColumn } from '../../../workbook/reference.js';
import type {
  CellOrigin,
  OriginArea,
  PartOrigin,
  ReportCount,
  RowGroup,
} from '../../../workbook/workbook-plan.js';
import { allReportsOrigin, figureOrigin } from '../../cell-origins.js';
import { comparisonReference } from '../../summary/comparison.js';
import type { NumberFormatName } from '../../summary/formats.js';
import { areaOf, type Scope } from '../../summary/scope.js';
import { unitKindTotal, unitNameReference, unitReference } from '../../summary/units.js';
import { trendReference } from '../../trend/trend-sheet.js';
import type { ChartCategory } from '../chart-categories.js';
import type { BarChartSpec, ChartSeries, SeriesSource, ValueFormat } from '../chart-spec.js';
import type { FormChart } from '../charts-plan.js';

/** A column of the numbers that a chart draws, as cells show them: amounts in 万元 where the chart does. */
export interface BlockColumn {
  readonly header: string;
  /** What the chart makes of it. `sums`: above stacked bars. */
  readonly role: 'bars' | 'slices' | 'sums' | 'target' | 'rate';
  readonly format: ValueFormat;
  readonly values: readonly (number | null)[];
  /** The formula of one cell without `=`; null where nothing in the workbook adds it up. */
  readonly formulaOf: (index: number, rowNumber: number) => string | null;
  /** Of which totals one cell is made; undefined where it is none. */
  readonly originOf: (index: number) => CellOrigin | undefined;
}

/** A chart with its numbers as a table: categories down, columns across, names of the categories first. */
export interface ChartBlock {
  readonly chart: FormChart;
  /** What is shown and its unit. */
  readonly title: string;
  readonly columns: readonly BlockColumn[];
  /**
   * What names each category: for a unit the formula of its name on its own row, so that names and numbers stay
   * together when somebody sorts the units; else null.
   */
  readonly nameFormulas: readonly (string | null)[];
}

const FIRST_COLUMN = 2;
/** Decimals of a quotient or a sum: more than anybody reads, fewer than binary fractions spoil. */
const QUOTIENT_DECIMALS = 12;
const SUM_DECIMALS = 6;
const WAN = 10_000;

export const CELL_FORMATS: Readonly<Record<ValueFormat, NumberFormatName>> = {
  integer: 'integer',
  decimal: 'decimal',
  amount: 'amount',
  wan: 'amount',
  percent: 'percent',
};

/** The numbers of a chart, as formulas over the sheets of the same workbook wherever these hold them. */
export function planBlock(scope: Scope, chart: FormChart): ChartBlock {
  const { spec } = chart;
  const title = spec.unit === undefined ? spec.title : `${spec.title}（${spec.unit}）`;
  const nameFormulas = chart.categories.map(({ area }) =>
    area.kind === 'unit' && chart.form !== null ? unitNameReference(scope, chart.form, area.code) : null,
  );
  if (spec.kind === 'doughnut') {
    const { name, source } = spec;
    const values = spec.slices.map(({ value }) => value);
    const series = source === undefined ? { name, values } : { name, values, source };
    return {
      chart,
      title,
      nameFormulas,
      columns: [seriesColumn(scope, chart, series, 'slices', spec.valueFormat)],
    };
  }
  const bars = spec.series.map((series) => seriesColumn(scope, chart, series, 'bars', spec.valueFormat));
  const { line } = spec;
  return {
    chart,
    title,
    nameFormulas,
    columns: [
      ...bars,
      ...sumsColumn(spec, bars),
      ...targetColumn(spec, bars.length),
      ...(line === undefined ? [] : [seriesColumn(scope, chart, line, 'rate', line.valueFormat)]),
    ],
  };
}

function seriesColumn(
  scope: Scope,
  chart: FormChart,
  series: ChartSeries,
  role: BlockColumn['role'],
  format: ValueFormat,
): BlockColumn {
  const { source } = series;
  return {
    header: series.name,
    role,
    format,
    values: series.values.map((value) => (value === null ? null : cellValue(value, format))),
    formulaOf: (index, rowNumber) => {
      const category = chart.categories[index]!;
      const isAddedUp = category.area.kind !== 'value' && category.area.kind !== 'form';
      return source !== undefined && isAddedUp && series.values[index] !== null
        ? sourceFormula(scope, chart.form, category, source, format, rowNumber)
        : null;
    },
    originOf: (index) =>
      source === undefined ? undefined : sourceOrigin(scope, chart, chart.categories[index]!, source, format),
  };
}

function cellValue(value: number, format: ValueFormat): number {
  if (format === 'percent') return Number(value.toFixed(QUOTIENT_DECIMALS));
  return Number((format === 'wan' ? value / WAN : value).toFixed(SUM_DECIMALS));
}

function sourceFormula(
  scope: Scope,
  form: FormDefinition | null,
  category: ChartCategory,
  source: SeriesSource,
  format: ValueFormat,
  rowNumber: number,
): string {
  const forms =
    source.forms === undefined
      ? [form!]
      : scope.summary.forms.filter(({ key }) => source.forms!.includes(key));
  const totalOf = (key: string) => {
    const parts = forms.map((item) => totalFormula(scope, item, category, key, rowNumber));
    return parts.length === 1 ? parts[0]! : `SUM(${parts.join(',')})`;
  };
  const plus = totalOf(source.plus);
  const part =
    source.minus === undefined ? plus : `MAX(0,ROUND(${plus}-${totalOf(source.minus)},${SUM_DECIMALS}))`;
  if (source.whole !== undefined) {
    const whole = totalOf(source.whole);
    // A chart draws text as 0, and leaves out what is not available.
    return `IF(${whole}=0,NA(),ROUND(${part}/${whole},${QUOTIENT_DECIMALS}))`;
  }
  return format === 'wan' ? `ROUND(${part}/${WAN},${SUM_DECIMALS})` : part;
}

function totalFormula(
  scope: Scope,
  form: FormDefinition,
  { area }: ChartCategory,
  key: string,
  rowNumber: number,
): string {
  switch (area.kind) {
    case 'county':
      return comparisonReference(scope, form, area.county, key);
    case 'unit':
      return unitReference(scope, form, area.code, key);
    case 'unitKind':
      return unitKindTotal(scope, form, `$A${rowNumber}`, key);
    case 'month':
      return trendReference(scope.trend!, scope.names.trend!, form.key, area.month, key);
    case 'value':
    case 'form':
      throw new Error(`no cell of ${form.key} adds up what rows say`);
  }
}

function sourceOrigin(
  scope: Scope,
  { form }: FormChart,
  category: ChartCategory,
  source: SeriesSource,
  format: ValueFormat,
): CellOrigin | undefined {
  const where = originPlace(scope, category);
  if (where === null) return undefined;
  const { area, group } = where;
  const keys = category.area.kind === 'form' ? [category.area.form] : source.forms;
  // A chart over all forms shows reports, that of a form its totals.
  const partsOf = (key: string): readonly PartOrigin[] =>
    form === null
      ? allReportsOrigin(
          scope.summary.forms.filter((item) => keys?.includes(item.key)),
          key as ReportCount,
          area,
        ).plus
      : figureOrigin(form, key, area, group).plus;
  return {
    plus: partsOf(source.plus),
    ...(source.minus === undefined ? {} : { minus: partsOf(source.minus) }),
    ...(source.whole === undefined ? {} : { over: partsOf(source.whole) }),
    ...(format === 'wan' ? { shown: { kind: 'tenThousands' } } : {}),
  };
}

/** Of which units and rows a category is; null where that cannot be told, as of a month. */
function originPlace(
  scope: Scope,
  { area }: ChartCategory,
): { readonly area: OriginArea; readonly group: RowGroup | null } | null {
  switch (area.kind) {
    case 'county':
    case 'unit':
      return { area, group: null };
    case 'unitKind':
      return { area: { ...area, county: scope.county! }, group: null };
    case 'value':
      return area.group === null ? null : { area: areaOf(scope), group: area.group };
    case 'form':
      return { area: areaOf(scope), group: null };
    case 'month':
      return null;
  }
}

/** The whole stands above stacked bars, but parts of a share add up to 100 % everywhere, and a line needs the room. */
function hasSums(spec: BarChartSpec): boolean {
  const isShare = spec.valueFormat === 'percent';
  return spec.stacked && spec.series.length > 1 && !isShare && spec.line === undefined;
}

function sumsColumn(spec: BarChartSpec, bars: readonly BlockColumn[]): readonly BlockColumn[] {
  if (!hasSums(spec)) return [];
  const last = formatColumn(FIRST_COLUMN + bars.length - 1);
  return [
    {
      header: '合计',
      role: 'sums',
      format: spec.valueFormat,
      values: spec.categories.map((_, index) =>
        bars.every(({ values }) => values[index] === null)
          ? null
          : Number(bars.reduce((sum, { values }) => sum + (values[index] ?? 0), 0).toFixed(SUM_DECIMALS)),
      ),
      formulaOf: (_, row) => `ROUND(SUM(${formatColumn(FIRST_COLUMN)}${row}:${last}${row}),${SUM_DECIMALS})`,
      originOf: (index) => sumOrigin(bars.map(({ originOf }) => originOf(index))),
    },
  ];
}

function sumOrigin(origins: readonly (CellOrigin | undefined)[]): CellOrigin | undefined {
  const known = origins.flatMap((origin) => origin ?? []);
  if (known.length < origins.length) return undefined;
  return {
    ...known[0]!,
    plus: known.flatMap(({ plus }) => plus),
    minus: known.flatMap(({ minus = [] }) => minus),
  };
}

/** The same value in every row, typed once: whoever changes the first cell moves the line. */
function targetColumn(spec: BarChartSpec, barCount: number): readonly BlockColumn[] {
  const { referenceLine } = spec;
  if (referenceLine === undefined) return [];
  const column = formatColumn(FIRST_COLUMN + barCount + (hasSums(spec) ? 1 : 0));
  return [
    {
      header: referenceLine.label,
      role: 'target',
      format: spec.valueFormat,
      values: spec.categories.map(() => cellValue(referenceLine.value, spec.valueFormat)),
      formulaOf: (index, rowNumber) => (index === 0 ? null : `$${column}$${rowNumber - index}`),
      originOf: () => undefined,
    },
  ];
}
