import { type MergeMap, mergeMap } from '../ingest/merge-map.js';
import type { SheetSurvey } from '../workbook/survey.js';
import { columnsOfHeader } from './header-columns.js';
import { endsTable, isIndexRow, isLabelText, isSignature, isTotalText } from './line-words.js';
import { anchorsIn, lastColumnOf, lastRowOf, textAt } from './sheet-texts.js';
import type { Anchor, FoundTable, TableColumn } from './table.js';

/** A header is not higher than this many rows, of which merged cells may take several. */
const MOST_HEADER_ROWS = 12;
/** Rows above a header that may hold its title. */
const MOST_TITLE_ROWS = 6;
/** Tables of one sheet; what comes behind them is no form any more. */
const MOST_TABLES = 30;
/** How much of a row is most of it. */
const MOSTLY = 0.7;
/** Rows below a header by which is judged whether there is anything to fill in. */
const JUDGED_ROWS = 30;

/** The header of a table that may begin in a row. */
interface Header {
  readonly top: number;
  readonly bottom: number;
  readonly columns: readonly TableColumn[];
}

/** Where the body of a table ends and what is below it. */
interface Body {
  readonly indexRow: number | null;
  readonly rows: readonly number[];
  readonly totalRow: number | null;
  /** The first row that is not the table's. */
  readonly end: number;
}

/**
 * The tables of a sheet that have something to be filled in, top to bottom; with `filled` also those in which every
 * column is full of texts, as lists are.
 */
export function findTables(sheet: SheetSurvey, filled: boolean): readonly FoundTable[] {
  const merges = mergeMap(sheet.grid);
  const found: { header: Header; body: Body }[] = [];
  const lastRow = lastRowOf(sheet);
  for (let rowNumber = 1; rowNumber <= lastRow && found.length < MOST_TABLES; rowNumber++) {
    const header = headerAt(sheet, merges, rowNumber);
    if (header === null) continue;
    const body = bodyBelow(sheet, merges, header);
    if (!filled && !isOpen(sheet, header, body)) continue;
    found.push({ header, body });
    rowNumber = body.end - 1;
  }
  return found.map(({ header, body }, index) => {
    const right = header.columns.at(-1)!.lastColumnNumber;
    const above = linesAbove(sheet, merges, header, found[index - 1]?.body.end ?? 1);
    const next = found[index + 1];
    const lastNote = (next ? linesAbove(sheet, merges, next.header, body.end).firstRow : lastRow + 1) - 1;
    return {
      sheet,
      merges,
      titles: above.titles,
      labels: above.labels,
      headerTop: header.top,
      headerBottom: header.bottom,
      columns: header.columns,
      indexRow: body.indexRow,
      bodyRows: body.rows,
      totalRow: body.totalRow,
      notes: linesIn(sheet, merges, body.end, lastNote, right),
    };
  });
}

/** The header whose first row this is: texts side by side, with all rows that its merged cells reach down to. */
function headerAt(sheet: SheetSurvey, merges: MergeMap, top: number): Header | null {
  for (const [left, right] of blocksAt(sheet, merges, top)) {
    const anchors = anchorsIn(sheet, merges, top, left, right);
    if (!mayBeHeader(anchors)) continue;
    if (goesOnFromAbove(sheet, merges, anchors, top)) continue;
    const bottom = bottomOfHeader(sheet, merges, top, left, right);
    const columns = columnsOfHeader(sheet, merges, { top, bottom, left, right });
    if (columns.length >= 2) return { top, bottom, columns };
  }
  return null;
}

/** True for a row of a list: the row above is as full as it is. */
function goesOnFromAbove(
  sheet: SheetSurvey,
  merges: MergeMap,
  anchors: readonly Anchor[],
  top: number,
): boolean {
  const above = new Set(
    anchorsIn(sheet, merges, top - 1)
      .filter((anchor) => anchor.right === anchor.columnNumber)
      .map((anchor) => anchor.columnNumber),
  );
  return anchors.filter((anchor) => above.has(anchor.columnNumber)).length > anchors.length * MOSTLY;
}

