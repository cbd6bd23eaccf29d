import { COLORS, NUMBER_FORMATS, STYLES } from '../workbook/theme.js';
import type { CellStyle, PlannedRow, PrintSetup } from '../workbook/workbook-plan.js';

// The look of cells that are filled in by hand.

export const TEXT_STYLE: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
export const CENTERED_TEXT_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.text };
export const NUMBER_STYLE: CellStyle = {
  ...STYLES.number,
  numberFormat: NUMBER_FORMATS.typed,
  horizontal: 'left',
};
/** A number as it is typed: no thousands separators. */
export const PLAIN_NUMBER_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.typed };
export const LABEL_STYLE: CellStyle = { ...STYLES.totalLabel, horizontal: 'left' };
export const HINT_STYLE: CellStyle = { ...STYLES.note, border: STYLES.cell.border, vertical: 'middle' };

export const NOTE_STYLE: CellStyle = { ...STYLES.note, vertical: 'middle' };
/** What somebody has still to look at. */
export const DOUBT_STYLE: CellStyle = {
  ...STYLES.cell,
  font: { ...STYLES.cell.font, color: COLORS.queryInk },
  fill: COLORS.query,
  numberFormat: NUMBER_FORMATS.text,
};

/** One page wide. */
export const HAND_KEPT_PRINT: PrintSetup = {
  orientation: 'landscape',
  pagesTall: 0,
  footer: '&C第 &P 页 共 &N 页',
};

/** The first row of a sheet: its column titles. */
export function headerRow(titles: readonly string[]): PlannedRow {
  return {
    rowNumber: 1,
    height: 32,
    cells: titles.map((title, index) => ({ columnNumber: index + 1, value: title, style: STYLES.header })),
  };
}
