import type { CellRange } from '../../../workbook/reference.js';
import { COLORS, LINE_COLOR, SERIES_COLORS } from '../../../workbook/theme.js';
import type {
  BarLabels,
  ChartCells,
  ChartLabels,
  PlannedAxis,
  PlannedBarChart,
  PlannedBars,
  PlannedChart,
  PlannedDoughnut,
  PlannedLine,
  PlannedSeries,
} from '../../../workbook/workbook-plan.js';
import { formatCount, formatPercent } from '../../format-figures.js';
import type { ValueFormat } from '../chart-spec.js';
import type { BlockColumn, ChartBlock } from './chart-block.js';
import type { ChartBox } from './place-charts.js';

/** Where a block's cells stand: its header row, the categories below it, the first of its columns. */
export interface BlockPlace {
  readonly sheet: string;
  readonly headerRow: number;
  readonly firstColumn: number;
}

/**
 * In points of text: a digit of a label, a line of labels; what frames, axes, title and legend take off width and
 * height of the chart.
 */
const DIGIT = 0.68;
const LABEL_LINE = 1.45;
const BESIDE_PLOT = 10;
const BESIDE_SECOND_AXIS = 7;
const AROUND_PLOT = 16;
/** Part of a category's room that its bars take, as the writer sets the gap. */
const BAR_SHARE = 0.62;
/** Labels beside one another may touch; inside a bar they need its whole thickness. */
const LEAST_LINES = { beside: 0.85, inside: 1.1 } as const;
const MOST_DESCRIBED = 1_000;
/** A slice thinner than this has no room for two lines. */
const LEAST_SHARE = 0.06;

/** A chart over the cells of a block. */
export function planNativeChart(block: ChartBlock, place: BlockPlace, box: ChartBox): PlannedChart {
  const { spec } = block.chart;
  const frame = {
    ...box,
    title: block.title,
    description: describe(block),
    categories: cellsAt(place, namesOf(block), place.firstColumn),
  };
  return spec.kind === 'doughnut' ? planDoughnut(block, place, frame) : planBars(block, place, frame);
}

type Frame = Omit<PlannedDoughnut, 'kind' | 'slices' | 'colors' | 'unlabelled'>;

function planDoughnut(block: ChartBlock, place: BlockPlace, frame: Frame): PlannedChart {
  const { values } = block.columns[0]!;
  const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    kind: 'doughnut',
    ...frame,
    slices: seriesAt(block, place, 0),
    colors: values.map((_, index) => SERIES_COLORS[index % SERIES_COLORS.length]!),
    unlabelled: indexesOf(values, (value) => (value ?? 0) / sum < LEAST_SHARE),
  };
}

function planBars(block: ChartBlock, place: BlockPlace, frame: Frame): PlannedBarChart {
  const { spec } = block.chart;
  if (spec.kind !== 'bar') throw new Error(`no bars: ${spec.title}`);
  const isDrawnUpright = spec.orientation === 'vertical' || hasLines(block);
  const columns = block.columns.map((column, index) => ({ column, series: seriesAt(block, place, index) }));
  const bars = columns.filter(({ column }) => column.role === 'bars');
  const rate = block.columns.find(({ role }) => role === 'rate');
  const room = roomFor(block, frame, isDrawnUpright);
  return {
    kind: 'bars',
    ...frame,
    direction: isDrawnUpright ? 'upright' : 'across',
    stacked: spec.stacked,
    bars: bars.map(({ column, series }, index): PlannedBars => {
      const color = SERIES_COLORS[index % SERIES_COLORS.length]!;
      const numberFormat = labelFormat(column.format, spec.stacked);
      return { ...series, numberFormat, color, labels: barLabels(column, spec.stacked, room) };
    }),
    lines: isDrawnUpright
      ? columns.flatMap(({ column, series }): PlannedLine[] => {
          const kind = column.role;
          if (kind === 'bars' || kind === 'slices') return [];
          return [{ ...series, kind, color: lineColor(kind), labels: lineLabels(column, room) }];
        })
      : [],
    axis: valueAxis(block, room),
    secondAxis: rate === undefined ? null : rateAxis(rate),
  };
}

