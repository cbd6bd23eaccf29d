import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { writeFolder } from '../../../src/app/init-folder.js';
import { writeFiles } from '../../../src/app/replace-folder.js';
import type { Decision } from '../../../src/campaign/campaign.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { STATUSES } from '../../../src/issue/finding.js';
import type { ResultJson } from '../../../src/report/result/result-json.js';
import { planSample, type SamplePlan } from '../../../src/sample/plan-sample.js';
import type { PlannedValue, WorkbookPlan } from '../../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';

// product.md, step 7, with real files: the county 底稿 of one run are the only returns of the next.

const SETTINGS = '活动设置.xlsx';
const root = mkdtempSync(join(tmpdir(), 'bangfu-workpapers-'));
let forms: readonly FormDefinition[];
let sample: SamplePlan;
let first: ResultJson;
const workpapers = join(root, '一', '汇总', '底稿', '县级');

beforeAll(async () => {
  forms = await loadBuiltInForms();
  sample = sampleOfEveryStatus();
  const dir = join(root, '一');
  await writeFolder(dir, { ...sample.content, decisions: decisionsFor(sample) }, forms);
  for (const file of sample.files)
    writeFiles(join(dir, '收件'), [{ path: file.path, bytes: await writeWorkbook(file.plan) }]);
  writeFiles(
    join(dir, '收件'),
    sample.otherFiles.map((file) => ({ path: file.path, bytes: file.text })),
  );
  writeFiles(join(dir, '收件'), [{ path: '特殊写法.xlsx', bytes: await writeWorkbook(unusualReturn()) }]);
  first = await run(dir);
});

/** The first made-up campaign in which every status occurs. */
function sampleOfEveryStatus(): SamplePlan {
  for (let seed = 1; ; seed++) {
    const plan = planSample({ counties: 7, units: 60, seed, defects: 0.4 }, forms);
    const found = new Set(plan.truth.completeness.map((entry) => entry.status));
    if (found.size === STATUSES.length || seed === 200) return plan;
  }
}

/** Donors that a spreadsheet or a reader might take for something else. */
const UNUSUAL = [
  '=1+1',
  '+86',
  '@某局',
  "'引号",
  '0012',
  '1e5',
  '2020-10-17',
  'TRUE',
  '#N/A',
  '合计金额说明',
  '单位负责人家属',
  '注：见背面',
  '捐赠款物统计表',
  '第一行\n第二行',
  '<&>"',
  '_x0041_',
];

/** A return of a unit that sent nothing else, with these donors. */
function unusualReturn(): WorkbookPlan {
  const form = forms.find((item) => item.key === 'donations')!;
  const entry = sample.truth.completeness.find(
    (item) => item.form === form.key && item.status === 'missing',
  )!;
  const unit = sample.content.units.find((item) => item.code === entry.unit)!;
  const row = (rowNumber: number, values: readonly PlannedValue[]) => ({
    rowNumber,
    cells: values.map((value, index) => ({ columnNumber: index + 1, value })),
  });
  const titles = [
    '序号',
    '捐赠单位（个人）',
    '捐赠方类型',
    '捐赠日期',
    '捐款金额（元）',
    '受赠单位（村、户）',
    '备注',
  ];
  return {
    title: '',
    sheets: [
      {
        name: '表',
        columnWidths: [],
        rows: [
          row(1, [form.title]),
          row(2, ['填报单位：', unit.code]),
          row(3, titles),
          ...UNUSUAL.map((donor, index) =>
            row(4 + index, [index + 1, donor, '个人', '1949年10月1日', 0.1 + index, donor, donor]),
          ),
        ],
      },
    ],
  };
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Some returned files are let through, the queries of some others are closed, each with a reason. */
function decisionsFor(plan: SamplePlan): readonly Decision[] {
  const pathsOf = (level: string) => [
    ...new Set(
      plan.truth.findings.filter((item) => item.level === level && item.open).map((item) => item.path),
    ),
  ];
  const decide = (action: Decision['action']) => (file: string) => ({
    file,
    sheet: null,
    unit: null,
    form: null,
    action,
    reason: '已电话核实',
    decidedBy: '汇总员',
    decidedOn: '2020-10-21',
  });
  const faulty = pathsOf('error');
  return [
    ...faulty.slice(0, 2).map(decide('放行')),
    ...pathsOf('query')
      .filter((path) => !faulty.includes(path))
      .slice(0, 2)
      .map(decide('确认')),
  ];
}

async function run(dir: string): Promise<ResultJson> {
  const { result } = await aggregate({
    dir,
    forms,
    runAt: sample.truth.asOf,
    asOf: sample.truth.asOf,
    tool: { name: 'bangfu', version: '0' },
    out: null,
    onProgress: () => {},
  });
  return result;
}

/** A second office: the same settings, and the given workbooks in 收件/. */
async function runWith(name: string, folder: string): Promise<ResultJson> {
  const dir = join(root, name);
  mkdirSync(join(dir, '收件'), { recursive: true });
  copyFileSync(join(root, '一', SETTINGS), join(dir, SETTINGS));
  for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(dir, '收件', file));
  return run(dir);
}

function expectSame(second: ResultJson): void {
  expect(second.totals).toEqual(first.totals);
  expect(second.completeness.map(keyOf)).toEqual(first.completeness.map(keyOf));
  expect(second.rates).toEqual(first.rates);
  expect(second.files.map((file) => file.disposition)).not.toContain('unrecognized');
}

function keyOf({ unit, form, status, late, overdue }: ResultJson['completeness'][number]) {
  return { unit, form, status, late, overdue };
}

describe('the county 底稿 of a whole campaign', () => {
  it('speak of every status, released and confirmed ones too', () => {
    expect(readdirSync(workpapers)).toHaveLength(8);
    expect(new Set(first.completeness.map((entry) => entry.status))).toEqual(new Set(STATUSES));
    const unusual = first.files.find((file) => file.path === '收件/特殊写法.xlsx')!;
    expect(unusual.sheets).toMatchObject([{ rows: UNUSUAL.length, disposition: 'queried' }]);
    expect(first.findings.some((item) => item.level === 'error' && item.closedBy === 'decision')).toBe(true);
    expect(first.findings.some((item) => item.level === 'query' && item.closedBy === 'decision')).toBe(true);
  });

  it('give the same totals and statuses as all unit files', async () => {
    expectSame(await runWith('二', workpapers));
  });

  it('give them again when they are handed on once more', async () => {
    if (!existsSync(join(root, '二', '汇总'))) await runWith('二', workpapers);
    expectSame(await runWith('三', join(root, '二', '汇总', '底稿', '县级')));
  });

  it.skipIf(!hasLibreOffice())('give them after LibreOffice has saved them', async () => {
    const saved = join(root, '另存');
    const files = readdirSync(workpapers).map((file) => join(workpapers, file));
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=file://${join(root, 'profile')}`,
        '--headless',
        '--convert-to',
        'xlsx:Calc MS Excel 2007 XML',
        '--outdir',
        saved,
        ...files,
      ],
      { stdio: 'ignore', timeout: 100_000 },
    );
    expect(readdirSync(saved)).toHaveLength(8);
    expectSame(await runWith('四', saved));
  });
});

function hasLibreOffice(): boolean {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
