import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { type ReadSheet, readBook } from '../unit/ingest/read-sheets.js';

// Returned workbooks as bytes, written by openpyxl as an office would leave them, read and checked to the end.

const PYTHON = '/usr/bin/python3';

/** `sheets`: rows of cells; `{"date": …}` is a date cell, a text that begins with `=` a formula without a value. */
const WRITER = `
import datetime, json, sys
from openpyxl import Workbook
workbooks = json.load(sys.stdin)
for name, sheets in workbooks.items():
    book = Workbook()
    book.remove(book.active)
    for title, spec in sheets.items():
        sheet = book.create_sheet(title)
        for row, cells in enumerate(spec['rows'], 1):
            for column, value in enumerate(cells, 1):
                if isinstance(value, dict):
                    cell = sheet.cell(row, column, datetime.date.fromisoformat(value['date']))
                    cell.number_format = 'yyyy/m/d'
                elif value is not None:
                    sheet.cell(row, column, value)
        for merge in spec.get('merges', []):
            sheet.merge_cells(merge)
        for row in spec.get('hiddenRows', []):
            sheet.row_dimensions[row].hidden = True
        for column in spec.get('hiddenColumns', []):
            sheet.column_dimensions[column].hidden = True
    book.save(sys.argv[1] + '/' + name + '.xlsx')
`;

const hasOpenpyxl = spawnSync(PYTHON, ['-c', 'import openpyxl']).status === 0;

type WrittenCell = string | number | boolean | null | { readonly date: string };

interface WrittenSheet {
  readonly rows: readonly (readonly WrittenCell[])[];
  readonly merges?: readonly string[];
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly string[];
}

const OCT_17 = { date: '2020-10-17' };

const WORKBOOKS: Readonly<Record<string, Readonly<Record<string, WrittenSheet>>>> = {
  'grouped header': {
    捐赠款物统计表: {
      rows: [
        ['附件2'],
        ['定点帮扶单位扶贫捐赠款物统计表'],
        ['填报单位（盖章）：　和平乡', null, null, '统计时段：', '2020年9月'],
        ['序号', '捐赠方', null, null, '捐款（万元）', '受赠'],
        [null, '捐赠单位\n（个人）', '捐赠方类型', '捐赠日期', '捐款金额', '受赠单位(村、户)'],
        ['甲', '乙', '丙', '丁', 1, 2],
        [1, '红星公司', '企业', OCT_17, 2.5, '上户村'],
        [],
        [2, '张三', '个人', '10月18日', '３', '下户村'],
        ['合计', null, null, null, '=SUM(E7:E9)', null],
        [null, '单位负责人：', null, '审核人：', null, null],
      ],
      merges: ['A2:F2', 'A3:C3', 'A4:A5', 'B4:D4'],
      hiddenRows: [9],
      hiddenColumns: ['C'],
    },
  },
  'merged and wrong cells': {
    Sheet1: {
      rows: [
        ['填报单位：', '和平乡'],
        ['捐赠单位（个人）', '捐赠方类型', '捐赠日期', '捐款金额（元）', '受赠单位（村、户）', '票据号'],
        ['红星公司', '企业', OCT_17, 500, '上户村', 654201199001010000],
        [null, null, OCT_17, { date: '2020-03-05' }, '下户村', '654201199001010000'],
        ['张三', '个人', OCT_17, '=D3/0', '上户村', '+1'],
        ['李四', '个人', OCT_17, '约500', '上户村', '@x'],
      ],
      merges: ['A3:A4', 'B3:B4'],
    },
  },
  'several units, stacked forms': {
    汇总: {
      rows: [
        ['捐赠款物统计表'],
        ['序号', '单位名称', '捐赠人', '捐赠方类型', '捐赠时间', '现金捐款', '受赠方'],
        [1, '和平乡', '红星公司', '企业', OCT_17, '1,234.50', '上户村'],
        [2, null, '张三', '个人', OCT_17, 0.1, '上户村'],
        [3, '和平镇', '无', null, null, null, null],
        ['总　计', null, null, null, null, 1234.6, null],
        ['微心愿对接表'],
        ['填报单位：和平镇'],
        ['姓名', '人员类别', '所在村', '联系电话', '愿望', '对接情况'],
        ['小红', '留守儿童', '上户村', 13800001234, '书包', '待认领'],
      ],
      merges: ['B3:B4', 'A6:E6'],
    },
  },
  'zero report': {
    Sheet1: {
      rows: [
        ['填报单位：', '和平乡', '本期有无数据：', '有'],
        ['序号', '捐赠单位（个人）', '捐赠方类型', '捐赠日期', '捐款金额（元）', '受赠单位（村、户）'],
        ['本月无捐赠', null, null, null, null, null],
      ],
      merges: ['A3:F5'],
    },
  },
};

