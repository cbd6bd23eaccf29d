import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { exportForm } from '../../src/app/form-files.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import type { SheetPlan, WorkbookPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import {
  AFTER_DEADLINE,
  bangfu,
  plainTable,
  ROOT,
  receive,
  sheetOf,
  temporaryFolder,
} from './working-folder.js';

// Forms that are workbooks: the built-in ones read back from what was exported, and one of an office's own.

function run(binary: string | null, ...args: string[]) {
  const { code, stdout, stderr } = bangfu(args, binary === null ? {} : { binary });
  expect([args[0], code, stderr]).toEqual([args[0], 0, expect.not.stringContaining('出错')]);
  return stdout;
}

/** A copy of the built program in which every form is a 表格定义 that the program itself has written. */
async function programOfDefinitions(): Promise<string> {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const builtIn = join(folder, 'dist/form/built-in');
  for (const name of readdirSync(builtIn)) rmSync(join(builtIn, name));
  const forms = await loadBuiltInForms();
  for (const form of forms) await exportForm(form.key, join(builtIn, `${form.key}.xlsx`), forms);
  return join(folder, 'dist/cli/main.js');
}

describe('the built-in forms as 表格定义', () => {
  it('give the same sums, findings and workbooks as the program’s own', async () => {
    const binary = await programOfDefinitions();
    expect(run(binary, 'form', 'list')).toBe(run(null, 'form', 'list'));
    // One folder, so that every file is received when the ledger says.
    const dir = join(temporaryFolder(), '活动');
    const size = ['--counties', '2', '--units', '8', '--seed', '7', '--defects', '0.3', '--forms', '全部'];
    run(binary, 'sample', dir, ...size);
    const truth = JSON.parse(readFileSync(join(dir, '样本真值.json'), 'utf8')) as ResultJson;
    const [own, defined] = [null, binary].map((program) => {
      const options = ['--json', '--quiet', '--as-of', AFTER_DEADLINE];
      const result = JSON.parse(run(program, 'aggregate', dir, ...options)) as ResultJson;
      return { result, workbooks: workbooksIn(join(dir, '汇总')) };
    });
    expect(defined!.result.totals).toEqual(truth.totals);
    expect(defined!.result).toEqual(own!.result);
    expect(defined!.workbooks.size).toBeGreaterThan(5);
    expect(defined!.workbooks).toEqual(own!.workbooks);
  }, 300_000);
});

/** The bytes of every workbook below a folder, by path. */
function workbooksIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.xlsx'))
      .sort()
      .map((path) => [path, readFileSync(join(folder, path)).toString('base64')]),
  );
}

type Cells = readonly (string | number | null)[];

function sheet(name: string, ...rows: readonly Cells[]): SheetPlan {
  return {
    name,
    columnWidths: [],
    rows: rows.map((cells, index) => ({
      rowNumber: index + 1,
      cells: cells.map((value, column) => ({ columnNumber: column + 1, value })),
    })),
  };
}

const CLINICS: WorkbookPlan = {
  title: '义诊',
  sheets: [
    sheet('表', ['项目', '内容'], ['表名', '示例义诊统计表']),
    sheet(
      '字段',
      ['标题', '类型', '单位', '计量', '必填', '分组', '选项'],
      ['义诊地点', '文字', null, null, '是'],
      ['医务人员', '整数', '人', '累计', '是', '人员'],
      ['接诊群众', '整数', '人次', '累计', '是', '人员'],
      ['免费药品折价', '金额', '元', '累计'],
      ['义诊形式', '选项', null, null, null, null, '坐诊、巡诊（同义：上门）'],
    ),
    sheet('审核关系', ['关系', '级别'], ['医务人员 <= 接诊群众', '必须改']),
  ],
};

/** A folder that holds nothing but 表格定义/ with these files. */
async function folderWith(files: Readonly<Record<string, WorkbookPlan>>): Promise<string> {
  const dir = join(temporaryFolder(), '活动');
  mkdirSync(join(dir, '表格定义'), { recursive: true });
  for (const [name, plan] of Object.entries(files))
    writeFileSync(join(dir, '表格定义', name), await writeWorkbook(plan));
  return dir;
}

