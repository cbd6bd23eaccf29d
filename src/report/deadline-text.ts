import { formatDay, formatMoment } from '../campaign/beijing-time.js';
import type { Moment } from '../campaign/campaign.js';
import { serialOfDate } from '../workbook/date-serial.js';

/** `2020年10月18日 17:00`; a deadline without an hour is the day alone. */
export function formatDeadline(deadline: Moment): string {
  return deadline.slice(11, 16) === '23:59' ? formatDay(deadline.slice(0, 10)) : formatMoment(deadline);
}

/**
 * 逾期天数, in calendar days as offices count them: due on the 18th, one day late on the 19th; an hour late is a day
 * too. Null while there is still time.
 */
export function overdueDays(deadline: Moment, asOf: Moment): number | null {
  if (asOf <= deadline) return null;
  return Math.max(1, serialOfDate(asOf.slice(0, 10)) - serialOfDate(deadline.slice(0, 10)));
}
