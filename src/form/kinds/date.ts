import { foldText } from '../../workbook/cell-text.js';
import { addDays, dateOfSerial, isoDate, serialOfDate } from '../../workbook/date-serial.js';
import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { converted, type FieldKind, readAs, unreadable } from './field-kind.js';

/** Calendar days, as ISO strings. */
export const dateKind: FieldKind = {
  name: 'date',
  numberFormat: NUMBER_FORMATS.date,
  horizontal: 'center',
  isNumber: false,
  isMoney: false,
  columnWidth: () => 12,
  validation: (field, context) => ({
    type: 'date',
    operator: 'between',
    // Wishes are collected before the period and fulfilled after it: two years either side are sensible.
    formulas: [
      serialOfDate(addDays(context.periodStart, -730)),
      serialOfDate(addDays(context.periodEnd, 730)),
    ],
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '请填日期',
    error: `“${field.title}”请按 ${context.periodStart} 的格式填写日期。`,
  }),
  decode: (cell, _field, context) => {
    if (typeof cell.value === 'number') {
      const written = Number.isInteger(cell.value) && !cell.isDate ? dateOfDigits(String(cell.value)) : null;
      const date = written ?? plausibleDate(cell.value);
      if (date === null) return unreadable('bad-date', 'query');
      return cell.isDate ? readAs(date) : readAs(date, converted(date));
    }
    const date = typeof cell.value === 'string' ? dateOfText(cell.value, context) : null;
    if (date === null) return unreadable('bad-date', 'query');
    return readAs(date, converted(date));
  },
  encode: (value) => ({ kind: 'date', date: String(value) }),
  format: (value) => String(value),
  operand: (value) => value,
};

/** Serials of days that a campaign can speak of; a number like 10.17 or 3 in a date column is no date. */
function plausibleDate(serial: number): string | null {
  const date = dateOfSerial(serial);
  return date !== null && date >= '1950-01-01' && date <= '2100-12-31' ? date : null;
}

/** `20201017` → the date. */
function dateOfDigits(text: string): string | null {
  return /^(?:19|20)\d{6}$/.test(text)
    ? isoDate(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)))
    : null;
}

/**
 * The date that a text says, in the ways of writing of intake.md; a time behind it is dropped. Without a year, the
 * year that brings it nearest to the form's period. Null when it is no date.
 */
export function dateOfText(
  text: string,
  period: { readonly periodStart: string; readonly periodEnd: string },
): string | null {
  const folded = foldText(text).replace(/^'/, '');
  const digits = dateOfDigits(folded);
  if (digits !== null) return digits;
  const full = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?:t?\d{1,2}[:时]\d{1,2}.*)?$/.exec(folded);
  if (full) return isoDate(Number(full[1]), Number(full[2]), Number(full[3]));
  const dayOfMonth = /^(\d{1,2})月(\d{1,2})[日号]$/.exec(folded);
  if (!dayOfMonth) return null;
  const year = Number(period.periodStart.slice(0, 4));
  const candidates = [year - 1, year, year + 1, year + 2]
    .map((candidate) => isoDate(candidate, Number(dayOfMonth[1]), Number(dayOfMonth[2])))
    .filter((candidate) => candidate !== null);
  return candidates.sort((a, b) => distance(a, period) - distance(b, period))[0] ?? null;
}

function distance(
  date: string,
  period: { readonly periodStart: string; readonly periodEnd: string },
): number {
  if (date < period.periodStart) return serialOfDate(period.periodStart) - serialOfDate(date);
  return date > period.periodEnd ? serialOfDate(date) - serialOfDate(period.periodEnd) : 0;
}
