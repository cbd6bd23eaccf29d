import type { CellError } from '../../cell-value.js';
import { isoDate, serialOfDate } from '../../date-serial.js';

/** What a cell that is only text means. */
export interface TypedText {
  readonly value: null | string | number | CellError;
  readonly isDate: boolean;
}

const ERRORS: ReadonlySet<string> = new Set([
  '#REF!',
  '#DIV/0!',
  '#N/A',
  '#VALUE!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
]);

/** Digits that a double keeps whatever they are (ECMA-376 part 1, 18.3.1.96: what Excel keeps). */
const MAX_DIGITS = 15;

const NUMBER = /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$/;
const DATE = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/;
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;

/** Days before 1 March 1900 have another number in Excel than by the calendar. */
const FIRST_DAY = '1900-03-01';

/** True for `#REF!` and the other error values as Excel shows them. */
export function isErrorText(text: string): boolean {
  return ERRORS.has(text);
}

/**
 * What Excel makes of a cell's text when it opens a csv, but only where nothing can be lost or guessed: numbers of at
 * most 15 digits without leading zeros, full dates, error values, and `="007"`, by which programs keep text text.
 * `007`, an id of 18 digits, `3-5`, `10-17`, `1.38E+10`, `12%`, `TRUE`, `+1` stay text.
 */
export function typeText(text: string): TypedText {
  if (text === '') return { value: null, isDate: false };
  const code = text.charCodeAt(0);
  const mayBeNumber = (code >= 48 && code <= 57) || code === 45;
  if (mayBeNumber) {
    const number = numberOfText(text);
    if (number !== null) return { value: number, isDate: false };
    const serial = serialOfText(text);
    if (serial !== null) return { value: serial, isDate: true };
  } else if (code === 35 && ERRORS.has(text)) {
    return { value: { error: text }, isDate: false };
  } else if (code === 61) {
    const quoted = TEXT_FORMULA.exec(text)?.[1]?.replaceAll('""', '"');
    if (quoted !== undefined) return { value: quoted === '' ? null : quoted, isDate: false };
  }
  return { value: text, isDate: false };
}

/** `-1.5` or `1,234.50` → the number; null for what is no plain number or has more digits than a number keeps. */
function numberOfText(text: string): number | null {
  if (text.length > 40 || !NUMBER.test(text)) return null;
  const plain = text.replaceAll(',', '');
  if (plain.length > MAX_DIGITS && countDigits(plain) > MAX_DIGITS) return null;
  const number = Number(plain);
  return number === 0 ? 0 : number;
}

/** Significant digits: without leading zeros. */
function countDigits(plain: string): number {
  return plain.replace(/^-?0?\.?0*/, '').replace('.', '').length;
}

/** `2020-10-17`, `2020/1/5` → the serial of the 1900 system; null when it is no such day. */
function serialOfText(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const date = isoDate(Number(match[1]), Number(match[3]), Number(match[4]));
  return date === null || date < FIRST_DAY ? null : serialOfDate(date);
}
