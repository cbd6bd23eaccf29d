import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { ALL_SUSPICIONS, type Suspicion } from '../../../src/issue/suspicions.js';
import { checkAcross } from '../../../src/validate/check-across.js';
import { checkSuspicions } from '../../../src/validate/check-suspicions.js';
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
  unitName: `${unit}单位`,
  category,
});

function found(form: FormDefinition, counted: readonly RowsOfPeer[], off: readonly Suspicion[] = []) {
  const on = new Set([...ALL_SUSPICIONS].filter((suspicion) => !off.includes(suspicion)));
  const findings = checkSuspicions(form, counted, checkAcross(form, counted), on);
  return findings.map((finding, index) => [finding.unit, ...listed(findings)[index]!]);
}

describe('magnitude-slip', () => {
  /** Units with a gift each of 1 000, 1 100, 1 200 元 … */
  const peers = (count: number, category = '乡镇') =>
    Array.from({ length: count }, (_, index) =>
      unitOf(donations, `${category}${index}`, [{ money: 100_000 + index * 10_000 }], category),
    );
  const slip = (yuan: number, more: Values = {}, category = '乡镇') =>
    unitOf(donations, 'X', [{ money: yuan * 100, ...more }], category);
  const FOUND = [['X', 'magnitude-slip money', '6', 'open']];

  it('is an amount a thousand times what others have, or a thousandth', () => {
    for (const yuan of [0.12, 1.2, 12_000_000, 99_999_999])
      expect(found(donations, [...peers(8), slip(yuan)])).toEqual(FOUND);
    for (const yuan of [10, 100, 100_000, 600_000])
      expect(found(donations, [...peers(8), slip(yuan)])).toEqual([]);
  });

  it('is never found by fewer than eight others', () => {
    expect(found(donations, [...peers(7), slip(12_000_000)])).toEqual([]);
  });

  it('is judged by units of the same kind, by all where these are too few', () => {
    const rich = Array.from({ length: 8 }, (_, index) =>
      unitOf(donations, `企业${index}`, [{ money: 500_000_000 + index * 1_000_000 }], '企业'),
    );
    expect(found(donations, [...peers(20), ...rich, slip(6_000_000, {}, '企业')])).toEqual([]);
    expect(found(donations, [...peers(20), ...rich, slip(6_000_000)])).toEqual(FOUND);
    expect(found(donations, [...peers(20), ...rich, slip(600, {}, '企业')])).toEqual(FOUND);
    expect(found(donations, [...peers(20), slip(6_000_000, {}, '学校')])).toEqual(FOUND);
  });

  it('is none where the kind of donor gives that much', () => {
    const staff = peers(20).map(({ submission, ...unit }) => ({
      ...unit,
      submission: {
        ...submission,
        records: [record(donations, 6, { donorKind: '个人', money: 10_000 })],
      },
    }));
    const givers = Array.from({ length: 9 }, (_, index) =>
      unitOf(donations, `企业${index}`, [{ donorKind: '企业', money: 40_000_000 }], '企业'),
    );
    const gift = { donorKind: '企业' };
    expect(found(donations, [...staff, ...givers, slip(500_000, gift)])).toEqual([]);
    expect(found(donations, [...staff, slip(500_000, gift)])).toEqual(FOUND);
  });

  it('is seen beside the other rows of the unit where there are no peers', () => {
    const rows = Array.from({ length: 8 }, (_, index) => ({ money: 10_000 + index * 1_000 }));
    const findings = checkSuspicions(
      donations,
      [unitOf(donations, 'X', [...rows, { money: 120_000_000 }])],
      [],
      ALL_SUSPICIONS,
    );
    expect(listed(findings)).toEqual([['magnitude-slip money', '14', 'open']]);
    expect(findings[0]!.parameters).toMatchObject({
      basis: '本单位其他各行',
      amount: '1200000 元（120 万元）',
      range: '100 元至 170 元',
    });
    expect(found(donations, [unitOf(donations, 'X', [...rows.slice(1), { money: 120_000_000 }])])).toEqual(
      [],
    );
  });

  it('is found in every row of a unit that typed 万元', () => {
    const typed = [0.35, 0.2, 1.2].map((yuan) => ({ money: yuan * 100 }));
    expect(found(donations, [...peers(12), unitOf(donations, 'X', typed)])).toHaveLength(3);
  });

  it('is not closed by 说明: only the coordinator may', () => {
    expect(found(donations, [...peers(8), slip(12_000_000, { explanation: '确为此数' })])).toEqual(FOUND);
  });

  it('leaves alone what is blank, zero, unreadable or computed', () => {
    const unreadable = unitOf(donations, 'X', []);
    const records = [record(donations, 6, { money: 1_200_000_000 }, { states: { money: 'bad' } })];
    expect(
      found(donations, [
        ...peers(8),
        { ...unreadable, submission: { ...unreadable.submission, records } },
        unitOf(donations, 'Y', [{ money: 0 }, { money: null }, { money: 100_000, total: 1_200_000_000 }]),
      ]),
    ).toEqual([]);
  });

  it('can be switched off', () => {
    expect(found(donations, [...peers(8), slip(12_000_000)], ['magnitude-slip'])).toEqual([]);
  });
});

