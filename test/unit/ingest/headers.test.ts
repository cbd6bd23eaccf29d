import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { defineForm } from '../../../src/form/form-definition.js';
import { gridOf } from './grid-table.js';
import { type ReadOptions, type ReadSheet, readSheets, readTable } from './read-sheets.js';

// intake.md, “Sheets and headers”: how the header of a returned form looks. Every table holds the same two donations.

const ROWS = `
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村`.trim();

/** The two donations of ROWS: what any well-read sheet must yield. */
function expectBothDonations(read: ReadSheet): void {
  expect(read.form).toBe('donations');
  expect(read.unit).toBe('T1');
  expect(read.content).toBe('rows');
  expect(read.column('donor')).toEqual(['红星公司', '张三']);
  expect(read.column('donorKind')).toEqual(['企业', '个人']);
  expect(read.column('donatedOn')).toEqual(['2020-10-17', '2020-10-18']);
  expect(read.column('recipient')).toEqual(['上户村', '下户村']);
  expect(read.column('money')).toEqual([500_00, 60_50]);
  expect(read.total('total')).toBe(560_50);
}

function read(table: string, options: ReadOptions = {}): ReadSheet {
  return readTable(table, { dates: ['D'], ...options });
}

describe('title', () => {
  it('stands where the template has it', () => {
    const sheet = read(
      `
附件2
定点帮扶单位扶贫捐赠款物统计表
填报单位（盖章）： | 和平乡 | 统计时段： | 2020-10-01 至 2020-10-31 | 填报日期： | | 本期有无数据： | 有
序号 | 捐赠方 | | | 捐款 | 受赠
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}
合计 | | | | =560.5 |
 | 单位负责人： | | 审核人： | | 填报人：`,
      { merges: ['A2:F2', 'A4:A5', 'B4:D4'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
    expect(sheet.rowNumbers).toEqual([6, 7]);
  });

  it('has moved to another row and column', () => {
    const sheet = read(`
填报单位： | 和平乡

 | | 捐赠款物统计表

序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('is missing, on a sheet named Sheet1', () => {
    const sheet = read(`
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`);
    expectBothDonations(sheet);
    expect(sheet.sheet).toBe('Sheet1');
    expect(sheet.findings).toEqual([]);
  });

  it('is that of another form, but the header is not', () => {
    const sheet = read(`
微心愿对接表
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`);
    expectBothDonations(sheet);
  });

  it('stands over no header at all: every required column is missing', () => {
    const sheet = read(`
捐赠款物统计表
填报单位： | 和平乡
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村`);
    expect(sheet.form).toBe('donations');
    expect(sheet.unit).toBe('T1');
    expect(sheet.findings).toEqual([[null, 'column-missing']]);
    expect(sheet.submission.records).toEqual([]);
  });
});

describe('header rows', () => {
  const LEAVES = '序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）';

  it('one', () => {
    const sheet = read(`
填报单位： | 和平乡
${LEAVES}
${ROWS}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('two, groups merged over their columns and single columns merged down', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款 | 受赠单位（村、户）
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） |
${ROWS}`,
      { merges: ['A2:A3', 'B2:D2', 'F2:F3'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
    expect(sheet.rowNumbers).toEqual([4, 5]);
  });

  it('three', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 扶贫捐赠情况 | | | | 受赠情况
 | 捐赠方 | | | 捐款 | 受赠
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`,
      { merges: ['A2:A4', 'B2:E2', 'B3:D3'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
    expect(sheet.rowNumbers).toEqual([5, 6]);
  });

  it('four', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 扶贫捐赠情况 | | | | 受赠情况
 | 捐赠方 | | | 捐款情况 | 受赠
 | 基本信息 | | 时间 | 金额 | 村、户
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`,
      { merges: ['A2:A5', 'B2:E2', 'B3:D3', 'B4:C4'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
    expect(sheet.rowNumbers).toEqual([6, 7]);
  });

  it('two, below ten lines of instructions', () => {
    const sheet = read(
      `
捐赠款物统计表
各单位：
请认真填报。
一、谁捐赠、谁填报。
二、以元为单位。
三、按时报送。
四、盖章。
五、电子版一并报送。
六、联系电话见通知。
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款 | 受赠
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`,
      { merges: ['A11:A12', 'B11:D11'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });
});

describe('header texts', () => {
  it.each([
    ['aliases', '序号 | 捐赠人 | 捐赠方类型 | 捐赠时间 | 现金捐款 | 受赠方'],
    [
      'U+3000 inside and around',
      '"序␣号" | "␣捐赠单位（个人）␣" | 捐赠方␣类型 | 捐赠␣日期 | 捐款␣金额（元） | 受赠单位（村、户）',
    ],
    [
      'blanks between the characters',
      '序 号 | 捐赠单位 （个人） | 捐赠方 类型 | 捐 赠 日 期 | 捐款金额 （ 元 ） | 受赠单位（村、户）',
    ],
    [
      'line breaks',
      '序⏎号 | 捐赠单位⏎（个人） | 捐赠方⏎类型 | 捐赠⏎日期 | 捐款⏎金额⏎（元） | 受赠单位⏎（村、户）',
    ],
    [
      'half-width parentheses',
      '序号 | 捐赠单位(个人) | 捐赠方类型 | 捐赠日期 | 捐款金额(元) | 受赠单位(村、户)',
    ],
    [
      'parentheses of both widths',
      '序号 | 捐赠单位（个人) | 捐赠方类型 | 捐赠日期 | 捐款金额(元） | 受赠单位(村、户）',
    ],
    [
      'no unit behind the title',
      '序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额 | 受赠单位（村、户）',
    ],
    [
      'marks of required columns',
      '序号 | *捐赠单位（个人） | *捐赠方类型 | *捐赠日期 | 捐款金额（元） | 受赠单位（村、户）*',
    ],
    [
      'numbers in front',
      '序号 | 1.捐赠单位（个人） | 2.捐赠方类型 | 3.捐赠日期 | 4、捐款金额（元） | 5受赠单位（村、户）',
    ],
    [
      '单位：元 in the parentheses',
      '序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（单位：元） | 受赠单位（村、户）',
    ],
  ])('with %s', (_, header) => {
    const sheet = read(`
填报单位： | 和平乡
${header}
${ROWS}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });
});

describe('columns', () => {
  it('reordered', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
受赠单位（村、户） | 捐款金额（元） | 捐赠日期 | 捐赠单位（个人） | 捐赠方类型 | 序号
上户村 | 500 | 2020-10-17 | 红星公司 | 企业 | 1
下户村 | 60.5 | 2020-10-18 | 张三 | 个人 | 2`,
      { dates: ['C'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('one inserted: not counted, its text kept, the others not shifted', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 法人代表 | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1 | 红星公司 | 李四 | 企业 | 2020-10-17 | 500 | 上户村
2 | 张三 | | 个人 | 2020-10-18 | 60.5 | 下户村`,
      { dates: ['E'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['C2', 'column-unknown']]);
    expect(sheet.submission.extraTitles).toEqual(['法人代表']);
    expect(sheet.submission.records.map((record) => record.extras)).toEqual([['李四'], ['']]);
  });

  it('an empty one inserted', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
序号 | | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1 | | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村`,
      { dates: ['E'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('hidden: they count like any other', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`,
      { hiddenColumns: ['C', 'E'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('helpers at the side, behind an empty column and in a higher row', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款 | 受赠 | | 核对
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户） | |
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村 | | =500
2 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村 | | #N/A`,
      { merges: ['A2:A3', 'B2:D2', 'H2:H3'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['H2', 'column-unknown']]);
  });

  it('a required one missing: named without a cell, no other column takes its place', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1 | 红星公司 | 2020-10-17 | 500 | 上户村`,
      { dates: ['C'] },
    );
    expect(sheet.findings).toEqual([[null, 'column-missing']]);
    expect(sheet.finding('column-missing')).toMatchObject({ level: 'error', field: 'donorKind', open: true });
    expect(sheet.column('donorKind')).toEqual([null]);
    expect(sheet.column('donatedOn')).toEqual(['2020-10-17']);
    expect(sheet.column('recipient')).toEqual(['上户村']);
  });

  it('a required one renamed beyond recognition: missing and unknown, not guessed by its place', () => {
    const sheet = read(`
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 性质 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村`);
    expect(sheet.findings).toEqual([
      [null, 'column-missing'],
      ['C2', 'column-unknown'],
    ]);
    expect(sheet.column('donorKind')).toEqual([null]);
  });

  it('an optional one missing is no finding', () => {
    const sheet = read(`
填报单位： | 和平乡
捐赠单位（个人） | 捐款金额（元） | 捐赠方类型 | 捐赠日期 | 受赠单位（村、户）
红星公司 | 500 | 企业 | 2020-10-17 | 上户村`);
    expect(sheet.findings).toEqual([]);
    expect(sheet.column('remarks')).toEqual([null]);
  });

  it('two that fit the same field', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐赠时间 | 捐款金额（元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 2020-10-18 | 500 | 上户村`,
      { dates: ['D', 'E'] },
    );
    expect(sheet.findings).toEqual([[null, 'column-ambiguous']]);
    expect(sheet.finding('column-ambiguous')).toMatchObject({ level: 'error', field: 'donatedOn' });
  });

  it.each([
    ['merged down', 'G2:G3'],
    ['in the row of the groups', 'A2:A3'],
  ])('two of the very same title, one of them outside its group, %s', (_, merge) => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款 | 受赠 | 捐款金额（元）
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户） |
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村 | 700`,
      { merges: ['A2:A3', 'B2:D2', merge] },
    );
    expect(sheet.findings).toEqual([[null, 'column-ambiguous']]);
    expect(sheet.finding('column-ambiguous').field).toBe('money');
  });

  it('a count in a unit that we must not guess about', () => {
    const sheet = readTable(
      `
填报单位： | 和平乡
捐赠单位（个人） | 捐赠方类型 | 捐款人数（百人） | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
红星公司 | 企业 | 2 | 2020-10-17 | 5 | 上户村`,
      { dates: ['D'] },
    );
    expect(sheet.findings).toEqual([['C2', 'column-unknown']]);
    expect(sheet.column('donorCount')).toEqual([null]);
  });

  it('an amount in a unit that we must not guess about', () => {
    const sheet = read(`
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（千元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 5 | 上户村`);
    expect(sheet.findings).toEqual([
      [null, 'JZ-01'],
      ['E2', 'column-unknown'],
    ]);
    expect(sheet.column('money')).toEqual([null]);
  });
});

describe('columns of a form whose titles repeat', () => {
  const form = defineForm({
    ...donations,
    key: 'exchange',
    title: '交流统计表',
    rules: [],
    crossFormRules: [],
    keyMeasures: [],
    amountAtStake: null,
    disclosure: null,
    charts: null,
    breakdowns: [],
    subject: 'village',
    fields: [
      { key: 'village', title: '帮扶村', kind: 'text', required: true },
      { key: 'sent', group: '派出', title: '交流人数', unit: '人', kind: 'integer', measure: 'flow' },
      { key: 'received', group: '接收', title: '交流人数', unit: '人', kind: 'integer', measure: 'flow' },
      { key: 'explanation', title: '说明', kind: 'text' },
    ],
  });
  const readExchange = (header: string, row: string) =>
    readTable(`交流统计表\n填报单位： | 和平乡\n${header}\n${row}`, { forms: [form] });

  it('are told by their groups, in either order', () => {
    const sheet = readExchange('帮扶村 | 接收 | 派出\n | 交流人数（人） | 交流人数（人）', '上户村 | 3 | 5');
    expect([sheet.column('sent'), sheet.column('received')]).toEqual([[5], [3]]);
    expect(sheet.findings).toEqual([]);
  });

  it.each([
    ['two without groups', '帮扶村 | 交流人数（人） | 交流人数（人）', '上户村 | 3 | 5'],
    ['one without group', '帮扶村 | 交流人数（人） | 说明', '上户村 | 3 |'],
  ])('are ambiguous: %s', (_, header, row) => {
    expect(readExchange(header, row).findings).toEqual([
      [null, 'column-ambiguous'],
      [null, 'column-ambiguous'],
    ]);
  });
});

describe('万元', () => {
  it('in the column’s own header', () => {
    const sheet = read(`
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（万元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 0.05 | 上户村
2 | 张三 | 个人 | 2020-10-18 | 0.00605 | 下户村`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['E2', 'scaled']]);
    expect(sheet.finding('scaled')).toMatchObject({ level: 'query', field: 'money', open: true });
  });

  it('in the group above the column', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款（万元） | 受赠
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额 | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 0.05 | 上户村
2 | 张三 | 个人 | 2020-10-18 | 0.00605 | 下户村`,
      { merges: ['A2:A3', 'B2:D2'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['E3', 'scaled']]);
  });

  it.each([
    ['单位：万元', 'F1'],
    ['（单位：万元）', 'F1'],
    ['金额单位：人民币万元', 'F1'],
    ['单位：人、万元', 'F1'],
  ])('over the table as %s', (label, cell) => {
    const sheet = read(`
填报单位： | 和平乡 | | | | ${label}
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额 | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 0.05 | 上户村
2 | 张三 | 个人 | 2020-10-18 | 0.00605 | 下户村`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([[cell, 'scaled']]);
  });

  it('单位：元 over the table changes nothing', () => {
    const sheet = read(`
填报单位： | 和平乡 | | | | 单位：人、元
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额 | 受赠单位（村、户）
${ROWS}`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('in the uppermost of four header rows', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款情况（万元） |
 | 基本情况 | | | 捐赠 |
 | 单位 | | 时间 | 数额 | 受赠
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额 | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 0.05 | 上户村
2 | 张三 | 个人 | 2020-10-18 | 0.00605 | 下户村`,
      { merges: ['A2:A5', 'B2:D2', 'E2:F2', 'B3:D3', 'E3:F3', 'B4:C4'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([['E5', 'scaled']]);
  });

  it('in the group above a column whose own header says 元: the nearer one holds', () => {
    const sheet = read(
      `
填报单位： | 和平乡
序号 | 捐赠方 | | | 捐款（万元） | 受赠
 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`,
      { merges: ['A2:A3', 'B2:D2'] },
    );
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
  });

  it('over one of two amounts: the other stays in 元', () => {
    const sheet = read(`
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（万元） | 物资名称 | 折价金额（元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 2 | 大米 | 300 | 上户村`);
    expect(sheet.column('money')).toEqual([20_000_00]);
    expect(sheet.column('goodsValue')).toEqual([300_00]);
    expect(sheet.total('total')).toBe(20_300_00);
    expect(sheet.findings).toEqual([['E2', 'scaled']]);
  });
});

describe('several forms', () => {
  const WISHES = `
序号 | 姓名 | 人员类别 | 所在村（社区、学校） | 微心愿内容 | 对接状态
1 | 小红 | 困境儿童 | 上户村 | 书包 | 待对接`.trim();

  it('stacked in one sheet, each with title and label line', () => {
    const [first, second, ...rest] = readSheets([
      gridOf(
        `
捐赠款物统计表
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}
合计 | | | | 560.5
单位负责人： | | 填报人：

微心愿对接表
填报单位： | 和平乡
${WISHES}`,
        { dates: ['D'] },
      ),
    ]);
    expectBothDonations(first!);
    expect(first!.findings).toEqual([]);
    expect([second!.form, second!.unit, second!.column('name')]).toEqual(['wishes', 'T1', ['小红']]);
    expect(second!.findings).toEqual([]);
    expect(rest).toEqual([]);
  });

  it('stacked without a footer between, the unit written once above both', () => {
    const [first, second, ...rest] = readSheets([
      gridOf(
        `
填报单位： | 和平乡
捐赠款物统计表
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}
微心愿对接表
${WISHES}`,
        { dates: ['D'] },
      ),
    ]);
    expectBothDonations(first!);
    expect([second!.form, second!.unit, second!.column('name')]).toEqual(['wishes', 'T1', ['小红']]);
    expect(rest).toEqual([]);
  });

  it('on sheets named Sheet1 and Sheet2, beside a sheet that holds none', () => {
    const read = readSheets([
      gridOf(
        `
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
${ROWS}`,
        { dates: ['D'] },
      ),
      gridOf(
        `
填报单位： | 和平乡
${WISHES}`,
        { sheetName: 'Sheet2' },
      ),
      gridOf('通讯录 | 张三 | 13800001234', { sheetName: 'Sheet3' }),
      gridOf('', { sheetName: 'Sheet4' }),
    ]);
    expect(read.map((item) => [item.sheet, item.form])).toEqual([
      ['Sheet1', 'donations'],
      ['Sheet2', 'wishes'],
    ]);
  });

  it('the same form twice in one sheet, by the same unit: one submission of all rows', () => {
    const sheet = read(`
填报单位： | 和平乡
捐赠款物统计表
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
合计 | | | | 500
填报人：
捐赠款物统计表
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
2 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村
合计 | | | | 60.5`);
    expectBothDonations(sheet);
    expect(sheet.findings).toEqual([]);
    expect(sheet.rowNumbers).toEqual([4, 10]);
  });

  it('the same form twice, the second page with other columns: findings keep to its own', () => {
    const sheet = read(`
填报单位： | 和平乡
捐赠款物统计表
捐赠单位（个人） | 捐赠方类型 | 捐款金额（元） | 捐赠日期 | 受赠单位（村、户） | 核对
红星公司 | 企业 | 500 | 2020-10-17 | 上户村 | √
填报人：
捐赠款物统计表
捐款金额（元） | 捐赠方类型 | 捐赠单位（个人） | 捐赠日期 | 受赠单位（村、户）
0 | 个人 | 张三 | 2020-10-18 | 下户村`);
    expect(sheet.column('donor')).toEqual(['红星公司', '张三']);
    expect(sheet.findings).toEqual([
      ['F3', 'column-unknown'],
      ['A8', 'JZ-01'],
    ]);
    expect(sheet.submission.records.map((record) => record.extras)).toEqual([['√'], ['']]);
  });

  it.each([
    ['untouched', '1', 'rows', [4]],
    ['nil', '1 | 无', 'rows', [4]],
  ])('the same form twice, the second page %s', (_, row, content, rowNumbers) => {
    const table = '序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）';
    const sheet = read(`
填报单位： | 和平乡
捐赠款物统计表
${table}
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
捐赠款物统计表
${table}
${row}`);
    expect([sheet.content, sheet.rowNumbers, sheet.findings]).toEqual([content, rowNumbers, []]);
  });

  it('the same form twice, both pages nil: said once', () => {
    const table =
      '捐赠款物统计表\n序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 受赠单位（村、户）\n1 | 无';
    const sheet = read(`填报单位： | 和平乡\n${table}\n${table}`);
    expect([sheet.content, sheet.findings]).toEqual(['nil', [['B4', 'nil-implied']]]);
  });
});