/** What has to go over upright bars; sums are only a help. */
function hasLines({ columns }: ChartBlock): boolean {
  return columns.some(({ role }) => role === 'rate' || role === 'target');
}

function lineColor(kind: PlannedLine['kind']): string {
  switch (kind) {
    case 'rate':
      return LINE_COLOR;
    case 'target':
      return COLORS.errorInk;
    case 'sums':
      return COLORS.ink;
  }
}

function namesOf({ chart }: ChartBlock): readonly string[] {
  return chart.categories.map(({ name }) => name);
}

/** Cells below the header, one a category. */
function cellsAt<Value>(
  { sheet, headerRow }: BlockPlace,
  values: readonly Value[],
  column: number,
): ChartCells<Value> {
  const range: CellRange = {
    top: headerRow + 1,
    left: column,
    bottom: headerRow + values.length,
    right: column,
  };
  return { sheet, range, values };
}

function seriesAt(block: ChartBlock, place: BlockPlace, index: number): PlannedSeries {
  const { header, values, format } = block.columns[index]!;
  const column = place.firstColumn + 1 + index;
  const { sheet, headerRow } = place;
  return {
    name: {
      sheet,
      range: { top: headerRow, left: column, bottom: headerRow, right: column },
      values: [header],
    },
    values: cellsAt(place, values, column),
    numberFormat: labelFormat(format, false),
  };
}

/** Parts of stacked bars that are 0 have no label: it would stand on the line between two others. */
function labelFormat(format: ValueFormat, hidesZero: boolean): string {
  const shown = {
    integer: '#,##0',
    decimal: 'General',
    amount: '#,##0.00',
    wan: '#,##0.00',
    percent: '0.0%',
  }[format];
  return hidesZero && format !== 'decimal' ? `${shown};-${shown};` : shown;
}

/** Where an axis of rates ends: shares of what is there go to 100 %, with room above for labels at the bars' ends. */
function rateScale(
  highest: number,
  isStacked: boolean,
  areTurned: boolean,
): Pick<PlannedAxis, 'maximum' | 'step'> {
  if (highest > 1.000_001) return { maximum: null, step: null };
  if (isStacked) return { maximum: 1, step: 0.2 };
  return areTurned ? { maximum: 1.3, step: 0.5 } : { maximum: 1.1, step: 0.2 };
}

function valueAxis(block: ChartBlock, room: Room): PlannedAxis {
  const { spec } = block.chart;
  const bars = block.columns.filter(({ role }) => role === 'bars');
  const isStacked = spec.kind === 'bar' && spec.stacked;
  const tops = namesOf(block).map((_, index) => {
    const values = bars.map(({ values: column }) => column[index] ?? 0);
    return isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
  });
  const targets = block.columns.filter(({ role }) => role === 'target').map(({ values }) => values[0] ?? 0);
  const highest = Math.max(0, ...tops, ...targets);
  const minimum = bars.some(({ values }) => values.some((value) => (value ?? 0) < 0)) ? null : 0;
  if (spec.valueFormat === 'percent') {
    const areTurned = bars.some((column) => barLabels(column, isStacked, room)?.upright === true);
    return { title: null, numberFormat: '0%', minimum, ...rateScale(highest, isStacked, areTurned) };
  }
  return {
    title: spec.unit ?? null,
    numberFormat: highest < 10 && spec.valueFormat !== 'integer' ? 'General' : '#,##0',
    minimum,
    maximum: null,
    // Half a household is no tick.
    step: spec.valueFormat === 'integer' && highest < 5 ? 1 : null,
  };
}

function rateAxis({ header, values }: BlockColumn): PlannedAxis {
  const minimum = values.some((value) => (value ?? 0) < 0) ? null : 0;
  return { title: header, numberFormat: '0%', minimum, maximum: null, step: null };
}

/** Room that a chart has for its labels, in digits and lines of their text. */
interface Room {
  readonly isUpright: boolean;
  readonly hasRate: boolean;
  /** From one category to the next. */
  readonly slot: Extent;
  /** Thickness of a bar. */
  readonly bar: Extent;
  /** Length of a bar of value 1. */
  readonly unit: Extent;
}

