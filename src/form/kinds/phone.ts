import { cleanText, foldText } from '../../workbook/cell-text.js';
import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { isOneOfTextFormula, isTrueFormula } from '../excel-cell.js';
import { cellText, converted, type FieldKind, readAs, unreadable } from './field-kind.js';
import { hasLostDigits, textFormulas } from './text.js';

/** Telephone numbers, as text. */
export const phoneKind: FieldKind = {
  name: 'phone',
  numberFormat: NUMBER_FORMATS.text,
  horizontal: 'center',
  isNumber: false,
  isMoney: false,
  most: null,
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

/** Extensions behind a landline number, as digits are drawn below. */
const EXTENSIONS = ['', '-0', '-00', '-000', '-0000', '-00000', '-000000'];
const LOCALS = ['0000000', '00000000'];

/** What stands between several numbers in a cell. */
const SEPARATORS = [' ', '、', '､', ',', ';', '/'];

/**
 * `isTelephone` of the cell as a formula. Numbers are told by their shape, in which every digit is drawn as 0, and by
 * the digits that they begin with. Several numbers in one cell cannot be taken apart there: they pass, and the checker
 * tells afterwards.
 */
export function telephoneFormula(reference: string): string {
  const text = `ASC(TRIM(SUBSTITUTE(${reference},"　"," ")))`;
  const substituted = (inner: string, from: readonly string[], to: string) =>
    from.reduce((formula, word) => `SUBSTITUTE(${formula},"${word}","${to}")`, inner);
  const shape = substituted(text, ['1', '2', '3', '4', '5', '6', '7', '8', '9'], '0');
  const shaped = (area: string) =>
    isOneOfTextFormula(
      shape,
      LOCALS.flatMap((local) => EXTENSIONS.map((extension) => area + local + extension)),
    );
  const digit = (position: number) => `MID(${text},${position},1)`;
  /** A local number, which begins at the position and with 2 to 9. */
  const landline = (area: string) =>
    `AND(${shaped(area)},${area === '' ? '' : `${digit(1)}="0",`}${digit(area.length + 1)}>="2")`;
  const compact = substituted(text, ['-', ' ', "'"], '');
  const last = `RIGHT(${compact},11)`;
  const mobile = [
    isTrueFormula(`TEXT(VALUE(${last}),"0")=${last}`),
    `LEFT(${last},2)>="13"`,
    `LEFT(${last},2)<="19"`,
    `OR(LEN(${compact})=11,AND(LEN(${compact})=13,LEFT(${compact},2)="86"),AND(LEN(${compact})=14,LEFT(${compact},3)="+86"))`,
  ];
  const service = isOneOfTextFormula(shape, ['0000000000', '000-0000000', '000000-0000', '000-000-0000']);
  return `OR(${[
    `${text}<>${substituted(text, SEPARATORS, '')}`,
    `${text}<>SUBSTITUTE(${text},CHAR(10),"")`,
    `AND(${mobile.join(',')})`,
    ...['', '000', '0000', '000-', '0000-'].map(landline),
    `AND(LEFT(${text},3)="400",${service})`,
  ].join(',')})`;
}
