import type { ChartConfiguration, ChartDataset, ChartOptions, Plugin } from 'chart.js';
import {
  type BarChartSpec,
  type ChartSpec,
  chartSize,
  type DoughnutChartSpec,
  hasChartData,
} from '../report/charts/chart-spec.js';
import { textWidth } from '../workbook/theme.js';
import { AXIS, FONT_SIZES, FONT_STACK, GRID, INK, LINE, MUTED, seriesColor } from './chart-look.js';
import { background, barLabels, doughnutLabels, lineLabels, noData, referenceLine } from './chart-plugins.js';
import { formatTick, formatValue, wrapName, wrapParts } from './chart-text.js';

/** Characters of a name beside a horizontal bar, in a wide and in a narrow chart; longer ones take more lines. */
const NAME_CHARACTERS = { wide: 12, narrow: 6 } as const;
const NAME_LINES = { wide: 2, narrow: 3 } as const;
/** Pixels that a digit of a label takes, and that vertical bars have at most, roughly: charts are planned unmeasured. */
const DIGIT_WIDTH = 8.6;
const PLOT_HEIGHT = 330;
/** Pixels at both sides of the title, and of upright bars with their axis. */
const SIDE_MARGINS = 50;
const AXIS_AND_MARGINS = 130;
/** Narrower charts are for a phone: doughnuts have their legend below. */
const WIDE = 700;

/**
 * Turns a spec into a chart.js configuration for a chart of this width in pixels. Pure: it measures nothing and draws
 * nothing, and runs in a browser too.
 */
export function chartConfiguration(
  spec: ChartSpec,
  width: number = chartSize(spec).width,
): ChartConfiguration {
  if (!hasChartData(spec)) return emptyConfiguration(spec, width);
  return spec.kind === 'bar' ? barConfiguration(spec, width) : doughnutConfiguration(spec, width);
}

function emptyConfiguration(spec: ChartSpec, width: number): ChartConfiguration {
  return {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: frame(spec, width, { legend: false, scales: {} }),
    plugins: [background, noData],
  };
}

interface FrameParts {
  readonly legend: boolean;
  readonly scales?: ChartOptions['scales'];
  readonly topPadding?: number;
  readonly rightPadding?: number;
}

/** What all charts share: size, margins, title, subtitle with the unit, legend. */
function frame(spec: ChartSpec, width: number, layout: FrameParts): ChartOptions {
  const parts = [...(spec.subtitle ?? '').split('　'), spec.unit === undefined ? '' : `　单位：${spec.unit}`];
  const subtitle = wrapParts(
    parts.filter((part) => part !== ''),
    charactersAcross(width, FONT_SIZES.subtitle),
  );
  return {
    responsive: false,
    animation: false,
    devicePixelRatio: 2,
    font: { family: FONT_STACK, size: FONT_SIZES.text },
    color: INK,
    layout: { padding: { top: 14, right: layout.rightPadding ?? 30, bottom: 14, left: 20 } },
    ...(layout.scales === undefined ? {} : { scales: layout.scales }),
    plugins: {
      title: {
        display: true,
        text: wrapName(spec.title, charactersAcross(width, FONT_SIZES.title), 2),
        align: 'start',
        color: INK,
        font: { family: FONT_STACK, size: FONT_SIZES.title, weight: 'bold' },
        padding: { top: 0, bottom: 2 },
      },
      subtitle: {
        display: subtitle.length > 0,
        text: subtitle,
        align: 'start',
        color: MUTED,
        font: { family: FONT_STACK, size: FONT_SIZES.subtitle },
        padding: { top: 2, bottom: 20 + (layout.topPadding ?? 0) },
      },
      legend: {
        display: layout.legend,
        position: 'bottom',
        labels: {
          color: INK,
          sort: (a, b) => (a.datasetIndex ?? 0) - (b.datasetIndex ?? 0),
          boxWidth: 16,
          boxHeight: 16,
          padding: 18,
          font: { family: FONT_STACK, size: FONT_SIZES.text },
        },
      },
      tooltip: { enabled: false },
    },
  };
}

/** Characters of a size that stand between the margins. */
function charactersAcross(width: number, size: number): number {
  return Math.floor((width - SIDE_MARGINS) / (size + 1));
}

