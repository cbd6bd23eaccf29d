import { formatValue } from '../../chart/chart-text.js';
import type { BarChartSpec, ChartSpec } from '../../report/charts/chart-spec.js';
import type { PageChart } from '../../report/page/page-data.js';
import { element, join, type Markup } from '../markup.js';
import { NOTHING, plainTable } from './tables.js';

/** Room for each chart, with its numbers as a table for those who do not see it. `group` tells which list it is of. */
export function renderCharts(charts: readonly PageChart[], group: string): Markup {
  if (charts.length === 0) return element('p', {}, '没有可以画图的数据。');
  return join(
    element('noscript', {}, element('p', {}, '此查看方式不能画图，请用浏览器打开本页，或看下面各图的数据。')),
    charts.map(({ spec }, index) =>
      element(
        'figure',
        { 'data-chart': `${group}:${index}` },
        element(
          'details',
          {},
          element('summary', {}, `数据：${spec.title}`),
          element('div', {}, renderChartData(spec)),
        ),
      ),
    ),
  );
}

function renderChartData(spec: ChartSpec): Markup {
  const unit = spec.unit === undefined ? '' : `（${spec.unit}）`;
  if (spec.kind === 'doughnut')
    return plainTable(
      spec.title,
      ['项目', `${spec.name}${unit}`],
      spec.slices.map(({ label, value }) => [label, formatValue(value, spec.valueFormat)]),
    );
  const series = chartSeries(spec);
  return plainTable(
    spec.title,
    ['项目', ...series.map(({ title }) => title)],
    spec.categories.map((name, index) => [name, ...series.map(({ text }) => text(index))]),
  );
}

/** The series of a chart, its line last, with each value as text. */
function chartSeries(spec: BarChartSpec): readonly { title: string; text: (index: number) => string }[] {
  const all = [
    ...spec.series.map((series) => ({ ...series, valueFormat: spec.valueFormat, unit: spec.unit })),
    ...(spec.line === undefined ? [] : [spec.line]),
  ];
  return all.map(({ name, unit, values, valueFormat }) => ({
    title: unit === undefined ? name : `${name}（${unit}）`,
    text: (index) => {
      const value = values[index];
      return value === null || value === undefined ? NOTHING : formatValue(value, valueFormat);
    },
  }));
}
