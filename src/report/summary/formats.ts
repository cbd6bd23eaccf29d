import { formatDay } from '../../campaign/beijing-time.js';
import { COLORS, NUMBER_FORMATS, STYLES, wrappedLines } from '../../workbook/theme.js';
import type {
  CellOrigin,
  CellStyle,
  PlannedCell,
  PlannedFormula,
  PlannedValue,
} from '../../workbook/workbook-plan.js';

/** What stands in a cell that has no number: nothing was counted, or nothing can be divided by. */
export const NO_NUMBER = '—';

/** The styles of summaries: one object a role, so that thousands of cells share it. */
export const LOOKS = {
  title: { ...STYLES.title, wrap: true },
  wideTitle: { ...STYLES.title, wrap: true, font: { ...STYLES.title.font, size: 22 } },
  section: {
    font: { name: '黑体', size: 12, bold: true, color: COLORS.headInk },
    border: { bottom: 'medium', color: COLORS.headInk },
    vertical: 'middle',
  },
  formLink: {
    font: { name: '黑体', size: 11, bold: true, color: COLORS.link, underline: true },
    border: STYLES.cell.border,
    fill: COLORS.total,
    vertical: 'middle',
    wrap: true,
  },
  formNote: {
    font: { name: '宋体', size: 9, color: COLORS.queryInk },
    border: STYLES.cell.border,
    fill: COLORS.total,
    vertical: 'middle',
    wrap: true,
  },
  figureTitle: {
    font: { name: '宋体', size: 9, color: COLORS.muted },
    border: { top: 'thin', left: 'thin', right: 'thin', color: COLORS.line },
    horizontal: 'center',
    vertical: 'middle',
    wrap: true,
  },
  figure: {
    font: { name: '黑体', size: 14, bold: true, color: COLORS.headInk },
    border: { bottom: 'thin', left: 'thin', right: 'thin', color: COLORS.line },
    horizontal: 'center',
    vertical: 'middle',
    shrink: true,
  },
  nothing: {
    font: { name: '宋体', size: 10, color: COLORS.muted },
    border: STYLES.cell.border,
    horizontal: 'center',
    vertical: 'middle',
  },
  totalNothing: { ...STYLES.total, horizontal: 'center' },
  totalNote: { ...STYLES.total, horizontal: 'left', wrap: true },
  totalLabel: { ...STYLES.totalLabel, wrap: true },
  totalLink: {
    ...STYLES.totalLabel,
    wrap: true,
    font: { ...STYLES.totalLabel.font, color: COLORS.link, underline: true },
  },
  good: { ...STYLES.centered, fill: COLORS.good, font: { ...STYLES.centered.font, color: COLORS.goodInk } },
  query: {
    ...STYLES.centered,
    fill: COLORS.query,
    font: { ...STYLES.centered.font, color: COLORS.queryInk },
  },
  error: {
    ...STYLES.centered,
    fill: COLORS.error,
    font: { ...STYLES.centered.font, color: COLORS.errorInk },
  },
  muted: {
    ...STYLES.centered,
    fill: COLORS.computed,
    font: { ...STYLES.centered.font, color: COLORS.muted },
  },
  subtitle: { ...STYLES.subtitle, wrap: true },
  wideSubtitle: { ...STYLES.subtitle, wrap: true, font: { ...STYLES.subtitle.font, size: 15 } },
  note: STYLES.note,
  wideNote: { ...STYLES.note, font: { ...STYLES.note.font, size: 15 } },
  wideLabel: { ...STYLES.label, font: { ...STYLES.label.font, size: 15 } },
} as const satisfies Record<string, CellStyle>;

export type NumberFormatName = keyof typeof NUMBER_FORMATS;

/** A style with a number format, the same object each time it is asked for. */
function withFormats(style: CellStyle): Readonly<Record<NumberFormatName, CellStyle>> {
  return Object.fromEntries(
    Object.entries(NUMBER_FORMATS).map(([name, numberFormat]) => [name, { ...style, numberFormat }]),
  ) as Record<NumberFormatName, CellStyle>;
}

export const NUMBER_LOOKS = withFormats(STYLES.number);
export const TOTAL_LOOKS = withFormats(STYLES.total);

export function cell(
  columnNumber: number,
  value: PlannedValue,
  style: CellStyle,
  origin?: CellOrigin,
): PlannedCell {
  return origin === undefined ? { columnNumber, value, style } : { columnNumber, value, style, origin };
}

export function formula(text: string, result: string | number): PlannedFormula {
  return { kind: 'formula', formula: text, result };
}

/** Height in points of a row of 10-point text with this many lines. */
export function lineHeight(lines: number): number {
  return Math.min(400, Math.max(20, lines * 14 + 6));
}

/** Height of a row whose texts stand in columns of these widths. */
export function rowHeight(texts: readonly { readonly text: string; readonly width: number }[]): number {
  return lineHeight(Math.max(1, ...texts.map(({ text, width }) => wrappedLines(text, width))));
}

/** `2020年10月1日至10月31日`. */
export function formatPeriod(start: string, end: string): string {
  const last = formatDay(end);
  return `${formatDay(start)}至${start.slice(0, 4) === end.slice(0, 4) ? last.slice(5) : last}`;
}
