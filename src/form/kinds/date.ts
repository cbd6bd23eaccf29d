import { foldText } from '../../workbook/cell-text.js';
import { dateOfSerial, isoDate, serialOfDate } from '../../workbook/date-serial.js';
import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { isFilledFormula, numberOfTextFormula } from '../excel-cell.js';
import { converted, type FieldKind, readAs, unreadable } from './field-kind.js';

/** Days that a campaign can speak of. */
const FIRST_DAY = '1950-01-01';
const LAST_DAY = '2100-12-31';

/** Calendar days, as ISO strings. */
export const dateKind: FieldKind = {
  name: 'date',
  numberFormat: NUMBER_FORMATS.date,
  horizontal: 'center',
  isNumber: false,
  isMoney: false,
  most: null,
  columnWidth: () => 10.5,
  validation: (field, context) => ({
    type: 'date',
    operator: 'between',
    // Wishes are collected before the period and fulfilled after it: two years either side are sensible.
    formulas: [
      Math.max(serialOfDate(FIRST_DAY), serialOfDate(context.periodStart) - 730),
      Math.min(serialOfDate(LAST_DAY), serialOfDate(context.periodEnd) + 730),
    ],
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '请填日期',
    error: `“${field.title}”请按 ${context.periodStart} 的格式填写日期。`,
  }),
  formulas: (_field, reference) => {
    const [first, last] = [serialOfDate(FIRST_DAY), serialOfDate(LAST_DAY)];
    const readable = `IF(ISNUMBER(${reference}),AND(${reference}>=${first},${reference}<${last + 1}),FALSE)`;
    const digits = (number: string) => `ISNUMBER(DATEVALUE(TEXT(${number},"0000-00-00")))`;
    const dashed = ['.', '/', '年', '月'].reduce(
      (inner, mark) => `SUBSTITUTE(${inner},"${mark}","-")`,
      `ASC(${reference})`,
    );
    const bare = `SUBSTITUTE(SUBSTITUTE(${dashed},"日",""),"号","")`;
    // 10月17日 has no year; a leap year has every day.
    const said = `OR(ISNUMBER(DATEVALUE(${bare})),AND(ISNUMBER(FIND("月",${reference})),ISNUMBER(DATEVALUE("2020-"&${bare}))))`;
    const tolerated = `OR(AND(ISNUMBER(${reference}),${digits(reference)}),AND(ISTEXT(${reference}),OR(${said},${digits(numberOfTextFormula(reference, []))})))`;
    return {
      readable,
      // Without the time of day.
      operand: `INT(N(${reference}))`,
      wrong: [
        { rules: ['formula-error'], level: 'error', formula: `ISERROR(${reference})` },
        {
          rules: ['bad-date'],
          level: 'query',
          formula: `AND(${isFilledFormula(reference)},NOT(ISERROR(${reference})),NOT(${readable}),NOT(${tolerated}))`,
        },
      ],
    };
  },
  decode: (cell, _field, context) => {
    if (typeof cell.value === 'number') {
      // Typed into a date column, 20201017 is shown as a date that Excel does not have.
      const written = Number.isInteger(cell.value) ? dateOfDigits(String(cell.value)) : null;
      const date = written ?? plausibleDate(cell.value);
      if (date === null) return unreadable('bad-date', 'query');
      return cell.isDate && written === null ? readAs(date) : readAs(date, converted(date));
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
  return date !== null && date >= FIRST_DAY && date <= LAST_DAY ? date : null;
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