describe('row-copied', () => {
  const village = (number: number): Values => ({
    village: `${'东西南北中'[number % 5]}${number}村`,
    householdsPaired: 11 + ((number * 7) % 61),
    cadreVisits: 3 + ((number * 11) % 53),
    householdsVisited: 5 + ((number * 13) % 47),
    consolationMoney: (1 + ((number * 17) % 43)) * 12_300,
    problemsSolved: number % 4,
  });
  /** Units with two rows of their own, and the rows that are put behind them. */
  const units = (...added: readonly (readonly [unit: number, row: Values])[]) =>
    Array.from({ length: 10 }, (_, unit) =>
      unitOf(pairedAssistance, `U${unit}`, [
        village(unit * 2),
        village(unit * 2 + 1),
        ...added.filter(([at]) => at === unit).map(([, row]) => row),
      ]),
    );

  it('is a row with all that another unit has in one, at the later unit', () => {
    expect(found(pairedAssistance, units([7, village(4)]))).toEqual([
      ['U7', 'row-copied village', '8', 'open'],
    ]);
    const finding = checkSuspicions(pairedAssistance, units([7, village(4)]), [], ALL_SUSPICIONS)[0]!;
    expect(finding.parameters).toMatchObject({ otherUnit: 'U2单位', otherRow: 6 });
  });

  it('is none with one number another', () => {
    expect(found(pairedAssistance, units([7, { ...village(4), cadreVisits: 99 }]))).toEqual([]);
  });

  it('is none where little is said: a village that two units help with the same 500 元', () => {
    const shared = { village: '同一村', householdsPaired: 1, consolationMoney: 50_000 };
    expect(found(pairedAssistance, units([3, shared], [7, shared]))).toEqual([]);
  });

  it('is none of zeros, nor within one unit', () => {
    const zeros = { village: '某村某组', householdsPaired: 0, cadreVisits: 0, consolationMoney: 0 };
    expect(found(pairedAssistance, units([3, zeros], [7, zeros]))).toEqual([]);
    expect(found(pairedAssistance, units([7, village(14)]))).toEqual([]);
  });

  it('takes its own name for any unit’s', () => {
    const gift = (unit: string): Values => ({
      donor: `${unit}单位干部职工`,
      donorKind: '职工集体',
      donorCount: 37,
      donatedOn: '2020-10-17',
      money: 1_234_500,
      recipient: '上户镇直属二工村',
      purpose: '购买越冬饲草料和青贮',
    });
    const others = Array.from({ length: 8 }, (_, index) =>
      unitOf(donations, `V${index}`, [
        {
          ...gift(`V${index}`),
          donorCount: index,
          money: 1_000 * (index + 1),
          recipient: `${index}村`,
          purpose: null,
        },
      ]),
    );
    const counted = [...others, unitOf(donations, 'A', [gift('A')]), unitOf(donations, 'B', [gift('B')])];
    expect(found(donations, counted)).toEqual([['B', 'row-copied donor', '6', 'open']]);
  });

  it('is not said again where copied-rows or a rule across units has blamed the row', () => {
    const rows = [village(40), village(41), village(42)];
    const counted = [unitOf(pairedAssistance, 'A', rows), ...units(), unitOf(pairedAssistance, 'B', rows)];
    expect(checkAcross(pairedAssistance, counted).map(({ rule }) => rule)).toEqual(['copied-rows']);
    expect(found(pairedAssistance, counted)).toEqual([]);
    const wish = (name: string): Values => ({
      name,
      place: `${name}所在村`,
      wish: `给${name}的一副助听器`,
      category: '老人',
      status: '待对接',
      budget: 98_700,
    });
    const asked = Array.from({ length: 9 }, (_, index) => unitOf(wishes, `W${index}`, [wish(`甲${index}`)]));
    expect(found(wishes, [...asked, unitOf(wishes, 'X', [wish('甲3')])])).toEqual([]);
  });

  it('is closed by 说明 of the row, and can be switched off', () => {
    const explained = units([7, { ...village(4), explanation: '两个单位同包一村' }]);
    expect(found(pairedAssistance, explained)).toEqual([['U7', 'row-copied village', '8', 'explanation']]);
    expect(found(pairedAssistance, explained, ['row-copied'])).toEqual([]);
  });
});

