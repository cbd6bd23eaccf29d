import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { formatFormOutline } from '../../../src/definition/form-outline.js';
import { parseDefinition } from '../../../src/definition/parse-definition.js';
import { planDefinition } from '../../../src/definition/plan-definition.js';
import {
  formatOptions,
  formatWordList,
  parseOptions,
  parseWordList,
} from '../../../src/definition/word-list.js';
import { defineForm, type FormDefinition } from '../../../src/form/form-definition.js';
import { gridOfPlan, sheetOf } from '../campaign/grid-of-plan.js';
import { FIELD, fieldRow, formIn, ITEM, problemsIn, RULE, relations } from './defined.js';

const forms = await loadBuiltInForms();

/** 表名 and 字段 alone, as a clerk writes them. */
const CLERKS: FormDefinition = (() => {
  const parsed = parseDefinition({
    sheets: [
      sheetOf('表', [
        ['项目', '内容'],
        ['表名', '义诊活动统计表'],
      ]),
      sheetOf('字段', [
        ['分组', '标题', '单位', '类型', '必填', '计量'],
        [null, '义诊地点', null, '文字', '是', null],
        [null, '义诊日期', null, '日期', null, null],
        ['人员', '医务人员', '人', '整数', '是', '时点'],
        ['人员', '接诊群众', '人次', '整数', '√', '累计'],
        [null, '免费药品折价', '元', '金额', '否', '累计'],
      ]),
    ],
    definedNames: new Map(),
  });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return parsed.form;
})();

describe('a definition of 表名 and 字段 alone', () => {
  it('is a form', () => {
    const { fields, ...rest } = CLERKS;
    expect(fields.map((field) => [field.key, field.title, field.kind, field.required])).toEqual([
      ['f1', '义诊地点', 'text', true],
      ['f2', '义诊日期', 'date', false],
      ['f3', '医务人员', 'integer', true],
      ['f4', '接诊群众', 'integer', true],
      ['f5', '免费药品折价', 'amount', false],
      ['explanation', '说明', 'text', false],
      ['remarks', '备注', 'text', false],
    ]);
    expect(rest).toMatchObject({
      title: '义诊活动统计表',
      version: 1,
      attachment: 1,
      rowMeaning: '每个“义诊地点”填一行',
      subject: 'f1',
      explanation: 'explanation',
      rules: [],
      derivedMeasures: [],
      rates: [],
      target: null,
      instructions: [],
      keyMeasures: ['f3', 'f4', 'f5'],
      amountAtStake: 'f5',
      templateRows: 20,
      fixedRows: null,
      breakdowns: [],
      charts: null,
    });
    expect(rest.key).toMatch(/^form-[0-9a-f]{8}$/);
  });

  it('comes back equal when it is written out', () => {
    const parsed = parseDefinition(gridOfPlan(planDefinition(CLERKS)));
    expect(parsed).toStrictEqual({ kind: 'form', form: CLERKS });
  });

  it('takes over key and 附件号 of a form of the same title', () => {
    const form = formIn({ 表: [ITEM, ['表名', ' 微心愿对接表 ']] }, { known: forms });
    expect([form.key, form.attachment]).toEqual(['wishes', 3]);
    const other = formIn({ 表: [ITEM, ['表名', '新表']] }, { known: forms, attachment: 12 });
    expect(other.attachment).toBe(12);
    expect(forms.map(({ key }) => key)).not.toContain(other.key);
  });
});

