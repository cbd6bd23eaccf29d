import { describe, expect, it } from 'vitest';
import { explainNumber } from '../../../../src/merge/explain-number.js';
import { planCharts } from '../../../../src/report/charts/charts-plan.js';
import { planCountySummary, planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import type { PlannedValue } from '../../../../src/workbook/workbook-plan.js';
import { checkPlan } from '../../../../src/workbook/write/check-plan.js';
import { campaignWith, donation, donations, run } from '../../merge/scenario.js';
import { sheetOf, shownRow } from './fixture.js';

// Totals and texts by what a field says; every number by hand.

const FORM = {
  ...donations,
  breakdowns: [
    { title: '按捐赠方类型', by: 'donorKind', measures: ['money', 'total'], texts: ['purpose', 'remarks'] },
    { title: '按受赠单位', by: 'recipient', measures: ['money'], texts: [] },
    { title: '用途并列', by: 'intent', measures: [], texts: ['purpose'] },
  ],
  charts: [
    {
      title: '捐款与折价',
      kind: 'stacked' as const,
      measures: ['money', 'goodsValue'],
      rate: null,
      by: null,
    },
    { title: '捐赠方类型', kind: 'doughnut' as const, measures: ['total'], rate: null, by: 'donorKind' },
  ],
};

const goods = { goodsName: '面粉', goodsQuantity: 2, goodsUnit: '袋', goodsBasis: '发票', goodsValue: 120.5 };
const summary = (() => {
  const made = run(campaignWith(), [
    {
      path: '收件/乙.xlsx',
      sheets: [
        {
          form: donations,
          unit: '上户乡',
          rows: [
            donation('红星公司', 1000, { donorKind: '企业', purpose: '修路', ...goods }),
            donation('李四', 50, { purpose: '助学', recipient: '乙村' }),
          ],
        },
      ],
    },
    {
      path: '收件/甲.xlsx',
      sheets: [{ form: donations, unit: '红旗乡', rows: [donation('张三', 30.25, { remarks: '分两次' })] }],
    },
    // A returned one counts nowhere.
    {
      path: '收件/丙.xlsx',
      sheets: [{ form: donations, unit: '胜利镇', rows: [donation('王五', '三百多', { purpose: '看病' })] }],
    },
  ]);
  return { ...made, forms: made.forms.map((form) => (form.key === FORM.key ? FORM : form)) };
})();

function shownNumber(value: PlannedValue): number | null {
  const shown = typeof value === 'object' && value?.kind === 'formula' ? value.result : value;
  return typeof shown === 'number' ? shown : null;
}

function rowsOf(name: string, plan = planPrefectureSummary(summary)): readonly (readonly unknown[])[] {
  const sheet = sheetOf(plan, name);
  return sheet.rows
    .filter(({ rowNumber }) => rowNumber > 3)
    .map(({ rowNumber }) => shownRow(sheet, rowNumber));
}

describe('breakdowns', () => {
  it('tell of which rows each of their numbers is made', () => {
    const plan = planPrefectureSummary(summary);
    const numbers = ['按捐赠方类型', '按受赠单位', '图表数据'].flatMap((name) =>
      sheetOf(plan, name).rows.flatMap(({ cells }) =>
        cells.filter(({ columnNumber, value }) => columnNumber > 1 && shownNumber(value) !== null),
      ),
    );
    expect(numbers.length).toBeGreaterThan(25);
    for (const { value, origin } of numbers)
      expect(explainNumber(summary, origin!).value).toBe(shownNumber(value));
    const [, ofCompanies] = sheetOf(plan, '按捐赠方类型')
      .rows.find(({ cells }) => cells[1]?.value === '企业')!
      .cells.slice(3);
    const { parts } = explainNumber(summary, ofCompanies!.origin!);
    expect(parts).toMatchObject([
      {
        title: '合计金额（捐赠方类型：企业）',
        shown: 1120.5,
        contributions: [{ path: '收件/乙.xlsx', unit: { name: '上户乡' }, rowNumber: 4, value: 112050 }],
      },
    ]);
  });

  it('hold the totals of every option, and of the whole', () => {
    const rows = rowsOf('按捐赠方类型');
    expect(rows.slice(0, 6)).toEqual([
      [1, '单位', 0, 0, 0],
      [2, '职工集体', 0, 0, 0],
      [3, '企业', 1, 1000, 1120.5],
      [4, '社会组织', 0, 0, 0],
      [5, '个人', 2, 80.25, 80.25],
      [null, '合计', 2, 1080.25, 1200.75],
    ]);
  });

  it('of a text as it is written, in roster order', () => {
    expect(rowsOf('按受赠单位').slice(0, 3)).toEqual([
      [1, '甲村', 2, 1030.25],
      [2, '乙村', 1, 50],
      [null, '合计', 2, 1080.25],
    ]);
  });

  it('put texts side by side, unit by unit, and add nothing', () => {
    expect(rowsOf('按捐赠方类型-文字').slice(0, 3)).toEqual([
      [1, '企业', '西县', '上户乡', '修路', ''],
      [2, '个人', '东县', '红旗乡', '', '分两次'],
      [3, '个人', '西县', '上户乡', '助学', ''],
    ]);
    expect(rowsOf('用途并列')[0]).toEqual([1, '（未填）', '西县', '上户乡', '修路']);
  });

  it('are those of the county in its own workbook', () => {
    const plan = planCountySummary(summary, '东县');
    expect(rowsOf('按捐赠方类型', plan).slice(4, 6)).toEqual([
      [5, '个人', 1, 30.25, 30.25],
      [null, '合计', 1, 30.25, 30.25],
    ]);
    expect(() => checkPlan(plan)).not.toThrow();
    expect(() =>
      checkPlan({ ...planPrefectureSummary(summary), sheets: planPrefectureSummary(summary).sheets }),
    ).not.toThrow();
  });
});

it('charts that the form defines take the place of those that would be drawn', () => {
  const specs = planCharts(summary).filter(({ title }) => title !== '各县（市）报送率');
  expect(specs).toMatchObject([
    {
      kind: 'bar',
      title: '捐款与折价',
      stacked: true,
      categories: ['东县', '西县', '地直单位'],
      series: [
        { name: '捐款金额', values: [30.25, 1050, 0] },
        { name: '折价金额', values: [0, 120.5, 0] },
      ],
    },
    {
      kind: 'doughnut',
      title: '捐赠方类型',
      slices: [
        { label: '企业', value: 1120.5 },
        { label: '个人', value: 80.25 },
      ],
    },
  ]);
});
