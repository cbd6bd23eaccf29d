import { formatMoment } from '../campaign/beijing-time.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { ReportingRates } from '../merge/summary.js';
import { formatColumn } from '../workbook/reference.js';
import { STYLES } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedRow,
  PlannedValue,
  SheetPlan,
} from '../workbook/workbook-plan.js';
import { formatPercent } from './format-figures.js';
import { formatDeadline } from './reminder-text.js';
import { attentionLines } from './summary-attention.js';
import { figureText, measureFigures, quotientFormula, rateOf } from './summary-figures.js';
import {
  cell,
  formatPeriod,
  formula,
  LOOKS,
  NO_NUMBER,
  NUMBER_LOOKS,
  rowHeight,
  TOTAL_LOOKS,
} from './summary-formats.js';
import { notCountedSentence } from './summary-not-counted.js';
import { stackParts } from './summary-page-flow.js';
import {
  areaRates,
  areaTotals,
  countyRates,
  notCountedOf,
  printSetup,
  type Scope,
  sheetTarget,
  taskOf,
} from './summary-scope.js';
import { joinBlocks, type PlannedBlock, planNotes, planPlainHeader, planTitle } from './summary-table.js';
import { targetOf } from './summary-targets.js';

const LEAST_COLUMNS = 9;
/** Together not wider than a page, so that it is printed at its own size and page ends can be foreseen. */
const FIRST_WIDTH = 20;
const OTHER_WIDTH = 10;
const LAST_WIDTH = 16;
/** Large figures stand side by side, two columns each. */
const FIGURES_PER_LINE = 4;
/** Leaves room for two lines of the note beside the figures. */
const FIGURE_HEIGHT = 32;

/** 总览: key figures, completeness, what needs attention, what else there is, and how totals are made. */
export function planOverviewSheet(scope: Scope): SheetPlan {
  const widths = overviewWidths(scope);
  const { campaign, asOf } = scope.summary;
  const period = formatPeriod(campaign.periodStart, campaign.periodEnd);
  const isPrefecture = scope.county === null;
  const parts: readonly Part[] = [
    (row) => {
      const title = planTitle(
        overviewTitle(scope),
        `统计时段：${period}　　截至：${formatMoment(asOf)}`,
        widths,
      );
      return joinBlocks(title, planKeyFigures(scope, row + title.rows.length, widths));
    },
    (row) => planReporting(scope, row, widths),
    ...(isPrefecture ? [(row: number) => planRanking(scope, row, widths)] : []),
    (row) => planAttention(scope, row, widths),
    (row) => planContents(scope, row, widths),
    (row) => joinBlocks(planSection(row, '说明', widths), planNotes(row + 1, overviewNotes(scope), widths)),
  ];
  const block = stackParts(parts);
  return {
    name: scope.names.overview,
    columnWidths: widths,
    rows: block.rows,
    merges: block.merges,
    print: printSetup(scope),
    showGridLines: false,
  };
}

type Part = (firstRow: number) => PlannedBlock;

function overviewTitle(scope: Scope): string {
  const { name, prefecture } = scope.summary.campaign;
  if (scope.county !== null)
    return `${scope.area}${name.startsWith(prefecture) ? name.slice(prefecture.length) : name}汇总表`;
  return `${name.startsWith(prefecture) ? '' : prefecture}${name}汇总表`;
}

function overviewWidths(scope: Scope): readonly number[] {
  const count = Math.max(LEAST_COLUMNS, RANKING_COLUMNS + scope.summary.forms.length);
  return [FIRST_WIDTH, ...Array.from({ length: count - 2 }, () => OTHER_WIDTH), LAST_WIDTH];
}

function planSection(rowNumber: number, title: string, widths: readonly number[]): PlannedBlock {
  return {
    rows: [
      {
        rowNumber,
        height: 26,
        cells: widths.map((_, index) => cell(index + 1, index === 0 ? title : null, LOOKS.section)),
      },
    ],
    merges: [],
  };
}

interface KeyFigure {
  readonly title: string;
  readonly text: string;
}

function keyFigures(scope: Scope, form: FormDefinition): readonly KeyFigure[] {
  const totals = areaTotals(scope, form);
  const figures = measureFigures(form);
  const target = targetOf(scope, form);
  // A form that names no key measures still has a first total to show.
  const keys =
    form.keyMeasures.length > 0 ? form.keyMeasures : figures.slice(0, 2).map((figure) => figure.key);
  return [
    ...keys.flatMap((key) => {
      const figure = figures.find((item) => item.key === key);
      return figure === undefined ? [] : [{ title: figure.title, text: figureText(figure, totals) }];
    }),
    ...form.rates.map((rate) => ({
      title: rate.key === target?.rate.key ? `${rate.title}（目标 ${target.percent}%）` : rate.title,
      text: formatPercent(rateOf(form, rate.key, totals)),
    })),
  ];
}

