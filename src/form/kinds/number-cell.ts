import { foldText } from '../../workbook/cell-text.js';
import { decimalText } from '../decimal.js';
import type { CellInput } from './field-kind.js';

/** A number cell as decimal digits, before rounding; `shift` is 4 where 万 stood behind the number. */
export type NumberReading =
  | { readonly kind: 'number'; readonly digits: string; readonly tolerant: boolean; readonly shift: 0 | 4 }
  | { readonly kind: 'unreadable' };

const UNREADABLE: NumberReading = { kind: 'unreadable' };
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
/** Groups of three only: 1,23 could be 1.23 or 123. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/**
 * Reads a cell as a number, tolerant of what intake.md lists: full-width digits, spaces, thousands separators, a
 * currency sign in front, one of `units` behind, and with `allowTenThousand` 万 behind. Guesses nothing else.
 * A number shown as a date is refused: `3-5` typed into Excel has become one.
 */
export function readNumber(
  cell: CellInput,
  units: readonly string[],
  allowTenThousand: boolean,
): NumberReading {
  const { value } = cell;
  if (typeof value === 'number') {
    if (cell.isDate || !Number.isFinite(value)) return UNREADABLE;
    return { kind: 'number', digits: decimalText(value), tolerant: false, shift: 0 };
  }
  if (typeof value !== 'string') return UNREADABLE;
  let text = foldText(value)
    .replace(/^'/, '')
    .replace(/^(?:¥|rmb|人民币)/, '');
  let shift: 0 | 4 = 0;
  const unit = units
    .map(foldText)
    .find((word) => word !== '' && text.endsWith(word) && text.length > word.length);
  if (unit !== undefined && !(unit === '元' && text.endsWith('万元'))) text = text.slice(0, -unit.length);
  else if (allowTenThousand && /万元?$/.test(text)) {
    text = text.replace(/万元?$/, '');
    shift = 4;
  }
  if (GROUPED.test(text)) text = text.replaceAll(',', '');
  if (!PLAIN.test(text)) return UNREADABLE;
  return { kind: 'number', digits: text, tolerant: true, shift };
}
