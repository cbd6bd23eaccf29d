import { describe, expect, it } from 'vitest';
import { MARK_SHEET, type MarkedSheet, planMark } from '../../../src/form/mark.js';
import { digestRecords } from '../../../src/form/record.js';
import { STATUS_SHEET } from '../../../src/form/status-sheet.js';
import { type Grid, GridBuilder, type GridWorkbook } from '../../../src/workbook/grid.js';
import { gridOf } from './grid-table.js';
import { PERIOD, readBook } from './read-sheets.js';

// product.md, step 7: a 底稿 is itself a valid return; only its marked record and status sheets are read back.

const RECORDS = `
捐赠款物统计表
底稿：已计入汇总的全部记录
序号 | 单位编码 | 所属县（市） | 单位名称 | 捐赠方 | | | 捐款 | 受赠 | 其他栏 | 来源文件 | 来源工作表 | 来源行
 | | | | 捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户） | | | |
1 | T1 | 塔城市 | 和平乡 | 红星公司 | 企业 | 2020-10-17 | 500 | 上户村 | 法人：李四 | 收件/a.xlsx | Sheet1 | 6
2 | T1 | 塔城市 | 和平乡 | 张三 | 个人 | 2020-10-18 | 60.5 | 下户村 | | 收件/a.xlsx | Sheet1 | 7
3 | E1 | 额敏县 | 教育局 | 李四 | | 2020-10-19 | 7 | 上户村 | | 收件/b.xlsx | Sheet1 | 6
4 | E2 | 额敏县 | 上户镇 | | | | | | | 收件/e.xlsx | Sheet1 | 6
合计 | | | | | | | =567.5`.trim();
const MERGES = ['A3:A4', 'B3:B4', 'C3:C4', 'D3:D4', 'E3:G3', 'J3:J4', 'K3:K4', 'L3:L4', 'M3:M4'];

/** The values that the 底稿 of T1 was written with, in the order of the form's fields. */
const T1_VALUES = [
  ['红星公司', '企业', null, null, '2020-10-17', 500_00, null, null, null, null, null, 500_00, '上户村'],
  ['张三', '个人', null, null, '2020-10-18', 60_50, null, null, null, null, null, 60_50, '下户村'],
].map((values) => ({ values: [...values, null, null, null, null, null] }));

function statusSheet(digest: string): string {
  return `
活动报送状态
截至 2020-10-20
单位编码 | 所属县（市） | 单位名称 | 表名 | 状态 | 是否迟报 | 收件时间 | 计入行数 | 来源文件 | 放行原因 | 表代码 | 状态代码 | 记录指纹
T1 | 塔城市 | 和平乡 | 捐赠款物统计表 | 已报 | 是 | 2020-10-19 08:30:00 | 2 | 收件/a.xlsx | | donations | accepted | "${digest}"
E1 | 额敏县 | 教育局 | 捐赠款物统计表 | 已报待说明 | 否 | 2020-10-15 08:30:00 | 1 | 收件/b.xlsx | | donations | queried | 00
T2 | 塔城市 | 和平镇 | 捐赠款物统计表 | 零报告 | 否 | 2020-10-16 10:00:00 | 0 | 收件/c.xlsx | | donations | nil | "${digestRecords([])}"
T3 | 塔城市 | 教育局 | 捐赠款物统计表 | 已报待改 | 否 | 2020-10-16 10:00:00 | 0 | 收件/d.xlsx | | donations | returned | 00
T4 | 塔城市 | 第一中学 | 捐赠款物统计表 | 未报送 | 否 | | 0 | | | donations | missing | 00
T4 | 塔城市 | 第一中学 | 捐赠款物统计表 | 不明 | 否 | | 0 | | | donations | other | 00`.trim();
}

function workpaper(...others: readonly Grid[]): GridWorkbook {
  const mark = { form: 'donations', version: 1, unit: '', ...PERIOD };
  const marks: readonly MarkedSheet[] = [
    { ...mark, sheet: '捐赠明细', role: 'records' },
    { ...mark, sheet: STATUS_SHEET, role: 'status', form: '' },
  ];
  const plan = planMark(marks);
  const builder = new GridBuilder();
  for (const row of plan.sheet.rows) {
    for (const cell of row.cells)
      builder.set(row.rowNumber, cell.columnNumber, cell.value as string | number | null);
  }
  return {
    sheets: [
      gridOf(RECORDS, { sheetName: '捐赠明细', merges: MERGES, dates: ['G'] }),
      gridOf(statusSheet(digestRecords(T1_VALUES)), { sheetName: STATUS_SHEET }),
      ...others,
      builder.build({ sheetName: MARK_SHEET, visibility: 'veryHidden' }),
    ],
    definedNames: new Map(plan.definedNames.map(({ name, formula }) => [name, formula])),
  };
}

describe('a 底稿 that comes back', () => {
  it('gives each unit its records', () => {
    const { submissions } = readBook(workpaper());
    const records = submissions.filter((item) => item.content === 'rows');
    expect(records.map((item) => [item.unit, item.rowNumbers, item.total('money')])).toEqual([
      ['T1', [5, 6], 560_50],
      ['E1', [7], 7_00],
      // Every row with a unit was counted, even one whose only content could not be read.
      ['E2', [8], 0],
    ]);
    expect(records[0]!.submission.records.map((record) => record.values)).toEqual(
      T1_VALUES.map((record) => record.values),
    );
    expect(records[0]!.submission.extraTitles).toEqual(['其他栏']);
    expect(records[0]!.submission.records.map((record) => record.extras)).toEqual([['法人：李四'], ['']]);
  });

  it('knows unchanged records again, which were checked before', () => {
    const { submissions } = readBook(workpaper());
    const [unchanged, changed] = submissions;
    expect(unchanged!.submission.recorded).toMatchObject({
      status: 'accepted',
      late: true,
      receivedAt: '2020-10-19T08:30:00+08:00',
      recordsUnchanged: true,
    });
    expect(unchanged!.findings).toEqual([]);
    expect(changed!.submission.recorded).toMatchObject({ status: 'queried', recordsUnchanged: false });
    expect(changed!.findings).toEqual([['F7', 'missing-value']]);
  });

  it('hands on zero reports, and what became of units without counted rows', () => {
    const { submissions, statuses } = readBook(workpaper());
    const nils = submissions.filter((item) => item.content === 'nil');
    expect(nils.map((item) => [item.unit, item.sheet, item.submission.recorded?.status])).toEqual([
      ['T2', STATUS_SHEET, 'nil'],
    ]);
    expect(statuses.map((status) => [status.unit, status.form, status.status])).toEqual([
      ['T3', 'donations', 'returned'],
      ['T4', 'donations', 'missing'],
    ]);
  });

  it('is not read beyond its marked sheets', () => {
    const copy = gridOf(
      '填报单位： | 上户镇\n捐赠单位（个人） | 捐赠方类型 | 捐赠日期 | 捐款金额（元） | 受赠单位（村、户）\n甲公司 | 企业 | 2020-10-17 | 9 | 某村',
      { sheetName: '我的备份', dates: ['C'] },
    );
    const { submissions } = readBook(workpaper(copy));
    expect(submissions.map((item) => item.unit)).toEqual(['T1', 'E1', 'E2', 'T2']);
  });
});
