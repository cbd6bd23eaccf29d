import type { NotCounted } from '../../merge/summary.js';
import { formatAmount } from '../format-figures.js';
import { NO_NUMBER } from './formats.js';

// What was returned and is not counted stands beside every total.

type Returned = Pick<NotCounted, 'units' | 'amount'>;

/** `另有 12 家待改，未计入（约 35.20 万元）`. */
export function notCountedSentence(returned: Returned): string {
  return `另有 ${returned.units} 家待改，未计入${amountText(returned)}`;
}

/** For a column that says the rest in its header: `另有 2 家（约 3.52 万元）`, or `—`. */
export function notCountedText(returned: Returned): string {
  return returned.units === 0 ? NO_NUMBER : `另有 ${returned.units} 家${amountText(returned)}`;
}

/** Nothing where no amount could be read: 0 would look like a sum. */
function amountText({ amount }: Returned): string {
  return amount === null || amount === 0 ? '' : `（约 ${formatAmount(amount)}）`;
}
