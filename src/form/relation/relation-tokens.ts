import type { ParameterName } from '../condition.js';
import {
  FUNCTION_TITLES,
  type FunctionName,
  type NamedField,
  namesOfFields,
  PARAMETER_TITLES,
} from './relation-names.js';

/** What a word of a relation stands for. */
export type Meaning =
  | { readonly kind: 'field'; readonly field: NamedField }
  | { readonly kind: 'parameter'; readonly name: ParameterName }
  | { readonly kind: 'function'; readonly name: FunctionName }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'blank' };

/** A relation in the parser's own characters: every name and text a placeholder, every operator in ASCII. */
export interface Tokenized {
  readonly source: string;
  readonly meanings: ReadonlyMap<string, Meaning>;
}

/** Operators as people write them, longest first, and as the parser is set up for them. */
const OPERATORS: readonly (readonly [string, string])[] = [
  ['不为空', ' != BLANK '],
  ['为空', ' == BLANK '],
  ['不属于', ' %% '],
  ['属于', ' % '],
  ['除非', ' ^ '],
  ['大于等于', ' >= '],
  ['小于等于', ' <= '],
  ['不大于', ' <= '],
  ['不超过', ' <= '],
  ['不多于', ' <= '],
  ['不小于', ' >= '],
  ['不少于', ' >= '],
  ['不等于', ' != '],
  ['大于', ' > '],
  ['多于', ' > '],
  ['小于', ' < '],
  ['少于', ' < '],
  ['等于', ' == '],
  ['=>', ' -> '],
  ['->', ' -> '],
  ['<=', ' <= '],
  ['>=', ' >= '],
  ['<>', ' != '],
  ['!=', ' != '],
  ['==', ' == '],
  ['＜＝', ' <= '],
  ['＜=', ' <= '],
  ['<＝', ' <= '],
  ['＞＝', ' >= '],
  ['＞=', ' >= '],
  ['>＝', ' >= '],
  ['＜＞', ' != '],
  ['→', ' -> '],
  ['⇒', ' -> '],
  ['且', ' && '],
  ['或', ' || '],
  ['非', ' ! '],
  ['±', ' ~ '],
  ['≤', ' <= '],
  ['≥', ' >= '],
  ['≠', ' != '],
  ['=', ' == '],
  ['＝', ' == '],
  ['＜', ' < '],
  ['＞', ' > '],
  ['＋', ' + '],
  ['－', ' - '],
  ['×', ' * '],
  ['÷', ' / '],
  ['（', '('],
  ['）', ')'],
  ['，', ','],
  ['、', ','],
  ...['<', '>', '+', '-', '*', '/', '(', ')', ',', '[', ']'].map((sign) => [sign, sign] as const),
];

const QUOTES: Readonly<Record<string, string>> = { '“': '”', '"': '"', '‘': '’', "'": "'", '「': '」' };

/** The words that make it necessary to write a title that contains one in 【】. */
export const OPERATOR_WORDS: readonly string[] = OPERATORS.map(([word]) => word);

/**
 * Puts a placeholder for every name and text, longest name first, so that titles may hold any character; 【】 hold a
 * name that would be taken for something else. Gives a sentence where something is not known.
 */
export function tokenizeRelation(
  text: string,
  fields: readonly NamedField[],
): Tokenized | { readonly problem: string } {
  const words = wordsOf(fields);
  const byLength = [...words.keys()].sort((a, b) => b.length - a.length);
  const meanings = new Map<string, Meaning>([['BLANK', { kind: 'blank' }]]);
  let source = '';
  const put = (meaning: Meaning): void => {
    const placeholder = `V${meanings.size}`;
    meanings.set(placeholder, meaning);
    source += ` ${placeholder} `;
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const blank = /^\s+/.exec(rest);
    const number = /^\d+(?:\.\d+)?/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (rest[0] === '【') {
      const end = rest.indexOf('】');
      const name = rest.slice(1, end < 0 ? undefined : end).trim();
      const meaning = end < 0 ? undefined : words.get(name);
      if (meaning === undefined) return { problem: `没有叫“${name}”的字段` };
      put(meaning);
      at += end + 1;
      continue;
    }
    const closing = QUOTES[rest[0]!];
    if (closing !== undefined) {
      const end = rest.indexOf(closing, 1);
      if (end < 0) return { problem: `引号没有写完：${shorten(rest)}` };
      put({ kind: 'text', text: rest.slice(1, end) });
      at += end + 1;
      continue;
    }
    const word = byLength.find((name) => rest.startsWith(name) && endsThere(name, rest));
    const operator = OPERATORS.find(([sign]) => rest.startsWith(sign));
    // A title that begins with the sign of an operator is longer than the sign.
    if (word !== undefined && word.length >= (operator?.[0].length ?? 0)) {
      put(words.get(word)!);
      at += word.length;
    } else if (number) {
      source += number[0];
      at += number[0].length;
    } else if (operator) {
      source += operator[1];
      at += operator[0].length;
    } else {
      const unknown = /^[\p{L}\p{N}_（）]+/u.exec(rest)?.[0] ?? rest[0]!;
      return { problem: `认不出“${shorten(unknown)}”，字段请写标题，文字请加引号` };
    }
  }
  return { source, meanings };
}

function wordsOf(fields: readonly NamedField[]): ReadonlyMap<string, Meaning> {
  const words = new Map<string, Meaning>();
  for (const [name, title] of Object.entries(FUNCTION_TITLES))
    words.set(title, { kind: 'function', name: name as FunctionName });
  for (const [name, title] of Object.entries(PARAMETER_TITLES))
    words.set(title, { kind: 'parameter', name: name as ParameterName });
  for (const [name, field] of namesOfFields(fields)) words.set(name, { kind: 'field', field });
  return words;
}

/** `money` is not meant by `moneyback`. */
function endsThere(name: string, rest: string): boolean {
  return !/[A-Za-z0-9_]$/.test(name) || !/^[A-Za-z0-9_]/.test(rest.slice(name.length));
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
