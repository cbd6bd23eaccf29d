import type { Status } from '../issue/finding.js';
import type { CompletenessEntry, ReportingRates } from '../merge/summary.js';

/** How many of the units that owe something stand where; `owed` = `received` + `pending` + `missing`. */
export interface StatusCounts {
  /** Without the exempt ones. */
  readonly owed: number;
  /** `accepted` + `returned`. */
  readonly received: number;
  /** Counted: 已报, 已报待说明 and 零报告. */
  readonly accepted: number;
  readonly returned: number;
  readonly pending: number;
  /** 未报送 and 空表. */
  readonly missing: number;
  readonly exempt: number;
  readonly late: number;
}

const UNREPORTED: ReadonlySet<Status> = new Set(['missing', 'empty']);
const COUNTED: ReadonlySet<Status> = new Set(['accepted', 'queried', 'nil']);

/** True for the statuses that are named as 未报送; a file that waits to be decided is not among them. */
export function isUnreported(status: Status): boolean {
  return UNREPORTED.has(status);
}

/** Counts completeness entries by what they mean for 报送率. */
export function countStatuses(entries: readonly CompletenessEntry[]): StatusCounts {
  const count = (test: (entry: CompletenessEntry) => boolean) => entries.filter(test).length;
  const exempt = count((entry) => entry.status === 'exempt');
  const accepted = count((entry) => COUNTED.has(entry.status));
  const returned = count((entry) => entry.status === 'returned');
  return {
    owed: entries.length - exempt,
    received: accepted + returned,
    accepted,
    returned,
    pending: count((entry) => entry.status === 'pending'),
    missing: count((entry) => isUnreported(entry.status)),
    exempt,
    late: count((entry) => entry.late),
  };
}

/** The rates of those who owe nothing. */
export const NOTHING_OWED: ReportingRates = {
  owed: 0,
  received: 0,
  accepted: 0,
  onTime: 0,
  rate: null,
  acceptedRate: null,
  onTimeRate: null,
};
