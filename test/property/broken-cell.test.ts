import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldDefinition, FormDefinition } from '../../src/form/form-definition.js';
import type { CellValue } from '../../src/workbook/cell-value.js';
import {
  campaignWith,
  cellOf,
  type Day,
  day,
  donation,
  donations,
  FORMS,
  pairedAssistance,
  type Row,
  run,
  village,
  wish,
  wishes,
} from '../unit/merge/scenario.js';

// architecture.md: break one cell → exactly that finding at that cell and nothing else.

/** A row in which every field is filled in and every rule holds; the number keeps rows apart. */
const CLEAN: ReadonlyMap<FormDefinition, (index: number) => Row> = new Map([
  [
    pairedAssistance,
    (index: number) =>
      village(`${index}号村`, {
        measuresMade: 1,
        householdVisitTimes: 12,
        trained: 3,
        leaflets: 9,
        problemsCollected: 2,
        projectsBrought: 1,
        fundsBrought: 10_000,
        produceBought: 12.5,
        produceSold: 0.5,
        remarks: '无误',
      }),
  ],
  [
    donations,
    (index: number) =>
      donation(`捐赠人${index}`, 100 + index, {
        donorCount: 1,
        consent: '是',
        goodsName: '棉被',
        goodsQuantity: 2.5,
        goodsUnit: '床',
        goodsBasis: '发票',
        goodsValue: 80,
        intent: '定向',
        purpose: '助学',
        receiptNo: `R${index}`,
        remarks: '无误',
      }),
  ],
  [
    wishes,
    (index: number) =>
      wish(`心愿人${index}`, {
        wishNo: `W${index}`,
        sex: '女',
        age: 60 + index,
        phone: '13800001234',
        wishKind: '生活用品',
        budget: 100,
        collectedOn: day('2020-10-01'),
        status: '已实现',
        onPlatform: '是',
        claimUnit: '某局',
        claimer: '某人',
        claimerPhone: '0901-6222222',
        claimedOn: day('2020-10-02'),
        fulfilledOn: day('2020-10-03'),
        spent: 90,
        remarks: '无误',
      }),
  ],
]);

/** What may be typed that cannot be right, by kind, and what must then be said. */
function breakages(field: FieldDefinition): readonly (readonly [CellValue | Day, string])[] {
  const numbers: readonly (readonly [CellValue, string])[] = [
    ['约30户左右', 'not-a-number'],
    ['十二', 'not-a-number'],
    ['3-5', 'not-a-number'],
    ['见附件', 'not-a-number'],
    [-1, 'negative'],
    ['-2', 'negative'],
    [{ error: '#REF!' }, 'formula-error'],
    [true, 'not-a-number'],
  ];
  switch (field.kind) {
    case 'integer':
      return [...numbers, [1.5, 'not-an-integer'], ['2.5', 'not-an-integer']];
    case 'amount':
    case 'decimal':
      return numbers;
    case 'date':
      return [
        ['某日', 'bad-date'],
        ['2020-13-01', 'bad-date'],
        ...(field.required ? ([[null, 'missing-value']] as const) : []),
      ];
    case 'option':
      return [
        ['不在其中', 'not-an-option'],
        ...(field.required
          ? ([
              [null, 'missing-value'],
              ['—', 'missing-value'],
            ] as const)
          : []),
      ];
    case 'phone':
      return [['1.38E+10', 'digits-lost']];
    case 'text':
      return [
        ['1.38E+10', 'digits-lost'],
        [{ error: '#N/A' }, 'formula-error'],
        ...(field.required ? ([[null, 'missing-value']] as const) : []),
      ];
  }
}

/** error, query: what forms.md says of the rule at this field. */
function levelOf(rule: string, field: FieldDefinition): 'error' | 'query' {
  if (['not-a-number', 'not-an-integer', 'negative', 'formula-error'].includes(rule)) return 'error';
  return field.key === 'status' && rule !== 'bad-date' ? 'error' : 'query';
}

const cases = FORMS.flatMap((form) =>
  form.fields
    .filter((field) => field.computed === null)
    .flatMap((field) => breakages(field).map(([value, rule]) => ({ form, field, value, rule }))),
);

function findingsOf(form: FormDefinition, rows: readonly Row[]) {
  const summary = run(campaignWith(), [{ path: '收件/1.xlsx', sheets: [{ form, unit: '红旗乡', rows }] }]);
  return summary.findings.map(({ rule, level, cell, field }) => ({ rule, level, cell, field }));
}

describe('one broken cell', () => {
  it.each(FORMS)('is none in clean rows of $title', (form) => {
    expect(findingsOf(form, [0, 1, 2].map(CLEAN.get(form)!))).toEqual([]);
  });

  it('gives exactly its finding at its cell', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        ({ form, field, value, rule }, count, choice) => {
          const at = choice % count;
          const rows = Array.from({ length: count }, (_, index) => CLEAN.get(form)!(index));
          // 已取消 and the like would ask for more; a fulfilled wish has every cell that rules ask for.
          const typed = rows.map((row, index) => (index === at ? { ...row, [field.key]: value } : row));
          expect(findingsOf(form, typed)).toEqual([
            { rule, level: levelOf(rule, field), cell: cellOf(form, at, field.key), field: field.key },
          ]);
        },
      ),
      { numRuns: 400 },
    );
  });
});
