import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countiesOf, countyOf } from '../../src/campaign/campaign.js';
import type { Summary } from '../../src/merge/summary.js';
import { planWorkpaper } from '../../src/report/workpaper/workpaper.js';
import {
  campaignWith,
  decision,
  donation,
  donations,
  FORMS,
  gridsOfPlan,
  pairedAssistance,
  type Row,
  receipt,
  run,
  type Sent,
  UNITS,
  village,
  wish,
  wishes,
} from '../unit/merge/scenario.js';

const COUNTED = ['accepted', 'queried'];

const money = fc.oneof(
  fc.integer({ min: 0, max: 500_000 }).map((cents) => cents / 100),
  fc.constantFrom('1,200.50', '2万', '若干', null),
);
const name = fc.constantFrom('张三', '李四', '王五', '某公司', '甲村', '乙村', '=1+1');
const explanation = fc.constantFrom(null, null, '属实');
const ROWS: ReadonlyMap<string, fc.Arbitrary<Row>> = new Map([
  [
    donations.key,
    fc
      .record({ name, money, explanation, donorKind: fc.constantFrom('个人', '企业', '不明', null) })
      .map((row) =>
        donation(row.name, row.money, { explanation: row.explanation, donorKind: row.donorKind }),
      ),
  ],
  [
    pairedAssistance.key,
    fc
      .record({
        name,
        money,
        explanation,
        householdsVisited: fc.integer({ min: 0, max: 14 }),
        leaderVisits: fc.integer({ min: 0, max: 9 }),
      })
      .map(({ name: text, money: consolationMoney, ...rest }) =>
        village(text, { consolationMoney, ...rest }),
      ),
  ],
  [
    wishes.key,
    fc
      .record({
        name,
        budget: money,
        explanation,
        status: fc.constantFrom('待对接', '已对接', '已取消', '已实现', '不明'),
      })
      .map(({ name: text, ...rest }) => wish(text, rest)),
  ],
]);

/** A file of one unit with one or two forms; its time is its place in the list. Forms by key, to be printable. */
const file = fc.record({
  unit: fc.constantFrom(...UNITS.map((unit) => unit.name)),
  sheets: fc.uniqueArray(
    fc.constantFrom(...FORMS.map((form) => form.key)).chain((form) =>
      fc.record({
        form: fc.constant(form),
        answer: fc.constantFrom('有', '有', '有', '无'),
        rows: fc.array(ROWS.get(form)!, { maxLength: 4 }),
      }),
    ),
    { minLength: 1, maxLength: 2, selector: (sheet) => sheet.form },
  ),
});
const inbox = fc.array(file, { maxLength: 9 });
type Inbox = typeof inbox extends fc.Arbitrary<infer Value> ? Value : never;

function sentOf(files: Inbox): readonly Sent[] {
  return files.map(
    (item, index): Sent => ({
      path: `收件/${index}.xlsx`,
      at: `2020-10-${14 + index}T10:00:00+08:00`,
      sheets: item.sheets.map(({ form, ...sheet }) => ({
        ...sheet,
        unit: item.unit,
        form: FORMS.find((candidate) => candidate.key === form)!,
      })),
    }),
  );
}

/** 人工认定 and 收件登记 for some of the files and units. */
const campaign = fc
  .record({
    released: fc.subarray([0, 1, 2, 3, 4, 5]),
    confirmed: fc.subarray([0, 1, 2, 3, 4, 5]),
    voided: fc.subarray([2, 5]),
    exempt: fc.subarray(['A1', 'B2', 'P1']),
  })
  .map(({ released, confirmed, voided, exempt }) =>
    campaignWith({
      decisions: [
        ...released.map((index) => decision('放行', `收件/${index}.xlsx`)),
        ...confirmed.map((index) => decision('确认', `收件/${index}.xlsx`)),
        ...voided.map((index) => decision('作废', `收件/${index}.xlsx`)),
      ],
      receipts: exempt.map((code) => receipt(code, { form: 'donations', exemptReason: '无任务' })),
    }),
  );

/** What must not depend on how the files lie. */
function essence(summary: Summary) {
  return {
    totals: summary.totals,
    completeness: summary.completeness,
    rates: summary.rates,
    findings: summary.findings,
    notCounted: summary.notCounted,
  };
}

const statuses = (summary: Summary) =>
  summary.completeness.map(({ unit, form, status, late, overdue }) => ({
    unit,
    form,
    status,
    late,
    overdue,
  }));

/** Where the submission in force lies; of several empty forms any may be shown. */
const shown = (summary: Summary) =>
  summary.completeness.map((entry) => (entry.status === 'empty' ? { ...entry, path: null } : entry));

