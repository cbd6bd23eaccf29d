import type { PlannedChart, PlannedRow } from '../../../workbook/workbook-plan.js';
import { columnPixels, GAP_PIXELS, planBlankRows, rowsForDrawing, totalPixels } from '../drawing-rows.js';

/** Where a chart stands and how large it is, in pixels. */
export type ChartBox = Pick<
  PlannedChart,
  'rowNumber' | 'columnNumber' | 'offset' | 'width' | 'height' | 'textPoints'
>;

/** Plans a chart for a place: the same cells may be drawn in several places. */
export type PlaceChart = (box: ChartBox) => PlannedChart;

/** Charts on rows of their own. */
export interface PlacedCharts {
  readonly rows: readonly PlannedRow[];
  readonly charts: readonly PlannedChart[];
  readonly lastRow: number;
}

/** Of charts that are printed about as large as they are. */
export const TEXT_POINTS = 9;
/** Pixels: narrower charts cannot be read, wider ones are only emptier. */
const LEAST_WIDTH = 460;
const MOST_WIDTH = 820;
const HEIGHT = 360;
/** A wider table is printed smaller: its charts are as much larger, and so is their text. */
const PLAIN_WIDTH = 1_300;
const MOST_SCALE = 2.4;

/** Places charts from a row on within the width of the columns, two side by side where both can be read. */
export function placeCharts(
  firstRow: number,
  widths: readonly number[],
  charts: readonly PlaceChart[],
): PlacedCharts {
  const total = totalPixels(widths);
  const scale = Math.min(MOST_SCALE, Math.max(1, total / PLAIN_WIDTH));
  const half = Math.floor((total - GAP_PIXELS) / 2);
  const perLine = charts.length > 1 && half >= LEAST_WIDTH ? 2 : 1;
  const width = Math.min(Math.floor(MOST_WIDTH * scale), perLine === 2 ? half : Math.max(total, LEAST_WIDTH));
  const height = Math.floor(HEIGHT * scale);
  const rowsPerLine = rowsForDrawing(height);
  const lines = Math.ceil(charts.length / perLine);
  const placed = charts.map((chart, index) =>
    chart({
      rowNumber: firstRow + Math.floor(index / perLine) * rowsPerLine,
      ...columnAt(widths, (index % perLine) * (width + GAP_PIXELS)),
      width,
      height,
      textPoints: TEXT_POINTS * scale,
    }),
  );
  const rows = planBlankRows(firstRow, lines * rowsPerLine);
  return { rows, charts: placed, lastRow: firstRow + rows.length - 1 };
}

/** The column in which so many pixels from the left lie, and how far into it. */
function columnAt(widths: readonly number[], left: number): Pick<ChartBox, 'columnNumber' | 'offset'> {
  let x = 0;
  for (const [index, width] of widths.entries()) {
    if (x + columnPixels(width) > left) return { columnNumber: index + 1, offset: left - x };
    x += columnPixels(width);
  }
  return { columnNumber: widths.length + 1, offset: left - x };
}
