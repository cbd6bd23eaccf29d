import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../src/definition/parse-definition.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import { FIELD, fieldRow, problemsIn, RULE, relations, workbookOf } from './defined.js';

type Told = readonly (readonly [string, string])[];

function told(...texts: readonly string[]): Told {
  return problemsIn({ 审核关系: relations(...texts) }).map(([, cell, code]) => [cell ?? '', code]);
}

describe('relations that cannot hold', () => {
  it.each<readonly [string, readonly string[], Told]>([
    ['two that go against each other', ['甲 < 乙', '乙 < 甲'], [['C3', 'contradicts']]],
    ['less and not less', ['甲 < 乙', '甲 >= 乙'], [['C3', 'contradicts']]],
    ['a ring of three', ['甲 < 乙', '乙 < 丙', '丙 < 甲'], [['C4', 'contradicts']]],
    ['bounds that leave nothing', ['甲 >= 5 且 甲 <= 3'], [['C2', 'never-holds']]],
    ['no whole number in between', ['甲 > 1 且 甲 < 2'], [['C2', 'never-holds']]],
    ['money may lie in between', ['金额 > 1 且 金额 < 2'], []],
    ['less than nothing', ['甲 < 0'], [['C2', 'never-holds']]],
    ['a sum that is less than a part', ['合计 < 甲'], [['C2', 'never-holds']]],
    ['a sum against its parts', ['甲 > 5', '合计 < 3'], [['C3', 'contradicts']]],
    ['two options at once', ['状态 = "待办" 且 状态 = "已办"'], [['C2', 'never-holds']]],
    ['one option and another', ['状态 = "待办"', '状态 = "已办"'], [['C3', 'contradicts']]],
    ['none of the options', ['状态 不属于 ["待办"，"已办"，"取消"]'], [['C2', 'never-holds']]],
    ['two texts at once', ['村 = "东村" 且 村 = "西村"'], [['C2', 'never-holds']]],
    ['filled in and not', ['事项 为空', '事项 不为空'], [['C3', 'contradicts']]],
    ['compared and blank', ['甲 > 5 且 甲 为空'], [['C2', 'never-holds']]],
    ['against 最大', ['年龄 > 60'], [['C2', 'against-limits']]],
    ['against 最小', ['年龄 <= 17'], [['C2', 'against-limits']]],
    ['within the limits', ['年龄 >= 18'], []],
    ['dates that go against each other', ['开始 < 完成', '完成 < 开始'], [['C3', 'contradicts']]],
    ['no day in between', ['开始 > "2020-10-01" 且 开始 < "2020-10-02"'], [['C2', 'never-holds']]],
    ['before the period and after', ['开始 < 统计时段起', '开始 > 统计时段止'], [['C3', 'contradicts']]],
    ['with factors', ['甲 * 2 > 乙', '乙 > 甲 * 3'], [['C3', 'contradicts']]],
    ['with factors that leave room', ['甲 * 3 > 乙', '乙 > 甲 * 2'], []],
    ['within the tolerance', ['填报的(合计) = 甲 + 乙 ± 1', '填报的(合计) > 甲 + 乙'], []],
    [
      'beyond the tolerance',
      ['填报的(合计) = 甲 + 乙 ± 1', '填报的(合计) > 甲 + 乙 + 1'],
      [['C3', 'contradicts']],
    ],
  ])('%s', (_, texts, expected) => {
    expect(told(...texts)).toEqual(expected);
  });

  it.each<readonly [string, readonly string[]]>([
    // The premise need not be true.
    ['an implication either way', ['状态 = "待办" → 甲 > 5', '状态 = "待办" → 甲 < 3']],
    ['an implication against a plain relation', ['状态 = "已办" → 甲 > 乙', '甲 <= 乙']],
    // They may be equal.
    ['at most each other', ['甲 <= 乙', '乙 <= 甲']],
    ['at most round a ring', ['甲 <= 乙', '乙 <= 丙', '丙 <= 甲']],
    // A blank one stops the other.
    ['compared, and blank elsewhere', ['甲 > 5', '甲 为空']],
    // What is beyond sums is left open.
    ['products', ['甲 * 乙 > 丙', '甲 * 乙 < 丙 * 1']],
    ['quotients', ['甲 / 乙 > 1', '甲 / 乙 < 1']],
    ['telephones', ['是电话号码(电话)', '电话 为空']],
    ['once, and at least once', ['本单位内不重复(村)', '每月至少(开始，1)', '单位类别不填报("中小学")']],
    ['different words', ['村 <> "东村"', '村 <> "西村"']],
  ])('no alarm: %s', (_, texts) => {
    const codes = told(...texts).map(([, code]) => code);
    expect(codes.filter((code) => code === 'contradicts' || code === 'never-holds')).toEqual([]);
  });

  it('an alarm where nothing is left open', () => {
    expect(told('非 (是电话号码(电话))', '是电话号码(电话)')).toEqual([['C3', 'contradicts']]);
  });

  it('a blank counts as 0 where it is said so', () => {
    const zero = (...texts: readonly string[]) =>
      problemsIn({
        审核关系: [RULE, ...texts.map((text) => [null, '必须改', text, null, '按0'] as CellValue[])],
      }).map(([, cell, code]) => [cell, code]);
    // A blank 年龄 is 0, below 18, and breaks nothing else.
    expect(zero('年龄 < 18')).toEqual([]);
    expect(zero('年龄 > 60')).toEqual([['C2', 'against-limits']]);
    expect(zero('状态 不属于 ["待办"，"已办"，"取消"]')).toEqual([]);
  });

  it('hints may disagree, whatever asks for an answer may not', () => {
    const levels = (first: string, second: string) =>
      problemsIn({
        审核关系: [RULE, [null, first, '甲 < 乙'], [null, second, '甲 > 乙']],
      }).map(([, , code]) => code);
    expect(levels('必须改', '请核对')).toEqual(['contradicts']);
    expect(levels('请核对', '仅提醒')).toEqual([]);
  });

  it('names the rows that contradict each other, and no others', () => {
    const parsed = parseDefinition(
      workbookOf({
        审核关系: relations('甲 <= 100', '甲 < 乙', '丙 <= 100', '乙 < 丙', '丙 < 甲', '乙 >= 1'),
      }),
    );
    expect(parsed.kind === 'problems' && parsed.problems).toEqual([
      {
        sheet: '审核关系',
        cell: 'C6',
        code: 'contradicts',
        parameters: { others: 'C3（R2）、C5（R4）' },
      },
    ]);
  });

  it('names the cells of 最小 and 最大', () => {
    const parsed = parseDefinition(workbookOf({ 审核关系: relations('年龄 > 60') }));
    expect(parsed.kind === 'problems' && parsed.problems[0]!.parameters).toEqual({ cells: 'I7、J7' });
  });
});

