import { decodeXmlText } from '../../xml-text.js';
import { ReadFailure } from '../unreadable.js';

const LESS_THAN = 60;
const GREATER_THAN = 62;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const SPACE = 32;
const EXCLAMATION = 33;
const QUESTION = 63;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const CAPITAL_C = 67;

/** More attributes than any element of a workbook has; those beyond are passed over. */
const MAX_ATTRIBUTES = 64;

/**
 * Walks over the tags of a part, one at a time, without making an object for any of them. Tolerant: namespace
 * prefixes are passed over, close tags are counted rather than compared. A part that ends inside a tag or before
 * its root is closed is `damaged-xml`: rows may be missing. What stands behind the root does not matter.
 *
 * Of mc:AlternateContent only the fallback is seen (ECMA-376 part 3, 7.6): no extension is understood here.
 */
export class XmlCursor {
  readonly text: string;
  private readonly partName: string;
  /** Index behind the current tag. */
  position = 0;
  /** Open elements, the current one included unless it is empty or closed. */
  depth = 0;
  /** True at `<a>` and `<a/>`, false at `</a>`. */
  isOpen = false;
  /** True at `<a/>`. */
  isEmpty = false;
  attributeCount = 0;
  private nameStart = 0;
  private nameEnd = 0;
  /** Four numbers an attribute: where its name and its value start and end. */
  private readonly bounds: number[] = new Array<number>(4 * MAX_ATTRIBUTES).fill(0);
  private isDone = false;

  constructor(text: string, partName: string) {
    this.text = text;
    this.partName = partName;
  }

  /** Moves to the next open, empty or close tag; false when the root has been closed. */
  next(): boolean {
    let skippedDepth = 0;
    while (this.step()) {
      if (skippedDepth > 0) {
        if (this.depth < skippedDepth) skippedDepth = 0;
      } else if (
        this.isOpen &&
        this.text.charCodeAt(this.nameStart) === CAPITAL_C &&
        this.isNamed('Choice')
      ) {
        if (!this.isEmpty) skippedDepth = this.depth;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Moves behind the current element, to its close tag; `next` goes on from there. */
  skipElement(): void {
    if (!this.isOpen || this.isEmpty) return;
    const depth = this.depth;
    while (this.next() && this.depth >= depth);
  }

  /** True when the element has this local name. */
  isNamed(name: string): boolean {
    return this.nameEnd - this.nameStart === name.length && this.text.startsWith(name, this.nameStart);
  }

  /** The only character of a one-letter local name, else 0. */
  letterName(): number {
    return this.nameEnd - this.nameStart === 1 ? this.text.charCodeAt(this.nameStart) : 0;
  }

  /** The only character of the attribute's one-letter name, else 0. */
  attributeLetter(index: number): number {
    const start = this.bounds[4 * index]!;
    return this.bounds[4 * index + 1]! - start === 1 ? this.text.charCodeAt(start) : 0;
  }

  attributeStart(index: number): number {
    return this.bounds[4 * index + 2]!;
  }

  attributeEnd(index: number): number {
    return this.bounds[4 * index + 3]!;
  }

  /** The value of an attribute without prefix; null when there is none. */
  attribute(name: string): string | null {
    for (let i = 0; i < this.attributeCount; i++) {
      const start = this.bounds[4 * i]!;
      if (this.bounds[4 * i + 1]! - start === name.length && this.text.startsWith(name, start))
        return this.valueOf(i);
    }
    return null;
  }

  /** The value of an attribute with any prefix or none, such as `r:id`; namespace declarations do not count. */
  prefixedAttribute(name: string): string | null {
    for (let i = 0; i < this.attributeCount; i++) {
      const full = this.text.slice(this.bounds[4 * i]!, this.bounds[4 * i + 1]!);
      if (full === name || (full.endsWith(`:${name}`) && !full.startsWith('xmlns:'))) return this.valueOf(i);
    }
    return null;
  }

  /** True when the attribute says `1`, `true` or `on` (ST_Boolean; ECMA-376 part 1, 22.9.2.1). */
  isTrue(name: string): boolean {
    const value = this.attribute(name);
    return value === '1' || value === 'true' || value === 'on';
  }

  /** Where the text of the current element ends if nothing but its close tag follows; else -1. */
  plainTextEnd(): number {
    const end = this.text.indexOf('<', this.position);
    return end >= 0 && this.text.charCodeAt(end + 1) === SLASH ? end : -1;
  }

  /** The text of the current element, CDATA included, child elements left out. The close tag comes next. */
  readText(): string {
    if (!this.isOpen || this.isEmpty) return '';
    const end = this.plainTextEnd();
    if (end >= 0) {
      const raw = this.text.slice(this.position, end);
      this.position = end;
      return decodeXmlText(raw);
    }
    return this.readBrokenText();
  }

  private readBrokenText(): string {
    const { text, depth } = this;
    let content = '';
    let at = this.position;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) throw this.damaged();
      content += decodeXmlText(text.slice(at, tag));
      if (text.startsWith('<![CDATA[', tag)) {
        at = this.behind(']]>', tag + 9);
        content += text.slice(tag + 9, at - 3).replace(/\r\n?/g, '\n');
      } else if (text.charCodeAt(tag + 1) === EXCLAMATION || text.charCodeAt(tag + 1) === QUESTION) {
        at = this.behindMarkup(tag);
      } else if (text.charCodeAt(tag + 1) === SLASH) {
        this.position = tag;
        return content;
      } else {
        this.position = tag;
        do this.step();
        while (this.depth > depth);
        at = this.position;
      }
    }
  }

  private step(): boolean {
    if (this.isDone) return false;
    const { text } = this;
    let at = this.position;
    for (;;) {
      // In most files a tag follows a tag: asking first is cheaper than a search.
      if (text.charCodeAt(at) !== LESS_THAN) {
        at = text.indexOf('<', at);
        if (at < 0) throw this.damaged();
      }
      const code = text.charCodeAt(at + 1);
      if (code === SLASH) {
        this.readCloseTag(at);
        return true;
      }
      if (code !== EXCLAMATION && code !== QUESTION) {
        this.readOpenTag(at);
        return true;
      }
      at = this.behindMarkup(at);
    }
  }

  private readCloseTag(at: number): void {
    const end = this.text.indexOf('>', at + 2);
    if (end < 0 || this.depth === 0) throw this.damaged();
    this.position = end + 1;
    this.depth--;
    this.isOpen = false;
    this.isEmpty = false;
    this.nameStart = 0;
    this.nameEnd = 0;
    this.attributeCount = 0;
    if (this.depth === 0) this.isDone = true;
  }

  private readOpenTag(at: number): void {
    const { text } = this;
    const { length } = text;
    let i = at + 1;
    this.nameStart = i;
    for (; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code === COLON) this.nameStart = i + 1;
      else if (code <= SPACE || code === GREATER_THAN || code === SLASH) break;
    }
    this.nameEnd = i;
    this.attributeCount = 0;
    this.isOpen = true;
    this.isEmpty = false;
    while (i < length) {
      const code = text.charCodeAt(i);
      if (code === GREATER_THAN) {
        this.position = i + 1;
        if (!this.isEmpty) this.depth++;
        else if (this.depth === 0) this.isDone = true;
        return;
      }
      this.isEmpty = code === SLASH;
      if (code <= SPACE || code === SLASH) i++;
      else i = this.readAttribute(i);
    }
    throw this.damaged();
  }

