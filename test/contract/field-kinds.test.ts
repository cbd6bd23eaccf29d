import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldDefinition, FieldKindName } from '../../src/form/form-definition.js';
import { FIELD_KINDS } from '../../src/form/form-definition.js';
import type { CellInput, DecodeContext } from '../../src/form/kinds/field-kind.js';
import { decodeCell, kindOf } from '../../src/form/kinds/field-kinds.js';
import type { FieldValue } from '../../src/form/record.js';
import type { CellValue } from '../../src/workbook/cell-value.js';
import { addDays, serialOfDate } from '../../src/workbook/date-serial.js';
import type { PlannedValue } from '../../src/workbook/workbook-plan.js';

// What forms.md and intake.md say of each kind of cell. Expected values are written by hand.

const PERIOD = { periodStart: '2020-10-01', periodEnd: '2020-10-31' };

function fieldWith(kind: FieldKindName, more: Partial<FieldDefinition> = {}): FieldDefinition {
  return {
    key: 'field',
    group: null,
    title: '栏目',
    unit: { integer: '户', amount: '元', decimal: '袋' }[kind as 'integer'] ?? null,
    kind,
    required: false,
    computed: null,
    measure: null,
    aliases: [],
    options:
      kind === 'option'
        ? [
            { value: '待对接', synonyms: ['未对接', '待认领'] },
            { value: 'A类', synonyms: [] },
          ]
        : [],
    unknownOption: 'blank',
    minimum: null,
    maximum: null,
    since: 1,
    privacy: null,
    prompt: null,
    ...more,
  };
}

function cellOf(value: CellValue, isDate = false, isFormula = false): CellInput {
  return { value, isDate, isFormula };
}

/** The value and the rules found, or the state and the rules: `[120050, 'converted']`, `['bad', 'negative']`. */
function read(
  kind: FieldKindName,
  cell: CellValue | CellInput,
  more: Partial<FieldDefinition> = {},
  shift: DecodeContext['shift'] = 0,
): readonly (FieldValue | string)[] {
  const input = typeof cell === 'object' && cell !== null && 'isDate' in cell ? cell : cellOf(cell);
  const decoded = decodeCell(input, fieldWith(kind, more), { ...PERIOD, shift });
  const rules = decoded.notes.map((note) => note.rule);
  return decoded.state === 'value' ? [decoded.value, ...rules] : [decoded.state, ...rules];
}

/** A planned value as a reader finds it in the file. */
function stored(value: PlannedValue): CellInput {
  if (typeof value === 'object' && value?.kind === 'date') return cellOf(serialOfDate(value.date), true);
  return cellOf(value as string | number);
}

const ANY_VALUE: Record<FieldKindName, fc.Arbitrary<FieldValue>> = {
  // Blank marks and lost digits are not text; that they are not is tested below.
  text: fc
    .stringMatching(/^[\p{Script=Han}A-Za-z0-9（）]{2,20}$/u)
    .filter((text) => text !== '' && !/^\d/.test(text)),
  integer: fc.integer({ min: 0, max: 999_999_999_999_999 }),
  amount: fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 100_000_000_000_000 })),
  decimal: fc.integer({ min: 0, max: 1_000_000_000 }).map((value) => value / 10_000),
  date: fc.integer({ min: 0, max: 55_000 }).map((days) => addDays('1950-01-01', days)),
  option: fc.constantFrom('待对接', 'A类'),
  phone: fc.oneof(
    fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String),
    fc.constantFrom('0901-6201234', '6201234', '400-123-4567', '09016201234'),
  ),
};

describe.each(FIELD_KINDS.map((kind) => [kind] as const))('kind %s', (kind) => {
  it('reads back what it writes, without a remark', () => {
    fc.assert(
      fc.property(ANY_VALUE[kind], (value) => {
        const cell = stored(kindOf({ kind }).encode(value));
        expect(read(kind, cell)).toEqual([value]);
      }),
      { numRuns: 500 },
    );
  });

  it('reads what it formats as the same value', () => {
    fc.assert(
      fc.property(ANY_VALUE[kind], (value) => {
        expect(read(kind, kindOf({ kind }).format(value))[0]).toEqual(value);
      }),
    );
  });

  it.each([null, '', ' ', '\u3000', '\u200b', '—', '－', '-', '/', '\\', '无', ' 无 ', '——'])(
    'reads %j as blank',
    (value) => {
      expect(read(kind, value)).toEqual(['blank']);
    },
  );

  it.each(['#REF!', '#DIV/0!', '#N/A', '#VALUE!'])('refuses the error %s', (error) => {
    expect(read(kind, { error })).toEqual(['bad', 'formula-error']);
  });

  it('takes the cached value of a formula, and refuses one that was never calculated', () => {
    expect(read(kind, cellOf(null, false, true))).toEqual(['bad', 'formula-error']);
    const value = stored(kindOf({ kind }).encode(fc.sample(ANY_VALUE[kind], { numRuns: 1, seed: 1 })[0]!));
    expect(read(kind, { ...value, isFormula: true })).toHaveLength(1);
  });
});

