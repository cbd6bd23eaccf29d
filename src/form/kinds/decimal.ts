import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { roundDecimal } from '../decimal.js';
import { headerTitle } from '../form-definition.js';
import { cellText, converted, type FieldKind, plainNumber, readNumberAs, unreadable } from './field-kind.js';
import { headerWidth } from './header-width.js';
import { readNumber } from './number-cell.js';
import { isDifference, numberFormulas } from './number-formulas.js';
import { limitNotes, withLimits } from './number-limits.js';

/** Decimals that are kept of a quantity; it is never added up. */
const PLACES = 4;
/** With four decimals still exact as a double. */
const MAX_QUANTITY = 900_000_000_000;

/** Quantities such as 12.5 kilograms. */
export const decimalKind: FieldKind = {
  name: 'decimal',
  numberFormat: NUMBER_FORMATS.typed,
  horizontal: 'right',
  isNumber: true,
  isMoney: false,
  most: MAX_QUANTITY,
  columnWidth: (field) => headerWidth(headerTitle(field), 7),
  validation: (field) => ({
    type: 'decimal',
    ...(field.maximum === null
      ? { operator: 'greaterThanOrEqual' as const, formulas: [field.minimum ?? 0] }
      : { operator: 'between' as const, formulas: [field.minimum ?? 0, field.maximum] }),
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '请填数字',
    error: `“${field.title}”请填 0 以上的数字，计量单位填在旁边一栏。`,
  }),
  formulas: (field, reference) =>
    withLimits(
      numberFormulas(reference, {
        whole: false,
        signed: isDifference(field),
        most: MAX_QUANTITY,
        words: field.unit === null ? [] : [field.unit],
      }),
      field,
      reference,
    ),
  decode: (cell, field, context) => {
    const reading = readNumber(cell, field.unit === null ? [] : [field.unit], false);
    const rounded =
      reading.kind === 'unreadable' ? null : roundDecimal(reading.digits, PLACES + context.shift);
    if (reading.kind === 'unreadable' || rounded === null) return unreadable('not-a-number', 'error');
    const isBelow = rounded.whole < 0 || (rounded.changed && reading.digits.startsWith('-'));
    if (isBelow && !isDifference(field)) return unreadable('negative', 'error');
    const value = rounded.whole / 10 ** PLACES;
    return readNumberAs(value, { digits: reading.digits, shift: context.shift, isRounded: rounded.changed }, [
      ...(reading.tolerant || rounded.changed ? [converted(plainNumber(value))] : []),
      ...limitNotes(field, value, cellText(cell.value)),
    ]);
  },
  encode: (value) => value,
  format: (value) => plainNumber(Number(value)),
  operand: (value) => Number(value) * 100,
};
