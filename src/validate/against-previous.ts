import {
  type FormDefinition,
  fieldOf,
  type Measure,
  type MeasureDefinition,
  measuresOf,
} from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { digestRecords, type FormRecord } from '../form/record.js';
import { compileTotals, type Totals } from '../form/record-totals.js';
import type { Finding } from '../issue/finding.js';
import type { Suspicions } from '../issue/suspicions.js';
import { peerGroups, type RowsOfPeer } from './peers.js';
import { ruleFinding } from './rule-finding.js';

/** What a unit reported in one form for the period before. */
export interface PreviousReturn {
  /** Amounts in cents. */
  readonly totals: Totals;
  /** Of its records (digestRecords); null where only the totals are known. */
  readonly digest: string | null;
}

/** One form of the period before, by unit. */
export interface PreviousForm {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly units: ReadonlyMap<string, PreviousReturn>;
}

/** Beyond the middle of how others have changed, in robust standard deviations. */
const FAR = 5;
/** The standard deviation of a normal distribution whose median absolute deviation is 1. */
const OF_MEDIAN_DEVIATION = 1.4826;
/** No smaller change is asked about, in powers of ten: five times as much; half as much again of what hardly changes. */
const LEAST_CHANGE: Readonly<Record<Measure, number>> = { flow: Math.log10(5), stock: Math.log10(1.5) };
/** A change that is small beside what others report does not matter. */
const LEAST_SHARE_OF_USUAL = 0.5;

/**
 * What looks wrong beside the period before. Findings: same-as-previous, where the records are the very same; jump,
 * where a total has changed as those of no other units have.
 */
export function checkAgainstPrevious(
  form: FormDefinition,
  counted: readonly RowsOfPeer[],
  previous: PreviousForm,
  suspicions: Suspicions,
): readonly Finding[] {
  const reported = counted.filter(({ submission }) => submission.content === 'rows');
  const repeated = reported.flatMap((item) => findRepeated(form, item, previous) ?? []);
  const same = new Set(repeated.map(({ unit }) => unit));
  const changed = reported.filter(({ unit }) => !same.has(unit));
  return [
    ...(suspicions.has('same-as-previous') ? repeated : []),
    ...(suspicions.has('jump') ? findJumps(form, changed, previous) : []),
  ];
}

function findRepeated(form: FormDefinition, item: RowsOfPeer, previous: PreviousForm): Finding | null {
  const { records } = item.submission;
  const first = records.find((record) => saysSomething(form, record));
  if (first === undefined || previous.units.get(item.unit)?.digest !== digestRecords(records)) return null;
  const rule = { id: 'same-as-previous', level: 'query', message: '' } as const;
  const finding = ruleFinding(item.submission, form, rule, form.subject, first, {
    rows: records.length,
    period: `${previous.periodStart} 至 ${previous.periodEnd}`,
  });
  // A text in 说明 that was there the last time explains nothing; a new one makes it another return.
  return { ...finding, open: true, closedBy: null };
}

/** Rows of zeros are the same in every period. */
function saysSomething(form: FormDefinition, record: FormRecord): boolean {
  const numbers = form.fields.flatMap((field, index) => (kindOf(field).isNumber ? [index] : []));
  return numbers.length === 0 || numbers.some((index) => Boolean(record.values[index]));
}

interface Change {
  readonly item: RowsOfPeer;
  readonly unit: string;
  readonly category: string;
  readonly before: number;
  readonly now: number;
  /** Power of ten by which it has grown. */
  readonly growth: number;
}

function findJumps(form: FormDefinition, counted: readonly RowsOfPeer[], previous: PreviousForm): Finding[] {
  const totalsOf = compileTotals(form);
  const returns = counted.flatMap((item) => {
    const before = previous.units.get(item.unit)?.totals;
    return before === undefined || (before.rows ?? 0) === 0
      ? []
      : [{ item, before, now: totalsOf(item.submission.records) }];
  });
  const isComputed = ({ field }: MeasureDefinition) =>
    field !== null && fieldOf(form, field).computed !== null;
  return measuresOf(form)
    .filter((measure) => !isComputed(measure))
    .flatMap((measure) => {
      const changes = returns.flatMap(({ item, before, now }): Change[] => {
        const values = { before: before[measure.key] ?? 0, now: now[measure.key] ?? 0 };
        const growth = growthOf(measure.measure, values.before, values.now);
        const { unit, category } = item;
        return growth === null ? [] : [{ item, unit, category, ...values, growth }];
      });
      return jumpsAmong(form, measure, changes);
    });
}

/** What flows may be nothing in any month, and then there is no rate of growth; a stock does not vanish. */
function growthOf(measure: Measure, before: number, now: number): number | null {
  if (measure === 'stock') return Math.log10((now + 1) / (before + 1));
  return before > 0 && now > 0 ? Math.log10(now / before) : null;
}

function jumpsAmong(form: FormDefinition, measure: MeasureDefinition, changes: readonly Change[]): Finding[] {
  const groups = peerGroups(changes);
  const usual = new Map<readonly Change[], ReturnType<typeof usualChange>>();
  return changes.flatMap((change) => {
    const peers = groups(change.category)?.items ?? null;
    if (peers === null) return [];
    const found = usual.get(peers) ?? usualChange(peers, measure.measure);
    usual.set(peers, found);
    const { middle, reach, size } = found;
    const isSmall = Math.abs(change.now - change.before) < LEAST_SHARE_OF_USUAL * size;
    if (isSmall || Math.abs(change.growth - middle) <= reach) return [];
    return [jump(form, measure, change, middle, reach)];
  });
}

/** How the others have changed: the middle, how far from it is far, and how large their totals are. */
function usualChange(changes: readonly Change[], measure: Measure) {
  const middle = median(changes.map(({ growth }) => growth));
  const deviation = median(changes.map(({ growth }) => Math.abs(growth - middle)));
  return {
    middle,
    reach: Math.max(LEAST_CHANGE[measure], FAR * OF_MEDIAN_DEVIATION * deviation),
    size: median(changes.map(({ now }) => now)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function jump(
  form: FormDefinition,
  measure: MeasureDefinition,
  { item, before, now }: Change,
  middle: number,
  reach: number,
): Finding {
  const field = measure.field === null ? null : fieldOf(form, measure.field);
  const inWords = (value: number) => {
    const whole = Math.round(value);
    return `${field === null ? whole : kindOf(field).format(whole)} ${measure.unit}`.trim();
  };
  const told = {
    what: field === null ? `“${measure.title}”` : '',
    now: inWords(now),
    before: inWords(before),
    low: inWords(before * 10 ** (middle - reach)),
    high: inWords(before * 10 ** (middle + reach)),
  };
  const rule = { id: 'jump', level: 'query', message: '' } as const;
  const index = form.fields.findIndex(({ key }) => key === measure.field);
  const largest = item.submission.records.reduce((most, record) =>
    Number(record.values[index] ?? 0) > Number(most.values[index] ?? 0) ? record : most,
  );
  const finding = ruleFinding(item.submission, form, rule, measure.field ?? form.subject, largest, told);
  if (field !== null) return finding;
  return { ...finding, cell: null, field: null, value: null, open: true, closedBy: null };
}
