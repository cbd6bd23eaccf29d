/** What of a style matters to a reader of values. */
export interface HtmlStyle {
  /** Excel's number format; null when none is given. */
  readonly numberFormat: string | null;
  readonly isHidden: boolean;
}

const NO_STYLE: HtmlStyle = { numberFormat: null, isHidden: false };

/** A selector of one class, of one element, or of both: `.xl24`, `td`, `td.xl24`. */
const SIMPLE_SELECTOR = /^(?:(?:td|th|tr|col|tbody|table)?\.([\w-]+)|(td|th|tr))$/i;

/** Characters of a class attribute that are looked at. */
const MAX_CLASSES = 500;

/** Styles of a page as far as they say how numbers are shown and what is hidden. */
export class HtmlStyles {
  /** By class with its dot, or by element. */
  private readonly rules = new Map<string, HtmlStyle>();
  private readonly inline = new Map<string, HtmlStyle>();

  /** Takes in a style sheet. Later rules add to earlier ones of the same class. */
  addSheet(sheet: string): void {
    const css = withoutComments(sheet);
    for (let at = 0; ; ) {
      const open = css.indexOf('{', at);
      const close = css.indexOf('}', open + 1);
      if (open < 0 || close < 0) return;
      const style = parseDeclarations(css.slice(open + 1, close));
      if (style !== NO_STYLE) {
        for (const selector of css.slice(at, open).split(',')) this.addRule(selector.trim(), style);
      }
      at = close + 1;
    }
  }

  /** The style of an element: what its own attribute says, else its classes, else the rules for all such elements. */
  styleOf(name: string, style: string | undefined, classes: string | undefined): HtmlStyle {
    const own = style === undefined ? NO_STYLE : this.inlineStyle(style);
    if (this.rules.size === 0) return own;
    const rules = (classes ?? '')
      .slice(0, MAX_CLASSES)
      .split(/\s+/)
      .map((className) => this.rules.get(`.${className}`))
      .concat(this.rules.get(name))
      .filter((rule) => rule !== undefined);
    if (rules.length === 0) return own;
    return {
      numberFormat:
        own.numberFormat ?? rules.find((rule) => rule.numberFormat !== null)?.numberFormat ?? null,
      isHidden: own.isHidden || rules.some((rule) => rule.isHidden),
    };
  }

  private addRule(selector: string, style: HtmlStyle): void {
    const match = SIMPLE_SELECTOR.exec(selector);
    if (match === null) return;
    const key = match[1] === undefined ? match[2]!.toLowerCase() : `.${match[1]}`;
    const earlier = this.rules.get(key) ?? NO_STYLE;
    this.rules.set(key, {
      numberFormat: style.numberFormat ?? earlier.numberFormat,
      isHidden: style.isHidden || earlier.isHidden,
    });
  }

  /** The same few style attributes stand at thousands of cells. */
  private inlineStyle(style: string): HtmlStyle {
    let known = this.inline.get(style);
    if (known === undefined) {
      known = parseDeclarations(style);
      if (this.inline.size < 1000) this.inline.set(style, known);
    }
    return known;
  }
}

/** Comments, and the marks by which style sheets are hidden from very old browsers. */
function withoutComments(css: string): string {
  let text = '';
  let at = 0;
  for (;;) {
    const start = css.indexOf('/*', at);
    const end = start < 0 ? -1 : css.indexOf('*/', start + 2);
    if (end < 0) return (text + css.slice(at)).replaceAll('<!--', '').replaceAll('-->', '');
    text += css.slice(at, start);
    at = end + 2;
  }
}

function parseDeclarations(declarations: string): HtmlStyle {
  const isHidden = /(?:^|[;\s])display\s*:\s*none/i.test(declarations);
  const start = /(?:mso-number-format|vnd\.ms-excel\.numberformat)\s*:\s*/i.exec(declarations);
  const numberFormat = start === null ? null : readFormat(declarations.slice(start.index + start[0].length));
  return numberFormat === null && !isHidden ? NO_STYLE : { numberFormat, isHidden };
}

/**
 * The value up to the closing quote or the next semicolon, escapes replaced: four hexadecimal digits, as Excel writes
 * them, or one character.
 */
function readFormat(text: string): string | null {
  const quote = text[0] === '"' || text[0] === "'" ? text[0] : null;
  let format = '';
  for (let i = quote === null ? 0 : 1; i < text.length; i++) {
    const character = text[i]!;
    if (character === (quote ?? ';')) break;
    if (character !== '\\') {
      format += character;
      continue;
    }
    const code = /^[0-9A-Fa-f]{4}/.exec(text.slice(i + 1, i + 5))?.[0];
    format += code === undefined ? (text[i + 1] ?? '') : String.fromCharCode(Number.parseInt(code, 16));
    i += code === undefined ? 1 : 4;
  }
  return format.trim() || null;
}
