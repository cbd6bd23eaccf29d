import { MAX_COLUMNS, MAX_ROWS } from '../workbook/excel-limits.js';
import { formatReference, parseReference } from '../workbook/reference.js';
import { CannotMark } from './cannot-mark.js';
import { readAttributes, withAttributes } from './xml/attributes.js';
import type { XmlElement } from './xml/element.js';
import { TagScanner } from './xml/scan-tags.js';
import type { TextEdits } from './xml/text-edits.js';

/** An open tag and, for cells, nothing more: what a mark changes of a cell is in its tag. */
interface TagAt {
  readonly start: number;
  readonly end: number;
}

interface CellAt extends TagAt {
  readonly columnNumber: number;
  readonly format: number | null;
}

interface RowAt extends TagAt {
  readonly rowNumber: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly cells: CellAt[];
  /** Before the row's close tag; behind an empty row. */
  closeStart: number;
  isEmpty: boolean;
}

/** A cell's format after a change, by the one before. */
export type FormatChange = (before: number) => number;

/** The rows of a sheet, with the cells of those that interest. */
export class SheetRows {
  private readonly text: string;
  private readonly sheetData: XmlElement;
  private readonly rows: RowAt[] = [];

  /** Rows and cells without reference follow the one before (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73). */
  constructor(text: string, partName: string, sheetData: XmlElement, rowsOfInterest: ReadonlySet<number>) {
    this.text = text;
    this.sheetData = sheetData;
    const scanner = new TagScanner(text, partName, sheetData.contentStart, sheetData.contentEnd);
    const rowName = `${sheetData.prefix}row`;
    const cellName = `${sheetData.prefix}c`;
    let row: RowAt | null = null;
    let rowNumber = 0;
    let columnNumber = 0;
    while (scanner.next()) {
      const { kind, name, start, end } = scanner;
      if (name === rowName && kind === 'close' && row !== null) row.closeStart = start;
      else if (name === rowName && kind !== 'close') {
        const attributes = readAttributes(text.slice(start, end));
        const stated = Number(attributes.get('r'));
        rowNumber = Number.isInteger(stated) && stated >= 1 ? stated : rowNumber + 1;
        if (rowNumber > MAX_ROWS) throw new CannotMark('damaged-part', partName);
        columnNumber = 0;
        row = { start, end, rowNumber, attributes, cells: [], closeStart: end, isEmpty: kind === 'empty' };
        this.rows.push(row);
      } else if (name === cellName && kind !== 'close' && row !== null && rowsOfInterest.has(rowNumber)) {
        const attributes = readAttributes(text.slice(start, end));
        const place = parseReference(attributes.get('r') ?? '');
        columnNumber = place?.columnNumber ?? columnNumber + 1;
        // A cell that says that it lies in another row cannot be given a place among its neighbours.
        if (place !== null && place.rowNumber !== rowNumber) throw new CannotMark('damaged-part', partName);
        const format = attributes.get('s');
        row.cells.push({ start, end, columnNumber, format: format === undefined ? null : Number(format) });
      }
    }
  }

  /** The heights that rows have, in points. */
  heights(): ReadonlyMap<number, number> {
    const heights = new Map<number, number>();
    for (const { rowNumber, attributes } of this.rows) {
      const height = isTrue(attributes.get('hidden')) ? 0 : Number(attributes.get('ht') ?? Number.NaN);
      if (!Number.isNaN(height)) heights.set(rowNumber, height);
    }
    return heights;
  }

  /** Gives cells other formats, by row and column; those that are not there are put in, in order. */
  setFormats(
    edits: TextEdits,
    formats: ReadonlyMap<number, ReadonlyMap<number, FormatChange>>,
    columnFormat: (columnNumber: number) => number,
  ): void {
    let rowsAtEnd = '';
    for (const [rowNumber, ofRow] of [...formats].sort(([a], [b]) => a - b))
      rowsAtEnd += this.setRowFormats(edits, rowNumber, ofRow, columnFormat);
    if (rowsAtEnd !== '') edits.append(this.sheetData, rowsAtEnd);
  }

