import { formatMoment } from '../../../campaign/beijing-time.js';
import { STYLES, textWidth } from '../../../workbook/theme.js';
import type { CellStyle, PlannedChart, PlannedRow, SheetPlan } from '../../../workbook/workbook-plan.js';
import { cell, formula, LOOKS, NUMBER_LOOKS, rowHeight } from '../../summary/formats.js';
import { printArea } from '../../summary/pictures.js';
import { heightOfRows, pagePoints } from '../../summary/printed-page.js';
import { printSetup, type Scope } from '../../summary/scope.js';
import { joinBlocks, type PlannedBlock, planNotes, planTitle } from '../../summary/table.js';
import type { FormChart } from '../charts-plan.js';
import { columnPixels, POINTS_PER_PIXEL } from '../drawing-rows.js';
import { type BlockColumn, CELL_FORMATS, type ChartBlock, planBlock } from './chart-block.js';
import { type BlockPlace, planNativeChart } from './native-chart.js';
import { type PlaceChart, TEXT_POINTS } from './place-charts.js';

/** A chart with the form that it belongs to (null: all), to be placed on any sheet. */
export interface NativeChart {
  readonly form: string | null;
  readonly place: PlaceChart;
}

const ROW_POINTS = 18;
/** Pixels of a chart; of one with many upright bars; of a bar of many that lie below one another, and around them. */
const PLAIN_CHART = { width: 780, height: 330 } as const;
const WIDE_CHART = { width: 1_100, height: 620 } as const;
const PER_BAR = 24;
const AROUND_BARS = 120;
const FIGURE_WIDTH = 13;
const GAP_WIDTH = 2;
const CHART_COLUMN_WIDTH = 12;
/** More categories than this want a wider chart. */
const FEW = 14;

/** 图表数据: the numbers of every chart as a small table, the chart beside it. Null where there is nothing to draw. */
export function planChartData(
  scope: Scope,
  charts: readonly FormChart[],
): { readonly sheet: SheetPlan; readonly charts: readonly NativeChart[] } | null {
  const { chartData: name } = scope.names;
  if (name === null || charts.length === 0) return null;
  const blocks = charts.map((chart) => planBlock(scope, chart));
  const widths = columnWidths(blocks);
  const title = planTitle(`${scope.area}图表数据`, subtitleOf(scope), widths.all);
  let block: PlannedBlock = title;
  let nextRow = title.rows.length + 1;
  let page = pagePoints(widths.all) - heightOfRows(title.rows);
  const breaksAfter: number[] = [];
  const placed: PlannedChart[] = [];
  const native: NativeChart[] = [];
  for (const item of blocks) {
    const size = chartSize(item);
    const planned = planTable(item, nextRow, widths.table, size.height);
    const height = heightOfRows(planned.rows);
    if (height > page && nextRow > title.rows.length + 1) {
      breaksAfter.push(nextRow - 1);
      page = pagePoints(widths.all);
    }
    page -= height;
    const place: BlockPlace = { sheet: name, headerRow: nextRow + 1, firstColumn: 1 };
    const box = {
      rowNumber: nextRow + 1,
      columnNumber: widths.table.length + 2,
      textPoints: TEXT_POINTS,
      ...size,
    };
    placed.push(planNativeChart(item, place, box));
    native.push({
      form: item.chart.form?.key ?? null,
      place: (other) => planNativeChart(item, place, other),
    });
    block = joinBlocks(block, planned);
    nextRow += planned.rows.length;
  }
  const sheet: SheetPlan = {
    name,
    columnWidths: widths.all,
    rows: block.rows,
    merges: block.merges,
    charts: placed,
    print: { ...printSetup(scope), area: printArea(nextRow - 1, widths.all), breaksAfter },
    showGridLines: false,
  };
  return { sheet, charts: native };
}

function subtitleOf({ summary, county }: Scope): string {
  const order = county === null ? '县（市）按名册顺序排列，不排名；' : '单位按名册顺序排列，不排名；';
  return `${order}没有报送任务的不列入。截至：${formatMoment(summary.asOf)}`;
}

function columnWidths(blocks: readonly ChartBlock[]): {
  readonly table: readonly number[];
  readonly all: readonly number[];
} {
  const names = blocks.flatMap(({ chart }) => chart.categories.map(({ name }) => textWidth(name)));
  const figures = Math.max(2, ...blocks.map(({ columns }) => columns.length));
  const table = [
    Math.min(30, Math.max(14, ...names.map((width) => width + 3))),
    ...Array.from({ length: figures }, () => FIGURE_WIDTH),
  ];
  const widest = Math.max(...blocks.map((block) => chartSize(block).width));
  const columns = Math.ceil((widest + 8) / columnPixels(CHART_COLUMN_WIDTH));
  return {
    table,
    all: [...table, GAP_WIDTH, ...Array.from({ length: columns }, () => CHART_COLUMN_WIDTH)],
  };
}

