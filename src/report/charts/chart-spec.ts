// A chart as plain data; chart/ draws it. Nothing of the drawing library is known here.

/**
 * How values are written. `integer`: 1,234; `decimal`: up to two places; `amount`: yuan with two places; `wan`: yuan,
 * shown in ten thousands with two places; `percent`: a fraction, shown as 12.3%.
 */
export type ValueFormat = 'integer' | 'decimal' | 'amount' | 'wan' | 'percent';

interface ChartFrame {
  readonly title: string;
  readonly subtitle?: string;
  /** Name of the picture's file without folder and extension; also its key among a workbook's images. */
  readonly fileName: string;
  readonly valueFormat: ValueFormat;
  /** What is counted: `户`, `万元`; shown once, above the values. */
  readonly unit?: string;
}

/**
 * What a value is made of: a total, less another one, divided by a third, so that a cell can say it as a formula over
 * other cells. `forms`: the totals of these forms are added; else they are of the chart's own form.
 */
export interface SeriesSource {
  readonly plus: string;
  readonly minus?: string;
  readonly whole?: string;
  readonly forms?: readonly string[];
}

/** Values of one series, one a category; `null` where nothing is known. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Absent where nothing but the values is known. */
  readonly source?: SeriesSource;
}

/** A series drawn as a line above the bars, on an axis of its own; its points carry their values. */
export interface LineSeries extends ChartSeries {
  readonly valueFormat: ValueFormat;
  readonly unit?: string;
}

/** A dashed line across the bars, at a value of the bars' axis: a share, a target, a mean. */
export interface ReferenceLine {
  readonly value: number;
  readonly label: string;
}

export interface BarChartSpec extends ChartFrame {
  readonly kind: 'bar';
  /** `horizontal` bars suit long names and many categories. */
  readonly orientation: 'horizontal' | 'vertical';
  readonly stacked: boolean;
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly referenceLine?: ReferenceLine;
  /** Drawn over vertical bars only. */
  readonly line?: LineSeries;
}

export interface DoughnutChartSpec extends ChartFrame {
  readonly kind: 'doughnut';
  /** What the slices are shares of. */
  readonly name: string;
  readonly source?: SeriesSource;
  readonly slices: readonly { readonly label: string; readonly value: number }[];
}

export type ChartSpec = BarChartSpec | DoughnutChartSpec;

const WIDTH = 960;
const HEIGHT = 540;
const FRAME_HEIGHT = 150;
const BAR_HEIGHT = 24;
const MIN_ROW_HEIGHT = 38;

/**
 * Width and height of the picture in pixels at 96 dpi (its file has twice as many each way). Horizontal bars get as
 * much height as their number needs.
 */
export function chartSize(spec: ChartSpec): { width: number; height: number } {
  if (spec.kind !== 'bar' || spec.orientation !== 'horizontal') return { width: WIDTH, height: HEIGHT };
  const bars = spec.stacked ? 1 : Math.max(1, spec.series.length);
  const rowHeight = Math.max(MIN_ROW_HEIGHT, bars * BAR_HEIGHT + 10);
  return { width: WIDTH, height: Math.max(HEIGHT, FRAME_HEIGHT + spec.categories.length * rowHeight) };
}

/** True when there is something to draw: a value that is neither unknown nor zero. */
export function hasChartData(spec: ChartSpec): boolean {
  if (spec.kind === 'doughnut') return spec.slices.some(({ value }) => value > 0);
  const all = spec.line ? [...spec.series, spec.line] : spec.series;
  return (
    spec.categories.length > 0 &&
    all.some(({ values }) => values.some((value) => value !== null && value !== 0))
  );
}

/**
 * Over bars on their side no line can be drawn: its values become bars of their own. `owner`: the name of the form,
 * which titles begin with.
 */
export function splitLine(spec: ChartSpec, owner: string | null): readonly ChartSpec[] {
  if (spec.kind !== 'bar' || spec.orientation !== 'horizontal' || spec.line === undefined) return [spec];
  const { line, ...bars } = spec;
  const titled = (text: string) => (owner === null ? text : `${owner}：${text}`);
  const { unit: _, ...frame } = bars;
  return [
    { ...bars, title: titled(spec.series.map(({ name }) => name).join('、')) },
    {
      ...frame,
      title: titled(line.name),
      valueFormat: line.valueFormat,
      stacked: false,
      series: [{ name: line.name, values: line.values }],
    },
  ];
}

/** Upright bars that have room beside one another on a phone. */
const MOST_UPRIGHT_NARROW = 4;

/** A chart for a phone: many bars lie on their side, and a line above them is drawn as bars of its own. */
export function narrowSpecs(spec: ChartSpec, owner: string | null): readonly ChartSpec[] {
  if (
    spec.kind !== 'bar' ||
    spec.orientation === 'horizontal' ||
    spec.categories.length <= MOST_UPRIGHT_NARROW
  )
    return [spec];
  return splitLine({ ...spec, orientation: 'horizontal' }, owner);
}
