import type { OptionDefinition } from '../form/form-definition.js';
import { CLOSING_BRACKETS, OPENING_BRACKETS, WORD_SEPARATORS } from '../hand-kept/split-words.js';
import { cleanText } from '../workbook/cell-text.js';

// Lists in one cell: `甲、乙（同义：丙，丁）、"戊、己"`. Inside brackets and quotes a separator belongs to the word.

const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”' };
const SYNONYMS = /[（(]\s*同义(?:词)?\s*[：:](?<list>[\s\S]*)[）)]$/;

/** Words in one cell; what would be taken apart stands in quotation marks. */
export function formatWordList(words: readonly string[]): string {
  return words.map(formatWord).join('、');
}

/** The words of a cell, cleaned; blank ones are left out. */
export function parseWordList(text: string): readonly string[] {
  return splitList(text)
    .map(unquote)
    .filter((word) => word !== '');
}

/** Options with the words that are read as them. */
export function formatOptions(options: readonly OptionDefinition[]): string {
  return options
    .map(({ value, synonyms }) =>
      synonyms.length === 0
        ? formatWord(value)
        : `${formatWord(value)}（同义：${synonyms.map(formatWord).join('，')}）`,
    )
    .join('、');
}

/** The options of a cell. */
export function parseOptions(text: string): readonly OptionDefinition[] {
  return splitList(text).flatMap((part) => {
    const isQuoted = quotedLength(part) === part.length;
    const list = isQuoted ? undefined : SYNONYMS.exec(part);
    const value = unquote(list ? part.slice(0, list.index) : part);
    return value === '' ? [] : [{ value, synonyms: list ? parseWordList(list.groups!.list!) : [] }];
  });
}

function formatWord(word: string): string {
  const isPlain =
    splitList(word).length === 1 && unquote(splitList(word)[0]!) === word && !SYNONYMS.test(word);
  return isPlain && isBalanced(word) ? word : `"${word.replaceAll('"', '""')}"`;
}

function splitList(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  let closing: string | null = null;
  for (const character of text) {
    if (closing !== null) {
      if (character === closing) closing = null;
    } else if (parts.at(-1)!.trim() === '' && depth === 0 && character in QUOTES)
      closing = QUOTES[character]!;
    // A doubled quotation mark inside a quoted word opens it again.
    else if (character === '"' && parts.at(-1)!.trim().startsWith('"') && parts.at(-1)!.endsWith('"'))
      closing = '"';
    else if (OPENING_BRACKETS.includes(character)) depth++;
    else if (CLOSING_BRACKETS.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && WORD_SEPARATORS.includes(character)) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += character;
  }
  return parts.map(cleanText).filter((part) => part !== '');
}

/** The length of the quoted word with which a text begins; 0 where it begins with none. */
function quotedLength(text: string): number {
  return /^(?:"(?:[^"]|"")*"|“[^”]*”)/.exec(text)?.[0].length ?? 0;
}

function unquote(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 2 || quotedLength(trimmed) !== trimmed.length) return cleanText(trimmed);
  return trimmed.slice(1, -1).replaceAll('""', '"');
}

function isBalanced(word: string): boolean {
  let depth = 0;
  for (const character of word) {
    if (OPENING_BRACKETS.includes(character)) depth++;
    if (CLOSING_BRACKETS.includes(character)) depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}
