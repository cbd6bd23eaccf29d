import { describe, expect, it } from 'vitest';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { digestRecords } from '../../../src/form/record.js';
import { compileTotals } from '../../../src/form/record-totals.js';
import { describeFinding } from '../../../src/issue/describe-finding.js';
import { ALL_SUSPICIONS, type Suspicion } from '../../../src/issue/suspicions.js';
import { checkAgainstPrevious, type PreviousForm } from '../../../src/validate/against-previous.js';
import type { RowsOfPeer } from '../../../src/validate/peers.js';
import { listed, record, submissionOf, type Values } from './records.js';

const unitOf = (
  form: FormDefinition,
  unit: string,
  rows: readonly Values[],
  category = '乡镇',
): RowsOfPeer => ({
  submission: submissionOf(
    form,
    unit,
    rows.map((values, index) => record(form, 6 + index, values)),
  ),
  unit,
  unitName: unit,
  category,
});

/** What these returns leave behind for the next period. */
function leftBy(form: FormDefinition, counted: readonly RowsOfPeer[]): PreviousForm {
  const totals = compileTotals(form);
  return {
    periodStart: '2020-09-01',
    periodEnd: '2020-09-30',
    units: new Map(
      counted.map(({ unit, submission: { records } }) => [
        unit,
        { totals: totals(records), digest: digestRecords(records) },
      ]),
    ),
  };
}

function found(
  form: FormDefinition,
  before: readonly RowsOfPeer[],
  now: readonly RowsOfPeer[],
  on: ReadonlySet<Suspicion> = ALL_SUSPICIONS,
) {
  const findings = checkAgainstPrevious(form, now, leftBy(form, before), on);
  return findings.map((finding, index) => [finding.unit, ...listed(findings)[index]!]);
}

const village = (values: Values): Values => ({ village: '甲村', ...values });
/** Twelve units whose consolation money grows by a tenth to a fifth, and whose households stay. */
const peers = (month: 0 | 1, count = 12) =>
  Array.from({ length: count }, (_, index) =>
    unitOf(pairedAssistance, `P${index}`, [
      village({
        householdsPaired: 40 + index,
        consolationMoney: Math.round(1_000_000 * (1 + month * (0.1 + index / 120))) + index,
      }),
    ]),
  );
const own = (values: Values, category?: string) => unitOf(pairedAssistance, 'X', [village(values)], category);

