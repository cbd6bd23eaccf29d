import { formatMoment } from '../../campaign/beijing-time.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { Summary } from '../../merge/summary.js';
import { formatColumn, formatReference, quoteSheetName } from '../../workbook/reference.js';
import { STYLES } from '../../workbook/theme.js';
import type {
  CellOrigin,
  PlannedCell,
  PlannedRow,
  PlannedValue,
  SheetPlan,
} from '../../workbook/workbook-plan.js';
import { figureOrigin } from '../cell-origins.js';
import { POINTS_PER_PIXEL } from '../charts/drawing-rows.js';
import type { PlaceChart } from '../charts/native/place-charts.js';
import { comparisonReference } from '../summary/comparison.js';
import {
  type Figure,
  measureFigures,
  quotientFormula,
  rateFigures,
  shownValue,
  sumFormula,
} from '../summary/figures.js';
import { cell, formula, LOOKS, NO_NUMBER, NUMBER_LOOKS, rowHeight, TOTAL_LOOKS } from '../summary/formats.js';
import { printArea } from '../summary/pictures.js';
import { type Scope, taskOf } from '../summary/scope.js';
import { figureColumn, type TableColumn, textColumn } from '../summary/table.js';
import { firstDataRow, planTableSheet } from '../summary/table-sheet.js';
import {
  cumulatedValue,
  type FormTrend,
  latestPeriod,
  type MonthValue,
  measureOf,
  monthOf,
  monthTitle,
  monthValue,
  periodIn,
  type Trend,
  type TrendMonth,
} from './trend.js';
import { trendNotes } from './trend-notes.js';

/** Shown where nothing is known; 0 would say that nothing was done. */
export const NO_DATA = '无数据';
const WORDS = { missing: NO_DATA, covered: NO_NUMBER } as const;
/** The whole prefecture, above its counties. */
const ALL = '全地区';

const LABELS = 4;
const FIRST_MONTH_COLUMN = LABELS + 1;
const FIRST_ROW = firstDataRow('plain');
const GAP_WIDTH = 2;
const CHART_PIXELS = { width: 620, height: 320, gap: 16 } as const;
const CHART_POINTS = 9;
const ROW_POINTS = 20;

/** One line: a figure of a form for one area (null: the whole prefecture). */
interface TrendLine {
  readonly trend: FormTrend;
  readonly figure: Figure;
  readonly county: string | null;
  readonly rowNumber: number;
}

/**
 * 月度趋势: a line for every figure of every form and every county, a column a month, and what they come to. The present
 * month and the last column are formulas.
 */
export function planTrendSheet(
  scope: Scope,
  trend: Trend,
  name: string,
  charts: readonly PlaceChart[],
): SheetPlan {
  const lines = linesOf(trend);
  const table: TrendTable = { scope, trend, lines, rows: rowsByLine(lines) };
  const columns = trendColumns(table);
  const widths = columns.map(({ width }) => width);
  const lastRow = FIRST_ROW + lines.length - 1;
  const span = [trend.months[0], trend.months.at(-1)].map((month) => month?.title ?? '');
  const sheet = planTableSheet(scope, {
    name,
    title: `${scope.area}月度趋势（${span[0] === span[1] ? span[0] : span.join('至')}）`,
    subtitle: `截至：${formatMoment(scope.summary.asOf)}　　金额单位：元　　“${NO_DATA}”不是 0；可以按报表、指标、地区筛选`,
    columns,
    header: 'plain',
    body: { rows: lines.map((line) => planLine(table, line, widths)), merges: [] },
    notes: trendNotes(trend, NO_DATA),
    frozenColumns: LABELS,
    filterTo: lastRow,
  });
  const right = widths.length + 2;
  const step = Math.ceil(((CHART_PIXELS.height + CHART_PIXELS.gap) * POINTS_PER_PIXEL) / ROW_POINTS);
  return {
    ...sheet,
    columnWidths: [...widths, ...(charts.length === 0 ? [] : [GAP_WIDTH])],
    charts: charts.map((place, index) =>
      place({
        rowNumber: FIRST_ROW + index * step,
        columnNumber: right,
        width: CHART_PIXELS.width,
        height: CHART_PIXELS.height,
        textPoints: CHART_POINTS,
      }),
    ),
    // Beside the table on the screen; on paper they stand with their numbers.
    print: { ...sheet.print!, pagesTall: 0, area: printArea(sheet.rows.at(-1)!.rowNumber, widths) },
  };
}

