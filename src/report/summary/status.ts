import { STATUS_TITLES, type Status } from '../../issue/finding.js';
import type { CompletenessEntry } from '../../merge/summary.js';
import type { CellStyle } from '../../workbook/workbook-plan.js';
import { LOOKS } from './formats.js';

const STATUS_LOOKS: Readonly<Record<Status, CellStyle>> = {
  accepted: LOOKS.good,
  nil: LOOKS.good,
  queried: LOOKS.query,
  pending: LOOKS.query,
  returned: LOOKS.error,
  empty: LOOKS.error,
  missing: LOOKS.error,
  exempt: LOOKS.muted,
};

/** The colour of a status; the words say the same for those who print in black and white. */
export function statusLook(status: Status | null): CellStyle {
  return status === null ? LOOKS.muted : STATUS_LOOKS[status];
}

/** `已报（迟报）`. */
export function statusText(entry: Pick<CompletenessEntry, 'status' | 'late'>): string {
  return `${STATUS_TITLES[entry.status]}${entry.late ? '（迟报）' : ''}`;
}
