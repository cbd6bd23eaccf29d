import { describe, expect, it } from 'vitest';
import { defineForm, type FormInput } from '../../../../src/form/form-definition.js';
import type { Summary } from '../../../../src/merge/summary.js';
import { planCharts } from '../../../../src/report/charts/charts-plan.js';
import { planCountySummary, planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import { checkPlan } from '../../../../src/workbook/write/check-plan.js';
import {
  buildSummary,
  CAMPAIGN,
  donations,
  entry,
  ratesOf,
  rowStarting,
  sheetOf,
  shownRow,
  unitOf,
} from './fixture.js';

const PLAIN: FormInput = {
  key: 'roads',
  title: '道路硬化情况统计表（含桥涵及附属设施）/2020年度第四季度',
  version: 1,
  attachment: 4,
  rowMeaning: '每条道路填一行',
  subject: 'road',
  explanation: 'remarks',
  fields: [
    { key: 'road', title: '道路名称', kind: 'text', required: true },
    { key: 'constructor', group: '里程', title: '完成里程', unit: '公里', kind: 'decimal', measure: 'flow' },
    { key: 'cost', title: '投入资金', unit: '元', kind: 'amount', measure: 'flow' },
    { key: 'remarks', title: '备注', kind: 'text' },
  ],
  rules: [],
  derivedMeasures: [],
  rates: [],
  target: null,
  instructions: [],
  keyMeasures: [],
  amountAtStake: null,
  templateRows: 10,
};

/** One form and two units in counties of odd names. */
function summaryOf(form: ReturnType<typeof defineForm>): Summary {
  const totals = (rows: number, length: number, cost: number) => ({ rows, constructor: length, cost });
  const rates = new Map([[form.key, ratesOf(1, 1, 1, 1)]]);
  return {
    ...buildSummary(),
    forms: [form],
    campaign: {
      ...CAMPAIGN,
      tasks: [],
      units: [unitOf('U1', '=HYPERLINK("x")', '__proto__'), unitOf('U2', '👨‍👩‍👧乡', "O'县*?")],
    },
    findings: [],
    completeness: [entry('U1', form, 'accepted'), entry('U2', form, 'accepted')],
    rates: {
      prefecture: new Map([[form.key, ratesOf(2, 2, 2, 2)]]),
      counties: new Map([
        ['__proto__', rates],
        ["O'县*?", rates],
      ]),
    },
    totals: new Map([
      [
        form.key,
        {
          prefecture: totals(2, 0.3, 30),
          counties: new Map([
            ['__proto__', totals(1, 0.1, 10)],
            ["O'县*?", totals(1, 0.2, 20)],
          ]),
          units: new Map([
            ['U1', totals(1, 0.1, 10)],
            ['U2', totals(1, 0.2, 20)],
          ]),
        },
      ],
    ]),
    notCounted: [{ form: form.key, county: '__proto__', units: 2, amount: null }],
  };
}

describe('a form that nobody foresaw', () => {
  const form = defineForm(PLAIN);
  const summary = summaryOf(form);
  const plan = planPrefectureSummary(summary);
  const [, , , comparison, units] = plan.sheets;

  it('makes a workbook that Excel takes, whatever names are', () => {
    checkPlan(plan);
    checkPlan(planCountySummary(summary, '__proto__'));
    checkPlan(planCountySummary(summary, "O'县*?"));
    expect(comparison?.name).toBe('道路硬化情况统计表（含桥涵及附属设施）_2020年度第四季度');
    expect(units?.name).toBe('道路硬化情况统计表（含桥涵及附属设施）_2020年度第-分单位');
  });

  it('adds up what the definition measures', () => {
    expect(shownRow(comparison!, 5)).toEqual(['__proto__', 1, 1, 1, 1, 0.1, 0.1, '另有 2 家']);
    expect(rowStarting(comparison!, '合计')).toEqual(['合计', 2, 2, 2, 2, 0.3, 0.3, '另有 2 家']);
    expect(plan.sheets.map((sheet) => sheet.name)).not.toContain('未达标单位');
  });

  it('keeps names as text', () => {
    expect(shownRow(units!, 5)[2]).toBe('=HYPERLINK("x")');
    expect(shownRow(units!, 7)[2]).toBe('👨‍👩‍👧乡');
  });

  it('shows its first measure where it names no key measures', () => {
    expect(planCharts(summary).map((spec) => spec.fileName)).toEqual([
      '01-各县（市）报送率',
      '02-道路硬化情况统计表（含桥涵及附属设施）_2020年度第四季度：完成里程',
    ]);
    expect(JSON.stringify(sheetOf(plan, '总览'))).toContain('"0.3 公里"');
  });

  it('judges a target under bases of its own, in money', () => {
    const targeted = defineForm({
      ...PLAIN,
      title: '总览',
      rates: [{ key: 'share', title: '投入率', numerator: 'cost', denominator: 'constructor' }],
      target: { title: '投入率', rateByBasis: { 年度: 'share' } },
      keyMeasures: ['cost'],
    });
    const held = planPrefectureSummary({
      ...summaryOf(targeted),
      campaign: { ...summaryOf(targeted).campaign, targetPercent: 200 },
    });
    // 0.10 元 by 0.1 is 100 %: 0.1 short of 200 %.
    expect(shownRow(sheetOf(held, '未达标单位'), 4)).toEqual([
      1,
      '__proto__',
      '=HYPERLINK("x")',
      '乡镇',
      0.1,
      0.1,
      1,
      2,
      100,
      1,
    ]);
    expect(held.sheets.map((sheet) => sheet.name)).toContain('总览(2)');
  });

  it('numbers two forms with one target sheet each', () => {
    const first = defineForm({
      ...PLAIN,
      title: '甲表',
      rates: [{ key: 'share', title: '率', numerator: 'cost', denominator: 'cost' }],
      target: { title: '率', rateByBasis: { 全部: 'share' } },
    });
    const second = defineForm({ ...first, fields: PLAIN.fields, key: 'bridges', title: '乙表' });
    const names = planPrefectureSummary({
      ...summaryOf(first),
      forms: [first, second, donations],
    }).sheets.map((sheet) => sheet.name);
    expect(names).toEqual(expect.arrayContaining(['甲表未达标单位', '乙表未达标单位']));
  });
});
