import { formatMoment } from '../beijing-time.js';
import type { Moment } from '../campaign.js';
import type { SheetReport } from './settings-report.js';

/** What stands in for values that could not be read, so that the other sheets can be checked all the same. */
export const UNREADABLE = '';

/** Reports a period that ends before it begins. */
export function checkPeriod(start: string, end: string, cell: string | null, report: SheetReport): void {
  if (start === UNREADABLE || end === UNREADABLE || start <= end) return;
  report.add(cell, 'period-reversed', { start, end });
}

/** A deadline and where it is written. */
export interface WrittenDeadline {
  readonly moment: Moment | null;
  readonly title: string;
  readonly cell: string | null;
}

/** Reports a deadline before the period's first day: a wrong year or month. */
export function checkDeadline(
  { moment, title, cell }: WrittenDeadline,
  start: string,
  report: SheetReport,
): void {
  if (moment === null || moment === UNREADABLE || start === UNREADABLE) return;
  if (moment.slice(0, 10) >= start) return;
  report.add(cell, 'deadline-before-period', { title, deadline: formatMoment(moment), start });
}
