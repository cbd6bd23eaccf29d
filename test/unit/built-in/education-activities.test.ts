import { describe, expect, it } from 'vitest';
import { acrossUnits, expectClean, ratesOf, readReturn, totalsOf } from './read-form.js';

const HEAD = `序号 | 学校（教学点） | 学段 | 学校数（所） | 参与学校数（所） | 参与教师（人次） | 参与学生（人次） | 主题活动（场次） | 宣传稿件（篇） | 发放宣传资料（份） | 自愿捐款（元） | 捐物折价（元） | 捐赠合计（元） | 资助学生（人） | 资助金额（元） | 说明 | 备注`;
const read = (rows: string, unit = '第一中学') =>
  readReturn(`
附件4
教育系统扶贫日活动情况统计表
填报单位： | ${unit} | 本期有无数据： | 有
${HEAD}
${rows}`);

const SOUND = `1 | 第一中学 | 初中 | 1 | 1 | 86 | 1240 | 5 | 3 | 1200 | 3500.50 | 820 | = | 12 | 6000 | 教职工自愿 |
2 | 东方红教学点 | 幼儿园 | 1 | 1 | 9 | 75 | 2 | | 90 | | | = | 3 | 900 | |
3 | 南湖教学点 | 小学 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | = | 0 | 0 | |
合计 | | | =3`;

describe('教育系统扶贫日活动情况统计表', () => {
  it('adds up', () => {
    const sheet = read(SOUND);
    expectClean(sheet, 'education-activities');
    expect(totalsOf(sheet)).toEqual({
      rows: 3,
      schools: 3,
      schoolsTaking: 2,
      teachers: 95,
      students: 1315,
      activities: 7,
      articles: 3,
      leaflets: 1290,
      money: 3500.5,
      goodsValue: 820,
      donationTotal: 4320.5,
      studentsAided: 15,
      aidMoney: 6900,
    });
    expect(ratesOf(sheet)).toEqual({ 学校参与率: 2 / 3 });
    expect(sheet.column('stage')).toEqual(['初中', '学前', '小学']);
  });

  it('finds what is wrong', () => {
    const sheet = read(`1 | 北沟教学点 | 小学 | 1 | 2 | 4 | 30 | 0 | | | 100 | | 90 | | 500 | |
2 | 上湖教学点 | 小学 | 1 | 0 | 4 | 30 | 1 | | | | | = | | | |
3 | 北沟教学点 | 小学 | 1 | 1 | 4 | 30 | 1 | | | | | = | | | |
4 | 完校 | 完全中学 | 1 | 1 | 4 | 30 | 1 | | | 5 | | = | | | |`);
    expect(sheet.findings).toEqual([
      ['E5', 'JY-01'],
      ['H5', 'JY-02'],
      ['M5', 'JY-03'],
      ['M5', 'JY-06'],
      ['N5', 'JY-05'],
      ['E6', 'JY-04'],
      ['B7', 'JY-07'],
      ['M8', 'JY-06'],
    ]);
  });

  it('a school that the bureau reports as well', () => {
    const bureau = read(
      '1 | 第一中学 | 初中 | 1 | 1 | 80 | 1000 | 4 | | | | | = | | | |\n2 | 二小 | 小学 | 1 | 1 | 8 | 90 | 4 | | | | | = | | | |',
      '地区财政局',
    );
    expect(acrossUnits(read(SOUND), bureau)).toEqual([['B5', 'JY-07']]);
  });
});