  /** Gives what is to be put behind the last row. */
  private setRowFormats(
    edits: TextEdits,
    rowNumber: number,
    formats: ReadonlyMap<number, FormatChange>,
    columnFormat: (columnNumber: number) => number,
  ): string {
    const rows = this.rows.filter((row) => row.rowNumber === rowNumber);
    const absent: number[] = [];
    for (const [columnNumber, change] of formats) {
      const cell = rows.flatMap((row) => row.cells).find((known) => known.columnNumber === columnNumber);
      if (cell === undefined) absent.push(columnNumber);
      else {
        const tag = this.text.slice(cell.start, cell.end);
        edits.replace(cell.start, cell.end, withAttributes(tag, { s: change(cell.format ?? 0) }));
      }
    }
    if (absent.length === 0) return '';
    absent.sort((a, b) => a - b);
    const row = rows[0];
    const rowFormat =
      row !== undefined && isTrue(row.attributes.get('customFormat'))
        ? Number(row.attributes.get('s') ?? 0)
        : null;
    const cellXml = (columnNumber: number): string => {
      const format = formats.get(columnNumber)!(rowFormat ?? columnFormat(columnNumber));
      return `<${this.sheetData.prefix}c r="${formatReference(rowNumber, columnNumber)}" s="${format}"/>`;
    };
    if (row !== undefined) {
      this.insertCells(edits, row, absent, cellXml);
      return '';
    }
    const { prefix } = this.sheetData;
    const xml = `<${prefix}row r="${rowNumber}">${absent.map(cellXml).join('')}</${prefix}row>`;
    const next = this.rows.find((known) => known.rowNumber > rowNumber);
    if (next === undefined) return xml;
    edits.insert(next.start, xml);
    return '';
  }

  private insertCells(
    edits: TextEdits,
    row: RowAt,
    columnNumbers: readonly number[],
    cellXml: (columnNumber: number) => string,
  ): void {
    const tag = withAttributes(this.text.slice(row.start, row.end), {
      spans: widenedSpans(row.attributes.get('spans'), columnNumbers),
    });
    if (row.isEmpty) {
      const cells = columnNumbers.map(cellXml).join('');
      const opened = tag.replace(/\s*\/>$/, '>');
      edits.replace(row.start, row.end, `${opened}${cells}</${this.sheetData.prefix}row>`);
      return;
    }
    edits.replace(row.start, row.end, tag);
    for (const columnNumber of columnNumbers) {
      const next = row.cells.find((cell) => cell.columnNumber > columnNumber);
      edits.insert(next?.start ?? row.closeStart, cellXml(columnNumber));
    }
  }
}

/** `spans` (18.3.1.73) says between which columns a row has cells; null where the row does not say so. */
function widenedSpans(spans: string | undefined, columnNumbers: readonly number[]): string | null {
  const [, first, last] = /^(\d+):(\d+)$/.exec(spans ?? '') ?? [];
  if (first === undefined || last === undefined) return null;
  return `${Math.min(Number(first), ...columnNumbers)}:${Math.max(Number(last), ...columnNumbers)}`;
}

/** ST_Boolean (22.9.2.1). */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** What `cols` (18.3.1.17) says of columns: the last format and width that cover one. */
export function readColumns(cols: XmlElement | null): {
  readonly formatOf: (columnNumber: number) => number;
  readonly widthOf: (columnNumber: number) => number | null;
} {
  const ranges = (cols?.children ?? []).map(({ attributes }) => ({
    first: Number(attributes.get('min')),
    last: Math.min(Number(attributes.get('max')), MAX_COLUMNS),
    format: Number(attributes.get('style') ?? 0),
    width: isTrue(attributes.get('hidden')) ? 0 : Number(attributes.get('width') ?? Number.NaN),
  }));
  const rangeOf = (columnNumber: number) =>
    ranges.find(({ first, last }) => first <= columnNumber && columnNumber <= last);
  return {
    formatOf: (columnNumber) => rangeOf(columnNumber)?.format ?? 0,
    widthOf: (columnNumber) => {
      const width = rangeOf(columnNumber)?.width;
      return width === undefined || Number.isNaN(width) ? null : width;
    },
  };
}