/** Reference from another sheet to the prefecture's figure of one month. */
export function trendReference(
  trend: Trend,
  sheetName: string,
  form: string,
  month: string,
  key: string,
): string {
  const row = rowsByLine(linesOf(trend)).get(lineKey(form, key, null));
  const column = trend.months.findIndex(({ first, last }) => first === month && last === month);
  if (row === undefined || column < 0) throw new Error(`no line of ${form} ${key} in ${month}`);
  return `${quoteSheetName(sheetName)}!${formatReference(row, FIRST_MONTH_COLUMN + column)}`;
}

/** The row of the months, and the columns that say which figure of which area a line is. */
export const TREND_HEADER_ROW = FIRST_ROW - 1;
export const TREND_LABEL_COLUMNS = [1, 2, 3] as const;

/** Of which totals a number in the column of the present month is made; null in another column. */
export function presentMonthOrigin(
  { campaign, forms }: Summary,
  { labels, month }: { readonly labels: readonly string[]; readonly month: string },
): CellOrigin | null {
  const [formTitle, header, area = ''] = labels;
  const form = forms.find(({ title }) => title === formTitle);
  const task = campaign.tasks.find((item) => item.form === form?.key);
  if (form === undefined || task === undefined) return null;
  const figure = shownFigures(form).find((item) => headerOf(item) === header);
  const isPresentMonth = month === monthHeader(monthTitle(monthOf(task.periodEnd)), true);
  if (figure === undefined || !isPresentMonth) return null;
  return figureOrigin(
    form,
    figure.key,
    area === ALL ? { kind: 'prefecture' } : { kind: 'county', county: area },
  );
}

function monthHeader(title: string, present: boolean): string {
  return present ? `${title}\n（本期）` : title;
}

/** What all lines share. */
interface TrendTable {
  readonly scope: Scope;
  readonly trend: Trend;
  readonly lines: readonly TrendLine[];
  /** Row numbers by lineKey. */
  readonly rows: ReadonlyMap<string, number>;
}

function linesOf({ forms }: Trend): readonly TrendLine[] {
  return forms
    .flatMap((trend) =>
      shownFigures(trend.form).flatMap((figure) =>
        [null, ...trend.counties].map((county) => ({ trend, figure, county })),
      ),
    )
    .map((line, index) => ({ ...line, rowNumber: FIRST_ROW + index }));
}

/** Every measure and rate; how many rows were filled in says nothing over months, unless a rate is made of it. */
function shownFigures(form: FormDefinition): readonly Figure[] {
  const parts = new Set(form.rates.flatMap(({ numerator, denominator }) => [numerator, denominator]));
  const measures = measureFigures(form).filter(
    ({ key }) => measureOf(form, key) !== undefined || parts.has(key),
  );
  return [...measures, ...rateFigures(form)];
}

function rowsByLine(lines: readonly TrendLine[]): ReadonlyMap<string, number> {
  return new Map(
    lines.map(({ trend, figure, county, rowNumber }) => [
      lineKey(trend.form.key, figure.key, county),
      rowNumber,
    ]),
  );
}

function lineKey(form: string, key: string, county: string | null): string {
  return JSON.stringify([form, key, county]);
}

function trendColumns({ scope, trend, lines }: TrendTable): readonly TableColumn[] {
  const largest: Figure = { ...lines[0]!.figure, title: '累计', group: null, format: 'amount' };
  const values = lines.flatMap(({ trend: ofForm, figure, county }) => {
    const value = figure.rate === null ? shownCumulated(ofForm, county, figure.key) : 0;
    return typeof value === 'string' ? [] : [value];
  });
  const { width } = figureColumn(largest, Math.max(0, ...values));
  const texts = (of: (line: TrendLine) => string) => lines.map(of);
  return [
    textColumn(
      '报表',
      texts((line) => line.trend.form.title),
      10,
      24,
    ),
    textColumn(
      '指标',
      texts((line) => headerOf(line.figure)),
      12,
      28,
    ),
    textColumn('地区', texts(areaOf), 10, 24),
    textColumn('累计方法', texts(methodOf), 12, 24),
    ...trend.months.map(({ title, first, last }) => ({
      header: monthHeader(title, isPresent(scope, first) && first === last),
      group: null,
      width: Math.max(width, 13),
    })),
    { header: '累计', group: null, width },
  ];
}

function isPresent(scope: Scope, month: string): boolean {
  const { campaign, forms } = scope.summary;
  return forms.some((form) => monthOf(taskOf(campaign, form).periodEnd) === month);
}

function headerOf({ title, unit }: Figure): string {
  return unit === '' ? title : `${title}（${unit}）`;
}

function areaOf({ county }: TrendLine): string {
  return county ?? ALL;
}

/** How the last column is made, in words. */
function methodOf({ trend, figure }: TrendLine): string {
  if (figure.rate !== null) return '由累计数重算';
  const measure = measureOf(trend.form, figure.key);
  if (measure === undefined) return '不累计';
  if (measure.measure === 'flow') return '各月相加';
  const latest = latestPeriod(trend);
  return latest === null ? '取最近一期' : `取最近：${monthTitle(monthOf(latest.periodEnd))}`;
}

