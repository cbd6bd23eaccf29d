import {
  type Campaign,
  countiesOf,
  countyOf,
  extensionOf,
  type FormTask,
  type Moment,
  type Unit,
} from '../campaign/campaign.js';
import type { ReceivedBy } from '../campaign/ledger.js';
import type { RecordedStatus } from '../ingest/read-status-sheet.js';
import type { Status } from '../issue/finding.js';
import { COUNTED_IN } from '../issue/report-counts.js';
import { compareText } from '../workbook/cell-text.js';
import type { ReportCount } from '../workbook/workbook-plan.js';
import { bestOtherStatus, type ResolvedCandidate, type ResolvedPair } from './resolve-submissions.js';
import type { CompletenessEntry, ReportingRates, Summary } from './summary.js';

/** A file that came from a unit but could not be read as its table: it is pending, not missing. */
export interface PendingFile {
  readonly unit: string;
  /** Null: for every form that the unit owes. */
  readonly form: string | null;
  readonly path: string;
  readonly entry: string | null;
  readonly receivedAt: Moment;
  readonly receivedBy: ReceivedBy;
}

/**
 * The status of one owed pair of unit and form. `pair` is null when no submission of it was read; `recorded` and
 * `pending` are what concerns this pair.
 */
export function measurePair(
  campaign: Campaign,
  unit: Unit,
  task: FormTask,
  pair: ResolvedPair | null,
  recorded: readonly RecordedStatus[],
  pending: readonly PendingFile[],
  asOf: Moment,
): CompletenessEntry {
  const deadline = extensionOf(campaign, unit.code, task.form) ?? task.deadline;
  const candidates = pair?.candidates ?? [];
  const inForce = pair?.inForce ?? null;
  const exemption = campaign.receipts.find(
    (receipt) =>
      receipt.unit === unit.code &&
      (receipt.form === null || receipt.form === task.form) &&
      receipt.exemptReason !== null,
  );
  const other = bestOtherStatus(candidates, recorded, pending.length > 0);
  const status =
    inForce !== null
      ? statusInForce(inForce)
      : other === 'missing' && exemption !== undefined
        ? 'exempt'
        : other;
  return {
    unit: unit.code,
    form: task.form,
    status,
    late: isLate(candidates, recorded, deadline),
    overdue: status === 'missing' && asOf > deadline,
    ...shownReceipt(status, inForce, candidates, recorded, pending),
    reason: status === 'exempt' ? (exemption?.exemptReason ?? null) : null,
  };
}

const NOTHING_CAME = { receivedAt: null, receivedBy: null, path: null, entry: null };

/** When and where that came from which a status follows: a submission, what a 底稿 says, or a file that waits. */
function shownReceipt(
  status: Status,
  inForce: ResolvedCandidate | null,
  candidates: readonly ResolvedCandidate[],
  recorded: readonly RecordedStatus[],
  pending: readonly PendingFile[],
): Pick<CompletenessEntry, 'receivedAt' | 'receivedBy' | 'path' | 'entry'> {
  if (status === 'missing' || status === 'exempt') return NOTHING_CAME;
  const shown = inForce ?? candidates.findLast((item) => item.disposition === status);
  if (shown) {
    const { receivedAt, receivedBy, submission } = shown;
    return { receivedAt, receivedBy, path: submission.source.path, entry: submission.source.entry };
  }
  const told = recorded.find((item) => item.status === status);
  if (told) {
    const { receivedAt, source } = told;
    return { receivedAt, receivedBy: '底稿', path: source.path, entry: source.entry };
  }
  const waiting = pending[0];
  if (!waiting) return NOTHING_CAME;
  const { receivedAt, receivedBy, path, entry } = waiting;
  return { receivedAt, receivedBy, path, entry };
}

function statusInForce(candidate: ResolvedCandidate): 'accepted' | 'queried' | 'nil' {
  if (candidate.submission.content === 'nil') return 'nil';
  return candidate.disposition === 'queried' ? 'queried' : 'accepted';
}

/**
 * The unit's first submission that is not empty decides, faulty or not; one that was voided never was one. The first
 * is late when every one is, so that what a 底稿 says of returned ones, without their times, can be asked as well.
 */
function isLate(
  candidates: readonly ResolvedCandidate[],
  recorded: readonly RecordedStatus[],
  deadline: Moment,
): boolean {
  const verdicts = [
    ...candidates
      .filter((item) => item.submission.content !== 'untouched' && item.disposition !== 'ignored')
      .map((item) => item.submission.recorded?.late ?? item.receivedAt > deadline),
    ...recorded.filter((item) => item.status === 'returned').map((item) => item.late),
  ];
  return verdicts.length > 0 && verdicts.every((isPastDeadline) => isPastDeadline);
}

/** Counts and rates of a set of owed pairs. */
export function measureRates(entries: readonly Pick<CompletenessEntry, 'status' | 'late'>[]): ReportingRates {
  const count = (key: ReportCount) => entries.filter(COUNTED_IN[key]).length;
  const [owed, received, accepted, onTime] = [
    count('owed'),
    count('received'),
    count('accepted'),
    count('onTime'),
  ];
  const rate = (count: number) => (owed === 0 ? null : count / owed);
  return {
    owed,
    received,
    accepted,
    onTime,
    rate: rate(received),
    acceptedRate: rate(accepted),
    onTimeRate: rate(onTime),
  };
}

/** Rates of every form, for the prefecture and each county. */
export function measureAllRates(
  campaign: Campaign,
  completeness: readonly CompletenessEntry[],
): Summary['rates'] {
  const counties = new Map(campaign.units.map((unit) => [unit.code, countyOf(unit)]));
  const groups = new Map<string, CompletenessEntry[]>();
  const add = (county: string | null, entry: CompletenessEntry) => {
    const key = JSON.stringify([county, entry.form]);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  };
  for (const entry of completeness) {
    add(null, entry);
    const county = counties.get(entry.unit);
    if (county !== undefined) add(county, entry);
  }
  const ratesOf = (county: string | null) =>
    new Map(
      campaign.tasks.map(({ form }) => [
        form,
        measureRates(groups.get(JSON.stringify([county, form])) ?? []),
      ]),
    );
  return {
    prefecture: ratesOf(null),
    counties: new Map(countiesOf(campaign).map((county) => [county, ratesOf(county)])),
  };
}

/** Sorts pending files so that the same one is shown in every run. */
export function comparePending(a: PendingFile, b: PendingFile): number {
  return (
    compareText(a.receivedAt, b.receivedAt) ||
    compareText(a.path, b.path) ||
    compareText(a.entry ?? '', b.entry ?? '')
  );
}
