import type { CellError } from '../../cell-value.js';
import { isoDate, serialOfDate } from '../../date-serial.js';

/** LibreOffice's own errors as it saves them to xlsx; those not listed become `#VALUE!`. */
const ERROR_NUMBERS: Readonly<Record<string, string>> = {
  '503': '#NUM!',
  '511': '#N/A',
  '521': '#NULL!',
  '524': '#REF!',
  '525': '#NAME?',
  '532': '#DIV/0!',
};

const ERROR_TEXT = /^(?:Err:(\d{3})|#(?:REF|VALUE|NUM|NULL|DIV\/0)!|#NAME\?|#N\/A)$/;

/** The error that a cell's text shows, such as `#REF!` or LibreOffice's `Err:502`; null when it shows none. */
export function errorOfText(text: string): CellError | null {
  const match = ERROR_TEXT.exec(text.trim());
  if (match === null) return null;
  return { error: match[1] === undefined ? text.trim() : (ERROR_NUMBERS[match[1]] ?? '#VALUE!') };
}

/** Serial 60 is Excel's 29 February 1900, which never was: days before it have a number one less than by the calendar. */
const FIRST_PLAIN_DAY = 61;

/**
 * The serial in the 1900 system of `office:date-value` (ODF 1.2 part 1: dateOrDateTime);
 * null when it is no day that Excel has.
 */
export function serialOfDateValue(text: string): number | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?)?(?:Z|[+-]\d{2}:\d{2})?$/.exec(
      text.trim(),
    );
  if (match === null) return null;
  const seconds =
    Number(match[4] ?? 0) * 3600 + Number(match[5] ?? 0) * 60 + Number((match[6] ?? '0').replace(',', '.'));
  // What LibreOffice writes for a time that a cell shows as a date.
  if (text.startsWith('1899-12-30') || text.startsWith('1899-12-31')) return seconds / 86_400;
  const day = isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === null || seconds > 86_400) return null;
  const serial = serialOfDate(day);
  return (serial < FIRST_PLAIN_DAY ? serial - 1 : serial) + seconds / 86_400;
}

/** Days of `office:time-value`, a duration such as `PT12H30M00S` (XML Schema part 2, 3.2.6); null when it is none. */
export function daysOfTimeValue(text: string): number | null {
  const match = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/.exec(text.trim());
  if (match === null || /[PT]$/.test(text.trim())) return null;
  const seconds =
    Number(match[3] ?? 0) * 3600 + Number(match[4] ?? 0) * 60 + Number((match[5] ?? '0').replace(',', '.'));
  const days = Number(match[2] ?? 0) + seconds / 86_400;
  return match[1] === '-' ? -days : days;
}

/**
 * A range address of OpenDocument as a defined name's formula: `$Sheet1.$A$1:.$B$2` → `'Sheet1'!$A$1:$B$2` (ODF 1.2
 * part 1: cellRangeAddress); null when it is none, as for a lost sheet, or spans several sheets.
 */
export function formulaOfAddress(address: string): string | null {
  const match =
    /^\$?(?:'((?:[^']|'')+)'|([^.':]+))\.(\$?[A-Z]{1,3}\$?\d+)(?::(?:\$?(?:'((?:[^']|'')+)'|([^.':]*)))\.(\$?[A-Z]{1,3}\$?\d+))?$/.exec(
      address.trim(),
    );
  if (match === null) return null;
  const sheet = match[1] ?? match[2]!;
  const lastSheet = match[4] ?? match[5];
  if (lastSheet !== undefined && lastSheet !== '' && lastSheet !== sheet) return null;
  if (sheet.startsWith('#')) return null;
  // Quotes stay doubled: both formats write them so.
  const quoted = `'${match[1] ?? sheet.replaceAll("'", "''")}'`;
  return `${quoted}!${match[3]}${match[6] === undefined || match[6] === match[3] ? '' : `:${match[6]}`}`;
}
