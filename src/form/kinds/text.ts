import { cleanText } from '../../workbook/cell-text.js';
import { dateOfSerial } from '../../workbook/date-serial.js';
import { NUMBER_FORMATS, textWidth } from '../../workbook/theme.js';
import { cellTextFormula, isFilledFormula } from '../excel-cell.js';
import { headerTitle } from '../form-definition.js';
import {
  type CellFormulas,
  type CellInput,
  cellText,
  type FieldKind,
  readAs,
  unreadable,
} from './field-kind.js';

/** Names, places, words; also numbers that are names: receipt and wish numbers. */
export const textKind: FieldKind = {
  name: 'text',
  numberFormat: NUMBER_FORMATS.text,
  horizontal: 'left',
  isNumber: false,
  isMoney: false,
  most: null,
  columnWidth: (field) => Math.max(field.required ? 13 : 9, Math.min(16, textWidth(headerTitle(field)) + 2)),
  validation: () => null,
  formulas: (_field, reference) => textFormulas(reference),
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

/** A text cell in formulas: wrong where it is an error value, or a long number that has lost digits. */
export function textFormulas(reference: string): CellFormulas {
  const asNumber = `IF(ISNUMBER(${reference}),AND(${reference}>=1E+15,${reference}=INT(${reference})),FALSE)`;
  const asText = `IF(ISTEXT(${reference}),AND(ISNUMBER(FIND("E+",UPPER(${reference}))),ISNUMBER(VALUE(${reference}))),FALSE)`;
  return {
    readable: `AND(NOT(ISERROR(${reference})),${isFilledFormula(reference)},NOT(${asNumber}),NOT(${asText}))`,
    operand: cellTextFormula(reference),
    wrong: [
      { rules: ['formula-error'], level: 'error', formula: `ISERROR(${reference})` },
      { rules: ['digits-lost'], level: 'query', formula: `OR(${asNumber},${asText})` },
    ],
  };
}
