import type { Level } from '../issue/finding.js';
import type { CellStyle } from '../workbook/workbook-plan.js';
import { xmlAttributes } from '../workbook/xml-text.js';
import { LEVEL_FILLS } from './level-colors.js';
import { withAttributes } from './xml/attributes.js';
import { childNamed, parseElements, type XmlElement } from './xml/element.js';
import { XML_DECLARATION } from './xml/part-text.js';
import { TextEdits } from './xml/text-edits.js';

/** The children of `styleSheet` in their order (ECMA-376 part 1, 18.8.39). */
const ORDER = [
  'numFmts',
  'fonts',
  'fills',
  'borders',
  'cellStyleXfs',
  'cellXfs',
  'cellStyles',
  'dxfs',
  'tableStyles',
  'colors',
  'extLst',
];

/** What a collection holds and what must be in it: the first two fills are Excel's own (18.8.21). */
const COLLECTIONS = {
  fonts: {
    item: 'font',
    // What readers take where a workbook says nothing of fonts.
    first: (p: string) => [
      `<${p}font><${p}sz val="11"/><${p}color theme="1"/><${p}name val="Calibri"/><${p}family val="2"/><${p}scheme val="minor"/></${p}font>`,
    ],
  },
  fills: {
    item: 'fill',
    first: (p: string) =>
      ['none', 'gray125'].map(
        (pattern) => `<${p}fill><${p}patternFill patternType="${pattern}"/></${p}fill>`,
      ),
  },
  borders: {
    item: 'border',
    first: (p: string) => [
      `<${p}border><${p}left/><${p}right/><${p}top/><${p}bottom/><${p}diagonal/></${p}border>`,
    ],
  },
  cellXfs: {
    item: 'xf',
    first: (p: string) => [`<${p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`],
  },
} as const;
type CollectionName = keyof typeof COLLECTIONS;

/** The items of a collection as they are written, and those that are new. */
interface Collection {
  readonly element: XmlElement | null;
  readonly items: string[];
  readonly known: number;
}

/** A styles part without styles. */
export function emptyStyles(namespace: string): string {
  return `${XML_DECLARATION}<styleSheet xmlns="${namespace}"/>`;
}

/** `FFF8C9C4` of the fills that are ours. */
const OUR_FILLS = new Set(Object.values(LEVEL_FILLS).map((color) => `FF${color}`));
const TEXT_FORMAT = 49;
const BORDER_SIDES = ['left', 'right', 'top', 'bottom'] as const;

/**
 * The cell formats of a styles part. Formats are only added: what is there keeps its number. The colour that a marked
 * cell had before stands in our fill as its background, which a solid fill does not show, so that it can come back.
 */
export class StyleSheet {
  private readonly text: string;
  private readonly root: XmlElement;
  private readonly prefix: string;
  private readonly collections: Readonly<Record<CollectionName, Collection>>;
  /**
   * False where the part was saved by a program that gives solid fills a background of its own choice, as LibreOffice
   * does: what it was before cannot be known then. Our own list has fills without one.
   */
  private readonly keepsBackgrounds: boolean;
  private readonly listFormats = new Map<CellStyle, number>();

  constructor(text: string, root: XmlElement) {
    this.text = text;
    this.root = root;
    this.prefix = root.prefix;
    this.collections = {
      fonts: this.collection('fonts'),
      fills: this.collection('fills'),
      borders: this.collection('borders'),
      cellXfs: this.collection('cellXfs'),
    };
    this.keepsBackgrounds = this.collections.fills.items.some((fill) => {
      const pattern = patternOf(parseItem(fill));
      const background = pattern === null ? null : childNamed(pattern, 'bgColor');
      return (
        pattern?.attributes.get('patternType') === 'solid' && background?.attributes.get('indexed') === '64'
      );
    });
  }

  /** A cell's format with the colour of a level, all else the same. */
  markedFormat(format: number, level: Level): number {
    const before = this.colorBefore(this.fillOf(format));
    const p = this.prefix;
    const color = xmlAttributes({ rgb: `FF${LEVEL_FILLS[level]}` });
    const fill = this.add(
      'fills',
      `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor${color}/><${p}bgColor${before}/></${p}patternFill></${p}fill>`,
    );
    return this.withFill(format, fill);
  }

  /** The format that a cell had before it was marked; the same where its colour is not ours. */
  unmarkedFormat(format: number): number {
    const fill = this.fillOf(format);
    if (!isOurFill(fill)) return format;
    const before = this.colorBefore(fill);
    if (before === NO_COLOR) return this.withFill(format, 0);
    const p = this.prefix;
    const solid = `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor${before}/><${p}bgColor${NO_COLOR}/></${p}patternFill></${p}fill>`;
    return this.withFill(format, this.add('fills', solid));
  }

  /** The format of a cell of our own sheet. */
  listFormat(style: CellStyle): number {
    const known = this.listFormats.get(style);
    if (known !== undefined) return known;
    const format = this.addListFormat(style);
    this.listFormats.set(style, format);
    return format;
  }

