import type { Chart, Plugin } from 'chart.js';
import type { BarChartSpec, ChartSpec, ReferenceLine } from '../report/charts/chart-spec.js';
import { canvasFont, FONT_SIZES, INK, inkOnSeries, MUTED, REFERENCE } from './chart-look.js';
import { formatValue } from './chart-text.js';

/** White paper: a transparent picture turns black in some viewers. */
export const background: Plugin = {
  id: 'background',
  beforeDraw({ ctx, width, height }) {
    ctx.save();
    ctx.fillStyle = '#FFFFFF';
    ctx.fillRect(0, 0, width, height);
    ctx.restore();
  },
};

/** Says that there is nothing to draw, instead of an empty frame that looks like a mistake. */
export const noData: Plugin = {
  id: 'noData',
  afterDraw({ ctx, width, height }) {
    ctx.save();
    ctx.font = canvasFont(FONT_SIZES.title);
    ctx.fillStyle = MUTED;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText('暂无数据', width / 2, height / 2 + 20);
    ctx.restore();
  },
};

interface BarBox {
  readonly x: number;
  readonly y: number;
  readonly base: number;
  readonly width: number;
  readonly height: number;
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
  readonly baseline: 'top' | 'middle' | 'bottom';
  readonly color: string;
  readonly rotate?: boolean;
  /** Inside a bar: without white rim. */
  readonly isInside?: boolean;
}

/** Values written at the bars: at their ends, or inside the parts of stacked bars with the sum at the end. */
export function barLabels(spec: BarChartSpec): Plugin {
  return {
    id: 'barLabels',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = canvasFont(FONT_SIZES.label);
      for (const label of spec.stacked ? stackedLabels(chart, spec) : endLabels(chart, spec))
        drawLabel(ctx, label);
      ctx.restore();
    },
  };
}

function barBoxes(chart: Chart, seriesIndex: number): readonly BarBox[] {
  return chart.getDatasetMeta(seriesIndex).data as unknown as readonly BarBox[];
}

function endLabels(chart: Chart, spec: BarChartSpec): Label[] {
  const texts = spec.series.map(({ values }) =>
    values.map((value) => (value === null ? '' : formatValue(value, spec.valueFormat))),
  );
  const widest = Math.max(0, ...texts.flat().map((text) => chart.ctx.measureText(text).width));
  return spec.series.flatMap((series, seriesIndex) =>
    barBoxes(chart, seriesIndex).flatMap((box, index): Label[] => {
      const text = texts[seriesIndex]?.[index] ?? '';
      if (text === '') return [];
      const isNegative = (series.values[index] ?? 0) < 0;
      const color = INK;
      if (spec.orientation === 'horizontal') {
        if (box.height < FONT_SIZES.label * 0.8) return [];
        return [
          {
            text,
            x: box.x + (isNegative ? -6 : 6),
            y: box.y,
            align: isNegative ? 'right' : 'left',
            baseline: 'middle',
            color,
          },
        ];
      }
      // Labels wider than their bars would run into each other: then all of them stand upright.
      if (widest > slotWidth(chart, spec)) {
        if (box.width < FONT_SIZES.label * 0.8) return [];
        return [{ text, x: box.x, y: box.y - 6, align: 'left', baseline: 'middle', color, rotate: true }];
      }
      return [
        {
          text,
          x: box.x,
          y: box.y + (isNegative ? 4 : -4),
          align: 'center',
          baseline: isNegative ? 'top' : 'bottom',
          color,
        },
      ];
    }),
  );
}

/** Room for a label above a vertical bar: the bar's share of its category, a bit less. */
function slotWidth(chart: Chart, spec: BarChartSpec): number {
  const { left, right } = chart.chartArea;
  return ((right - left) / Math.max(1, spec.categories.length) / Math.max(1, spec.series.length)) * 0.96;
}

function stackedLabels(chart: Chart, spec: BarChartSpec): Label[] {
  const isHorizontal = spec.orientation === 'horizontal';
  const labels: Label[] = [];
  const ends = new Map<number, { sum: number; box: BarBox }>();
  spec.series.forEach((series, seriesIndex) => {
    barBoxes(chart, seriesIndex).forEach((box, index) => {
      const value = series.values[index] ?? 0;
      const end = ends.get(index);
      const isFurther = end === undefined || (isHorizontal ? box.x > end.box.x : box.y < end.box.y);
      ends.set(index, { sum: (end?.sum ?? 0) + value, box: isFurther ? box : end.box });
      const text = formatValue(value, spec.valueFormat);
      const [length, breadth] = isHorizontal
        ? [Math.abs(box.base - box.x), box.height]
        : [box.width, Math.abs(box.base - box.y)];
      if (value === 0 || length < chart.ctx.measureText(text).width + 6 || breadth < FONT_SIZES.label + 2)
        return;
      const x = isHorizontal ? (box.x + box.base) / 2 : box.x;
      const y = isHorizontal ? box.y : (box.y + box.base) / 2;
      labels.push({
        text,
        x,
        y,
        align: 'center',
        baseline: 'middle',
        color: inkOnSeries(seriesIndex),
        isInside: true,
      });
    });
  });
  // Parts of a whole add up to 100 % everywhere: nothing that has to be said.
  if (spec.series.length < 2 || spec.valueFormat === 'percent') return labels;
  for (const { sum, box } of ends.values()) {
    const text = formatValue(sum, spec.valueFormat);
    labels.push(
      isHorizontal
        ? { text, x: box.x + 6, y: box.y, align: 'left', baseline: 'middle', color: INK }
        : { text, x: box.x, y: box.y - 4, align: 'center', baseline: 'bottom', color: INK },
    );
  }
  return labels;
}