describe('cells', () => {
  it('derived keys pass over those that are written', () => {
    const form = formIn({
      字段: [
        FIELD,
        fieldRow({ 标题: '甲', 类型: '文字' }),
        fieldRow({ 标题: '乙', 类型: '文字' }),
        fieldRow({ 标题: '丙', 类型: '文字', 编码: 'f2' }),
      ],
    });
    expect(form.fields.map(({ key }) => key)).toEqual(['f1', 'f3', 'f2', 'explanation', 'remarks']);
  });

  it('说明 and 备注 are added where they are missing, but not where 说明栏 says otherwise', () => {
    const rows = [FIELD, fieldRow({ 标题: '村', 类型: '文字' }), fieldRow({ 标题: '说明', 类型: '文字' })];
    expect(formIn({ 字段: rows }).fields.map(({ title }) => title)).toEqual(['村', '说明', '备注']);
    const form = formIn({ 表: [ITEM, ['表名', '表'], ['说明栏', '村']], 字段: rows });
    expect([form.fields.length, form.explanation]).toEqual([2, 'f1']);
  });

  it('fixed words are read in the spellings that people use', () => {
    const form = formIn({
      字段: [
        FIELD,
        fieldRow({ 标题: '村', 类型: '文本', 编码: 'a', 选项以外: '必须改' }),
        fieldRow({ 标题: '户', 类型: '整数', 编码: 'b', 计量: '存量', 最小: '1,000', 最大: 2e3 }),
        fieldRow({ 标题: '态', 类型: '下拉', 编码: 'c', 选项: '甲,乙；丙', 选项以外: '读作"丙"' }),
      ],
    });
    expect(form.fields.slice(0, 3)).toMatchObject([
      { kind: 'text', unknownOption: 'error' },
      { measure: 'stock', minimum: 1000, maximum: 2000 },
      {
        kind: 'option',
        options: ['甲', '乙', '丙'].map((value) => ({ value, synonyms: [] })),
        unknownOption: { readAs: '丙' },
      },
    ]);
  });

  it('items may be left out, and marks for nothing are nothing', () => {
    const form = formIn({
      表: [
        ITEM,
        ['表名', '表'],
        ['总览大字指标', '不显示'],
        ['退回时估计的金额', '不估计'],
        ['固定行字段', '无'],
        ['填报说明', '第一条。'],
        ['填报说明', null],
        ['填报说明', '第二条。'],
      ],
    });
    expect([form.keyMeasures, form.amountAtStake, form.fixedRows]).toEqual([[], null, null]);
    expect(form.instructions).toEqual(['第一条。', '第二条。']);
  });

  it('待确认 and columns of one’s own are not read', () => {
    const plan = planDefinition(CLERKS, {
      items: new Map([['附件号', '猜的']]),
      fields: new Map([['f3', '把握不大']]),
      rules: new Map(),
    });
    expect(plan.sheets.map(({ name }) => name).slice(0, 4)).toEqual(['填写说明', '表', '字段', '审核关系']);
    for (const index of [1, 2, 3]) expect(plan.sheets[index]!.rows[1]!.cells.at(-1)!.value).toBe('待确认');
    expect(JSON.stringify(plan)).toContain('把握不大');
    expect(parseDefinition(gridOfPlan(plan))).toStrictEqual({ kind: 'form', form: CLERKS });
  });

  it('fixed rows give the template its rows', () => {
    const form = formIn({ 表: [ITEM, ['表名', '表'], ['固定行字段', '状态']] });
    expect([form.fixedRows, form.templateRows]).toEqual(['status', 3]);
  });

  it('a definition says what it has read', () => {
    expect(formatFormOutline(CLERKS)).toContain('人员／接诊群众（人次）　整数，必填');
  });
});

describe('rules', () => {
  it('of the relation alone say everything by themselves', () => {
    const { rules } = formIn({ 审核关系: [['关系'], ['甲 <= 乙'], ['状态 = "已办" → 完成 不为空']] });
    expect(rules).toEqual([
      {
        id: 'GX-01',
        level: 'query',
        blanks: 'skip',
        checks: [expect.objectContaining({ kind: 'row', at: 'a' })],
        text: '“甲”不大于“乙”',
        message: '“甲”{a}，“乙”{b}，不符合规则：“甲”不大于“乙”',
        fix: '有误请改正，属实请在“说明”栏写明原因',
      },
      {
        id: 'GX-02',
        level: 'query',
        blanks: 'skip',
        // The consequence is blamed, not the premise.
        checks: [expect.objectContaining({ kind: 'row', at: 'doneOn' })],
        text: '“状态”是已办的，“完成”要填',
        message: '“状态”{status}，不符合规则：“状态”是已办的，“完成”要填',
        fix: '有误请改正，属实请在“说明”栏写明原因',
      },
    ]);
  });

  it.each([
    ['甲 + 乙 >= 丙 * 2', '“甲”加“乙”不小于 丙 * 2'],
    ['开始 <= 完成', '“开始”不晚于“完成”'],
    ['甲 > 0 或 乙 > 0', '“甲”大于 0，或者“乙”大于 0'],
    ['状态 <> "取消"', '“状态”不是取消'],
    ['本单位内不重复(村，事项)', '“村”、“事项”在本单位内不重复'],
    ['每季度至少(开始，2)', '每季度至少 2 次，看“开始”'],
    ['单位类别不填报("中小学")', '中小学一般不填报这张表'],
    ['是电话号码(电话)', '“电话”是手机号码或带区号的固定电话'],
  ])('%s', (relation, text) => {
    expect(formIn({ 审核关系: relations(relation) }).rules[0]!.text).toBe(text);
  });

  it('of several relations follow one another under one 编号', () => {
    const { rules } = formIn({
      审核关系: [
        RULE,
        ['R1', '必须改', '甲 <= 乙', null, '按0', null, '{甲}、{所报栏目}、{单个微心愿金额上限}', '请改'],
        ['R1', null, '乙 <= 丙', '丙'],
        [null, null, '甲 <= 丙'],
      ],
    });
    expect(rules.map(({ id, checks }) => [id, checks.map(({ at }) => at)])).toEqual([
      ['R1', ['a', 'c']],
      ['GX-02', ['a']],
    ]);
    expect(rules[0]).toMatchObject({
      level: 'error',
      blanks: 'zero',
      message: '{a}、{atTitle}、{wishAmountLimit}',
      fix: '请改',
    });
  });
});

