import { formatMoment } from '../../campaign/beijing-time.js';
import type { FileSource } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { cutText } from '../../workbook/excel-limits.js';
import { COLORS, NUMBER_FORMATS, STYLES, textWidth } from '../../workbook/theme.js';
import type { CellStyle, PlannedRow, PlannedValue, SheetPlan } from '../../workbook/workbook-plan.js';
import { LOOKS, rowHeight } from '../summary/formats.js';

/** One column of a list: its header, how wide it may grow, and what it shows of a row. */
export interface ListColumn<Row> {
  readonly title: string;
  /** Characters; the column is as wide as its longest text within these bounds. */
  readonly width: readonly [least: number, most: number];
  readonly value: (row: Row, index: number) => PlannedValue;
  /** Default: text to the left. */
  readonly style?: CellStyle | ((row: Row) => CellStyle);
  readonly headerStyle?: CellStyle;
}

/** A sheet that is one table below a title, made for filtering and for printing. */
export interface ListSheet<Row> {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly rows: readonly Row[];
  /** Said instead of rows when there are none. */
  readonly whenEmpty: string;
  readonly tabColor?: string;
  /** Columns that stay in view; default 0. */
  readonly frozenColumns?: number;
  /** What rows of one group have in common, which stand together; every other group is shaded. */
  readonly groupOf?: (row: Row) => unknown;
}

const HEADER_ROW = 3;
/** The row of a list's first item. */
export const FIRST_LIST_ROW = HEADER_ROW + 1;
const MARGINS = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 };
/** Whole numbers in the middle: 序号, days. */
export const NUMBER_CENTERED: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.integer };
/** Relationship targets longer than this make Excel repair the file. */
const MAX_LINK_TARGET = 2_079;
const MAX_TOOLTIP = 255;

/** Plans a list: title, 截至时间 line, header that repeats on every page and stays in view, filter, rows. */
export function planListSheet<Row>(list: ListSheet<Row>): SheetPlan {
  const { columns, rows } = list;
  const values = rows.map((row, index) => columns.map((column) => column.value(row, index)));
  const widths = columns.map((column, index) =>
    fitWidth(
      column,
      values.map((cells) => cells[index] ?? null),
    ),
  );
  const lastRow = Math.max(FIRST_LIST_ROW, HEADER_ROW + rows.length);
  const shades = list.groupOf === undefined ? [] : shadedGroups(rows, list.groupOf);
  const shaded = styleShader();
  const across = (rowNumber: number) => ({
    top: rowNumber,
    left: 1,
    bottom: rowNumber,
    right: columns.length,
  });
  const table = values.map((cells, index): PlannedRow => {
    const row = rows[index] as Row;
    return {
      rowNumber: FIRST_LIST_ROW + index,
      height: rowHeight(cells.map((value, at) => ({ text: shownText(value), width: widths[at] ?? 8 }))),
      cells: cells.map((value, at) => ({
        columnNumber: at + 1,
        value,
        style: shades[index] ? shaded(styleOf(columns[at], row, value)) : styleOf(columns[at], row, value),
      })),
    };
  });
  return {
    name: list.name,
    ...(list.tabColor === undefined ? {} : { tabColor: list.tabColor }),
    columnWidths: widths,
    rows: [
      { rowNumber: 1, height: 30, cells: [{ columnNumber: 1, value: list.title, style: STYLES.title }] },
      {
        rowNumber: 2,
        height: rowHeight([{ text: list.subtitle, width: widths.reduce((sum, width) => sum + width, 0) }]),
        cells: [{ columnNumber: 1, value: list.subtitle, style: LOOKS.subtitle }],
      },
      {
        rowNumber: HEADER_ROW,
        height: rowHeight(columns.map((column, at) => ({ text: column.title, width: widths[at] ?? 8 }))),
        cells: columns.map((column, at) => ({
          columnNumber: at + 1,
          value: column.title,
          style: column.headerStyle ?? STYLES.header,
        })),
      },
      ...(rows.length === 0 ? [emptyRow(list.whenEmpty, columns.length)] : table),
    ],
    merges: [across(1), across(2), ...(rows.length === 0 ? [across(FIRST_LIST_ROW)] : [])],
    freeze: { rows: HEADER_ROW, columns: list.frozenColumns ?? 0 },
    ...(rows.length === 0
      ? {}
      : { autoFilter: { top: HEADER_ROW, left: 1, bottom: lastRow, right: columns.length } }),
    print: {
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: HEADER_ROW, last: HEADER_ROW },
      area: { top: 1, left: 1, bottom: lastRow, right: columns.length },
      footer: '&C第 &P 页 共 &N 页',
      margins: MARGINS,
    },
    showGridLines: false,
  };
}

