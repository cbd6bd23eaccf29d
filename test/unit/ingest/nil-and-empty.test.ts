import { describe, expect, it } from 'vitest';
import { type ReadOptions, type ReadSheet, readTable } from './read-sheets.js';

// forms.md, “Checks that every form has”: blank, zero and nil are three things.

/** A donations sheet with this answer to 本期有无数据; its rows begin in row 3, dates stand in column D. */
function read(answer: string, rows: string, options: ReadOptions = {}): ReadSheet {
  return readTable(
    `
填报单位： | 和平乡 | 本期有无数据： | ${answer}
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户） | 备注
${rows}`,
    { dates: ['D'], ...options },
  );
}

const DONATION = '1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村 |';
const UNTOUCHED = '1\n2\n3\n合计 | | | | =0\n单位负责人：';

function expectContent(sheet: ReadSheet, content: ReadSheet['content']): void {
  expect(sheet.content).toBe(content);
  expect(sheet.unit).toBe('T1');
  if (content !== 'rows') expect(sheet.submission.records).toEqual([]);
}

describe('empty', () => {
  it.each(['有', ''])('an untouched template whose answer is “%s”: no finding', (answer) => {
    const sheet = read(answer, UNTOUCHED);
    expectContent(sheet, 'untouched');
    expect(sheet.findings).toEqual([]);
  });

  it('rows of marks for nothing are untouched as well', () => {
    const sheet = read('有', '1 | — | — | — | — | — | —\n2 | / | / | / | / | / | /');
    expectContent(sheet, 'untouched');
    expect(sheet.findings).toEqual([]);
  });

  it('an untouched sheet whose header has lost a column', () => {
    const sheet = readTable(`
填报单位： | 和平乡
序号 | 捐赠单位（个人） | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1`);
    expectContent(sheet, 'untouched');
    expect(sheet.findings).toEqual([]);
  });
});

describe('nil', () => {
  it.each(['无', '"　无 "', '没有', '无数据'])('the answer %s over an untouched table', (answer) => {
    const sheet = read(answer, UNTOUCHED);
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([]);
  });

  it('the answer in one cell with its question', () => {
    const sheet = readTable(`
填报单位：和平乡
本期有无数据：无
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1`);
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([]);
  });

  it('the answer 无 over rows of zeros', () => {
    const sheet = read('无', '1 | | | | 0 | |');
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([]);
  });

  it('the answer 无 and the word 无 as well', () => {
    const sheet = read('无', '1 | 无 | | | | |');
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([]);
  });
});

describe('nil-implied', () => {
  it.each([
    ['无 for the donor', '1 | 无 | | | | |', 'B3'],
    ['本期无 for the donor', '1 | 本期无 | | | | |', 'B3'],
    ['零报告 in 备注', '1 | | | | | | 零报告', 'G3'],
    ['无 in every cell', '1 | 无 | 无 | 无 | 无 | 无 | 无', 'B3'],
    ['本月无 in the second row', '1\n2 | 本月无', 'B4'],
    ['零报告 in the first column', '零报告', 'A3'],
    ['zeros without a donor', '1 | | | | 0 | |', 'E3'],
    ['zeros and 无 for the donor', '1 | 无 | | | 0 | |', 'B3'],
    ['zeros in several rows', '1\n2 | | | | 0 | |\n3 | | | | 0 | |', 'E4'],
  ])('%s', (_, rows, cell) => {
    const sheet = read('有', rows);
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([[cell, 'nil-implied']]);
    expect(sheet.finding('nil-implied')).toMatchObject({ level: 'hint', open: false });
  });

  it('零报告 merged over the table’s width', () => {
    const sheet = read('有', '零报告\n合计 | | | | =0', { merges: ['A3:G3'] });
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([['A3', 'nil-implied']]);
  });

  it('无 merged over the rows', () => {
    const sheet = read('', '1 | 无\n2\n3', { merges: ['B3:G5'] });
    expectContent(sheet, 'nil');
    expect(sheet.findings).toEqual([['B3', 'nil-implied']]);
  });
});

