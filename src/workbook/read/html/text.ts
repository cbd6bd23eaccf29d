import { checkCellText } from '../cell-text-limit.js';

/**
 * Collects the text of a cell or paragraph as a browser shows it: runs of white space are one blank, `<br>` breaks
 * the line, paragraphs begin on a line of their own, and no-break spaces, by which programs keep several blanks
 * apart, are blanks (CSS 2.2, 16.6.1).
 */
export class HtmlText {
  private content = '';
  /** A blank or line breaks, added only when something follows. */
  private gap = '';

  /** True as long as nothing is to be seen. */
  get isBlank(): boolean {
    return this.content === '';
  }

  add(text: string): void {
    if (!WHITE_SPACE.test(text)) {
      if (text !== '') this.addWords(text);
      return;
    }
    const words = text.replace(WHITE_SPACES, ' ');
    if (words.startsWith(' ')) this.addBlank();
    const core = words.slice(words.startsWith(' ') ? 1 : 0, words.endsWith(' ') ? -1 : undefined);
    if (core === '') return;
    this.addWords(core);
    if (words.endsWith(' ')) this.addBlank();
  }

  addBlank(): void {
    if (this.gap === '') this.gap = ' ';
  }

  addLineBreak(): void {
    this.gap = this.gap === ' ' ? '\n' : `${this.gap}\n`;
  }

  /** Begins a paragraph. */
  addBlockBreak(): void {
    if (this.gap === '' || this.gap === ' ') this.gap = '\n';
  }

  /** The text so far, which is forgotten; empty when it shows nothing. */
  take(): string {
    this.gap = '';
    if (this.content === '') return '';
    const text = this.content.includes('\u00a0') ? this.content.replaceAll('\u00a0', ' ') : this.content;
    this.content = '';
    return text.trim() === '' ? '' : text;
  }

  private addWords(text: string): void {
    if (this.content !== '') this.content += this.gap;
    this.gap = '';
    this.content += text;
    checkCellText(this.content.length);
  }
}

/** White space of HTML, to which U+00A0 and U+3000 do not belong. */
const WHITE_SPACE = /[ \t\n\f\r]/;
const WHITE_SPACES = /[ \t\n\f\r]+/g;
