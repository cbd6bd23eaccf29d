// Excel's limits, each once ("Excel specifications and limits"; ECMA-376 part 1 where the format states it).

/** Rows of a sheet (18.3.1.73). */
export const MAX_ROWS = 1_048_576;
/** Columns of a sheet: XFD. */
export const MAX_COLUMNS = 16_384;
/** Characters of one cell's text. */
export const MAX_CELL_TEXT = 32_767;
/** Characters of a sheet's name. */
export const MAX_SHEET_NAME = 31;
/** Characters of a list typed into a data validation (18.3.1.33: formula1 of type list). */
export const MAX_VALIDATION_LIST = 255;
/** Characters of a data validation's title and of its prompt or error text. */
export const MAX_VALIDATION_TITLE = 32;
export const MAX_VALIDATION_TEXT = 255;
/** Characters of a formula. */
export const MAX_FORMULA = 8_192;

/** The sheet name that Excel keeps for itself, in every language. */
const RESERVED_NAME = 'history';

/** Makes a valid, unused sheet name of a text: forbidden characters replaced, cut to length, numbered if taken. */
export function sheetNameFor(text: string, taken: ReadonlySet<string>): string {
  const clean =
    text
      .replace(/[\\/?*[\]:\u0000-\u001f]/g, '_')
      .replace(/^'+|'+$/g, '')
      .trim() || '表';
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  for (let attempt = 1; ; attempt++) {
    const suffix = attempt === 1 ? '' : `(${attempt})`;
    // Cutting may bring a quote to the end again.
    const name = cutText(clean, MAX_SHEET_NAME - suffix.length).replace(/'+$/, '') + suffix;
    if (name.toLowerCase() !== RESERVED_NAME && !used.has(name.toLowerCase())) return name;
  }
}

/** Cuts to a number of UTF-16 units without splitting a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
