import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/campaign/campaign.js';
import { gridOf } from './grid-table.js';
import { type ReadOptions, type ReadSheet, readSheets } from './read-sheets.js';

// product.md, step 5: a sheet may hold several units' rows; rows go to their units.

const HEADER =
  '序号 | 单位名称 | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）';

/** Rows begin in row 2; dates stand in column E. */
function read(rows: string, options: ReadOptions = {}, header = HEADER): readonly ReadSheet[] {
  return readSheets([gridOf(`${header}\n${rows.trim()}`, { dates: ['E'], ...options })], options);
}

function unitsOf(sheets: readonly ReadSheet[]) {
  return sheets.map((sheet) => [sheet.unit, sheet.rowNumbers, sheet.total('money')]);
}

describe('rows of several units', () => {
  it('go to their units', () => {
    const sheets = read(`
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 和平镇 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村
3 | 和平乡 | 李四 | 个人 | 2020-10-19 | 7 | 上户村`);
    expect(unitsOf(sheets)).toEqual([
      ['T1', [2, 4], 507_00],
      ['T2', [3], 60_50],
    ]);
    expect(sheets.map((sheet) => sheet.identity)).toMatchObject([{ by: 'rows' }, { by: 'rows' }]);
    expect(sheets.flatMap((sheet) => sheet.findings)).toEqual([]);
  });

  it('a vertically merged unit applies to each of its rows', () => {
    const sheets = read(
      `
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村
3 | 和平镇 | 李四 | 个人 | 2020-10-19 | 7 | 上户村
4 | | 王五 | 个人 | 2020-10-19 | 8 | 上户村`,
      { merges: ['B2:B3', 'B4:B5'] },
    );
    expect(unitsOf(sheets)).toEqual([
      ['T1', [2, 3], 560_50],
      ['T2', [4, 5], 15_00],
    ]);
  });

  it('by code, and by county where two have the name', () => {
    const sheets = read(
      `
E1 | 塔城市 | 红星公司 | 企业 | 2020-10-17 | 500 | 教育局 | 上户村
 | 额敏县 | 张三 | 个人 | 2020-10-18 | 60.5 | 教育局 | 下户村
 | 塔城市 | 李四 | 个人 | 2020-10-18 | 7 | 教育局 | 下户村`,
      {},
      '单位编码 | 所属县（市） | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 填报单位 | 受赠单位（村、户）',
    );
    expect(unitsOf(sheets)).toEqual([
      ['E1', [2, 3], 560_50],
      ['T3', [4], 7_00],
    ]);
  });

  it('of an unknown unit are named and not given to another', () => {
    const sheets = read(`
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 和平街道 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村
3 | 和平街道 | 李四 | 个人 | 2020-10-19 | 7 | 上户村
4 | 教育局 | 王五 | 个人 | 2020-10-19 | 8 | 上户村
5 | | 赵六 | 个人 | 2020-10-19 | 9 | 上户村`);
    expect(unitsOf(sheets)).toEqual([
      ['T1', [2], 500_00],
      [null, [3, 4], 67_50],
      [null, [5], 8_00],
      [null, [6], 9_00],
    ]);
    expect(sheets.slice(1).map((sheet) => sheet.identity.writtenName)).toEqual(['和平街道', '教育局', null]);
    expect(sheets[2]!.identity).toMatchObject({ candidates: ['T3', 'E1'] });
  });

  it('合计 and 小计 in the unit’s column belong to nobody', () => {
    const sheets = read(`
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
 | 和平乡小计 | | | | 500 |
2 | 和平镇 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村
 | 合计 | | | | 560.5 |`);
    expect(unitsOf(sheets)).toEqual([
      ['T1', [2], 500_00],
      ['T2', [4], 60_50],
    ]);
    expect(sheets.flatMap((sheet) => sheet.findings)).toEqual([]);
  });

  it('an error returns only its own unit’s rows', () => {
    const sheets = read(`
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 若干 | 上户村
2 | 和平镇 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村`);
    expect(sheets.map((sheet) => [sheet.unit, sheet.findings])).toEqual([
      ['T1', [['F2', 'not-a-number']]],
      ['T2', []],
    ]);
  });

  it('what is wrong with the whole sheet concerns every unit; hints are said once', () => {
    const sheets = read(
      `
1 | 和平乡 | 红星公司 | 2020-10-17 | 500 | 上户村 | √
2 | 和平镇 | 张三 | 2020-10-18 | 60.5 | 下户村 | √
合计 | | | | 1 | |`,
      { dates: ['D'] },
      '序号 | 单位名称 | 捐赠单位（个人） | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户） | 核对',
    );
    expect(sheets.map((sheet) => [sheet.unit, sheet.findings])).toEqual([
      [
        'T1',
        [
          [null, 'column-missing'],
          ['G1', 'column-unknown'],
          ['E4', 'total-mismatch'],
        ],
      ],
      [
        'T2',
        [
          [null, 'column-missing'],
          ['E4', 'total-mismatch'],
        ],
      ],
    ]);
  });

  it('a unit without anything in its row has not reported', () => {
    const sheets = read(`
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 和平镇 | | | | |`);
    expect(unitsOf(sheets)).toEqual([['T1', [2], 500_00]]);
  });

  it.each([
    ['the word 无', '2 | 和平镇 | 无 | | | |', 'C3'],
    ['zeros without a donor', '2 | 和平镇 | | | | 0 |', 'F3'],
  ])('a unit of which the sheet says %s reports nil', (_, row, cell) => {
    const sheets = read(`1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村\n${row}`);
    expect(sheets.map((sheet) => [sheet.unit, sheet.content, sheet.rowNumbers])).toEqual([
      ['T1', 'rows', [2]],
      ['T2', 'nil', []],
    ]);
    expect(sheets.map((sheet) => sheet.findings)).toEqual([[], [[cell, 'nil-implied']]]);
  });

  it('zeros without a unit say nothing of anybody', () => {
    const sheets = read(
      `1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村\n2 | | | | | 0 |\n3 | | 无`,
    );
    expect(unitsOf(sheets)).toEqual([['T1', [2], 500_00]]);
  });

  it('the answer 无 over rows of several units is an error of each', () => {
    const sheets = readSheets([
      gridOf(
        `
本期有无数据： | 无
${HEADER}
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 和平镇 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村`,
        { dates: ['E'] },
      ),
    ]);
    expect(sheets.map((sheet) => [sheet.unit, sheet.findings])).toEqual([
      ['T1', [['B1', 'nil-with-rows']]],
      ['T2', [['B1', 'nil-with-rows']]],
    ]);
  });

  it('人工认定 gives the whole sheet to one unit', () => {
    const decision: Decision = {
      file: '收件/来件.xlsx',
      sheet: 'Sheet1',
      unit: 'T1',
      form: 'donations',
      action: '认定',
      reason: null,
      decidedBy: null,
      decidedOn: null,
    };
    const sheets = read(
      `
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村
2 | 和平街道 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村`,
      { decisions: [decision] },
    );
    expect(unitsOf(sheets)).toEqual([['T1', [2, 3], 560_50]]);
  });

  it('the county of the path or of the sheet’s head tells units of one name apart', () => {
    const rows = '1 | 教育局 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村';
    expect(unitsOf(read(rows))).toEqual([[null, [2], 500_00]]);
    expect(unitsOf(read(rows, { path: '收件/额敏县/汇总.xlsx' }))).toEqual([['E1', [2], 500_00]]);
    const headed = readSheets([gridOf(`县（市）： | 塔城市\n${HEADER}\n${rows}`, { dates: ['E'] })]);
    expect(unitsOf(headed)).toEqual([['T3', [3], 500_00]]);
    // A row's own county goes before.
    const own = `${rows} | 塔城市`;
    const header = `${HEADER} | 所属县（市）`;
    expect(unitsOf(read(own, { path: '收件/额敏县/汇总.xlsx' }, header))).toEqual([['T3', [2], 500_00]]);
  });

  it('the column 单位 beside 计量单位 in its group is the unit’s', () => {
    const sheets = readSheets([
      gridOf(
        `
序号 | 单位 | 捐赠方 | | | 捐物 | | | 受赠
 | | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 物资名称 | 计量单位 | 折价金额（元） | 受赠单位（村、户）
1 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 大米 | 袋 | 500 | 上户村
2 | 和平镇 | 张三 | 个人 | 2020-10-18 | 面粉 | 袋 | 60.5 | 下户村`,
        { dates: ['E'], merges: ['A1:A2', 'B1:B2', 'C1:E1', 'F1:H1'] },
      ),
    ]);
    expect(sheets.map((sheet) => [sheet.unit, sheet.column('goodsUnit'), sheet.total('total')])).toEqual([
      ['T1', ['袋'], 500_00],
      ['T2', ['袋'], 60_50],
    ]);
  });

  it('stacked tables, each under its own 填报单位', () => {
    const table = (unit: string, row: string) =>
      `
捐赠款物统计表
填报单位： | ${unit}
${HEADER.replace(' 单位名称 |', '')}
${row}
单位负责人：`.trim();
    const sheets = readSheets([
      gridOf(
        `${table('和平乡', '1 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村')}\n${table('和平镇', '1 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村')}`,
        { dates: ['D'] },
      ),
    ]);
    expect(unitsOf(sheets)).toEqual([
      ['T1', [4], 500_00],
      ['T2', [9], 60_50],
    ]);
  });
});