/** Stretches of columns that hold anything in the row or the few below it; a blank column parts two tables. */
function blocksAt(sheet: SheetSurvey, merges: MergeMap, top: number): readonly (readonly [number, number])[] {
  const last = lastColumnOf(sheet);
  const blocks: [number, number][] = [];
  for (let column = 1; column <= last; column++) {
    if (!isUsed(sheet, merges, top, column)) continue;
    const block = blocks.at(-1);
    if (block !== undefined && block[1] === column - 1) block[1] = column;
    else blocks.push([column, column]);
  }
  return blocks.filter(([left, right]) => right > left);
}

function isUsed(sheet: SheetSurvey, merges: MergeMap, top: number, column: number): boolean {
  for (let row = top; row <= Math.min(top + 3, lastRowOf(sheet)); row++) {
    const merge = merges(row, column);
    if (textAt(sheet, merge?.top ?? row, merge?.left ?? column) !== '') return true;
  }
  return false;
}

function mayBeHeader(anchors: readonly Anchor[]): boolean {
  const texts = anchors.map((anchor) => anchor.text);
  if (anchors.length < 2 || anchors.filter((anchor) => !anchor.isNumber).length < 2) return false;
  if (isIndexRow(texts) || texts.some((text) => text.length > 100)) return false;
  if (endsTable(texts[0]!) || isTotalText(texts[0]!)) return false;
  return texts.filter(isLabelText).length * 2 < texts.length;
}

function bottomOfHeader(
  sheet: SheetSurvey,
  merges: MergeMap,
  top: number,
  left: number,
  right: number,
): number {
  let bottom = top;
  for (;;) {
    const before = bottom;
    const anchors: Anchor[] = [];
    for (let row = top; row <= bottom; row++) anchors.push(...anchorsIn(sheet, merges, row, left, right));
    for (const anchor of anchors) bottom = Math.max(bottom, anchor.bottom);
    if (bottom === before && goesOnBelow(sheet, merges, anchors, { top, bottom, left, right })) bottom++;
    if (bottom === before || bottom - top + 1 >= MOST_HEADER_ROWS) return bottom;
  }
}

/** True when the next row names the parts of what stands above it: under a cell over several columns, or under blanks. */
function goesOnBelow(
  sheet: SheetSurvey,
  merges: MergeMap,
  anchors: readonly Anchor[],
  area: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number },
): boolean {
  const { top, bottom, left, right } = area;
  const below = anchorsIn(sheet, merges, bottom + 1, left, right);
  if (below.length === 0 || isIndexRow(below.map((anchor) => anchor.text))) return false;
  if (endsTable(below[0]!.text) || isTotalText(below[0]!.text)) return false;
  const isUnderWide = anchors.some(
    (anchor) =>
      anchor.bottom === bottom &&
      anchor.right > anchor.columnNumber &&
      below.filter(
        ({ columnNumber, isNumber }) =>
          !isNumber && columnNumber >= anchor.columnNumber && columnNumber <= anchor.right,
      ).length > 1,
  );
  if (isUnderWide) return true;
  // Without merged cells: groups stand over the first of their columns, the others are blank up there.
  const named = new Set(anchors.flatMap((anchor) => columnsOf(anchor)));
  const underBlanks = below.filter((anchor) => !named.has(anchor.columnNumber));
  return (
    top === bottom &&
    underBlanks.length > 0 &&
    below.every((anchor) => !anchor.isNumber) &&
    below.every(({ columnNumber }) => !named.has(columnNumber) || !named.has(columnNumber + 1))
  );
}

function columnsOf({ columnNumber, right }: Anchor): number[] {
  return Array.from({ length: right - columnNumber + 1 }, (_, index) => columnNumber + index);
}

