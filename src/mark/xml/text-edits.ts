import { withAttributes } from './attributes.js';
import type { XmlElement } from './element.js';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Changes to a part, by their places in it as it was; whatever lies between is copied as it is. */
export class TextEdits {
  private readonly text: string;
  private readonly edits: Edit[] = [];

  constructor(text: string) {
    this.text = text;
  }

  replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  /** Insertions at one place keep the order in which they were made. */
  insert(at: number, text: string): void {
    if (text !== '') this.edits.push({ start: at, end: at, text });
  }

  remove(element: XmlElement): void {
    this.replace(element.start, element.end, '');
  }

  setAttributes(element: XmlElement, values: Readonly<Record<string, string | number | null>>): void {
    const tag = this.text.slice(element.start, element.contentStart);
    this.replace(element.start, element.contentStart, withAttributes(tag, values));
  }

  /** Sets attributes and puts content behind the last child; an empty element is opened for it. */
  append(
    element: XmlElement,
    content: string,
    values: Readonly<Record<string, string | number | null>> = {},
  ): void {
    const tag = withAttributes(this.text.slice(element.start, element.contentStart), values);
    if (element.contentStart < element.end) {
      this.replace(element.start, element.contentStart, tag);
      this.insert(element.contentEnd, content);
      return;
    }
    if (content === '') this.replace(element.start, element.end, tag);
    else {
      const opened = tag.replace(/\s*\/>$/, '>');
      this.replace(element.start, element.end, `${opened}${content}</${element.prefix}${element.name}>`);
    }
  }

  apply(): string {
    const ordered = this.edits
      .map((edit, index) => ({ edit, index }))
      .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
    let result = '';
    let at = 0;
    for (const { edit } of ordered) {
      if (edit.start < at) throw new Error(`edits overlap at ${edit.start}`);
      result += this.text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return result + this.text.slice(at);
  }
}