describe('what is shown', () => {
  const TOTALS = [
    ['名称', '方式', '条件'],
    ['已办', '计数', '状态 = "已办"'],
  ];

  it('totals, rates and the target by title', () => {
    const form = formIn({
      统计项: TOTALS,
      比率: [
        ['名称', '分子', '分母', '目标口径'],
        ['办结率', '已办', '填报行数', '全部'],
        ['另一率', 'a', '乙', null],
      ],
    });
    expect(form.derivedMeasures).toMatchObject([
      { key: 't1', title: '已办', unit: '个', kind: 'count', field: null, measure: 'flow' },
    ]);
    expect(form.rates).toEqual([
      { key: 'r1', title: '办结率', numerator: 't1', denominator: 'rows' },
      { key: 'r2', title: '另一率', numerator: 'a', denominator: 'b' },
    ]);
    expect(form.target).toEqual({ title: '办结率', rateByBasis: { 全部: 'r1' } });
  });

  it('breakdowns and charts', () => {
    const form = formIn({
      分项: [
        ['标题', '分项字段', '指标', '并列文字'],
        ['按状态', '状态', '甲、填报行数', '事项、村'],
      ],
      图表: [
        ['标题', '类型', '指标', '分类'],
        ['一', '柱形图', '甲、乙', '县（市）'],
        ['二', '环形', '甲', '状态'],
      ],
    });
    expect(form.breakdowns).toEqual([
      { title: '按状态', by: 'status', measures: ['a', 'rows'], texts: ['matter', 'village'] },
    ]);
    expect(form.charts).toEqual([
      { title: '一', kind: 'columns', measures: ['a', 'b'], rate: null, by: null },
      { title: '二', kind: 'doughnut', measures: ['a'], rate: null, by: 'status' },
    ]);
    expect(
      formIn({
        图表: [
          ['标题', '类型'],
          [null, '不画'],
        ],
      }).charts,
    ).toEqual([]);
    expect(formIn({ 图表: [] }).charts).toBeNull();
  });

  it('公示 by titles and conditions', () => {
    const form = formIn({
      表: [
        ITEM,
        ['表名', '示例登记表'],
        ['公示的栏目', '村、金额、电话'],
        ['是单位的行', '状态 = "已办"'],
        ['未成年人的行', '年龄 < 18'],
      ],
    });
    expect(form.disclosure).toMatchObject({
      fields: ['village', 'money', 'phone'],
      isUnit: { kind: 'oneOf', field: 'status', options: ['已办'] },
      agrees: null,
      isMinor: { kind: 'compare', operator: '<' },
    });
    expect(formIn({ 表: [ITEM, ['表名', '示例登记表']] }).disclosure).toBeNull();
  });

  it('another form by title or by key', () => {
    const row = (form: string, field: string) => ({
      跨表核对: [
        ['本表字段', '另一张表', '另一张表的字段'],
        ['金额', form, field],
      ],
    });
    const rule = { id: 'KB-01', field: 'money', otherForm: 'wishes', otherField: 'spent', level: 'query' };
    expect(formIn(row('微心愿对接表', '实际金额'), { known: forms }).crossFormRules).toMatchObject([rule]);
    expect(formIn(row('wishes', 'spent')).crossFormRules).toMatchObject([rule]);
    expect(problemsIn(row('微心愿对接表', '姓名'), { known: forms })).toEqual([
      ['跨表核对', 'C2', 'not-an-amount'],
    ]);
  });
});

