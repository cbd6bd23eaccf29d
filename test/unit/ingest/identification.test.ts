import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/campaign/campaign.js';
import { planMark } from '../../../src/form/mark.js';
import type { Grid } from '../../../src/workbook/grid.js';
import { GridBuilder } from '../../../src/workbook/grid.js';
import { gridOf } from './grid-table.js';
import { PERIOD, type ReadOptions, type ReadSheet, readBook, readTable } from './read-sheets.js';

// product.md, “From a file to a total”, step 2; intake.md on where the unit may stand; period-mismatch of forms.md.

const TABLE = `
序号 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）
1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村`.trim();

/** The table under these lines. */
function read(lines: string, options: ReadOptions = {}): ReadSheet {
  return readTable(lines === '' ? TABLE : `${lines.trim()}\n${TABLE}`, { dates: ['D'], ...options });
}

function expectUnit(sheet: ReadSheet, code: string, by: string): void {
  expect(sheet.identity).toMatchObject({ kind: 'known', unit: code, by });
  expect(sheet.findings).toEqual([]);
}

describe('填报单位', () => {
  it.each([
    ['in the next cell', '填报单位（盖章）： | 和平乡'],
    ['two cells on, the label merged', '填报单位（盖章）： | | 和平乡', ['A1:B1']],
    ['in one merged cell with its label', '填报单位：和平乡', ['A1:F1']],
    ['behind the stamp’s brackets', '填报单位（盖章）：和平乡（公章）'],
    ['behind half-width brackets and colon', '填报单位(盖章):和平乡'],
    ['on an underline', '填报单位：__和平乡____'],
    ['padded with U+3000', '"填报单位：␣␣和平乡␣␣"'],
    ['padded with blanks in the next cell', '填报单位： | "  和 平 乡 "'],
    ['in one cell with the period', '填报单位：和平乡    统计时段：2020-10-01至2020-10-31'],
    ['in one cell with the period, one blank between', '填报单位：和平乡 统计时段：2020年10月'],
    ['in one cell with a date far to the right', '填报单位：和平乡        2020年10月18日'],
    ['spread over the line', '"填报单位：和  平  乡"'],
    ['with a wide gap within, before the period', '"填报单位：和平  乡    统计时段：2020年10月"'],
    ['behind which somebody typed a colon', '填报单位： | 和平乡：'],
    ['as 报送单位', '报送单位： | 和平乡'],
    ['as 单位名称', '单位名称：和平乡'],
    ['under the title', '捐赠款物统计表\n填报单位： | 和平乡', ['A1:F1']],
    ['as the unit’s code', '填报单位： | T1'],
    ['behind the county’s name', '填报单位： | 塔城市和平乡'],
    ['with 人民政府', '填报单位： | 和平乡人民政府'],
  ])('%s', (_, lines, merges: string[] = []) => {
    expectUnit(read(lines, { merges }), 'T1', 'cell');
  });

  it('by an alias', () => {
    expectUnit(read('填报单位： | 教科局'), 'T3', 'cell');
  });

  it('with 县（市） beside it, where two counties have the name', () => {
    expectUnit(read('县（市）： | 额敏县 | 填报单位： | 教育局'), 'E1', 'cell');
  });

  it('below the table', () => {
    const sheet = readTable(`${TABLE}\n合计 | | | | 500\n填报人： | 张三\n填报单位： | 和平乡`, {
      dates: ['D'],
    });
    expectUnit(sheet, 'T1', 'cell');
  });

  it('that two units have is not guessed', () => {
    const sheet = read('填报单位： | 教育局');
    expect(sheet.unit).toBeNull();
    expect(sheet.identity).toMatchObject({
      kind: 'unknown',
      candidates: ['T3', 'E1'],
      writtenName: '教育局',
    });
  });

  it('that nobody has is not guessed, not even by the file’s name', () => {
    const sheet = read('填报单位： | 和平街道', { path: '收件/和平乡.xlsx' });
    expect(sheet.unit).toBeNull();
    expect(sheet.identity).toMatchObject({ kind: 'unknown', writtenName: '和平街道' });
  });

  it('乡 and 镇 of one name are two units', () => {
    expectUnit(read('填报单位： | 和平镇'), 'T2', 'cell');
  });
});

describe('the file’s name', () => {
  it.each([
    ['the file', '收件/和平乡捐赠款物统计表.xlsx', null],
    ['the folder', '收件/和平乡/附件2.xlsx', null],
    ['an inner file', '收件/上报.zip', '和平乡/附件2.xlsx'],
    ['the county’s folder and the file', '收件/塔城市/和平乡-10月.xlsx', null],
  ])('names the unit: %s', (_, path, entry) => {
    expectUnit(read('', { path, entry }), 'T1', 'path');
  });

  it('counts where 填报单位 is blank', () => {
    const sheet = read('填报单位（盖章）： | | 统计时段： | 2020年10月', { path: '收件/和平乡.xlsx' });
    expectUnit(sheet, 'T1', 'path');
  });

  it('that two units share is not decided', () => {
    const sheet = read('', { path: '收件/教育局.xlsx' });
    expect(sheet.identity).toMatchObject({ kind: 'unknown', candidates: ['T3', 'E1'] });
  });

  it('that says nothing leaves the unit unknown', () => {
    expect(read('', { path: '收件/附件2.xlsx' }).unit).toBeNull();
  });
});