describe('jump', () => {
  const BEFORE = { householdsPaired: 50, consolationMoney: 1_000_000 };
  const JUMP = [['X', 'jump consolationMoney', '6', 'open']];
  const check = (now: Values, count = 12, before: Values = BEFORE) =>
    found(pairedAssistance, [...peers(0, count), own(before)], [...peers(1, count), own(now)]);

  it('is a change as no other unit has made, up or down', () => {
    for (const money of [10_000_000, 100_000])
      expect(check({ ...BEFORE, consolationMoney: money })).toEqual(JUMP);
    for (const money of [3_000_000, 400_000])
      expect(check({ ...BEFORE, consolationMoney: money })).toEqual([]);
  });

  it('is never found by fewer than eight others', () => {
    expect(check({ ...BEFORE, consolationMoney: 10_000_000 }, 8)).toEqual(JUMP);
    expect(check({ ...BEFORE, consolationMoney: 10_000_000 }, 7)).toEqual([]);
  });

  it('is a beginning or an end that no other unit has, and none where several have', () => {
    expect(check({ ...BEFORE, consolationMoney: 0 })).toEqual(JUMP);
    const ended = [1, 2].map((number) => unitOf(pairedAssistance, `E${number}`, [village(BEFORE)]));
    const nothing = { ...BEFORE, consolationMoney: 0 };
    const now = [1, 2].map((number) => unitOf(pairedAssistance, `E${number}`, [village(nothing)]));
    expect(
      found(pairedAssistance, [...peers(0), ...ended, own(BEFORE)], [...peers(1), ...now, own(nothing)]),
    ).toEqual([]);
  });

  it('is none where next to nothing changes', () => {
    expect(
      check({ ...BEFORE, consolationMoney: 90_000 }, 12, { ...BEFORE, consolationMoney: 1_000 }),
    ).toEqual([]);
  });

  it('is a smaller change where hardly anything changes, also down to nothing', () => {
    const households = (count: number) => check({ householdsPaired: count, consolationMoney: 1_100_000 });
    expect(households(60)).toEqual([]);
    expect(households(100)).toEqual([['X', 'jump householdsPaired', '6', 'open']]);
    expect(households(0)).toEqual([['X', 'jump householdsPaired', '6', 'open']]);
  });

  it('is measured by what all units of the kind do: none where all of them jump', () => {
    const all = (money: number) =>
      Array.from({ length: 12 }, (_, index) =>
        unitOf(pairedAssistance, `P${index}`, [village({ consolationMoney: money + index * 100 })]),
      );
    expect(found(pairedAssistance, all(100_000), all(5_000_000))).toEqual([]);
  });

  it('says what was, what is and what was to be expected', () => {
    const [finding] = checkAgainstPrevious(
      pairedAssistance,
      [...peers(1), own({ ...BEFORE, consolationMoney: 10_000_000 })],
      leftBy(pairedAssistance, [...peers(0), own(BEFORE)]),
      ALL_SUSPICIONS,
    );
    // The middle one of the twelve has grown from 10 000 to 11 500 元; a tenth of that is added on both sides.
    const [low, high] = [-1, 1].map((side) => 12_650 * 5 ** side - 1_150);
    expect([low, high]).toEqual([1_380, 62_100]);
    expect(describeFinding(finding!, pairedAssistance).message).toBe(
      '第6行“慰问金”各行合计 100000 元，上期是 10000 元；照同类单位的变化，一般在 1300 元至 6.3 万元之间',
    );
  });

  it('is asked about numbers of rows too, where there is no cell to show', () => {
    const wish = (status: string): Values => ({ name: '李四', place: '甲村', wish: '棉鞋', status });
    const units = (count: number) =>
      Array.from({ length: 9 }, (_, index) =>
        unitOf(
          wishes,
          `P${index}`,
          Array.from({ length: 4 + ((index + count) % 3) }, () => wish('待对接')),
        ),
      );
    const many = unitOf(
      wishes,
      'X',
      Array.from({ length: 60 }, () => wish('待对接')),
    );
    const few = unitOf(
      wishes,
      'X',
      Array.from({ length: 5 }, () => wish('待对接')),
    );
    expect(found(wishes, [...units(0), few], [...units(1), many])).toEqual([['X', 'jump null', '-', 'open']]);
  });

  it('is closed by 说明 of the largest row, and can be switched off', () => {
    const before = [...peers(0), own(BEFORE)];
    const now = [...peers(1), own({ ...BEFORE, consolationMoney: 10_000_000, explanation: '新增企业捐助' })];
    expect(found(pairedAssistance, before, now)).toEqual([
      ['X', 'jump consolationMoney', '6', 'explanation'],
    ]);
    expect(found(pairedAssistance, before, now, new Set(['same-as-previous']))).toEqual([]);
  });
});

describe('same-as-previous', () => {
  const rows = [village({ householdsPaired: 0 }), village({ householdsPaired: 40, consolationMoney: 123 })];
  const SAME = [['X', 'same-as-previous village', '7', 'open']];
  const unit = (more: Values = {}) => unitOf(pairedAssistance, 'X', [rows[0]!, { ...rows[1]!, ...more }]);

  it('are the very same records, without any peers', () => {
    expect(found(pairedAssistance, [unit()], [unit()])).toEqual(SAME);
    expect(found(pairedAssistance, [unit()], [unit({ consolationMoney: 124 })])).toEqual([]);
    expect(found(pairedAssistance, [], [unit()])).toEqual([]);
  });

  it('are none of zeros', () => {
    const zeros = unitOf(pairedAssistance, 'X', [rows[0]!]);
    expect(found(pairedAssistance, [zeros], [zeros])).toEqual([]);
  });

  it('are not explained by what 说明 said the last time; a new 说明 makes another return', () => {
    const explained = unit({ explanation: '说明' });
    expect(found(pairedAssistance, [explained], [explained])).toEqual(SAME);
    expect(found(pairedAssistance, [unit()], [explained])).toEqual([]);
  });

  it('can be switched off', () => {
    expect(found(pairedAssistance, [unit()], [unit()], new Set(['jump']))).toEqual([]);
  });
});