describe('merge', () => {
  it('does not depend on the order of the files', () => {
    fc.assert(
      fc.property(campaign, inbox, fc.array(fc.nat()), (settings, files, keys) => {
        const sent = sentOf(files);
        const other = sent
          .map((item, index) => ({ item, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .reverse()
          .map(({ item }) => item);
        expect(essence(run(settings, other))).toEqual(essence(run(settings, sent)));
      }),
      { numRuns: 60 },
    );
  });

  it('takes the same file twice as a duplicate and nothing more', () => {
    fc.assert(
      fc.property(inbox, fc.nat(), (files, choice) => {
        const sent = sentOf(files);
        const original = sent[choice % Math.max(1, sent.length)];
        if (original === undefined) return;
        const copy = { ...original, path: `${original.path} 副本` };
        const [once, twice] = [run(campaignWith(), sent), run(campaignWith(), [...sent, copy])];
        expect(twice.totals).toEqual(once.totals);
        expect(shown(twice)).toEqual(shown(once));
        expect(twice.findings.filter((item) => item.path !== copy.path)).toEqual(once.findings);
        expect(twice.findings.some((item) => item.path === copy.path && item.open)).toBe(false);
        for (const sheet of twice.files.at(-1)!.sheets)
          expect(['duplicate', 'empty']).toContain(sheet.disposition);
      }),
      { numRuns: 60 },
    );
  });

  it('county by county gives the totals of all at once', () => {
    fc.assert(
      fc.property(campaign, inbox, (settings, files) => {
        const sent = sentOf(files);
        const whole = run(settings, sent);
        const countyOfName = new Map(UNITS.map((unit) => [unit.name, countyOf(unit)]));
        for (const form of FORMS) {
          const { counties, prefecture } = whole.totals.get(form.key)!;
          const sums = new Map<string, number>();
          for (const county of countiesOf(settings)) {
            const alone = run(
              settings,
              sent.filter((item) => countyOfName.get(item.sheets![0]!.unit!) === county),
            );
            expect(alone.totals.get(form.key)!.counties.get(county)).toEqual(counties.get(county));
            for (const [key, value] of Object.entries(counties.get(county)!))
              sums.set(key, (sums.get(key) ?? 0) + value);
          }
          expect(Object.fromEntries(sums)).toEqual(prefecture);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives every owed pair one status; owed is their sum without exempt', () => {
    fc.assert(
      fc.property(campaign, inbox, (settings, files) => {
        const sent = sentOf(files);
        const summary = run(settings, sent);
        const pairs = summary.completeness.map((entry) => `${entry.unit} ${entry.form}`);
        expect(pairs.sort()).toEqual(
          UNITS.flatMap((unit) => FORMS.map((form) => `${unit.code} ${form.key}`)).sort(),
        );
        for (const form of FORMS) {
          const own = summary.completeness.filter((entry) => entry.form === form.key);
          const exempt = own.filter((entry) => entry.status === 'exempt').length;
          expect(summary.rates.prefecture.get(form.key)!.owed).toBe(UNITS.length - exempt);
          const byCounty = [...summary.rates.counties.values()].map((rates) => rates.get(form.key)!);
          for (const key of ['owed', 'received', 'accepted', 'onTime'] as const) {
            expect(byCounty.reduce((total, rates) => total + rates[key], 0)).toBe(
              summary.rates.prefecture.get(form.key)![key],
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts the records of accepted submissions, no more and no fewer', () => {
    fc.assert(
      fc.property(campaign, inbox, (settings, files) => {
        const sent = sentOf(files);
        const summary = run(settings, sent);
        for (const form of FORMS) {
          const sheets = summary.files
            .flatMap((item) => item.sheets)
            .filter((sheet) => sheet.form === form.key);
          const rows = sheets
            .filter((sheet) => COUNTED.includes(sheet.disposition))
            .reduce((total, sheet) => total + sheet.rows, 0);
          expect(summary.totals.get(form.key)!.prefecture.rows).toBe(rows);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of the county 底稿 gives the totals and statuses of all unit files', () => {
    fc.assert(
      fc.property(campaign, inbox, (settings, files) => {
        const sent = sentOf(files);
        const first = run(settings, sent);
        const second = run(
          settings,
          countiesOf(settings).map(
            (county): Sent => ({
              path: `收件/${county}底稿.xlsx`,
              at: '2020-10-28T10:00:00+08:00',
              workbook: gridsOfPlan(planWorkpaper(first, county, '../..')),
            }),
          ),
        );
        expect(second.totals).toEqual(first.totals);
        expect(statuses(second)).toEqual(statuses(first));
      }),
      { numRuns: 40 },
    );
  });
});
