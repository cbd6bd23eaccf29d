import { describe, expect, it } from 'vitest';
import { acrossUnits, expectClean, ratesOf, readReturn, totalsOf } from './read-form.js';

const read = (rows: string, unit = '和平乡') =>
  readReturn(
    `
社会帮扶项目认领认捐表
填报单位： | ${unit} | 本期有无数据： | 有
序号 | 项目名称 | 实施地点（村、社区） | 项目类别 | 建设内容 | 总投资（元） | 需认捐金额（元） | 认捐金额（元） | 认捐方 | 认领日期 | 到位金额（元） | 认领状态 | 说明 | 备注
${rows}`,
    { dates: ['J'] },
  );

const SOUND = `1 | 冷库项目 | 上户村 | 产业 | 50吨冷库 | 800000 | 300000 | 300000 | 红星公司 | 2020-10-12 | 150000.5 | 全部认领 | |
2 | 村道硬化 | 上户村 | 基础设施 | | 1200000 | 200000.4 | 50000.2 | 商会 | 2020-10-20 | | 部分认领 | |
3 | 助学金 | 二工村 | 教育助学 | | 60000 | 60000 | 0 | | | | 待认领 | |`;

describe('社会帮扶项目认领认捐表', () => {
  it('adds up', () => {
    const sheet = read(SOUND);
    expectClean(sheet, 'project-pledges');
    expect(totalsOf(sheet)).toEqual({
      rows: 3,
      projects: 3,
      claimed: 2,
      investment: 2_060_000,
      wanted: 560_000.4,
      pledged: 350_000.2,
      paid: 150_000.5,
    });
    expect(ratesOf(sheet)).toEqual({
      项目认领率: 2 / 3,
      认捐率: 350_000.2 / 560_000.4,
      到位率: 150_000.5 / 350_000.2,
    });
    expect(sheet.column('status')).toEqual(['已认领', '部分认领', '未认领']);
    expect(sheet.column('kind')).toEqual(['产业发展', '基础设施', '教育助学']);
  });

  it('finds what is wrong', () => {
    const sheet = read(`1 | 冷库 | 上户村 | 产业发展 | | 100 | 200 | 50 | | | 60 | 部分认领 | |
2 | 村道 | 上户村 | 基础设施 | | 500 | 100 | 120 | 商会 | 2020-11-02 | | 已认领 | |
3 | 助学 | 二工村 | 教育助学 | | 500 | 100 | 20 | 商会 | 2020-10-02 | | 未认领 | |
4 | 冷库 | 上户村 | 产业发展 | | 500 | 100 | 20 | 商会 | 2020-10-02 | | 已认领 | 协议已签 |`);
    expect(sheet.findings).toEqual([
      ['G4', 'RL-01'],
      ['I4', 'RL-03'],
      ['J4', 'RL-03'],
      ['K4', 'RL-04'],
      ['H5', 'RL-02'],
      ['J5', 'RL-06'],
      ['L6', 'RL-05'],
      ['B7', 'RL-07'],
      ['L7', 'RL-05'],
    ]);
    expect(sheet.submission.findings.filter((finding) => !finding.open).map(({ cell }) => cell)).toEqual([
      'L7',
      'B7',
    ]);
  });

  it('a project that two units report', () => {
    const other = read(
      '1 | 村道硬化 | 上户村 | 基础设施 | | 1200000 | 200000 | 0 | | | | 未认领 | |',
      '和平镇',
    );
    expect(acrossUnits(read(SOUND), other)).toEqual([['B4', 'RL-07']]);
  });
});
