import type { FormTask } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import { addDays, serialOfDate } from '../workbook/date-serial.js';
import type { Random } from './random.js';

/** What a row is made of beside chance. */
export interface RowContext {
  readonly task: FormTask;
  readonly parameters: RuleParameters;
  readonly unitName: string;
  /** The last day that a return may speak of. */
  readonly lastDay: string;
  /** Numbers that are not used twice in the campaign: receipts, wishes, donors. */
  readonly nextNumber: () => number;
}

/** A day of the form's period that is not behind the day of the return. */
export function dayInPeriod(random: Random, context: RowContext): string {
  const { periodStart, periodEnd } = context.task;
  const last = context.lastDay < periodEnd && context.lastDay >= periodStart ? context.lastDay : periodEnd;
  return addDays(periodStart, random.whole(0, serialOfDate(last) - serialOfDate(periodStart)));
}
