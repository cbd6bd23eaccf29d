import type { Alignment, Border, Borders, Fill, Font, Style } from 'exceljs';
import { NUMBER_FORMATS } from '../theme.js';
import type { CellStyle, PlannedCell, PlannedConditionalFormat } from '../workbook-plan.js';

const argb = (color: string): { argb: string } => ({ argb: `FF${color}` });

function fontOf(font: NonNullable<CellStyle['font']>): Partial<Font> {
  return {
    ...(font.name === undefined ? {} : { name: font.name }),
    ...(font.size === undefined ? {} : { size: font.size }),
    ...(font.bold === true ? { bold: true } : {}),
    ...(font.italic === true ? { italic: true } : {}),
    ...(font.underline === true ? { underline: true } : {}),
    ...(font.color === undefined ? {} : { color: argb(font.color) }),
  };
}

function bordersOf(border: NonNullable<CellStyle['border']>): Partial<Borders> {
  const color = argb(border.color ?? '000000');
  const borders: Partial<Borders> = {};
  for (const side of ['top', 'right', 'bottom', 'left'] as const) {
    const line = border[side];
    if (line !== undefined) borders[side] = { style: line, color } satisfies Partial<Border>;
  }
  return borders;
}

function alignmentOf(style: CellStyle): Partial<Alignment> | undefined {
  const alignment: Partial<Alignment> = {
    ...(style.horizontal === undefined ? {} : { horizontal: style.horizontal }),
    ...(style.vertical === undefined ? {} : { vertical: style.vertical }),
    ...(style.wrap === true ? { wrapText: true } : {}),
    ...(style.indent === undefined ? {} : { indent: style.indent }),
    ...(style.shrink === true ? { shrinkToFit: true } : {}),
  };
  return Object.keys(alignment).length === 0 ? undefined : alignment;
}

/** A solid fill of a cell; its colour is the *foreground* of the pattern (ECMA-376 part 1, 18.8.32). */
const solidFill = (color: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: argb(color) });

function convert(style: CellStyle, defaultFormat: string | undefined): Partial<Style> {
  const alignment = alignmentOf(style);
  const numFmt = style.numberFormat ?? defaultFormat;
  return {
    ...(style.font === undefined ? {} : { font: fontOf(style.font) }),
    ...(style.fill === undefined ? {} : { fill: solidFill(style.fill) }),
    ...(style.border === undefined ? {} : { border: bordersOf(style.border) }),
    ...(alignment === undefined ? {} : { alignment }),
    ...(numFmt === undefined ? {} : { numFmt }),
    ...(style.unlocked === true ? { protection: { locked: false } } : {}),
  };
}

/** Numbers the different styles of a workbook from 0 on; equal styles get the same number. */
export class StyleList {
  readonly styles: Partial<Style>[] = [];
  private readonly numberOf = new Map<CellStyle | undefined, number>();
  private readonly dateNumberOf = new Map<CellStyle | undefined, number>();
  private readonly numberByContent = new Map<string, number>();

  /** The number of a cell's style. A date without number format gets one, or it would be shown as a serial. */
  add({ value, style }: PlannedCell): number {
    const isDate = typeof value === 'object' && value?.kind === 'date';
    const known = (isDate ? this.dateNumberOf : this.numberOf).get(style);
    if (known !== undefined) return known;
    const converted = convert(style ?? {}, isDate ? NUMBER_FORMATS.date : undefined);
    const content = JSON.stringify(converted);
    let number = this.numberByContent.get(content);
    if (number === undefined) {
      number = this.styles.push(converted) - 1;
      this.numberByContent.set(content, number);
    }
    (isDate ? this.dateNumberOf : this.numberOf).set(style, number);
    return number;
  }
}

/**
 * Style of a conditional format. In a differential format the colour of a solid fill is the *background*
 * (ECMA-376 part 1, 18.8.14 and 18.8.32), and Excel ignores a font's name and size.
 */
export function differentialStyle(style: PlannedConditionalFormat['style']): Partial<Style> {
  const { name: _name, size: _size, ...font } = style.font ?? {};
  return {
    ...(Object.keys(font).length === 0 ? {} : { font: fontOf(font) }),
    ...(style.fill === undefined
      ? {}
      : { fill: { type: 'pattern', pattern: 'solid', bgColor: argb(style.fill) } as Fill }),
  };
}