function planKeyFigures(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  let block = planSection(firstRow, '一、主要数据', widths);
  for (const form of scope.summary.forms) {
    const rowNumber = block.rows.at(-1)!.rowNumber + 1;
    block = joinBlocks(block, planFormFigures(scope, form, rowNumber));
  }
  return block;
}

/** The form's name as a link, what was returned below it, and its figures in lines of four. */
function planFormFigures(scope: Scope, form: FormDefinition, firstRow: number): PlannedBlock {
  const figures = keyFigures(scope, form);
  const lineCount = Math.max(1, Math.ceil(figures.length / FIGURES_PER_LINE));
  const returned = notCountedOf(scope, form, null);
  const beside = returned.units === 0 ? null : notCountedSentence(returned);
  const noteRow = firstRow + lineCount;
  const lastRow = firstRow + 2 * lineCount - 1;
  const labels = (row: number): PlannedValue => {
    if (row === firstRow) return formLink(scope, form);
    return row === noteRow ? beside : null;
  };
  const rows = Array.from({ length: 2 * lineCount }, (_, index): PlannedRow => {
    const row = firstRow + index;
    const isTitle = index % 2 === 0;
    const start = Math.floor(index / 2) * FIGURES_PER_LINE;
    const style: CellStyle = isTitle ? LOOKS.figureTitle : LOOKS.figure;
    const slots = Array.from({ length: FIGURES_PER_LINE }, (_unused, slot): PlannedCell[] => {
      const figure = figures[start + slot];
      const text = figure === undefined ? null : isTitle ? figure.title : figure.text;
      return [cell(2 + slot * 2, text, style), cell(3 + slot * 2, null, style)];
    });
    return {
      rowNumber: row,
      height: isTitle ? 22 : FIGURE_HEIGHT,
      cells: [cell(1, labels(row), row < noteRow ? LOOKS.formLink : LOOKS.formNote), ...slots.flat()],
    };
  });
  const slotMerges = rows.flatMap(({ rowNumber }) =>
    Array.from({ length: FIGURES_PER_LINE }, (_, slot) => ({
      top: rowNumber,
      left: 2 + slot * 2,
      bottom: rowNumber,
      right: 3 + slot * 2,
    })),
  );
  const labelMerges =
    lineCount === 1
      ? []
      : [
          { top: firstRow, left: 1, bottom: noteRow - 1, right: 1 },
          { top: noteRow, left: 1, bottom: lastRow, right: 1 },
        ];
  return { rows, merges: [...slotMerges, ...labelMerges] };
}

function formLink(scope: Scope, form: FormDefinition): PlannedValue {
  const sheet = scope.names.forms.get(form.key);
  return sheet === undefined ? form.title : { kind: 'link', text: form.title, target: sheetTarget(sheet) };
}

const REPORTING_HEADERS = [
  '报表',
  '应报（家）',
  '已报（家）',
  '合格（家）',
  '按时（家）',
  '报送率',
  '合格率',
  '按时率',
  '截止时间',
];

/** Completeness per form. */
function planReporting(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const rows = scope.summary.forms.map((form, index): PlannedRow => {
    const rowNumber = firstRow + 2 + index;
    const rates = areaRates(scope, form);
    const deadline = formatDeadline(taskOf(scope.summary.campaign, form).deadline).slice(5);
    return {
      rowNumber,
      height: rowHeight([
        { text: form.title, width: widths[0]! },
        { text: deadline, width: widths[8]! },
      ]),
      cells: [
        cell(1, formLink(scope, form), STYLES.link),
        ...[rates.owed, rates.received, rates.accepted, rates.onTime].map((count, position) =>
          cell(2 + position, count, NUMBER_LOOKS.integer),
        ),
        ...[rates.received, rates.accepted, rates.onTime].map((count, position) =>
          cell(6 + position, shareFormula(rowNumber, 3 + position, count, rates.owed), NUMBER_LOOKS.percent),
        ),
        cell(9, deadline, STYLES.centered),
      ],
    };
  });
  return joinBlocks(planSection(firstRow, '二、报送情况', widths), {
    rows: [
      planPlainHeader(
        firstRow + 1,
        REPORTING_HEADERS.map((header, index) => ({ header, width: widths[index]! })),
      ),
      ...rows,
    ],
    merges: [],
  });
}

/** A count by the owed units of column B. */
function shareFormula(rowNumber: number, columnNumber: number, count: number, owed: number): PlannedValue {
  return quotientFormula(
    { reference: `${formatColumn(columnNumber)}${rowNumber}`, value: count },
    { reference: `B${rowNumber}`, value: owed },
  );
}

const RANKING_HEADERS = ['县（市）', '应报（份）', '已报（份）', '报送率', '名次'];
const RANKING_COLUMNS = RANKING_HEADERS.length;