describe('人工认定', () => {
  const decision = (rest: Partial<Decision>): Decision => ({
    file: '收件/来件.xlsx',
    sheet: null,
    unit: 'T2',
    form: null,
    action: '认定',
    reason: null,
    decidedBy: null,
    decidedOn: null,
    ...rest,
  });

  it('overrules 填报单位, and keeps the name as written', () => {
    const sheet = read('填报单位： | 和平街道', { decisions: [decision({})] });
    expectUnit(sheet, 'T2', 'decision');
    expect(sheet.identity.writtenName).toBe('和平街道');
  });

  it('of another sheet does not hold', () => {
    const sheet = read('填报单位： | 和平乡', { decisions: [decision({ sheet: 'Sheet2' })] });
    expectUnit(sheet, 'T1', 'cell');
  });

  it('of another action does not hold', () => {
    expectUnit(read('填报单位： | 和平乡', { decisions: [decision({ action: '采用' })] }), 'T1', 'cell');
  });

  it('names the form where title and header do not', () => {
    const table = '单位 | 捐款 | 备注\n红星公司 | 500 |';
    const sheet = readTable(table, { decisions: [decision({ form: 'donations' })] });
    expect([sheet.form, sheet.unit]).toEqual(['donations', 'T2']);
    expect(sheet.findings.filter(([, rule]) => rule === 'column-missing')).toHaveLength(4);
  });
});

describe('hidden mark', () => {
  function marked(grid: Grid, unit: string) {
    const mark = {
      sheet: grid.sheetName,
      role: 'form',
      form: 'donations',
      version: 1,
      unit,
      ...PERIOD,
    } as const;
    const plan = planMark([mark]);
    const builder = new GridBuilder();
    for (const row of plan.sheet.rows) {
      for (const cell of row.cells)
        builder.set(row.rowNumber, cell.columnNumber, cell.value as string | number | null);
    }
    const { submissions } = readBook({
      sheets: [grid, builder.build({ sheetName: plan.sheet.name, visibility: 'veryHidden' })],
      definedNames: new Map(plan.definedNames.map(({ name, formula }) => [name, formula])),
    });
    expect(submissions).toHaveLength(1);
    return submissions[0]!;
  }

  it('names the unit where 填报单位 is blank', () => {
    expectUnit(marked(gridOf(`填报单位： |\n${TABLE}`, { dates: ['D'] }), 'T1'), 'T1', 'mark');
  });

  it('agrees with 填报单位 that two units have', () => {
    expectUnit(marked(gridOf(`填报单位： | 教育局\n${TABLE}`, { dates: ['D'] }), 'E1'), 'E1', 'mark');
  });

  it('that contradicts 填报单位 is not followed: both are named', () => {
    const sheet = marked(gridOf(`填报单位： | 上户镇\n${TABLE}`, { dates: ['D'] }), 'T1');
    expect(sheet.identity).toMatchObject({ kind: 'unknown', candidates: ['E2', 'T1'] });
  });

  it('of a blank template names the form only', () => {
    expectUnit(marked(gridOf(`填报单位： | 和平乡\n${TABLE}`, { dates: ['D'] }), ''), 'T1', 'cell');
  });
});

describe('统计时段', () => {
  it.each([
    '2020-10-01 至 2020-10-31',
    '2020年10月1日至2020年10月31日',
    '2020年10月1日—10月31日',
    '2020.10.1-2020.10.31',
    '2020年10月',
    '2020年10月份',
  ])('%s is the form’s period', (period) => {
    expect(read(`填报单位： | 和平乡 | 统计时段： | ${period}`).findings).toEqual([]);
  });

  it.each([
    ['in the next cell', '填报单位： | 和平乡 | 统计时段： | 2020-09-01 至 2020-09-30', 'D1'],
    ['as a month', '填报单位： | 和平乡 | 统计时段： | 2020年9月', 'D1'],
    ['in one cell with its label', '填报单位： | 和平乡 | 统计时段：2020年9月', 'C1'],
    ['in one cell with the unit', '填报单位：和平乡    统计时段：2020年9月', 'A1'],
    ['a longer span', '填报单位： | 和平乡 | 统计时段： | 2020-01-01 至 2020-10-31', 'D1'],
  ])('another period %s is asked about', (_, lines, cell) => {
    const sheet = read(lines);
    expect(sheet.unit).toBe('T1');
    expect(sheet.findings).toEqual([[cell, 'period-mismatch']]);
    expect(sheet.finding('period-mismatch').level).toBe('query');
  });

  it('left blank or written in other words is no finding', () => {
    expect(read('填报单位： | 和平乡 | 统计时段： | ').findings).toEqual([]);
    expect(read('填报单位： | 和平乡 | 统计时段： | 活动月').findings).toEqual([]);
  });
});
