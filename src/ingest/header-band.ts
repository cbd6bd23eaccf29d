import type { FormDefinition } from '../form/form-definition.js';
import { ROW_NUMBER_TITLE, SOURCE_COLUMNS, UNIT_COLUMNS } from '../form/shell.js';
import { foldText } from '../workbook/cell-text.js';
import type { Grid } from '../workbook/grid.js';
import { type HeaderVocabulary, headerKey, matchHeader, standsUnder } from './header-text.js';
import type { MergeMap } from './merge-map.js';

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
  /** Indexes of the fields whose column cannot be told: two fit, or one fits two fields. */
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

/** Columns beyond this one are not looked at for a header. */
export const MOST_COLUMNS = 300;

/** Columns that are none of the form's, by what they are for. */
type SpecialColumn = 'rowNumber' | 'code' | 'county' | 'name' | 'source';

const SPECIAL_COLUMNS = new Map<string, SpecialColumn>([
  ...keys('rowNumber', ROW_NUMBER_TITLE, '编号', 'no', '行号'),
  ...keys('code', UNIT_COLUMNS.code, '单位代码'),
  ...keys('county', UNIT_COLUMNS.county, '县（市）', '县市', '所属县市', '县'),
  ...keys('name', UNIT_COLUMNS.name, '填报单位', '报送单位', '填报单位名称', '帮扶单位', '上报单位', '单位'),
  ...keys('source', ...Object.values(SOURCE_COLUMNS)),
]);

function keys(column: SpecialColumn, ...titles: string[]): [string, SpecialColumn][] {
  return titles.map((title) => [headerKey(title), column]);
}

/** The texts above and in a column's header cell, top to bottom, each once, with the row of the lowest. */
interface HeaderPath {
  readonly columnNumber: number;
  readonly leaf: string;
  readonly leafRow: number;
  readonly groups: readonly string[];
}

/** A column that may be a field's. */
interface Candidate {
  readonly path: HeaderPath;
  readonly shift: number;
  /** The field's own group stands above it. */
  readonly inGroup: boolean;
}

/** Reads the rows `topRow` … `bottomRow` as the form's header; null when no column fits. */
export function matchBand(
  grid: Grid,
  merges: MergeMap,
  vocabulary: HeaderVocabulary,
  topRow: number,
  bottomRow: number,
): FoundHeader | null {
  const { form } = vocabulary;
  const candidates: Candidate[][] = form.fields.map(() => []);
  const others: HeaderPath[] = [];
  const lastColumn = Math.min(grid.lastColumnNumber, MOST_COLUMNS);
  for (let columnNumber = 1; columnNumber <= lastColumn; columnNumber++) {
    const path = headerPath(grid, merges, topRow, bottomRow, columnNumber);
    if (path === null) continue;
    const matches = matchHeader(vocabulary, path.leaf, path.groups);
    if (matches.length === 0) others.push(path);
    for (const match of matches) {
      const group = form.fields[match.fieldIndex]!.group;
      candidates[match.fieldIndex]!.push({
        path,
        shift: match.shift === 0 ? shiftOfGroups(path.groups, path.leaf) : match.shift,
        inGroup: group !== null && standsUnder(path.groups, group),
      });
    }
  }
  const chosen = candidates.map((columns) => {
    const certain = withoutSpecial(columns);
    for (const column of columns) if (!certain.includes(column)) others.push(column.path);
    return certain;
  });
  const score = scoreOf(form, chosen);
  if (score === 0) return null;
  const ambiguous = ambiguousFields(chosen);
  return {
    form,
    topRow,
    bottomRow,
    columns: chosen.map((columns) => columns[0]?.path.columnNumber ?? null),
    shifts: chosen.map((columns) => columns[0]?.shift ?? 0),
    headerRows: chosen.map((columns) => columns[0]?.path.leafRow ?? bottomRow),
    ambiguous,
    ...sortOthers(others),
    score: score - ambiguous.length * 0.5,
  };
}

/**
 * The candidates of a field, without columns that have another purpose when one stands in the field's group:
 * 单位 beside 捐物/计量单位 says whose a row is.
 */
function withoutSpecial(columns: readonly Candidate[]): readonly Candidate[] {
  if (columns.length < 2 || !columns.some((column) => column.inGroup)) return columns;
  return columns.filter((column) => column.inGroup || !SPECIAL_COLUMNS.has(headerKey(column.path.leaf)));
}

/** Fields that two columns fit, and fields that one and the same column fits. */
function ambiguousFields(chosen: readonly (readonly Candidate[])[]): number[] {
  const uses = new Map<number, number>();
  for (const [first] of chosen) {
    if (first) uses.set(first.path.columnNumber, (uses.get(first.path.columnNumber) ?? 0) + 1);
  }
  return chosen.flatMap((columns, index) =>
    columns.length > 1 || (columns[0] && uses.get(columns[0].path.columnNumber)! > 1) ? [index] : [],
  );
}

function scoreOf(form: FormDefinition, chosen: readonly (readonly Candidate[])[]): number {
  return chosen.reduce((total, columns, index) => {
    const { key } = form.fields[index]!;
    return columns.length === 0 ? total : total + (key === form.explanation || key === 'remarks' ? 0.1 : 1);
  }, 0);
}

/** Columns that are none of the form's: those with a purpose of their own, the first of each, and unknown ones. */
function sortOthers(
  others: readonly HeaderPath[],
): Pick<FoundHeader, 'rowNumberColumn' | 'unitColumns' | 'unknown'> {
  const special = new Map<SpecialColumn, number>();
  const unknown: UnknownColumn[] = [];
  for (const { leaf, leafRow, columnNumber } of others) {
    const purpose = SPECIAL_COLUMNS.get(headerKey(leaf));
    if (purpose === undefined) unknown.push({ columnNumber, title: leaf, headerRow: leafRow });
    else if (!special.has(purpose)) special.set(purpose, columnNumber);
  }
  const column = (purpose: SpecialColumn) => special.get(purpose) ?? null;
  return {
    rowNumberColumn: column('rowNumber'),
    unitColumns: { code: column('code'), county: column('county'), name: column('name') },
    unknown,
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
    if (typeof value === 'number') texts.push({ text: String(value), row });
    else if (typeof value === 'string' && foldText(value) !== '') texts.push({ text: value, row });
  }
  const leaf = texts.pop();
  if (leaf === undefined) return null;
  return { columnNumber, leaf: leaf.text, leafRow: leaf.row, groups: texts.map((item) => item.text) };
}
