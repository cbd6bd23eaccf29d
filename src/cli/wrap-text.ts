import { textWidth } from '../workbook/theme.js';

/** May not stand at the end of a line, and not at its beginning. */
const OPENING = /[“‘（《【〈「『([]$/;
const CLOSING = /^[”’）》】〉」』，。、；：？！…)\],.;:?!%]/;

/**
 * Breaks a text into lines of at most this width, Chinese characters counting 2: between any two of them, but not
 * inside a number or a Latin word, nor before a closing mark or behind an opening one.
 */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const piece of piecesOf(line)) {
    if (current !== '' && textWidth(current + piece.trimEnd()) > width) {
      lines.push(current.trimEnd());
      current = '';
    }
    current += current === '' ? piece.trimStart() : piece;
    // A piece that fits on no line is cut where it must be.
    while (textWidth(current) > width) {
      const head = cutToWidth(current, width);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  return current === '' && lines.length > 0 ? lines : [...lines, current.trimEnd()];
}

/** What stays together: words and numbers, and marks with what they belong to. */
function piecesOf(line: string): readonly string[] {
  const pieces: string[] = [];
  for (const token of line.match(/[!-~]+|[ \t\u3000]+|[^!-~ \t\u3000]/gu) ?? []) {
    const last = pieces.at(-1);
    if (last !== undefined && (CLOSING.test(token) || OPENING.test(last) || /^\s/.test(token))) {
      pieces[pieces.length - 1] = last + token;
    } else pieces.push(token);
  }
  return pieces;
}

function cutToWidth(text: string, width: number): string {
  let head = '';
  for (const character of text) {
    if (head !== '' && textWidth(head + character) > width) break;
    head += character;
  }
  return head;
}

/** Blanks behind a text up to this width. */
export function padText(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
