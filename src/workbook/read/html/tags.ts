import { Tokenizer } from 'htmlparser2';

/** Attributes of one element, by name in small letters. */
export type Attributes = ReadonlyMap<string, string>;

export const NO_ATTRIBUTES: Attributes = new Map();

/** What is met in a page. Names are in small letters; what is inside ignored elements is not met. */
export interface TagVisitor {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
  /** The content of a `style` element. */
  styleSheet(text: string): void;
}

/** Elements of which a reader of the page sees nothing; `comment` is how LibreOffice writes a cell's note. */
const IGNORED: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'xml',
  'noscript',
  'noframes',
  'comment',
  'svg',
  'math',
]);

/** Where one of these opens, an ignored element was not closed. */
const ENDS_IGNORED: ReadonlySet<string> = new Set(['body', 'table', 'tr', 'td', 'th']);

/** Elements whose attributes anybody asks for; those of the others are not collected. */
const WITH_ATTRIBUTES: ReadonlySet<string> = new Set([
  'table',
  'tbody',
  'thead',
  'tfoot',
  'tr',
  'td',
  'th',
  'col',
  'colgroup',
  'a',
  'input',
  'option',
  'meta',
  'link',
]);

/**
 * Goes through the tags and texts of a page in their order, entities replaced. Nothing is balanced or repaired
 * here. The library's tokenizer is used without its parser, whose list of open elements makes pages of unclosed tags
 * very slow.
 */
export function visitTags(html: string, visitor: TagVisitor): void {
  let name = '';
  let attributes: Map<string, string> | null = null;
  let attributeName = '';
  let attributeValue = '';
  let ignored: string | null = null;
  let styleText = '';

  const finishOpenTag = (isSelfClosing: boolean): void => {
    const found = attributes ?? NO_ATTRIBUTES;
    attributes = null;
    if (ignored !== null) {
      if (!ENDS_IGNORED.has(name)) return;
      ignored = null;
    }
    if (IGNORED.has(name)) {
      if (!isSelfClosing) ignored = name;
      styleText = '';
    } else {
      visitor.open(name, found);
    }
  };
  const addText = (text: string): void => {
    if (ignored === null) visitor.text(text);
    else if (ignored === 'style') styleText += text;
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
        attributes = WITH_ATTRIBUTES.has(name) ? new Map() : null;
      },
      onattribname: (start, end) => {
        if (attributes === null) return;
        attributeName = html.slice(start, end).toLowerCase();
        attributeValue = '';
      },
      onattribdata: (start, end) => {
        if (attributes !== null) attributeValue += html.slice(start, end);
      },
      onattribentity: (codePoint) => {
        if (attributes !== null) attributeValue += String.fromCodePoint(codePoint);
      },
      onattribend: () => {
        if (attributes !== null && !attributes.has(attributeName))
          attributes.set(attributeName, attributeValue);
      },
      onopentagend: () => finishOpenTag(false),
      onselfclosingtag: () => finishOpenTag(true),
      onclosetag: (start, end) => {
        const closed = html.slice(start, end).toLowerCase();
        if (ignored === null) {
          visitor.close(closed);
        } else if (ignored === closed) {
          if (closed === 'style') visitor.styleSheet(styleText);
          ignored = null;
        }
      },
      ontext: (start, end) => addText(html.slice(start, end)),
      ontextentity: (codePoint) => addText(String.fromCodePoint(codePoint)),
      // What Excel hides in comments from browsers is read by `readExcelOptions`.
      oncomment: () => {},
      oncdata: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}
