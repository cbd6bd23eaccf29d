import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import type { CellState } from '../../../src/form/record.js';
import { checkAcross } from '../../../src/validate/check-across.js';
import { listed, record, submissionOf, type Values } from './records.js';

const DONATION: Values = {
  donor: '某公司',
  donorKind: '企业',
  donatedOn: '2020-10-17',
  money: 10_000,
  total: 10_000,
  recipient: '甲村',
};

const rowsOf = (form: FormDefinition, unit: string, ...rows: readonly Values[]) => ({
  submission: submissionOf(
    form,
    unit,
    rows.map((values, index) => record(form, 6 + index, values)),
  ),
  unit,
  unitName: `${unit}单位`,
});
const found = (form: FormDefinition, ...counted: ReturnType<typeof rowsOf>[]) =>
  checkAcross(form, counted).map((finding, index, all) => [finding.unit, ...listed(all)[index]!]);

describe('one donation that two units report', () => {
  it('is queried at the later', () => {
    expect(found(donations, rowsOf(donations, 'B', DONATION), rowsOf(donations, 'A', DONATION))).toEqual([
      ['A', 'JZ-09 donor', '6', 'open'],
    ]);
    const [finding] = checkAcross(donations, [
      rowsOf(donations, 'B', DONATION),
      rowsOf(donations, 'A', DONATION),
    ]);
    expect(finding!.parameters).toMatchObject({ earlierUnit: 'B单位', earlierRow: 6 });
  });

  it('is queried at every later one, spelt in whatever width', () => {
    const third = rowsOf(donations, 'C', { ...DONATION, donor: '某 公司' });
    expect(
      found(donations, rowsOf(donations, 'A', DONATION), rowsOf(donations, 'B', DONATION), third).map(
        ([unit]) => unit,
      ),
    ).toEqual(['B', 'C']);
  });

  it.each<[string, Values]>([
    ['another day', { donatedOn: '2020-10-18' }],
    ['another value', { total: 10_001 }],
    ['another donor', { donor: '别的公司' }],
    ['no day', { donatedOn: null }],
  ])('is none with %s', (_, values) => {
    expect(
      found(donations, rowsOf(donations, 'A', DONATION), rowsOf(donations, 'B', { ...DONATION, ...values })),
    ).toEqual([]);
  });

  it('is none of 职工集体, nor where the kind cannot be told', () => {
    const pair = (donorKind: string | null, state: CellState) =>
      ['A', 'B'].map((unit) => ({
        submission: submissionOf(donations, unit, [
          record(donations, 6, { ...DONATION, donorKind }, { states: { donorKind: state } }),
        ]),
        unit,
        unitName: unit,
      }));
    expect(checkAcross(donations, pair('职工集体', 'value'))).toEqual([]);
    expect(checkAcross(donations, pair(null, 'bad'))).toEqual([]);
    expect(checkAcross(donations, pair(null, 'blank'))).toEqual([]);
    expect(checkAcross(donations, pair('企业', 'value'))).toHaveLength(1);
  });

  it('within one unit is not its business', () => {
    expect(found(donations, rowsOf(donations, 'A', DONATION, DONATION))).toEqual([]);
  });

  it('is closed by 说明 of the later row', () => {
    const later = rowsOf(donations, 'B', { ...DONATION, explanation: '确为两笔' });
    expect(found(donations, rowsOf(donations, 'A', DONATION), later)).toEqual([
      ['B', 'JZ-09 donor', '6', 'explanation'],
    ]);
  });
});

describe('one wish that two units report', () => {
  it('is queried at the name of the later', () => {
    const wish = { name: '李四', place: '甲村', wish: '棉鞋', status: '待对接', category: '老人' };
    expect(
      found(wishes, rowsOf(wishes, 'A', wish), rowsOf(wishes, 'B', { ...wish, category: '其他' })),
    ).toEqual([['B', 'WX-07 name', '6', 'open']]);
  });
});

describe('copied rows', () => {
  const village = (name: string, households = 3): Values => ({ village: name, householdsPaired: households });
  const own = (...names: string[]) => names.map((name) => village(name));

  const check = (first: readonly Values[], second: readonly Values[]) =>
    found(
      pairedAssistance,
      rowsOf(pairedAssistance, 'A', ...first),
      rowsOf(pairedAssistance, 'B', ...second),
    );

  it('are at least three', () => {
    expect(check(own('1', '2'), own('1', '2'))).toEqual([]);
    expect(check(own('1', '2', '3'), own('1', '2', '3'))).toEqual([
      ['B', 'copied-rows village', '6', 'open'],
    ]);
  });

  it('are at least 80 % of the non-zero rows', () => {
    const shared = own('1', '2', '3', '4');
    expect(check(shared, [village('x'), ...shared])).toEqual([['B', 'copied-rows village', '7', 'open']]);
    expect(check(shared, [village('x'), village('y'), ...shared])).toEqual([]);
    expect(check(shared, [village('零', 0), village('零二', 0), village('x'), ...shared])).toHaveLength(1);
  });

  it('count no rows of zeros', () => {
    const zeros = ['1', '2', '3', '4'].map((name) => village(name, 0));
    expect(check(zeros, zeros)).toEqual([]);
  });

  it('must all be of one other unit', () => {
    const counted = [
      rowsOf(pairedAssistance, 'A', village('1'), village('2')),
      rowsOf(pairedAssistance, 'B', village('3'), village('4')),
      rowsOf(pairedAssistance, 'C', village('1'), village('2'), village('3'), village('4')),
    ];
    expect(found(pairedAssistance, ...counted)).toEqual([]);
  });

  it('name the other unit and how many, and are closed by 说明 of the first of them', () => {
    const rows = own('1', '2', '3');
    const findings = checkAcross(pairedAssistance, [
      rowsOf(pairedAssistance, 'A', ...rows),
      rowsOf(pairedAssistance, 'B', ...rows),
    ]);
    expect(findings[0]).toMatchObject({ level: 'query', parameters: { rows: 3, otherUnit: 'A单位' } });
  });

  it('name each of a thousand units that send the same rows but the first', () => {
    const rows = Array.from({ length: 20 }, (_, index) => village(`${index}`));
    const counted = Array.from({ length: 1000 }, (_, index) =>
      rowsOf(pairedAssistance, `U${index}`, ...rows),
    );
    expect(checkAcross(pairedAssistance, counted)).toHaveLength(999);
  });
});
