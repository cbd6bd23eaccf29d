import { COLORS, inkOn, LINE_COLOR, SERIES_COLORS } from '../workbook/theme.js';

// One look for all charts: sizes are readable when the picture is shown at half its size.

/** Family under which the packaged Chinese font is registered. */
export const FONT_FAMILY = 'Bangfu Sans';
/** The families that a chart asks for: the packaged one, and in a browser, which does not have it, the system's. */
export const FONT_STACK = `"${FONT_FAMILY}", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei", sans-serif`;
/** Pixels at 96 dpi. */
export const FONT_SIZES = { title: 24, subtitle: 16, text: 16, label: 15 } as const;

export const INK = `#${COLORS.ink}`;
export const MUTED = `#${COLORS.muted}`;
export const AXIS = `#${COLORS.line}`;
export const GRID = '#ECEFF3';
export const LINE = `#${LINE_COLOR}`;
export const REFERENCE = `#${COLORS.errorInk}`;

/** Colour of the series or slice with this index; colours repeat after the last. */
export function seriesColor(index: number): string {
  return `#${SERIES_COLORS[index % SERIES_COLORS.length]}`;
}

/** The colour of text on a series: white or ink. */
export function inkOnSeries(index: number): string {
  return `#${inkOn(SERIES_COLORS[index % SERIES_COLORS.length]!)}`;
}

/** The font as a canvas takes it. */
export function canvasFont(size: number, bold = false): string {
  return `${bold ? 'bold ' : ''}${size}px ${FONT_STACK}`;
}
