import { describe, expect, it } from 'vitest';
import {
  describeSettingsProblem,
  parseSettings,
  type SettingsProblem,
} from '../../../src/campaign/parse-settings.js';
import { normaliseDecisionFile } from '../../../src/campaign/settings/parse-decisions.js';
import { SETTINGS_PROBLEM_CODES } from '../../../src/campaign/settings-problem.js';
import { splitWords } from '../../../src/hand-kept/split-words.js';
import { ALL_SUSPICIONS } from '../../../src/issue/suspicions.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import type { Grid } from '../../../src/workbook/grid.js';
import { type DateCell, sheetOf, textSheet, workbookOf } from './grid-of-plan.js';
import { FORMS } from './sample-forms.js';

type Cell = CellValue | DateCell;

const ITEMS: readonly (readonly Cell[])[] = [
  ['项目', '内容', '说明'],
  ['活动名称', '塔城地区结对帮扶活动月'],
  ['地区名称', '塔城地区'],
  ['统计时段起', { serial: 44105 }],
  ['统计时段止', '2020年10月31日'],
  ['报送截止时间', '2020-10-18 18:00'],
];

const TASKS = textSheet(
  '报送任务',
  `表名|启用|截止时间
   捐赠款物统计表|是|
   微心愿对接表|是|2020-10-23 18:00
   结对帮扶活动月统计表|否|`,
);

const ROSTER = textSheet(
  '单位名册',
  `单位编码|单位名称|别名|所属县（市）|捐赠款物统计表|微心愿对接表|联系电话
   654201001|和平街道||塔城市|是|是|
   654201002|杜别克街道|杜别克街道办、杜街|塔城市|是|否|
   |教育局||塔城市|√|Y|
   |教育局||乌苏市|是|是|
   |地区财政局|财政局||是||`,
);

/** Item rows with one item's content replaced. */
function withItem(title: string, content: Cell): readonly (readonly Cell[])[] {
  return ITEMS.map((row) => (row[0] === title ? [title, content] : row));
}

function parse(
  sheets: { items?: readonly (readonly Cell[])[]; tasks?: Grid; roster?: Grid; others?: Grid[] } = {},
) {
  const items = sheetOf('设置', sheets.items ?? ITEMS);
  return parseSettings(
    workbookOf(items, sheets.tasks ?? TASKS, sheets.roster ?? ROSTER, ...(sheets.others ?? [])),
    FORMS,
  );
}

const short = (problems: readonly SettingsProblem[]) =>
  problems.map(({ sheet, cell, code }) => [sheet, cell, code]);

/** The mistakes found: sheet, cell, code. */
function problemsOf(sheets: Parameters<typeof parse>[0]) {
  const result = parse(sheets);
  return result.kind === 'problems' ? short(result.problems) : [];
}

function campaignOf(sheets: Parameters<typeof parse>[0] = {}) {
  const result = parse(sheets);
  if (result.kind === 'problems') throw new Error(result.problems.map(describeSettingsProblem).join('\n'));
  return result.campaign;
}

const roster = (rows: string) =>
  textSheet('单位名册', `单位编码|单位名称|别名|所属县（市）|捐赠款物统计表|微心愿对接表\n${rows}`);
const tasks = (rows: string) =>
  textSheet('报送任务', `表名|启用|统计时段起|统计时段止|截止时间|纸质截止时间\n${rows}`);
/** 捐赠款物统计表 by its column, 微心愿对接表 by 应报单位. */
const owedBy = (words: string, rows: string) => ({
  tasks: textSheet('报送任务', `表名|启用|应报单位\n捐赠款物统计表|是|\n微心愿对接表|是|${words}`),
  roster: textSheet('单位名册', `单位编码|单位名称|别名|所属县（市）|单位类别|捐赠款物统计表\n${rows}`),
});
const receipts = (rows: string) =>
  textSheet('收件登记', `单位|表名|收件时间|纸质盖章件已收|延期至|免报原因\n${rows}`);
const materials = (rows: string) =>
  textSheet('材料', `材料名称|启用|应报单位|截止时间|格式|最少份数|最小像素（万像素）|识别词\n${rows}`);
