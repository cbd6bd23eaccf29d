import { describe, expect, it } from 'vitest';
import { outputWorkbooks } from '../../../../src/app/aggregate.js';
import { addOfficeHeader } from '../../../../src/report/summary/office-header.js';
import { planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import { buildSummary } from './fixture.js';

const summary = buildSummary();

describe('the head of printed pages', () => {
  it('names the office and the day on every sheet that is printed, of every workbook', () => {
    for (const { path, plan } of outputWorkbooks(summary, '..')) {
      const heads = plan().sheets.flatMap((sheet) =>
        (sheet.visibility ?? 'visible') === 'visible' ? [sheet.print?.header] : [],
      );
      expect([path, new Set(heads)]).toEqual([
        path,
        new Set(['&L制表单位：＿＿＿＿＿＿＿＿&R制表日期：2020年10月26日']),
      ]);
    }
  });

  it('takes the office of the settings as it is, codes of Excel too', () => {
    const campaign = { ...summary.campaign, receiver: '丙地区办公室&P' };
    const [first] = addOfficeHeader(planPrefectureSummary(summary), { ...summary, campaign }).sheets;
    expect(first!.print?.header).toBe('&L制表单位：丙地区办公室&&P&R制表日期：2020年10月26日');
  });
});