  /** The part with what has been added. */
  format(): string {
    const edits = new TextEdits(this.text);
    const missing: { readonly name: CollectionName; readonly xml: string }[] = [];
    for (const name of Object.keys(COLLECTIONS) as CollectionName[]) {
      const { element, items, known } = this.collections[name];
      if (items.length === known) continue;
      const added = items.slice(known).join('');
      if (element === null) {
        const tag = `${this.prefix}${name}`;
        missing.push({ name, xml: `<${tag} count="${items.length}">${added}</${tag}>` });
      } else {
        edits.append(element, added, element.attributes.has('count') ? { count: items.length } : {});
      }
    }
    if (this.root.contentStart === this.root.end) {
      edits.append(this.root, missing.map(({ xml }) => xml).join(''));
      return edits.apply();
    }
    for (const { name, xml } of missing) {
      const next = this.root.children.find((child) => ORDER.indexOf(child.name) > ORDER.indexOf(name));
      edits.insert(next?.start ?? this.root.contentEnd, xml);
    }
    return edits.apply();
  }

  private collection(name: CollectionName): Collection {
    const element = childNamed(this.root, name);
    const { item, first } = COLLECTIONS[name];
    const items = (element?.children ?? [])
      .filter((child) => child.name === item)
      .map(({ start, end }) => this.text.slice(start, end));
    const known = items.length;
    if (known === 0) items.push(...first(this.prefix));
    return { element, items, known };
  }

  /** The number of an item, which is added when it is new. */
  private add(name: CollectionName, xml: string): number {
    const { items } = this.collections[name];
    const known = items.indexOf(xml);
    return known >= 0 ? known : items.push(xml) - 1;
  }

  /** A cell that names a format that is not there gets the first. */
  private formatAt(format: number): string {
    const { items } = this.collections.cellXfs;
    return items[format] ?? items[0]!;
  }

  private withFill(format: number, fillId: number): number {
    const xml = this.formatAt(format);
    const tag = /^<(?:"[^"]*"|'[^']*'|[^>"'])*>/.exec(xml)![0];
    return this.add(
      'cellXfs',
      withAttributes(tag, { fillId, applyFill: fillId === 0 ? null : 1 }) + xml.slice(tag.length),
    );
  }

  private fillOf(format: number): XmlElement | null {
    const fillId = Number(parseItem(this.formatAt(format))?.attributes.get('fillId') ?? 0);
    return parseItem(this.collections.fills.items[fillId] ?? '');
  }

  /** The attributes of the colour that a fill gives, or gave before it became ours. */
  private colorBefore(fill: XmlElement | null): string {
    const pattern = patternOf(fill);
    if (pattern?.attributes.get('patternType') !== 'solid') return NO_COLOR;
    const isOurs = isOurFill(fill);
    if (isOurs && !this.keepsBackgrounds) return NO_COLOR;
    const color = childNamed(pattern, isOurs ? 'bgColor' : 'fgColor');
    return color === null || color.attributes.size === 0
      ? NO_COLOR
      : xmlAttributes(Object.fromEntries(color.attributes));
  }

  private addListFormat({
    font = {},
    fill,
    border = {},
    horizontal,
    vertical,
    wrap,
    numberFormat,
  }: CellStyle): number {
    const p = this.prefix;
    const color = (name: string, rgb: string | undefined): string =>
      rgb === undefined ? '' : `<${p}${name} rgb="FF${rgb}"/>`;
    const fontId = this.add(
      'fonts',
      `<${p}font>${font.bold === true ? `<${p}b/>` : ''}${font.underline === true ? `<${p}u/>` : ''}<${p}sz val="${font.size ?? 11}"/>${color('color', font.color)}<${p}name val="${font.name ?? '宋体'}"/></${p}font>`,
    );
    const fillId =
      fill === undefined
        ? 0
        : this.add(
            'fills',
            `<${p}fill><${p}patternFill patternType="solid">${color('fgColor', fill)}<${p}bgColor${NO_COLOR}/></${p}patternFill></${p}fill>`,
          );
    const sides = BORDER_SIDES.map((side) => {
      const line = border[side];
      return line === undefined
        ? `<${p}${side}/>`
        : `<${p}${side} style="${line}">${color('color', border.color ?? '000000')}</${p}${side}>`;
    });
    const borderId = this.add('borders', `<${p}border>${sides.join('')}<${p}diagonal/></${p}border>`);
    const alignment = xmlAttributes({
      horizontal,
      vertical: vertical === 'middle' ? 'center' : vertical,
      wrapText: wrap === true ? 1 : undefined,
    });
    const numFmtId = numberFormat === '@' ? TEXT_FORMAT : 0;
    const parent = childNamed(this.root, 'cellStyleXfs') === null ? '' : ' xfId="0"';
    // Beside a parent format readers may take these for inherited: each says that it applies.
    return this.add(
      'cellXfs',
      `<${p}xf numFmtId="${numFmtId}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}"${parent} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><${p}alignment${alignment}/></${p}xf>`,
    );
  }
}

/** What Excel writes as the background of a solid fill: the colour of the window. */
const NO_COLOR = ' indexed="64"';

function parseItem(xml: string): XmlElement | null {
  return xml === '' ? null : parseElements(xml, 'styles');
}

function patternOf(fill: XmlElement | null): XmlElement | null {
  return fill === null ? null : childNamed(fill, 'patternFill');
}

function isOurFill(fill: XmlElement | null): boolean {
  const pattern = patternOf(fill);
  if (pattern?.attributes.get('patternType') !== 'solid') return false;
  const rgb = childNamed(pattern, 'fgColor')?.attributes.get('rgb');
  return rgb !== undefined && OUR_FILLS.has(rgb.toUpperCase());
}
