import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../../../src/app/built-in-forms.js';
import type { FieldDefinition } from '../../../../src/form/form-definition.js';
import {
  formatCondition,
  formatExpression,
  formatRelation,
} from '../../../../src/form/relation/format-relation.js';
import {
  parseCondition,
  parseExpression,
  parseRelation,
} from '../../../../src/form/relation/parse-relation.js';
import type { NamedField } from '../../../../src/form/relation/relation-names.js';

const field = (key: string, title: string, kind: FieldDefinition['kind'], group: string | null = null) => ({
  key,
  title,
  group,
  kind,
  options: kind === 'option' ? ['待对接', '已实现'].map((value) => ({ value, synonyms: [] })) : [],
});

const FIELDS: readonly NamedField[] = [
  field('visited', '走访户数', 'integer'),
  field('paired', '结对帮扶户数', 'integer'),
  field('leaders', '其中：单位领导', 'integer'),
  field('status', '对接状态', 'option'),
  field('doneOn', '完成日期', 'date'),
  field('moneyIn', '金额', 'amount', '收入'),
  field('moneyOut', '金额', 'amount', '支出'),
  field('total', '合计金额', 'amount'),
  field('orNot', '是或否', 'text'),
];

const f = (key: string) => ({ kind: 'field', field: key });
const n = (value: number) => ({ kind: 'literal', value });
const compare = (left: unknown, operator: string, right: unknown, tolerance = 0) => ({
  kind: 'compare',
  left,
  operator,
  right,
  tolerance,
});

describe('parsing', () => {
  it.each([
    ['走访户数 <= 结对帮扶户数', compare(f('visited'), '<=', f('paired'))],
    ['走访户数≤结对帮扶户数', compare(f('visited'), '<=', f('paired'))],
    ['visited ＜ paired', compare(f('visited'), '<', f('paired'))],
    ['走访户数＜＝结对帮扶户数', compare(f('visited'), '<=', f('paired'))],
    ['走访户数 不大于 结对帮扶户数', compare(f('visited'), '<=', f('paired'))],
    ['走访户数大于等于结对帮扶户数', compare(f('visited'), '>=', f('paired'))],
    ['走访户数 大于 0', compare(f('visited'), '>', n(0))],
    ['走访户数 不等于 0', compare(f('visited'), '<>', n(0))],
    ['【其中：单位领导】 <> 0', compare(f('leaders'), '<>', n(0))],
    ['其中：单位领导 = 0', compare(f('leaders'), '=', n(0))],
    ['【是或否】 不为空', { kind: 'given', field: 'orNot' }],
    ['是或否 为空', { kind: 'blank', field: 'orNot' }],
    [
      '对接状态 = “已实现” → 完成日期 不为空',
      {
        kind: 'implies',
        if: { kind: 'oneOf', field: 'status', options: ['已实现'] },
        // biome-ignore lint/suspicious/noThenProperty: the vocabulary's word
        then: { kind: 'given', field: 'doneOn' },
      },
    ],
    ['对接状态 属于 ["待对接"，"已实现"]', { kind: 'oneOf', field: 'status', options: ['待对接', '已实现'] }],
    [
      '对接状态 <> "待对接"',
      { kind: 'not', condition: { kind: 'oneOf', field: 'status', options: ['待对接'] } },
    ],
    [
      '填报的(合计金额) = 收入/金额 + 支出/金额 ± 0.01',
      compare(
        { kind: 'typed', field: 'total' },
        '=',
        { kind: 'add', terms: [f('moneyIn'), f('moneyOut')] },
        0.01,
      ),
    ],
    [
      '合计金额 = 合计（收入/金额、支出/金额）',
      compare(f('total'), '=', { kind: 'add', terms: [f('moneyIn'), f('moneyOut')] }),
    ],
    [
      '走访户数 - 1 > 结对帮扶户数 × 2 ÷ 3',
      compare({ kind: 'subtract', left: f('visited'), right: n(1) }, '>', {
        kind: 'divide',
        left: { kind: 'multiply', left: f('paired'), right: n(2) },
        right: n(3),
      }),
    ],
    ['完成日期 >= "2020-10-01"', compare(f('doneOn'), '>=', { kind: 'literal', value: '2020-10-01' })],
    ['完成日期 <= 统计时段止', compare(f('doneOn'), '<=', { kind: 'parameter', name: 'periodEnd' })],
    [
      '走访户数 > 0 且 结对帮扶户数 > 0 或 非 (完成日期 为空)',
      {
        kind: 'any',
        conditions: [
          {
            kind: 'all',
            conditions: [compare(f('visited'), '>', n(0)), compare(f('paired'), '>', n(0))],
          },
          { kind: 'not', condition: { kind: 'blank', field: 'doneOn' } },
        ],
      },
    ],
  ])('%s', (text, condition) => {
    expect(parseCondition(text, FIELDS)).toEqual({ kind: 'parsed', value: condition });
  });

  it('rows that are there once, and units that report none', () => {
    expect(parseRelation('本单位内不重复(走访户数，完成日期)', FIELDS)).toEqual({
      kind: 'parsed',
      value: { kind: 'unique', fields: ['visited', 'doneOn'], within: 'unit', except: null },
    });
    expect(parseRelation('全部单位不重复(是或否) 除非 对接状态 = "待对接"', FIELDS)).toEqual({
      kind: 'parsed',
      value: {
        kind: 'unique',
        fields: ['orNot'],
        within: 'campaign',
        except: { kind: 'oneOf', field: 'status', options: ['待对接'] },
      },
    });
    expect(parseRelation('单位类别不填报("中小学")', FIELDS)).toEqual({
      kind: 'parsed',
      value: { kind: 'noRowsFrom', category: '中小学' },
    });
    const atLeast = { kind: 'atLeast', times: 2, every: 'quarter', field: 'doneOn' } as const;
    expect(parseRelation('每季度至少(完成日期，2)', FIELDS)).toEqual({ kind: 'parsed', value: atLeast });
    expect(formatRelation(atLeast, FIELDS)).toBe('每季度至少(完成日期，2)');
  });
});