const decisions = (rows: string) =>
  textSheet('人工认定', `文件|工作表|单位|表名|处理|理由|经办人|日期\n${rows}`);

describe('a sound workbook', () => {
  it('gives the campaign, blanks filled from 设置', () => {
    const campaign = campaignOf();
    expect(campaign).toMatchObject({
      name: '塔城地区结对帮扶活动月',
      prefecture: '塔城地区',
      periodStart: '2020-10-01',
      periodEnd: '2020-10-31',
      deadline: '2020-10-18T18:00:00+08:00',
      receiver: null,
      targetPercent: 30,
      targetBasis: '全部',
      wishAmountLimit: 2000,
      passwords: [],
      suspicions: ALL_SUSPICIONS,
      materials: [],
      receipts: [],
      decisions: [],
    });
    expect(campaign.tasks).toEqual([
      {
        form: 'donations',
        title: '捐赠款物统计表',
        attachment: '2',
        periodStart: '2020-10-01',
        periodEnd: '2020-10-31',
        deadline: '2020-10-18T18:00:00+08:00',
        paperDeadline: null,
      },
      {
        form: 'wishes',
        title: '微心愿对接表',
        attachment: '3',
        periodStart: '2020-10-01',
        periodEnd: '2020-10-31',
        deadline: '2020-10-23T18:00:00+08:00',
        paperDeadline: null,
      },
    ]);
    expect(campaign.units.map((unit) => [unit.code, unit.county, unit.aliases, [...unit.owes]])).toEqual([
      ['654201001', '塔城市', [], ['donations', 'wishes']],
      ['654201002', '塔城市', ['杜别克街道办', '杜街'], ['donations']],
      ['塔城市/教育局', '塔城市', [], ['donations', 'wishes']],
      ['乌苏市/教育局', '乌苏市', [], ['donations', 'wishes']],
      ['地直单位/地区财政局', null, ['财政局'], ['donations']],
    ]);
  });

  it('finds sheets and columns by folded names, wherever they stand', () => {
    const moved = textSheet(
      '单位 名册',
      `2020年名册
       备注|微心愿对接表|所属县(市)|捐赠款物统计表| 单位 名称
       甲|是|塔城市|否|和平街道`,
    );
    expect(
      campaignOf({ roster: moved }).units.map((unit) => [unit.name, unit.county, [...unit.owes]]),
    ).toEqual([['和平街道', '塔城市', ['wishes']]]);
  });

  it('keeps who owes a switched-off form in the content only', () => {
    const result = parse({
      roster: textSheet(
        '单位名册',
        '单位名称|所属县（市）|结对帮扶活动月统计表|捐赠款物统计表|微心愿对接表\n和平街道|塔城市|是|是|否',
      ),
    });
    if (result.kind === 'problems') throw new Error('problems');
    expect([...result.campaign.units[0]!.owes]).toEqual(['donations']);
    expect([...result.content.units[0]!.owes]).toEqual(['paired-assistance', 'donations']);
    expect(result.content.tasks.map((task) => [task.form, task.enabled])).toEqual([
      ['donations', true],
      ['wishes', true],
      ['paired-assistance', false],
    ]);
  });

  it('turns numbers in text columns into text', () => {
    const numbers = sheetOf('单位名册', [
      ['单位编码', '单位名称', '别名', '所属县（市）', '捐赠款物统计表', '微心愿对接表', '联系电话'],
      [654201001, 101, null, '塔城市', 1, 0, 13909012345],
      [1e21, '乙', null, '塔城市', true, false, 0.0000001],
    ]);
    expect(
      campaignOf({ roster: numbers }).units.map((unit) => [unit.code, unit.name, unit.phone, unit.owes.size]),
    ).toEqual([
      ['654201001', '101', '13909012345', 2 - 1],
      ['1000000000000000000000', '乙', '0.0000001', 1],
    ]);
  });

  it('takes a county merged over its units', () => {
    const merged = sheetOf(
      '单位名册',
      [
        ['单位名称', '所属县（市）', '捐赠款物统计表', '微心愿对接表'],
        ['甲街道', '塔城市', '是', '是'],
        ['乙街道', null, '是', '是'],
        ['丙局', null, '是', '是'],
      ],
      [{ top: 2, left: 2, bottom: 3, right: 2 }],
    );
    expect(campaignOf({ roster: merged }).units.map((unit) => unit.county)).toEqual([
      '塔城市',
      '塔城市',
      null,
    ]);
  });

  it('reads 收件登记 and 人工认定', () => {
    const campaign = campaignOf({
      others: [
        receipts(`654201001|捐赠款物统计表|2020-10-18 17:30|是||
                  塔城市/教育局||||2020-10-20|
                  地区财政局|微心愿对接表||否||本单位无帮扶村`),
        decisions(`.\\塔城市\\报表.xlsx|Sheet1|和平街道|捐赠款物统计表|认定|电话核实|张三|2020/10/19
                   收件/包.zip/甲.xlsx||||作废|||`),
      ],
    });
    expect(campaign.receipts).toEqual([
      {
        unit: '654201001',
        form: 'donations',
        receivedAt: '2020-10-18T17:30:00+08:00',
        paperReceived: true,
        extendedTo: null,
        exemptReason: null,
      },
      {
        unit: '塔城市/教育局',
        form: null,
        receivedAt: null,
        paperReceived: false,
        extendedTo: '2020-10-20T23:59:59+08:00',
        exemptReason: null,
      },
      {
        unit: '地直单位/地区财政局',
        form: 'wishes',
        receivedAt: null,
        paperReceived: false,
        extendedTo: null,
        exemptReason: '本单位无帮扶村',
      },
    ]);
    expect(campaign.decisions).toEqual([
      {
        file: '收件/塔城市/报表.xlsx',
        sheet: 'Sheet1',
        unit: '654201001',
        form: 'donations',
        action: '认定',
        reason: '电话核实',
        decidedBy: '张三',
        decidedOn: '2020-10-19',
      },
      {
        file: '收件/包.zip/甲.xlsx',
        sheet: null,
        unit: null,
        form: null,
        action: '作废',
        reason: null,
        decidedBy: null,
        decidedOn: null,
      },
    ]);
  });

  it('takes strange names as they are', () => {
    const long = '很'.repeat(80);
    const campaign = campaignOf({
      roster: roster(
        `|__proto__||塔城市|是|是\n|constructor|toString|塔城市|是|是\n|${long}|🐎局|__proto__|是|是`,
      ),
    });
    expect(campaign.units.map((unit) => unit.code)).toEqual([
      '塔城市/__proto__',
      '塔城市/constructor',
      `__proto__/${long}`,
    ]);
  });
});

