import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Decision,
  DOCUMENT_FORMATS,
  materialKey,
  type Receipt,
  type Unit,
} from '../../../src/campaign/campaign.js';
import { exampleCampaign, exampleContent } from '../../../src/campaign/example-campaign.js';
import { parseSettings } from '../../../src/campaign/parse-settings.js';
import {
  contentOfCampaign,
  planSettings,
  type SettingsContent,
} from '../../../src/campaign/plan-settings.js';
import { indexRoster } from '../../../src/campaign/roster-index.js';
import { campaignOfContent } from '../../../src/campaign/settings-content.js';
import { MAX_VALIDATION_LIST, MAX_VALIDATION_TEXT } from '../../../src/workbook/excel-limits.js';
import { gridOfPlan } from './grid-of-plan.js';
import { FORMS, sampleForm } from './sample-forms.js';

function readBack(content: SettingsContent, forms = FORMS): SettingsContent {
  const result = parseSettings(gridOfPlan(planSettings(content, forms)), forms);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems, null, 1));
  expect(result.warnings).toEqual([]);
  expect(result.campaign).toEqual(campaignOfContent(result.content));
  return result.content;
}

const EXAMPLE = exampleContent(FORMS);
const UNIT: Unit = {
  code: '007',
  name: '甲局',
  aliases: ['甲', '额敏（兵地、辽阳）园区'],
  county: '额敏县',
  category: '自己写的类别',
  through: '教育局',
  owes: new Set(['wishes', 'donations']),
  contact: '张三',
  phone: '09013456789',
  email: 'a@b.cn',
};
const RECEIPT: Receipt = {
  unit: '007',
  form: 'donations',
  receivedAt: '2020-10-18T00:00:00+08:00',
  paperReceived: true,
  extendedTo: '2020-10-20T23:59:59+08:00',
  exemptReason: '抽调',
};
const DECISION: Decision = {
  file: '收件/塔 城/包.zip/甲 .xlsx',
  sheet: ' Sheet1',
  unit: '007',
  form: 'wishes',
  action: '认定',
  reason: '=1+1',
  decidedBy: '李四',
  decidedOn: '2020-10-19',
};
const FULL: SettingsContent = {
  ...EXAMPLE,
  passwords: ['abc', '123'],
  suspicions: new Set(['magnitude-slip', 'jump']),
  targetPercent: 0.5,
  targetBasis: '网上',
  wishAmountLimit: 1999.99,
  deadline: '2020-10-18T23:59:59+08:00',
  tasks: [
    { ...EXAMPLE.tasks[1]!, deadline: '2020-10-19T00:00:00+08:00', paperDeadline: null },
    { ...EXAMPLE.tasks[0]!, enabled: false, periodStart: '2020-09-01', attachment: '2-1' },
    { ...EXAMPLE.tasks[2]!, deadline: '2020-10-18T17:30:15+08:00' },
  ],
  units: [
    UNIT,
    {
      ...UNIT,
      code: '地直单位/甲局',
      county: null,
      aliases: [],
      through: null,
      contact: null,
      phone: null,
      email: null,
    },
  ],
  materials: [
    {
      name: '活动照片',
      enabled: true,
      owedBy: '乡镇、自己写的类别',
      deadline: '2020-10-25T00:00:00+08:00',
      formats: ['picture', 'video'],
      leastFiles: 6,
      leastPixels: 5000,
      words: ['照片（含截图、录屏）', '图'],
      note: '要现场的',
    },
    ...EXAMPLE.materials.filter(({ name }) => name !== '活动照片'),
    { ...EXAMPLE.materials[0]!, name: '宣传信息', formats: DOCUMENT_FORMATS, leastFiles: 2 },
  ],
  receipts: [
    RECEIPT,
    { ...RECEIPT, form: materialKey('活动照片') },
    { ...RECEIPT, form: null, receivedAt: null, extendedTo: null, exemptReason: null, paperReceived: false },
  ],
  decisions: [
    DECISION,
    { ...DECISION, form: materialKey('宣传信息') },
    {
      ...DECISION,
      sheet: null,
      unit: null,
      form: null,
      action: '作废',
      reason: null,
      decidedBy: null,
      decidedOn: null,
    },
  ],
};

