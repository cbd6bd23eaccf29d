import { describe, expect, it } from 'vitest';
import { expectClean, ratesOf, readReturn, totalsOf } from './read-form.js';

const read = (rows: string, unit = '和平乡') =>
  readReturn(`
社会扶贫网推广统计表
填报单位： | ${unit} | 本期有无数据： | 有
序号 | 推广范围（村、社区、单位） | 应注册人数（人） | 已注册爱心人士（人） | 上年末已注册（人） | 比上年末增加（人） | 发布需求（条） | 对接成功（条） | 捐赠折算（元） | 推广培训（人次） | 说明 | 备注
${rows}`);

describe('社会扶贫网推广统计表', () => {
  const township = read(`1 | 上户村 | 200 | 150 | 100 | =50 | 40 | 30 | 12000.5 | 60 | |
2 | 二工村 | 100 | 30 | 60 | -30 | 10 | 0 | 0 | | 外出务工人员注销 |
3 | 三工村 | 60 | 45 | 0 | 45 | 0 | 0 | 0 | 20 | |`);
  const office = read('1 | 本单位 | 40 | 40 | 20 | =20 | 10 | 9 | 800 | | |', '地区财政局');

  it('adds up, a decrease too', () => {
    // TG-03 asks why there are fewer in the second row; 说明 answers.
    expect([township.form, township.findings]).toEqual(['platform-promotion', [['D5', 'TG-03']]]);
    expect(township.finding('TG-03').open).toBe(false);
    expect(township.column('registeredAdded')).toEqual([50, -30, 45]);
    expect(totalsOf(township)).toEqual({
      rows: 3,
      shouldRegister: 360,
      registered: 225,
      registeredLastYear: 160,
      registeredAdded: 65,
      needsPosted: 50,
      needsMatched: 30,
      donations: 12_000.5,
      trained: 80,
    });
    expect(ratesOf(township)).toEqual({ 注册率: 225 / 360, 比上年末增长: 65 / 160, 对接率: 30 / 50 });
  });

  it('rates of two units are quotients of their sums, neither added nor averaged', () => {
    expectClean(office, 'platform-promotion');
    expect(ratesOf(office)).toEqual({ 注册率: 1, 比上年末增长: 1, 对接率: 0.9 });
    expect(ratesOf(township, office)).toEqual({
      注册率: 265 / 400,
      比上年末增长: 85 / 180,
      对接率: 39 / 60,
    });
  });

  it('finds what is wrong', () => {
    const sheet = read(`1 | 上户村 | 20 | 30 | 10 | 10 | 4 | 5 | 0 | | |
2 | 上户村 | 20 | 10 | 10 | = | 4 | 0 | 5 | | |`);
    expect(sheet.findings).toEqual([
      ['D4', 'TG-04'],
      ['F4', 'TG-02'],
      ['H4', 'TG-01'],
      ['B5', 'TG-06'],
      ['I5', 'TG-05'],
    ]);
  });
});
