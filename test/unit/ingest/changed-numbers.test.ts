import { describe, expect, it } from 'vitest';
import { gridOf } from './grid-table.js';
import { readSheets, readTable } from './read-sheets.js';

// 与盖章件可能不一致: what the stamped print shows otherwise than it counts. Sums by hand.

const HEADER =
  '捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 物资名称 | 数量 | 折价金额（元） | 合计金额（元） | 受赠单位（村、户）';

interface Cells {
  readonly money?: string;
  readonly quantity?: string;
  readonly goods?: string;
  readonly sum?: string;
}

const row = ({ money = '500', quantity = '', goods = '', sum = '' }: Cells) =>
  `红星公司 | 企业 | 2020-10-17 | ${money} | ${goods === '' ? '' : '大米'} | ${quantity} | ${goods} | ${sum} | 上户村`;

function changesOf(rows: readonly string[], header = HEADER) {
  const sheet = readTable(`\n填报单位： | 和平乡\n${header}\n${rows.join('\n')}`, { dates: ['C'] });
  return sheet.submission.changes.map(({ cell, field, written, from, counted, reason }) => [
    cell,
    field,
    written,
    from,
    counted,
    reason,
  ]);
}

describe('a number cell', () => {
  it.each([
    ['2.5万', ['D3', 'money', '2.5万', null, 25_000_00, 'scaled']],
    ['"３万元"', ['D3', 'money', '３万元', null, 30_000_00, 'scaled']],
    ['100.456', ['D3', 'money', '100.456', 100.456, 100_46, 'rounded']],
    ['=33.3333333333', ['D3', 'money', '33.3333333333', 33.3333333333, 33_33, 'rounded']],
    ['"100.005元"', ['D3', 'money', '100.005元', 100.005, 100_01, 'rounded']],
    ['约500', ['D3', 'money', '约500', null, 0, 'unreadable']],
    ['-5', ['D3', 'money', '-5', null, 0, 'unreadable']],
    ['#REF!', ['D3', 'money', '#REF!', null, 0, 'unreadable']],
  ])('%s is changed', (money, change) => {
    expect(changesOf([row({ money })])).toEqual([change]);
  });

  it.each([
    ['500'],
    ['"1,200元"'],
    ['"１２３"'],
    ['"500"'],
    ['0.30000000000000004'],
    ['=500'],
    ['0'],
    ['—'],
    [''],
    ['"0万元"'],
  ])('%s is the number that people read', (money) => {
    expect(changesOf([row({ money, quantity: '1', goods: '30' })])).toEqual([]);
  });

  it('a quantity keeps four places', () => {
    expect(changesOf([row({ quantity: '1.23456', goods: '30' })])).toEqual([
      ['F3', 'goodsQuantity', '1.23456', 1.23456, 1.2346, 'rounded'],
    ]);
  });

  it('every amount under 万元 is, the 合计 too; a 0 is a 0', () => {
    const header = HEADER.replace('捐款金额（元）', '捐款金额（万元）');
    const rows = [
      row({ money: '2.5' }),
      row({ money: '0' }),
      row({ money: '0.123456' }),
      '合计 | | | 2.623456',
    ];
    expect(changesOf(rows, header)).toEqual([
      ['D3', 'money', '2.5', null, 25_000_00, 'scaled'],
      ['D5', 'money', '0.123456', null, 1_234_56, 'scaled'],
      ['D6', 'money', '2.623456', null, 26_234_56, 'scaled'],
    ]);
  });

  it('a sum in 万元 that is off by rounding is told in 元', () => {
    const header = HEADER.replace('捐款金额（元）', '捐款金额（万元）');
    expect(changesOf([row({ money: '2.5' }), '合计 | | | 2.51'], header)).toEqual([
      ['D3', 'money', '2.5', null, 25_000_00, 'scaled'],
      ['D4', 'money', '2.51', 25_100, 25_000_00, 'total-typed'],
    ]);
  });
});

