import type { ReportCount } from '../workbook/workbook-plan.js';
import type { Status } from './finding.js';

/** Statuses that 报送率 counts; 合格率 counts the same without `returned`. */
const RECEIVED: ReadonlySet<Status> = new Set(['accepted', 'queried', 'nil', 'returned']);
/** Statuses that are named as 未报送; a file that waits to be decided is not among them. */
const UNREPORTED: ReadonlySet<Status> = new Set(['missing', 'empty']);

/** How one owed report stands. */
interface Report {
  readonly status: Status;
  readonly late: boolean;
}

/** Which reports each count is of. */
export const COUNTED_IN: Readonly<Record<ReportCount, (report: Report) => boolean>> = {
  owed: ({ status }) => status !== 'exempt',
  received: ({ status }) => RECEIVED.has(status),
  accepted: ({ status }) => RECEIVED.has(status) && status !== 'returned',
  onTime: ({ status, late }) => RECEIVED.has(status) && !late,
  missing: ({ status }) => UNREPORTED.has(status),
  returned: ({ status }) => status === 'returned',
  late: ({ late }) => late,
};
