import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from '../foreign/libreoffice.js';
import { PYTHON, runPython } from '../foreign/openpyxl.js';
import { aggregate, bangfu } from './working-folder.js';

// Three notices with tables of the office's own, from its xls to the signed figure: form infer, a clerk's edits in
// 表格定义.xlsx, templates, twenty returns filled in by openpyxl. What the summary must say is added up here, from the
// numbers that were typed, and read by openpyxl. The tables are made up (own-forms/make.py).

const TABLES = join(import.meta.dirname, 'own-forms');
if (PYTHON === undefined) console.warn('skipped: no python3 with openpyxl');
else if (!HAS_LIBREOFFICE) console.warn('no soffice on this machine: summaries are not recalculated');

type Value = string | number | null;
type Cells = Readonly<Record<string, Value>>;

/** What a clerk changes: the row of a sheet that `find` describes, or with an empty `find` the first blank one. */
interface Edit {
  readonly sheet: string;
  readonly find: Cells;
  readonly set: Cells;
}
const item = (name: string, content: Value): Edit => ({
  sheet: '表',
  find: { 项目: name },
  set: { 内容: content },
});
const field = (title: string, set: Cells): Edit => ({ sheet: '字段', find: { 标题: title }, set });
const add = (sheet: string, set: Cells): Edit => ({ sheet, find: {}, set });

/** A unit's rows of one table, column by column, as its template heads them. */
type Rows = Readonly<Record<string, readonly Value[]>>;

interface Notice {
  readonly file: string;
  readonly title: string;
  readonly key: string;
  readonly edits: readonly Edit[];
  /** Columns that the template works out, by those that are typed. */
  readonly computed: Readonly<Record<string, readonly string[]>>;
  readonly rows: (random: Random) => Rows;
  /** One mistake, of the unit that makes it: column, row of the table, what it types. */
  readonly mistake: { readonly column: string; readonly row: number; readonly value: Value };
  /** The rule that it breaks, and the cell at which that is told. */
  readonly rule: string;
  readonly cell: string;
  /** Quotients of totals, in per cent. */
  readonly rates: Readonly<Record<string, readonly [string, string]>>;
  readonly chart: RegExp;
}

