import { formatCents } from '../form/decimal.js';
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
import { moneyInWords, roughly } from './rough-figures.js';
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
/** A change that is small beside what others report, or small at all, does not matter: 10 of a kind, 1 000 元. */
const LEAST_SHARE_OF_USUAL = 0.5;
const LEAST_COUNT = 10;
const LEAST_CENTS = 1_000_00;
/** So much of what others report is added on both sides, so that 1 and 30 are both next to nothing where 1 000 is usual. */
const SHARE_ADDED = 0.1;
/** Where more of the others began with nothing, or came to it, that is usual. */
const MOST_FROM_OR_TO_NOTHING = 0.05;

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
        const { unit, category } = item;
        return values.before === 0 && values.now === 0 ? [] : [{ item, unit, category, ...values }];
      });
      return jumpsAmong(form, measure, changes);
    });
}

function jumpsAmong(form: FormDefinition, measure: MeasureDefinition, changes: readonly Change[]): Finding[] {
  const isMoney = measure.field !== null && kindOf(fieldOf(form, measure.field)).isMoney;
  const least = isMoney ? LEAST_CENTS : LEAST_COUNT;
  const groups = peerGroups(changes);
  const usual = new Map<readonly Change[], UsualChange>();
  return changes.flatMap((change) => {
    const peers = groups(change.category)?.items ?? null;
    if (peers === null) return [];
    const found = usual.get(peers) ?? usualChange(peers, measure.measure);
    usual.set(peers, found);
    const { size, middle, reach } = found;
    const isSmall = Math.abs(change.now - change.before) < Math.max(least, LEAST_SHARE_OF_USUAL * size);
    if (isSmall || Math.abs(growthOf(change, size) - middle) <= reach) return [];
    const others = found.fromOrToNothing - 1;
    const isUsual = isFromOrToNothing(change) && others > MOST_FROM_OR_TO_NOTHING * (peers.length - 1);
    return isUsual ? [] : [jump(form, measure, change, found)];
  });
}

/** Power of ten by which a total has grown. */
function growthOf({ before, now }: Change, size: number): number {
  const added = SHARE_ADDED * size;
  return Math.log10((now + added) / (before + added));
}

function isFromOrToNothing({ before, now }: Change): boolean {
  return before === 0 || now === 0;
}

/** How units have changed: the middle, how far from it is far, and how large their totals are. */
interface UsualChange {
  readonly size: number;
  readonly middle: number;
  readonly reach: number;
  readonly fromOrToNothing: number;
}

function usualChange(changes: readonly Change[], measure: Measure): UsualChange {
  const size = median(changes.map(({ before, now }) => Math.max(before, now)));
  const growths = changes.map((change) => growthOf(change, size));
  const middle = median(growths);
  const deviation = median(growths.map((growth) => Math.abs(growth - middle)));
  return {
    size,
    middle,
    reach: Math.max(LEAST_CHANGE[measure], FAR * OF_MEDIAN_DEVIATION * deviation),
    fromOrToNothing: changes.filter(isFromOrToNothing).length,
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
  { size, middle, reach }: UsualChange,
): Finding {
  const field = measure.field === null ? null : fieldOf(form, measure.field);
  const isMoney = field !== null && kindOf(field).isMoney;
  const exactly = (whole: number) => `${isMoney ? formatCents(whole) : whole} ${measure.unit}`;
  const about = (whole: number) => (isMoney ? moneyInWords(whole) : exactly(whole));
  const added = SHARE_ADDED * size;
  const expected = (growth: number) => Math.max(0, Math.round((before + added) * 10 ** growth - added));
  const told = {
    what: field === null ? `“${measure.title}”` : '',
    now: exactly(now),
    before: exactly(before),
    low: about(roughly(expected(middle - reach), Math.floor)),
    high: about(roughly(expected(middle + reach), Math.ceil)),
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
