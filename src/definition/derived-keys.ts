import { foldText } from '../workbook/cell-text.js';

/** A form's key where none is written: the same for the same title, whatever the file is called. */
export function formKeyOf(title: string): string {
  return `form-${hash32(foldText(title))}`;
}

/** FNV-1a over UTF-16 units as eight hex digits: a name, not a secret. */
function hash32(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** `f3` for the third where nothing else is called so, else the next number that is free. */
export function nextKey(prefix: string, position: number, taken: ReadonlySet<string>): string {
  for (let number = position; ; number++) {
    const key = `${prefix}${number}`;
    if (!taken.has(key)) return key;
  }
}
