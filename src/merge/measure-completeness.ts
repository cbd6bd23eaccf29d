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
import { compareText } from '../workbook/cell-text.js';
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

/** The status of one owed pair of unit and form. `pair` is null when no submission of it was read. */
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
  const shown = inForce ?? candidates.findLast((item) => item.disposition === status) ?? null;
  const source = shown?.submission.source ?? recorded.find((item) => item.status === status)?.source ?? null;
  const waiting = status === 'pending' && source === null ? pending[0] : undefined;
  return {
    unit: unit.code,
    form: task.form,
    status,
    late: isLate(candidates, recorded, deadline),
    overdue: status === 'missing' && asOf > deadline,
    receivedAt:
      shown?.receivedAt ??
      recorded.find((item) => item.status === status)?.receivedAt ??
      waiting?.receivedAt ??
      null,
    receivedBy: shown?.receivedBy ?? waiting?.receivedBy ?? (source === null ? null : '底稿'),
    path: source?.path ?? waiting?.path ?? null,
    entry: source?.entry ?? waiting?.entry ?? null,
    reason: status === 'exempt' ? (exemption?.exemptReason ?? null) : null,
  };
}

function statusInForce(candidate: ResolvedCandidate): 'accepted' | 'queried' | 'nil' {
  if (candidate.submission.content === 'nil') return 'nil';
  return candidate.disposition === 'queried' ? 'queried' : 'accepted';
}

/** The unit's first submission that is not empty decides, faulty or not; one that was voided never was one. */
function isLate(
  candidates: readonly ResolvedCandidate[],
  recorded: readonly RecordedStatus[],
  deadline: Moment,
): boolean {
  const sent = candidates.filter(
    (item) => item.submission.content !== 'untouched' && item.disposition !== 'ignored',
  );
  const first = sent[0];
  if (first === undefined) return recorded.some((item) => item.late);
  return first.submission.recorded?.late ?? first.receivedAt > deadline;
}

/** Counts and rates of a set of owed pairs. */
export function measureRates(entries: readonly CompletenessEntry[]): ReportingRates {
  const owed = entries.filter((entry) => entry.status !== 'exempt').length;
  const acceptedEntries = entries.filter((entry) => ['accepted', 'queried', 'nil'].includes(entry.status));
  const receivedEntries = entries.filter(
    (entry) => entry.status === 'returned' || acceptedEntries.includes(entry),
  );
  const onTime = receivedEntries.filter((entry) => !entry.late).length;
  const rate = (count: number) => (owed === 0 ? null : count / owed);
  return {
    owed,
    received: receivedEntries.length,
    accepted: acceptedEntries.length,
    onTime,
    rate: rate(receivedEntries.length),
    acceptedRate: rate(acceptedEntries.length),
    onTimeRate: rate(onTime),
  };
}

/** Rates of every form, for the prefecture and each county. */
export function measureAllRates(
  campaign: Campaign,
  completeness: readonly CompletenessEntry[],
): Summary['rates'] {
  const units = new Map(campaign.units.map((unit) => [unit.code, unit]));
  const ofForm = (entries: readonly CompletenessEntry[]) =>
    new Map(
      campaign.tasks.map((task) => [
        task.form,
        measureRates(entries.filter((entry) => entry.form === task.form)),
      ]),
    );
  const inCounty = (county: string) =>
    completeness.filter((entry) => {
      const unit = units.get(entry.unit);
      return unit !== undefined && countyOf(unit) === county;
    });
  return {
    prefecture: ofForm(completeness),
    counties: new Map(countiesOf(campaign).map((county) => [county, ofForm(inCounty(county))])),
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
