import { type Defect, defect, findingAt, repeatDefect, rowDefect } from './defect.js';
import type { Random } from './random.js';
import { isZeroRow, type SampleRow, withValues, withWritten } from './sample-row.js';

const FORM = 'paired-assistance';
const LEAST_COPIED_ROWS = 3;

const isBusy = (row: SampleRow) => Number(row.values.householdsPaired) > 0;
const number = (row: SampleRow, field: string) => Number(row.values[field] ?? 0);
const few = (random: Random) => random.whole(1, 5);

const villageDefect = (options: Omit<Parameters<typeof rowDefect>[0], 'form' | 'suits'>): Defect =>
  rowDefect({ ...options, form: FORM, suits: isBusy });

/** Broken rules of 结对帮扶活动月统计表. */
export const DEFECTS_OF_VILLAGES: readonly Defect[] = [
  villageDefect({
    name: 'JD-01',
    rule: 'JD-01',
    level: 'error',
    at: 'leaderVisits',
    change: (row, { random }) => withValues(row, { leaderVisits: number(row, 'cadreVisits') + few(random) }),
  }),
  villageDefect({
    name: 'JD-02',
    rule: 'JD-02',
    level: 'query',
    at: 'householdsVisited',
    change: (row, { random }) =>
      withValues(row, {
        householdsVisited: number(row, 'householdsPaired') + few(random),
        householdVisitTimes: null,
      }),
  }),
  villageDefect({
    name: 'JD-03',
    rule: 'JD-03',
    level: 'error',
    at: 'householdVisitTimes',
    change: (row) => withValues(row, { householdVisitTimes: number(row, 'householdsVisited') - 1 }),
  }),
  villageDefect({
    name: 'JD-04',
    rule: 'JD-04',
    level: 'query',
    at: 'householdsConsoled',
    change: (row, { random }) => {
      const householdsConsoled = number(row, 'householdsVisited') + few(random);
      return withValues(row, {
        householdsConsoled,
        consolationMoney: householdsConsoled * 30_000,
        consolationGoods: 0,
      });
    },
  }),
  villageDefect({
    name: 'JD-05',
    rule: 'JD-05',
    level: 'error',
    at: 'consolationTotal',
    change: (row, { random }) => {
      const cents = number(row, 'consolationMoney') + number(row, 'consolationGoods') + few(random) * 1_000;
      return { ...row, written: { ...row.written, consolationTotal: cents / 100 } };
    },
  }),
  villageDefect({
    name: 'JD-06',
    rule: 'JD-06',
    level: 'hint',
    at: 'problemsSolved',
    change: (row, { random }) => {
      const problemsCollected = random.whole(0, 9);
      return withValues(row, { problemsCollected, problemsSolved: problemsCollected + few(random) });
    },
  }),
  villageDefect({
    name: 'JD-07',
    rule: 'JD-07',
    level: 'query',
    at: 'responsibleCadres',
    change: (row) => withWritten(row, 'responsibleCadres', 0, 0),
  }),
  villageDefect({
    name: 'JD-08 nobody consoled',
    rule: 'JD-08',
    level: 'query',
    at: 'consolationTotal',
    isExplainable: false,
    change: (row, { random }) =>
      withValues(row, { householdsConsoled: 0, consolationMoney: few(random) * 50_000, consolationGoods: 0 }),
  }),
  villageDefect({
    name: 'JD-08 too little',
    rule: 'JD-08',
    level: 'query',
    at: 'consolationTotal',
    isExplainable: false,
    change: (row) => consoled(row, 4_999),
  }),
  villageDefect({
    name: 'JD-08 too much',
    rule: 'JD-08',
    level: 'query',
    at: 'consolationTotal',
    isExplainable: false,
    change: (row) => consoled(row, 500_001),
  }),
  repeatDefect({
    name: 'JD-09',
    rule: 'JD-09',
    level: 'query',
    form: FORM,
    fields: ['village'],
    at: 'village',
  }),
  defect({
    name: 'copied-rows',
    rule: 'copied-rows',
    form: FORM,
    isAcross: true,
    // 说明 would make the row another one.
    isExplainable: false,
    apply: (sheet, { random, earlier }) => {
      if (sheet.content !== 'rows') return null;
      const sources = earlier.filter(
        (source) => source.rows.filter((row) => !isZeroRow(source.form, row)).length >= LEAST_COPIED_ROWS,
      );
      if (sources.length === 0) return null;
      const { rows } = random.pick(sources);
      const first = rows.findIndex((row) => !isZeroRow(sheet.form, row));
      return {
        sheet: { ...sheet, rows },
        findings: [findingAt('copied-rows', 'query', first, sheet.form.subject)],
      };
    },
  }),
];

/** Every visited household consoled with this many cents. */
function consoled(row: SampleRow, cents: number): SampleRow {
  const households = number(row, 'householdsVisited');
  return withValues(row, {
    householdsConsoled: households,
    consolationMoney: households * cents,
    consolationGoods: 0,
  });
}