describe('cells of 设置', () => {
  it.each<[Cell, string]>([
    [{ serial: 44122.75 }, '2020-10-18T18:00:00+08:00'],
    [{ serial: 44122 }, '2020-10-18T23:59:59+08:00'],
    [44122.75, '2020-10-18T18:00:00+08:00'],
    [20201018, '2020-10-18T23:59:59+08:00'],
    ['２０２０年１０月１８日１８：００', '2020-10-18T18:00:00+08:00'],
    ['2020/10/18 18时', '2020-10-18T18:00:00+08:00'],
    ['44122', '2020-10-18T23:59:59+08:00'],
  ])('deadline %j', (cell, moment) => {
    expect(campaignOf({ items: withItem('报送截止时间', cell) }).deadline).toBe(moment);
  });

  it.each<[Cell, number]>([
    [30, 30],
    ['30%', 30],
    ['４５％', 45],
    ['0.5%', 0.5],
    [0, 0],
    [100, 100],
    [1, 1],
    [null, 30],
    ['—', 30],
  ])('percent %j', (cell, percent) => {
    expect(campaignOf({ items: [...ITEMS, ['微心愿对接率目标', cell]] }).targetPercent).toBe(percent);
  });

  it.each<[Cell, number]>([
    [1500, 1500],
    ['2,000元', 2000],
    [0, 0],
  ])('amount %j', (cell, amount) => {
    expect(campaignOf({ items: [...ITEMS, ['单个微心愿金额上限（元）', cell]] }).wishAmountLimit).toBe(
      amount,
    );
  });

  it('passwords are separated by spaces', () => {
    expect(campaignOf({ items: [...ITEMS, ['文件打开密码', 'abc　 123']] }).passwords).toEqual([
      'abc',
      '123',
    ]);
    expect(campaignOf({ items: [...ITEMS, ['文件打开密码', 123456]] }).passwords).toEqual(['123456']);
  });

  it('ignores unknown items without a word', () => {
    expect(parse({ items: [...ITEMS, ['分管领导', '李四'], ['备注', '']] })).toMatchObject({
      kind: 'campaign',
      warnings: [],
    });
  });
});

