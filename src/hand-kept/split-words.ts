import { cleanText, foldText } from '../workbook/cell-text.js';

/** What people type between the words of one cell. */
export const WORD_SEPARATORS = '、,，;；\n';
/** Inside brackets a separator belongs to the word. */
export const OPENING_BRACKETS = '（(【[《';
export const CLOSING_BRACKETS = '）)】]》';

/** The words of a cell, each once; inside brackets a separator belongs to the word. */
export function splitWords(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (OPENING_BRACKETS.includes(character)) depth++;
    if (CLOSING_BRACKETS.includes(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && WORD_SEPARATORS.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  const seen = new Set<string>();
  return parts.map(cleanText).filter((part) => {
    const isNew = part !== '' && !seen.has(foldText(part));
    seen.add(foldText(part));
    return isNew;
  });
}