describe('a computed field', () => {
  const both = (sum: string) => changesOf([row({ money: '500', quantity: '1', goods: '30.5', sum })]);

  it.each([
    ['530.5', []],
    ['=530.5', []],
    ['', []],
    ['=', []],
    ['530.51', [['H3', 'total', '530.51', 530.51, 530_50, 'computed-typed']]],
    ['500', [['H3', 'total', '500', 500, 530_50, 'computed-typed']]],
    ['=500', [['H3', 'total', '500', 500, 530_50, 'computed-calculated']]],
    ['=0', [['H3', 'total', '0', 0, 530_50, 'computed-calculated']]],
    ['#REF!', [['H3', 'total', '#REF!', null, 530_50, 'computed-typed']]],
    ['=#VALUE!', [['H3', 'total', '#VALUE!', null, 530_50, 'computed-calculated']]],
    ['=530.504', [['H3', 'total', '530.504', 530.504, 530_50, 'rounded']]],
  ])('that shows %s beside 500 and 30.5', (sum, changes) => {
    expect(both(sum)).toEqual(changes);
  });
});

describe('the 合计 row', () => {
  const over = (total: string) =>
    changesOf([row({ money: '500' }), row({ money: '60.5' }), `合计 | | | ${total}`]);

  it.each([
    ['560.5', []],
    ['=560.5', []],
    ['', []],
    ['=', []],
    ['见附件', []],
    // Too small for a finding, yet printed and stamped.
    ['560.51', [['D5', 'money', '560.51', 560.51, 560_50, 'total-typed']]],
    ['600', [['D5', 'money', '600', 600, 560_50, 'total-typed']]],
    // The range of the SUM ends too early.
    ['=500', [['D5', 'money', '500', 500, 560_50, 'total-calculated']]],
    ['=#REF!', [['D5', 'money', '#REF!', null, 560_50, 'total-calculated']]],
  ])('that shows %s over 500 and 60.5', (total, changes) => {
    expect(over(total)).toEqual(changes);
  });

  it('counts what cannot be read as blank, which only 放行 lets count', () => {
    expect(changesOf([row({ money: '500' }), row({ money: '约60' }), '合计 | | | 560'])).toEqual([
      ['D4', 'money', '约60', null, 0, 'unreadable'],
      ['D5', 'money', '560', 560, 500_00, 'total-typed'],
    ]);
  });

  it('of each page and of all of them may stand in one table', () => {
    const rows = [
      row({ money: '500' }),
      '合计 | | | 500',
      row({ money: '60.5' }),
      '合计 | | | 60.5',
      '合计 | | | 560.5',
    ];
    expect(changesOf(rows)).toEqual([]);
    expect(changesOf([...rows.slice(0, 3), '合计 | | | 60', rows[4]!])).toEqual([
      ['D6', 'money', '60', 60, 60_50, 'total-typed'],
    ]);
  });
});

describe('a sheet', () => {
  it('of pages below each other has the changes of all', () => {
    const page = (money: string) =>
      `捐赠款物统计表\n填报单位： | 和平乡\n${HEADER}\n${row({ money })}\n合计 | | | `;
    const sheet = readTable(`\n${page('2.5万')}600\n${page('100.456')}=100`, { dates: ['C'] });
    expect(sheet.submission.changes.map(({ cell, counted }) => [cell, counted])).toEqual([
      ['D4', 25_000_00],
      ['D5', 25_000_00],
      ['D9', 100_46],
      ['D10', 100_46],
    ]);
  });

  it('of several units tells each its own rows, and the 合计 that they share', () => {
    const rows = ['T1 | 和平乡 | 2.5万', 'T2 | 和平镇 | 100.456'].map((text) => {
      const [code, name, money] = text.split(' | ');
      return `${code} | ${name} | 红星公司 | 企业 | 2020-10-17 | ${money} | 上户村`;
    });
    const header =
      '单位编码 | 单位名称 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）';
    const table = `\n捐赠款物统计表\n${header}\n${rows.join('\n')}\n合计 | | | | | 25000`;
    const sheets = readSheets([gridOf(table, { dates: ['E'] })]);
    expect(sheets.map((sheet) => [sheet.unit, sheet.submission.changes.map(({ cell }) => cell)])).toEqual([
      ['T1', ['F3', 'F5']],
      ['T2', ['F4', 'F5']],
    ]);
  });

  it('without rows has none', () => {
    const sheet = readTable(`\n填报单位： | 和平乡 | 本期有无数据： | 无\n${HEADER}\n合计 | | | 500`);
    expect([sheet.content, sheet.submission.changes]).toEqual(['nil', []]);
  });
});