describe.skipIf(!hasOpenpyxl)(`returns that openpyxl wrote (skipped without openpyxl for ${PYTHON})`, () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bangfu-returns-'));
    const { status, stderr } = spawnSync(PYTHON, ['-c', WRITER, folder], {
      input: JSON.stringify(WORKBOOKS),
    });
    expect([status, stderr.toString()]).toEqual([0, '']);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function read(name: string): readonly ReadSheet[] {
    const result = readWorkbook(readFileSync(join(folder, `${name}.xlsx`)));
    if (result.kind === 'unreadable') throw new Error(`unreadable: ${result.reason.code}`);
    return readBook(result.workbook).submissions;
  }

  it('a grouped header with 万元, hidden and blank rows, another period', () => {
    const [sheet, ...rest] = read('grouped header');
    expect(rest).toEqual([]);
    expect([sheet!.form, sheet!.unit, sheet!.rowNumbers]).toEqual(['donations', 'T1', [7, 9]]);
    expect(sheet!.column('donatedOn')).toEqual(['2020-10-17', '2020-10-18']);
    expect(sheet!.column('money')).toEqual([25_000_00, 30_000_00]);
    expect(sheet!.findings).toEqual([
      ['E3', 'period-mismatch'],
      ['E5', 'scaled'],
      ['D9', 'converted'],
      ['E9', 'converted'],
    ]);
  });

  it('merged texts, a date for a number, a formula never calculated, digits lost', () => {
    const [sheet] = read('merged and wrong cells');
    expect(sheet!.column('donor')).toEqual(['红星公司', '红星公司', '张三', '李四']);
    expect(sheet!.column('money')).toEqual([500_00, null, null, null]);
    expect(sheet!.column('receiptNo')).toEqual([null, '654201199001010000', '+1', '@x']);
    expect(sheet!.findings).toEqual([
      ['F3', 'digits-lost'],
      ['D4', 'not-a-number'],
      ['D5', 'formula-error'],
      ['D6', 'not-a-number'],
    ]);
  });

  it('several units above another form', () => {
    const sheets = read('several units, stacked forms');
    expect(sheets.map((sheet) => [sheet.form, sheet.unit, sheet.content, sheet.rowNumbers])).toEqual([
      ['donations', 'T1', 'rows', [3, 4]],
      ['donations', 'T2', 'nil', []],
      ['wishes', 'T2', 'rows', [10]],
    ]);
    expect(sheets[0]!.total('money')).toBe(1234_60);
    expect(sheets[2]!.column('phone')).toEqual(['13800001234']);
    expect(sheets.map((sheet) => sheet.findings)).toEqual([
      [['F3', 'converted']],
      [['C5', 'nil-implied']],
      [],
    ]);
  });

  it('a zero report in one merged cell', () => {
    const [sheet] = read('zero report');
    expect([sheet!.unit, sheet!.content]).toEqual(['T1', 'nil']);
    expect(sheet!.findings).toEqual([['A3', 'nil-implied']]);
  });
});
