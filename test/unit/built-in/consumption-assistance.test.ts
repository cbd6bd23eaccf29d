import { describe, expect, it } from 'vitest';
import { expectClean, ratesOf, readReturn, totalsOf } from './read-form.js';

const read = (rows: string) =>
  readReturn(`
消费帮扶统计表
填报单位： | 和平乡 | 本期有无数据： | 有
序号 | 产品来源（村、合作社、企业） | 产品名称 | 食堂采购（元） | 工会福利（元） | 个人购买（元） | 采购小计（元） | 帮助销售（元） | 消费帮扶合计（元） | 其中：832平台（元） | 带动户数（户） | 说明 | 备注
${rows}`);

describe('消费帮扶统计表', () => {
  it('adds up: 帮助销售 is part of 合计, 832平台 is not added again', () => {
    const sheet = read(`1 | 上户村合作社 | 牛羊肉 | 12000 | 3500.5 | 860.25 | = | 20000 | = | 15500.5 | 18 | |
2 | 二工村 | 面粉 | 4000 | 0 | 0 | =4000 | 0 | =4000 | | 6 | |
3 | 丰收公司 | 清油 | 0 | 0 | 99.99 | 99.99 | 0.01 | 100 | 0 | | |`);
    expectClean(sheet, 'consumption-assistance');
    expect(totalsOf(sheet)).toEqual({
      rows: 3,
      canteen: 16_000,
      union: 3500.5,
      personal: 960.24,
      bought: 20_460.74,
      helpedSell: 20_000.01,
      total: 40_460.75,
      onPlatform: 15_500.5,
      households: 24,
    });
    expect(ratesOf(sheet)).toEqual({ '832平台占比': 15_500.5 / 40_460.75 });
  });

  it('finds what is wrong', () => {
    const sheet = read(`1 | 上户村 | 牛羊肉 | 100 | 0 | 0 | 90 | 50 | = | 150.01 | | |
2 | 二工村 | | 100 | 0 | 0 | = | 0 | = | 100 | 3 | |
3 | 三工村 | 蜂蜜 | 0 | 0 | 0 | = | 0 | = | | 3 | |
4 | 三工村 | 蜂蜜 | 10 | 0 | 0 | = | 0 | 11 | | | |`);
    expect(sheet.findings).toEqual([
      ['G4', 'XF-02'],
      ['J4', 'XF-01'],
      ['C5', 'XF-05'],
      ['K6', 'XF-04'],
      ['B7', 'XF-06'],
      ['I7', 'XF-03'],
    ]);
    expect(sheet.finding('XF-01').parameters).toMatchObject({ onPlatform: '150.01', total: '150' });
  });
});
