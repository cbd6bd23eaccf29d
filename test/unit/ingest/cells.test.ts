import { describe, expect, it } from 'vitest';
import { type ReadSheet, readTable } from './read-sheets.js';

// intake.md, “Cells”: what is typed, and what it is read as. One data row, its cells in row 3.

function donation(cells: {
  kind?: string;
  count?: string;
  date?: string;
  money?: string;
  quantity?: string;
  receipt?: string;
  recipient?: string;
  dates?: readonly string[];
}): ReadSheet {
  const goods = cells.quantity === undefined ? ' | | ' : `大米 | ${cells.quantity} | 30`;
  return readTable(
    `
填报单位： | 和平乡
捐赠单位（个人） | 捐赠方类型 | 捐款人数（人） | 捐赠日期 | 捐款金额（元） | 物资名称 | 数量 | 折价金额（元） | 受赠单位（村、户） | 票据（凭证）号
红星公司 | ${cells.kind ?? '企业'} | ${cells.count ?? ''} | ${cells.date ?? '2020-10-17'} | ${cells.money ?? '500'} | ${goods} | ${cells.recipient ?? '上户村'} | ${cells.receipt ?? ''}`,
    { dates: cells.dates ?? ['D'] },
  );
}

function wish(cells: {
  age?: string;
  phone?: string;
  category?: string;
  status?: string;
  online?: string;
}): ReadSheet {
  return readTable(`
填报单位： | 和平乡
心愿编号 | 姓名 | 年龄（岁） | 人员类别 | 所在村（社区、学校） | 联系电话 | 微心愿内容 | 对接状态 | 社会扶贫网对接
1 | 小红 | ${cells.age ?? ''} | ${cells.category ?? '低保户'} | 上户村 | ${cells.phone ?? ''} | 书包 | ${cells.status ?? '待对接'} | ${cells.online ?? ''}`);
}

