import { describe, expect, it } from 'vitest';
import { describeDefinitionProblem, parseDefinition } from '../../../src/definition/parse-definition.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import {
  FIELD,
  FIELDS,
  fieldRow,
  ITEM,
  problemsIn,
  type Rows,
  RULE,
  relations,
  type Sheets,
  workbookOf,
} from './defined.js';

const field = (...rows: readonly Readonly<Record<string, CellValue>>[]): Rows => [
  FIELD,
  ...rows.map(fieldRow),
];
const item = (...rows: readonly (readonly [string, CellValue])[]): Rows => [
  ITEM,
  ['表名', '示例统计表'],
  ...rows,
];
const rule = (...rows: readonly Readonly<Record<string, CellValue>>[]): Rows => [
  RULE,
  ...rows.map((row) => RULE.map((title) => row[title] ?? null)),
];
const TOTAL = ['名称', '单位', '方式', '字段', '计量', '条件', '编码'];
const RATE = ['名称', '分子', '分母', '目标口径', '编码'];
const BREAKDOWN = ['标题', '分项字段', '指标', '并列文字'];
const CHART = ['标题', '类型', '指标', '折线比率', '分类'];
const CROSS = ['编号', '级别', '本表字段', '另一张表', '另一张表的字段', '提示'];
const text = { 标题: '村', 类型: '文字' };

