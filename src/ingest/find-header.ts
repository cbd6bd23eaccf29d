import type { FormDefinition } from '../form/form-definition.js';
import { ROW_NUMBER_TITLE, SOURCE_COLUMNS, UNIT_COLUMNS } from '../form/shell.js';
import { foldText } from '../workbook/cell-text.js';
import type { Grid } from '../workbook/grid.js';
import { type HeaderVocabulary, headerKey, matchHeader } from './header-text.js';
import type { MergeMap } from './merge-map.js';
import { isLabel } from './read-labels.js';

/** A column that the form does not know. */
export interface UnknownColumn {
  readonly columnNumber: number;
  readonly title: string;
  readonly headerRow: number;
}

/** A form's header as found in a sheet. Column numbers are null where there is no such column. */
export interface FoundHeader {
  readonly form: FormDefinition;
  readonly topRow: number;
  readonly bottomRow: number;
  /** Parallel to the form's fields. */
  readonly columns: readonly (number | null)[];
  /** Powers of ten by which a column's unit exceeds the field's: 4 under 万元. Parallel to the fields. */
  readonly shifts: readonly number[];
  /** Row of each column's own header text. Parallel to the fields. */
  readonly headerRows: readonly number[];
  /** Field indexes for which two columns fit. */
  readonly ambiguous: readonly number[];
  readonly rowNumberColumn: number | null;
  readonly unitColumns: {
    readonly code: number | null;
    readonly county: number | null;
    readonly name: number | null;
  };
  readonly unknown: readonly UnknownColumn[];
  /** How well it fits: fields found, 说明 and 备注 counting little because every form has them. */
  readonly score: number;
}

/** Rows in which a header may end, from where the search begins; and how many rows it may have (intake.md). */
export const SCANNED_ROWS = 15;
export const MOST_HEADER_ROWS = 4;
/** A header narrower than this many columns wide is looked for no further to the right. */
const MOST_COLUMNS = 300;

const ROW_NUMBER_KEYS = new Set([ROW_NUMBER_TITLE, '编号', 'no', '行号'].map(headerKey));
const UNIT_NAME_KEYS = new Set(
  [UNIT_COLUMNS.name, '填报单位', '报送单位', '填报单位名称', '帮扶单位', '上报单位', '单位'].map(headerKey),
);
const COUNTY_KEYS = new Set([UNIT_COLUMNS.county, '县（市）', '县市', '所属县市', '县'].map(headerKey));
const CODE_KEYS = new Set([UNIT_COLUMNS.code, '单位代码'].map(headerKey));
const SOURCE_KEYS = new Set(Object.values(SOURCE_COLUMNS).map(headerKey));

/** The texts above and in a column's header cell, top to bottom, each once, with the row that each stands in. */
interface HeaderPath {
  readonly leaf: string;
  readonly leafRow: number;
  readonly groups: readonly string[];
}

/**
 * The best header of a form at or below `fromRow`: every band of one to four rows that ends in the scanned rows is
 * tried; the band that names most fields wins, the topmost and flattest of equals. Null when no column fits.
 */
export function findHeader(
  grid: Grid,
  merges: MergeMap,
  vocabulary: HeaderVocabulary,
  fromRow: number,
): FoundHeader | null {
  let best: FoundHeader | null = null;
  const lastRow = Math.min(grid.lastRowNumber, fromRow + SCANNED_ROWS - 1);
  for (let bottomRow = fromRow; bottomRow <= lastRow; bottomRow++) {
    // A band that ends in a row without any title is no better than the band without that row.
    if (!namesAnyField(grid, vocabulary, bottomRow)) continue;
    const mostRows = Math.min(MOST_HEADER_ROWS, bottomRow - fromRow + 1);
    for (let height = 1; height <= mostRows; height++) {
      const found = matchBand(grid, merges, vocabulary, bottomRow - height + 1, bottomRow);
      if (found !== null && (best === null || found.score > best.score)) best = found;
    }
  }
  return best === null ? null : withGroupRows(grid, merges, vocabulary, best, fromRow);
}

function namesAnyField(grid: Grid, vocabulary: HeaderVocabulary, rowNumber: number): boolean {
  for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, MOST_COLUMNS); columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (typeof value === 'string' && vocabulary.named(value).length > 0) return true;
  }
  return false;
}

/**
 * The same header with the rows of group titles above it. They are never left out: 捐款（万元） over a leaf changes
 * what its numbers mean.
 */
function withGroupRows(
  grid: Grid,
  merges: MergeMap,
  vocabulary: HeaderVocabulary,
  header: FoundHeader,
  fromRow: number,
): FoundHeader {
  let { topRow } = header;
  while (
    topRow > fromRow &&
    header.bottomRow - topRow + 1 < MOST_HEADER_ROWS &&
    isGroupRow(grid, merges, topRow - 1)
  )
    topRow--;
  const taller =
    topRow < header.topRow ? matchBand(grid, merges, vocabulary, topRow, header.bottomRow) : null;
  return taller !== null && taller.score >= header.score ? taller : header;
}

