import { describe, expect, it } from 'vitest';
import { gridOf } from './grid-table.js';
import { type ReadOptions, type ReadSheet, readSheets, readTable } from './read-sheets.js';

// intake.md, “Sheets and headers”: which rows below a header are data, and which cell a finding names.

const TOP = `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）`.trim();
const ONE = '1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村';
const TWO = '2 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村';

/** A table below TOP, whose rows begin in row 3; dates stand in column D. */
function read(rows: string, options: ReadOptions = {}): ReadSheet {
  return readTable(`${TOP}\n${rows.trim()}`, { dates: ['D'], ...options });
}

function expectBothDonations(sheet: ReadSheet): void {
  expect(sheet.column('donor')).toEqual(['红星公司', '张三']);
  expect(sheet.total('money')).toBe(560_50);
}

describe('rows between', () => {
  it('hidden or filtered rows count', () => {
    const sheet = read(`${ONE}\n${TWO}`, { hiddenRows: [3, 4] });
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('blank rows between do not end the table', () => {
    const sheet = read(`${ONE}\n\n\n\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.rowNumbers).toEqual([3, 7]);
    expect(sheet.findings).toEqual([]);
  });

  it('rows with only their 序号 are none', () => {
    const sheet = read(`${ONE}\n2\n3\n4`);
    expect(sheet.rowNumbers).toEqual([3]);
    expect(sheet.findings).toEqual([]);
  });

  it('rows with only marks for nothing are none', () => {
    const sheet = read(`${ONE}\n2 | — | - | / | 无 | ＼`);
    expect(sheet.rowNumbers).toEqual([3]);
  });

  it.each([
    ['甲 乙 丙 and numbers', '甲 | 乙 | 丙 | 丁 | 1 | 2'],
    ['甲 to 己', '甲 | 乙 | 丙 | 丁 | 戊 | 己'],
    ['1 2 3 as numbers', '1 | 2 | 3 | 4 | 5 | 6'],
    ['1 2 3 as text in parentheses', '"(1)" | "（2）" | "(3)" | "(4)" | "(5)" | "(6)"'],
    ['栏次 and numbers', '栏次 | 1 | 2 | 3 | 4 | 5'],
    ['how columns are added up', '甲 | 乙 | 丙 | 丁 | "1=2+3" | 2'],
  ])('a row of column numbers under the header: %s', (_, numbers) => {
    const sheet = read(`${numbers}\n${ONE}\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.rowNumbers).toEqual([4, 5]);
    expect(sheet.findings).toEqual([]);
  });

  it('a row of column numbers below a blank row', () => {
    const sheet = read(`|\n甲 | 乙 | 丙 | 丁 | 1 | 2\n${ONE}\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.rowNumbers).toEqual([5, 6]);
    expect(sheet.findings).toEqual([]);
  });

  it('a later row of consecutive numbers is data', () => {
    const sheet = readTable(`
填报单位： | 和平乡
${VILLAGE_HEADER}
1 | 上户村 | 30 | 5 | 8 | 2 | 20 | 1 | 6 | 3000 | 0 | 2
1 | | 2 | 3 | 4`);
    expect(sheet.total('householdsPaired')).toBe(32);
    expect(sheet.findings).toContainEqual(['B4', 'missing-value']);
  });

  it.each([
    ['例 in the first column', '例 | 某公司 | 企业 | 2020-10-17 | 1000 | 某村'],
    ['示例 in the first column', '示例 | 某公司 | 企业 | 2020-10-17 | 1000 | 某村'],
    ['（例） in the first column', '（例） | 某公司 | 企业 | 2020-10-17 | 1000 | 某村'],
    ['例： before the donor', '1 | 例：某公司 | 企业 | 2020-10-17 | 1000 | 某村'],
    ['填写示例 before the donor', '1 | 填写示例：某公司 | 企业 | 2020-10-17 | 1000 | 某村'],
  ])('a leftover of the example row: %s', (_, example) => {
    const sheet = read(`${example}\n${ONE}\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('the header again, where a page ended', () => {
    const header = TOP.split('\n')[1]!;
    const sheet = read(`${ONE}\n${header}\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });
});

describe('合计, 总计, 小计', () => {
  it.each([
    ['below', `${ONE}\n${TWO}\n合计 | | | | 560.5`],
    ['above the rows', `合计 | | | | 560.5\n${ONE}\n${TWO}`],
    ['between the rows', `${ONE}\n合计 | | | | 560.5\n${TWO}`],
    ['as 总计', `${ONE}\n${TWO}\n总计 | | | | 560.5`],
    ['with a blank in it', `${ONE}\n${TWO}\n合␣计 | | | | 560.5`],
    ['with a colon', `${ONE}\n${TWO}\n合 计： | | | | 560.5`],
    ['in the donor’s column', `${ONE}\n${TWO}\n | 合计 | | | 560.5`],
    ['beside a 序号', `${ONE}\n${TWO}\n3 | 合计 | | | 560.5`],
    ['further to the right', `${ONE}\n${TWO}\n | | 合计 | | 560.5`],
    ['小计 between the rows', `${ONE}\n小计 | | | | 500\n${TWO}\n小计 | | | | 60.5`],
    ['小计 and 总计', `${ONE}\n小计 | | | | 500\n${TWO}\n小计 | | | | 60.5\n总计 | | | | 560.5`],
    ['单位捐款小计', `${ONE}\n单位捐款小计 | | | | 500\n${TWO}`],
    ['本页合计', `${ONE}\n本页合计 | | | | 500\n${TWO}\n本页合计 | | | | 60.5\n合计 | | | | 560.5`],
  ])('never counts: %s', (_, rows) => {
    const sheet = read(rows);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('never counts: merged over the first columns', () => {
    const sheet = read(`${ONE}\n${TWO}\n合计 | | | | 560.5`, { merges: ['A5:D5'] });
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('of a part of the rows is not compared with all of them', () => {
    const sheet = read(`${ONE}\n企业合计 | | | | 500\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('a typed 合计 that differs is asked about; the rows count', () => {
    const sheet = read(`${ONE}\n${TWO}\n合计 | | | | 600`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['E5', 'total-mismatch']]);
    expect(sheet.finding('total-mismatch')).toMatchObject({ level: 'query', field: 'money', value: 600 });
  });

  it.each([
    ['a cent off', '560.51', []],
    ['two cents off', '560.52', [['E5', 'total-mismatch']]],
    ['as text with separators', '"￥560.50"', []],
    ['unreadable', '见附件', []],
  ])('a typed 合计 %s', (_, typed, findings) => {
    expect(read(`${ONE}\n${TWO}\n合计 | | | | ${typed}`).findings).toEqual(findings);
  });

  it.each(['=999', '=', '=#REF!'])('a 合计 by the formula %s is never judged', (formula) => {
    const sheet = read(`${ONE}\n${TWO}\n合计 | | | | ${formula}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('a typed 合计 over a row that cannot be read is not judged', () => {
    const sheet = read(`${ONE}\n2 | 张三 | 个人 | 2020-10-18 | 约60 | 下户村\n合计 | | | | 560`);
    expect(sheet.findings).toEqual([['E4', 'not-a-number']]);
  });

  it('rows below 合计 count, and show in the mismatch', () => {
    const sheet = read(`${ONE}\n合计 | | | | 500\n${TWO}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['E4', 'total-mismatch']]);
  });

  it('several 合计, each of the rows above it, agree', () => {
    const sheet = read(`${ONE}\n合计 | | | | 500\n${TWO}\n合计 | | | | 60.5\n总计 | | | | 560.5`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('合计 in 万元 is compared in 万元', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（万元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 2 | 上户村
合计 | | | | 2`,
      { dates: ['D'] },
    );
    expect(sheet.total('money')).toBe(20_000_00);
    expect(sheet.findings).toEqual([['E2', 'scaled']]);
  });
});

describe('end of the table', () => {
  const BELOW = '9 | 别人 | 个人 | 2020-10-18 | 1 | 某村';

  it.each([
    '单位负责人：',
    '审核人：李四',
    '填报人：',
    '填表说明：1. 以元为单位。',
    '注：以元为单位。',
    '"注: 以元为单位"',
    '"　单位负责人（签字）："',
  ])('%s ends it', (footer) => {
    const sheet = read(`${ONE}\n${TWO}\n${footer}\n${BELOW}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('a footer word in a later column ends it', () => {
    expectBothDonations(read(`${ONE}\n${TWO}\n | 单位负责人： | | 审核人：\n${BELOW}`));
  });

  it('the end of the sheet ends it', () => {
    expectBothDonations(read(`${ONE}\n${TWO}`));
  });

  it('the next form’s title ends it', () => {
    const [first] = readSheets([gridOf(`${TOP}\n${ONE}\n${TWO}\n微心愿对接表\n${BELOW}`, { dates: ['D'] })]);
    expectBothDonations(first!);
  });

  it('a label line below the table is no data', () => {
    const sheet = readTable(
      `
捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
红星公司 | 企业 | 2020-10-17 | 500 | 上户村
填报单位（盖章）： | 和平乡`,
      { dates: ['C'] },
    );
    expect(sheet.unit).toBe('T1');
    expect(sheet.column('donor')).toEqual(['红星公司']);
    expect(sheet.findings).toEqual([]);
  });
});

describe('merged cells', () => {
  it('a vertically merged text applies to each of its rows', () => {
    const sheet = read(
      `
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | | | 2020-10-18 | 60.5 | 下户村
3 | | | 2020-10-19 | 7 | 和平村`,
      { merges: ['B3:B5', 'C3:C5'] },
    );
    expect(sheet.column('donor')).toEqual(['红星公司', '红星公司', '红星公司']);
    expect(sheet.column('donorKind')).toEqual(['企业', '企业', '企业']);
    expect(sheet.total('money')).toBe(567_50);
    expect(sheet.findings).toEqual([]);
  });

  it('a merged number counts once', () => {
    const sheet = read(
      `
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 张三 | 个人 | 2020-10-18 | | 下户村
合计 | | | | 500`,
      { merges: ['E3:E4'] },
    );
    expect(sheet.column('money')).toEqual([500_00, null]);
    expect(sheet.total('money')).toBe(500_00);
    expect(sheet.total('total')).toBe(500_00);
    // JZ-01 would ask for the amount of row 4, but what lies under a merge is no operand.
    expect(sheet.findings).toEqual([]);
  });

  it('a number merged over two columns belongs to the left one', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 捐款人数（人） | 受赠单位（村、户）
1 | 全体职工 | 职工集体 | 2020-10-17 | 500 | | 上户村`,
      { dates: ['D'], merges: ['E3:F3'] },
    );
    expect(sheet.column('money')).toEqual([500_00]);
    expect(sheet.column('donorCount')).toEqual([null]);
    expect(sheet.findings).toEqual([]);
  });

  it('a merged required number is blank nowhere', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
${VILLAGE_HEADER}
1 | 上户村 | 30 | 5 | 8 | 2 | 20 | 1 | 6 | 3000 | 0 | 2
2 | 下户村 | 20 | 5 | | 2 | 15 | 1 | 4 | 2000 | 0 | 1`,
      { merges: ['E3:E4'] },
    );
    expect(sheet.total('cadreVisits')).toBe(8);
    expect(sheet.findings).toEqual([]);
  });

  it('a merged number is no operand where it covers, nor is what is computed from it', () => {
    // JD-08 would ask about 10 元 for 2 households in row 4.
    const sheet = readTable(
      `
填报单位： | 和平乡
${VILLAGE_HEADER}
1 | 上户村 | 30 | 5 | 8 | 2 | 20 | 1 | 6 | 3000 | 0 | 2
2 | 下户村 | 20 | 5 | 8 | 2 | 15 | 1 | 2 | | 10 | 1`,
      { merges: ['J3:J4'] },
    );
    expect(sheet.total('consolationTotal')).toBe(3010_00);
    expect(sheet.findings).toEqual([]);
  });

  it('a merged blank text is missing once, where it stands', () => {
    const sheet = read(
      `
1 | | 企业 | 2020-10-17 | 500 | 上户村
2 | | 企业 | 2020-10-18 | 60.5 | 下户村`,
      { merges: ['B3:B4'] },
    );
    expect(sheet.findings).toEqual([['B3', 'missing-value']]);
  });

  it('a merged text that is no option is named once', () => {
    const sheet = read(
      `
1 | 红星公司 | 国企 | 2020-10-17 | 500 | 上户村
2 | 白杨公司 | | 2020-10-18 | 60.5 | 下户村`,
      { merges: ['C3:C4'] },
    );
    expect(sheet.findings).toEqual([['C3', 'not-an-option']]);
  });

  it('a row of which nothing but a merged text is its own is none', () => {
    const sheet = read(
      `
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | | | | |`,
      { merges: ['B3:B4', 'C3:C4'] },
    );
    expect(sheet.rowNumbers).toEqual([3]);
    expect(sheet.findings).toEqual([]);
  });
});

const VILLAGE_HEADER =
  '序号 | 帮扶村（社区） | 结对帮扶户数（户） | 帮扶责任人数（人） | 参加走访干部（人次） | 其中：单位领导（人次） | 走访户数（户） | 开展活动（场次） | 慰问户数（户） | 慰问金（元） | 慰问品折价（元） | 解决困难问题（件）';

describe('places of findings', () => {
  it('are right past blank, hidden, merged, 合计 and column number rows', () => {
    const sheet = read(
      `
甲 | 乙 | 丙 | 丁 | 1 | 2

1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | | | 昨天 | 60.5 | 下户村
小计 | | | | 560.5

3 | 张三 | 个人 | 2020-10-18 | 三 | 和平村
4 | 李四 | 个人 | 2020-10-18 | 5 |`,
      { merges: ['B5:B6', 'C5:C6'], hiddenRows: [6, 9], hiddenColumns: ['E'] },
    );
    expect(sheet.rowNumbers).toEqual([5, 6, 9, 10]);
    expect(sheet.findings).toEqual([
      ['D6', 'bad-date'],
      ['E9', 'not-a-number'],
      ['F10', 'missing-value'],
    ]);
  });

  it('blank-numbers is said once a sheet, at the first of them', () => {
    const sheet = readTable(`
填报单位： | 和平乡
${VILLAGE_HEADER}
1 | 上户村 | 30 | 5 | 8 | 2 | 20 | 1 | 6 | | 0 | 2
2 | 下户村 | 20 | | 8 | 2 | 15 | 1 | 4 | | — | 1`);
    expect(sheet.findings.filter(([, rule]) => rule === 'blank-numbers')).toEqual([['J3', 'blank-numbers']]);
    expect(sheet.finding('blank-numbers')).toMatchObject({ level: 'hint', parameters: { count: 4 } });
  });

  it('a rule over a merged text names its top left cell', () => {
    const sheet = read(
      `
1 | 红星公司 | 企业 | 2020-11-02 | 500 | 上户村
2 | 张三 | 个人 | | 60.5 | 下户村`,
      { merges: ['D3:D4'] },
    );
    // JZ-04: the date of both rows lies behind the period.
    expect(new Set(sheet.findings.map(([cell, rule]) => `${cell} ${rule}`))).toEqual(new Set(['D3 JZ-04']));
  });
});

describe('computed fields', () => {
  const HEADER =
    '序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 物资名称 | 折价金额（元） | 合计金额（元） | 受赠单位（村、户）';
  const row = (total: string) => `1 | 红星公司 | 企业 | 2020-10-17 | 500 | 大米 | 20.5 | ${total} | 上户村`;
  const readTotal = (total: string) =>
    readTable(`填报单位： | 和平乡\n${HEADER}\n${row(total)}`, { dates: ['D'] });

  it.each(['', '520.5', '520.51', '=520.5', '=1', '=', '=#REF!', '#REF!'])('typed as %j', (total) => {
    const sheet = readTotal(total);
    expect(sheet.column('total')).toEqual([520_50]);
    expect(sheet.findings).toEqual([]);
  });

  it('typed wrongly: an error of the form’s own rule, and the recomputed value', () => {
    const sheet = readTotal('600');
    expect(sheet.column('total')).toEqual([520_50]);
    expect(sheet.findings).toEqual([['H3', 'JZ-03']]);
  });

  it('with a part that cannot be read are no operand', () => {
    const sheet = readTable(`
填报单位： | 和平乡
${VILLAGE_HEADER}
1 | 上户村 | 30 | 5 | 8 | 2 | 20 | 1 | 6 | 约3000 | 10 | 2`);
    expect(sheet.findings).toEqual([['J3', 'not-a-number']]);
  });

  it('alone do not make a row used', () => {
    const sheet = readTable(
      `填报单位： | 和平乡\n${HEADER}\n${row('')}\n2 | | | | | | | 0 |\n3 | | | | | | | =0 |`,
      {
        dates: ['D'],
      },
    );
    expect(sheet.rowNumbers).toEqual([3]);
    expect(sheet.findings).toEqual([]);
  });
});
