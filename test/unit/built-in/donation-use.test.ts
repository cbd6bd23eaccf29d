import { describe, expect, it } from 'vitest';
import { acrossUnits, expectClean, ratesOf, readReturn, totalsOf } from './read-form.js';

const read = (rows: string, unit = '和平乡') =>
  readReturn(
    `
捐赠款物使用情况表
填报单位： | ${unit} | 本期有无数据： | 有
序号 | 捐赠来源 | 接收日期 | 接收资金（元） | 接收物资折价（元） | 接收合计（元） | 已使用资金（元） | 已发放物资折价（元） | 使用合计（元） | 结余（元） | 使用去向 | 受益人数（人） | 管理单位 | 是否公示 | 公示日期 | 说明 | 备注
${rows}`,
    { dates: ['C', 'O'] },
  );

const SOUND = `1 | 红星公司 | 2020-10-05 | 20000 | 1500.5 | = | 12000 | 1500.5 | = | = | 上户村危房修缮 | 36 | 和平乡 | 是 | 2020-10-20 | |
2 | 爱心人士 | 2020-10-12 | 800.1 | 0 | =800.1 | 0 | 0 | =0 | 800.1 | | | 和平乡 | 否 | | |
3 | 商会 | 2020-09-28 | 0 | 3200 | =3200 | 0 | 3200 | =3200 | =0 | 发放棉被 | 64 | 民政所 | 已公示 | 2020-10-09 | |`;

describe('捐赠款物使用情况表', () => {
  it('adds up: what is left is what came less what went', () => {
    const sheet = read(SOUND);
    expectClean(sheet, 'donation-use');
    expect(sheet.column('balance')).toEqual([800_000, 80_010, 0]);
    expect(totalsOf(sheet)).toEqual({
      rows: 3,
      moneyReceived: 20_800.1,
      goodsReceived: 4700.5,
      received: 25_500.6,
      moneyUsed: 12_000,
      goodsUsed: 4700.5,
      used: 16_700.5,
      balance: 8800.1,
      beneficiaries: 100,
    });
    expect(ratesOf(sheet)).toEqual({ 使用率: 16_700.5 / 25_500.6 });
  });

  it('finds what is wrong', () => {
    const sheet =
      read(`1 | 红星公司 | 2020-10-05 | 1000 | 0 | = | 1200 | 0 | = | = | 修路 | | 和平乡 | 是 | 2020-10-01 | |
2 | 商会 | 2020-10-05 | 1000 | 500 | 1400 | 0 | 600 | 700 | 900 | 发放 | | 和平乡 | 是 | | |
3 | 爱心人士 | 2020-10-05 | 1000 | 0 | = | 100 | 0 | = | 900 | | | 和平乡 | 否 | | |
4 | 工会 | 2020-10-05 | 1000 | 0 | = | 100 | 0 | = | -900 | 助学 | | 和平乡 | 是 | 2020-10-06 | |`);
    expect(sheet.findings).toEqual([
      ['G4', 'SY-01'],
      ['O4', 'SY-05'],
      ['F5', 'SY-02'],
      ['H5', 'SY-01'],
      ['I5', 'SY-02'],
      ['O5', 'SY-04'],
      ['K6', 'SY-03'],
      ['N6', 'SY-04'],
      ['J7', 'SY-02'],
    ]);
    // 1500 − 600 was typed rightly into row 5; a balance below 0 is a number, and its parts are what is wrong.
    expect(sheet.column('balance')).toEqual([-20_000, 90_000, 90_000, 90_000]);
  });

  it('the same donation in two units', () => {
    const other = read(
      '1 | 红星公司 | 2020-10-05 | 21500.5 | 0 | = | 0 | 0 | = | = | | | 和平镇 | 否 | | |',
      '和平镇',
    );
    expect(acrossUnits(read(SOUND), other)).toEqual([['B4', 'SY-06']]);
  });
});