type Row = readonly [
  SettingsProblem['code'],
  Parameters<typeof parse>[0],
  readonly (readonly [string, string | null])[],
];

const MISTAKES: readonly Row[] = [
  ['header-missing', { roster: textSheet('单位名册', '甲|乙\n1|2') }, [['单位名册', null]]],
  [
    'column-missing',
    { roster: textSheet('单位名册', '单位名称|捐赠款物统计表|微心愿对接表\n甲|是|是') },
    [['单位名册', null]],
  ],
  [
    'column-twice',
    {
      roster: textSheet(
        '单位名册',
        '单位名称|所属县|捐赠款物统计表|微心愿对接表|单位名称\n甲|塔城市|是|是|乙',
      ),
    },
    [['单位名册', 'E1']],
  ],
  [
    'form-column-missing',
    { roster: textSheet('单位名册', '单位名称|所属县|捐赠款物统计表\n甲|塔城市|是') },
    [['单位名册', null]],
  ],
  ['cell-error', { items: withItem('活动名称', { error: '#REF!' }) }, [['设置', 'B2']]],
  ['item-missing', { items: withItem('活动名称', '  ') }, [['设置', 'B2']]],
  ['item-missing', { items: ITEMS.filter((row) => row[0] !== '地区名称') }, [['设置', null]]],
  ['item-twice', { items: [...ITEMS, ['活动名称', '另一个']] }, [['设置', 'A7']]],
  [
    'item-misspelled',
    { items: ITEMS.map((row) => (row[0] === '统计时段起' ? ['统计时间起', row[1]!] : row)) },
    [['设置', 'A4']],
  ],
  ['bad-date', { items: withItem('报送截止时间', '10月18日下班前') }, [['设置', 'B6']]],
  ['bad-date', { items: withItem('统计时段起', '2020-02-30') }, [['设置', 'B4']]],
  ['bad-date', { tasks: tasks('捐赠款物统计表|是|||十月底|') }, [['报送任务', 'E2']]],
  [
    'bad-date',
    { others: [receipts('654201001||昨天||明天|')] },
    [
      ['收件登记', 'C2'],
      ['收件登记', 'E2'],
    ],
  ],
  ['bad-date', { others: [decisions('a.xlsx||||作废|||某日')] }, [['人工认定', 'H2']]],
  ['period-reversed', { items: withItem('统计时段止', '2020-09-30') }, [['设置', 'B5']]],
  ['period-reversed', { tasks: tasks('捐赠款物统计表|是|2020-11-01||2020-11-05|') }, [['报送任务', 'C2']]],
  ['deadline-before-period', { items: withItem('报送截止时间', '2020-09-30 18:00') }, [['设置', 'B6']]],
  [
    'deadline-before-period',
    { tasks: tasks('捐赠款物统计表|是|||2019-10-18|2019-10-18') },
    [
      ['报送任务', 'E2'],
      ['报送任务', 'F2'],
    ],
  ],
  ['percent-not-a-number', { items: [...ITEMS, ['微心愿对接率目标（%）', '三成']] }, [['设置', 'B7']]],
  ['percent-out-of-range', { items: [...ITEMS, ['微心愿对接率目标（%）', 100.1]] }, [['设置', 'B7']]],
  ['percent-out-of-range', { items: [...ITEMS, ['微心愿对接率目标（%）', -1]] }, [['设置', 'B7']]],
  ['percent-below-one', { items: [...ITEMS, ['微心愿对接率目标（%）', 0.3]] }, [['设置', 'B7']]],
  ['bad-basis', { items: [...ITEMS, ['微心愿对接率口径', '线上']] }, [['设置', 'B7']]],
  ['bad-amount', { items: [...ITEMS, ['单个微心愿金额上限', '两千']] }, [['设置', 'B7']]],
  ['bad-amount', { items: [...ITEMS, ['单个微心愿金额上限', -1]] }, [['设置', 'B7']]],
  ['form-missing', { tasks: tasks('捐赠款物统计表|是||||\n|是||||') }, [['报送任务', 'A3']]],
  ['unknown-form', { tasks: tasks('捐赠表|是||||') }, [['报送任务', 'A2']]],
  ['unknown-form', { others: [receipts('654201001|捐赠表||||')] }, [['收件登记', 'B2']]],
  ['unknown-form', { others: [decisions('a.xlsx||和平街道|捐赠表|认定|||')] }, [['人工认定', 'D2']]],
  ['form-twice', { tasks: tasks('捐赠款物统计表|是||||\n捐赠款物 统计表|否||||') }, [['报送任务', 'A3']]],
  ['no-form-enabled', { tasks: tasks('捐赠款物统计表|否||||\n微心愿对接表|||||') }, [['报送任务', null]]],
  ['bad-yes-no', { tasks: tasks('捐赠款物统计表|是的吧||||\n微心愿对接表|是||||') }, [['报送任务', 'B2']]],
  ['bad-yes-no', { roster: roster('|甲||塔城市|待定|是') }, [['单位名册', 'E2']]],
  ['bad-yes-no', { items: [...ITEMS, ['疑点：比上期突增突减', '关']] }, [['设置', 'B7']]],
  ['bad-yes-no', { others: [receipts('654201001|||好||')] }, [['收件登记', 'D2']]],
  ['roster-empty', { roster: roster('') }, [['单位名册', null]]],
  ['owed-by-unknown', owedBy('乡镇、街办', '1|甲||塔城市|乡镇|是'), [['报送任务', 'C3']]],
  ['name-missing', { roster: roster('1|甲||塔城市|是|是\n2|||塔城市|是|是') }, [['单位名册', 'B3']]],
  [
    'name-twice',
    { roster: roster('1|甲局||塔城市|是|是\n2|甲 局||塔城市|是|是\n3|甲局||乌苏市|是|是') },
    [['单位名册', 'B3']],
  ],
  ['name-twice', { roster: roster('|甲局|||是|是\n|甲局|||是|是') }, [['单位名册', 'B3']]],
  ['alias-taken', { roster: roster('1|甲局|乙局|塔城市|是|是\n2|乙局||塔城市|是|是') }, [['单位名册', 'C2']]],
  [
    'alias-taken',
    { roster: roster('1|甲局|丙|塔城市|是|是\n2|乙局|丁、丙|塔城市|是|是\n3|丙||乌苏市|是|是') },
    [['单位名册', 'C3']],
  ],
  ['code-twice', { roster: roster('1|甲||塔城市|是|是\n１|乙||乌苏市|是|是') }, [['单位名册', 'A3']]],
  ['code-twice', { roster: roster('|甲||塔城市|是|是\n塔城市/甲|乙||塔城市|是|是') }, [['单位名册', 'A3']]],
  ['unit-missing', { others: [receipts('|捐赠款物统计表|2020-10-18|||')] }, [['收件登记', 'A2']]],
  ['unit-unknown', { others: [receipts('和平街|||||免')] }, [['收件登记', 'A2']]],
  ['unit-unknown', { others: [decisions('a.xlsx||团结街道|捐赠款物统计表|认定|||')] }, [['人工认定', 'C2']]],
  ['unit-ambiguous', { others: [receipts('教育局|||||免')] }, [['收件登记', 'A2']]],
  [
    'receipt-twice',
    { others: [receipts('654201001|捐赠款物统计表||是||\n和平街道|捐赠款物统计表||是||\n和平街道|||是||')] },
    [['收件登记', 'A3']],
  ],
  ['file-missing', { others: [decisions('||和平街道|捐赠款物统计表|认定|||')] }, [['人工认定', 'A2']]],
  ['action-missing', { others: [decisions('a.xlsx||和平街道|捐赠款物统计表||||')] }, [['人工认定', 'E2']]],
  [
    'unknown-action',
    { others: [decisions('a.xlsx||和平街道|捐赠款物统计表|通过|||')] },
    [['人工认定', 'E2']],
  ],
  ['decision-unit-missing', { others: [decisions('a.xlsx|||捐赠款物统计表|认定|||')] }, [['人工认定', 'C2']]],
  ['decision-form-missing', { others: [decisions('a.xlsx||和平街道||认定|||')] }, [['人工认定', 'D2']]],
  ['column-missing', { others: [textSheet('材料', '材料名称|格式\n活动总结|Word')] }, [['材料', null]]],
  ['material-missing', { others: [materials('|是|||Word|||')] }, [['材料', 'A2']]],
  ['material-twice', { others: [materials('活动总结|是||||||\n活动 总结|否||||||')] }, [['材料', 'A3']]],
  ['material-is-form', { others: [materials('捐赠款物统计表|是||||||')] }, [['材料', 'A2']]],
  ['owed-by-unknown', { others: [materials('活动总结|是|乡镇、中学|||||')] }, [['材料', 'C2']]],
  ['bad-format', { others: [materials('活动总结|是|||Word、扫描件|||')] }, [['材料', 'E2']]],
  [
    'bad-count',
    { others: [materials('照片|是|||图片|0||\n视频|是|||视频|若干||')] },
    [
      ['材料', 'F2'],
      ['材料', 'F3'],
    ],
  ],
  ['bad-pixels', { others: [materials('照片|是|||图片||-3|')] }, [['材料', 'G2']]],
  ['bad-date', { others: [materials('照片|是||月底|图片|||')] }, [['材料', 'D2']]],
  ['deadline-before-period', { others: [materials('照片|是||2019-10-18|图片|||')] }, [['材料', 'D2']]],
  ['bad-yes-no', { others: [materials('照片|要|||图片|||')] }, [['材料', 'B2']]],
  [
    'unknown-form',
    { others: [materials('照片|是|||图片|||'), receipts('和平街道|总结||||免')] },
    [['收件登记', 'B2']],
  ],
];

