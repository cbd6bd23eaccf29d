import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResultJson } from '../../src/report/result/result-json.js';
import {
  AFTER_DEADLINE,
  bangfu,
  fillWorkbook,
  HAS_OPENPYXL,
  plainTable,
  ROOT,
  receive,
  sheetOf,
  temporaryFolder,
} from './working-folder.js';

// A form that the program has never heard of: one file in form/built-in, nothing else touched.

const FORM = `
import { compare, field } from '../condition.js';
import { defineForm } from '../form-definition.js';

export const form = defineForm({
  key: 'made-up',
  title: '示例义诊统计表',
  version: 1,
  attachment: 12,
  rowMeaning: '每场义诊填一行',
  subject: 'place',
  explanation: 'explanation',
  fields: [
    { key: 'place', title: '义诊地点', kind: 'text', required: true },
    { key: 'heldOn', title: '义诊日期', kind: 'date' },
    { key: 'doctors', group: '人员', title: '医务人员', unit: '人', kind: 'integer', required: true, measure: 'flow' },
    { key: 'patients', group: '人员', title: '接诊群众', unit: '人次', kind: 'integer', required: true, measure: 'flow' },
    { key: 'medicine', title: '免费药品折价', unit: '元', kind: 'amount', measure: 'flow' },
    { key: 'explanation', title: '说明', kind: 'text' },
  ],
  rules: [
    {
      id: 'YZ-01',
      level: 'error',
      blanks: 'skip',
      checks: [{ kind: 'row', holds: compare(field('doctors'), '<=', field('patients')), at: 'doctors' }],
      text: '医务人员不多于接诊群众',
      message: '医务人员 {doctors} 人，多于接诊群众 {patients} 人次',
      fix: '请核对后改正',
    },
  ],
  derivedMeasures: [],
  rates: [],
  target: null,
  instructions: ['示例表，纯属虚构。'],
  keyMeasures: ['patients', 'medicine'],
  amountAtStake: 'medicine',
  templateRows: 5,
});
`;

/** The built program with one more form. */
function programWithFourthForm(): string {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'dist/form/built-in/made-up.js'), FORM);
  return join(folder, 'dist/cli/main.js');
}

describe('a fourth form', () => {
  it('is asked for, sent out, read back, checked and summed by adding its file', async () => {
    const binary = programWithFourthForm();
    const dir = join(temporaryFolder(), '活动');
    const run = (...args: string[]) => {
      const { code, stdout, stderr } = bangfu(args, { binary });
      expect([args[0], code, stderr.includes('出错')]).toEqual([args[0], 0, false]);
      return stdout;
    };
    run('init', dir);
    const tasks = sheetOf(join(dir, '活动设置.xlsx'), '报送任务');
    const rowNumber = Array.from({ length: tasks.lastRowNumber }, (_, index) => index + 1).find(
      (row) => tasks.valueAt(row, 1) === '示例义诊统计表',
    );
    // Unlike the built-in forms that are only offered, it is asked for at once.
    expect(tasks.valueAt(rowNumber!, 4)).toBe('是');
    run('templates', dir);
    const template = join(dir, '模板/空白模板/附件12 示例义诊统计表.xlsx');
    const sheet = sheetOf(template, '示例义诊统计表');
    expect(headersOf(sheet)).toEqual(
      expect.arrayContaining(['义诊地点', '医务人员（人）', '接诊群众（人次）', '免费药品折价（元）']),
    );
    if (HAS_OPENPYXL) {
      const perUnit = join(dir, '模板/分单位/塔城市/二工镇.xlsx');
      const place = (title: string) =>
        `示例义诊统计表!${cellBelow(sheetOf(perUnit, '示例义诊统计表'), title)}`;
      mkdirSync(join(dir, '收件'), { recursive: true });
      fillWorkbook(perUnit, join(dir, '收件/二工镇.xlsx'), {
        [place('义诊地点')]: '示例村卫生室',
        [place('医务人员（人）')]: 4,
        [place('接诊群众（人次）')]: 60,
        [place('免费药品折价（元）')]: 1250.5,
      });
    } else {
      console.warn(
        'no python3 with openpyxl: the template of the fourth form is not filled, a plain table is',
      );
      await receive(dir, '二工镇.xlsx', table('二工镇', 4, 60, 1250.5));
    }
    await receive(dir, '恰夏镇.xlsx', table('恰夏镇', 9, 5, 10));
    const result = JSON.parse(run('aggregate', dir, '--json', '--as-of', AFTER_DEADLINE)) as ResultJson;
    expect(result.totals['made-up']!.prefecture).toEqual({
      rows: 1,
      doctors: 4,
      patients: 60,
      medicine: 1250.5,
    });
    expect(result.findings.filter((item) => item.form === 'made-up' && item.level === 'error')).toEqual([
      expect.objectContaining({ rule: 'YZ-01', path: '收件/恰夏镇.xlsx', cell: 'C4' }),
    ]);
    const summary = sheetOf(join(dir, '汇总/塔城地区汇总表.xlsx'), '示例义诊统计表');
    expect(headersOf(summary).join()).toContain('接诊群众');
  });
});

function table(unitName: string, doctors: number, patients: number, medicine: number) {
  return plainTable(
    '示例义诊统计表',
    unitName,
    ['义诊地点', '医务人员（人）', '接诊群众（人次）', '免费药品折价（元）'],
    [['示例村', doctors, patients, medicine]],
  );
}

type Sheet = ReturnType<typeof sheetOf>;

function headersOf(sheet: Sheet): string[] {
  return [3, 4, 5].flatMap((rowNumber) =>
    Array.from({ length: sheet.lastColumnNumber }, (_, index) =>
      String(sheet.valueAt(rowNumber, index + 1) ?? ''),
    ),
  );
}

/** The first data cell under a leaf header of a template: headers stand in rows 4 and 5. */
function cellBelow(sheet: Sheet, title: string): string {
  for (let columnNumber = 1; columnNumber <= sheet.lastColumnNumber; columnNumber++) {
    const isIt = [4, 5].some((rowNumber) => sheet.valueAt(rowNumber, columnNumber) === title);
    if (isIt) return `${String.fromCharCode(64 + columnNumber)}6`;
  }
  throw new Error(`no column ${title}`);
}
