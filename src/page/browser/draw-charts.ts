import { Chart, type ChartConfiguration } from 'chart.js/auto';
import { chartConfiguration } from '../../chart/chart-configuration.js';
import { formatValue } from '../../chart/chart-text.js';
import { type ChartSpec, chartSize, narrowSpecs } from '../../report/charts/chart-spec.js';
import type { PageChart, PageData } from '../../report/page/page-data.js';

/** Page widths below which charts are drawn for a phone. */
const PHONE = 700;
/** Pixels of a chart for a phone: shown smaller, its letters are still as large as those around it. */
const PHONE_WIDTH = 500;

const drawn = new WeakMap<Element, Chart[]>();
export const isPhone = (): boolean => window.innerWidth < PHONE;

/** Draws the charts that have a place below an element. */
export function drawCharts(root: Element, data: PageData): void {
  for (const figure of Array.from(root.querySelectorAll('figure[data-chart]'))) {
    const chart = findChart(data, figure.getAttribute('data-chart') as string);
    if (chart !== null) drawInto(figure, chart);
  }
}

/** Draws again when a phone is turned or a window passes from one kind of width to the other. */
export function redrawOnResize(roots: () => readonly Element[], data: PageData): void {
  let wasPhone = isPhone();
  window.addEventListener('resize', () => {
    if (isPhone() === wasPhone) return;
    wasPhone = isPhone();
    for (const root of roots()) drawCharts(root, data);
  });
}

/** `area:2`, `county-0:1`. */
function findChart({ charts, counties }: PageData, name: string): PageChart | null {
  const [, group, county, index] = /^(area|county-(\d+)):(\d+)$/.exec(name) || [];
  const list = group === 'area' ? charts : (counties[Number(county)] || { charts: [] }).charts;
  return list[Number(index)] || null;
}

function drawInto(figure: Element, { spec, form }: PageChart): void {
  for (const chart of drawn.get(figure) || []) {
    const { canvas } = chart;
    chart.destroy();
    canvas.remove();
  }
  const specs = isPhone() ? narrowSpecs(spec, form) : [spec];
  const charts = specs.map((item) => {
    const size = chartSize(item);
    const width = isPhone() ? PHONE_WIDTH : size.width;
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `图：${item.title}，数据见下面的表`);
    canvas.width = width;
    canvas.height = size.height;
    figure.insertBefore(canvas, figure.lastElementChild);
    const chart = new Chart(canvas, liveConfiguration(item, width));
    // As wide as its place: the drawing keeps its proportions.
    canvas.style.width = '100%';
    canvas.style.maxWidth = `${size.width}px`;
    canvas.style.height = 'auto';
    return chart;
  });
  drawn.set(figure, charts);
}

/** The picture's configuration; values are shown where the reader points too. */
function liveConfiguration(spec: ChartSpec, width: number): ChartConfiguration {
  const configuration = chartConfiguration(spec, width);
  const options = configuration.options || {};
  const lineIndex = spec.kind === 'bar' ? spec.series.length : -1;
  return {
    ...configuration,
    options: {
      ...options,
      plugins: {
        ...options.plugins,
        // Labels are written for all series: none can be left out by a click.
        legend: { ...options.plugins?.legend, onClick: () => undefined },
        tooltip: {
          enabled: true,
          callbacks: {
            label: ({ dataset, datasetIndex, raw, label }) => {
              if (spec.kind === 'doughnut') return label;
              const format =
                datasetIndex === lineIndex && spec.line ? spec.line.valueFormat : spec.valueFormat;
              return `${dataset.label || ''} ${raw === null ? '—' : formatValue(Number(raw), format)}`;
            },
          },
        },
      },
    } as NonNullable<ChartConfiguration['options']>,
  };
}