describe('mistakes', () => {
  it.each(MISTAKES)('%s %#', (code, sheets, places) => {
    expect(problemsOf(sheets)).toEqual(places.map(([sheet, cell]) => [sheet, cell, code]));
  });

  it('missing sheets', () => {
    const result = parseSettings(workbookOf(), FORMS);
    expect(result.kind === 'problems' && short(result.problems)).toEqual([
      ['设置', null, 'sheet-missing'],
      ['报送任务', null, 'sheet-missing'],
      ['单位名册', null, 'sheet-missing'],
    ]);
  });

  it('are all collected and ordered by sheet, row and column', () => {
    expect(
      problemsOf({
        items: withItem('统计时段止', '月底'),
        tasks: tasks('捐赠款物统计表|是||||\n心愿表|是||||'),
        roster: roster('1|甲||塔城市|也许|是\n1|甲||塔城市|是|是'),
        others: [decisions('|||||||'), receipts('丁|捐赠表|某日|||')],
      }),
    ).toEqual([
      ['设置', 'B5', 'bad-date'],
      ['报送任务', 'A3', 'unknown-form'],
      ['单位名册', 'E2', 'bad-yes-no'],
      ['单位名册', 'A3', 'code-twice'],
      ['单位名册', 'B3', 'name-twice'],
      ['收件登记', 'A2', 'unit-unknown'],
      ['收件登记', 'B2', 'unknown-form'],
      ['收件登记', 'C2', 'bad-date'],
    ]);
  });

  it('every code has its mistake or warning above or below', () => {
    const warned = [
      'owed-by-unused',
      'owed-by-nobody',
      'item-misspelled',
      'county-similar',
      'receipt-without-hour',
      'sheet-missing',
      'word-shared',
    ];
    const tested = new Set<string>([...MISTAKES.map(([code]) => code), ...warned]);
    expect(SETTINGS_PROBLEM_CODES.filter((code) => !tested.has(code))).toEqual([]);
  });
});

