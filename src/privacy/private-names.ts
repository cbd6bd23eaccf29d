import { cleanText } from '../workbook/cell-text.js';
import { beginsWithSurname } from './name-words.js';
import { maskName } from './read-names.js';

/** What stands between the characters of a name without belonging to it, of compatible characters one. */
const BETWEEN = /[\s·•‧∙・⋅᛫●⸱ㆍᆞ.\-‐‑–—]|\p{Cf}/u;
const isBetween = (character: string): boolean => BETWEEN.test(character.normalize('NFKC'));
const LEAST_NAME = 2;
/** A part of a name of another people is a name of its own when it has this many characters. */
const LEAST_PART = 3;

/** Names that must not be told, found again in the middle of texts however they are spaced and dotted there. */
export class PrivateNames {
  /** Names as characters, longest first, by their first one. */
  private readonly byFirst = new Map<string, (readonly string[])[]>();

  constructor(names: Iterable<string>) {
    const all = new Set<string>();
    for (const name of names) {
      const parts = cleanText(name.normalize('NFKC'))
        .split(BETWEEN)
        .filter((part) => part !== '');
      if (parts.join('').length > 0) all.add(parts.join(''));
      for (const part of parts) if (parts.length > 1 && [...part].length >= LEAST_PART) all.add(part);
    }
    const listed = [...all].map((name) => [...name]).filter((name) => name.length >= LEAST_NAME);
    for (const name of listed.sort((a, b) => b.length - a.length)) {
      const known = this.byFirst.get(name[0]!);
      if (known === undefined) this.byFirst.set(name[0]!, [name]);
      else known.push(name);
    }
  }

  /** The text with every such name masked. */
  maskIn(text: string): string {
    const characters = [...text];
    let masked = '';
    for (let index = 0; index < characters.length; ) {
      const end = this.endOfName(characters, index);
      masked += end === null ? characters[index] : maskName(characters.slice(index, end).join(''));
      index = end ?? index + 1;
    }
    return masked;
  }

  /** Behind the longest name that begins here; null where none does. */
  private endOfName(characters: readonly string[], start: number): number | null {
    const first = characters[start]!.normalize('NFKC');
    for (const name of this.byFirst.get(first) ?? []) {
      let index = start;
      let matched = 0;
      while (matched < name.length && index < characters.length) {
        if (characters[index]!.normalize('NFKC') === name[matched]) matched++;
        else if (matched === 0 || !isBetween(characters[index]!)) break;
        index++;
      }
      // A Latin name ends where the word does.
      const goesOn = /[A-Za-z]$/.test(name.join('')) && /^[A-Za-z]/.test(characters[index] ?? '');
      if (matched === name.length && !goesOn) return index;
    }
    return null;
  }
}

/** How people are spoken of behind their name. */
const SPOKEN_OF = /同志|先生|女士|同学|小朋友|老师|大爷|大妈|大叔|阿姨|奶奶|爷爷|老人|书记|主任/g;

/** A text in which whoever is spoken of by name and title is masked: names that no field of a name holds. */
export function maskSpokenNames(text: string): string {
  const characters = [...text];
  const starts = new Set<number>();
  for (const { index } of text.matchAll(SPOKEN_OF)) {
    const end = [...text.slice(0, index)].length;
    const start = [end - 3, end - 2].find(
      (at) =>
        at >= 0 &&
        /^\p{Script=Han}+$/u.test(characters.slice(at, end).join('')) &&
        beginsWithSurname(characters.slice(at, end).join('')),
    );
    if (start === undefined) continue;
    for (let at = start + 1; at < end; at++) starts.add(at);
  }
  return characters.map((character, at) => (starts.has(at) ? '*' : character)).join('');
}