describe('same-amounts', () => {
  const village = (name: string, money: number, goods: number): Values => ({
    village: name,
    consolationMoney: money,
    consolationGoods: goods,
  });
  const varied = (unit: string) =>
    unitOf(
      pairedAssistance,
      unit,
      [1, 2, 3].map((row) => village(`${unit}-${row}`, row * 20_000, row * 5_550)),
    );
  const peers = Array.from({ length: 8 }, (_, index) => varied(`P${index}`));
  const alike = (rows: number, money: number, goods: number) =>
    unitOf(
      pairedAssistance,
      'X',
      Array.from({ length: rows }, (_, row) => village(`${row}村`, money, goods)),
    );

  it('are several amounts, the same in five rows and more', () => {
    expect(found(pairedAssistance, [...peers, alike(5, 350_000, 123_450)])).toEqual([
      ['X', 'same-amounts consolationMoney', '6', 'open'],
    ]);
    expect(found(pairedAssistance, [...peers, alike(4, 350_000, 123_450)])).toEqual([]);
  });

  it('are none where all are round, where there is one, or where a row differs', () => {
    expect(found(pairedAssistance, [...peers, alike(9, 50_000, 20_000)])).toEqual([]);
    expect(found(pairedAssistance, [...peers, alike(9, 123_450, 0)])).toEqual([]);
    expect(found(pairedAssistance, [...peers, alike(9, 123_450, 123_450)])).toEqual([]);
    const mixed = unitOf(pairedAssistance, 'X', [
      ...Array.from({ length: 8 }, (_, row) => village(`${row}村`, 350_000, 123_450)),
      village('九村', 350_000, 123_460),
    ]);
    expect(found(pairedAssistance, [...peers, mixed])).toEqual([]);
  });

  it('are none where others do the same, or where others are fewer than eight', () => {
    const other = (unit: string) => ({ ...alike(5, 350_000, 123_450), unit });
    expect(found(pairedAssistance, [...peers, other('X'), other('Y'), other('Z')])).toEqual([]);
    expect(found(pairedAssistance, [...peers.slice(1), alike(5, 350_000, 123_450)])).toEqual([]);
  });

  it('can be switched off', () => {
    expect(found(pairedAssistance, [...peers, alike(5, 350_000, 123_450)], ['same-amounts'])).toEqual([]);
  });
});