describe('warnings', () => {
  const warningsOf = (sheets: Parameters<typeof parse>[0]) => {
    const result = parse(sheets);
    return result.kind === 'campaign' ? short(result.warnings) : 'problems';
  };

  it('an optional item that looks misspelled', () => {
    expect(warningsOf({ items: [...ITEMS, ['微心愿对接口径', '网上']] })).toEqual([
      ['设置', 'A7', 'item-misspelled'],
    ]);
  });

  it('two spellings of a county', () => {
    expect(warningsOf({ roster: roster('|甲||塔城市|是|是\n|乙||塔城|是|是') })).toEqual([
      ['单位名册', 'D3', 'county-similar'],
    ]);
    expect(warningsOf({ roster: roster('|甲||伊宁市|是|是\n|乙||伊宁县|是|是') })).toEqual([]);
  });

  it('应报单位 that the roster has a column for: the column holds', () => {
    const sheets = {
      tasks: textSheet('报送任务', '表名|启用|应报单位\n捐赠款物统计表|是|全部\n微心愿对接表|否|全部'),
      roster: roster('1|甲||塔城市|否|是\n2|乙||塔城市|是|否'),
    };
    expect(warningsOf(sheets)).toEqual([['报送任务', 'C2', 'owed-by-unused']]);
    expect(campaignOf(sheets).units.map((unit) => [...unit.owes])).toEqual([[], ['donations']]);
  });

  it('应报单位 that nobody is meant by', () => {
    expect(warningsOf(owedBy('中职学校', '1|甲||塔城市|乡镇|是'))).toEqual([
      ['报送任务', 'C3', 'owed-by-nobody'],
    ]);
  });

  it('a receipt of the deadline day without hour', () => {
    const at = (time: string) => warningsOf({ others: [receipts(`和平街道|捐赠款物统计表|${time}|||`)] });
    expect(at('2020-10-18')).toEqual([['收件登记', 'C2', 'receipt-without-hour']]);
    expect(at('2020-10-18 20:00')).toEqual([]);
    expect(at('2020-10-17')).toEqual([]);
  });
});