type Expected = readonly (readonly [string, string | null, string])[];
const CASES: readonly (readonly [string, Sheets, Expected])[] = [
  // Sheets and columns
  ['no sheet 表', { 表: null }, [['表', null, 'sheet-missing']]],
  ['no sheet 字段', { 字段: null }, [['字段', null, 'sheet-missing']]],
  ['no header', { 字段: [['甲', '乙']] }, [['字段', null, 'header-missing']]],
  ['no column 类型', { 字段: [['标题'], ['村']] }, [['字段', null, 'column-missing']]],
  [
    'a column twice',
    {
      字段: [
        ['标题', '类型', '标题'],
        ['村', '文字'],
      ],
    },
    [['字段', 'C1', 'column-twice']],
  ],
  ['an error value', { 表: item(['版本', { error: '#NAME?' }]) }, [['表', 'B3', 'cell-error']]],
  ['no fields', { 字段: [FIELD] }, [['字段', null, 'no-fields']]],
  [
    'more fields than a form may have',
    { 字段: [['标题', '类型'], ...Array.from({ length: 201 }, (_, index) => [`栏${index}`, '文字'])] },
    [['字段', null, 'too-many-fields']],
  ],
  [
    'more rows than a sheet may have',
    { 字段: [['标题', '类型'], ...Array.from({ length: 501 }, (_, index) => [`栏${index}`, '文字'])] },
    [['字段', null, 'too-many-rows']],
  ],

  // 表
  ['no title', { 表: [ITEM, ['表名', null]] }, [['表', 'B2', 'item-missing']]],
  ['no row for the title', { 表: [ITEM, ['版本', 1]] }, [['表', null, 'item-missing']]],
  ['a long title', { 表: [ITEM, ['表名', '表'.repeat(32)]] }, [['表', 'B2', 'title-too-long']]],
  ['a title with a slash', { 表: [ITEM, ['表名', '走访/慰问表']] }, [['表', 'B2', 'title-characters']]],
  ["a title that ends in '", { 表: [ITEM, ['表名', "表'"]] }, [['表', 'B2', 'title-characters']]],
  ['a title of Excel’s own', { 表: [ITEM, ['表名', 'History']] }, [['表', 'B2', 'title-reserved']]],
  ['a bad key', { 表: item(['编码', '示例']) }, [['表', 'B3', 'bad-form-key']]],
  ['a version that is none', { 表: item(['版本', 1.5]) }, [['表', 'B3', 'not-whole']]],
  ['no 附件 0', { 表: item(['附件号', 0]) }, [['表', 'B3', 'not-whole']]],
  ['too many rows in the template', { 表: item(['模板空行数', 1001]) }, [['表', 'B3', 'not-whole']]],
  ['an item twice', { 表: item(['版本', 1], ['版本', 2]) }, [['表', 'A4', 'item-twice']]],
  ['an unknown item', { 表: item(['版夲', 1]) }, [['表', 'A3', 'item-unknown']]],
  ['an unknown subject', { 表: item(['主要字段', '村名']) }, [['表', 'B3', 'unknown-field']]],
  ['an explanation that is a number', { 表: item(['说明栏', '甲']) }, [['表', 'B3', 'explanation-not-text']]],
  ['fixed rows of a text', { 表: item(['固定行字段', '村']) }, [['表', 'B3', 'fixed-rows-not-option']]],
  [
    'more fixed rows than rows',
    { 表: item(['固定行字段', '状态'], ['模板空行数', 2]) },
    [['表', 'B4', 'fixed-rows-beyond']],
  ],
  ['an unknown key measure', { 表: item(['总览大字指标', '甲、丁']) }, [['表', 'B3', 'unknown-total']]],
  ['a key measure twice', { 表: item(['总览大字指标', '甲、甲']) }, [['表', 'B3', 'named-twice']]],
  ['an unknown amount', { 表: item(['退回时估计的金额', '村']) }, [['表', 'B3', 'unknown-total']]],
  ['a target without rate', { 表: item(['目标名称', '对接率']) }, [['表', 'B3', 'target-without-rate']]],

  // 字段
  ['no title', { 字段: field({ 类型: '文字' }) }, [['字段', 'B2', 'cell-missing']]],
  ['no kind', { 字段: field({ 标题: '村' }) }, [['字段', 'D2', 'cell-missing']]],
  ['an unknown kind', { 字段: field({ 标题: '村', 类型: '字符串' }) }, [['字段', 'D2', 'unknown-word']]],
  ['neither 是 nor 否', { 字段: field({ ...text, 必填: '也许' }) }, [['字段', 'E2', 'bad-yes-no']]],
  ['a title twice', { 字段: field(text, { 标题: ' 村', 类型: '文字' }) }, [['字段', 'B3', 'title-twice']]],
  ['序号', { 字段: field({ 标题: '序号', 类型: '整数' }, text) }, [['字段', 'B2', 'title-taken-by-table']]],
  ['a bad key', { 字段: field({ ...text, 编码: 'Village' }) }, [['字段', 'N2', 'bad-key']]],
  ['a reserved key', { 字段: field({ ...text, 编码: 'rows' }) }, [['字段', 'N2', 'key-reserved']]],
  [
    'a key twice',
    { 字段: field({ ...text, 编码: 'a' }, { 标题: '乡', 类型: '文字', 编码: 'a' }) },
    [['字段', 'N3', 'key-twice']],
  ],
  [
    'an option field without options',
    { 字段: field({ 标题: '村', 类型: '选项' }) },
    [['字段', 'F2', 'options-missing']],
  ],
  ['options of a text', { 字段: field({ ...text, 选项: '甲、乙' }) }, [['字段', 'F2', 'options-needless']]],
  [
    'an option twice',
    { 字段: field({ 标题: '村', 类型: '选项', 选项: '甲（同义：丙）、乙、丙' }) },
    [['字段', 'F2', 'option-twice']],
  ],
  [
    'unknown options read as an unknown one',
    { 字段: field({ 标题: '村', 类型: '选项', 选项: '甲、乙', 选项以外: '读作“丙”' }) },
    [['字段', 'L2', 'read-as-unknown']],
  ],
  [
    'a word for unknown options that is none',
    { 字段: field({ 标题: '村', 类型: '选项', 选项: '甲、乙', 选项以外: '随便' }) },
    [['字段', 'L2', 'bad-unknown-option']],
  ],
  [
    'unknown options of a text',
    { 字段: field({ ...text, 选项以外: '读作“甲”' }) },
    [['字段', 'L2', 'unknown-option-needless']],
  ],
  ['limits of a text', { 字段: field({ ...text, 最小: 1 }) }, [['字段', 'I2', 'limits-needless']]],
  [
    'a limit that is none',
    { 字段: field({ 标题: '村', 类型: '整数', 最大: '很多' }) },
    [['字段', 'J2', 'bad-number']],
  ],
  [
    'a limit below 0',
    { 字段: field({ 标题: '村', 类型: '整数', 最小: -1 }) },
    [['字段', 'I2', 'limit-negative']],
  ],
  [
    'limits the wrong way round',
    { 字段: field({ 标题: '村', 类型: '整数', 最小: 5, 最大: 3 }) },
    [['字段', 'J2', 'limits-reversed']],
  ],
  ['a text that is added', { 字段: field({ ...text, 计量: '累计' }) }, [['字段', 'H2', 'measure-needless']]],
  [
    'an amount in 万元',
    { 字段: field({ 标题: '钱', 类型: '金额', 单位: '万元' }) },
    [['字段', 'C2', 'amount-unit']],
  ],
  [
    'a private number',
    { 字段: field({ 标题: '数', 类型: '整数', 隐私: '姓名' }) },
    [['字段', 'K2', 'privacy-kind']],
  ],
  [
    'a field of a version to come',
    { 字段: field({ ...text, 起始版本: 2 }) },
    [['字段', 'M2', 'since-after-version']],
  ],
  [
    'an expression that is none',
    { 字段: field(text, { 标题: '数', 类型: '整数', 计算: '村 +' }) },
    [['字段', 'G3', 'bad-expression']],
  ],
  [
    'an expression of a text',
    { 字段: field(text, { 标题: '数', 类型: '整数', 计算: '村' }) },
    [['字段', 'G3', 'computed-not-a-number']],
  ],
  [
    'a computed text',
    { 字段: field({ 标题: '数', 类型: '整数' }, { ...text, 计算: '数' }) },
    [['字段', 'G3', 'computed-kind']],
  ],
  [
    'a computed number without field',
    { 字段: field({ 标题: '数', 类型: '整数', 计算: '1 + 2' }) },
    [['字段', 'G2', 'computed-without-field']],
  ],
  [
    'a computed number from the settings',
    {
      字段: field(
        { 标题: '数', 类型: '整数' },
        { 标题: '和', 类型: '整数', 计算: '数 + 单个微心愿金额上限' },
      ),
    },
    [['字段', 'G3', 'computed-parameter']],
  ],
  [
    'a number made of itself',
    {
      字段: field({ 标题: '数', 类型: '整数', 计算: '和' }, { 标题: '和', 类型: '整数', 计算: '数 + 和' }),
    },
    [
      ['字段', 'G2', 'computed-cycle'],
      ['字段', 'G3', 'computed-cycle'],
    ],
  ],
  [
    'a number made of a later one',
    {
      字段: field(
        { 标题: '总', 类型: '整数', 计算: '和 + 数' },
        { 标题: '数', 类型: '整数' },
        { 标题: '和', 类型: '整数', 计算: '数 + 数' },
      ),
    },
    [['字段', 'G2', 'computed-later']],
  ],
  [
    'a header that is too long',
    { 字段: field({ ...text, 分组: '组'.repeat(40), 标题: '题'.repeat(30) }) },
    [['字段', 'B2', 'header-too-long']],
  ],
  [
    'an alias that is another field',
    {
      字段: [
        ['标题', '类型', '别名'],
        ['甲', '文字', '乙（同义）、丙'],
        ['丁', '文字', '丙'],
      ],
    },
    [
      ['字段', 'C2', 'alias-taken'],
      ['字段', 'C3', 'alias-taken'],
    ],
  ],
  [
    'more options than rows that a template may have',
    {
      表: item(['固定行字段', '村']),
      字段: field({
        标题: '村',
        类型: '选项',
        选项: Array.from({ length: 1001 }, (_, index) => `村${index}`).join('、'),
      }),
    },
    [['表', 'B3', 'fixed-rows-beyond']],
  ],
  // What is wrong with a name is told once, where it is written.
  [
    'an unknown kind, and a relation on it',
    { 字段: field({ 标题: '村', 类型: '数' }), 审核关系: relations('村 > 1', '没有 > 1') },
    [['字段', 'D2', 'unknown-word']],
  ],

  // 审核关系
  ['no relation', { 审核关系: rule({ 编号: 'R1' }) }, [['审核关系', 'C2', 'cell-missing']]],
  [
    'an unknown level',
    { 审核关系: rule({ 级别: '错误', 关系: '甲 <= 乙' }) },
    [['审核关系', 'B2', 'unknown-word']],
  ],
  [
    'an unknown field in a relation',
    { 审核关系: relations('丁 <= 乙') },
    [['审核关系', 'C2', 'bad-relation']],
  ],
  [
    'an unknown field that is blamed',
    { 审核关系: rule({ 关系: '甲 <= 乙', 报在: '丁' }) },
    [['审核关系', 'D2', 'unknown-field']],
  ],
  [
    'an unknown word in braces',
    { 审核关系: rule({ 关系: '甲 <= 乙', 提示: '{甲}多于{丁}' }) },
    [['审核关系', 'G2', 'unknown-placeholder']],
  ],
  [
    'an id used again',
    {
      审核关系: [...relations('甲 <= 乙', '乙 <= 丙'), ['R1', null, '甲 <= 丙']],
    },
    [['审核关系', 'A4', 'rule-apart']],
  ],
  [
    'a second row that says something else',
    {
      审核关系: rule(
        { 编号: 'R1', 级别: '必须改', 关系: '甲 <= 乙' },
        { 编号: 'R1', 级别: '请核对', 关系: '乙 <= 丙' },
      ),
    },
    [['审核关系', 'B3', 'rule-differs']],
  ],
  [
    'what was typed where nothing is computed',
    { 审核关系: relations('填报的(甲) = 乙') },
    [['审核关系', 'C2', 'typed-not-computed']],
  ],
  ['a division by 0', { 审核关系: relations('甲 / 0 > 1') }, [['审核关系', 'C2', 'divides-by-zero']]],
  // What tries to be code, to be deep, or to be huge.
  ['constructor', { 审核关系: relations('constructor > 1') }, [['审核关系', 'C2', 'bad-relation']]],
  [
    'a call of JavaScript',
    { 审核关系: relations('甲.constructor.constructor("return process")() = 1') },
    [['审核关系', 'C2', 'bad-relation']],
  ],
  [
    'a nesting of 10 000',
    { 审核关系: relations(`${'('.repeat(10_000)}甲${')'.repeat(10_000)} > 1`) },
    [['审核关系', 'C2', 'bad-relation']],
  ],
  ['a huge power', { 审核关系: relations('9^9^9^9 > 甲') }, [['审核关系', 'C2', 'bad-relation']]],
  [
    'code in a computed field',
    { 字段: field({ 标题: '数', 类型: '整数' }, { 标题: '和', 类型: '整数', 计算: 'constructor' }) },
    [['字段', 'G3', 'bad-expression']],
  ],

  // 跨表核对
  [
    'an unknown form',
    { 跨表核对: [CROSS, [null, null, '金额', '不知道的表', '金额']] },
    [['跨表核对', 'D2', 'unknown-form']],
  ],
  [
    'a count held against another form',
    { 跨表核对: [CROSS, [null, null, '甲', 'wishes', 'spent']] },
    [['跨表核对', 'C2', 'not-an-amount']],
  ],
  [
    'a word in braces that is none',
    { 跨表核对: [CROSS, [null, null, '金额', 'wishes', 'spent', '{数}']] },
    [['跨表核对', 'F2', 'unknown-placeholder']],
  ],

  // 统计项, 比率
  ['a total without name', { 统计项: [TOTAL, [null, null, '计数']] }, [['统计项', 'A2', 'cell-missing']]],
  [
    'a sum of nothing',
    { 统计项: [TOTAL, ['总数', null, '求和']] },
    [['统计项', 'D2', 'total-field-missing']],
  ],
  [
    'a count of a field',
    { 统计项: [TOTAL, ['总数', null, '计数', '甲']] },
    [['统计项', 'D2', 'total-field-needless']],
  ],
  [
    'a sum of a text',
    { 统计项: [TOTAL, ['总数', null, '求和', '村']] },
    [['统计项', 'D2', 'total-not-a-number']],
  ],
  [
    'a condition that is none',
    { 统计项: [TOTAL, ['总数', null, '计数', null, null, '状态 = "没有"']] },
    [['统计项', 'F2', 'bad-condition']],
  ],
  [
    'a total twice',
    { 统计项: [TOTAL, ['总数', null, '计数'], ['总数', null, '计数']] },
    [['统计项', 'A3', 'total-title-twice']],
  ],
  [
    'the key of a field',
    { 统计项: [TOTAL, ['总数', null, '计数', null, null, null, 'a']] },
    [['统计项', 'G2', 'key-reserved']],
  ],
  ['a rate over an unknown total', { 比率: [RATE, ['比', '甲', '丁']] }, [['比率', 'C2', 'unknown-total']]],
  ['a rate without denominator', { 比率: [RATE, ['比', '甲', null]] }, [['比率', 'C2', 'cell-missing']]],
  ['a basis that is none', { 比率: [RATE, ['比', '甲', '乙', '一半']] }, [['比率', 'D2', 'unknown-word']]],
  [
    'a basis twice',
    { 比率: [RATE, ['比', '甲', '乙', '全部'], ['比二', '甲', '丙', '全部']] },
    [['比率', 'D3', 'basis-twice']],
  ],

  // 分项, 图表
  ['a breakdown by a number', { 分项: [BREAKDOWN, ['按数', '甲', '乙']] }, [['分项', 'B2', 'by-not-a-word']]],
  ['a breakdown of nothing', { 分项: [BREAKDOWN, ['按状态', '状态']] }, [['分项', 'C2', 'breakdown-empty']]],
  [
    'a breakdown with an unknown total',
    { 分项: [BREAKDOWN, ['按状态', '状态', '丁']] },
    [['分项', 'C2', 'unknown-total']],
  ],
  [
    'numbers side by side',
    { 分项: [BREAKDOWN, ['按状态', '状态', null, '甲']] },
    [['分项', 'D2', 'not-a-text']],
  ],
  [
    'a breakdown that no sheet can be called',
    { 分项: [BREAKDOWN, ['按[状态]', '状态', '甲']] },
    [['分项', 'A2', 'title-characters']],
  ],
  [
    'private things side by side, and as lines',
    {
      字段: field({ ...text, 隐私: '姓名' }, { 标题: '数', 类型: '整数', 计量: '累计' }),
      分项: [BREAKDOWN, ['按村', '村', '数', '村']],
      图表: [CHART, ['图', '柱形', '数', null, '村']],
    },
    [
      ['分项', 'B2', 'shows-private'],
      ['分项', 'D2', 'shows-private'],
      ['图表', 'E2', 'shows-private'],
    ],
  ],
  [
    'private things by their titles',
    {
      字段: field({ ...text, 标题: '受助人姓名' }, { 标题: '数', 类型: '整数', 计量: '累计' }),
      表: [ITEM, ['表名', '示例统计表'], ['主要字段', '受助人姓名']],
      分项: [BREAKDOWN, ['按人', '受助人姓名', '数', '受助人姓名']],
      图表: [CHART, ['图', '柱形', '数', null, '受助人姓名']],
    },
    [
      ['分项', 'B2', 'shows-unmarked'],
      ['分项', 'D2', 'shows-unmarked'],
      ['图表', 'E2', 'shows-unmarked'],
    ],
  ],
  [
    '公示 of what is not there, of the explanation, and twice',
    { 表: [ITEM, ['表名', '示例统计表'], ['公示的栏目', '村、丁、说明、村']] },
    [
      ['表', 'B3', 'unknown-field'],
      ['表', 'B3', 'disclosed-explanation'],
      ['表', 'B3', 'named-twice'],
    ],
  ],
  [
    '公示 by a condition that cannot be read',
    { 表: [ITEM, ['表名', '示例统计表'], ['公示的栏目', '村'], ['同意公开的行', '丁 = "是"']] },
    [['表', 'B4', 'bad-condition']],
  ],
  [
    'a condition of 公示 without 公示',
    { 表: [ITEM, ['表名', '示例统计表'], ['未成年人的行', '年龄 < 18']] },
    [['表', 'B3', 'disclosure-needless']],
  ],
  [
    'two breakdowns of one title',
    { 分项: [BREAKDOWN, ['按状态', '状态', '甲'], ['按状态', '状态', '乙']] },
    [['分项', 'A3', 'total-title-twice']],
  ],
  [
    'two charts of one title',
    { 图表: [CHART, ['图', '柱形', '甲'], ['图', '堆积', '甲、乙']] },
    [['图表', 'A3', 'total-title-twice']],
  ],
  ['an unknown kind of chart', { 图表: [CHART, ['图', '雷达', '甲']] }, [['图表', 'B2', 'unknown-word']]],
  ['a chart of nothing', { 图表: [CHART, ['图', '柱形']] }, [['图表', 'C2', 'cell-missing']]],
  [
    'a doughnut of two',
    { 图表: [CHART, ['图', '环形', '甲、乙', null, '状态']] },
    [['图表', 'C2', 'doughnut-one']],
  ],
  ['an unknown rate', { 图表: [CHART, ['图', '柱形', '甲', '比']] }, [['图表', 'D2', 'unknown-rate']]],
  [
    'a chart by a date',
    { 图表: [CHART, ['图', '柱形', '甲', null, '开始']] },
    [['图表', 'E2', 'by-not-a-word']],
  ],
  [
    'a chart, and none',
    { 图表: [CHART, ['图', '柱形', '甲'], [null, '不画']] },
    [['图表', 'B3', 'no-charts-among-charts']],
  ],
];

