import type { FormDefinition } from '../../form/form-definition.js';
import { COLORS } from '../../workbook/theme.js';
import { notCountedSentence } from '../summary/not-counted.js';
import { type KeyFigure, keyFigures } from '../summary/overview/key-figures.js';
import { notCountedOf, type Scope } from '../summary/scope.js';
import {
  boxAt,
  fittingSize,
  INNER_WIDTH,
  linesBlock,
  type PictureBlock,
  paragraph,
  SIZES,
  shift,
  stack,
  textAt,
} from './picture-blocks.js';
import { firstLines, textPixels, wrapText } from './text-lines.js';

const GAP = 16;
const TILE_PADDING = 18;
const TITLE_SIZES = [SIZES.text, SIZES.small] as const;
const TITLE_GAP = 14;
/** A figure is as large as its tile allows. */
const FIGURE_SIZES = [56, 50, 44, 38, 32, 28] as const;
/** Of a unit of measure behind a figure. */
const UNIT_SIZE = 32;
const UNIT_GAP = 10;

/** Said of a form of which no return counts. */
export const NOTHING_COUNTED = '还没有计入的数据。';

/** A form with its key figures in large type, and what is not in them. */
export function planFormFigures(scope: Scope, form: FormDefinition): PictureBlock {
  const units = scope.summary.totals.get(form.key)?.units.size ?? 0;
  const returned = notCountedOf(scope, form, null);
  return stack(
    [
      paragraph(form.title, INNER_WIDTH, { size: SIZES.heading, bold: true, color: COLORS.headInk }),
      // Zeros would be taken for figures that somebody reported.
      units === 0
        ? paragraph(NOTHING_COUNTED, INNER_WIDTH, { size: SIZES.text, color: COLORS.muted })
        : planTiles(keyFigures(scope, form)),
      ...(returned.units === 0 ? [] : [planRemark(notCountedSentence(returned))]),
    ],
    26,
  );
}

/** Two figures side by side; of an odd number the last three. */
function planTiles(figures: readonly KeyFigure[]): PictureBlock {
  const rows: (readonly KeyFigure[])[] = [];
  for (let at = 0; at < figures.length; at += rows.at(-1)!.length)
    rows.push(figures.slice(at, figures.length - at === 3 ? at + 3 : at + 2));
  return stack(rows.map(planRow), GAP);
}

function planRow(figures: readonly KeyFigure[]): PictureBlock {
  const width = (INNER_WIDTH - (figures.length - 1) * GAP) / figures.length;
  const inner = width - 2 * TILE_PADDING;
  const titles = figures.map(({ title }) => {
    const size = fittingSize(title, inner, TITLE_SIZES);
    return linesBlock(firstLines(wrapText(title, inner, size), 2, inner, size), {
      size,
      color: COLORS.muted,
    });
  });
  // Figures stand on one line, whatever their titles take.
  const titleHeight = Math.max(...titles.map((title) => title.height));
  const height = 2 * TILE_PADDING + titleHeight + TITLE_GAP + FIGURE_SIZES[0];
  return {
    height,
    items: figures.flatMap(({ text }, index) => {
      const x = index * (width + GAP);
      return [
        boxAt(x, 0, width, height, COLORS.total, 14),
        ...shift(titles[index]!, x + TILE_PADDING, TILE_PADDING).items,
        ...shift(planFigure(text, inner), x + TILE_PADDING, height - TILE_PADDING).items,
      ];
    }),
  };
}

/** `2,766 户`: the number large, its unit small behind it. Stands on the line from which it is placed. */
function planFigure(text: string, width: number): PictureBlock {
  const [, number = text, unit = ''] = /^(\S+) (.+)$/.exec(text) ?? [];
  const unitPixels = unit === '' ? 0 : UNIT_GAP + textPixels(unit, UNIT_SIZE);
  const size = fittingSize(number, width - unitPixels, FIGURE_SIZES);
  const look = { bold: true, color: COLORS.headInk };
  const [x, isWide] = [textPixels(number, size) + UNIT_GAP, textPixels(number, size) + unitPixels > width];
  // Beyond any sum that was ever reported: then the whole in small letters.
  if (isWide) return shift(paragraph(text, width, { ...look, size: SIZES.small }, 1), 0, -SIZES.small);
  return {
    height: 0,
    items: [
      textAt(0, -size, number, { ...look, size }),
      // Letters stand on one line when the unit ends a twelfth of the difference above the number's lower edge.
      ...(unit === ''
        ? []
        : [
            textAt(x, -UNIT_SIZE - Math.round((size - UNIT_SIZE) * 0.12), unit, {
              size: UNIT_SIZE,
              color: COLORS.ink,
            }),
          ]),
    ],
  };
}

/** What is to be known beside figures, on a ground of its own. */
function planRemark(text: string): PictureBlock {
  const look = { size: SIZES.text, color: COLORS.queryInk };
  const block = paragraph(text, INNER_WIDTH - 48, look);
  const height = block.height + 36;
  return {
    height,
    items: [boxAt(0, 0, INNER_WIDTH, height, COLORS.open, 14), ...shift(block, 24, 18).items],
  };
}