describe('应报单位', () => {
  const ROWS = `1|甲乡|甲|塔城市|乡镇|是
2|乙局||塔城市|县直部门|否
3|丙乡|丙|乌苏市|乡镇|否
4|丁局|||地直部门|否`;
  it.each([
    ['全部', ['甲乡', '乙局', '丙乡', '丁局']],
    ['乡镇', ['甲乡', '丙乡']],
    ['乡镇、地直部门', ['甲乡', '丙乡', '丁局']],
    ['塔城市', ['甲乡', '乙局']],
    ['地直单位', ['丁局']],
    ['乌苏市，乙局', ['乙局', '丙乡']],
    ['丙；2', ['乙局', '丙乡']],
    ['乡镇、街道', ['甲乡', '丙乡']],
  ])('“%s” asks %j', (words, names) => {
    const { units } = campaignOf(owedBy(words, ROWS));
    expect(units.filter((unit) => unit.owes.has('wishes')).map((unit) => unit.name)).toEqual(names);
    // The other form goes by its column.
    expect(units.filter((unit) => unit.owes.has('donations')).map((unit) => unit.name)).toEqual(['甲乡']);
  });

  it('of a form that is not asked for is kept, not judged', () => {
    const sheets = {
      tasks: textSheet('报送任务', '表名|启用|应报单位\n捐赠款物统计表|是|\n微心愿对接表|否|街办'),
      roster: owedBy('全部', ROWS).roster,
    };
    const result = parse(sheets);
    if (result.kind === 'problems') throw new Error('problems');
    expect(result.content.tasks[1]).toMatchObject({ form: 'wishes', enabled: false, owedBy: '街办' });
    expect(result.content.units.some((unit) => unit.owes.has('wishes'))).toBe(false);
  });

  it('a form with neither column nor 应报单位: both ways out are named', () => {
    const result = parse({ roster: textSheet('单位名册', '单位名称|所属县|捐赠款物统计表\n甲|塔城市|是') });
    expect(result.kind === 'problems' && result.problems.map(describeSettingsProblem)).toEqual([
      '工作表《单位名册》：没有“微心愿对接表”这一列，看不出哪些单位要报这张表，请在《单位名册》加上以表名为列名的一列并填是或否，或者在《报送任务》的“应报单位”列写 全部 或单位类别、县（市）、单位名称。',
    ]);
  });
});

