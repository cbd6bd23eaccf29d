import type { BreakdownDefinition, ChartDefinition } from '../form/form-definition.js';
import { nameOfField } from '../form/relation/relation-names.js';
import { promptCheck, wordsCheck } from '../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../hand-kept/hand-kept-styles.js';
import { type HandKeptColumn, plainColumn, planHandKeptTable } from '../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';
import {
  BREAKDOWN_COLUMNS,
  BY_COUNTY,
  CHART_COLUMNS,
  CHART_WORDS,
  DEFINITION_SHEETS,
  printedWords,
} from './definition-layout.js';
import type { DescribedForm } from './described-form.js';
import { nameOfRate, nameOfTotal } from './total-names.js';
import { formatWordList } from './word-list.js';

const BREAKDOWNS_NOTE =
  '可以空着。除了按县（市）、单位汇总，还要按某一栏的内容汇总的写在这里，如按活动类别各多少场次；每行在汇总表里成一张工作表。';
const CHARTS_NOTE =
  '可以空着，空着即按指标和比率自动画图。写了就只画这里写的；一张图也不要的，类型写“不画”。几个指标之间用“、”隔开。';

/** 分项: a sheet of the summary a row. */
export function planBreakdowns(form: DescribedForm): SheetPlan {
  const column = BREAKDOWN_COLUMNS;
  const columns: readonly HandKeptColumn<BreakdownDefinition>[] = [
    plainColumn(
      column.title.title,
      26,
      (item) => item.title,
      promptCheck('必填。工作表的名称，最多 31 个字'),
    ),
    plainColumn(
      column.by.title,
      24,
      (item) => fieldName(form, item.by),
      promptCheck('必填。一个选项或文字字段的标题'),
    ),
    plainColumn(
      column.measures.title,
      50,
      (item) => formatWordList(item.measures.map((key) => nameOfTotal(key, form))) || null,
      promptCheck('要相加的指标，几个之间用“、”隔开'),
    ),
    plainColumn(
      column.texts.title,
      50,
      (item) => formatWordList(item.texts.map((key) => fieldName(form, key))) || null,
      promptCheck('要把各单位的文字并排列出的字段'),
    ),
  ];
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.breakdowns,
    columns,
    rows: form.breakdowns,
    frozenColumns: 1,
    note: BREAKDOWNS_NOTE,
    fitRows: true,
  });
}

/** A row that says that there is no chart. */
const NO_CHARTS = null;

/** 图表: a chart a row; blank where charts are left to the program. */
export function planCharts(form: DescribedForm): SheetPlan {
  const column = CHART_COLUMNS;
  const of =
    (value: (chart: ChartDefinition) => string | null) =>
    (row: ChartDefinition | typeof NO_CHARTS): string | null =>
      row === NO_CHARTS ? null : value(row);
  const columns: readonly HandKeptColumn<ChartDefinition | typeof NO_CHARTS>[] = [
    plainColumn(
      column.title.title,
      36,
      of((item) => item.title),
      promptCheck('必填。图的标题'),
    ),
    plainColumn(
      column.kind.title,
      10,
      (row) => CHART_WORDS[row === NO_CHARTS ? 'none' : row.kind][0],
      wordsCheck(
        printedWords(CHART_WORDS),
        '柱形：几个指标并排；堆积：几个指标叠起来；环形：一个指标各占多少；不画：不要图',
        'stop',
      ),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.measures.title,
      50,
      of((item) => formatWordList(item.measures.map((key) => nameOfTotal(key, form)))),
      promptCheck('必填。画哪些指标，几个之间用“、”隔开；环形只能一个'),
    ),
    plainColumn(
      column.rate.title,
      24,
      of((item) => (item.rate === null ? null : nameOfRate(item.rate, form))),
      promptCheck('在柱子上再画一条折线的比率；不画就空着'),
    ),
    plainColumn(
      column.by.title,
      24,
      of((item) => (item.by === null ? BY_COUNTY : fieldName(form, item.by))),
      promptCheck(`横着按什么排：${BY_COUNTY}，或一个字段的标题；空着即${BY_COUNTY}`),
    ),
  ];
  const rows = form.charts === null ? [] : form.charts.length === 0 ? [NO_CHARTS] : form.charts;
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.charts,
    columns,
    rows,
    frozenColumns: 1,
    note: CHARTS_NOTE,
    fitRows: true,
  });
}

function fieldName(form: DescribedForm, key: string): string {
  return nameOfField(form.fields.find((field) => field.key === key)!, form.fields);
}