function planLine(table: TrendTable, line: TrendLine, widths: readonly number[]): PlannedRow {
  const { trend, figure, county, rowNumber } = line;
  const isTotal = county === null;
  const text = isTotal ? LOOKS.totalNote : STYLES.cell;
  const labels = [trend.form.title, headerOf(figure), areaOf(line), methodOf(line)];
  const months = table.trend.months.map((month, index) =>
    valueCell(line, FIRST_MONTH_COLUMN + index, planMonth(table, line, month, FIRST_MONTH_COLUMN + index)),
  );
  const last = FIRST_MONTH_COLUMN + table.trend.months.length;
  return {
    rowNumber,
    height: rowHeight(labels.map((label, index) => ({ text: label, width: widths[index]! }))),
    cells: [
      ...labels.map((label, index) => cell(index + 1, label, text)),
      ...months,
      valueCell(line, last, planCumulated(table, line, last)),
    ],
  };
}

function valueCell({ county, figure }: TrendLine, column: number, value: PlannedValue): PlannedCell {
  const isTotal = county === null;
  if (typeof value === 'string') return cell(column, value, isTotal ? LOOKS.totalNothing : LOOKS.nothing);
  return cell(column, value, (isTotal ? TOTAL_LOOKS : NUMBER_LOOKS)[figure.format]);
}

/** One month: a reference to the form's own sheet where it is the present one, else the number of then. */
function planMonth(table: TrendTable, line: TrendLine, month: TrendMonth, column: number): PlannedValue {
  const { trend, figure, county } = line;
  const totalOf = (key: string) => shownMonth(trend, month, county, key);
  if (figure.rate !== null) return planRate(table, line, figure.rate, column, totalOf);
  const value = totalOf(figure.key);
  if (typeof value === 'string') return WORDS[value];
  const { scope } = table;
  const isNow =
    scope.summary.forms.includes(trend.form) &&
    periodIn(trend.periods, month)?.periodEnd === taskOf(scope.summary.campaign, trend.form).periodEnd;
  return isNow ? formula(comparisonReference(scope, trend.form, county, figure.key), value) : value;
}

/** All months together. */
function planCumulated(table: TrendTable, line: TrendLine, column: number): PlannedValue {
  const { trend, figure, county, rowNumber } = line;
  const totalOf = (key: string) => shownCumulated(trend, county, key);
  if (figure.rate !== null) return planRate(table, line, figure.rate, column, totalOf);
  const value = totalOf(figure.key);
  if (typeof value === 'string') return WORDS[value];
  if (measureOf(trend.form, figure.key)?.measure === 'flow') {
    const months = `${formatColumn(FIRST_MONTH_COLUMN)}${rowNumber}:${formatColumn(column - 1)}${rowNumber}`;
    return formula(sumFormula(figure, `SUM(${months})`), value);
  }
  const latest = latestPeriod(trend)!;
  const index = table.trend.months.findIndex((month) => periodIn([latest], month) !== null);
  return formula(formatReference(rowNumber, FIRST_MONTH_COLUMN + index), value);
}

/** Numerator by denominator of the same column and area. */
function planRate(
  { rows }: TrendTable,
  { trend, county }: TrendLine,
  { numerator, denominator }: NonNullable<Figure['rate']>,
  column: number,
  totalOf: (key: string) => MonthValue,
): PlannedValue {
  const values = [totalOf(numerator), totalOf(denominator)] as const;
  const word = values.find((value) => typeof value === 'string');
  if (word !== undefined) return WORDS[word];
  const part = (key: string, value: MonthValue) => ({
    reference: formatReference(rows.get(lineKey(trend.form.key, key, county))!, column),
    value: Number(value),
  });
  return quotientFormula(part(numerator, values[0]), part(denominator, values[1]));
}

/** A month's total as its cell shows it: amounts in 元. */
function shownMonth(trend: FormTrend, month: TrendMonth, county: string | null, key: string): MonthValue {
  return shown(trend.form, key, monthValue(trend, month, county, key));
}

/** What a total comes to over all months, as its cell shows it. */
function shownCumulated(trend: FormTrend, county: string | null, key: string): MonthValue {
  const measure = measureOf(trend.form, key);
  if (measure === undefined) return 'covered';
  return shown(trend.form, key, cumulatedValue(trend, county, measure) ?? 'missing');
}

function shown(form: FormDefinition, key: string, value: MonthValue): MonthValue {
  if (typeof value === 'string') return value;
  return shownValue(measureFigures(form).find((item) => item.key === key)!, { [key]: value });
}
