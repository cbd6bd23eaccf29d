import { cleanText } from '../../workbook/cell-text.js';
import { dateOfSerial } from '../../workbook/date-serial.js';
import { NUMBER_FORMATS, textWidth } from '../../workbook/theme.js';
import { headerTitle } from '../form-definition.js';
import { type CellInput, cellText, type FieldKind, readAs, unreadable } from './field-kind.js';

/** Names, places, words; also numbers that are names: receipt and wish numbers. */
export const textKind: FieldKind = {
  name: 'text',
  numberFormat: NUMBER_FORMATS.text,
  horizontal: 'left',
  isNumber: false,
  isMoney: false,
  columnWidth: (field) => Math.max(field.required ? 16 : 11, Math.min(20, textWidth(headerTitle(field)) + 2)),
  validation: () => null,
  decode: (cell) => (hasLostDigits(cell) ? unreadable('digits-lost', 'query') : readAs(textOf(cell))),
  encode: (value) => value,
  format: (value) => String(value),
  operand: (value) => value,
};

/** True when Excel has kept a long number only roughly: 1.38E+10 as text, or more than fifteen digits as a number. */
export function hasLostDigits(cell: CellInput): boolean {
  if (typeof cell.value === 'number') return Number.isInteger(cell.value) && Math.abs(cell.value) >= 1e15;
  return typeof cell.value === 'string' && /^\d(?:\.\d+)?E\+\d{1,2}$/i.test(cleanText(cell.value));
}

/** Text as filled in; a date that stands in a text field is written out. */
function textOf(cell: CellInput): string {
  const date = cell.isDate && typeof cell.value === 'number' ? dateOfSerial(cell.value) : null;
  return date ?? cleanText(cellText(cell.value));
}
