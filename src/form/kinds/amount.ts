import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { formatCents, MAX_AMOUNT_CENTS, roundDecimal } from '../decimal.js';
import { headerTitle } from '../form-definition.js';
import {
  type CellFormulas,
  cellText,
  converted,
  type DecodeNote,
  type FieldKind,
  readNumberAs,
  unreadable,
} from './field-kind.js';
import { headerWidth } from './header-width.js';
import { readNumber } from './number-cell.js';
import { isDifference, numberFormulas } from './number-formulas.js';
import { limitNotes, withLimits } from './number-limits.js';

/** Words for 元 that may stand behind an amount. */
const YUAN = ['元', '块', '圆', '块钱', '元整', '圆整', '元人民币'];

/** What those words, and 万, are made of. */
const YUAN_PARTS = ['人民币', '元', '圆', '块', '钱', '整', '万'];

/** Money. Values are cents; cells hold 元. */
export const amountKind: FieldKind = {
  name: 'amount',
  numberFormat: NUMBER_FORMATS.amount,
  horizontal: 'right',
  isNumber: true,
  isMoney: true,
  most: MAX_AMOUNT_CENTS / 100,
  columnWidth: (field) => headerWidth(headerTitle(field), 10.5),
  validation: (field) => ({
    type: 'decimal',
    operator: 'between',
    formulas: [field.minimum ?? 0, field.maximum ?? 9_999_999_999],
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '请填金额',
    error: `“${field.title}”请填以元为单位的数字，不带“元”“万”等字，如 1200.50。`,
  }),
  formulas: (field, reference) => {
    const formulas = numberFormulas(reference, {
      whole: false,
      signed: isDifference(field),
      most: MAX_AMOUNT_CENTS / 100,
      words: YUAN_PARTS,
    });
    // 2.5万 is read, times 10 000, and asked about.
    const scaled = `IF(ISTEXT(${reference}),ISNUMBER(FIND("万",${reference})),FALSE)`;
    const amount: CellFormulas = {
      ...formulas,
      operand: `ROUND(${formulas.operand},2)`,
      wrong: [...formulas.wrong, { rules: ['scaled'], level: 'query', formula: scaled }],
    };
    return withLimits(amount, field, reference);
  },
  decode: (cell, field, context) => {
    // Under a 万元 header only the bare number or 万元 is the column's own unit; 500元 there contradicts the header.
    const reading = readNumber(cell, context.shift === 0 ? YUAN : ['万元', '万'], context.shift === 0);
    if (reading.kind === 'unreadable') return unreadable('not-a-number', 'error');
    const shift = context.shift + reading.shift;
    const rounded = roundDecimal(reading.digits, 2 + shift);
    if (rounded === null || Math.abs(rounded.whole) > MAX_AMOUNT_CENTS)
      return unreadable('not-a-number', 'error');
    const isBelow = rounded.whole < 0 || (rounded.changed && reading.digits.startsWith('-'));
    if (isBelow && !isDifference(field)) return unreadable('negative', 'error');
    const notes: DecodeNote[] = [];
    if (reading.shift > 0)
      notes.push({ rule: 'scaled', level: 'query', parameters: { readAs: formatCents(rounded.whole) } });
    else if (reading.tolerant || rounded.changed) notes.push(converted(formatCents(rounded.whole)));
    notes.push(...limitNotes(field, rounded.whole / 100, cellText(cell.value)));
    return readNumberAs(rounded.whole, { digits: reading.digits, shift, isRounded: rounded.changed }, notes);
  },
  encode: (value) => Number(value) / 100,
  format: (value) => formatCents(Number(value)),
  operand: (value) => value,
};