function drawLabel(ctx: Chart['ctx'], label: Label): void {
  ctx.save();
  ctx.translate(label.x, label.y);
  if (label.rotate) ctx.rotate(-Math.PI / 2);
  ctx.textAlign = label.align;
  ctx.textBaseline = label.baseline;
  // A white rim keeps a label readable where it crosses a line or a neighbour.
  if (!label.isInside) {
    ctx.lineWidth = 3;
    ctx.strokeStyle = '#FFFFFF';
    ctx.lineJoin = 'round';
    ctx.strokeText(label.text, 0, 0);
  }
  ctx.fillStyle = label.color;
  ctx.fillText(label.text, 0, 0);
  ctx.restore();
}

/** Values of the line, above its points. */
export function lineLabels(spec: BarChartSpec): Plugin {
  return {
    id: 'lineLabels',
    afterDatasetsDraw(chart) {
      const { line } = spec;
      if (!line) return;
      chart.ctx.save();
      chart.ctx.font = canvasFont(FONT_SIZES.label, true);
      chart.getDatasetMeta(spec.series.length).data.forEach(({ x, y }, index) => {
        const value = line.values[index];
        if (value === null || value === undefined) return;
        drawLabel(chart.ctx, {
          text: formatValue(value, line.valueFormat),
          x,
          y: y - 10,
          align: 'center',
          baseline: 'bottom',
          color: INK,
        });
      });
      chart.ctx.restore();
    },
  };
}

/** A dashed line across the bars with its label at the end. */
export function referenceLine(
  { value, label }: ReferenceLine,
  orientation: BarChartSpec['orientation'],
): Plugin {
  return {
    id: 'referenceLine',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const { top, left, bottom, right } = chartArea;
      const isHorizontal = orientation === 'horizontal';
      const at = chart.scales[isHorizontal ? 'x' : 'y']?.getPixelForValue(value);
      if (at === undefined) return;
      ctx.save();
      ctx.strokeStyle = REFERENCE;
      ctx.lineWidth = 2;
      ctx.setLineDash([7, 5]);
      ctx.beginPath();
      ctx.moveTo(isHorizontal ? at : left, isHorizontal ? top - 4 : at);
      ctx.lineTo(isHorizontal ? at : right, isHorizontal ? bottom : at);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.font = canvasFont(FONT_SIZES.label, true);
      ctx.fillStyle = REFERENCE;
      // Beside the plot, where no bar lies under it.
      ctx.textAlign = isHorizontal ? 'center' : 'left';
      ctx.textBaseline = isHorizontal ? 'bottom' : 'middle';
      const [x, y] = isHorizontal ? [at, top - 6] : [right + 6, at];
      ctx.lineWidth = 5;
      ctx.lineJoin = 'round';
      ctx.strokeStyle = '#FFFFFF';
      ctx.strokeText(label, x, y);
      ctx.fillText(label, x, y);
      ctx.restore();
    },
  };
}

/** Shares inside the slices that have room, the sum in the middle. */
export function doughnutLabels(spec: ChartSpec, values: readonly number[]): Plugin {
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    id: 'doughnutLabels',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.font = canvasFont(FONT_SIZES.label, true);
      chart.getDatasetMeta(0).data.forEach((arc, index) => {
        const share = (values[index] ?? 0) / sum;
        if (share < 0.05) return;
        const { x, y } = arc.tooltipPosition(false) as { x: number; y: number };
        ctx.fillStyle = inkOnSeries(index);
        ctx.fillText(formatValue(share, 'percent'), x, y);
      });
      const [x, y] = [(chartArea.left + chartArea.right) / 2, (chartArea.top + chartArea.bottom) / 2];
      ctx.fillStyle = MUTED;
      ctx.font = canvasFont(FONT_SIZES.text);
      ctx.fillText('合计', x, y - 18);
      ctx.fillStyle = INK;
      ctx.font = canvasFont(FONT_SIZES.title, true);
      ctx.fillText(`${formatValue(sum, spec.valueFormat)}`, x, y + 12);
      ctx.restore();
    },
  };
}