describe('relations that find nothing', () => {
  it.each<readonly [string, readonly string[], Told]>([
    ['never below 0', ['甲 >= 0'], [['C2', 'always-holds']]],
    ['itself', ['甲 <= 甲'], [['C2', 'always-holds']]],
    ['one way or the other', ['甲 < 乙 或 甲 >= 乙'], [['C2', 'always-holds']]],
    ['a sum of its parts', ['合计 = 甲 + 乙'], [['C2', 'always-holds']]],
    ['a sum at least a part', ['合计 >= 甲'], [['C2', 'always-holds']]],
    ['every option', ['状态 属于 ["待办"，"已办"，"取消"]'], [['C2', 'always-holds']]],
    ['a premise that cannot be', ['状态 = "待办" 且 状态 = "已办" → 甲 > 1'], [['C2', 'always-holds']]],
    ['what follows', ['甲 > 5 → 甲 > 3'], [['C2', 'always-holds']]],
    // What was typed may be wrong, and 最小 and 最大 are only asked about.
    ['what was typed', ['填报的(合计) = 甲 + 乙'], []],
    ['an age that is asked about', ['年龄 <= 60'], []],
    ['money in between', ['金额 > 1 → 金额 >= 2'], []],
    ['a whole number in between', ['甲 > 1 → 甲 >= 2'], [['C2', 'always-holds']]],
  ])('%s', (_, texts, expected) => {
    expect(told(...texts)).toEqual(expected);
  });
});

describe('a form of many relations', () => {
  it('is looked through in good time', () => {
    const names = Array.from({ length: 40 }, (_, index) => `数${index}`);
    const sheets = {
      字段: [FIELD, ...names.map((name) => fieldRow({ 标题: name, 类型: '整数' }))],
      审核关系: relations(
        ...names.slice(1).map((name, index) => `${names[index]} <= ${name}`),
        ...names.slice(2).map((name, index) => `${names[index]} + ${names[index + 1]} <= ${name} * 3`),
        `合计(${names.join('，')}) <= 100000`,
      ),
    };
    expect(problemsIn(sheets)).toEqual([]);
  });
});
