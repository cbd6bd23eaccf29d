import { CannotMark } from '../cannot-mark.js';

const ELEMENT_NAME = /[^\s/>="'<&]+/y;
const REST_OF_TAG = /(?:\s+[^\s/>="'<&]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>/y;
/** Control characters, as themselves or as references, are no XML 1.0 (clause 2.2), and so is a lone `&` (4.1). */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|apos|#0*(?:9|10|13|3[2-9]|[4-9]\d|[1-9]\d{2,6})|#x0*(?:9|[aAdD]|[2-9a-fA-F][0-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]{2,5}));)/;

/**
 * Walks over the tags of a part and keeps where each stands, so that the text between changes can be copied as it is.
 * Strict, unlike the readers: what Excel would refuse is better not marked than made worse. Prefixes are kept.
 */
export class TagScanner {
  readonly text: string;
  private readonly partName: string;
  private readonly open: string[] = [];
  private readonly to: number;
  private isRootClosed = false;
  kind: 'open' | 'empty' | 'close' = 'open';
  name = '';
  /** Where the tag's `<` stands, and the place behind its `>`. */
  start = 0;
  end: number;

  /** Without bounds the whole part must be well formed; inside an element, `from` … `to` is its content. */
  constructor(text: string, partName: string, from?: number, to?: number) {
    this.text = text;
    this.partName = partName;
    this.end = from ?? 0;
    this.to = to ?? text.length;
    if (from !== undefined) return;
    if (FORBIDDEN.test(text.includes('<![CDATA[') ? text.replace(/<!\[CDATA\[.*?\]\]>/gs, '') : text))
      throw this.damaged();
  }

  /** Open elements behind the current tag. */
  get depth(): number {
    return this.open.length;
  }

  /** Moves to the next tag; false at the end. */
  next(): boolean {
    const { text } = this;
    for (;;) {
      const at = text.indexOf('<', this.end);
      const isEnd = at < 0 || at >= this.to;
      if (this.isRootClosed && text.slice(this.end, isEnd ? this.to : at).trim() !== '') throw this.damaged();
      if (isEnd) {
        if (this.open.length > 0) throw this.damaged();
        return false;
      }
      if (text.startsWith('<?', at)) this.end = this.behind('?>', at + 2);
      else if (text.startsWith('<!--', at)) this.end = this.behind('-->', at + 4);
      else if (text.startsWith('<![CDATA[', at)) this.end = this.behind(']]>', at + 9);
      else {
        this.readTag(at);
        return true;
      }
    }
  }

  private readTag(at: number): void {
    const { text, open } = this;
    this.start = at;
    const isClose = text[at + 1] === '/';
    ELEMENT_NAME.lastIndex = isClose ? at + 2 : at + 1;
    const name = ELEMENT_NAME.exec(text)?.[0];
    // A document type begins with `!`, and no part of a package may have one.
    if (name === undefined || name.startsWith('!')) throw this.damaged();
    REST_OF_TAG.lastIndex = ELEMENT_NAME.lastIndex;
    if (!REST_OF_TAG.test(text)) throw this.damaged();
    this.name = name;
    this.end = REST_OF_TAG.lastIndex;
    if (isClose) {
      if (open.pop() !== name) throw this.damaged();
      this.kind = 'close';
    } else {
      if (this.isRootClosed) throw this.damaged();
      this.kind = text[this.end - 2] === '/' ? 'empty' : 'open';
      if (this.kind === 'open') open.push(name);
    }
    if (open.length === 0 && this.to === text.length) this.isRootClosed = true;
  }

  private behind(mark: string, from: number): number {
    const at = this.text.indexOf(mark, from);
    if (at < 0) throw this.damaged();
    return at + mark.length;
  }

  private damaged(): CannotMark {
    return new CannotMark('damaged-part', this.partName);
  }
}