describe('neither', () => {
  it('a donation with 无 elsewhere is a row', () => {
    const sheet = read('有', '1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村 | 无');
    expectContent(sheet, 'rows');
    expect(sheet.column('remarks')).toEqual([null]);
    expect(sheet.findings).toEqual([]);
  });

  it('zeros with a donor are a row', () => {
    const sheet = read('有', '1 | 红星公司 | 企业 | 2020-10-17 | 0 | 上户村 |');
    expectContent(sheet, 'rows');
    expect(sheet.findings).toEqual([['E3', 'JZ-01']]);
  });

  it('a village of zeros is a row', () => {
    const sheet = readTable(`
填报单位： | 和平乡
帮扶村（社区） | 结对帮扶户数（户） | 帮扶责任人数（人） | 参加走访干部（人次） | 其中：单位领导（人次） | 走访户数（户） | 开展活动（场次） | 慰问户数（户） | 慰问金（元） | 慰问品折价（元） | 解决困难问题（件）
上户村 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0`);
    expectContent(sheet, 'rows');
    expect(sheet.total('rows')).toBe(1);
    expect(sheet.findings).toEqual([]);
  });

  it('a donation beside a word for nothing: the word is no row', () => {
    const sheet = read('有', `${DONATION}\n2 | 无`);
    expectContent(sheet, 'rows');
    expect(sheet.rowNumbers).toEqual([3]);
    expect(sheet.findings).toEqual([]);
  });

  it('a row of zeros beside a donation is used, and asked for what it lacks', () => {
    const sheet = read('有', `${DONATION}\n2 | | | | 0 | |`);
    expectContent(sheet, 'rows');
    expect(sheet.rowNumbers).toEqual([3, 4]);
    expect(sheet.findings).toEqual([
      ['B4', 'missing-value'],
      ['C4', 'missing-value'],
      ['D4', 'missing-value'],
      ['F4', 'missing-value'],
    ]);
  });

  it('nil-with-rows: the answer 无 over a donation', () => {
    const sheet = read('无', DONATION);
    expectContent(sheet, 'rows');
    expect(sheet.findings).toEqual([['D1', 'nil-with-rows']]);
    expect(sheet.finding('nil-with-rows')).toMatchObject({ level: 'error', value: '无', open: true });
  });

  it('something unreadable is content: no zero report', () => {
    const sheet = read('有', '1 | | | | 若干 | |');
    expectContent(sheet, 'rows');
    expect(sheet.findings).toContainEqual(['E3', 'not-a-number']);
  });
});

describe('an unreadable cell is not blank', () => {
  it('it gets no missing-value, and rules over it are skipped', () => {
    const sheet = read('有', '1 | 红星公司 | 国企 | 昨天 | 若干 | 上户村 |');
    expect(sheet.findings).toEqual([
      ['C3', 'not-an-option'],
      ['D3', 'bad-date'],
      ['E3', 'not-a-number'],
    ]);
  });

  it('a blank one gets missing-value', () => {
    const sheet = read('有', '1 | 红星公司 | | — | 500 | 无 |');
    expect(sheet.findings).toEqual([
      ['C3', 'missing-value'],
      ['D3', 'missing-value'],
      ['F3', 'missing-value'],
    ]);
    expect(new Set(sheet.submission.findings.map((finding) => finding.level))).toEqual(new Set(['query']));
  });
});

describe('text in 说明', () => {
  const readExplained = (explanation: string) =>
    readTable(
      `
填报单位： | 和平乡
捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户） | 说明
红星公司 | | 2020-10-17 | 2万 | 上户村 | ${explanation}`,
      { dates: ['C'] },
    );

  it('closes the queries of its row, but not scaled', () => {
    const { submission } = readExplained('属实');
    expect(submission.findings.map((finding) => [finding.rule, finding.open])).toEqual([
      ['scaled', true],
      ['missing-value', false],
    ]);
  });

  it('— explains nothing', () => {
    expect(readExplained('—').finding('missing-value').open).toBe(true);
  });
});