describe('amounts', () => {
  it.each([
    ['a number', '500', 500_00],
    ['a number with cents', '1234.56', 1234_56],
    ['zero point one and zero point two', '0.30000000000000004', 30],
    ['a formula with its value', '=500', 500_00],
    ['zero', '0', 0],
  ])('%s', (_, typed, cents) => {
    const sheet = donation({ money: typed });
    expect(sheet.column('money')).toEqual([cents]);
    expect(sheet.findings).toEqual(cents === 0 ? [['E3', 'JZ-01']] : []);
  });

  it.each([
    ['full-width digits', '"１２３"', 123_00],
    ['blanks around', '" 123 "', 123_00],
    ['a thousands separator', '"1,234"', 1234_00],
    ['a full-width separator', '"1，234.50"', 1234_50],
    ['a full-width point', '"123．5"', 123_50],
    ['an apostrophe in front', "'123", 123_00],
    ['a currency sign', '"¥1,000.00"', 1000_00],
    ['a full-width currency sign', '"￥1,000"', 1000_00],
    ['a no-break space', '"1\u00a0234"', 1234_00],
    ['zero-width characters', '"\u200b123\ufeff"', 123_00],
    ['元 behind', '500元', 500_00],
    ['块 behind', '500块', 500_00],
    ['a number as text', '"500"', 500_00],
    ['more places than cents', '123.456', 123_46],
    ['half a cent, away from zero', '"0.125"', 13],
  ])('%s: the number, with a hint', (_, typed, cents) => {
    const sheet = donation({ money: typed });
    expect(sheet.column('money')).toEqual([cents]);
    expect(sheet.findings).toEqual([['E3', 'converted']]);
  });

  it.each([
    ['another unit', '198件'],
    ['about', '约500'],
    ['more than', '500多'],
    ['a numeral', '三'],
    ['numerals', '十二'],
    ['a range', '3-5'],
    ['若干', '若干'],
    ['见附件', '见附件'],
    ['a separator that groups nothing', '"1,23"'],
    ['two numbers', '"500 元 300 元"'],
    ['a truth value', 'TRUE'],
  ])('%s is not a number, and never 0', (_, typed) => {
    const sheet = donation({ money: typed });
    expect(sheet.column('money')).toEqual([null]);
    expect(sheet.findings).toEqual([['E3', 'not-a-number']]);
    expect(sheet.finding('not-a-number').level).toBe('error');
  });

  it('3-5 that Excel has made a date of', () => {
    const sheet = donation({ money: '2020-03-05', dates: ['D', 'E'] });
    expect(sheet.column('money')).toEqual([null]);
    expect(sheet.findings).toEqual([['E3', 'not-a-number']]);
  });

  it.each(['-500', '"-500"', '-0.001'])('below zero: %s', (typed) => {
    expect(donation({ money: typed }).findings).toEqual([['E3', 'negative']]);
  });

  it.each([
    ['2.5万', 25_000_00],
    ['2000万元', 20_000_000_00],
    ['"1,200.5 万元"', 12_005_000_00],
    ['0.01万', 100_00],
  ])('%s: ten thousand times as much, with a query that only the coordinator closes', (typed, cents) => {
    const sheet = donation({ money: typed });
    expect(sheet.column('money')).toEqual([cents]);
    expect(sheet.findings).toEqual([['E3', 'scaled']]);
    expect(sheet.finding('scaled').level).toBe('query');
  });

  it.each([['—'], ['－'], ['-'], ['/'], ['"\\"'], ['无'], ['" 无 "'], [''], ['" "'], ['"␣"']])(
    '%j alone is blank',
    (typed) => {
      const sheet = donation({ money: typed, quantity: '3' });
      expect(sheet.column('money')).toEqual([null]);
      expect(sheet.total('total')).toBe(30_00);
      expect(sheet.findings).toEqual([]);
    },
  );

  it.each(['#REF!', '#DIV/0!', '#N/A', '=#VALUE!', '='])('%s is a formula error', (typed) => {
    const sheet = donation({ money: typed });
    expect(sheet.column('money')).toEqual([null]);
    expect(sheet.findings).toEqual([['E3', 'formula-error']]);
    expect(sheet.finding('formula-error').level).toBe('error');
  });

  it('adds up in decimal', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
红星公司 | 企业 | 2020-10-17 | 0.1 | 上户村
红星公司 | 企业 | 2020-10-17 | 0.2 | 上户村
红星公司 | 企业 | 2020-10-17 | 1.005 | 上户村`,
      { dates: ['C'] },
    );
    expect(sheet.total('money')).toBe(1_31);
    expect(sheet.findings).toEqual([['D5', 'converted']]);
  });
});

describe('under a 万元 header', () => {
  const money = (typed: string) =>
    readTable(
      `
填报单位： | 和平乡
捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（万元） | 受赠单位（村、户）
红星公司 | 企业 | 2020-10-17 | ${typed} | 上户村`,
      { dates: ['C'] },
    );

  it.each([
    ['2.5', 25_000_00, ['D2 scaled']],
    ['2.5万', 25_000_00, ['D2 scaled', 'D3 converted']],
    ['2.5万元', 25_000_00, ['D2 scaled', 'D3 converted']],
    ['500元', null, ['D2 scaled', 'D3 not-a-number']],
  ])('%s', (typed, cents, findings) => {
    const sheet = money(typed);
    expect(sheet.column('money')).toEqual([cents]);
    expect(sheet.findings.map((finding) => finding.join(' '))).toEqual(findings);
  });
});

describe('counts', () => {
  it.each([
    ['12', 12, null],
    ['"１２"', 12, 'converted'],
    ['12人', 12, 'converted'],
    ['"12.0"', 12, 'converted'],
    ['12户', null, 'not-a-number'],
    ['2万', null, 'not-a-number'],
    ['12.5', null, 'not-an-integer'],
    ['-1', null, 'negative'],
    ['十二', null, 'not-a-number'],
  ])('%s', (typed, value, rule) => {
    const sheet = donation({ count: typed });
    expect(sheet.column('donorCount')).toEqual([value]);
    expect(sheet.findings).toEqual(rule === null ? [] : [['C3', rule]]);
  });

  it('3户 under （户）', () => {
    const sheet = readTable(`
填报单位： | 和平乡
帮扶村（社区） | 结对帮扶户数（户） | 帮扶责任人数（人） | 参加走访干部（人次） | 其中：单位领导（人次） | 走访户数（户） | 开展活动（场次） | 慰问户数（户） | 慰问金（元） | 慰问品折价（元） | 解决困难问题（件）
上户村 | 3户 | 1 | 8人次 | 2 | 3 | 1 | 1 | 300 | 0 | 2`);
    expect(sheet.column('householdsPaired')).toEqual([3]);
    expect(sheet.column('cadreVisits')).toEqual([8]);
    expect(sheet.findings).toEqual([
      ['B3', 'converted'],
      ['D3', 'converted'],
    ]);
  });

  it('a quantity with places', () => {
    const sheet = donation({ quantity: '12.5' });
    expect(sheet.column('goodsQuantity')).toEqual([12.5]);
    expect(sheet.findings).toEqual([]);
  });
});

describe('dates', () => {
  it('an Excel date', () => {
    const sheet = donation({ date: '2020-10-17' });
    expect(sheet.column('donatedOn')).toEqual(['2020-10-17']);
    expect(sheet.findings).toEqual([]);
  });

  it.each([
    ['"2020-10-17"', '2020-10-17'],
    ['2020.10.17', '2020-10-17'],
    ['2020/10/17', '2020-10-17'],
    ['2020/10/7', '2020-10-07'],
    ['2020年10月17日', '2020-10-17'],
    ['"２０２０年１０月１７日"', '2020-10-17'],
    ['10月17日', '2020-10-17'],
    ['20201017', '2020-10-17'],
    ['"20201017"', '2020-10-17'],
    ['44121', '2020-10-17'],
  ])('%s as text or number', (typed, date) => {
    const sheet = donation({ date: typed, dates: [] });
    expect(sheet.column('donatedOn')).toEqual([date]);
    expect(sheet.findings).toEqual([['D3', 'converted']]);
  });

  it.each([
    ['1月5日', '2021-01-05'],
    ['12月28日', '2020-12-28'],
    ['6月30日', '2020-06-30'],
  ])('%s has the year nearest the period', (typed, date) => {
    expect(donation({ date: typed, dates: [] }).column('donatedOn')).toEqual([date]);
  });

  it.each(['上周', '2020-10-32', '2020年13月1日', '10.17', '3', '见附件'])(
    '%s is no date: blank, with a query',
    (typed) => {
      const sheet = donation({ date: typed, dates: [] });
      expect(sheet.column('donatedOn')).toEqual([null]);
      expect(sheet.findings).toEqual([['D3', 'bad-date']]);
      expect(sheet.finding('bad-date').level).toBe('query');
    },
  );

  it('an error value in a date column is a formula error', () => {
    expect(donation({ date: '#REF!' }).findings).toEqual([['D3', 'formula-error']]);
  });
});

describe('phones, ids and texts', () => {
  it.each([
    ['a number, also shown as 1.38E+10', '13800001234', '13800001234', null],
    ['text', '"13800001234"', '13800001234', null],
    ['hyphens', '138-0000-1234', '13800001234', 'converted'],
    ['a landline', '0901-6222333', '0901-6222333', null],
    ['1.38E+10 as text', '1.38E+10', null, 'digits-lost'],
  ])('a phone: %s', (_, typed, value, rule) => {
    const sheet = wish({ phone: typed });
    expect(sheet.column('phone')).toEqual([value]);
    expect(sheet.findings).toEqual(rule === null ? [] : [['F3', rule]]);
  });

  it('an id of 18 digits stored as a number has lost its last ones', () => {
    const sheet = donation({ receipt: '654201199001010000' });
    expect(sheet.findings).toEqual([['J3', 'digits-lost']]);
  });

  it('an id of 18 digits stored as text is never judged', () => {
    const sheet = donation({ receipt: '"654201199001010000"' });
    expect(sheet.column('receiptNo')).toEqual(['654201199001010000']);
    expect(sheet.findings).toEqual([]);
  });

  it.each([
    ['=网页链接', '网页链接'],
    ['@x', '@x'],
    ['"+1"', '+1'],
    ['"=HYPERLINK(1)"', '=HYPERLINK(1)'],
    ['20201017', '20201017'],
  ])('the text %s is plain text', (typed, text) => {
    const sheet = donation({ receipt: typed });
    expect(sheet.column('receiptNo')).toEqual([text]);
    expect(sheet.findings).toEqual([]);
  });

  it('a formula in a text column without a value', () => {
    expect(donation({ receipt: '=' }).findings).toEqual([['J3', 'formula-error']]);
  });
});

describe('options', () => {
  it.each([
    ['a synonym', { status: '待认领' }, 'status', '待对接', []],
    ['blanks and line breaks inside', { status: '待␣对⏎接' }, 'status', '待对接', []],
    ['a word that is none of 对接状态', { status: '正在办' }, 'status', null, [['H3', 'not-an-option']]],
    ['another 人员类别', { category: '一般户' }, 'category', '其他', [['D3', 'not-an-option']]],
    ['another word for 是/否', { online: '可能' }, 'onPlatform', null, [['I3', 'not-an-option']]],
    ['对接状态 left blank', { status: '' }, 'status', null, [['H3', 'missing-value']]],
    ['人员类别 —', { category: '—' }, 'category', null, [['D3', 'missing-value']]],
  ])('%s', (_, cells, field, value, findings) => {
    const sheet = wish(cells);
    expect(sheet.column(field)).toEqual([value]);
    expect(sheet.findings).toEqual(findings);
  });

  it.each([
    ['对接状态', { status: '正在办' }, 'not-an-option', 'error'],
    ['对接状态', { status: '' }, 'missing-value', 'error'],
    ['人员类别', { category: '一般户' }, 'not-an-option', 'query'],
    ['人员类别', { category: '' }, 'missing-value', 'query'],
  ] as const)('%s: the level of %j', (_, cells, rule, level) => {
    expect(wish(cells).finding(rule).level).toBe(level);
  });
});
