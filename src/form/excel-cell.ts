import { BLANK_MARKS } from '../workbook/cell-text.js';
import { NIL_WORDS } from './shell.js';

// Formulas (without `=`) about single cells, for conditional formats. Only functions that every spreadsheet program
// knows, and no array constants: Excel allows none in a conditional format.

/** Characters of one text constant in a formula ("Excel specifications and limits"). */
const MAX_CONSTANT = 255;

/** True where a condition holds, false where it does not or is an error. IFERROR would not survive in an xls file. */
export function isTrueFormula(condition: string): string {
  return `ISNUMBER(1/(${condition}))`;
}

/** A text as a constant of a formula; longer ones are joined out of pieces. */
export function quoteText(text: string): string {
  const pieces: string[] = [];
  for (let start = 0; start < Math.max(1, text.length); start += MAX_CONSTANT) {
    pieces.push(`"${text.slice(start, start + MAX_CONSTANT).replaceAll('"', '""')}"`);
  }
  return pieces.length === 1 ? pieces[0]! : `(${pieces.join('&')})`;
}

/** The cell's text without spaces around it; Chinese input methods leave full-width ones. */
export function cellTextFormula(reference: string): string {
  return `TRIM(SUBSTITUTE(${reference},"　",""))`;
}

/** Where in a list of words the cell's text stands; an error where it is none of them, or the cell is an error. */
function findFormula(reference: string, words: readonly string[]): string {
  return findTextFormula(cellTextFormula(reference), words);
}

function findTextFormula(text: string, words: readonly string[]): string {
  const list = `|${words.join('|')}|`;
  // FIND tells capitals apart, the checker does not.
  return list.toLowerCase() === list.toUpperCase()
    ? `FIND("|"&${text}&"|",${quoteText(list)})`
    : `FIND("|"&UPPER(${text})&"|",${quoteText(list.toUpperCase())})`;
}

/** True where the cell's text is one of the words. */
export function isOneOfFormula(reference: string, words: readonly string[]): string {
  return `ISNUMBER(${findFormula(reference, words)})`;
}

/** True where the text, itself a formula, is one of the words. */
export function isOneOfTextFormula(text: string, words: readonly string[]): string {
  return `ISNUMBER(${findTextFormula(text, words)})`;
}

const NOTHING: readonly string[] = ['', ...BLANK_MARKS];

/** True where nothing stands in the cell, or a mark for nothing such as `—` or `无`. */
export function isBlankFormula(reference: string): string {
  return isOneOfFormula(reference, NOTHING);
}

/** True where something stands in the cell, an error value too. */
export function isFilledFormula(reference: string): string {
  return `ISERROR(${findFormula(reference, NOTHING)})`;
}

/** True where something stands in the cell, an error value too, that is no word for nothing to report. */
export function isContentFormula(reference: string): string {
  return `ISERROR(${findFormula(reference, [...NOTHING, ...NIL_WORDS.filter((word) => !NOTHING.includes(word))])})`;
}

/** True where a cell of the ranges says more than that there is nothing. */
export function anyContentFormula(ranges: readonly string[]): string {
  return `(${ranges.map((range) => `SUMPRODUCT(${isContentFormula(range)}*1)`).join('+')})>0`;
}

/**
 * True where the cell holds a formula. Excel has the function since 2013; where it is unknown, a formula is taken for
 * a constant, and one that comes to what it should is found no fault with.
 */
export function isCalculatedFormula(reference: string): string {
  return isTrueFormula(`_xlfn.ISFORMULA(${reference})`);
}

/**
 * A text that says a number, as that number; an error for any other text. `words` are dropped wherever they stand.
 * ASC makes full-width digits plain ones, and ￥ something else, so that it comes last. With `e0` behind it, Excel takes only plain decimals, not 3-5 (a date), 3:5 (a time) or 10%.
 */
export function numberOfTextFormula(reference: string, words: readonly string[]): string {
  const dropped = ['　', '\u00a0', ' ', ',', '，', '¥', '￥', ...words];
  const bare = dropped.reduce((inner, word) => `SUBSTITUTE(${inner},${quoteText(word)},"")`, reference);
  return `VALUE(ASC(${bare})&"e0")`;
}