describe('lists in a cell', () => {
  it.each([
    ['甲、乙', ['甲', '乙']],
    ['甲,乙；丙\n丁，', ['甲', '乙', '丙', '丁']],
    ['所在村（社区、学校）、姓名', ['所在村（社区、学校）', '姓名']],
    ['"甲、乙"、“丙，丁”', ['甲、乙', '丙，丁']],
    ['"说“好”的""人"""、甲', ['说“好”的"人"', '甲']],
  ])('%s', (text, words) => {
    expect(parseWordList(text)).toEqual(words);
  });

  it.each([
    [['甲', '乙']],
    [['甲、乙', '（丙', '丁）', '"戊"', '己（同义：庚）', '辛"壬']],
    [['村（社区、学校）', '“引号”', '半"个', '逗，号']],
  ])('%j comes back', (words) => {
    expect(parseWordList(formatWordList(words))).toEqual(words);
    const options = words.map((value, index) => ({ value, synonyms: index === 0 ? words.slice(1) : [] }));
    expect(parseOptions(formatOptions(options))).toEqual(options);
  });

  it('options with the words that are read as them', () => {
    expect(parseOptions('待对接（同义：未对接，待认领）、已对接(同义:已认领)、其他（请说明）')).toEqual([
      { value: '待对接', synonyms: ['未对接', '待认领'] },
      { value: '已对接', synonyms: ['已认领'] },
      { value: '其他（请说明）', synonyms: [] },
    ]);
  });
});

describe('names that are alike', () => {
  it('a form whose titles, options and totals are hard to write comes back equal', () => {
    const form = defineForm({
      key: 'hard',
      title: '难写的表',
      version: 3,
      attachment: 9,
      rowMeaning: '每行一事',
      subject: 'rowMeaning2',
      explanation: 'why',
      fields: [
        { key: 'rowMeaning2', title: '所报栏目', kind: 'text' },
        { key: 'x1', group: '收入', title: '金额', unit: '元', kind: 'amount', measure: 'flow' },
        { key: 'x2', group: '支出', title: '金额', unit: '元', kind: 'amount', measure: 'flow' },
        { key: 'x3', group: '支出', title: '金额', unit: '户', kind: 'integer', measure: 'stock', since: 2 },
        { key: 'x4', title: '收入/金额', kind: 'integer', measure: 'flow', minimum: 0, maximum: 0.5 },
        { key: 'x5', title: '甲+乙、丙', kind: 'decimal', measure: 'flow' },
        {
          key: 'x6',
          title: '状态{甲}',
          kind: 'option',
          options: [['是、否', '"引"'], '=1+1', '无'],
          unknownOption: { readAs: '无' },
          aliases: ['一、二', '（三'],
        },
        { key: 'why', title: '原因', kind: 'text', unknownOption: 'error', prompt: '第一行\n第二行' },
      ],
      rules: [
        {
          id: '规则 1',
          level: 'hint',
          blanks: 'zero',
          checks: [
            {
              kind: 'row',
              holds: {
                kind: 'compare',
                left: { kind: 'field', field: 'x1' },
                operator: '<',
                right: { kind: 'field', field: 'x2' },
                tolerance: 0,
              },
              at: 'x3',
            },
          ],
          text: '收入小于支出',
          message: '{x1} {x2} {x3} {x4} {x5} {x6} {rowMeaning2} {atTitle} {earlierUnit}',
          fix: '看一下',
        },
      ],
      derivedMeasures: [
        { key: 'x6', title: '金额', unit: '元', kind: 'count', field: null, measure: 'stock', when: null },
      ],
      rates: [
        { key: 'r', title: '率', numerator: 'x1', denominator: 'x6' },
        { key: 's', title: '率二', numerator: 'x4', denominator: 'rows' },
      ],
      target: null,
      instructions: [],
      keyMeasures: ['x5', 'rows', 'x2'],
      amountAtStake: null,
      templateRows: 1,
      charts: [],
      breakdowns: [{ title: '分', by: 'x6', measures: ['x5', 'x6'], texts: [] }],
    });
    expect(parseDefinition(gridOfPlan(planDefinition(form)))).toStrictEqual({ kind: 'form', form });
  });
});
