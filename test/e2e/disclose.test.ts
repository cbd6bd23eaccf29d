import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { planSample } from '../../src/sample/plan-sample.js';
import { findLeaks, privateValues, textsBelow } from './private-values.js';
import {
  AFTER_DEADLINE,
  aggregate,
  bangfu,
  fingerprint,
  plainTable,
  receive,
  settingsContent,
  sheetOf,
  temporaryFolder,
  unit,
  workingFolder,
} from './working-folder.js';

// 公示 must tell nobody's name, telephone number or identity. What is private is known from what the generator wrote
// into the returns, and from the hand-written rows below; every string of every part of every file is searched for it.

const forms = await loadBuiltInForms();

const UNITS = Number(process.env.DISCLOSE_UNITS ?? 60);

describe('公示 of a made-up campaign', () => {
  const dir = join(temporaryFolder(), '示例');
  const asked = forms.filter(({ key }) =>
    ['donations', 'wishes', 'donation-use', 'paired-assistance', 'assistance-visits'].includes(key),
  );
  const sample = planSample(
    {
      counties: 5,
      units: UNITS,
      seed: 24,
      defects: 0,
      isAsked: ({ key }) => asked.some((form) => form.key === key),
    },
    forms,
  );
  const { hidden, agreed, counts } = privateValues(sample.files);

  beforeAll(() => {
    const titles = asked.map((form) => form.title).join('、');
    const args = ['--counties', '5', '--units', String(UNITS), '--seed', '24', '--forms', titles, '--quiet'];
    expect(bangfu(['sample', dir, ...args]).code).toBe(0);
    aggregate(dir);
    const run = bangfu(['disclose', dir, '--as-of', AFTER_DEADLINE]);
    expect([run.code, run.stderr]).toEqual([0, '文字栏里可能还写有个人情况，公示前请逐行看一遍。\n']);
  }, 120_000);

  it('knows hundreds of values that are private', () => {
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(10);
    expect(counts.names).toBeGreaterThan(200);
    expect(agreed.length).toBeGreaterThan(5);
    // The search itself finds them where they are.
    expect(findLeaks(textsBelow(join(dir, '汇总/底稿')), hidden).length).toBeGreaterThan(hidden.length / 2);
  });

  it('writes a workbook a form and nothing else', () => {
    expect(readdirSync(join(dir, '公示')).sort()).toEqual([
      'result.json',
      '微心愿公示表.xlsx',
      '捐赠款物使用情况公示表.xlsx',
      '捐赠款物公示表.xlsx',
    ]);
  });

  it('tells none of them', () => {
    expect(findLeaks(textsBelow(join(dir, '公示')), hidden, agreed)).toEqual([]);
  });

  it('names who agreed', () => {
    const texts = [...textsBelow(join(dir, '公示')).values()].join();
    expect(agreed.filter((donor) => !texts.includes(donor))).toEqual([]);
  });

  it('has no telephone number or identity number but that for complaints', () => {
    const sheets = [...textsBelow(join(dir, '公示'))].filter(([place]) =>
      /sharedStrings|worksheets/.test(place),
    );
    const found = sheets.flatMap(
      ([, text]) => text.match(/(?<![\d.])(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/g) ?? [],
    );
    expect(found).toEqual([]);
  });

  /** A row of a sheet by the title of the column, without its unit of measure: 公示 and 汇总表 alike. */
  const rowOf = (path: string, name: string, label: string) => {
    const sheet = sheetOf(path, name);
    const titles = new Map<string, number>();
    for (let column = 1; column <= sheet.lastColumnNumber; column++) {
      const title = sheet.valueAt(4, column) ?? sheet.valueAt(3, column);
      if (typeof title === 'string') titles.set(title.replace(/\n.*/, ''), column);
    }
    const at = Array.from({ length: sheet.lastRowNumber }, (_, index) => index + 1).find(
      (rowNumber) => sheet.valueAt(rowNumber, 1) === label,
    )!;
    return { titles, valueOf: (title: string) => sheet.valueAt(at, titles.get(title)!) };
  };

  it('adds up to what the generator says', () => {
    const row = (file: string, label: string) =>
      rowOf(join(dir, '公示', `${file}.xlsx`), file, label).valueOf;
    const { totals } = sample.truth;
    const donations = row('捐赠款物公示表', '合计');
    const { money, goodsValue, total, donorCount } = totals.donations!.prefecture;
    expect(['捐款金额', '折价金额', '合计金额', '捐款人数'].map(donations)).toEqual([
      money,
      goodsValue,
      total,
      donorCount,
    ]);
    const wishes = row('微心愿公示表', '合计');
    expect(['预计金额', '实际金额'].map(wishes)).toEqual([
      totals.wishes!.prefecture.budget,
      totals.wishes!.prefecture.spent,
    ]);
    const use = row('捐赠款物使用情况公示表', '合计');
    expect(['接收合计', '使用合计', '结余'].map(use)).toEqual(
      ['received', 'used', 'balance'].map((key) => totals['donation-use']!.prefecture[key]),
    );
    for (const [county, ofCounty] of Object.entries(totals.donations!.counties)) {
      if (ofCounty.rows === 0) continue;
      expect(row('捐赠款物公示表', `${county}小计`)('合计金额')).toBe(ofCounty.total);
    }
  });

  it.each([
    ['捐赠款物', 4],
    ['微心愿', 2],
    ['捐赠款物使用情况', 8],
  ])('has the totals of 汇总表: %s', (name, least) => {
    const form = asked.find(({ title }) => title.replace(/(?:统计|对接)?表$/, '') === name)!.title;
    const labels = ['合计', ...Object.keys(sample.truth.totals.donations!.counties)];
    let compared = 0;
    for (const label of labels) {
      const published = rowOf(
        join(dir, '公示', `${name}公示表.xlsx`),
        `${name}公示表`,
        label === '合计' ? label : `${label}小计`,
      );
      const summed = rowOf(join(dir, '汇总/塔城地区汇总表.xlsx'), form, label);
      for (const title of published.titles.keys()) {
        const value = published.valueOf(title);
        if (typeof value !== 'number') continue;
        expect([label, title, value]).toEqual([label, title, summed.valueOf(title)]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(least * 3);
  });

  it('has a row for every row that counts', () => {
    const sheet = sheetOf(join(dir, '公示/微心愿公示表.xlsx'), '微心愿公示表');
    const numbers = Array.from({ length: sheet.lastRowNumber }, (_, index) => sheet.valueAt(index + 1, 1));
    expect(numbers.filter((value) => typeof value === 'number').at(-1)).toBe(
      sample.truth.totals.wishes!.prefecture.rows,
    );
  });

  it('leaves nobody in 汇总表 either', () => {
    const texts = textsBelow(join(dir, '汇总'));
    const summaries = new Map([...texts].filter(([place]) => /汇总表\.xlsx!/.test(place)));
    expect(summaries.size).toBeGreaterThan(20);
    expect(findLeaks(summaries, [...hidden, ...agreed])).toEqual([]);
  });

  it('is written to the byte again by the same command', () => {
    const withoutTimes = (folder: string) =>
      Object.entries(fingerprint(folder)).map(([file, print]) => [file, print.split(' ')[0]]);
    const first = withoutTimes(join(dir, '公示'));
    expect(bangfu(['disclose', dir, '--as-of', AFTER_DEADLINE, '--quiet']).stderr).toBe('');
    expect(withoutTimes(join(dir, '公示'))).toEqual(first);
  });
});

describe('what people write where it does not belong', () => {
  const DONATIONS = [
    '捐赠单位（个人）',
    '捐赠方类型',
    '是否同意公开',
    '捐赠日期',
    '捐款金额（元）',
    '受赠单位（村、户）',
    '用途',
    '说明',
    '备注',
  ];
  const WISHES = [
    '心愿编号',
    '姓名',
    '年龄（岁）',
    '人员类别',
    '所在村（社区、学校）',
    '联系电话',
    '微心愿内容',
    '对接状态',
    '认领单位',
    '认领人',
    '认领人电话',
    '对接日期',
    '说明',
  ];
  const USE = [
    '捐赠来源',
    '接收日期',
    '接收资金（元）',
    '接收物资折价（元）',
    '已使用资金（元）',
    '已发放物资折价（元）',
    '使用去向',
    '管理单位',
    '是否公示',
  ];
  const day = { kind: 'date', date: '2020-10-10' } as const;
  const gives = (
    donor: string,
    kind: string | null,
    consent: string | null,
    recipient: string,
    purpose: string | null,
  ) => [donor, kind, consent, day, 100, recipient, purpose, '李四说明', '王五备注'] as const;
  const wishes = (
    no: string,
    name: string,
    age: number | null,
    category: string,
    place: string,
    phone: string | number | null,
    wish: string,
    claimUnit: string | null,
    claimer: string | null,
  ) =>
    [
      no,
      name,
      age,
      category,
      place,
      phone,
      wish,
      claimer === null ? '待对接' : '已对接',
      claimUnit,
      claimer,
      claimer === null ? null : '13912345678',
      claimer === null ? null : day,
      '已核实',
    ] as const;

  const HIDDEN = [
    '张三',
    '李四',
    '王五',
    '赵六',
    '买买提',
    '依古丽',
    '欧阳锋',
    '尔波力',
    'Smith',
    '13812345678',
    '138 1234 5678',
    '138-1234-5678',
    '１３８１２３４５６７８',
    '13912345678',
    '654201199001011234',
    '第二小学',
    '第三中学',
    '3号楼',
    '阳光小区',
  ];
  let dir: string;

  beforeAll(async () => {
    const owes = new Set(['donations', 'wishes', 'donation-use']);
    const base = await settingsContent();
    dir = await workingFolder({
      units: [
        unit('101', '甲县水利局', { owes, contact: '周联系', phone: '13712345678' }),
        unit('102', '甲县第二小学', { category: '中小学', owes }),
      ],
      tasks: base.tasks.map((task) =>
        owes.has(task.form) ? { ...task, enabled: true } : { ...task, enabled: false },
      ),
    });
    await receive(
      dir,
      '捐赠.xlsx',
      plainTable('捐赠款物统计表', '甲县水利局', DONATIONS, [
        gives('甲县水利局', '单位', null, '红旗村', '助学'),
        gives('张三（甲县某某局）', '个人', '否', '红旗村3组李四户', '慰问李四家庭，电话138 1234 5678'),
        gives('赵大方（甲县某某厂）', '个人', '是', '红旗村', null),
        gives('阿依古丽·买买提', '个人', null, '阳光镇向阳村', '资助王小明同学'),
        gives('李四', null, null, '红旗村', '身份证 654201199001011234'),
        gives('张三、王五', '个人', '否', '红旗村', null),
        gives('赵六', '单位', null, '红旗村', null),
        gives('欧阳锋百货店', '个人', '否', '红旗村', null),
        gives('甲县水利局干部职工', '职工集体', null, '红旗村', null),
        gives('某某有限公司', '企业', '否', '红旗村', null),
      ]),
    );
    await receive(
      dir,
      '心愿.xlsx',
      plainTable('微心愿对接表', '甲县水利局', WISHES, [
        wishes(
          'XY-1',
          '张三',
          70,
          '老人',
          '喀拉镇红旗村3组',
          13812345678,
          '棉衣一件，请打１３８１２３４５６７８',
          null,
          null,
        ),
        wishes(
          '654201199001011234',
          '叶尔波力•哈布力',
          10,
          '困境儿童',
          '甲县第二小学三年级2班',
          '13812345678',
          '我在甲县第三中学旁边住，想要书桌',
          '甲县第三中学',
          '李四',
        ),
        wishes('XY-3', '欧阳锋', 12, '脱贫户', '红旗村', '0901-6222345', '书包', '甲县水利局', 'John Smith'),
        wishes(
          'XY-4',
          '王五',
          null,
          '其他',
          '阳光小区3号楼2单元',
          null,
          '张 三的邻居要一口锅',
          '赵六',
          '赵六',
        ),
      ]),
    );
    await receive(
      dir,
      '学校心愿.xlsx',
      plainTable('微心愿对接表', '甲县第二小学', WISHES, [
        wishes('XY-5', '王五', 9, '困境儿童', '甲县第二小学', null, '一套文具', null, null),
        wishes('XY-6', '赵六', 60, '老人', '红旗村', null, '一口锅', '甲县第二小学', '李四'),
      ]),
    );
    await receive(
      dir,
      '使用.xlsx',
      plainTable('捐赠款物使用情况表', '甲县水利局', USE, [
        ['张三', day, 100, 0, 50, 0, '红旗村李四家 138-1234-5678', '甲县水利局', '是'],
        ['某某有限公司', day, 100, 0, 0, 0, null, '甲县水利局', '否'],
        ['爱心人士', day, 100, 0, 0, 0, null, '甲县水利局', '否'],
      ]),
    );
  });

  const cells = (file: string): readonly (readonly unknown[])[] => {
    const sheet = sheetOf(join(dir, '公示', `${file}.xlsx`), file);
    return Array.from({ length: sheet.lastRowNumber }, (_, row) =>
      Array.from({ length: sheet.lastColumnNumber }, (_, column) => sheet.valueAt(row + 1, column + 1)),
    ).filter(([serial]) => typeof serial === 'number');
  };

  it('is masked cell by cell, and doubts are told to the coordinator alone', () => {
    const run = bangfu(['disclose', dir, '--as-of', AFTER_DEADLINE, '--json', '--from', '2020-11-02']);
    expect(run.code).toBe(0);
    const { doubts, workbooks } = JSON.parse(run.stdout) as {
      doubts: { cell: string; kind: string; value: string; published: string }[];
      workbooks: { path: string; rows: number }[];
    };
    expect(workbooks.map(({ path, rows }) => `${path} ${rows}`)).toEqual([
      '公示/捐赠款物公示表.xlsx 10',
      '公示/微心愿公示表.xlsx 6',
      '公示/捐赠款物使用情况公示表.xlsx 3',
    ]);
    expect(cells('捐赠款物公示表').map((row) => [row[2], row[12], row[14]])).toEqual([
      ['甲县水利局', '红旗村', '助学'],
      ['张*', '红旗村李*户', '慰问李*家庭，电话138****5678'],
      ['赵大方（甲县某某厂）', '红旗村', null],
      ['阿***·***', '阳光镇向阳村', '资助王**同学'],
      ['李*', '红旗村', '身份证 654***************'],
      ['张*、王*', '红旗村', null],
      ['赵*', '红旗村', null],
      ['欧阳****', '红旗村', null],
      ['甲县水利局干部职工', '红旗村', null],
      ['某*****', '红旗村', null],
    ]);
    expect(cells('微心愿公示表').map((row) => [row[1], ...row.slice(2, 7), row[10], row[11]])).toEqual([
      ['甲县水利局', 'XY-1', '张*', '喀拉镇红旗村', '138****5678', '棉衣一件，请打138****5678', null, null],
      [
        '甲县水利局',
        '654***************',
        '叶***·***',
        '（不公开）',
        null,
        '学校旁边住，想要书桌',
        '学校',
        '李*',
      ],
      ['甲县水利局', 'XY-3', '欧阳*', '（不公开）', null, '书包', '甲县水利局', 'J*** *****'],
      ['甲县水利局', 'XY-4', '王*', '（不公开）', null, '张 *的邻居要一口锅', '赵*', '赵*'],
      ['有关学校', 'XY-5', '王*', '（不公开）', null, '一套文具', null, null],
      // Rows of one school stand together, so that none may name it.
      ['有关学校', 'XY-6', '赵*', '红旗村', null, '一口锅', '学校', '李*'],
    ]);
    expect(cells('捐赠款物使用情况公示表').map((row) => [row[2], row[11], row[13]])).toEqual([
      ['张*', '红旗村李*家 138****5678', '甲县水利局'],
      ['某某有限公司', null, '甲县水利局'],
      ['爱心人士', null, '甲县水利局'],
    ]);
    expect(doubts.map(({ cell, kind, value, published }) => [cell, kind, value, published])).toEqual([
      ['B10', 'looks-like-person', '赵六', '赵*'],
      ['B11', 'looks-like-unit', '欧阳锋百货店', '欧阳****'],
      ['B13', 'looks-like-unit', '某某有限公司', '某*****'],
    ]);
    expect(run.stderr).toContain('《Sheet1》B10“赵六”公示为“赵*”');
    const texts = textsBelow(join(dir, '公示'));
    expect(findLeaks(texts, HIDDEN)).toEqual([]);
    expect([...texts.values()].join()).toContain('公示期：2020年11月2日至11月8日（7 天）');
  });

  it('refuses to write over what others put there', () => {
    const folder = join(dir, '公示');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, '捐赠款物公示表.xlsx'), '张贴稿');
    const run = bangfu(['disclose', dir]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('有不是 bangfu 写的文件，没有覆盖');
    expect(readFileSync(join(folder, '捐赠款物公示表.xlsx'), 'utf8')).toBe('张贴稿');
    rmSync(folder, { recursive: true });
  });

  it('says how to write a date that it cannot read', () => {
    const run = bangfu(['disclose', dir, '--from', '11月2日']);
    expect([run.code, run.stderr.includes('请写成 2020-11-02')]).toEqual([2, true]);
    expect(bangfu(['disclose', dir, '--days', '0']).code).toBe(2);
  });
});

it('has nothing to publish where no such form is asked for', async () => {
  const base = await settingsContent();
  const dir = await workingFolder({
    tasks: base.tasks.map((task) => ({ ...task, enabled: task.form === 'paired-assistance' })),
  });
  const run = bangfu(['disclose', dir]);
  expect([run.code, run.stderr.split('\n')[0]]).toEqual([2, '启用的表都没有写公示哪些栏目，没有可公示的']);
});
