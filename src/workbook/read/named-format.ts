import { isDateFormatCode } from './number-format.js';

/**
 * Formats that SpreadsheetML 2003 and Excel's web pages call by name (XML Spreadsheet Reference, ss:NumberFormat).
 * Letters in the other names would pass for those of dates.
 */
const SHOWS_DATE: ReadonlyMap<string, boolean> = new Map([
  ['general', false],
  ['general number', false],
  ['general date', true],
  ['long date', true],
  ['medium date', true],
  ['short date', true],
  ['long time', false],
  ['medium time', false],
  ['short time', false],
  ['currency', false],
  ['euro currency', false],
  ['fixed', false],
  ['standard', false],
  ['percent', false],
  ['scientific', false],
  ['yes/no', false],
  ['true/false', false],
  ['on/off', false],
]);

/** True when the format, a name or a code, shows a year, month or day. */
export function isDateFormat(format: string): boolean {
  return SHOWS_DATE.get(format.toLowerCase()) ?? isDateFormatCode(format);
}