/** One county's place by 报送率 over all forms together. */
export interface RankedCounty {
  readonly county: string;
  readonly owed: number;
  readonly received: number;
  /** Null when nothing is owed; equal rates share a rank. */
  readonly rank: number | null;
}

/** Counties by 报送率, best first, roster order among equals, those that owe nothing last. */
export function rankCounties(scope: Scope): readonly RankedCounty[] {
  const counties = scope.counties.map((county) => {
    const rates = scope.summary.forms.map((form) => countyRates(scope, form, county));
    return { county, owed: sumOf(rates, 'owed'), received: sumOf(rates, 'received') };
  });
  const isBetter = (a: { owed: number; received: number }, b: { owed: number; received: number }) =>
    a.received * b.owed > b.received * a.owed;
  const owing = counties.filter((item) => item.owed > 0);
  const ranked = owing.map((item) => ({
    ...item,
    rank: 1 + owing.filter((other) => isBetter(other, item)).length,
  }));
  return [
    ...ranked.toSorted((a, b) => a.rank - b.rank),
    ...counties.filter((item) => item.owed === 0).map((item) => ({ ...item, rank: null })),
  ];
}

function sumOf(rates: readonly ReportingRates[], key: 'owed' | 'received'): number {
  return rates.reduce((sum, item) => sum + item[key], 0);
}

/** Only reporting is ranked: donations are voluntary, and other figures depend on what a county has to do. */
function planRanking(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const { forms } = scope.summary;
  const headers = [...RANKING_HEADERS, ...forms.map((form) => form.title)];
  const ranked = rankCounties(scope);
  const totalRow = firstRow + 2 + ranked.length;
  const rows = ranked.map((item, index): PlannedRow => {
    const rowNumber = firstRow + 2 + index;
    return {
      rowNumber,
      height: rowHeight([{ text: item.county, width: widths[0]! }]),
      cells: [
        cell(1, item.county, STYLES.cell),
        cell(2, item.owed, NUMBER_LOOKS.integer),
        cell(3, item.received, NUMBER_LOOKS.integer),
        cell(4, shareFormula(rowNumber, 3, item.received, item.owed), NUMBER_LOOKS.percent),
        item.rank === null ? cell(5, NO_NUMBER, LOOKS.nothing) : cell(5, item.rank, STYLES.centered),
        ...forms.map((form, position) =>
          rateCell(countyRates(scope, form, item.county).rate, 6 + position, false),
        ),
      ],
    };
  });
  const [owed, received] = [
    ranked.reduce((sum, item) => sum + item.owed, 0),
    ranked.reduce((sum, item) => sum + item.received, 0),
  ];
  const sum = (column: string, result: number) =>
    ranked.length === 0 ? 0 : formula(`SUM(${column}${firstRow + 2}:${column}${totalRow - 1})`, result);
  const total: PlannedRow = {
    rowNumber: totalRow,
    height: 20,
    cells: [
      cell(1, '合计', LOOKS.totalLabel),
      cell(2, sum('B', owed), TOTAL_LOOKS.integer),
      cell(3, sum('C', received), TOTAL_LOOKS.integer),
      cell(4, shareFormula(totalRow, 3, received, owed), TOTAL_LOOKS.percent),
      cell(5, null, LOOKS.totalLabel),
      ...forms.map((form, position) => rateCell(areaRates(scope, form).rate, 6 + position, true)),
    ],
  };
  return joinBlocks(planSection(firstRow, '三、各县（市）报送率', widths), {
    rows: [
      planPlainHeader(
        firstRow + 1,
        headers.map((header, index) => ({ header, width: widths[index]! })),
      ),
      ...rows,
      total,
    ],
    merges: [],
  });
}

function rateCell(rate: number | null, columnNumber: number, isTotal: boolean): PlannedCell {
  if (rate === null) return cell(columnNumber, NO_NUMBER, isTotal ? LOOKS.totalNothing : LOOKS.nothing);
  return cell(columnNumber, rate, (isTotal ? TOTAL_LOOKS : NUMBER_LOOKS).percent);
}

