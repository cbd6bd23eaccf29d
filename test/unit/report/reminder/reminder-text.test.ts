import { describe, expect, it } from 'vitest';
import { formatAmount, formatCount, formatPercent } from '../../../../src/report/format-figures.js';
import { formatReminder, formatStatusTable } from '../../../../src/report/reminder/reminder-text.js';
import { textWidth } from '../../../../src/workbook/theme.js';
import { CAMPAIGN, GIFTS, SUMMARY, VISITS, withStatus } from '../lists/list-fixture.js';

describe('formatReminder', () => {
  it('asks for what is overdue, county by county', () => {
    expect(formatReminder(SUMMARY, GIFTS, null)).toBe(
      '《扶贫日捐款统计表》报送情况（截至2020年10月26日 09:00）：应报 7 个单位（另有免报 1 个），已报 2 个（合格 1 个、待改 1 个），' +
        '已来件待处理 1 个，未报送 4 个，报送率 28.6%。未报送单位：乌苏市（2 个）：乌苏一中（延期至2020年10月28日）、乙镇；' +
        '沙湾县（1 个）：丁乡（交来的是空表）；地直单位（1 个）：地区林草局。请尽快补报（报送至地区扶贫办，邮箱 bf@example.com），' +
        '联系人李某，电话0901-1234567。',
    );
  });

  it('names the deadline while it is ahead', () => {
    expect(formatReminder(SUMMARY, VISITS, '地直单位')).toBe(
      '地直单位《走访统计表》报送情况（截至2020年10月26日 09:00）：应报 1 个单位，已报 0 个，未报送 1 个，报送率 0.0%。' +
        '未报送单位：地区林草局。请于2020年10月30日 18:00 前报送（报送至地区扶贫办，邮箱 bf@example.com），联系人李某，电话0901-1234567。',
    );
    const early = { ...SUMMARY, asOf: '2020-10-18T12:00:00+08:00' };
    expect(formatReminder(early, GIFTS, '沙湾县')).toContain('请于2020年10月18日（含当日）前报送');
  });

  it('leaves out what the settings leave blank', () => {
    const campaign = { ...CAMPAIGN, receiver: null, contact: null, phone: null, email: null };
    expect(formatReminder({ ...SUMMARY, campaign }, GIFTS, '沙湾县')).toMatch(
      /未报送单位：丁乡（交来的是空表）。请尽快补报。$/,
    );
    const mailOnly = { ...SUMMARY, campaign: { ...campaign, email: 'bf@example.com' } };
    expect(formatReminder(mailOnly, GIFTS, '沙湾县')).toMatch(/请尽快补报（报送至邮箱 bf@example.com）。$/);
  });

  it('says so when nobody is missing', () => {
    expect(formatReminder(SUMMARY, VISITS, '乌苏市')).toBe(
      '乌苏市《走访统计表》报送情况（截至2020年10月26日 09:00）：应报 4 个单位，已报 4 个（合格 4 个、待改 0 个），未报送 0 个，' +
        '报送率 100.0%。应报单位已全部报送，感谢支持。',
    );
    expect(formatReminder(withStatus('pending'), GIFTS, null)).toMatch(
      /没有未报送的单位，已来件待处理的正在核实。$/,
    );
    expect(formatReminder(withStatus('returned'), GIFTS, null)).toMatch(
      /应报单位已全部报送，待改的请尽快改正后重报。$/,
    );
    expect(formatReminder(withStatus('exempt'), GIFTS, '沙湾县')).toMatch(
      /：没有应报单位（另有免报 3 个）。$/,
    );
  });

  it('writes a paragraph per form when none is asked for', () => {
    expect(formatReminder(SUMMARY, null, '沙湾县').split('\n\n')).toEqual([
      formatReminder(SUMMARY, GIFTS, '沙湾县'),
      formatReminder(SUMMARY, VISITS, '沙湾县'),
    ]);
  });
});

describe('formatStatusTable', () => {
  const lines = formatStatusTable(SUMMARY).split('\n');

  it('lists every form and county', () => {
    const cells = lines.map((line) => line.trim().split(/ {2,}/));
    expect(cells).toEqual([
      ['2020年扶贫日活动报送情况　截至 2020年10月26日 09:00'],
      [''],
      ['捐款表（截止 2020年10月18日）'],
      ['县（市）', '应报', '已报', '其中待改', '待处理', '未报送', '迟报', '报送率'],
      ['乌苏市', '4', '2', '1', '0', '2', '1', '50.0%'],
      ['沙湾县', '2', '0', '0', '1', '1', '0', '0.0%'],
      ['地直单位', '1', '0', '0', '0', '1', '0', '0.0%'],
      ['合计', '7', '2', '1', '1', '4', '1', '28.6%'],
      [''],
      ['走访表（截止 2020年10月30日 18:00）'],
      ['县（市）', '应报', '已报', '其中待改', '待处理', '未报送', '迟报', '报送率'],
      ['乌苏市', '4', '4', '0', '0', '0', '0', '100.0%'],
      ['沙湾县', '2', '2', '0', '0', '0', '0', '100.0%'],
      ['地直单位', '1', '0', '0', '0', '1', '0', '0.0%'],
      ['合计', '7', '6', '0', '0', '1', '0', '85.7%'],
    ]);
  });

  it('aligns the columns of all forms by the width of their characters', () => {
    const table = [...lines.slice(3, 8), ...lines.slice(10, 15)];
    expect(new Set(table.map(textWidth)).size).toBe(1);
  });
});

describe('figures', () => {
  it.each([
    [0, '0.00 元'],
    [123_450, '1,234.50 元'],
    [999_999, '9,999.99 元'],
    [1_000_000, '1.00 万元'],
    [35_200_000, '35.20 万元'],
    // 10 050.00 元 is 1.005 万元, which as a double lies below the tie.
    [1_005_000, '1.01 万元'],
    [1_004_999, '1.00 万元'],
    [-1_005_000, '-1.01 万元'],
    [-5, '-0.05 元'],
    [123_456_789_000, '123,456.79 万元'],
    [9_007_199_254_740_991, '9,007,199,254.74 万元'],
  ])('%i cents → %s', (cents, text) => {
    expect(formatAmount(cents)).toBe(text);
  });

  it.each([
    [null, '—'],
    [0, '0.0%'],
    [1, '100.0%'],
    [76 / 92, '82.6%'],
    [0.8245, '82.5%'],
    [0.0005, '0.1%'],
    [1.0049, '100.5%'],
    [12.345, '1,234.5%'],
  ])('rate %s → %s', (rate, text) => {
    expect(formatPercent(rate)).toBe(text);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1_234_567, '1,234,567'],
    [-12_345, '-12,345'],
    [0.1 + 0.2, '0.3'],
    [1234.5, '1,234.5'],
  ])('count %s → %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});
