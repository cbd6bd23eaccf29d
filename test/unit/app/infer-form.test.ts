import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDefinition } from '../../../src/app/form-files.js';
import { inferForm } from '../../../src/app/infer-form.js';
import { readWorkbook } from '../../../src/workbook/read/read-workbook.js';
import type { SheetPlan } from '../../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bangfu-infer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sheet = (name: string, ...rows: (readonly (string | null)[])[]): SheetPlan => ({
  name,
  columnWidths: [],
  rows: rows.map((texts, index) => ({
    rowNumber: index + 1,
    cells: texts.map((value, column) => ({ columnNumber: column + 1, value })),
  })),
});
const VISITS = sheet('走访', ['走访统计表'], ['村名', '走访户数（户）', '慰问金'], [null]);
const GIFTS = sheet('捐赠', ['捐赠统计表'], ['捐赠单位', '金额（元）'], [null]);

async function workbook(...sheets: readonly SheetPlan[]): Promise<string> {
  const path = join(folder, '原表.xlsx');
  writeFileSync(path, await writeWorkbook({ title: '原表', sheets }));
  return path;
}
const out = () => join(folder, '定义.xlsx');

describe('form infer', () => {
  it('writes a 表格定义 that says how sure each guess is, and is no mistake', async () => {
    const { written, passedOver } = await inferForm(await workbook(VISITS), null, out());
    expect(written).toEqual([
      {
        path: out(),
        title: '走访统计表',
        sheet: '走访',
        fields: 4,
        rules: 0,
        sureness: { sure: 0, check: 2, guess: 2 },
      },
    ]);
    expect(passedOver).toEqual([]);
    expect((await checkDefinition(out())).kind).toBe('form');
    const read = readWorkbook(readFileSync(out()));
    const fields =
      read.kind === 'workbook' ? read.workbook.sheets.find((item) => item.sheetName === '字段') : null;
    const texts = Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 20 }, (_, column) => fields!.valueAt(row + 1, column + 1)),
    ).flat();
    expect(texts).toContain('待确认');
    expect(texts.some((text) => typeof text === 'string' && text.includes('没有写单位'))).toBe(true);
  });

  it('takes the sheet that is named', async () => {
    const { written, passedOver } = await inferForm(await workbook(VISITS, GIFTS), '捐赠', out());
    expect(written.map(({ title }) => title)).toEqual(['捐赠统计表']);
    expect(passedOver).toEqual([]);
  });

  it('never overwrites', async () => {
    writeFileSync(out(), '我的');
    await expect(inferForm(await workbook(VISITS), null, out())).rejects.toThrow('已经存在');
    expect(readFileSync(out(), 'utf8')).toBe('我的');
  });

  it.each([
    ['several tables for one file', () => workbook(VISITS, GIFTS), null, '有 2 张表'],
    ['a sheet that is not there', () => workbook(VISITS), '附表', '没有名为“附表”的工作表'],
    ['nothing to be filled in', () => workbook(sheet('通知', ['关于走访的通知'])), null, '没有找到要填的表'],
  ])('refuses %s and writes nothing', async (_, file, sheetName, message) => {
    await expect(inferForm(await file(), sheetName, out())).rejects.toThrow(message);
    expect(existsSync(out())).toBe(false);
  });

  it('refuses what is no workbook', async () => {
    const path = join(folder, '图.xls');
    writeFileSync(path, Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
    await expect(inferForm(path, null, out())).rejects.toThrow('打不开');
    await expect(inferForm(join(folder, '没有.xls'), null, out())).rejects.toThrow();
  });
});