describe('mistakes in 表格定义.xlsx', () => {
  it.each(CASES)('%s', (_, sheets, expected) => {
    expect(problemsIn(sheets)).toEqual(expected);
  });

  it('are told with sheet and cell, what was found and what to do', () => {
    for (const [name, sheets] of CASES) {
      const parsed = parseDefinition(workbookOf(sheets));
      if (parsed.kind === 'form') throw new Error(`${name} is no mistake`);
      for (const problem of parsed.problems) {
        const said = describeDefinitionProblem(problem);
        expect(said, name).toMatch(/^工作表《.+》(?:[A-Z]+\d+)?：.+[^。]。$/s);
        expect(said, name).toMatch(/请/);
        expect(said, name).not.toMatch(/undefined|“”/);
      }
    }
  });

  it('are all told at once', () => {
    expect(
      problemsIn({
        表: item(['版本', 'x']),
        字段: [...FIELDS, fieldRow({ 标题: '户', 类型: '文字', 最大: 3 })],
        审核关系: relations('丁 > 1', '甲 > '),
        图表: [CHART, ['图', '柱形', '丁']],
      }).map(([sheet, cell]) => `${sheet}${cell}`),
    ).toEqual(['表B3', '字段J14', '审核关系C2', '审核关系C3', '图表C2']);
  });
});
