import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { roundDecimal } from '../decimal.js';
import { headerTitle } from '../form-definition.js';
import { cellText, converted, type FieldKind, readAs, unreadable } from './field-kind.js';
import { headerWidth } from './header-width.js';
import { readNumber } from './number-cell.js';
import { isDifference, numberFormulas } from './number-formulas.js';
import { limitNotes, withLimits } from './number-limits.js';

/** Above this, digits beyond Excel's fifteen may be lost (ECMA-376 part 1, 18.3.1.96: doubles). */
const MAX_INTEGER = 999_999_999_999_999;

/** Things that are counted: households, people, visits. */
export const integerKind: FieldKind = {
  name: 'integer',
  numberFormat: NUMBER_FORMATS.integer,
  horizontal: 'right',
  isNumber: true,
  isMoney: false,
  most: MAX_INTEGER,
  columnWidth: (field) => headerWidth(headerTitle(field), 7),
  validation: (field) => {
    const minimum = field.minimum ?? 0;
    const maximum = field.maximum ?? 99_999_999;
    return {
      type: 'whole',
      operator: 'between',
      formulas: [minimum, maximum],
      allowBlank: true,
      errorStyle: 'stop',
      errorTitle: '请填整数',
      error: `“${field.title}”请填 ${minimum} 以上的整数，不带单位和文字，如 30。`,
    };
  },
  formulas: (field, reference) => {
    const formulas = numberFormulas(reference, {
      whole: true,
      signed: isDifference(field),
      most: MAX_INTEGER,
      words: field.unit === null ? [] : [field.unit],
    });
    return withLimits(formulas, field, reference);
  },
  decode: (cell, field, context) => {
    const reading = readNumber(cell, field.unit === null ? [] : [field.unit], false);
    if (reading.kind === 'unreadable') return unreadable('not-a-number', 'error');
    const rounded = roundDecimal(reading.digits, context.shift);
    if (rounded === null || Math.abs(rounded.whole) > MAX_INTEGER) return unreadable('not-a-number', 'error');
    if (rounded.changed) return unreadable('not-an-integer', 'error');
    if (rounded.whole < 0 && !isDifference(field)) return unreadable('negative', 'error');
    return readAs(
      rounded.whole,
      ...(reading.tolerant ? [converted(String(rounded.whole))] : []),
      ...limitNotes(field, rounded.whole, cellText(cell.value)),
    );
  },
  encode: (value) => value,
  format: (value) => String(value),
  operand: (value) => Number(value) * 100,
};
