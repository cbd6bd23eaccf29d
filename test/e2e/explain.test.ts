import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatReference } from '../../src/workbook/reference.js';
import {
  aggregate,
  bangfu,
  pairedReturn,
  receive,
  sheetOf,
  unit,
  villageRow,
  workingFolder,
} from './working-folder.js';

const SHEET = '结对帮扶活动月统计表';
const WORKBOOK = '汇总/示例地区汇总表.xlsx';

/** Where 慰问金 of all counties stands: its column's header, the row of 合计. */
function findTotal(dir: string): string {
  const sheet = sheetOf(join(dir, WORKBOOK), SHEET);
  const columns = Array.from({ length: sheet.lastColumnNumber }, (_, index) => index + 1);
  const rows = Array.from({ length: sheet.lastRowNumber }, (_, index) => index + 1);
  const column = columns.find((number) => String(sheet.valueAt(4, number)).startsWith('慰问金'))!;
  const row = rows.find((number) => /^合\s*计$/.test(String(sheet.valueAt(number, 1))))!;
  return formatReference(row, column);
}

describe('explain', () => {
  it('prints a tree whose parts add up, down to the cells of the returned files', async () => {
    const dir = await workingFolder();
    await receive(
      dir,
      '水利局.xlsx',
      pairedReturn('甲县水利局', [villageRow('一村', 2000), villageRow('二村', 1000.25)]),
    );
    await receive(dir, '林草局.xlsx', pairedReturn('甲县林草局', [villageRow('三村', 0.1)]));
    await receive(dir, '东风镇.xlsx', pairedReturn('乙县东风镇', [villageRow('四村', 0.2)]));
    aggregate(dir);
    const cell = findTotal(dir);
    const { code, stdout, stderr } = bangfu(['explain', dir, WORKBOOK, `${SHEET}!${cell}`]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('慰问金 = 3000.55 元');
    const amountsAt = (start: RegExp) =>
      lines.filter((line) => start.test(line)).map((line) => Number(/([\d.]+) 元/.exec(line)?.[1]));
    const counties = amountsAt(/^├ /);
    const units = amountsAt(/^│ {2}├ /);
    const cells = amountsAt(/^│ {2}│ /);
    expect(counties).toEqual([3000.35, 0.2]);
    expect(units).toEqual([3000.25, 0.1, 0.2]);
    expect(cells).toEqual([2000, 1000.25, 0.1, 0.2]);
    expect(stdout).toMatch(/甲县水利局.*水利局\.xlsx《Sheet1》/);
    expect(lines.filter((line) => /\bJ[45]\b/.test(line)).length).toBe(4);

    const json = JSON.parse(bangfu(['explain', dir, WORKBOOK, `${SHEET}!${cell}`, '--json']).stdout);
    expect(json[0]).toMatchObject({ key: 'consolationMoney', total: 3000.55 });
    expect(json[0].contributions[1]).toEqual({
      unit: '101',
      path: '收件/水利局.xlsx',
      entry: null,
      sheet: 'Sheet1',
      cell: 'J5',
      value: 1000.25,
    });
  });

  it('takes the beginning of a sheet’s name where it means one sheet, and says which', async () => {
    const dir = await workingFolder();
    await receive(dir, '水利局.xlsx', pairedReturn('甲县水利局', [villageRow('一村', 2000)]));
    aggregate(dir);
    const cell = findTotal(dir);
    const { code, stdout, stderr } = bangfu(['explain', dir, WORKBOOK, `结对帮扶!${cell}`]);
    expect(code).toBe(0);
    expect(stdout).toContain('慰问金 = 2000 元');
    expect(stderr).toContain(`《${SHEET}》${cell}`);
    // 未报送名单 and 未达标单位 both begin with it.
    const unclear = bangfu(['explain', dir, WORKBOOK, `未!${cell}`]);
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toContain('未报送名单');
  });

  it('says so when the workbook is older than what lies in 收件/', async () => {
    const dir = await workingFolder();
    await receive(dir, '水利局.xlsx', pairedReturn('甲县水利局', [villageRow('一村', 2000)]));
    aggregate(dir);
    const cell = findTotal(dir);
    await receive(dir, '林草局.xlsx', pairedReturn('甲县林草局', [villageRow('三村', 50)]));
    const { code, stdout, stderr } = bangfu(['explain', dir, WORKBOOK, `${SHEET}!${cell}`]);
    expect(code).toBe(0);
    expect(stdout).toContain('慰问金 = 2050 元');
    expect(stderr).toContain('请重新运行 bangfu aggregate');
  });

  it('refuses a cell that shows no total, a sheet or a workbook that is not there', async () => {
    const dir = await workingFolder({ units: [unit('101', '甲县水利局')] });
    aggregate(dir);
    for (const [workbook, cell] of [
      [WORKBOOK, `${SHEET}!A1`],
      [WORKBOOK, '没有这张表!B5'],
      [WORKBOOK, '看不懂'],
      ['汇总/没有.xlsx', `${SHEET}!B5`],
    ] as const) {
      const { code, stdout, stderr } = bangfu(['explain', dir, workbook, cell]);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/[\u4e00-\u9fff]/);
      expect(stderr).not.toContain('    at ');
    }
  });
});