/** Whole numbers between two limits, the same at every run. */
type Random = (least: number, most: number) => number;
function randomFrom(seed: number): Random {
  let state = seed;
  return (least, most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
}
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const NOTICES: readonly Notice[] = [
  {
    file: '附件4驻村帮扶措施落实情况统计表.xls',
    title: '驻村帮扶措施落实情况统计表',
    key: 'village-measures',
    edits: [
      item('编码', 'village-measures'),
      item('退回时估计的金额', '合计'),
      field('帮扶村', { 必填: '是' }),
      field('脱贫户', { 计量: '时点' }),
      field('边缘易致贫户', { 计量: '时点' }),
      add('审核关系', {
        编号: 'CS-01',
        级别: '必须改',
        关系: '种植 <= 脱贫户 + 边缘易致贫户',
        提示: '“种植”填了 {种植} 户，多于帮扶对象的户数',
      }),
      add('审核关系', { 编号: 'CS-01', 关系: '养殖 <= 脱贫户 + 边缘易致贫户' }),
      add('比率', { 名称: '社会募捐占比', 分子: '社会募捐', 分母: '合计' }),
      add('图表', {
        标题: '各县（市）帮扶投入',
        类型: '堆积',
        指标: '财政资金、单位自筹、社会募捐',
        折线比率: '社会募捐占比',
      }),
    ],
    computed: { '合计（元）': ['财政资金（元）', '单位自筹（元）', '社会募捐（元）'] },
    rows: (random) => {
      const count = random(2, 4);
      const poor = times(count, () => random(20, 60));
      const near = times(count, () => random(1, 9));
      const money = () => times(count, () => random(0, 5_000_000) / 100);
      return {
        帮扶村: times(count, (index) => `示例${'一二三四'[index]}村`),
        '脱贫户（户）': poor,
        '边缘易致贫户（户）': near,
        '种植（户）': times(count, (index) => random(0, poor[index]!)),
        '养殖（户）': times(count, (index) => random(0, near[index]!)),
        '外出务工（人）': times(count, () => random(0, 80)),
        '公益岗位（人）': times(count, () => random(0, 12)),
        '财政资金（元）': money(),
        '单位自筹（元）': money(),
        '社会募捐（元）': money(),
        '入户干部（人次）': times(count, () => random(1, 90)),
      };
    },
    mistake: { column: '种植（户）', row: 2, value: 400 },
    rule: 'CS-01',
    cell: 'E7',
    rates: { 社会募捐占比: ['社会募捐（元）', '合计（元）'] },
    chart: /各县（市）帮扶投入/,
  },
  {
    file: '机关党组织结对共建情况明细表.xls',
    title: '机关党组织结对共建情况明细表',
    key: 'branch-pairing',
    edits: [
      item('编码', 'branch-pairing'),
      item('附件号', 5),
      item('每行是什么', '每个单位填一行'),
      item('模板空行数', 1),
      field('结对村党组织', { 计量: '时点' }),
      field('参加共建的党支部', { 计量: '时点' }),
      field('其中：机关党支部', { 计量: '时点' }),
      field('慰问困难党员', { 计量: '累计', 必填: '是' }),
      { sheet: '审核关系', find: { 编号: 'SH-02' }, set: { 级别: '必须改' } },
      add('审核关系', { 关系: '慰问金额 > 0 → 慰问困难党员 > 0' }),
      add('比率', { 名称: '在职党员占比', 分子: '在职党员', 分母: '参加活动党员合计' }),
      add('图表', { 标题: '共建活动', 类型: '柱形', 指标: '讲党课、帮助解决问题' }),
    ],
    computed: {
      '参加活动党员合计（人次）': ['在职党员（人次）', '离退休党员（人次）', '入党积极分子（人次）'],
    },
    rows: (random) => {
      const branches = random(3, 20);
      return {
        '结对村党组织（个）': [random(1, 5)],
        '参加共建的党支部（个）': [branches],
        '其中：机关党支部（个）': [random(0, branches)],
        '在职党员（人次）': [random(0, 300)],
        '离退休党员（人次）': [random(0, 40)],
        '入党积极分子（人次）': [random(0, 9)],
        '讲党课（场次）': [random(0, 12)],
        '慰问困难党员（人）': [random(1, 30)],
        '慰问金额（元）': [random(0, 900_000) / 100],
        '帮助解决问题（件）': [random(0, 25)],
      };
    },
    mistake: { column: '其中：机关党支部（个）', row: 1, value: 21 },
    rule: 'SH-02',
    cell: 'D6',
    rates: { 在职党员占比: ['在职党员（人次）', '参加活动党员合计（人次）'] },
    chart: /共建活动/,
  },
  {
    file: '五送服务下乡活动开展情况表.xls',
    title: '“五送”服务下乡活动开展情况表',
    key: 'five-services',
    edits: [
      item('编码', 'five-services'),
      item('总览大字指标', '活动场次、小计'),
      item('退回时估计的金额', '小计'),
      field('说明', { 提示: '单位想说的话写在这里' }),
      add('审核关系', { 编号: 'WS-01', 级别: '必须改', 关系: '活动场次 > 0 → 组织方式 不为空' }),
      add('审核关系', { 关系: '脱贫群众 + 其他群众 >= 活动场次' }),
      add('统计项', { 名称: '联合组织场次', 方式: '求和', 字段: '活动场次', 条件: '组织方式 = "联合组织"' }),
      add('比率', { 名称: '联合组织占比', 分子: '联合组织场次', 分母: '活动场次' }),
      add('图表', { 标题: '“五送”各办了多少场', 类型: '柱形', 指标: '活动场次', 分类: '服务项目' }),
    ],
    computed: { '小计（元）': ['现金（元）', '物资折价（元）'] },
    rows: (random) => ({
      '活动场次（场次）': times(5, () => random(1, 6)),
      '脱贫群众（人次）': times(5, () => random(6, 200)),
      '其他群众（人次）': times(5, () => random(0, 300)),
      '现金（元）': times(5, () => random(0, 300_000) / 100),
      '物资折价（元）': times(5, () => random(0, 200_000) / 100),
      组织方式: times(5, () => ['单独组织', '联合组织', '委托组织'][random(0, 2)]!),
    }),
    mistake: { column: '组织方式', row: 3, value: null },
    rule: 'WS-01',
    cell: 'I8',
    rates: {},
    chart: /“五送”各办了多少场/,
  },
];

/** A folder of the roster each: three counties and units of the prefecture's own, twenty together. */
const COUNTIES: readonly (readonly [string, number])[] = [
  ['塔城市', 7],
  ['额敏县', 6],
  ['托里县', 4],
  ['', 3],
];
/** What a summary and the templates call units that belong to no county. */
const PREFECTURE_UNITS = '地直单位';

interface Unit {
  readonly name: string;
  readonly county: string;
}
const UNITS: readonly Unit[] = COUNTIES.flatMap(([county, count]) =>
  times(count, (index) => ({ name: `${county || '地区'}示例单位${index + 1}`, county })),
);
/** The unit that makes a notice's mistake: the last of 塔城市, of 额敏县 and of 托里县. */
const WRONG_UNITS: readonly string[] = ['塔城市示例单位7', '额敏县示例单位6', '托里县示例单位4'];

const EDIT = `
path, edits = args
book = openpyxl.load_workbook(path)
doubts = []
for edit in edits:
    sheet, find, values = book[edit['sheet']], edit['find'], edit['set']
    names = set(find) | set(values)
    head = next(row for row in sheet.iter_rows(max_row=5) if names <= {cell.value for cell in row})
    at = {cell.value: cell.column for cell in head if cell.value}
    rows = range(head[0].row + 1, sheet.max_row + 2)
    if find:
        row = next(row for row in rows if all(sheet.cell(row, at[name]).value == value for name, value in find.items()))
        doubts.append(sheet.cell(row, at['待确认']).value if edit['sheet'] == '字段' else None)
    else:
        row = next(row for row in rows if all(sheet.cell(row, column).value is None for column in at.values()))
        doubts.append(None)
    for name, value in values.items():
        sheet.cell(row, at[name]).value = value
book.save(path)
print(json.dumps(doubts))
`;

/** The roster's rows become the twenty units; every form that is asked for is owed by all. */
const ENROL = `
path, units, titles = args
book = openpyxl.load_workbook(path)
sheet = book['单位名册']
at = {cell.value: cell.column for cell in sheet[1] if cell.value}
for row in range(2, sheet.max_row + 1):
    for column in at.values():
        sheet.cell(row, column).value = None
for row, unit in enumerate(units, 2):
    sheet.cell(row, at['单位名称']).value = unit['name']
    sheet.cell(row, at['所属县（市）']).value = unit['county'] or None
    sheet.cell(row, at['单位类别']).value = '县直部门' if unit['county'] else '地直部门'
    for title in titles:
        sheet.cell(row, at[title]).value = '是'
book.save(path)
`;

const FILL = `
for source, target, tables in args:
    book = openpyxl.load_workbook(source)
    for title, columns in tables.items():
        sheet = book[title]
        top = next(row for row in range(4, 12) if sheet.cell(row, 1).value == 1)
        at = {cell.value: cell.column for row in sheet.iter_rows(min_row=4, max_row=top - 1) for cell in row if cell.value}
        for name, values in columns.items():
            for index, value in enumerate(values):
                sheet.cell(top + index, at[name]).value = value
    book.save(target)
`;

/** Saved so, a workbook has no values of formulas left: LibreOffice works them all out. */
const FORGET = `
openpyxl.load_workbook(args[0]).save(args[1])
`;

/** Rows of the summary's sheets by the name in front, their figures by the heading above. */
const READ = `
path, titles = args
book = openpyxl.load_workbook(path, data_only=True)
result = []
for title in titles:
    sheet = book[title]
    labels = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    heads = {}
    for row in sheet.iter_rows(max_row=labels['塔城市'] - 1):
        for cell in row:
            if isinstance(cell.value, str):
                heads[cell.column] = cell.value.replace('\\n', '')
    rows = range(labels['塔城市'], labels['合计'] + 1)
    result.append({sheet.cell(row, 1).value: {head: sheet.cell(row, column).value for column, head in heads.items()} for row in rows})
print(json.dumps(result))
`;

/** Every row of a workbook as texts. */
const LINES = `
book = openpyxl.load_workbook(args[0])
print(json.dumps([[str(value) for value in row if value is not None] for sheet in book for row in sheet.values]))
`;

const folder = mkdtempSync(join(tmpdir(), 'bangfu-own-forms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dir = join(folder, '活动');

function run(...args: readonly string[]): string {
  const { code, stdout, stderr } = bangfu(args, { cwd: folder });
  expect([args, code, stderr]).toEqual([args, 0, expect.not.stringContaining('出错')]);
  return stdout;
}

/** The workbook with every formula worked out by LibreOffice; as it is where there is none. */
function recalculated(path: string): string {
  if (!HAS_LIBREOFFICE) return path;
  const forgotten = join(folder, 'summary.xlsx');
  runPython(FORGET, path, forgotten);
  return convertWithLibreOffice([forgotten], 'xlsx', join(folder, 'recalculated'))[0]!;
}

/** What every unit types into every table, the mistakes among it. */
function typedRows(): ReadonlyMap<Unit, ReadonlyMap<Notice, Rows>> {
  const random = randomFrom(20201017);
  return new Map(
    UNITS.map((unit) => [
      unit,
      new Map(
        NOTICES.map((notice, index) => {
          const rows = notice.rows(random);
          const { column, row, value } = notice.mistake;
          if (unit.name !== WRONG_UNITS[index]) return [notice, rows];
          return [notice, { ...rows, [column]: rows[column]!.with(row - 1, value) }];
        }),
      ),
    ]),
  );
}

/** Totals per county and of all, by the heading: added here, in hundredths. */
function expectedTotals(
  notice: Notice,
  typed: ReadonlyMap<Unit, ReadonlyMap<Notice, Rows>>,
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const wrong = WRONG_UNITS[NOTICES.indexOf(notice)];
  const sums: Record<string, Record<string, number>> = {};
  const put = (county: string, title: string, hundredths: number) => {
    sums[county] ??= {};
    sums[county][title] = (sums[county][title] ?? 0) + hundredths;
  };
  for (const [unit, tables] of typed) {
    if (unit.name === wrong) continue;
    for (const [title, values] of Object.entries(tables.get(notice)!)) {
      const numbers = values.filter((value) => typeof value === 'number');
      if (numbers.length === 0) continue;
      const hundredths = numbers.reduce((sum, value) => sum + Math.round(value * 100), 0);
      const into = Object.entries(notice.computed).filter(([, parts]) => parts.includes(title));
      for (const county of [unit.county || PREFECTURE_UNITS, '合计'])
        for (const heading of [title, ...into.map(([total]) => total)]) put(county, heading, hundredths);
    }
  }
  return sums;
}

describe.skipIf(PYTHON === undefined)('three notices with tables of the office’s own', () => {
  let result: ResultJson;
  const summary = new Map<Notice, Readonly<Record<string, Cells>>>();
  const typed = typedRows();
  const doubts = new Map<Notice, readonly (string | null)[]>();
  const checks = new Map<Notice, string>();

  beforeAll(() => {
    mkdirSync(join(dir, '表格定义'), { recursive: true });
    for (const notice of NOTICES) {
      run('form', 'infer', join(TABLES, notice.file), '--quiet');
      const definition = join(folder, `${notice.title}（表格定义）.xlsx`);
      doubts.set(notice, runPython(EDIT, definition, notice.edits) as (string | null)[]);
      checks.set(notice, run('form', 'check', definition));
      copyFileSync(definition, join(dir, '表格定义', `${notice.title}.xlsx`));
    }
    run('init', dir, '--quiet');
    const titles = NOTICES.map(({ title }) => title);
    runPython(ENROL, join(dir, '活动设置.xlsx'), UNITS, titles);
    run('templates', dir, '--quiet');
    const returns = [...typed].map(([unit, tables]) => [
      join(dir, '模板/分单位', unit.county || PREFECTURE_UNITS, `${unit.name}.xlsx`),
      join(dir, '收件', `${unit.name}.xlsx`),
      Object.fromEntries([...tables].map(([notice, rows]) => [notice.title, rows])),
    ]);
    runPython(FILL, ...returns);
    result = aggregate(dir, '--quiet');
    const figures = runPython(READ, recalculated(join(dir, '汇总/塔城地区汇总表.xlsx')), titles);
    (figures as Readonly<Record<string, Cells>>[]).forEach((rows, index) => {
      summary.set(NOTICES[index]!, rows);
    });
  });

  it.each(NOTICES)('$title: what was doubtful is mended, and the definition is in order', (notice) => {
    const mended = doubts.get(notice)!.filter((doubt) => doubt !== null);
    expect(mended.length).toBeGreaterThan(0);
    for (const doubt of mended) expect(doubt).toMatch(/猜的|请核对/);
    expect(checks.get(notice)).toContain(`没有发现问题：《${notice.title}》（${notice.key}）`);
  });

  it.each(NOTICES)('$title: the unit that breaks its rule is returned, with the cell', (notice) => {
    const wrong = UNITS.find(({ name }) => name === WRONG_UNITS[NOTICES.indexOf(notice)])!;
    const ofForm = (found: { readonly form: string | null }) => found.form === notice.key;
    const path = `收件/${wrong.name}.xlsx`;
    expect(
      result.findings.filter(ofForm).map(({ rule, level, path, cell }) => [rule, level, path, cell]),
    ).toEqual([[notice.rule, 'error', path, notice.cell]]);
    const statuses = result.completeness.filter(ofForm).filter(({ status }) => status !== 'accepted');
    expect(statuses.map(({ unit, status }) => [unit, status])).toEqual([
      [`${wrong.county}/${wrong.name}`, 'returned'],
    ]);
    const lines = runPython(LINES, join(dir, '汇总/校验问题清单.xlsx')) as readonly (readonly string[])[];
    const told = lines.filter((line) => line.includes(notice.title) && line.includes(notice.cell));
    expect(told.map((line) => line.includes(wrong.name))).toEqual([true]);
  });

  it.each(NOTICES)('$title: the figures that go up are what the units typed, added up', (notice) => {
    const expected = expectedTotals(notice, typed);
    const figures = summary.get(notice)!;
    const counties = [...COUNTIES.map(([county]) => county || PREFECTURE_UNITS), '合计'];
    expect(Object.keys(expected)).toEqual(expect.arrayContaining(counties));
    for (const county of counties) {
      const row = figures[county]!;
      for (const [heading, hundredths] of Object.entries(expected[county]!))
        expect([county, heading, row[heading]]).toEqual([
          county,
          heading,
          expect.closeTo(hundredths / 100, 6),
        ]);
      for (const [rate, [part, whole]] of Object.entries(notice.rates))
        expect([county, rate, row[rate]]).toEqual([
          county,
          rate,
          expect.closeTo(expected[county]![part]! / expected[county]![whole]!, 6),
        ]);
    }
    expect([figures.合计!.应报, figures.合计!.已报, figures.合计!.计入]).toEqual([20, 20, 19]);
  });

  it('adds up what is chosen by a condition', () => {
    const services = NOTICES.find(({ key }) => key === 'five-services')!;
    const joint = [...typed]
      .filter(([unit]) => !WRONG_UNITS.slice(2).includes(unit.name))
      .map(([, tables]) => tables.get(services)!)
      .flatMap((rows) => rows.组织方式!.map((way, index) => [way, rows['活动场次（场次）']![index]] as const))
      .reduce((sum, [way, events]) => sum + (way === '联合组织' ? Number(events) : 0), 0);
    expect(joint).toBeGreaterThan(0);
    expect(summary.get(services)!.合计!['联合组织场次（场次）']).toBe(joint);
  });

  it.each(NOTICES)('$title: its chart is a picture', ({ chart }) => {
    const names = readdirSync(join(dir, '汇总/图表')).filter((name) => chart.test(name));
    expect(names).toHaveLength(1);
    const bytes = readFileSync(join(dir, '汇总/图表', names[0]!));
    expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(bytes.length).toBeGreaterThan(5_000);
  });
});
