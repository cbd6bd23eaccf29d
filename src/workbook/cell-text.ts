const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** Text as people meant it: invisible characters gone, every kind of space one blank, trimmed. Line breaks stay. */
export function cleanText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/** Text that folding leaves as it is; most cells are, and testing is far cheaper than normalising. */
const FOLDED = /^[\u4e00-\u9fa5a-z0-9()]*$/;

/**
 * Text for comparing: NFKC (full-width letters, digits, brackets and colons become half-width), without spaces,
 * line breaks and invisible characters, lower case. `走访户数 （户）` and `走访户数(户)` are the same.
 */
export function foldText(text: string): string {
  if (FOLDED.test(text)) return text;
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, '').toLowerCase();
}

/** What offices write into a cell to say that there is nothing. */
export const BLANK_MARKS: readonly string[] = [
  '—',
  '——',
  '－',
  '-',
  '--',
  '/',
  '／',
  '\\',
  '＼',
  '无',
  '–',
  '―',
];
const BLANK_MARK_SET: ReadonlySet<string> = new Set(BLANK_MARKS);

/** True for text that offices write into a cell to say that there is nothing: `—` `－` `-` `/` `\` `无`. */
export function isBlankMark(text: string): boolean {
  return BLANK_MARK_SET.has(cleanText(text));
}

/** Code-point order; UTF-16 order differs from it only for characters beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