describe('a form of the office’s own', () => {
  it('is asked for, sent out, read back, checked and summed by putting its 表格定义 into the folder', async () => {
    const dir = await folderWith({ '义诊.xlsx': CLINICS, '~$义诊.xlsx': CLINICS, '.义诊.xlsx': CLINICS });
    run(null, 'init', dir);
    const tasks = sheetOf(join(dir, '活动设置.xlsx'), '报送任务');
    const enabled = Array.from({ length: tasks.lastRowNumber - 1 }, (_, index) => [
      tasks.valueAt(index + 2, 1),
      tasks.valueAt(index + 2, 4),
    ]).filter(([, isEnabled]) => isEnabled === '是');
    expect(enabled).toEqual([['示例义诊统计表', '是']]);
    // Nothing but the date of 设置: an office that moves it has moved them all.
    const own = Array.from({ length: 9 }, (_, index) => tasks.valueAt(tasks.lastRowNumber, index + 1));
    expect(own.slice(3)).toEqual(['是', null, null, null, null, null]);
    run(null, 'templates', dir);
    const blank = readdirSync(join(dir, '模板/空白模板'));
    expect(blank).toEqual([expect.stringMatching(/^附件\d+ 示例义诊统计表\.xlsx$/)]);
    const table = (unitName: string, doctors: number, patients: number) =>
      plainTable(
        '示例义诊统计表',
        unitName,
        ['义诊地点', '医务人员（人）', '接诊群众（人次）', '免费药品折价（元）', '义诊形式'],
        [['示例村', doctors, patients, 1250.5, '上门']],
      );
    await receive(dir, '二工镇.xlsx', table('二工镇', 4, 60));
    await receive(dir, '恰夏镇.xlsx', table('恰夏镇', 9, 5));
    const result = JSON.parse(run(null, 'aggregate', dir, '--json', '--as-of', AFTER_DEADLINE)) as ResultJson;
    const [key] = Object.keys(result.totals);
    expect(result.totals[key!]!.prefecture).toEqual({ rows: 1, f2: 4, f3: 60, f4: 1250.5 });
    expect(result.findings.filter((item) => item.level === 'error')).toEqual([
      expect.objectContaining({ rule: 'GX-01', path: '收件/恰夏镇.xlsx', cell: 'C4' }),
    ]);
    // A single file is read by the forms of the folder in which it lies.
    const checked = bangfu(['check', join(dir, '收件/二工镇.xlsx')]);
    expect(checked.stdout).toContain('示例义诊统计表，1 行');
    // The next campaign brings its forms along.
    const next = join(temporaryFolder(), '明年');
    run(null, 'init', next, '--from', dir);
    expect(run(null, 'form', 'list', next)).toContain('示例义诊统计表');
  });

  it('is not forgotten in a campaign that is there already: the program says what to write into 报送任务', async () => {
    const dir = join(temporaryFolder(), '活动');
    run(null, 'init', dir);
    mkdirSync(join(dir, '表格定义'));
    writeFileSync(join(dir, '表格定义/义诊.xlsx'), await writeWorkbook(CLINICS));
    const unlisted = '“表格定义”里的《示例义诊统计表》没有列在《活动设置》的“报送任务”里，这次不收';
    for (const command of ['templates', 'aggregate', 'status'])
      expect([command, bangfu([command, dir]).stderr]).toEqual([command, expect.stringContaining(unlisted)]);
    expect(readdirSync(join(dir, '模板/空白模板')).join()).not.toContain('示例义诊统计表');
    rmSync(join(dir, '表格定义/义诊.xlsx'));
    expect(bangfu(['status', dir]).stderr).not.toContain('表格定义');
  });

  it('replaces a built-in one of the same title', async () => {
    const own: WorkbookPlan = {
      ...CLINICS,
      sheets: [sheet('表', ['项目', '内容'], ['表名', '捐赠款物统计表']), ...CLINICS.sheets.slice(1)],
    };
    const dir = await folderWith({ '捐赠.xlsx': own });
    const lines = run(null, 'form', 'list', dir).split('\n');
    expect(lines.filter((line) => line.includes('捐赠款物统计表'))).toEqual([
      '附件2　捐赠款物统计表　donations　7 栏　自己定义',
    ]);
  });

  it('is refused with file, sheet and cell of every mistake, and nothing is written', async () => {
    const wrong: WorkbookPlan = {
      ...CLINICS,
      sheets: [
        ...CLINICS.sheets.slice(0, 2),
        sheet('审核关系', ['关系'], ['医务人员 < constructor'], ['9^9^9^9 > 医务人员'], ['医务人员 < 0']),
      ],
    };
    const dir = await folderWith({ '甲.xlsx': CLINICS, '乙.xlsx': wrong });
    const { code, stderr } = bangfu(['init', dir]);
    expect(code).toBe(2);
    expect(
      stderr
        .split('\n')
        .map((line) => /^ +(表格定义.*?)：/.exec(line)?.[1])
        .filter(Boolean),
    ).toEqual([
      '表格定义/乙.xlsx　工作表《审核关系》A2',
      '表格定义/乙.xlsx　工作表《审核关系》A3',
      '表格定义/乙.xlsx　工作表《审核关系》A4',
    ]);
    expect(readdirSync(dir)).toEqual(['表格定义']);
  });

  it('is refused where two files define it', async () => {
    const dir = await folderWith({ '甲.xlsx': CLINICS, '乙.xlsx': CLINICS });
    const { code, stderr } = bangfu(['init', dir]);
    expect(code).toBe(2);
    expect(stderr).toContain('“乙.xlsx”和“甲.xlsx”的表名都是“示例义诊统计表”');
  });
});