/** A table of four columns: what, how much, in words, where. */
function planAttention(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const number = scope.county === null ? '四' : '三';
  const section = planSection(firstRow, `${number}、需要关注`, widths);
  const lines = attentionLines(scope);
  const last = widths.length;
  const detailWidth = widths.slice(2, last - 1).reduce((sum, width) => sum + width, 0);
  const spread = (
    rowNumber: number,
    values: readonly PlannedValue[],
    styles: readonly CellStyle[],
    height: number,
  ): PlannedRow => ({
    rowNumber,
    height,
    cells: [
      cell(1, values[0] ?? null, styles[0]!),
      cell(2, values[1] ?? null, styles[1]!),
      ...widths
        .slice(2, last - 1)
        .map((_, index) => cell(3 + index, index === 0 ? (values[2] ?? null) : null, styles[2]!)),
      cell(last, values[3] ?? null, styles[3]!),
    ],
  });
  const across = (rowNumber: number) => ({ top: rowNumber, left: 3, bottom: rowNumber, right: last - 1 });
  const header = spread(firstRow + 1, ['事项', '数量', '说明', '查看'], Array(4).fill(STYLES.header), 20);
  if (lines.length === 0) {
    const nothing = spread(
      firstRow + 2,
      ['没有', null, '没有需要关注的事项。', null],
      Array(4).fill(STYLES.cell),
      20,
    );
    return joinBlocks(section, {
      rows: [header, nothing],
      merges: [across(firstRow + 1), across(firstRow + 2)],
    });
  }
  const rows = lines.map((line, index) => {
    const link: PlannedValue =
      line.sheet === null ? null : { kind: 'link', text: line.sheet, target: sheetTarget(line.sheet) };
    return spread(
      firstRow + 2 + index,
      [line.title, line.count, line.detail, link],
      [STYLES.cell, STYLES.centered, STYLES.cell, line.sheet === null ? STYLES.cell : STYLES.link],
      rowHeight([
        { text: line.title, width: widths[0]! },
        { text: line.count, width: widths[1]! },
        { text: line.detail, width: detailWidth },
        { text: line.sheet ?? '', width: widths.at(-1)! },
      ]),
    );
  });
  return joinBlocks(section, {
    rows: [header, ...rows],
    merges: [header, ...rows].map((row) => across(row.rowNumber)),
  });
}

/** What the other sheets hold, with links to them. */
function planContents(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const { names, summary, county } = scope;
  const each = county === null ? '县（市）' : '单位';
  const lines: readonly (readonly [string | undefined, string])[] = [
    ...names.charts.map((name) => [name, '各县（市）报送率和主要数据的图表'] as const),
    ...summary.forms.flatMap((form) => [
      [names.forms.get(form.key), `${form.title}，按${each}汇总`] as const,
      ...(county === null
        ? [[names.units.get(form.key), `${form.title}，按单位列出，有县（市）小计`] as const]
        : []),
      ...(form.target === null
        ? []
        : [[names.belowTarget.get(form.key), `${form.target.title}低于目标的单位`] as const]),
    ]),
    [names.matrix, '每个单位每张表的报送状态'],
    [names.missing, '未报送和交来空表的单位及联系人'],
  ];
  const rows = lines.map(([name = '', text], index): PlannedRow => {
    const rowNumber = firstRow + 1 + index;
    const link: PlannedValue = { kind: 'link', text: name, target: sheetTarget(name) };
    return {
      rowNumber,
      height: rowHeight([{ text: name, width: FIRST_WIDTH + OTHER_WIDTH }]),
      cells: widths.map((_, position) =>
        position < 2
          ? cell(position + 1, position === 0 ? link : null, STYLES.link)
          : cell(position + 1, position === 2 ? text : null, STYLES.cell),
      ),
    };
  });
  const merges = rows.flatMap(({ rowNumber }) => [
    { top: rowNumber, left: 1, bottom: rowNumber, right: 2 },
    { top: rowNumber, left: 3, bottom: rowNumber, right: widths.length },
  ]);
  const number = county === null ? '五' : '四';
  return joinBlocks(planSection(firstRow, `${number}、各表目录`, widths), { rows, merges });
}

function overviewNotes(scope: Scope): readonly string[] {
  const { summary, county } = scope;
  const way = county === null ? '各单位相加为县（市），各县（市）相加为全地区' : '各单位相加';
  const periods = summary.forms.map((form) => {
    const { periodStart, periodEnd } = taskOf(summary.campaign, form);
    return { title: form.title, period: formatPeriod(periodStart, periodEnd) };
  });
  const isOnePeriod = new Set(periods.map((item) => item.period)).size <= 1;
  const listed = periods.map(({ title, period }) => `${title} ${period}`).join('；');
  return [
    `1. 数字由各单位报送、检查通过的报表逐级相加：${way}，精确到分。待改的报表未计入，另行列出。`,
    '2. 比率都由合计数重新计算，不作平均；分母为 0 的不计算。零报告的单位按 0 计入。',
    '3. 报送率 =（已报 + 已报待说明 + 零报告 + 已报待改）÷ 应报（不含免报）；合格率不含已报待改；按时率 = 已报中未迟报的 ÷ 应报。',
    ...(county === null
      ? ['4. 只对报送率排名，率相同的名次并列。捐赠坚持自愿，捐赠款物和其他数据按名册顺序列出，不排名。']
      : []),
    ...(isOnePeriod ? [] : [`${county === null ? 5 : 4}. 各表统计时段：${listed}。`]),
  ];
}