/** The column 序号. */
export function numberColumn<Row>(): ListColumn<Row> {
  return { title: '序号', width: [6, 8], value: (_, index) => index + 1, style: NUMBER_CENTERED };
}

/** A file as lists show it: without the folder that all share, a file in a container behind the container's name. */
export function formatFileName(source: FileSource): string {
  const path = source.path.replace(/^收件\//, '');
  return source.entry === null ? path : `${path} › ${source.entry}`;
}

/**
 * A link that opens a received file; `folder` is how the working folder is reached from the workbook's own. An
 * entry's link opens its container. The target is the plain path: the writer encodes it (blanks, `#`, `%`). Plain
 * text where the target would be too long for Excel.
 */
export function linkToFile(source: FileSource, folder: string): PlannedValue {
  const target = `${folder}/${source.path}`;
  const text = formatFileName(source);
  if (target.length > MAX_LINK_TARGET) return text;
  return { kind: 'link', text, target, tooltip: cutText(text, MAX_TOOLTIP) };
}

/**
 * A cell's reference as a link that opens the received file there. Only a workbook that lies in the folder itself has
 * places that can be opened; elsewhere the file or its container is.
 */
export function linkToCell(place: CellPlace, folder: string): PlannedValue {
  const { sheet, cell } = place;
  if (cell === null) return null;
  const link = linkToFile(place, folder);
  if (typeof link !== 'object' || link?.kind !== 'link') return cell;
  const hasPlaces = place.entry === null && sheet !== null && WORKBOOKS.test(place.path);
  const tooltip = cutText(`打开 ${link.text}${sheet === null ? '' : `《${sheet}》${cell}`}`, MAX_TOOLTIP);
  return hasPlaces
    ? { ...link, text: cell, location: `'${sheet.replaceAll("'", "''")}'!${cell}`, tooltip }
    : { ...link, text: cell, tooltip };
}

/** A cell of a received file, as far as it is known. */
export interface CellPlace extends FileSource {
  readonly sheet: string | null;
  readonly cell: string | null;
}

/** Files of which a spreadsheet program opens a sheet by its own name. */
const WORKBOOKS = /\.(?:xlsx|xlsm|xls|xlsb|et|ods)$/i;

/** The moment for which a list speaks. */
export function asOfText(summary: Summary): string {
  return `截至时间：${formatMoment(summary.asOf)}（北京时间）`;
}

/** A file, or a file in a container, as a key of maps. */
export function placeKey(source: FileSource): string {
  return JSON.stringify([source.path, source.entry]);
}

function fitWidth<Row>(column: ListColumn<Row>, values: readonly PlannedValue[]): number {
  const [least, most] = column.width;
  // A spread of a hundred thousand arguments would overflow the stack.
  const widest = values.reduce<number>((width, value) => Math.max(width, textWidth(shownText(value))), 0);
  return Math.min(
    most,
    Math.max(least, widest + 2, textWidth(column.title) + 2 > most ? least : textWidth(column.title) + 2),
  );
}

function shownText(value: PlannedValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return value.kind === 'link' ? value.text : value.kind === 'date' ? value.date : String(value.result ?? '');
}

function styleOf<Row>(column: ListColumn<Row> | undefined, row: Row, value: PlannedValue): CellStyle {
  if (typeof value === 'object' && value?.kind === 'link') return STYLES.link;
  const style = column?.style ?? STYLES.cell;
  return typeof style === 'function' ? style(row) : style;
}

/** For each row, whether it is in every other group. */
function shadedGroups<Row>(rows: readonly Row[], groupOf: (row: Row) => unknown): readonly boolean[] {
  let isShaded = false;
  return rows.map((row, index) => {
    if (index > 0 && groupOf(row) !== groupOf(rows[index - 1]!)) isShaded = !isShaded;
    return isShaded;
  });
}

/** Shades styles that have no colour of their own; the same object each time, so that cells share it. */
function styleShader(): (style: CellStyle) => CellStyle {
  const made = new Map<CellStyle, CellStyle>();
  return (style) => {
    if (style.fill !== undefined) return style;
    const known = made.get(style) ?? { ...style, fill: COLORS.total };
    made.set(style, known);
    return known;
  };
}

function emptyRow(text: string, columns: number): PlannedRow {
  return {
    rowNumber: FIRST_LIST_ROW,
    height: 36,
    cells: Array.from({ length: columns }, (_, at) => ({
      columnNumber: at + 1,
      value: at === 0 ? text : null,
      style: LOOKS.good,
    })),
  };
}