  /** Records one attribute and gives the index behind it. */
  private readAttribute(start: number): number {
    const { text, bounds } = this;
    const { length } = text;
    let i = start;
    while (i < length) {
      const code = text.charCodeAt(i);
      if (code === EQUALS || code <= SPACE || code === GREATER_THAN) break;
      i++;
    }
    const nameEnd = i;
    while (i < length && text.charCodeAt(i) <= SPACE) i++;
    // A name without value is no XML; it is passed over.
    if (text.charCodeAt(i) !== EQUALS) return Math.max(i, start + 1);
    i++;
    while (i < length && text.charCodeAt(i) <= SPACE) i++;
    const quote = text.charCodeAt(i);
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) throw this.damaged();
    const valueStart = ++i;
    while (i < length && text.charCodeAt(i) !== quote) i++;
    if (this.attributeCount < MAX_ATTRIBUTES) {
      const base = 4 * this.attributeCount++;
      bounds[base] = start;
      bounds[base + 1] = nameEnd;
      bounds[base + 2] = valueStart;
      bounds[base + 3] = i;
    }
    return i + 1;
  }

  private valueOf(index: number): string {
    return decodeXmlText(this.text.slice(this.attributeStart(index), this.attributeEnd(index)));
  }

  /** The index behind a comment, CDATA section, processing instruction or document type at `at`. */
  private behindMarkup(at: number): number {
    const { text } = this;
    if (text.charCodeAt(at + 1) === QUESTION) return this.behind('?>', at + 2);
    if (text.startsWith('<!--', at)) return this.behind('-->', at + 4);
    if (text.startsWith('<![CDATA[', at)) return this.behind(']]>', at + 9);
    const end = this.behind('>', at);
    // Only this much is searched: a search to the end of the part for each of a million `<!a>` would take minutes.
    const subset = text.slice(at, end).indexOf('[');
    // Entities that an internal subset declares are never expanded.
    return subset >= 0 ? this.behind('>', this.behind(']', at + subset)) : end;
  }

  private behind(mark: string, from: number): number {
    const at = this.text.indexOf(mark, from);
    if (at < 0) throw this.damaged();
    return at + mark.length;
  }

  private damaged(): ReadFailure {
    return new ReadFailure({ code: 'damaged-xml', detail: this.partName });
  }
}