function bodyBelow(sheet: SheetSurvey, merges: MergeMap, header: Header): Body {
  const left = header.columns[0]!.columnNumber;
  const right = header.columns.at(-1)!.lastColumnNumber;
  const lastRow = lastRowOf(sheet);
  let row = header.bottom + 1;
  let indexRow: number | null = null;
  if (isIndexRow(anchorsIn(sheet, merges, row, left, right).map((anchor) => anchor.text))) indexRow = row++;
  const first = row;
  const rows: number[] = [];
  let blanks = 0;
  for (; row <= lastRow; row++) {
    const anchors = anchorsIn(sheet, merges, row, left, right);
    if (anchors.length === 0) {
      if (hasFormula(sheet, row, left, right)) rows.push(row);
      else blanks++;
      continue;
    }
    if (endsTable(anchors[0]!.text)) break;
    if (anchors[0]!.columnNumber <= left + 2 && isTotalText(anchors[0]!.text)) {
      return { indexRow, rows: rows.length > 0 ? rows : [first], totalRow: row, end: row + 1 };
    }
    if (blanks > 0 && isTitleLine(anchors, merges(row, anchors[0]!.columnNumber) !== null)) break;
    if (blanks > 0 && rows.length === 0 && headerAt(sheet, merges, row) !== null) break;
    rows.push(row);
  }
  return { indexRow, rows: rows.length > 0 ? rows : [first], totalRow: null, end: row };
}

/** One text alone, over several cells or in the first column, behind a blank row: the title of another table. */
function isTitleLine(anchors: readonly Anchor[], isMerged: boolean): boolean {
  const [only] = anchors;
  return anchors.length === 1 && !only!.isNumber && (isMerged || only!.columnNumber === 1);
}

function hasFormula({ grid }: SheetSurvey, row: number, left: number, right: number): boolean {
  for (let column = left; column <= right; column++) if (grid.isFormulaAt(row, column)) return true;
  return false;
}

/** True when a column is there that is not full of texts. */
function isOpen(sheet: SheetSurvey, { columns }: Header, { rows }: Body): boolean {
  const judged = rows.slice(0, JUDGED_ROWS);
  return columns.some(({ columnNumber, lastColumnNumber }) => {
    const full = judged.filter((row) => {
      for (let column = columnNumber; column <= lastColumnNumber; column++) {
        if (sheet.grid.isFormulaAt(row, column) || typeof sheet.grid.valueAt(row, column) === 'string')
          return true;
      }
      return false;
    });
    return full.length * 2 < judged.length;
  });
}

/** The lines directly above a header: titles stand alone in their row, labels beside what is filled in. */
function linesAbove(sheet: SheetSurvey, merges: MergeMap, { top, columns }: Header, from: number) {
  const right = columns.at(-1)!.lastColumnNumber;
  const titles: string[] = [];
  const labels: string[] = [];
  let firstRow = top;
  for (let row = top - 1; row >= Math.max(from, top - MOST_TITLE_ROWS); row--) {
    // What stands beside the table is none of its own.
    const anchors = anchorsIn(sheet, merges, row, 1, right);
    if (anchors.length === 0) {
      // Behind titles a blank row parts tables; before them it is room.
      if (titles.length > 0 && from > 1) break;
      continue;
    }
    if (from > 1 && endsTable(anchors[0]!.text)) break;
    firstRow = row;
    const [only] = anchors;
    if (anchors.length === 1 && !isLabelText(only!.text)) titles.unshift(only!.text);
    else labels.unshift(...anchors.map((anchor) => anchor.text));
  }
  return { titles, labels, firstRow };
}

function linesIn(
  sheet: SheetSurvey,
  merges: MergeMap,
  from: number,
  to: number,
  right: number,
): readonly string[] {
  const lines: string[] = [];
  for (let row = from; row <= to; row++) {
    const texts = anchorsIn(sheet, merges, row, 1, right).map((anchor) => anchor.text);
    // What stands beside a place to sign is filled in as well.
    if (!texts.some(isSignature)) lines.push(...texts);
  }
  return lines;
}
