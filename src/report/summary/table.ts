import type { CellRange } from '../../workbook/reference.js';
import { STYLES, textWidth } from '../../workbook/theme.js';
import type { CellStyle, PlannedCell, PlannedRow } from '../../workbook/workbook-plan.js';
import { formatCount } from '../format-figures.js';
import type { Figure } from './figures.js';
import { cell, LOOKS, lineHeight, rowHeight } from './formats.js';

/** A column of a table: what its header says and how wide it is, in characters. */
export interface TableColumn {
  readonly header: string;
  readonly group: string | null;
  readonly width: number;
}

/** Rows and the merges that belong to them. */
export interface PlannedBlock {
  readonly rows: readonly PlannedRow[];
  readonly merges: readonly CellRange[];
}

/** The sheet rows of every table: title, what it covers, header bands, leaf headers; data follow. */
export const TITLE_ROW = 1;
export const SUBTITLE_ROW = 2;
export const BAND_ROW = 3;
export const LEAF_ROW = 4;
export const FIRST_DATA_ROW = 5;

/** Where the numbers of a form stand on a sheet: the rows from the first one to above the totals. */
export interface FigureTable {
  readonly sheet: string;
  readonly firstFigureColumn: number;
  readonly totalRow: number;
}

/** Wider than this, a sheet is printed so small that its title needs larger letters. */
const WIDE = 150;

/** Much wider still, plain text below and above the table needs larger letters too. */
const VERY_WIDE = 220;

/** True where plain text is printed so small that it needs larger letters. */
export function isVeryWide(widths: readonly number[]): boolean {
  return widths.reduce((sum, item) => sum + item, 0) > VERY_WIDE;
}

/** How much larger that text is. */
const WIDE_SCALE = 1.5;

/** Height of a line of plain text across a table. */
function acrossHeight(text: string, widths: readonly number[], heightOf = rowHeight): number {
  const width = widths.reduce((sum, item) => sum + item, 0);
  return isVeryWide(widths)
    ? heightOf([{ text, width: width / WIDE_SCALE }]) * WIDE_SCALE
    : heightOf([{ text, width }]);
}

/** Title and subtitle across the table. */
export function planTitle(title: string, subtitle: string, widths: readonly number[]): PlannedBlock {
  const width = widths.reduce((sum, item) => sum + item, 0);
  const across = (row: number): CellRange => ({ top: row, left: 1, bottom: row, right: widths.length });
  return {
    rows: [
      {
        rowNumber: TITLE_ROW,
        height: (width > WIDE ? 40 : 34) * Math.max(1, Math.ceil((textWidth(title) * 1.8) / width)),
        cells: [cell(1, title, width > WIDE ? LOOKS.wideTitle : LOOKS.title)],
      },
      {
        rowNumber: SUBTITLE_ROW,
        height: acrossHeight(subtitle, widths),
        cells: [cell(1, subtitle, isVeryWide(widths) ? LOOKS.wideSubtitle : LOOKS.subtitle)],
      },
    ],
    merges: widths.length > 1 ? [across(TITLE_ROW), across(SUBTITLE_ROW)] : [],
  };
}

/** Two header rows: bands over neighbouring columns of one group, single columns merged down. */
export function planHeader(columns: readonly TableColumn[]): PlannedBlock {
  const merges: CellRange[] = [];
  const bands: PlannedCell[] = [];
  const leaves: PlannedCell[] = [];
  let start = 0;
  while (start < columns.length) {
    const { group, header } = columns[start]!;
    let end = start + 1;
    while (group !== null && end < columns.length && columns[end]!.group === group) end++;
    for (let index = start; index < end; index++) {
      const text = group ?? header;
      bands.push(cell(index + 1, index === start ? text : null, STYLES.header));
      leaves.push(cell(index + 1, group === null ? null : columns[index]!.header, STYLES.header));
    }
    if (group === null) merges.push({ top: BAND_ROW, left: start + 1, bottom: LEAF_ROW, right: start + 1 });
    else if (end - start > 1) merges.push({ top: BAND_ROW, left: start + 1, bottom: BAND_ROW, right: end });
    start = end;
  }
  const texts = columns.map(({ header, width }) => ({ text: header, width }));
  return {
    rows: [
      { rowNumber: BAND_ROW, height: 22, cells: bands },
      { rowNumber: LEAF_ROW, height: rowHeight(texts), cells: leaves },
    ],
    merges,
  };
}

