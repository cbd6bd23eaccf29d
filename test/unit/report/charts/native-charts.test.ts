import { describe, expect, it } from 'vitest';
import { planCountySummary, planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import type { PlannedBarChart, PlannedChart } from '../../../../src/workbook/workbook-plan.js';
import { checkPlan } from '../../../../src/workbook/write/check-plan.js';
import {
  buildSummary,
  entry,
  pairedAssistance,
  plannedAt,
  sheetOf,
  shownRow,
  totalsOf,
  unitOf,
} from '../summary/fixture.js';

const summary = buildSummary();
const plan = planPrefectureSummary(summary);
const data = sheetOf(plan, '图表数据');
const chartOf = (part: string, charts: readonly PlannedChart[] = data.charts ?? []) =>
  charts.find(({ title }) => title.includes(part)) as PlannedBarChart;
/** The row of a block's header. */
const headerOf = (part: string) => chartOf(part).categories.range.top - 1;

describe('图表数据', () => {
  it('holds every chart beside its numbers, the units in their titles', () => {
    checkPlan(plan);
    expect(data.charts?.map(({ title, kind }) => [title, kind])).toEqual([
      ['各县（市）报送率', 'bars'],
      ['结对帮扶活动月统计表：走访户数与走访覆盖率（户）', 'bars'],
      ['结对帮扶活动月统计表：慰问金、慰问品折价（元）', 'bars'],
      ['捐赠款物：捐款与捐物折价（万元）', 'bars'],
      ['微心愿对接表：微心愿与对接率（个）', 'bars'],
      ['微心愿对接率与目标（占微心愿的比例）', 'bars'],
    ]);
    expect(chartOf('走访户数').description).toBe(
      '结对帮扶活动月统计表：走访户数与走访覆盖率（户）。甲县：走访户数 40，走访覆盖率 80.0%；乙县：走访户数 15，走访覆盖率 50.0%；地直单位：走访户数 0。',
    );
  });

  it('points amounts to the table of counties and shows them in 万元', () => {
    const row = headerOf('捐款与') + 1;
    expect(shownRow(data, row - 1).slice(0, 4)).toEqual(['县（市）', '捐款金额', '折价金额', '合计']);
    expect(shownRow(data, row)).toEqual(['甲县', 1.234567, 0.01, 1.244567]);
    expect(plannedAt(data, `B${row}`)).toMatchObject({ formula: "ROUND('捐赠款物统计表'!G5/10000,6)" });
    expect(plannedAt(data, `D${row}`)).toMatchObject({ formula: `ROUND(SUM(B${row}:C${row}),6)` });
  });

  it('makes rates of counts, and leaves blank what cannot be divided', () => {
    const row = headerOf('报送率') + 1;
    expect(shownRow(data, row + 2)).toEqual(['地直单位', 1, 1, null]);
    expect(plannedAt(data, `B${row}`)).toMatchObject({
      formula:
        "IF('结对帮扶活动月统计表'!B5=0,NA(),ROUND('结对帮扶活动月统计表'!C5/'结对帮扶活动月统计表'!B5,12))",
    });
  });

  it('types a target once', () => {
    const row = headerOf('与目标') + 1;
    expect(shownRow(data, row)).toEqual(['甲县', 0.15, 0.15, 0.7, 0.3]);
    expect(plannedAt(data, `E${row}`)).toBe(0.3);
    expect(plannedAt(data, `E${row + 1}`)).toMatchObject({ formula: `$E$${row}` });
    expect(chartOf('与目标').lines.map(({ kind }) => kind)).toEqual(['target']);
  });

  it('draws the same cells below the table of a form', () => {
    const own = sheetOf(plan, '捐赠款物统计表').charts ?? [];
    expect(chartOf('捐款与', own).bars).toMatchObject(
      chartOf('捐款与').bars.map(({ values, name }) => ({ values, name })),
    );
    for (const sheet of plan.sheets.filter(({ name }) => !name.startsWith('图表')))
      expect(sheet.images ?? []).toEqual([]);
  });

  it('is not there when there is nothing to draw', () => {
    const empty = {
      ...summary,
      totals: new Map(),
      completeness: [],
      rates: { prefecture: new Map(), counties: new Map() },
    };
    const names = planPrefectureSummary(empty).sheets.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('图表'))).toEqual([]);
    expect(planCountySummary(empty, '甲县').sheets.map(({ name }) => name)).not.toContain('图表数据');
  });
});

describe("a county's 图表数据", () => {
  it('shows its units that count', () => {
    const own = sheetOf(planCountySummary(summary, '甲县'), '图表数据');
    const chart = chartOf('微心愿与', own.charts);
    expect(chart.categories.values).toEqual(['城关镇', '县教育局', '第一小学']);
    const row = chart.categories.range.top;
    // 8 wishes, 1 docked, none fulfilled.
    expect(shownRow(own, row + 1)).toEqual(['县教育局', 0, 1, 7, 0.125]);
    expect(plannedAt(own, `C${row + 1}`)).toMatchObject({
      formula: "MAX(0,ROUND('微心愿对接表'!H6-'微心愿对接表'!J6,6))",
    });
    // Name and numbers come from one row: whoever sorts the units keeps them together.
    expect(plannedAt(own, `A${row + 1}`)).toEqual({
      kind: 'formula',
      formula: "'微心愿对接表'!C6",
      result: '县教育局',
    });
  });

  it('puts many units together by 单位类别', () => {
    const units = Array.from({ length: 16 }, (_, index) =>
      unitOf(`U${index}`, `单位${index}`, '甲县', { category: index < 10 ? '乡镇' : '中小学' }),
    );
    const ofOne = totalsOf(pairedAssistance, { rows: 1, householdsPaired: 4, householdsVisited: 3 });
    const many = {
      ...summary,
      campaign: { ...summary.campaign, units },
      completeness: units.map(({ code }) => entry(code, pairedAssistance, 'accepted')),
      totals: new Map([
        [
          pairedAssistance.key,
          {
            prefecture: ofOne,
            counties: new Map([['甲县', ofOne]]),
            units: new Map(units.map(({ code }) => [code, ofOne])),
          },
        ],
      ]),
    };
    const own = sheetOf(planCountySummary(many, '甲县'), '图表数据');
    const row = chartOf('走访户数', own.charts).categories.range.top;
    expect([0, 1].map((index) => shownRow(own, row + index))).toEqual([
      ['乡镇', 30, 0.75],
      ['中小学', 18, 0.75],
    ]);
    expect(plannedAt(own, `B${row}`)).toMatchObject({
      formula: `SUMPRODUCT(('结对帮扶活动月统计表'!$D$5:$D$20=$A${row})*1,'结对帮扶活动月统计表'!$L$5:$L$20)`,
    });
  });
});
