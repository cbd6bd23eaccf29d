import { describe, expect, it } from 'vitest';
import { planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import { type PeriodTotals, planTrend } from '../../../../src/report/trend/trend.js';
import { presentMonthOrigin } from '../../../../src/report/trend/trend-sheet.js';
import type { SheetPlan } from '../../../../src/workbook/workbook-plan.js';
import {
  buildSummary,
  donations,
  pairedAssistance,
  plannedAt,
  sheetOf,
  shownRow,
  totalsOf,
  wishes,
} from '../summary/fixture.js';

// The present month is October 2020 of the fixture: 甲县 and 乙县 have data in 结对帮扶, 甲县 and 地直单位 in 捐赠,
// 甲县 and 乙县 (零报告) in 微心愿.

const summary = buildSummary();
const FORMS = [pairedAssistance, donations, wishes];

function period(form: string, month: string, more: Partial<PeriodTotals> = {}): PeriodTotals {
  return {
    form,
    periodStart: `${month}-01`,
    periodEnd: `${month}-30`,
    asOf: '2020-10-05T09:00:00+08:00',
    prefecture: null,
    counties: new Map(),
    ...more,
  };
}

/** August and June, given in the wrong order; July is given by nobody. 丁县 was there in June only. */
const EARLIER: readonly PeriodTotals[] = [
  period('paired-assistance', '2020-08', {
    periodEnd: '2020-08-31',
    prefecture: totalsOf(pairedAssistance, {
      householdsPaired: 70,
      householdsVisited: 60,
      consolationMoney: 20,
    }),
    counties: new Map([
      ['甲县', null],
      [
        '乙县',
        totalsOf(pairedAssistance, { householdsPaired: 70, householdsVisited: 60, consolationMoney: 20 }),
      ],
    ]),
  }),
  period('paired-assistance', '2020-06', {
    prefecture: totalsOf(pairedAssistance, {
      householdsPaired: 90,
      householdsVisited: 5,
      consolationMoney: 10,
    }),
    counties: new Map([
      [
        '甲县',
        totalsOf(pairedAssistance, { householdsPaired: 50, householdsVisited: 5, consolationMoney: 10 }),
      ],
      ['丁县', totalsOf(pairedAssistance, { householdsPaired: 40 })],
    ]),
  }),
  period('wishes', '2020-08', {
    periodEnd: '2020-08-31',
    prefecture: totalsOf(wishes, { wishes: 15, docked: 3 }),
    counties: new Map([['甲县', totalsOf(wishes, { wishes: 15, docked: 3 })]]),
  }),
];

const plan = (earlier: readonly PeriodTotals[]) =>
  planPrefectureSummary(summary, { trend: planTrend(summary, earlier, FORMS), changes: null });
const sheet = sheetOf(plan(EARLIER), '月度趋势');

/** What the line of a figure shows for an area, month by month, and what it comes to. */
function line(of: SheetPlan, title: string, area: string) {
  const row = of.rows.find(({ rowNumber }) => {
    const [, figure, place] = shownRow(of, rowNumber);
    return figure === title && place === area;
  });
  return row === undefined ? null : shownRow(of, row.rowNumber).slice(4);
}

const texts = (of: SheetPlan) =>
  of.rows.map(({ rowNumber }) => String(shownRow(of, rowNumber)[0])).join('\n');

describe('the present month of 月度趋势', () => {
  const labels = (rowNumber: number) => shownRow(sheet, rowNumber).slice(0, 3).map(String);
  const month = '2020年10月\n（本期）';

  it('is told by its labels', () => {
    const lines = sheet.rows.filter(({ cells }) => cells.length === 10 && cells[0]!.value !== '报表');
    expect(lines.length).toBeGreaterThan(40);
    const row = (figure: string, area: string) =>
      lines.find(({ cells }) => cells[1]!.value === figure && cells[2]!.value === area)!.rowNumber;
    const origin = (figure: string, area: string, header = month) =>
      presentMonthOrigin(summary, { labels: labels(row(figure, area)), month: header });
    const paired = { kind: 'total', form: pairedAssistance.key, group: null };
    const county = { kind: 'county', county: '甲县' };
    expect(origin('慰问金（元）', '甲县')).toEqual({
      plus: [{ ...paired, key: 'consolationMoney', area: county }],
    });
    expect(origin('走访覆盖率', '全地区')).toEqual({
      plus: [{ ...paired, key: 'householdsVisited', area: { kind: 'prefecture' } }],
      over: [{ ...paired, key: 'householdsPaired', area: { kind: 'prefecture' } }],
    });
    // Every line of a form of this month has one; no other column has.
    for (const { rowNumber } of lines)
      expect(presentMonthOrigin(summary, { labels: labels(rowNumber), month })).not.toBeNull();
    for (const header of ['2020年8月', '累计', '']) expect(origin('慰问金（元）', '甲县', header)).toBeNull();
  });
});

describe('月度趋势', () => {
  it('has a column a month in order, one for what is missing between, and the sum', () => {
    expect(shownRow(sheet, 3)).toEqual([
      '报表',
      '指标',
      '地区',
      '累计方法',
      '2020年6月',
      '2020年7月',
      '2020年8月',
      '2020年9月',
      '2020年10月\n（本期）',
      '累计',
    ]);
  });

  it('adds flows of the months that have them, to the cent', () => {
    // 0.10 + 0.20 + 1000.20 元 in all; 甲县 had nothing in August.
    expect(line(sheet, '慰问金（元）', '全地区')).toEqual([0.1, '无数据', 0.2, '无数据', 1000.2, 1000.5]);
    expect(line(sheet, '慰问金（元）', '甲县')).toEqual([0.1, '无数据', '无数据', '无数据', 1000.1, 1000.2]);
    expect(line(sheet, '慰问金（元）', '乙县')).toEqual(['无数据', '无数据', 0.2, '无数据', 0.1, 0.3]);
    expect(line(sheet, '慰问金（元）', '丁县')).toEqual([0, '无数据', '无数据', '无数据', '无数据', 0]);
    // A zero report is a number.
    expect(line(sheet, '慰问金（元）', '地直单位')?.slice(-2)).toEqual([0, 0]);
  });

  it('takes stocks of the latest month, the same for every county', () => {
    expect(line(sheet, '结对帮扶户数（户）', '全地区')).toEqual([90, '无数据', 70, '无数据', 80, 80]);
    expect(line(sheet, '结对帮扶户数（户）', '丁县')?.at(-1)).toBe('无数据');
    expect(line(sheet, '微心愿（个）', '全地区')).toEqual(['无数据', '无数据', 15, '无数据', 20, 20]);
    expect(line(sheet, '已对接（个）', '甲县')?.at(-1)).toBe(6);
  });

  it('makes rates anew of what their parts come to', () => {
    // 5 of 90, 60 of 70, 55 of 80; 5 + 60 + 55 of 80.
    expect(line(sheet, '走访覆盖率', '全地区')).toEqual([
      0.055555555556,
      '无数据',
      0.857142857143,
      '无数据',
      0.6875,
      1.5,
    ]);
    expect(line(sheet, '对接率', '甲县')).toEqual(['无数据', '无数据', 0.2, '无数据', 0.3, 0.3]);
    expect(line(sheet, '走访覆盖率', '丁县')?.at(-1)).toBe('无数据');
    expect(line(sheet, '走访覆盖率', '地直单位')?.at(-1)).toBe('—');
  });

  it('holds formulas for this month and for what the months come to', () => {
    const row = sheet.rows.find(({ rowNumber }) => {
      const [, figure, area] = shownRow(sheet, rowNumber);
      return figure === '慰问金（元）' && area === '甲县';
    })!.rowNumber;
    expect(plannedAt(sheet, `E${row}`)).toBe(0.1);
    expect(plannedAt(sheet, `I${row}`)).toMatchObject({
      formula: expect.stringMatching(/^'结对帮扶活动月统计表'!/),
    });
    expect(plannedAt(sheet, `J${row}`)).toMatchObject({ formula: `ROUND(SUM(E${row}:I${row}),2)` });
  });

  it('says what is missing, what is not added up, and what can exceed 100 %', () => {
    const said = texts(sheet);
    expect(said).toContain('《结对帮扶活动月统计表》2020年7月、2020年9月');
    expect(said).toContain('《微心愿对接表》是台账');
    expect(said).toContain('走访覆盖率的累计：分子各月相加，分母取期末的数');
    expect(said).toContain('2020年8月截至2020年10月5日 09:00');
  });

  it('shows one column for a long run of months without anything', () => {
    const long = sheetOf(plan([period('donations', '2019-11')]), '月度趋势');
    expect(shownRow(long, 3).slice(4)).toEqual([
      '2019年11月',
      '2019年12月至2020年9月',
      '2020年10月\n（本期）',
      '累计',
    ]);
  });

  it('puts a longer period into its last month, and leaves no gap before it', () => {
    const quarter = sheetOf(
      plan([
        period('donations', '2020-09', {
          periodStart: '2020-07-01',
          prefecture: totalsOf(donations, { money: 100 }),
        }),
        period('wishes', '2020-08', { prefecture: totalsOf(wishes, { wishes: 1 }) }),
      ]),
      '月度趋势',
    );
    expect(line(quarter, '捐款金额（元）', '全地区')).toEqual(['—', 1, 101234.55, 101235.55]);
    expect(line(quarter, '微心愿（个）', '全地区')).toEqual([1, '无数据', 20, 20]);
    expect(texts(quarter)).toContain('《捐赠款物统计表》2020年9月栏是2020年7月1日至9月30日');
  });

  it('draws forms that several months have, bound to its own cells, and a gap for what is missing', () => {
    expect(sheet.charts?.map(({ title }) => title)).toEqual([
      '各月 结对帮扶活动月统计表：走访户数与走访覆盖率（户）',
      '各月 微心愿对接表：微心愿与对接率（个）',
    ]);
    const [visits] = sheet.charts!;
    if (visits?.kind !== 'bars') throw new Error('no bars');
    expect(visits.categories.values).toEqual([
      '2020年6月',
      '2020年7月',
      '2020年8月',
      '2020年9月',
      '2020年10月',
    ]);
    expect(visits.bars.map(({ values }) => values.values)).toEqual([[5, null, 60, null, 55]]);
    const { range, sheet: name } = visits.bars[0]!.values;
    const row = sheet.rows.find(({ rowNumber }) => {
      const [, figure, area] = shownRow(sheet, rowNumber);
      return figure === '走访户数（户）' && area === '全地区';
    })!.rowNumber;
    expect(plannedAt(sheetOf(plan(EARLIER), name), `B${range.top}`)).toEqual({
      kind: 'formula',
      formula: `'月度趋势'!E${row}`,
      result: 5,
    });
    // Beside the table, which alone is printed.
    expect(visits.columnNumber).toBeGreaterThan(sheet.print!.area!.right);
  });

  it('is not there without earlier months', () => {
    expect(planPrefectureSummary(summary).sheets.map(({ name }) => name)).not.toContain('月度趋势');
  });
});