/** One header row, for tables without bands. */
export function planPlainHeader(
  rowNumber: number,
  columns: readonly Pick<TableColumn, 'header' | 'width'>[],
): PlannedRow {
  return {
    rowNumber,
    height: rowHeight(columns.map(({ header, width }) => ({ text: header, width }))),
    cells: columns.map(({ header }, index) => cell(index + 1, header, STYLES.header)),
  };
}

/** A column of numbers, wide enough for its largest number and for its header in a few lines. */
export function figureColumn(figure: Figure, largest: number): TableColumn {
  const bandWidth = figure.group === null ? 0 : Math.ceil(textWidth(figure.group) / 2) + 1;
  const width = Math.max(
    8,
    Math.ceil(textWidth(figure.title) / 2) + 2,
    textWidth(largestText(figure, largest)) + 3,
    bandWidth,
  );
  return { header: figure.header, group: figure.group, width };
}

/** A column of texts as wide as its longest text, within bounds; longer ones wrap. */
export function textColumn(
  header: string,
  texts: Iterable<string>,
  least: number,
  most: number,
): TableColumn {
  let longest = textWidth(header);
  for (const text of texts) longest = Math.max(longest, textWidth(text));
  return { header, group: null, width: Math.min(most, Math.max(least, longest + 3)) };
}

/** The row of a county on a form's comparison sheet; county null: that of all. */
export function comparisonRow(counties: readonly string[], county: string | null): number {
  return FIRST_DATA_ROW + (county === null ? counties.length : counties.indexOf(county));
}

/** The column 县（市）: as wide on every sheet, and no county's name wraps. */
export function countyColumn(counties: Iterable<string>): TableColumn {
  return textColumn('县（市）', counties, 10, 26);
}

/** Lines of plain notes below a table, each merged across it. */
export function planNotes(
  firstRow: number,
  notes: readonly string[],
  widths: readonly number[],
  heightOf: typeof rowHeight = rowHeight,
): PlannedBlock {
  return {
    rows: notes.map((note, index) => ({
      rowNumber: firstRow + index,
      height: acrossHeight(note, widths, heightOf),
      cells: [cell(1, note, isVeryWide(widths) ? LOOKS.wideNote : LOOKS.note)],
    })),
    merges: notes.map((_, index) => ({
      top: firstRow + index,
      left: 1,
      bottom: firstRow + index,
      right: widths.length,
    })),
  };
}

/** A table row that says in words that there is nothing to list. */
export function planNothing(
  rowNumber: number,
  text: string,
  columnCount: number,
  style: CellStyle = LOOKS.nothing,
): PlannedBlock {
  return {
    rows: [
      {
        rowNumber,
        height: lineHeight(2),
        cells: Array.from({ length: columnCount }, (_, index) =>
          cell(index + 1, index === 0 ? text : null, style),
        ),
      },
    ],
    merges: [{ top: rowNumber, left: 1, bottom: rowNumber, right: columnCount }],
  };
}

/** Several blocks as one. */
export function joinBlocks(...blocks: readonly PlannedBlock[]): PlannedBlock {
  return { rows: blocks.flatMap((block) => block.rows), merges: blocks.flatMap((block) => block.merges) };
}

function largestText(figure: Figure, largest: number): string {
  if (figure.format === 'percent') return '100.0%';
  return figure.format === 'amount' ? `${formatCount(Math.trunc(largest))}.00` : formatCount(largest);
}
