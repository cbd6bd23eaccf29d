import { COLORS } from '../../workbook/theme.js';
import { PHONE_WIDTH, type PictureItem, type PlannedText } from './phone-picture.js';
import { firstLines, textPixels, wrapText } from './text-lines.js';

// The long picture is made of blocks below one another: what stands in them is placed from their own upper left corner.

export interface PictureBlock {
  readonly height: number;
  readonly items: readonly PictureItem[];
}

/** Beside the cards, and inside them. */
export const MARGIN = 40;
const PADDING = 36;
/** Pixels of what stands inside a card. */
export const CARD_WIDTH = PHONE_WIDTH - 2 * MARGIN;
export const INNER_WIDTH = CARD_WIDTH - 2 * PADDING;

export const SIZES = { small: 28, text: 30, strong: 34, heading: 38, section: 44, title: 60 } as const;
/** From the upper edge of a line's letters to that of the next, as a part of their size. */
const LINE_HEIGHT = 1.5;
const NO_BLOCK: PictureBlock = { height: 0, items: [] };

export interface TextLook {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
}

export function textAt(
  x: number,
  y: number,
  text: string,
  { size, bold = false, color = COLORS.ink }: TextLook,
  align: PlannedText['align'] = 'left',
): PlannedText {
  return { kind: 'text', x, y, text, size, bold, color, align };
}

export function boxAt(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  radius: number,
): PictureItem {
  return { kind: 'box', x, y, width, height, fill, radius };
}

/** Lines of one look below one another. */
export function linesBlock(lines: readonly string[], look: TextLook, x = 0): PictureBlock {
  const step = Math.round(look.size * LINE_HEIGHT);
  return {
    height: lines.length === 0 ? 0 : (lines.length - 1) * step + look.size,
    items: lines.map((line, index) => textAt(x, index * step, line, look)),
  };
}

/** A text that fills a width; `most`: lines that it may take. */
export function paragraph(text: string, width: number, look: TextLook, most = Infinity): PictureBlock {
  return linesBlock(firstLines(wrapText(text, width, look.size), most, width, look.size), look);
}

/** The largest of the sizes in which a text fits; the smallest if none does. */
export function fittingSize(text: string, width: number, sizes: readonly number[]): number {
  return sizes.find((size) => textPixels(text, size) <= width) ?? sizes[sizes.length - 1]!;
}

/** A block moved to the right and down. */
export function shift({ height, items }: PictureBlock, dx: number, dy: number): PictureBlock {
  return { height: height + dy, items: items.map((item) => ({ ...item, x: item.x + dx, y: item.y + dy })) };
}

/** Blocks below one another; empty ones take no room. */
export function stack(blocks: readonly PictureBlock[], gap: number): PictureBlock {
  return blocks
    .filter(({ height }) => height > 0)
    .reduce((above, block) => {
      const { height, items } = shift(block, 0, above.height === 0 ? 0 : above.height + gap);
      return { height, items: [...above.items, ...items] };
    }, NO_BLOCK);
}

/** A white card as wide as the picture allows, around a block. `stripe`: a coloured edge on its left. */
export function card(block: PictureBlock, stripe: string | null = null): PictureBlock {
  const height = block.height + 2 * PADDING;
  const edge =
    stripe === null
      ? []
      : [boxAt(MARGIN, 0, 60, height, stripe, 20), boxAt(MARGIN + 12, 0, 60, height, COLORS.input, 0)];
  return {
    height,
    items: [
      boxAt(MARGIN, 0, CARD_WIDTH, height, COLORS.input, 20),
      ...edge,
      ...shift(block, MARGIN + PADDING, PADDING).items,
    ],
  };
}
