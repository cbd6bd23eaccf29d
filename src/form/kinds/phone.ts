import { cleanText, foldText } from '../../workbook/cell-text.js';
import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { cellText, converted, type FieldKind, readAs, unreadable } from './field-kind.js';
import { hasLostDigits, textFormulas } from './text.js';

/** Telephone numbers, as text. */
export const phoneKind: FieldKind = {
  name: 'phone',
  numberFormat: NUMBER_FORMATS.text,
  horizontal: 'center',
  isNumber: false,
  isMoney: false,
  columnWidth: () => 12.5,
  validation: () => null,
  formulas: (_field, reference) => textFormulas(reference),
  decode: (cell) => {
    if (hasLostDigits(cell)) return unreadable('digits-lost', 'query');
    const written = cleanText(cellText(cell.value));
    // Mobile numbers are told apart by hand as 138-0000-1234; landlines keep the hyphen behind their area code.
    const compact = foldText(written)
      .replace(/^'/, '')
      .replace(/^\+?86-?(?=1\d)/, '')
      .replaceAll('-', '');
    if (!/^1[3-9]\d{9}$/.test(compact)) return readAs(written.normalize('NFKC'));
    return compact === written ? readAs(compact) : readAs(compact, converted(compact));
  },
  encode: (value) => value,
  format: (value) => String(value),
  operand: (value) => value,
};

/** True for a mainland mobile number, or a landline with or without area code; several may stand side by side. */
export function isTelephone(text: string): boolean {
  return text
    .split(/[、,，;；/\s]+/)
    .filter((part) => part !== '')
    .every((part) =>
      /^(?:1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?|400-?\d{3}-?\d{4})$/.test(part),
    );
}