describe('texts', () => {
  it('say where, what was found and what to do', () => {
    const result = parse({ tasks: tasks('捐赠表|是||||\n微心愿对接表|是||||') });
    expect(result.kind === 'problems' && result.problems.map(describeSettingsProblem)).toEqual([
      '工作表《报送任务》A2：没有名为“捐赠表”的表，请从这些表名中选：结对帮扶活动月统计表、捐赠款物统计表、微心愿对接表。',
    ]);
  });

  it('use only parameters that are given', () => {
    for (const [, sheets] of MISTAKES) {
      const result = parse(sheets);
      if (result.kind !== 'problems') throw new Error('no problem');
      for (const problem of result.problems) {
        const text = describeSettingsProblem(problem);
        expect(text).toMatch(/^工作表《.+》([A-Z]+\d+)?：.+。$/);
        expect(text).not.toMatch(/undefined|null|“”|（）|\{/);
      }
    }
  });
});

describe('splitWords', () => {
  it('splits outside of brackets and drops repeats', () => {
    expect(splitWords('甲、乙，丙;丁\n甲')).toEqual(['甲', '乙', '丙', '丁']);
    expect(splitWords('额敏（兵地、辽阳）园区、园区')).toEqual(['额敏（兵地、辽阳）园区', '园区']);
    expect(splitWords('甲）、乙')).toEqual(['甲）', '乙']);
    expect(splitWords('')).toEqual([]);
  });
});

describe('normaliseDecisionFile', () => {
  it.each([
    ['收件/a.xlsx', '收件/a.xlsx'],
    ['a.xlsx', '收件/a.xlsx'],
    ['./收件/a.xlsx', '收件/a.xlsx'],
    ['.\\收件\\塔城市\\a.xlsx', '收件/塔城市/a.xlsx'],
    ['"D:\\帮扶\\收件\\a b.xlsx"', '收件/a b.xlsx'],
    ['塔城市\\收件\\a.xlsx', '收件/塔城市/收件/a.xlsx'],
    ['收件夹/a.xlsx', '收件/收件夹/a.xlsx'],
  ])('%s', (text, file) => {
    expect(normaliseDecisionFile(text)).toBe(file);
  });
});

describe('checks that only suspect', () => {
  it('are on where 设置 says nothing or nothing in particular', () => {
    expect(campaignOf().suspicions).toEqual(ALL_SUSPICIONS);
    const blank = campaignOf({ items: [...ITEMS, ['疑点：与别的单位同一行', null]] });
    expect(blank.suspicions).toEqual(ALL_SUSPICIONS);
  });

  it('are switched off one by one, however the colon is written', () => {
    const { suspicions } = campaignOf({
      items: [
        ...ITEMS,
        ['疑点: 元、万元填混', '否'],
        ['疑点：比上期突增突减', '否'],
        ['疑点：各行金额相同', '是'],
      ],
    });
    expect([...suspicions]).toEqual(['digits-swapped', 'row-copied', 'same-amounts', 'same-as-previous']);
  });

  it('are warned of when the item is misspelled', () => {
    const result = parse({ items: [...ITEMS, ['疑点：各行金额同', '否']] });
    expect(short(result.warnings)).toEqual([['设置', 'A7', 'item-misspelled']]);
  });
});
