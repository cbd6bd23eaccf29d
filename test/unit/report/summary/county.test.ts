import { describe, expect, it } from 'vitest';
import { planCountySummary } from '../../../../src/report/summary/workbook.js';
import { buildSummary, plannedAt, rowStarting, sheetOf, shownAt, shownRow } from './fixture.js';

const summary = buildSummary();

describe('planCountySummary', () => {
  const plan = planCountySummary(summary, '甲县');

  it('has one sheet a form, of units, and no pictures', () => {
    expect(plan.sheets.map((sheet) => sheet.name)).toEqual([
      '总览',
      '图表数据',
      '结对帮扶活动月统计表',
      '捐赠款物统计表',
      '微心愿对接表',
      '未达标单位',
      '报送情况',
      '未报送名单',
    ]);
    expect(plan.sheets.some((sheet) => (sheet.images ?? []).length > 0)).toBe(false);
  });

  it('holds the units of the county and nobody else', () => {
    const text = JSON.stringify(plan);
    expect(text).toContain('县教育局');
    expect(text).not.toContain('河东乡');
    expect(text).not.toContain('地区财政局');
  });

  it('adds its units up and can be filtered', () => {
    const sheet = sheetOf(plan, '捐赠款物统计表');
    expect(shownRow(sheet, 8)).toEqual([
      '合计',
      '',
      '合计',
      '3家',
      '计入1家',
      3,
      5,
      12345.67,
      100,
      12445.67,
      null,
    ]);
    expect(plannedAt(sheet, 'H8')).toMatchObject({ formula: 'ROUND(SUM(H5:H7),2)' });
    expect(sheet.autoFilter).toEqual({ top: 4, left: 1, bottom: 7, right: 11 });
  });

  it('is signed sheet by sheet', () => {
    const signed = plan.sheets.filter((sheet) =>
      sheet.rows.some((row) => String(row.cells[0]?.value).startsWith('制表人：')),
    );
    expect(signed.map((sheet) => sheet.name)).toEqual([
      '总览',
      '结对帮扶活动月统计表',
      '捐赠款物统计表',
      '微心愿对接表',
    ]);
  });

  it('tells what was returned below the totals', () => {
    const sheet = sheetOf(plan, '结对帮扶活动月统计表');
    expect(rowStarting(sheet, '另有 1 家待改，未计入（约 3.52 万元）。')).toHaveLength(1);
  });

  it('shows its own figures and asks nothing of others', () => {
    const sheet = sheetOf(plan, '总览');
    expect(shownAt(sheet, 'A1')).toBe('丙地区甲县2020年扶贫日活动汇总表');
    expect(rowStarting(sheet, '待核对的问题').slice(0, 2)).toEqual(['待核对的问题', '1 条']);
    expect(rowStarting(sheet, '未报送（含空表）')[1]).toBe('1 家 1 份');
    expect(JSON.stringify(sheet)).not.toContain('名次');
  });

  it('serves the 地直单位 too', () => {
    const own = planCountySummary(summary, '地直单位');
    expect(shownAt(sheetOf(own, '总览'), 'A1')).toBe('丙地区地直单位2020年扶贫日活动汇总表');
    expect(shownRow(sheetOf(own, '捐赠款物统计表'), 6).slice(5)).toEqual([1, 1, 88888.88, 0, 88888.88, null]);
    expect(shownAt(sheetOf(own, '微心愿对接表'), 'A5')).toBe('没有单位需要报送本表。');
  });
});
