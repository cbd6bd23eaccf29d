import { beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { isAskedInExample } from '../../src/campaign/example-campaign.js';
import { campaignOfContent } from '../../src/campaign/settings-content.js';
import type { FormDefinition } from '../../src/form/form-definition.js';
import { kindOf } from '../../src/form/kinds/field-kinds.js';
import type { FieldValue, FormRecord } from '../../src/form/record.js';
import { digestRecords } from '../../src/form/record.js';
import { compileTotals } from '../../src/form/record-totals.js';
import type { Finding } from '../../src/issue/finding.js';
import { ALL_SUSPICIONS } from '../../src/issue/suspicions.js';
import { planReturns } from '../../src/sample/plan-returns.js';
import { type Random, seededRandom } from '../../src/sample/random.js';
import { sampleContent } from '../../src/sample/sample-roster.js';
import { recordOf } from '../../src/sample/sample-row.js';
import { checkAgainstPrevious, type PreviousForm } from '../../src/validate/against-previous.js';
import { checkAcross } from '../../src/validate/check-across.js';
import { checkSuspicions } from '../../src/validate/check-suspicions.js';
import type { RowsOfPeer } from '../../src/validate/peers.js';
import { record, submissionOf } from '../unit/validate/records.js';

// What only suspects must stay silent over clean returns and find what was put there on purpose. The clean rows come
// from the sample generator, which knows nothing of these checks, and from distributions by hand.

const SEEDS = [1, 2, 3, 4, 5];
const UNITS = 200;
const SLIPS_A_SEED = 100;
const COPIES_A_SEED = 40;

let forms: readonly FormDefinition[];
beforeAll(async () => {
  forms = await loadBuiltInForms();
});

type Campaign = ReadonlyMap<FormDefinition, readonly RowsOfPeer[]>;

/** The clean returns of a made-up campaign, as records. */
function cleanReturns(seed: number, asked: readonly FormDefinition[], month = 'returns'): Campaign {
  const random = seededRandom(seed);
  const isAsked = (form: FormDefinition) => asked.includes(form);
  const content = sampleContent(7, UNITS, forms, random.fork('roster'), isAsked);
  const answers = planReturns(campaignOfContent(content), forms, 0, random.fork(month));
  const items = answers.flatMap((answer) => answer.items);
  return new Map(
    asked.map((form) => [
      form,
      items.flatMap(({ unit, sheet, form: itsForm }): RowsOfPeer[] =>
        itsForm !== form || sheet?.content !== 'rows'
          ? []
          : [
              {
                submission: submissionOf(
                  form,
                  unit.code,
                  sheet.rows.map((row, index) => recordOf(form, row, 6 + index)),
                ),
                unit: unit.code,
                unitName: unit.name,
                category: unit.category,
              },
            ],
      ),
    ]),
  );
}

function findIn(form: FormDefinition, counted: readonly RowsOfPeer[]) {
  const across = checkAcross(form, counted);
  return { across, suspected: checkSuspicions(form, counted, across, ALL_SUSPICIONS) };
}

const rowsIn = (counted: readonly RowsOfPeer[]) =>
  counted.reduce((total, { submission }) => total + submission.records.length, 0);
const placeOf = ({ unit, form, cell, field }: Finding) =>
  `${form} ${unit} ${cell?.replace(/^[A-Z]+/, '')} ${field}`;

interface Place {
  readonly form: FormDefinition;
  readonly unitIndex: number;
  readonly rowIndex: number;
  readonly fieldIndex: number;
}

/** Every amount above 0 that a unit typed. */
function amountsOf(campaign: Campaign): readonly Place[] {
  return [...campaign].flatMap(([form, counted]) =>
    counted.flatMap(({ submission }, unitIndex) =>
      submission.records.flatMap((row, rowIndex) =>
        form.fields.flatMap((field, fieldIndex) =>
          kindOf(field).isMoney && field.computed === null && Number(row.values[fieldIndex] ?? 0) > 0
            ? [{ form, unitIndex, rowIndex, fieldIndex }]
            : [],
        ),
      ),
    ),
  );
}

/** The campaign with these amounts ten thousand times as large or small. */
function withSlips(campaign: Campaign, places: readonly Place[], random: Random): Campaign {
  const factors = places.map((place) => ({ ...place, isAbove: random.chance(0.5) }));
  return new Map(
    [...campaign].map(([form, counted]) => [
      form,
      counted.map((item, unitIndex) => {
        const mine = factors.filter((place) => place.form === form && place.unitIndex === unitIndex);
        const records = item.submission.records.map((row, rowIndex): FormRecord => {
          const values = [...row.values];
          for (const { fieldIndex, isAbove } of mine.filter((place) => place.rowIndex === rowIndex)) {
            const cents = Number(values[fieldIndex]);
            values[fieldIndex] = isAbove ? cents * 10_000 : Math.max(1, Math.round(cents / 10_000));
          }
          return { ...row, values };
        });
        return { ...item, submission: { ...item.submission, records } };
      }),
    ]),
  );
}

/** How many of all injected slips are found, and how many other amounts are asked about. */
function huntSlips(asked: readonly FormDefinition[]) {
  const counts = { injected: 0, caught: 0, others: 0 };
  for (const seed of SEEDS) {
    const campaign = cleanReturns(seed, asked);
    const random = seededRandom(`slips ${seed}`);
    const places = random.shuffle(amountsOf(campaign)).slice(0, SLIPS_A_SEED);
    const spoiled = withSlips(campaign, places, random);
    const found = new Set(
      [...spoiled].flatMap(([form, counted]) =>
        findIn(form, counted)
          .suspected.filter(({ rule }) => rule === 'magnitude-slip')
          .map(placeOf),
      ),
    );
    const wanted = places.map(({ form, unitIndex, rowIndex, fieldIndex }) => {
      const { unit, submission } = spoiled.get(form)![unitIndex]!;
      const { rowNumber } = submission.records[rowIndex]!;
      return `${form.key} ${unit} ${rowNumber} ${form.fields[fieldIndex]!.key}`;
    });
    counts.injected += wanted.length;
    counts.caught += wanted.filter((place) => found.has(place)).length;
    counts.others += [...found].filter((place) => !wanted.includes(place)).length;
  }
  return counts;
}

describe('over clean returns, 5 seeds of 200 units', () => {
  it.each([
    ['the forms of the notice', isAskedInExample],
    ['every built-in form', () => true],
  ])('%s: fewer than 1 in 1 000 rows is asked about', (_, isAsked) => {
    let [rows, found] = [0, 0];
    for (const seed of SEEDS) {
      for (const [form, counted] of cleanReturns(seed, forms.filter(isAsked))) {
        rows += rowsIn(counted);
        found += findIn(form, counted).suspected.length;
      }
    }
    expect(rows).toBeGreaterThan(5_000);
    expect(found * 1_000).toBeLessThan(rows);
  });
});

describe('amounts ten thousand times too large or too small, 100 in each of 5 campaigns', () => {
  it.each([
    ['the forms of the notice', isAskedInExample],
    ['every built-in form', () => true],
  ])('%s: 95 of 100 are found, hardly any other', (_, isAsked) => {
    const { injected, caught, others } = huntSlips(forms.filter(isAsked));
    expect(injected).toBe(500);
    expect(caught).toBeGreaterThanOrEqual(475);
    expect(others).toBeLessThan(10);
  });
});

describe('a row out of another unit, 40 in each of 5 campaigns', () => {
  it('is found 95 times of 100, by itself or as what two units must not both report', () => {
    let caught = 0;
    for (const seed of SEEDS) {
      const campaign = cleanReturns(seed, forms.filter(isAskedInExample));
      const random = seededRandom(`copies ${seed}`);
      const spoiled = [...campaign].map(([form, counted]) => ({ form, counted: [...counted] }));
      const wanted: string[] = [];
      while (wanted.length < COPIES_A_SEED) {
        const { form, counted } = random.pick(spoiled);
        const [from, to] = [random.whole(0, counted.length - 2), counted.length - 1];
        const target = random.whole(from + 1, to);
        const row = random.pick(campaign.get(form)![from]!.submission.records);
        const isZero = form.fields.every((field, index) => !kindOf(field).isNumber || !row.values[index]);
        if (isZero) continue;
        const item = counted[target]!;
        const rowNumber = 6 + item.submission.records.length;
        const records = [...item.submission.records, { ...row, rowNumber }];
        counted[target] = { ...item, submission: { ...item.submission, records } };
        wanted.push(`${form.key} ${item.unit} ${rowNumber}`);
      }
      const found = new Set(
        spoiled.flatMap(({ form, counted }) => {
          const { across, suspected } = findIn(form, counted);
          return [...across, ...suspected].map((finding) => placeOf(finding).replace(/ \S+$/, ''));
        }),
      );
      caught += wanted.filter((place) => found.has(place)).length;
    }
    expect(caught).toBeGreaterThanOrEqual(190);
  });
});

describe('two months of clean returns', () => {
  /** What the first month leaves behind. */
  function leftBy(form: FormDefinition, counted: readonly RowsOfPeer[]): PreviousForm {
    const totals = compileTotals(form);
    const units = counted.map(
      ({ unit, submission: { records } }) =>
        [unit, { totals: totals(records), digest: digestRecords(records) }] as const,
    );
    return { periodStart: '2020-09-01', periodEnd: '2020-09-30', units: new Map(units) };
  }

  it('fewer than 1 in 1 000 rows is asked about, although nothing in them goes on from one to the next', () => {
    let [rows, found, compared] = [0, 0, 0];
    for (const seed of SEEDS) {
      const before = cleanReturns(seed, forms, 'the month before');
      for (const [form, counted] of cleanReturns(seed, forms)) {
        const previous = leftBy(form, before.get(form)!);
        rows += rowsIn(counted);
        compared += counted.filter(({ unit }) => previous.units.has(unit)).length;
        found += checkAgainstPrevious(form, counted, previous, ALL_SUSPICIONS).length;
      }
    }
    expect(compared).toBeGreaterThan(2_000);
    expect(found * 1_000).toBeLessThan(rows);
  });

  it('every return sent again is found', () => {
    const returns = cleanReturns(1, forms);
    for (const [form, counted] of returns) {
      const again = checkAgainstPrevious(form, counted, leftBy(form, counted), ALL_SUSPICIONS);
      const isZero = ({ values }: FormRecord) =>
        form.fields.every((field, index) => !kindOf(field).isNumber || !values[index]);
      const hasNumbers = form.fields.some((field) => kindOf(field).isNumber);
      const wanted = counted.filter(
        ({ submission }) => !hasNumbers || submission.records.some((row) => !isZero(row)),
      );
      expect(again.map(({ unit, rule }) => [unit, rule])).toEqual(
        wanted.map(({ unit }) => [unit, 'same-as-previous']),
      );
    }
  });
});

describe('amounts by hand, from small gifts to large ones', () => {
  /** A standard normal number. */
  const normal = (random: Random) =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

  /** Returns of 捐赠款物统计表, a sum of money a row. */
  function gifts(draw: (random: Random) => { money: number; donorKind?: string }, random: Random) {
    const form = forms.find(({ key }) => key === 'donations')!;
    const counted = Array.from({ length: UNITS }, (_, unit): RowsOfPeer => {
      const records = Array.from({ length: random.whole(1, 12) }, (_unused, row) => {
        const { money, donorKind = null as FieldValue | null } = draw(random);
        const cents = Math.max(1, Math.round(money * 100));
        return record(form, 6 + row, { donor: `捐赠人${unit}-${row}`, donorKind, money: cents });
      });
      const code = `U${unit}`;
      const category = ['乡镇', '县直部门', '企业'][unit % 3]!;
      return { submission: submissionOf(form, code, records), unit: code, unitName: code, category };
    });
    return { form, counted };
  }

  it.each<[string, (random: Random) => { money: number; donorKind?: string }]>([
    ['lognormal, sigma 1', (random) => ({ money: 2_000 * Math.exp(normal(random)) })],
    ['lognormal, sigma 1.5', (random) => ({ money: 2_000 * Math.exp(1.5 * normal(random)) })],
    [
      'from 10 元 to 500 000 元, every magnitude alike',
      (random) => ({ money: 10 * 50_000 ** random.next() }),
    ],
    [
      'staff with 50 to 500 元 and one gift in twenty of 50 000 to 500 000 元 by enterprises',
      (random) =>
        random.chance(0.05)
          ? { donorKind: '企业', money: random.whole(5, 50) * 10_000 }
          : { donorKind: '个人', money: random.whole(1, 10) * 50 },
    ],
    [
      'the same with nobody saying who gives, one gift in eight a large one',
      (random) => ({ money: random.chance(0.125) ? random.whole(5, 50) * 10_000 : random.whole(1, 10) * 50 }),
    ],
  ])('%s: fewer than 1 in 1 000 rows is asked about', (_, draw) => {
    let [rows, found] = [0, 0];
    for (const seed of SEEDS) {
      const { form, counted } = gifts(draw, seededRandom(`gifts ${seed}`));
      rows += rowsIn(counted);
      found += findIn(form, counted).suspected.length;
    }
    expect(found * 1_000).toBeLessThan(rows);
  });

  it('lognormal, sigma 1: slips are found all the same', () => {
    const random = seededRandom('heavy');
    const { form, counted } = gifts((stream) => ({ money: 2_000 * Math.exp(normal(stream)) }), random);
    const campaign: Campaign = new Map([[form, counted]]);
    const places = random.shuffle(amountsOf(campaign)).slice(0, 60);
    const spoiled = withSlips(campaign, places, random).get(form)!;
    expect(findIn(form, spoiled).suspected.length).toBeGreaterThanOrEqual(57);
  });
});
