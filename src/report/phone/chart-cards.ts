import { COLORS } from '../../workbook/theme.js';
import { type ChartSpec, narrowSpecs } from '../charts/chart-spec.js';
import { planFormCharts } from '../charts/charts-plan.js';
import type { Scope } from '../summary/scope.js';
import { boxAt, CARD_WIDTH, MARGIN, type PictureBlock } from './picture-blocks.js';

/** Charts that are shown at most. */
const MOST_CHARTS = 8;
/** Around the drawing, which has margins of its own. */
const PADDING = 12;
/** Pixels of a drawing's frame: title, unit, axis, legend; and of its rows and bars. */
const FRAME = 250;
const BAR = 46;
const ROW_GAP = 26;
/** Of a row whose name takes one line, and of every further line. */
const LEAST_ROW = 62;
const NAME_LINE = 24;
const NAME_CHARACTERS = 6;
const DOUGHNUT = 620;
const LEGEND_LINE = 68;
const UPRIGHT = 860;
/** Title lines beyond the first. */
const TITLE_CHARACTERS = 18;
const TITLE_LINE = 58;

/** A summary's charts as cards, and how many more there are. */
export interface ChartCards {
  readonly cards: readonly PictureBlock[];
  readonly leftOut: number;
}

/** Every form's first chart, then every form's second; reporting rates have bars of their own. */
export function planChartCards(scope: Scope): ChartCards {
  const charts = planFormCharts(scope);
  const byForm = scope.summary.forms.map((form) =>
    charts.filter((chart) => chart.form === form).flatMap(({ spec }) => narrowSpecs(spec, form.title)),
  );
  const most = Math.max(0, ...byForm.map((specs) => specs.length));
  const inTurn = Array.from({ length: most }, (_, index) =>
    byForm.flatMap((specs) => specs[index] ?? []),
  ).flat();
  const cards = inTurn.slice(0, MOST_CHARTS).map(planCard);
  return { cards, leftOut: inTurn.length - cards.length };
}

function planCard(spec: ChartSpec): PictureBlock {
  // Campaign, period and time stand at the head of the picture.
  const { subtitle: _, ...drawn } = spec;
  const [width, height] = [CARD_WIDTH - 2 * PADDING, drawingHeight(spec)];
  return {
    height: height + 2 * PADDING,
    items: [
      boxAt(MARGIN, 0, CARD_WIDTH, height + 2 * PADDING, COLORS.input, 20),
      { kind: 'chart', x: MARGIN + PADDING, y: PADDING, width, height, spec: drawn },
    ],
  };
}

/** Even: a drawing is made of points of two pixels. */
function drawingHeight(spec: ChartSpec): number {
  const title = (Math.ceil(spec.title.length / TITLE_CHARACTERS) - 1) * TITLE_LINE;
  if (spec.kind === 'doughnut') return title + DOUGHNUT + LEGEND_LINE * (1 + spec.slices.length);
  if (spec.orientation === 'vertical') return title + UPRIGHT;
  const bars = spec.stacked ? 1 : Math.max(1, spec.series.length);
  const legend = spec.series.length > 1 ? LEGEND_LINE : 0;
  const lines = Math.ceil(Math.max(...spec.categories.map((name) => name.length)) / NAME_CHARACTERS);
  const row = Math.max(LEAST_ROW + NAME_LINE * (Math.min(3, lines) - 1), bars * BAR + ROW_GAP);
  return title + FRAME + legend + spec.categories.length * row;
}