/** Group titles stand side by side, or alone over a part of the table; titles and label lines do not. */
function isGroupRow(grid: Grid, merges: MergeMap, rowNumber: number): boolean {
  let texts = 0;
  let widest = 0;
  for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, MOST_COLUMNS); columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (value === null) continue;
    if (typeof value !== 'string' || isLabel(value)) return false;
    const merge = merges(rowNumber, columnNumber);
    texts++;
    widest = Math.max(widest, merge === null ? 1 : merge.right - merge.left + 1);
  }
  return texts >= 2 || (texts === 1 && widest > 1 && widest * 2 < grid.lastColumnNumber);
}

/** True when a header names enough of the form to be taken for it without mark or title. */
export function isConvincing(header: FoundHeader): boolean {
  const needed = header.form.fields.filter((field) => field.required || field.key === header.form.subject);
  const found = needed.filter((field) => header.columns[header.form.fields.indexOf(field)] !== null);
  return header.score >= Math.min(3, header.form.fields.length) && found.length * 2 >= needed.length;
}

function matchBand(
  grid: Grid,
  merges: MergeMap,
  vocabulary: HeaderVocabulary,
  topRow: number,
  bottomRow: number,
): FoundHeader | null {
  const { form } = vocabulary;
  const candidates: { columnNumber: number; shift: number; inGroup: boolean; row: number }[][] =
    form.fields.map(() => []);
  const unknown: UnknownColumn[] = [];
  const special: {
    rowNumber: number | null;
    code: number | null;
    county: number | null;
    name: number | null;
  } = {
    rowNumber: null,
    code: null,
    county: null,
    name: null,
  };
  const lastColumn = Math.min(grid.lastColumnNumber, MOST_COLUMNS);
  for (let columnNumber = 1; columnNumber <= lastColumn; columnNumber++) {
    const path = headerPath(grid, merges, topRow, bottomRow, columnNumber);
    if (path === null) continue;
    const matches = matchHeader(vocabulary, path.leaf, path.groups);
    const groupKeys = path.groups.map(headerKey);
    for (const match of matches) {
      const group = form.fields[match.fieldIndex]!.group;
      candidates[match.fieldIndex]!.push({
        columnNumber,
        shift: match.shift === 0 ? shiftOfGroups(path.groups, path.leaf) : match.shift,
        inGroup: group !== null && groupKeys.includes(headerKey(group)),
        row: path.leafRow,
      });
    }
    if (matches.length > 0) continue;
    const key = headerKey(path.leaf);
    if (ROW_NUMBER_KEYS.has(key)) special.rowNumber ??= columnNumber;
    else if (CODE_KEYS.has(key)) special.code ??= columnNumber;
    else if (COUNTY_KEYS.has(key)) special.county ??= columnNumber;
    else if (UNIT_NAME_KEYS.has(key)) special.name ??= columnNumber;
    else if (!SOURCE_KEYS.has(key)) unknown.push({ columnNumber, title: path.leaf, headerRow: path.leafRow });
  }
  const chosen = candidates.map((columns) => {
    const inGroup = columns.filter((column) => column.inGroup);
    return inGroup.length === 1 ? inGroup : columns;
  });
  const score = chosen.reduce((total, columns, index) => {
    const key = form.fields[index]!.key;
    return columns.length === 0 ? total : total + (key === form.explanation || key === 'remarks' ? 0.1 : 1);
  }, 0);
  if (score === 0) return null;
  return {
    form,
    topRow,
    bottomRow,
    columns: chosen.map((columns) => columns[0]?.columnNumber ?? null),
    shifts: chosen.map((columns) => columns[0]?.shift ?? 0),
    headerRows: chosen.map((columns) => columns[0]?.row ?? bottomRow),
    ambiguous: chosen.flatMap((columns, index) => (columns.length > 1 ? [index] : [])),
    rowNumberColumn: special.rowNumber,
    unitColumns: special,
    unknown,
    score: score - chosen.filter((columns) => columns.length > 1).length * 0.5,
  };
}

/** 捐款（万元） over a leaf without a unit of its own says 万元 of every leaf below. */
function shiftOfGroups(groups: readonly string[], leaf: string): number {
  if (/[(（][^)）]*元[)）]/.test(leaf)) return 0;
  return groups.some((group) => /\((?:单位:?)?万元\)$/.test(foldText(group))) ? 4 : 0;
}

function headerPath(
  grid: Grid,
  merges: MergeMap,
  topRow: number,
  bottomRow: number,
  columnNumber: number,
): HeaderPath | null {
  const texts: { text: string; row: number }[] = [];
  let above: unknown = null;
  for (let rowNumber = topRow; rowNumber <= bottomRow; rowNumber++) {
    const merge = merges(rowNumber, columnNumber);
    if (merge !== null && merge === above) continue;
    above = merge;
    const row = merge?.top ?? rowNumber;
    const value = grid.valueAt(row, merge?.left ?? columnNumber);
    if (typeof value !== 'string' || foldText(value) === '') {
      if (typeof value === 'number') texts.push({ text: String(value), row });
      continue;
    }
    texts.push({ text: value, row });
  }
  const leaf = texts.at(-1);
  return leaf === undefined
    ? null
    : { leaf: leaf.text, leafRow: leaf.row, groups: texts.slice(0, -1).map((item) => item.text) };
}
