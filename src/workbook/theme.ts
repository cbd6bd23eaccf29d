import type { CellStyle } from './workbook-plan.js';

// The look that all workbooks share: one palette, safe for colour-blind eyes and for black-and-white print.

/** RRGGBB colours by what they say. */
export const COLORS = {
  ink: '1F2933',
  muted: '6B7785',
  line: 'B8C0CA',
  head: 'DCE6F1',
  headInk: '1F3A5F',
  total: 'F2F5F9',
  input: 'FFFFFF',
  computed: 'F3F4F6',
  open: 'FFF9E3',
  error: 'F8C9C4',
  errorInk: '9C1C12',
  query: 'FDE9B8',
  queryInk: '7A5200',
  hint: 'E3EDF9',
  hintInk: '1F3A5F',
  good: 'D5EBDD',
  goodInk: '1E6B3C',
  link: '1F5FA8',
} as const;

/**
 * Series colours of charts, in order: told apart with any kind of colour blindness, and neighbours by lightness alone,
 * as on a black-and-white print.
 */
export const SERIES_COLORS = ['0F5499', 'E9A23B', '1B8A6B', '9CC9EA', '7A2452', 'E0C0B8', '9B7FC0'] as const;
/** A line over bars: dark enough on white, and on none of their first colours lost. */
export const LINE_COLOR = 'C2570C';

/** White or ink, whichever reads better on the colour (RRGGBB). */
export function inkOn(color: string): string {
  const channel = (start: number): number => Number.parseInt(color.slice(start, start + 2), 16);
  const lightness = (channel(0) * 299 + channel(2) * 587 + channel(4) * 114) / 1000;
  return lightness > 140 ? COLORS.ink : 'FFFFFF';
}

const FONT = '宋体';
const HEAD_FONT = '黑体';
const BOX = { top: 'thin', right: 'thin', bottom: 'thin', left: 'thin', color: COLORS.line } as const;

/**
 * Number formats: whole things, money and decimals with thousands separators; 0 is shown as 0, blanks stay blank.
 * `typed`: as it was typed, for decimals of any number of places (`#,##0.##` would show 12 as `12.`).
 */
export const NUMBER_FORMATS = {
  integer: '#,##0',
  amount: '#,##0.00',
  decimal: '#,##0.00##',
  typed: 'General',
  percent: '0.0%',
  date: 'yyyy-mm-dd',
  text: '@',
} as const;

/** Frozen styles by role; take `{ ...STYLES.cell, numberFormat }` for a variant and share it between cells. */
export const STYLES = {
  title: {
    font: { name: HEAD_FONT, size: 16, bold: true, color: COLORS.ink },
    horizontal: 'center',
    vertical: 'middle',
  },
  subtitle: { font: { name: FONT, size: 10, color: COLORS.muted }, horizontal: 'left', vertical: 'middle' },
  note: { font: { name: FONT, size: 10, color: COLORS.muted }, vertical: 'top', wrap: true },
  header: {
    font: { name: HEAD_FONT, size: 10, bold: true, color: COLORS.headInk },
    fill: COLORS.head,
    border: BOX,
    horizontal: 'center',
    vertical: 'middle',
    wrap: true,
  },
  cell: { font: { name: FONT, size: 10, color: COLORS.ink }, border: BOX, vertical: 'middle', wrap: true },
  centered: {
    font: { name: FONT, size: 10, color: COLORS.ink },
    border: BOX,
    horizontal: 'center',
    vertical: 'middle',
    wrap: true,
  },
  number: {
    font: { name: FONT, size: 10, color: COLORS.ink },
    border: BOX,
    horizontal: 'right',
    vertical: 'middle',
  },
  total: {
    font: { name: HEAD_FONT, size: 10, bold: true, color: COLORS.ink },
    fill: COLORS.total,
    border: BOX,
    horizontal: 'right',
    vertical: 'middle',
  },
  totalLabel: {
    font: { name: HEAD_FONT, size: 10, bold: true, color: COLORS.ink },
    fill: COLORS.total,
    border: BOX,
    horizontal: 'center',
    vertical: 'middle',
  },
  label: { font: { name: FONT, size: 10, color: COLORS.ink }, horizontal: 'right', vertical: 'middle' },
  link: {
    font: { name: FONT, size: 10, color: COLORS.link, underline: true },
    border: BOX,
    vertical: 'middle',
    wrap: true,
  },
} as const satisfies Record<string, CellStyle>;

/** Width of a text in Excel's column units: a Chinese character counts 2, others 1. The longest line counts. */
export function textWidth(text: string): number {
  let widest = 0;
  for (const line of text.split('\n')) {
    let width = 0;
    for (const character of line)
      width +=
        /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
          character,
        )
          ? 2
          : 1;
    widest = Math.max(widest, width);
  }
  return widest;
}

/** Lines that a text needs in a column of this width, wrapped. */
export function wrappedLines(text: string, columnWidth: number): number {
  return text
    .split('\n')
    .reduce(
      (lines, line) => lines + Math.max(1, Math.ceil(textWidth(line) / Math.max(1, columnWidth - 1))),
      0,
    );
}