describe('refusing', () => {
  it.each([
    ['', '没有写关系'],
    ['走访户数 <=', '写得不完整'],
    ['(走访户数 <= 1', '写得不完整'],
    ['走访户数', '应是能判断对错的关系'],
    ['走访人数 <= 1', '认不出“走访人数”'],
    ['【走访人数】 <= 1', '没有叫“走访人数”的字段'],
    ['金额 > 0', '认不出“金额”'],
    ['走访户数 <= "abc', '引号没有写完'],
    ['走访户数 = "很多"', '不能把数字和文字放在一起比较'],
    ['完成日期 > 3', '不能把日期和数字放在一起比较'],
    ['完成日期 + 1 > 3', '只有数字能加减乘除'],
    ['对接状态 = "没有的"', '“没有的”不是“对接状态”的选项'],
    ['对接状态 > "待对接"', '是选项，不能比大小'],
    ['每年至少(走访户数，4)', '“走访户数”不是日期'],
    ['每年至少(完成日期，0)', '次数应是 1 以上的整数'],
    ['每年至少(完成日期)', '括号里请写一个日期字段和次数'],
    ['走访户数 除非 走访户数 > 1', '“除非”只能写在“不重复”后面'],
    // What tries to be code.
    ['constructor', '认不出“constructor”'],
    ['constructor.constructor("return process")()', '认不出“constructor”'],
    ['走访户数.constructor', '认不出“.”'],
    ['走访户数["constructor"] = 1', '应是'],
    ['走访户数(1) = 1', '括号前面应是'],
    ['this = 1', '认不出“this”'],
    ['9**9**9 > 走访户数', '写得不完整'],
    ['9^9^9^9 > 走访户数', '认不出“^”'],
    ['走访户数 ? 1 : 2', '认不出“?”'],
    ['`x` = 1', '认不出“`”'],
    ['走访户数 = 1; 走访户数 = 2', '认不出“;”'],
    [`${'('.repeat(10_000)}走访户数${')'.repeat(10_000)} > 1`, '太长'],
    [`${'('.repeat(200)}走访户数${')'.repeat(200)} > 1`, '套得太深'],
    [`${'非'.repeat(200)} (走访户数 > 1)`, '套得太深'],
    [`${'- '.repeat(200)}1 > 走访户数`, '套得太深'],
  ])('%s', (text, problem) => {
    const parsed = parseRelation(text, FIELDS);
    expect(parsed.kind === 'problem' ? parsed.problem : parsed).toContain(problem);
  });

  it('knows no name of JavaScript', () => {
    for (const name of ['toString', '__proto__', 'hasOwnProperty', 'valueOf', 'true', 'null'])
      expect(parseCondition(`${name} = 1`, FIELDS).kind).toBe('problem');
  });
});

describe('writing', () => {
  it('what the built-in forms say comes back equal', async () => {
    let relations = 0;
    for (const form of await loadBuiltInForms()) {
      for (const rule of form.rules) {
        for (const { at: _, ...relation } of rule.checks) {
          const text = formatRelation(relation, form.fields);
          expect(parseRelation(text, form.fields), text).toEqual({ kind: 'parsed', value: relation });
          relations++;
        }
      }
      for (const { when } of form.derivedMeasures) {
        if (when === null) continue;
        const text = formatCondition(when, form.fields);
        expect(parseCondition(text, form.fields), text).toEqual({ kind: 'parsed', value: when });
      }
      for (const { computed } of form.fields) {
        if (computed === null) continue;
        const text = formatExpression(computed, form.fields);
        expect(parseExpression(text, form.fields), text).toEqual({ kind: 'parsed', value: computed });
      }
    }
    expect(relations).toBeGreaterThan(35);
  });

  it.each([
    '走访户数 <= 结对帮扶户数',
    '【其中：单位领导】 = 0',
    '【是或否】 不为空',
    '对接状态 = "已实现" → (完成日期 不为空 且 走访户数 > 0)',
    '填报的(合计金额) = 【收入/金额】 + 【支出/金额】 ± 0.01',
    '非 (走访户数 > 0 或 结对帮扶户数 > 0)',
    '走访户数 - (结对帮扶户数 - 1) >= (走访户数 * 2) / 3',
    '全部单位不重复(【是或否】，完成日期) 除非 对接状态 = "待对接"',
  ])('%s', (text) => {
    const parsed = parseRelation(text, FIELDS);
    expect(parsed.kind === 'parsed' ? formatRelation(parsed.value, FIELDS) : parsed).toBe(text);
  });
});
