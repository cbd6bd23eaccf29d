import { describe, expect, it } from 'vitest';
import { describeFinding } from '../../../src/issue/describe-finding.js';
import { expectClean, findingsIn, formOf, ratesOf, readReturn, totalsOf } from './read-form.js';

const read = (rows: string) =>
  readReturn(
    `
定点帮扶走访登记表
填报单位： | 地区财政局 | 本期有无数据： | 有
序号 | 走访日期 | 走访村（社区） | 走访人员 | 走访人数（人） | 走访户数（户） | 走访事项 | 发现问题（件） | 解决问题（件） | 慰问款物折价（元） | 说明 | 备注
${rows}`,
    { dates: ['B'] },
  );

const SOUND = `1 | 2020-10-09 | 上户村 | 张某甲、李某乙 | 2 | 8 | 了解秋收情况 | 3 | 2 | 1200.5 | |
2 | 2020-10-17 | 上户村 | 张某甲、李某乙、王某丙、赵某丁、陈某戊 | 5 | 12 | 宣讲政策 | 1 | 1 | | |
3 | 2020-10-17 | 二工村 | 王某丙、赵某丁、陈某戊 | 3 | 6 | 看望老人 | 0 | 0 | 300 | |`;

describe('定点帮扶走访登记表', () => {
  it('adds up', () => {
    const sheet = read(SOUND);
    expectClean(sheet, 'assistance-visits');
    expect(totalsOf(sheet)).toEqual({
      rows: 3,
      visits: 3,
      teamSize: 10,
      households: 26,
      problemsFound: 4,
      problemsSolved: 3,
      consolation: 1500.5,
    });
    expect(ratesOf(sheet)).toEqual({ 问题解决率: 3 / 4 });
  });

  it('finds what is wrong', () => {
    const sheet = read(`1 | 2020-09-30 | 上户村 | 张某甲 | 1 | 8 | 走访 | 1 | 2 | | |
2 | 2020-10-08 | 上户村 | 张某甲等 | 6 | 8 | 走访 | 1 | 1 | | 与州局联合走访 |
3 | 2020-10-08 | 上户村 | 张某甲等 | 4 | 8 | 走访 | 1 | 1 | | |`);
    expect(sheet.findings).toEqual([
      ['B4', 'ZF-02'],
      ['E4', 'ZF-01'],
      ['I4', 'ZF-05'],
      ['E5', 'ZF-01'],
      ['B6', 'ZF-06'],
    ]);
    const open = sheet.submission.findings.filter((finding) => finding.open);
    expect(open.map(({ cell }) => cell).sort()).toEqual(['B4', 'B6', 'E4']);
  });

  describe('over a year', () => {
    // Visits in the first, second and fourth quarter: three in all.
    const sheet = read(`1 | 2020-02-10 | 上户村 | 张某甲、李某乙 | 2 | 8 | 走访 | 0 | 0 | | |
2 | 2020-06-30 | 上户村 | 张某甲、李某乙 | 2 | 8 | 走访 | 0 | 0 | | |
3 | 2020-12-31 | 上户村 | 张某甲、李某乙 | 2 | 8 | 走访 | 0 | 0 | | |`);
    const found = (start: string, end: string) =>
      findingsIn(sheet, start, end)
        .filter(({ rule }) => rule === 'ZF-03' || rule === 'ZF-04')
        .map((finding) => [finding.cell, finding.rule, describeFinding(finding, formOf(sheet)).message]);

    it('a quarter without a visit and fewer than four visits are asked about, in the last row', () => {
      const messages = found('2020-01-01', '2020-12-31');
      expect(messages.map(([cell, rule]) => [cell, rule])).toEqual([
        ['B6', 'ZF-03'],
        ['B6', 'ZF-04'],
      ]);
      expect(messages[0]![2]).toContain('2020年第三季度走访 0 次，应至少 1 次');
      expect(messages[1]![2]).toContain('2020年走访 3 次，应至少 4 次');
    });

    it('a single quarter is asked about by itself, a month is not', () => {
      expect(found('2020-04-01', '2020-06-30')).toEqual([]);
      expect(found('2020-07-01', '2020-09-30').map(([, rule]) => rule)).toEqual(['ZF-03']);
      expect(found('2020-10-01', '2020-10-31')).toEqual([]);
    });
  });
});