describe('integer', () => {
  it.each<[CellValue, ...(FieldValue | string)[]]>([
    [0, 0],
    [30, 30],
    [999_999_999_999_999, 999_999_999_999_999],
    // 2.9999999999999996 is 3 in the 15 digits that Excel shows.
    [2.9999999999999996, 3],
    ['123', 123, 'converted'],
    ['１２３', 123, 'converted'],
    [' 123 ', 123, 'converted'],
    ["'123", 123, 'converted'],
    ['1,234', 1234, 'converted'],
    ['1，234', 1234, 'converted'],
    ['12\u00a0', 12, 'converted'],
    ['\u200b12', 12, 'converted'],
    ['1 2', 12, 'converted'],
    ['3户', 3, 'converted'],
    ['３ 户', 3, 'converted'],
    ['30.0', 30, 'converted'],
    ['-0', 0, 'converted'],
  ])('reads %j', (value, ...expected) => {
    expect(read('integer', value)).toEqual(expected);
  });

  it.each<[CellValue, string]>([
    ['三', 'not-a-number'],
    ['十二', 'not-a-number'],
    ['3-5', 'not-a-number'],
    ['若干', 'not-a-number'],
    ['见附件', 'not-a-number'],
    ['约500', 'not-a-number'],
    ['500多', 'not-a-number'],
    ['3人', 'not-a-number'],
    ['3万', 'not-a-number'],
    ['1,23', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['10%', 'not-a-number'],
    ['户', 'not-a-number'],
    [true, 'not-a-number'],
    [1_000_000_000_000_000, 'not-a-number'],
    [2.5, 'not-an-integer'],
    ['2.5', 'not-an-integer'],
    [0.4, 'not-an-integer'],
    [-1, 'negative'],
    ['-1', 'negative'],
    ['－１', 'negative'],
    [-2.5, 'not-an-integer'],
  ])('refuses %j: %s', (value, rule) => {
    expect(read('integer', value)).toEqual(['bad', rule]);
  });

  it('refuses a number shown as a date: 3-5 typed into Excel', () => {
    expect(read('integer', cellOf(43895, true))).toEqual(['bad', 'not-a-number']);
  });

  it('asks about numbers outside minimum and maximum, and keeps them', () => {
    const age = { minimum: 0, maximum: 120 };
    expect(read('integer', 0, age)).toEqual([0]);
    expect(read('integer', 120, age)).toEqual([120]);
    expect(read('integer', 121, age)).toEqual([121, 'out-of-range']);
    expect(read('integer', -1, age)).toEqual(['bad', 'negative']);
    expect(read('integer', 4, { minimum: 5 })).toEqual([4, 'out-of-range']);
    expect(read('integer', 5, { minimum: 5 })).toEqual([5]);
    // Amounts are in 元 there and in cents inside.
    expect(read('amount', 2000.01, { maximum: 2000 })).toEqual([200_001, 'out-of-range']);
    expect(read('amount', 2000, { maximum: 2000 })).toEqual([200_000]);
    expect(read('decimal', 0.4, { minimum: 0.5 })).toEqual([0.4, 'out-of-range']);
    expect(read('decimal', 0.5, { minimum: 0.5 })).toEqual([0.5]);
  });
});

describe('amount', () => {
  it.each<[CellValue, ...(FieldValue | string)[]]>([
    [0, 0],
    [1200.5, 120_050],
    [0.01, 1],
    [1.005, 101, 'converted'],
    [2.675, 268, 'converted'],
    [1.115, 112, 'converted'],
    [0.1 + 0.2, 30],
    [1.1 * 3, 330],
    [0.045, 5, 'converted'],
    [0.005, 1, 'converted'],
    [0.00499, 0, 'converted'],
    [1e-7, 0, 'converted'],
    // 15 digits: 9 999 999 999.99999 has ten before the point.
    [9_999_999_999.99999, 1_000_000_000_000, 'converted'],
    [123_456_789_012.34, 12_345_678_901_234],
    [999_999_999_999.99, 99_999_999_999_999],
    [1_000_000_000_000, 100_000_000_000_000],
    ['1,234.50', 123_450, 'converted'],
    ['1，234.50', 123_450, 'converted'],
    ['¥1,000.00', 100_000, 'converted'],
    ['￥1,000.00', 100_000, 'converted'],
    ['500元', 50_000, 'converted'],
    ['500块', 50_000, 'converted'],
    ['５００元', 50_000, 'converted'],
    ['1.005', 101, 'converted'],
    ['.5', 50, 'converted'],
    ['2.5万', 2_500_000, 'scaled'],
    ['2.5万元', 2_500_000, 'scaled'],
    ['2000万元', 2_000_000_000, 'scaled'],
    ['0.00005万', 50, 'scaled'],
  ])('reads %j', (value, ...expected) => {
    expect(read('amount', value)).toEqual(expected);
  });

  it.each<[CellValue, string]>([
    ['198件', 'not-a-number'],
    ['约500', 'not-a-number'],
    ['500多', 'not-a-number'],
    ['见附件', 'not-a-number'],
    ['万', 'not-a-number'],
    ['元', 'not-a-number'],
    ['三百元', 'not-a-number'],
    ['1万2', 'not-a-number'],
    [1_000_000_000_000.01, 'not-a-number'],
    [-0.01, 'negative'],
    [-0.001, 'negative'],
    ['-500元', 'negative'],
    ['-2.5万', 'negative'],
  ])('refuses %j: %s', (value, rule) => {
    expect(read('amount', value)).toEqual(['bad', rule]);
  });

  it('multiplies by 10 000 under a 万元 header', () => {
    expect(read('amount', 2.5, {}, 4)).toEqual([2_500_000]);
    expect(read('amount', '2.5万元', {}, 4)).toEqual([2_500_000, 'converted']);
    expect(read('amount', 0.12345678, {}, 4)).toEqual([123_457, 'converted']);
    // 500元 contradicts the header: not guessed.
    expect(read('amount', '500元', {}, 4)).toEqual(['bad', 'not-a-number']);
  });

  it('adds cells exactly: a thousand times 0.1 is 100', () => {
    const cents = Array.from({ length: 1000 }, () => Number(read('amount', 0.1)[0]));
    expect(cents.reduce((total, value) => total + value, 0)).toBe(10_000);
  });

  it('formats cents as 元', () => {
    const { format } = kindOf({ kind: 'amount' });
    expect([0, 1, 10, 100, 123_450, 100_000_000_000_000].map(format)).toEqual([
      '0',
      '0.01',
      '0.1',
      '1',
      '1234.5',
      '1000000000000',
    ]);
  });
});

describe('decimal', () => {
  it.each<[CellValue, ...(FieldValue | string)[]]>([
    [12.5, 12.5],
    [0, 0],
    [0.0001, 0.0001],
    [0.00005, 0.0001, 'converted'],
    [12.34567, 12.3457, 'converted'],
    ['12.5', 12.5, 'converted'],
    ['20袋', 20, 'converted'],
    ['20箱', 'bad', 'not-a-number'],
    ['若干', 'bad', 'not-a-number'],
    [-1, 'bad', 'negative'],
    [-0.00001, 'bad', 'negative'],
  ])('reads %j', (value, ...expected) => {
    expect(read('decimal', value)).toEqual(expected);
  });
});

describe('date', () => {
  it.each<[CellInput | CellValue, ...string[]]>([
    [cellOf(44121, true), '2020-10-17'],
    [cellOf(44121.75, true), '2020-10-17'],
    [cellOf(18264, true), '1950-01-01'],
    [cellOf(73415, true), '2100-12-31'],
    // A serial that is not shown as a date, and digits in a column that shows dates.
    [44121, '2020-10-17', 'converted'],
    [20201017, '2020-10-17', 'converted'],
    [cellOf(20201017, true), '2020-10-17', 'converted'],
    ['2020-10-17', '2020-10-17', 'converted'],
    ['2020.10.17', '2020-10-17', 'converted'],
    ['2020/10/17', '2020-10-17', 'converted'],
    ['2020年10月17日', '2020-10-17', 'converted'],
    ['２０２０年１０月７日', '2020-10-07', 'converted'],
    ['2020-1-7', '2020-01-07', 'converted'],
    ['20201017', '2020-10-17', 'converted'],
    ["'2020-10-17", '2020-10-17', 'converted'],
    ['2020-10-17 09:30:00', '2020-10-17', 'converted'],
    ['10月17日', '2020-10-17', 'converted'],
    ['10 月 5 日', '2020-10-05', 'converted'],
    ['12月31日', '2020-12-31', 'converted'],
    ['1月2日', '2021-01-02', 'converted'],
    ['2020-02-29', '2020-02-29', 'converted'],
  ])('reads %j', (value, ...expected) => {
    expect(read('date', value)).toEqual(expected);
  });

  it.each<[CellInput | CellValue]>([
    ['昨天'],
    ['2020-02-30'],
    ['2021-02-29'],
    ['2020-13-01'],
    ['20201317'],
    ['2020'],
    ['10-17'],
    ['10月'],
    ['2月30日'],
    [3],
    [10.17],
    [cellOf(18263, true)],
    [cellOf(73416, true)],
    [20201317],
    [true],
    [-5],
  ])('cannot tell which day %j is', (value) => {
    expect(read('date', value)).toEqual(['bad', 'bad-date']);
  });

  it('takes the year that lies nearest the period, over a change of year too', () => {
    const winter = { periodStart: '2020-12-01', periodEnd: '2021-01-31', shift: 0 };
    const at = (text: string) => decodeCell(cellOf(text), fieldWith('date'), winter);
    expect(
      [at('12月5日'), at('1月5日'), at('11月30日'), at('2月1日')].map((d) => d.state === 'value' && d.value),
    ).toEqual(['2020-12-05', '2021-01-05', '2020-11-30', '2021-02-01']);
  });

  it('has a validation of sensible days, whatever the period', () => {
    const bounds = (periodStart: string, periodEnd: string) =>
      kindOf({ kind: 'date' }).validation(fieldWith('date'), { periodStart, periodEnd, listOf: () => null })
        ?.formulas;
    // 2020-10-01 is 44105, 2020-10-31 is 44135.
    expect(bounds('2020-10-01', '2020-10-31')).toEqual([44105 - 730, 44135 + 730]);
    expect(bounds('1950-01-01', '2100-12-31')).toEqual([18264, 73415]);
    expect(bounds('1900-03-01', '9999-12-31')).toEqual([18264, 73415]);
  });
});

describe('option', () => {
  it.each<[CellValue, ...string[]]>([
    ['待对接', '待对接'],
    ['未对接', '待对接'],
    [' 待认领　', '待对接'],
    ['待 对 接', '待对接'],
    ['a类', 'A类'],
    ['Ａ类', 'A类'],
  ])('reads %j', (value, ...expected) => {
    expect(read('option', value)).toEqual(expected);
  });

  it('treats other words as the field says', () => {
    expect(read('option', '乱填')).toEqual(['bad', 'not-an-option']);
    expect(read('option', 5)).toEqual(['bad', 'not-an-option']);
    expect(read('option', '乱填', { unknownOption: 'error' })).toEqual(['bad', 'not-an-option']);
    expect(read('option', '乱填', { unknownOption: { readAs: 'A类' } })).toEqual(['A类', 'not-an-option']);
    const levels = (unknownOption: FieldDefinition['unknownOption']) =>
      decodeCell(cellOf('乱填'), fieldWith('option', { unknownOption }), { ...PERIOD, shift: 0 }).notes.map(
        (note) => note.level,
      );
    expect([levels('error'), levels('blank'), levels({ readAs: 'A类' })]).toEqual([
      ['error'],
      ['query'],
      ['query'],
    ]);
  });
});

describe('phone', () => {
  it.each<[CellValue, ...string[]]>([
    ['13800001234', '13800001234'],
    // Phone numbers mostly arrive as numbers: that is no fault.
    [13_800_001_234, '13800001234'],
    ['138-0000-1234', '13800001234', 'converted'],
    ['138 0000 1234', '13800001234', 'converted'],
    ['１３８００００１２３４', '13800001234', 'converted'],
    ['+86 13800001234', '13800001234', 'converted'],
    ['0901-6201234', '0901-6201234'],
    ['6201234', '6201234'],
    ['1.38E+10', 'bad', 'digits-lost'],
    [1_234_567_890_123_456, 'bad', 'digits-lost'],
    [999_999_999_999_999, '999999999999999'],
    [1_000_000_000_000_000, 'bad', 'digits-lost'],
  ])('reads %j', (value, ...expected) => {
    expect(read('phone', value)).toEqual(expected);
  });
});

describe('text', () => {
  it.each<[CellInput | CellValue, ...string[]]>([
    ['  恰夏　村 ', '恰夏 村'],
    ['第一行\r\n第二行', '第一行\n第二行'],
    [20201017, '20201017'],
    [13_800_001_234, '13800001234'],
    [0.30000000000000004, '0.3'],
    [true, 'TRUE'],
    [cellOf(44121, true), '2020-10-17'],
    ['=HYPERLINK("http://x")', '=HYPERLINK("http://x")'],
    ['@x', '@x'],
    ['+1', '+1'],
    ['无名氏', '无名氏'],
    ['1.38E+10', 'bad', 'digits-lost'],
    // An 18-digit id stored as a number ends in 000; as text it is never judged.
    [650_101_199_001_010_000, 'bad', 'digits-lost'],
    ['650101199001010000', '650101199001010000'],
    ['1E5', '1E5'],
  ])('reads %j', (value, ...expected) => {
    expect(read('text', value)).toEqual(expected);
  });
});
