import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { writeFolder } from '../../../src/app/init-folder.js';
import { writeZip } from '../../../src/container/write-zip.js';
import { planSample } from '../../../src/sample/plan-sample.js';
import { readWorkbook } from '../../../src/workbook/read/read-workbook.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';

// Where the marked copies lie and what they are called.

const root = mkdtempSync(join(tmpdir(), 'bangfu-mark-returns-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const forms = await loadBuiltInForms();
const sample = planSample({ counties: 3, units: 12, seed: 3, defects: 0 }, forms);
const [first, second] = sample.content.units.filter(
  (unit) => unit.county !== null && unit.owes.has('donations'),
);
const elsewhere = sample.content.units.find((unit) => unit.county !== first!.county && unit.county !== null)!;

/** A return with money that cannot be read, of one unit or several. */
async function faulty(...units: readonly { readonly name: string; readonly county: string | null }[]) {
  const titles = [
    '序号',
    '所属县（市）',
    '单位名称',
    '捐赠单位（个人）',
    '捐赠方类型',
    '捐赠日期',
    '捐款金额（元）',
    '受赠单位（村、户）',
  ];
  const rows = units.map((unit, index) => [
    index + 1,
    unit.county,
    unit.name,
    '张三',
    '个人',
    '2020-10-17',
    '若干',
    '甲村',
  ]);
  return writeWorkbook({
    title: '',
    sheets: [
      {
        name: '捐赠',
        columnWidths: [],
        rows: [['捐赠款物统计表'], titles, ...rows].map((values, index) => ({
          rowNumber: index + 1,
          cells: values.map((value, column) => ({ columnNumber: column + 1, value })),
        })),
      },
    ],
  });
}

let folders = 0;

/** Aggregates these files; the marked copies below 退回修改/, and what was warned of. */
async function copiesOf(files: Readonly<Record<string, Uint8Array>>) {
  const dir = join(root, String(++folders));
  await writeFolder(dir, sample.content, forms);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, '收件', path)), { recursive: true });
    writeFileSync(join(dir, '收件', path), bytes);
  }
  const { asOf } = sample.truth;
  const tool = { name: 'bangfu', version: '0' };
  const { result, warnings } = await aggregate({
    dir,
    forms,
    runAt: asOf,
    asOf,
    tool,
    out: null,
    onProgress: () => {},
  });
  const start = '汇总/退回修改/';
  const paths = result.outputs
    .filter((path) => path.startsWith(start))
    .map((path) => path.slice(start.length));
  return { dir, paths, warnings: warnings.filter((text) => text.includes('标注件')) };
}

describe('a marked copy', () => {
  const unit = `${first!.county}/${first!.name}`;

  it('lies under county and unit and keeps the file’s name, once each', async () => {
    const book = await faulty(first!);
    const other = await faulty(first!, first!);
    const zip = writeZip([
      { name: 'a/表.xlsx', bytes: book },
      { name: 'b/表.xlsx', bytes: other },
    ]);
    const { dir, paths } = await copiesOf({
      '一.zip': zip,
      '表（退回修改）.xlsx': await faulty(first!, first!, first!),
    });
    expect(paths).toEqual([
      `${unit}/表（退回修改）(2).xlsx`,
      `${unit}/表（退回修改）(3).xlsx`,
      `${unit}/表（退回修改）.xlsx`,
    ]);
    for (const path of paths)
      expect(readWorkbook(readFileSync(join(dir, '汇总/退回修改', path))).kind).toBe('workbook');
  });

  it.each([
    [
      'of one county',
      () => [first!, second!],
      (): string => (first!.county === second!.county ? `${first!.county}/多单位` : '多单位'),
    ],
    ['of several counties', () => [first!, elsewhere], (): string => '多单位'],
  ] as const)('of a file with several units %s lies apart', async (_, units, folder) => {
    const { paths } = await copiesOf({ '报表.xlsx': await faulty(...units()) });
    expect(paths).toEqual([`${folder()}/报表（退回修改）.xlsx`]);
  });

  it('has a name that every system takes', async () => {
    const { paths } = await copiesOf({ [`${'长'.repeat(75)}.xlsx`]: await faulty(first!) });
    expect(paths).toEqual([`${unit}/${'长'.repeat(54)}（退回修改）.xlsx`]);
  });

  it('is not made of a 底稿, nor of what nobody is known for', async () => {
    const { dir } = await copiesOf({ '表.xlsx': await faulty(first!) });
    const folder = join(dir, '汇总/底稿/县级');
    const workpapers = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
    const nobody = await faulty({ name: '查无此单位', county: null });
    expect((await copiesOf({ ...Object.fromEntries(workpapers), '无主.xlsx': nobody })).paths).toEqual([]);
  });
});
