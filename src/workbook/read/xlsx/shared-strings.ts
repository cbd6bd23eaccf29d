import { decodeEscapes } from '../../xml-text.js';
import type { ReadLimits } from '../limits.js';
import { ReadFailure } from '../unreadable.js';
import { XmlCursor } from '../xml/xml-cursor.js';

const LETTER_T = 116;

/** The shared string table (ECMA-376 part 1, 18.4.9). Its counts are not trusted: many writers get them wrong. */
export function readSharedStrings(text: string, partName: string, limits: ReadLimits): readonly string[] {
  const cursor = new XmlCursor(text, partName);
  const strings: string[] = [];
  let characters = 0;
  while (cursor.next()) {
    if (!cursor.isOpen || !cursor.isNamed('si')) continue;
    const value = readRichText(cursor);
    characters += value.length;
    if (strings.length >= limits.sharedStrings) {
      throw new ReadFailure({ code: 'limit-shared-strings', detail: limits.sharedStrings });
    }
    if (characters > limits.sharedStringCharacters) {
      throw new ReadFailure({ code: 'limit-shared-strings', detail: limits.sharedStringCharacters });
    }
    strings.push(value);
  }
  return strings;
}

/**
 * The text of an `si` or `is` element at which the cursor stands: its own `t` or those of its runs, one after the
 * other; phonetic runs are not part of it (ECMA-376 part 1, 18.4.8, 18.4.4 and 18.4.6). Ends at the close tag.
 */
export function readRichText(cursor: XmlCursor): string {
  if (cursor.isEmpty) return '';
  const { depth } = cursor;
  let text = '';
  while (cursor.next() && cursor.depth >= depth) {
    if (!cursor.isOpen) continue;
    if (cursor.letterName() === LETTER_T) text += decodeEscapes(cursor.readText());
    else if (cursor.isNamed('rPh')) cursor.skipElement();
  }
  return text;
}