/** Bars that lie below one another take height, many upright ones width. */
function chartSize({ chart, columns }: ChartBlock): { readonly width: number; readonly height: number } {
  const { spec, categories } = chart;
  if (spec.kind === 'doughnut' || categories.length <= FEW) return PLAIN_CHART;
  const isAcross =
    spec.orientation === 'horizontal' && !columns.some(({ role }) => role === 'rate' || role === 'target');
  return isAcross ? { ...PLAIN_CHART, height: categories.length * PER_BAR + AROUND_BARS } : WIDE_CHART;
}

/** Heading, header, a row a category, notes, and blank rows down to the end of the chart. */
function planTable(
  block: ChartBlock,
  firstRow: number,
  widths: readonly number[],
  chartPixels: number,
): PlannedBlock {
  const { columns, chart, title, nameFormulas } = block;
  const across = { top: firstRow, left: 1, bottom: firstRow, right: widths.length };
  const heading: PlannedRow = {
    rowNumber: firstRow,
    height: Math.max(24, rowHeight([{ text: title, width: sum(widths) / 1.2 }])),
    cells: widths.map((_, index) => cell(index + 1, index === 0 ? title : null, HEADING)),
  };
  const header: PlannedRow = {
    rowNumber: firstRow + 1,
    height: rowHeight(columns.map((column) => ({ text: column.header, width: FIGURE_WIDTH }))),
    cells: [categoryHeader(chart), ...columns.map(({ header: text }) => text)].map((text, index) =>
      cell(index + 1, text, STYLES.header),
    ),
  };
  const body = chart.categories.map(({ name }, index): PlannedRow => {
    const rowNumber = firstRow + 2 + index;
    const reference = nameFormulas[index] ?? null;
    return {
      rowNumber,
      height: Math.max(ROW_POINTS, rowHeight([{ text: name, width: widths[0]! }]) - 2),
      cells: [
        cell(1, reference === null ? name : formula(reference, name), STYLES.cell),
        ...columns.map((column, position) => figureCell(column, 2 + position, index, rowNumber)),
      ],
    };
  });
  const notes = planNotes(firstRow + 2 + body.length, notesOf(block), widths);
  const filled = joinBlocks({ rows: [heading, header, ...body], merges: [across] }, notes);
  // The chart begins beside the header.
  const missing =
    heading.height! + chartPixels * POINTS_PER_PIXEL + ROW_POINTS / 2 - heightOfRows(filled.rows);
  const blank = Array.from({ length: Math.max(1, Math.ceil(missing / ROW_POINTS)) }, (_, index) => ({
    rowNumber: firstRow + filled.rows.length + index,
    height: ROW_POINTS,
    cells: [],
  }));
  return joinBlocks(filled, { rows: blank, merges: [] });
}

const HEADING: CellStyle = { ...LOOKS.section, wrap: true };

function categoryHeader({ form, categories, spec }: FormChart): string {
  const area = categories[0]?.area.kind ?? 'value';
  if (area === 'county') return '县（市）';
  if (area === 'unit') return '单位';
  if (area === 'unitKind') return '单位类别';
  if (area === 'month') return '月份';
  return form === null ? '报表' : spec.kind === 'doughnut' ? '类别' : '项目';
}

function figureCell(column: BlockColumn, columnNumber: number, index: number, rowNumber: number) {
  const value = column.values[index] ?? null;
  const text = column.formulaOf(index, rowNumber);
  const look = NUMBER_LOOKS[CELL_FORMATS[column.format]];
  return cell(
    columnNumber,
    text === null || value === null ? value : formula(text, value),
    look,
    value === null ? undefined : column.originOf(index),
  );
}

/** Numbers that no cell of the workbook adds up. */
const TYPED = {
  reporting: '按报送状态计算，重新汇总时更新。',
  rows: '按各行填写的内容分类统计，重新汇总时更新。',
} as const;

function notesOf({ chart, columns }: ChartBlock): readonly string[] {
  const isTyped = chart.categories.some(({ area }) => area.kind === 'value' || area.kind === 'form');
  const isMonthly = chart.categories.some(({ area }) => area.kind === 'month');
  const hasGaps = columns.some(({ values }) => values.includes(null));
  return [
    ...(isTyped ? [chart.form === null ? TYPED.reporting : TYPED.rows] : []),
    ...(hasGaps ? [isMonthly ? '空白：没有数据，或分母为 0。' : '空白：分母为 0，不计算。'] : []),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
