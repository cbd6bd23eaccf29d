import { serialOfDate } from '../date-serial.js';
import { cutText, MAX_CELL_TEXT } from '../excel-limits.js';
import { formatColumn, formatRange } from '../reference.js';
import type { PlannedCell, PlannedRow, SheetPlan } from '../workbook-plan.js';
import { encodeXstring, xmlContent } from '../xml-text.js';

// The cells of a sheet. exceljs takes a quarter of a kilobyte and several objects a cell; a detail sheet has 600 000.

/** Excel shows no taller row ("Excel specifications and limits"). */
const MAX_ROW_HEIGHT = 409;

/** The texts of a workbook, each once (ECMA-376 part 1, 18.4.9). */
export class SharedStrings {
  private readonly indexOf = new Map<string, number>();
  private count = 0;

  /** The index of a text, which is added when it is new. Returned files can make texts that no cell holds: cut. */
  add(whole: string): number {
    const text = cutText(whole, MAX_CELL_TEXT);
    this.count++;
    const known = this.indexOf.get(text);
    if (known !== undefined) return known;
    this.indexOf.set(text, this.indexOf.size);
    return this.indexOf.size - 1;
  }

  /** The shared strings part. */
  format(): string {
    const items = [...this.indexOf.keys()].map((text) => {
      const content = xmlContent(encodeXstring(text));
      return /^\s|\s$|\n/.test(content)
        ? `<si><t xml:space="preserve">${content}</t></si>`
        : `<si><t>${content}</t></si>`;
    });
    const counts = `count="${this.count}" uniqueCount="${items.length}"`;
    const namespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="${namespace}" ${counts}>${items.join('')}</sst>`;
  }
}

/**
 * The rows of a sheet in order, with a cell for every place under a merge: those without style take the first cell's,
 * so that borders close around the whole.
 */
export function arrangeRows(sheet: SheetPlan): PlannedRow[] {
  const rows = new Map(sheet.rows.map((row) => [row.rowNumber, row]));
  for (const { top, left, bottom, right } of sheet.merges ?? []) {
    const style = rows.get(top)?.cells.find(({ columnNumber }) => columnNumber === left)?.style;
    if (style === undefined) continue;
    for (let rowNumber = top; rowNumber <= bottom; rowNumber++) {
      const row = rows.get(rowNumber) ?? { rowNumber, cells: [] };
      const cells = new Map(row.cells.map((cell) => [cell.columnNumber, cell]));
      for (let columnNumber = left; columnNumber <= right; columnNumber++) {
        const cell = cells.get(columnNumber);
        if (cell?.style === undefined)
          cells.set(columnNumber, { columnNumber, value: cell?.value ?? null, style });
      }
      rows.set(rowNumber, { ...row, cells: [...cells.values()] });
    }
  }
  return [...rows.values()].sort((a, b) => a.rowNumber - b.rowNumber);
}

/** `sheetData` (ECMA-376 part 1, 18.3.1.80). `styleId` gives the index of a cell's format. */
export function formatSheetData(
  rows: readonly PlannedRow[],
  strings: SharedStrings,
  styleId: (cell: PlannedCell) => number,
): string {
  const parts = rows.map((row) => {
    const height =
      row.height === undefined ? '' : ` ht="${Math.min(row.height, MAX_ROW_HEIGHT)}" customHeight="1"`;
    const hidden = row.hidden ? ' hidden="1"' : '';
    let cells = '';
    for (const cell of inOrder(row.cells)) cells += formatCell(row.rowNumber, cell, strings, styleId(cell));
    return `<row r="${row.rowNumber}"${height}${hidden}>${cells}</row>`;
  });
  return `<sheetData>${parts.join('')}</sheetData>`;
}

function inOrder(cells: readonly PlannedCell[]): readonly PlannedCell[] {
  const isOrdered = cells.every(
    (cell, index) => index === 0 || cells[index - 1]!.columnNumber < cell.columnNumber,
  );
  return isOrdered ? cells : [...cells].sort((a, b) => a.columnNumber - b.columnNumber);
}

const COLUMNS: string[] = [];

/** Letters of a column; kept, because every cell asks. */
function columnLetters(columnNumber: number): string {
  COLUMNS[columnNumber] ??= formatColumn(columnNumber);
  return COLUMNS[columnNumber];
}

/** `c` (18.3.1.4) with its type (18.18.11). Dates are serials: a JavaScript Date is another day in another time zone. */
function formatCell(
  rowNumber: number,
  { columnNumber, value }: PlannedCell,
  strings: SharedStrings,
  styleId: number,
): string {
  const start = `<c r="${columnLetters(columnNumber)}${rowNumber}"${styleId === 0 ? '' : ` s="${styleId}"`}`;
  if (value === null || value === '') return styleId === 0 ? '' : `${start}/>`;
  if (typeof value === 'string') return `${start} t="s"><v>${strings.add(value)}</v></c>`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `${start} t="b"><v>${value ? 1 : 0}</v></c>`;
  switch (value.kind) {
    case 'date':
      return `${start}><v>${serialOfDate(value.date)}</v></c>`;
    case 'link':
      return `${start} t="s"><v>${strings.add(value.text)}</v></c>`;
    case 'formula': {
      const formula = `<f>${xmlContent(value.formula)}</f>`;
      if (value.result === null) return `${start}>${formula}</c>`;
      if (typeof value.result === 'number') return `${start}>${formula}<v>${value.result}</v></c>`;
      return `${start} t="str">${formula}<v>${xmlContent(encodeXstring(value.result))}</v></c>`;
    }
  }
}

/** `mergeCells` (18.3.1.55); empty without merges. */
export function formatMerges(sheet: SheetPlan): string {
  const merges = sheet.merges ?? [];
  if (merges.length === 0) return '';
  return `<mergeCells count="${merges.length}">${merges.map((merge) => `<mergeCell ref="${formatRange(merge)}"/>`).join('')}</mergeCells>`;
}

/** The used range of a sheet for `dimension` (18.3.1.35); `A1` when it has no cells. */
export function formatDimension(rows: readonly PlannedRow[]): string {
  let [top, left, bottom, right] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { rowNumber, cells } of rows) {
    for (const { columnNumber } of cells) {
      if (columnNumber < left) left = columnNumber;
      if (columnNumber > right) right = columnNumber;
    }
    if (cells.length === 0) continue;
    top = Math.min(top, rowNumber);
    bottom = Math.max(bottom, rowNumber);
  }
  return bottom === 0 ? 'A1' : formatRange({ top, left, bottom, right });
}