describe('bangfu form', () => {
  it('exports by title or key and overwrites nothing', () => {
    const cwd = temporaryFolder();
    expect(bangfu(['form', 'export', '微心愿对接表'], { cwd }).code).toBe(0);
    expect(readdirSync(cwd)).toEqual(['微心愿对接表（表格定义）.xlsx']);
    expect(bangfu(['form', 'export', 'wishes'], { cwd })).toMatchObject({ code: 2 });
    expect(bangfu(['form', 'export', '没有的表'], { cwd }).stderr).toContain('没有名为“没有的表”的表');
    const checked = bangfu(['form', 'check', '微心愿对接表（表格定义）.xlsx'], { cwd });
    expect(checked.stderr).toContain('把它放进活动文件夹的“表格定义”里');
    expect([checked.code, checked.stdout.split('\n')[0]]).toEqual([
      0,
      '没有发现问题：《微心愿对接表》（wishes），第 1 版，附件3，每个微心愿填一行',
    ]);
  });

  it('writes a blank definition that says what is still missing, and nothing twice', () => {
    const cwd = temporaryFolder();
    expect(bangfu(['form', 'new', '义诊活动统计表'], { cwd })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('bangfu form check 义诊活动统计表（表格定义）.xlsx'),
    });
    const file = '义诊活动统计表（表格定义）.xlsx';
    expect(readdirSync(cwd)).toEqual([file]);
    const checked = bangfu(['form', 'check', file], { cwd });
    expect([checked.code, checked.stdout.trim().split('\n')]).toEqual([
      1,
      [file, '有 1 处需要改正：', expect.stringContaining('工作表《字段》：一个字段也没有')],
    ]);
    expect(bangfu(['form', 'new', '义诊活动统计表'], { cwd })).toMatchObject({ code: 2 });
    // A folder that is to become a campaign need not be there yet; any other must be.
    const own = '活动/表格定义/义诊.xlsx';
    const written = bangfu(['form', 'new', '义诊活动统计表', '--out', own, '--json'], { cwd });
    expect(JSON.parse(written.stdout)).toEqual({ path: own });
    expect(sheetOf(join(cwd, own), '表').valueAt(3, 2)).toBe('义诊活动统计表');
    expect(bangfu(['form', 'new', '义诊活动统计表', '--out', '没有/义诊.xlsx'], { cwd }).code).toBe(2);
  });

  it.each([
    ['捐赠款物统计表', '已经有一张《捐赠款物统计表》'],
    ['义诊/巡诊统计表', '不能有'],
    ['关于全地区各县市各部门开展扶贫日义诊巡诊送医送药活动情况的统计表', '最多 31 个字'],
    [' ', '没有写表名'],
  ])('makes no form called %s', (title, said) => {
    const cwd = temporaryFolder();
    expect(bangfu(['form', 'new', title], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(said),
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('says what is wrong with a file, exit code 1', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '表.xlsx'), 'no workbook');
    const { code, stdout } = bangfu(['form', 'check', '表.xlsx'], { cwd });
    expect([code, stdout]).toEqual([1, expect.stringContaining('表.xlsx')]);
    expect(bangfu(['form', 'check', '没有.xlsx'], { cwd }).code).toBe(2);
  });
});
