import { type CellRange, formatRange } from '../reference.js';
import type { ChartCells, PlannedChart, PlannedSeries, WorkbookPlan } from '../workbook-plan.js';

/**
 * Throws when a chart does not fit the cells that it names: a sheet that is not there, ranges and values of different
 * length, lines over bars that lie down. Such a plan is a mistake of the planner.
 */
export function checkCharts(plan: WorkbookPlan): void {
  const sheets = new Set(plan.sheets.map(({ name }) => name));
  for (const sheet of plan.sheets) {
    for (const chart of sheet.charts ?? []) {
      const problem = findProblem(chart, sheets);
      if (problem !== null)
        throw new Error(`workbook plan: sheet "${sheet.name}", chart "${chart.title}": ${problem}`);
    }
  }
}

function findProblem(chart: PlannedChart, sheets: ReadonlySet<string>): string | null {
  const series: readonly PlannedSeries[] =
    chart.kind === 'bars' ? [...chart.bars, ...chart.lines] : [chart.slices];
  const count = chart.categories.values.length;
  if (count === 0 || series.length === 0) return 'nothing to draw';
  const cells: readonly ChartCells<unknown>[] = [
    chart.categories,
    ...series.flatMap((item) => [item.name, item.values]),
  ];
  for (const { sheet, range, values } of cells) {
    if (!sheets.has(sheet)) return `no sheet "${sheet}"`;
    if (countCells(range) !== values.length)
      return `${values.length} values for ${formatRange(range)}, a row or column of as many cells`;
  }
  if (series.some((item) => item.values.values.length !== count))
    return 'values and categories differ in number';
  if (series.some((item) => item.name.values.length !== 1)) return 'a series is named by one cell';
  if (chart.kind === 'doughnut') return chart.colors.length === count ? null : 'a colour a slice';
  if (chart.direction === 'across' && chart.lines.length > 0) return 'lines go over upright bars only';
  const hasRate = chart.lines.some(({ kind }) => kind === 'rate');
  return hasRate === (chart.secondAxis !== null)
    ? null
    : 'a second axis without a line, or a line without it';
}

/** Cells of a row or column; 0 for a block of both. */
function countCells({ top, left, bottom, right }: CellRange): number {
  return top === bottom || left === right ? (bottom - top + 1) * (right - left + 1) : 0;
}
