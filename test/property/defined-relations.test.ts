import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../src/definition/parse-definition.js';
import type { Comparison, Condition, Expression } from '../../src/form/condition.js';
import { operandsOf } from '../../src/form/condition.js';
import { compileCondition } from '../../src/form/evaluate.js';
import type { FormDefinition } from '../../src/form/form-definition.js';
import type { FieldValue, FormRecord } from '../../src/form/record.js';
import { formatCondition } from '../../src/form/relation/format-relation.js';
import { formIn, RULE, workbookOf } from '../unit/definition/defined.js';

// A contradiction that is told is one: over all rows of a small world no row satisfies the relations that are named.
// And a relation that is said to find nothing is broken by no row.

const FORM = formIn({});
const NUMBERS = ['a', 'b', 'c'] as const;
const STATES = ['待办', '已办', '取消'] as const;
const PARAMETERS = { wishAmountLimit: 2000, periodStart: '2020-10-01', periodEnd: '2020-10-31' };

const number: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc.constantFrom(...NUMBERS, 'total').map((field): Expression => ({ kind: 'field', field })),
    fc.integer({ min: 0, max: 4 }).map((value): Expression => ({ kind: 'literal', value })),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([left, right]): Expression => ({ kind: 'subtract', left, right })),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(...NUMBERS)).map(
      ([value, field]): Expression => ({
        kind: 'multiply',
        left: { kind: 'literal', value },
        right: { kind: 'field', field },
      }),
    ),
  ),
})).expression;

const compare: fc.Arbitrary<Condition> = fc
  .record({
    left: fc.constantFrom(...NUMBERS).map((field): Expression => ({ kind: 'field', field })),
    operator: fc.constantFrom<Comparison>('<=', '>=', '<', '>', '=', '<>'),
    right: number,
    tolerance: fc.constantFrom(0, 0, 0, 1),
  })
  .map((parts): Condition => ({ kind: 'compare', ...parts }));

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    compare,
    fc
      .subarray([...STATES], { minLength: 1 })
      .map((options): Condition => ({ kind: 'oneOf', field: 'status', options })),
    fc.constantFrom('a', 'status').map((field): Condition => ({ kind: 'given', field })),
    tie('condition').map((inner): Condition => ({ kind: 'not', condition: inner })),
    fc
      .tuple(fc.constantFrom('all' as const, 'any' as const), tie('condition'), tie('condition'))
      .map(([kind, one, other]): Condition => ({ kind, conditions: [one, other] })),
    fc
      .tuple(tie('condition'), tie('condition'))
      .map(([premise, then]): Condition => ({ kind: 'implies', if: premise, then })),
  ),
})).condition;

/** Every row with 甲 乙 丙 blank or 0…5, and 状态 blank or an option. */
const WORLD: readonly FormRecord[] = (() => {
  const numbers = [null, 0, 1, 2, 3, 4, 5];
  const records: FormRecord[] = [];
  for (const a of numbers)
    for (const b of numbers)
      for (const c of numbers)
        for (const status of [null, ...STATES]) {
          const total = a === null && b === null ? null : (a ?? 0) + (b ?? 0);
          const values: Readonly<Record<string, FieldValue | null>> = { a, b, c, total, status };
          const row = FORM.fields.map((field) => values[field.key] ?? null);
          records.push({
            rowNumber: 1,
            values: row,
            states: row.map((value) => (value === null ? 'blank' : 'value')),
            typed: null,
            anchors: null,
            extras: [],
          });
        }
  return records;
})();

describe('what is told of relations', () => {
  it('is so', () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(condition, fc.constantFrom('skip' as const, 'zero' as const)), {
          minLength: 1,
          maxLength: 4,
        }),
        (rules) => {
          const texts = rules.map(([holds]) => formatCondition(holds, FORM.fields));
          const parsed = parseDefinition(
            workbookOf({
              审核关系: [
                RULE,
                ...rules.map(([, blanks], index) => [
                  `R${index + 1}`,
                  '必须改',
                  texts[index]!,
                  null,
                  blanks === 'skip' ? '跳过' : '按0',
                ]),
              ],
            }),
          );
          if (parsed.kind === 'form') return;
          for (const problem of parsed.problems) {
            if (problem.code === 'bad-relation') continue;
            told++;
            const own = Number(problem.cell!.slice(1)) - 2;
            const others = [...String(problem.parameters.others ?? '').matchAll(/C(\d+)/g)].map(
              ([, rowNumber]) => Number(rowNumber) - 2,
            );
            const named = [...others, own].map((index) => rules[index]!);
            const witness = problem.code === 'always-holds' ? breaking(named[0]!) : satisfying(named);
            expect(witness?.values.slice(0, 8), `${problem.code}: ${texts.join(' ； ')}`).toBe(undefined);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(50);
  });
});

type Rule = readonly [Condition, 'skip' | 'zero'];

function testOf([holds, blanks]: Rule, form: FormDefinition = FORM) {
  return compileCondition(form, holds, blanks, PARAMETERS);
}

function breaking(rule: Rule): FormRecord | undefined {
  const test = testOf(rule);
  return WORLD.find((record) => test(record) === false);
}

/** A row that has everything that rules which blanks stop compare, and breaks none. */
function satisfying(rules: readonly Rule[]): FormRecord | undefined {
  const tests = rules.map((rule) => testOf(rule));
  const needed = rules.flatMap(([holds, blanks]) =>
    blanks === 'skip' ? [...operandsOf(holds).compared] : [],
  );
  const indexes = needed.map((key) => FORM.fields.findIndex((field) => field.key === key));
  return WORLD.find(
    (record) =>
      indexes.every((index) => record.values[index] !== null) &&
      tests.every((test) => test(record) !== false),
  );
}
