import { describe, expect, it } from 'vitest';
import { defineForm } from '../../../src/form/form-definition.js';
import { formatExpression } from '../../../src/form/relation/format-relation.js';
import { formatNotes } from '../../../src/infer/inferred-form.js';
import { fieldNamed, inferTable, relationLines, type SurveyTableOptions } from './survey-table.js';

const TABLE = `
  统计表
  村名 | 甲数（个） | 乙数（个） | 丙数（个） | 合计（个）
   | | | | =
   | | | | =
`;
const computedOf = (formula: string, options: SurveyTableOptions = {}) => {
  const inferred = inferTable(TABLE, {
    formulas: { E3: formula, E4: formula.replaceAll('3', '4') },
    ...options,
  });
  const { computed } = fieldNamed(inferred, '合计');
  return computed ? formatExpression(computed, defineForm(inferred.form).fields) : null;
};

describe('computed fields', () => {
  it.each([
    ['B3+C3+D3', '甲数 + 乙数 + 丙数'],
    ['SUM(B3:D3)', '甲数 + 乙数 + 丙数'],
    ['SUM(B3,D3)', '甲数 + 丙数'],
    ['IF(COUNT(B3,C3)=0,"",SUM(B3,C3))', '甲数 + 乙数'],
    ['IFERROR(ROUND(B3/C3,2),0)', '甲数 / 乙数'],
    ['IF(C3=0,0,B3/C3*100)', '(甲数 / 乙数) * 100'],
    ['$B3-$C3', '甲数 - 乙数'],
  ])('=%s', (formula, expected) => {
    expect(computedOf(formula)).toBe(expected);
  });

  it.each([
    'VLOOKUP(A3,B3:D3,2)',
    'SUM(B2:D9)',
    'B3&C3',
    'E3+B3',
    'SUM(A3:D3)+Z3',
    'Sheet2!A1',
    '1+1',
    '(((',
  ])('=%s is left to people', (formula) => {
    expect(computedOf(formula)).toBeNull();
  });

  it('are not believed where the rows differ, and the formula is told', () => {
    const inferred = inferTable(TABLE, { formulas: { E3: 'B3+C3', E4: 'B4+D4' } });
    expect(fieldNamed(inferred, '合计').computed).toBeUndefined();
    expect(formatNotes(inferred.fieldNotes.get('f5')!)).toContain('=B3+C3');
  });

  it('that are made of computed ones are spelled out', () => {
    const inferred = inferTable(
      `
      统计表
      村名 | 总计（元） | 小计（元） | 甲（元） | 乙（元） | 丙（元）
       | = | = | | |
      `,
      { formulas: { B3: 'C3+F3', C3: 'D3+E3' } },
    );
    const { fields } = defineForm(inferred.form);
    expect(
      fields.flatMap(({ title, computed }) =>
        computed ? [`${title} = ${formatExpression(computed, fields)}`] : [],
      ),
    ).toEqual(['总计 = 甲 + 乙 + 丙', '小计 = 甲 + 乙']);
    expect(relationLines(inferred)).toEqual([
      'error 填报的(总计) = 甲 + 乙 + 丙 ± 0.01',
      'error 填报的(小计) = 甲 + 乙 ± 0.01',
    ]);
  });
});

describe('relations', () => {
  it('hold 其中 against what it is part of', () => {
    const inferred = inferTable(
      `
      统计表
      村名 | 走访（人次） | 其中：领导（人次） | 其中：金额（元） | 辅助检查 | |
       | | | | 总计 | 其中 |
       | | | | | 检验 | 透视
      `,
      { merges: ['A2:A4', 'B2:B4', 'C2:C4', 'D2:D4', 'E2:G2', 'E3:E4', 'F3:G3'] },
    );
    expect(relationLines(inferred)).toEqual([
      'query 【其中：领导】 <= 走访',
      'query 检验 <= 总计',
      'query 透视 <= 总计',
    ]);
  });

  it('are read from the lines below, by title and by number', () => {
    const inferred = inferTable(`
      统计表
      村名 | 总额（元） | 到户（元） | 到村（元） | 到位率%
      甲 | （1） | （2） | （3） | （4）

      注：1.总额 = 到户 + 到村
      2.（4）=（2）/（1）×100%
      填表人：某某=某某
    `);
    expect(relationLines(inferred)).toEqual([
      'error 总额 = 到户 + 到村 ± 0.01',
      'query 到位率 = (到户 / 总额) * 100 ± 0.01',
    ]);
  });

  it('are read from data validations, each once', () => {
    const inferred = inferTable(
      `
      统计表
      村名 | 总户数（户） | 甲类（户） | 乙类（户） | 金额（元）
       | | | |
      `,
      {
        validations: {
          B3: { type: 'custom', formulas: ['B3=C3+D3'] },
          C3: { type: 'whole', operator: 'equal', formulas: ['B3-D3'] },
          D3: { type: 'whole', operator: 'lessThanOrEqual', formulas: ['B3'] },
          // Households against money is no relation.
          E3: { type: 'decimal', operator: 'lessThanOrEqual', formulas: ['B3'] },
        },
      },
    );
    expect(relationLines(inferred)).toEqual(['query 总户数 = 甲类 + 乙类', 'query 乙类 <= 总户数']);
  });
});