describe('what is written is read back', () => {
  it('the example', () => expect(readBack(EXAMPLE)).toEqual(EXAMPLE));
  it('everything at once', () => expect(readBack(FULL)).toEqual(FULL));
  it('a second time too', () => expect(readBack(readBack(FULL))).toEqual(FULL));

  it('moments to the second, percents and amounts', () => {
    const second = fc.integer({ min: 0, max: 86_399 });
    const two = (value: number) => String(value).padStart(2, '0');
    fc.assert(
      fc.property(
        second,
        second,
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 1e9 }),
        (a, b, percent, cents) => {
          const moment = (value: number) =>
            `2020-10-22T${two(Math.floor(value / 3600))}:${two(Math.floor(value / 60) % 60)}:${two(value % 60)}+08:00`;
          const content: SettingsContent = {
            ...FULL,
            deadline: moment(a),
            targetPercent: percent / 100,
            wishAmountLimit: cents / 100,
            tasks: FULL.tasks.map((task) => ({ ...task, deadline: moment(b), paperDeadline: moment(a) })),
          };
          expect(readBack(content)).toEqual(content);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('who owes a form by 应报单位, without a column in the roster', () => {
    const tasks = EXAMPLE.tasks.map((task) => (task.form === 'wishes' ? { ...task, owedBy: '街道' } : task));
    const units = EXAMPLE.units.map((unit) => {
      const others = [...unit.owes].filter((form) => form !== 'wishes');
      return { ...unit, owes: new Set(unit.category === '街道' ? [...others, 'wishes'] : others) };
    });
    const content = { ...EXAMPLE, tasks, units };
    expect(readBack(content)).toEqual(content);
    const roster = planSettings(content, FORMS).sheets.find((sheet) => sheet.name === '单位名册')!;
    const headers = roster.rows[0]!.cells.map((cell) => cell.value);
    expect(headers).toContain('捐赠款物统计表');
    expect(headers).not.toContain('微心愿对接表');
  });

  it('a form that is only offered: switched off, with 应报单位, and no column in the roster', () => {
    const forms = [...FORMS, sampleForm('monthly-tasks', '月度任务推进表', 11)];
    const content = exampleContent(forms);
    expect(readBack(content, forms)).toEqual(content);
    expect(content.tasks[3]).toMatchObject({
      enabled: false,
      attachment: '11',
      owedBy: '县直部门、地直部门',
    });
    expect(content.units).toEqual(EXAMPLE.units);
    const roster = planSettings(content, forms).sheets.find((sheet) => sheet.name === '单位名册')!;
    expect(roster.rows[0]!.cells.map((cell) => cell.value)).not.toContain('月度任务推进表');
    // Switching it on is all that is to be done.
    const on = exampleContent(forms, () => true);
    expect(readBack(on, forms)).toEqual(on);
    const owing = on.units.filter((unit) => unit.owes.has('monthly-tasks'));
    expect(new Set(owing.map((unit) => unit.category))).toEqual(new Set(['县直部门', '地直部门']));
  });

  it('a form without task is switched off', () => {
    const forms = [...FORMS, sampleForm('visits', '走访表', 4)];
    expect(readBack(EXAMPLE, forms).tasks.map((task) => [task.form, task.enabled])).toEqual([
      ['paired-assistance', true],
      ['donations', true],
      ['wishes', true],
      ['visits', false],
    ]);
  });
});

describe('the plan', () => {
  const plan = planSettings(EXAMPLE, FORMS);
  const sheetNamed = (name: string) => plan.sheets.find((sheet) => sheet.name === name)!;

  it('has the sheets of product.md and the columns of each', () => {
    expect(plan.sheets.map((sheet) => sheet.name)).toEqual([
      '填写说明',
      '设置',
      '报送任务',
      '材料',
      '单位名册',
      '收件登记',
      '人工认定',
    ]);
    const headers = plan.sheets
      .slice(1)
      .map((sheet) => sheet.rows[0]!.cells.map((cell) => cell.value).join(' '));
    expect(headers).toEqual([
      '项目 内容 说明',
      '表名 印发标题 附件号 启用 统计时段起 统计时段止 截止时间 纸质截止时间 应报单位',
      '材料名称 启用 应报单位 截止时间 格式 最少份数 最小像素（万像素） 识别词 说明',
      '单位编码 单位名称 别名 所属县（市） 单位类别 归口单位 结对帮扶活动月统计表 捐赠款物统计表 微心愿对接表 联系人 联系电话 邮箱',
      '单位 表名 收件时间 纸质盖章件已收 延期至 免报原因',
      '文件 工作表 单位 表名 处理 理由 经办人 日期',
    ]);
  });

  it('leaves blank what equals 设置', () => {
    const cells = sheetNamed('报送任务').rows[1]!.cells;
    expect(cells.slice(4, 7).map((cell) => cell.value)).toEqual([null, null, null]);
    expect(sheetNamed('报送任务').rows[3]!.cells[6]!.value).toBeCloseTo(44127.75);
  });

  it('offers words, also in future rows', () => {
    const roster = sheetNamed('单位名册');
    const lists = roster.validations!.filter((check) => check.type === 'list');
    expect(lists.map((check) => [check.range.left, check.formulas[0]!.toString().slice(0, 6)])).toEqual([
      [5, '"乡镇,街道'],
      [7, '"是,否"'],
      [8, '"是,否"'],
      [9, '"是,否"'],
    ]);
    expect(
      lists.every((check) => check.range.top === 2 && check.range.bottom === EXAMPLE.units.length + 1001),
    ).toBe(true);
    const decisions = sheetNamed('人工认定').validations!;
    expect(decisions.find((check) => check.range.left === 4)?.formulas).toEqual(["'报送任务'!$A$2:$A$4"]);
    expect(decisions.find((check) => check.range.left === 5)?.formulas).toEqual([
      '"认定,采用,作废,放行,确认"',
    ]);
  });

  it('keeps within what Excel allows in validations', () => {
    for (const check of plan.sheets.flatMap((sheet) => sheet.validations ?? [])) {
      expect((check.prompt ?? '').length).toBeLessThanOrEqual(MAX_VALIDATION_TEXT);
      expect((check.error ?? '').length).toBeLessThanOrEqual(MAX_VALIDATION_TEXT);
      expect(String(check.formulas[0]).length).toBeLessThanOrEqual(MAX_VALIDATION_LIST);
    }
  });

  it('formats codes and phones as text, rows to come too', () => {
    const rows = sheetNamed('单位名册').rows;
    expect(
      [rows[1]!, rows.at(-1)!].map((row) => [
        row.cells[0]!.style?.numberFormat,
        row.cells[10]!.style?.numberFormat,
      ]),
    ).toEqual([
      ['@', '@'],
      ['@', '@'],
    ]);
    expect(rows.length).toBeGreaterThan(EXAMPLE.units.length + 50);
  });
});

describe('contentOfCampaign', () => {
  it('keeps roster and tasks, drops receipts and decisions', () => {
    const next = contentOfCampaign(FULL);
    expect(next).toEqual({ ...FULL, receipts: [], decisions: [] });
    expect(contentOfCampaign(campaignOfContent(FULL)).tasks.map((task) => [task.form, task.enabled])).toEqual(
      [
        ['donations', true],
        ['wishes', true],
      ],
    );
  });
});

describe('the example', () => {
  const campaign = exampleCampaign(FORMS);
  const owed = (name: string, county: string | null) => [
    ...campaign.units.find((unit) => unit.name === name && unit.county === county)!.owes,
  ];

  it('holds every township of the region and what every county has besides', () => {
    const counts = new Map<string, number>();
    for (const unit of campaign.units) counts.set(unit.category, (counts.get(unit.category) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      街道: 12,
      乡镇: 68,
      农牧团场: 38,
      其他: 2,
      县直部门: 42,
      中小学: 21,
      驻村工作队: 14,
      地直部门: 10,
      垂管部门: 1,
      人民团体: 2,
    });
    expect(new Set(campaign.units.map((unit) => unit.code)).size).toBe(campaign.units.length);
  });

  it('asks of each what fits it', () => {
    expect(owed('和平街道', '塔城市')).toEqual(['paired-assistance', 'wishes']);
    expect(owed('塔城市教育局', '塔城市')).toEqual(['paired-assistance', 'donations', 'wishes']);
    expect(owed('塔城市第一中学', '塔城市')).toEqual(['wishes']);
    expect(owed('塔城地区财政局', null)).toEqual(['paired-assistance', 'donations', 'wishes']);
  });

  it('has the dates of the notices', () => {
    expect(campaign.tasks.map((task) => [task.form, task.deadline, task.paperDeadline])).toEqual([
      ['paired-assistance', '2020-10-18T18:00:00+08:00', '2020-10-18T18:00:00+08:00'],
      ['donations', '2020-10-18T18:00:00+08:00', '2020-10-18T18:00:00+08:00'],
      ['wishes', '2020-10-23T18:00:00+08:00', '2020-10-23T18:00:00+08:00'],
    ]);
  });

  it('lets every unit be found by its own name, alias and code', () => {
    const index = indexRoster(campaign.units, campaign.prefecture);
    for (const unit of campaign.units) {
      expect(index.findUnits(unit.code, null)).toMatchObject({ kind: 'one', unit: { code: unit.code } });
      for (const name of [unit.name, ...unit.aliases]) {
        expect(index.findUnits(name, unit.county ?? '地直单位')).toMatchObject({
          kind: 'one',
          unit: { code: unit.code },
        });
      }
      if (unit.county !== null) {
        expect(index.findUnits(`塔城地区${unit.county}${unit.name}`, null)).toMatchObject({
          unit: { code: unit.code },
        });
      }
      const path = `收件/${unit.county ?? '地直单位'}/${unit.name}.xlsx`;
      expect(index.findUnitsInPath(path)).toMatchObject({ kind: 'one', unit: { code: unit.code } });
    }
  });

  it('takes a form that it does not know', () => {
    const forms = [...FORMS, sampleForm('visits', '走访表', 4)];
    const content = exampleContent(forms);
    expect(content.units.every((unit) => unit.owes.has('visits'))).toBe(true);
    expect(content.tasks[3]).toMatchObject({ title: '走访表', attachment: '4', enabled: true });
    expect(readBack(content, forms)).toEqual(content);
  });
});
