import type { CellValue } from '../../cell-value.js';
import { DAYS_TO_1904 } from '../../date-serial.js';
import { isDateFormat } from '../named-format.js';
import { isErrorText, typeText } from '../text/typed-text.js';
import type { Attributes } from './tags.js';

/** What a cell of a web page holds. */
export interface HtmlCell {
  readonly value: CellValue;
  readonly isDate: boolean;
  readonly isFormula: boolean;
}

/** What the page says of all of its cells. */
export interface CellRules {
  /** True where every number is marked as one: in pages of LibreOffice, and in tables with `x:str`. */
  readonly isTextByDefault: boolean;
  readonly isDate1904: boolean;
}

/**
 * The value of a cell. The exact number stands in `sdval` (LibreOffice, with the number format in `sdnum`) or in
 * `x:num` (Excel and WPS; empty when the text is the number); `x:str`, `x:bool`, `x:err` and `x:fmla` are Excel's
 * too. A cell that says nothing of the kind is typed by `typeText`, unless it is shown as text
 * (`mso-number-format:"\@"`).
 */
export function readHtmlCell(
  text: string,
  attributes: Attributes,
  numberFormat: string | null,
  rules: CellRules,
): HtmlCell {
  const isFormula = attributes.has('x:fmla');
  const error = attributes.get('x:err') || (attributes.has('x:err') ? text : null);
  if (error !== null && error !== '') return { value: { error }, isDate: false, isFormula };
  if (attributes.has('x:bool')) {
    const word = (attributes.get('x:bool') || text).toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { value: word === 'TRUE', isDate: false, isFormula };
  }
  const number = attributes.get('sdval') ?? attributes.get('x:num');
  if (number !== undefined) {
    // LibreOffice gives the number 0 to errors.
    if (isErrorText(text)) return { value: { error: text }, isDate: false, isFormula };
    const value = parseNumber(number === '' ? text : number);
    if (value !== null) {
      const format = formatOfSdnum(attributes.get('sdnum')) ?? numberFormat;
      const isDate = format !== null && isDateFormat(format);
      const is1904 = isDate && (rules.isDate1904 || isShownFrom1904(value, text));
      return { value: is1904 ? value + DAYS_TO_1904 : value, isDate, isFormula };
    }
  }
  if (attributes.has('x:str')) return asText(attributes.get('x:str') || text, isFormula);
  if (rules.isTextByDefault || numberFormat === '@') return asText(text, isFormula);
  const typed = typeText(text);
  const isDate =
    typed.isDate || (typeof typed.value === 'number' && numberFormat !== null && isDateFormat(numberFormat));
  return { value: typed.value, isDate, isFormula };
}

/** LibreOffice writes serials of the workbook's own system and does not say which; the date that is shown tells. */
function isShownFrom1904(serial: number, text: string): boolean {
  const shown = typeText(text);
  return shown.isDate && shown.value === Math.floor(serial) + DAYS_TO_1904;
}

function asText(text: string, isFormula: boolean): HtmlCell {
  return { value: text === '' ? null : text, isDate: false, isFormula };
}

/** The number of an attribute or of a shown text: blanks around and commas between thousands do not matter. */
function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll(',', '');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/** `1033;0;YYYY-MM-DD` → the format code; null when there is none. */
function formatOfSdnum(sdnum: string | undefined): string | null {
  return /^\d*;\d*;(.+)$/s.exec(sdnum ?? '')?.[1] ?? null;
}
