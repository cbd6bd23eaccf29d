import type { Status } from '../issue/finding.js';
import { COUNTED_IN } from '../issue/report-counts.js';
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

/** True for the statuses that are named as 未报送; a file that waits to be decided is not among them. */
export function isUnreported(status: Status): boolean {
  return COUNTED_IN.missing({ status, late: false });
}

/** Counts completeness entries by what they mean for 报送率. */
export function countStatuses(entries: readonly CompletenessEntry[]): StatusCounts {
  const count = (test: (entry: CompletenessEntry) => boolean) => entries.filter(test).length;
  return {
    owed: count(COUNTED_IN.owed),
    received: count(COUNTED_IN.received),
    accepted: count(COUNTED_IN.accepted),
    returned: count(COUNTED_IN.returned),
    pending: count((entry) => entry.status === 'pending'),
    missing: count(COUNTED_IN.missing),
    exempt: count((entry) => entry.status === 'exempt'),
    late: count(COUNTED_IN.late),
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

/** Counts over several forms or counties. */
export function sumRates(
  all: readonly ReportingRates[],
): Pick<ReportingRates, 'owed' | 'received' | 'accepted' | 'onTime'> {
  const sum = (key: 'owed' | 'received' | 'accepted' | 'onTime') =>
    all.reduce((total, rates) => total + rates[key], 0);
  return { owed: sum('owed'), received: sum('received'), accepted: sum('accepted'), onTime: sum('onTime') };
}