/** The largest value that the axis of the values has to reach. */
function largestValue(spec: BarChartSpec): number {
  const totals = spec.categories.map((_, index) => {
    const values = spec.series.map(({ values }) => values[index] ?? 0);
    return spec.stacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  return Math.max(0, spec.referenceLine?.value ?? 0, ...totals);
}

/** Pixels that the longest label needs. */
function labelLength(spec: BarChartSpec): number {
  const lengths = spec.series.flatMap(({ values }) =>
    values.map((value) => (value === null ? 0 : formatValue(value, spec.valueFormat).length)),
  );
  return Math.max(0, ...lengths) * DIGIT_WIDTH;
}

/** Pixels that each category of upright bars has. */
function categorySlot(spec: BarChartSpec, width: number): number {
  return (width - AXIS_AND_MARGINS) / Math.max(1, spec.categories.length);
}

/** Room above the highest bar, as a part of it: for its label, and for the line when there is one. */
function headroom(spec: BarChartSpec, width: number): number {
  if (spec.line) return 0.75;
  const slot = categorySlot(spec, width) / Math.max(1, spec.series.length);
  const isUpright = !spec.stacked && labelLength(spec) > slot;
  const length = Math.min(isUpright ? labelLength(spec) + 10 : 28, PLOT_HEIGHT / 2);
  return length / (PLOT_HEIGHT - length);
}

/** The axis of the values: from zero, few lines, room for the labels at the bars' ends. */
function valueScale(spec: BarChartSpec, width: number): object {
  const largest = largestValue(spec);
  const isHorizontal = spec.orientation === 'horizontal';
  return {
    stacked: spec.stacked,
    beginAtZero: true,
    suggestedMax: isHorizontal ? largest : largest * (1 + headroom(spec, width)),
    border: { display: false },
    grid: { color: GRID, drawTicks: false },
    ticks: {
      maxTicksLimit: spec.line ? 9 : 6,
      maxRotation: 0,
      padding: 8,
      color: MUTED,
      font: { family: FONT_STACK, size: FONT_SIZES.label },
      ...(spec.valueFormat === 'integer' ? { precision: 0 } : {}),
      callback: (value: string | number) =>
        Number(value) > lastTick(spec, largest) ? '' : formatTick(Number(value), spec.valueFormat),
    },
  };
}

/** Above it an axis has no numbers: the room there is for labels, or for the line alone. */
function lastTick(spec: BarChartSpec, largest: number): number {
  if (spec.valueFormat === 'percent') return Math.max(1, largest);
  return spec.line ? largest * 1.2 : Infinity;
}

function categoryScale(spec: BarChartSpec): object {
  return {
    stacked: spec.stacked,
    border: { color: AXIS },
    grid: { display: false },
    ticks: {
      color: INK,
      autoSkip: false,
      maxRotation: 0,
      padding: 6,
      font: { family: FONT_STACK, size: FONT_SIZES.text },
    },
  };
}

/**
 * The axis of the line, in the upper third: the line never crosses the bars' labels. It is not drawn, as every point of
 * the line has its value written at it.
 */
function lineScale({ line }: BarChartSpec): object {
  const largest = Math.max(...(line?.values ?? []).map((value) => value ?? 0)) || 1;
  return { position: 'right', display: false, min: -2.2 * largest, max: 1.25 * largest };
}

/** Names in as many lines as the room under or beside their bars asks for. */
function categoryLabels(spec: BarChartSpec, width: number): string[][] {
  if (spec.orientation === 'horizontal') {
    const room = width < WIDE ? 'narrow' : 'wide';
    return spec.categories.map((name) => wrapName(name, NAME_CHARACTERS[room], NAME_LINES[room]));
  }
  const perLine = Math.max(2, Math.floor(categorySlot(spec, width) / (FONT_SIZES.text + 1)));
  return spec.categories.map((name) => wrapName(name, perLine, 5));
}

function barConfiguration(spec: BarChartSpec, width: number): ChartConfiguration {
  const isHorizontal = spec.orientation === 'horizontal';
  const line = isHorizontal ? undefined : spec.line;
  const datasets: ChartDataset[] = spec.series.map((series, index) => ({
    type: 'bar',
    label: series.name,
    data: [...series.values],
    backgroundColor: seriesColor(index),
    maxBarThickness: 46,
    categoryPercentage: 0.78,
    barPercentage: 0.92,
    order: 1,
  }));
  if (line) {
    datasets.push({
      type: 'line',
      label: line.unit === undefined ? line.name : `${line.name}（${line.unit}）`,
      data: [...line.values],
      yAxisID: 'line',
      borderColor: LINE,
      backgroundColor: LINE,
      borderWidth: 3,
      pointRadius: 5,
      tension: 0,
      order: 0,
    });
  }
  const [valueAxis, categoryAxis] = isHorizontal ? ['x', 'y'] : ['y', 'x'];
  const options = frame(spec, width, {
    legend: datasets.length > 1,
    scales: {
      [valueAxis!]: valueScale(spec, width),
      [categoryAxis!]: categoryScale(spec),
      ...(line ? { line: lineScale(spec) } : {}),
    },
    topPadding: isHorizontal && spec.referenceLine ? 18 : 0,
    rightPadding: isHorizontal ? 30 + labelLength(spec) : 30 + targetLength(spec),
  });
  const plugins: Plugin[] = [background];
  // Before the labels: they stay readable where the line crosses them.
  if (spec.referenceLine) plugins.push(referenceLine(spec.referenceLine, spec.orientation));
  plugins.push(barLabels(spec));
  if (line) plugins.push(lineLabels(spec));
  return {
    type: 'bar',
    data: { labels: categoryLabels(spec, width), datasets },
    options: { ...options, indexAxis: isHorizontal ? 'y' : 'x' },
    plugins,
  };
}

/** Room beside upright bars for the label of the reference line. */
function targetLength(spec: BarChartSpec): number {
  return spec.referenceLine ? (textWidth(spec.referenceLine.label) * FONT_SIZES.label) / 2 : 0;
}

function doughnutConfiguration(spec: DoughnutChartSpec, width: number): ChartConfiguration {
  const slices = spec.slices.filter(({ value }) => value > 0);
  const values = slices.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  const labels = slices.map(
    ({ label, value }) =>
      `${label}  ${formatValue(value, spec.valueFormat)}（${formatValue(value / sum, 'percent')}）`,
  );
  const options = frame(spec, width, { legend: true });
  const position = width < WIDE ? ('bottom' as const) : ('right' as const);
  const legend = { ...options.plugins?.legend, position, align: 'center' as const };
  return {
    type: 'doughnut',
    data: {
      labels,
      datasets: [
        {
          data: values,
          backgroundColor: values.map((_, index) => seriesColor(index)),
          borderColor: '#FFFFFF',
          borderWidth: 2,
        },
      ],
    },
    options: { ...options, cutout: '56%', plugins: { ...options.plugins, legend } } as ChartOptions,
    plugins: [background, doughnutLabels(spec, values)],
  };
}