interface Extent {
  readonly digits: number;
  readonly lines: number;
}

function roomFor(block: ChartBlock, { width, height, textPoints }: Frame, isUpright: boolean): Room {
  const bars = block.columns.filter(({ role }) => role === 'bars');
  const { spec } = block.chart;
  const isStacked = spec.kind === 'bar' && spec.stacked;
  const hasRate = block.columns.some(({ role }) => role === 'rate');
  const across = width - textPoints * (BESIDE_PLOT + (hasRate ? BESIDE_SECOND_AXIS : 0));
  const along = height - textPoints * AROUND_PLOT;
  const slot = (isUpright ? across : along) / Math.max(1, namesOf(block).length);
  const highest = Math.max(
    ...namesOf(block).map((_, index) => {
      const values = bars.map((column) => column.values[index] ?? 0);
      return isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
    }),
  );
  const extent = (pixels: number): Extent => ({
    digits: pixels / textPoints / DIGIT,
    lines: pixels / textPoints / LABEL_LINE,
  });
  return {
    isUpright,
    hasRate,
    slot: extent(slot),
    bar: extent((slot * BAR_SHARE) / (isStacked ? 1 : bars.length)),
    unit: extent(highest === 0 ? 0 : ((isUpright ? along : across) * 0.85) / highest),
  };
}

/** Values inside the parts of stacked bars, or at the ends of bars; none where they would cover one another. */
function barLabels(column: BlockColumn, stacked: boolean, room: Room): BarLabels {
  const { isUpright, hasRate, bar, unit, slot } = room;
  const digits = labelDigits(column);
  const isTurned = isUpright && digits > (stacked || hasRate ? bar.digits : bar.digits / BAR_SHARE);
  // Turned labels stand one line wide along the bar, level ones as long as they are.
  const least = stacked ? LEAST_LINES.inside : LEAST_LINES.beside;
  if ((isTurned || !isUpright ? bar : slot).lines < least) return null;
  const isShort = (value: number | null) => {
    const size = Math.abs(value ?? 0);
    return isTurned || !isUpright ? size * unit.digits < digits : size * unit.lines < 1;
  };
  const labels = { upright: isTurned, except: [] };
  if (stacked) return { ...labels, place: 'middle', except: indexesOf(column.values, isShort) };
  return hasRate
    ? { ...labels, place: 'foot', short: indexesOf(column.values, isShort) }
    : { ...labels, place: 'end' };
}

function lineLabels(column: BlockColumn, { slot }: Room): ChartLabels {
  const last = column.values.length - 1;
  if (column.role === 'target')
    return { upright: false, except: indexesOf(column.values, (_, index) => index < last) };
  if (labelDigits(column) <= slot.digits) return { upright: false, except: [] };
  return column.role === 'sums' && slot.lines >= LEAST_LINES.beside ? { upright: true, except: [] } : null;
}

function labelDigits({ values, format }: BlockColumn): number {
  return Math.max(0, ...values.map((value) => shownText(value ?? 0, format).length));
}

function indexesOf(
  values: readonly (number | null)[],
  matches: (value: number | null, index: number) => boolean,
): readonly number[] {
  return values.flatMap((value, index) => (matches(value, index) ? [index] : []));
}

function shownText(value: number, format: ValueFormat): string {
  if (format === 'percent') return formatPercent(value);
  return formatCount(format === 'amount' || format === 'wan' ? Number(value.toFixed(2)) : value);
}

/** Title and every value in words: what a screen reader says instead of the picture. */
function describe(block: ChartBlock): string {
  const lines = namesOf(block).map((name, index) => {
    const said = block.columns.flatMap(({ header, role, format, values }) => {
      const value = values[index];
      if (value === null || value === undefined || role === 'target') return [];
      return [role === 'slices' ? shownText(value, format) : `${header} ${shownText(value, format)}`];
    });
    return `${name}：${said.join('，')}`;
  });
  const text = `${block.title}。${lines.join('；')}。`;
  return text.length <= MOST_DESCRIBED ? text : `${text.slice(0, MOST_DESCRIBED - 1)}…`;
}
