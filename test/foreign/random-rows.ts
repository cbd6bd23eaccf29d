import { fieldsOfExpression } from '../../src/form/condition.js';
import { type FieldDefinition, type FormDefinition, fieldOf } from '../../src/form/form-definition.js';
import { addDays } from '../../src/workbook/date-serial.js';
import type { PlannedValue } from '../../src/workbook/workbook-plan.js';

// Rows as a unit might fill them in, and worse: the limits of every rule and one beyond, blanks and marks for nothing,
// texts, full-width digits, dates as text, negative numbers, fractions, formulas and error values.

/** mulberry32: the same rows on every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const MARKS = ['—', '－', '-', '/', '\\', '无', '　', ' '];
/** A number that a formula comes to, and a formula that comes to nothing. */
const CALCULATED: PlannedValue = { kind: 'formula', formula: '1+2', result: 3 };
const FAILED: PlannedValue = { kind: 'formula', formula: '1/0', result: null };
const ODD: Record<FieldDefinition['kind'], readonly PlannedValue[]> = {
  text: [...MARKS, 20201017, '1.38E+10', 1_234_567_890_123_456, '零报告', '0', 0, FAILED],
  integer: [
    ...MARKS,
    2.5,
    -3,
    '12户',
    ' 7 ',
    '1,234',
    '三',
    '3-5',
    '3/5',
    '3:5',
    '10%',
    '约30户左右',
    '-4',
    '2.5',
    '1E3',
    121,
    '１２',
    '1 2',
    '１,２３４人',
    '2020-10-17',
    1e15,
    CALCULATED,
    FAILED,
  ],
  amount: [
    ...MARKS,
    -0.01,
    -5,
    0.004,
    2000.004,
    2000.005,
    '500元',
    '5000块',
    '￥1,200.50',
    '2.5万',
    '2000万元',
    '３万',
    '见附件',
    '3-5',
    '500元整',
    '５００',
    '0元',
    '2020.10.17',
    1e13,
    CALCULATED,
    FAILED,
  ],
  decimal: [...MARKS, -1, 12.34567, 0.00001, '三袋', '2', '１２．５', 1e13, CALCULATED, FAILED],
  date: [
    ...MARKS,
    '昨天',
    '2020.10.17',
    '2020年10月17日',
    '2020/10/5',
    '20201017',
    20201017,
    3,
    44121.5,
    10.17,
    '2020-13-45',
    '2020-10-17',
    '10月17日',
    '２０２０-１０-１７',
    -1,
    FAILED,
  ],
  option: [...MARKS, '乱填', ' 已对接 ', '　是　', 5, FAILED],
  phone: [
    ...MARKS,
    13800001234,
    '1.38E+10',
    '1.3E+10',
    1.38e15,
    1.3e16,
    ...[
      '13800001234',
      '12800001234',
      '1380000123',
      '138000012345',
      '138-0000-1234',
      '138 0000 1234',
      '8613800001234',
    ],
    ...[
      '+86 13800001234',
      '１３８００００１２３４',
      '0901-6200000',
      '09016200000',
      '0901-620000',
      '0901-1200000',
    ],
    ...[
      '010-62000000',
      '01062000000',
      '010-120000000',
      '6200000',
      '62000000',
      '620000',
      '1200000',
      '620000000',
    ],
    ...[
      '6200000-1',
      '0901-6200000-123456',
      '0901-6200000-1234567',
      '400-800-1234',
      '4008001234',
      '400-8001234',
    ],
    ...[
      '500-800-1234',
      '0901--6200000',
      '-6200000',
      '6200000-',
      '138.0000123',
      '1380000123e',
      '+6200000',
      'abc',
    ],
    ...['6200000、13800001234', '6200000/120', '见备注', 6200000, 120, 20201017, '0901 6200000', FAILED],
  ],
};

/** How many of a row's cells are odd or blank: most rules are only asked where most cells are filled in well. */
export interface Temper {
  readonly odd: number;
  readonly blank: number;
  /** How many of the numbers are 0. */
  readonly zero: number;
}
export const TEMPERS: readonly Temper[] = [
  { odd: 0.25, blank: 0.2, zero: 0.1 },
  { odd: 0.03, blank: 0.05, zero: 0 },
  { odd: 0.03, blank: 0.3, zero: 0.5 },
];

/** A value for a field; `days`: the dates that may be drawn, first and last. */
export function randomValue(
  field: FieldDefinition,
  random: () => number,
  { odd, blank, zero }: Temper,
  days: readonly [first: string, count: number],
): PlannedValue {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const chance = random();
  if (chance < odd) return pick(ODD[field.kind]);
  if (chance < odd + blank) return null;
  if (['integer', 'amount', 'decimal'].includes(field.kind) && random() < zero) return 0;
  const limits = [field.minimum, field.maximum].flatMap((limit) =>
    limit === null ? [] : [limit - 1, limit, limit + 1],
  );
  switch (field.kind) {
    case 'integer':
      return pick([0, 0, 1, 2, 3, 4, 5, 6, 10, 59, 60, 61, ...limits]);
    case 'amount':
      return pick([
        ...[0, 0, 0.1, 0.2, 0.3, 49.99, 50, 99.99, 100, 1999.99, 2000, 2000.01, 4999.99, 5000, 5000.01],
        ...[50_000, 300_000, 305_000, 305_000.01, ...limits],
      ]);
    case 'decimal':
      return pick([0, 1, 12.5, ...limits]);
    case 'date':
      return { kind: 'date', date: addDays(days[0], Math.floor(random() * days[1])) };
    case 'option':
      return pick(field.options.flatMap((option) => [option.value, ...option.synonyms]));
    case 'phone':
      return '13800001234';
    case 'text':
      return pick(['塔城村', '阿不都拉', 'wish 1']);
  }
}

/** What is typed over a computed field's formula: mostly nothing. */
export function typedOver(value: PlannedValue, random: () => number): PlannedValue {
  const chance = random();
  if (chance < 0.6) return value;
  return [null, 0, 0.3, 100, 300, 2000.01, -5, '三', '—', '100元', '0.2万', CALCULATED][
    Math.floor(random() * 12)
  ]!;
}

/**
 * A text, digits of a date or several telephone numbers that the checker reads tolerantly: Excel cannot compare it and leaves the rule to the
 * checker. `rawOf` gives what stands in the row's cell of a field.
 */
export function isTolerated(
  form: FormDefinition,
  key: string,
  rawOf: (field: FieldDefinition) => PlannedValue,
): boolean {
  const field = fieldOf(form, key);
  const own = rawOf(field);
  const parts = field.computed === null ? [] : fieldsOfExpression(field.computed);
  return (
    (field.kind === 'phone' && /[\s、/]/.test(String(own))) ||
    (!['text', 'option', 'phone'].includes(field.kind) && (typeof own === 'string' || own === 20201017)) ||
    parts.some((part) => isTolerated(form, part, rawOf))
  );
}
