import { GROUP_JOINT } from './column-kind.js';
import type { FieldDraft } from './draft.js';
import { textAt } from './sheet-texts.js';
import type { FoundTable, TableColumn } from './table.js';
import {
  isCountyTitle,
  isRowNumberTitle,
  isUnitTitle,
  levelOf,
  parseLeaf,
  unmark,
  unnumbered,
} from './title-words.js';
import { isUnit } from './units.js';

/** A table whose rows are given: what is asked stands in them. */
export interface ItemList {
  readonly numberColumn: TableColumn | null;
  readonly labelColumn: TableColumn;
  readonly unitColumn: TableColumn | null;
  readonly valueColumns: readonly TableColumn[];
  readonly remarksColumn: TableColumn | null;
}

/** Fewer rows are examples. */
const LEAST_ITEMS = 3;
const MOSTLY = 0.8;
const UNIT_COLUMN = /^(?:计量)?单位$/;
const REMARKS_COLUMN = /^(?:备注|说明|填写说明|备注说明)$/;
const NAMES = /姓名|名称|村$|乡镇|社区|学校|机构|户主|单位/;

/** The table as a list of items; null for one into whose rows anything is written. */
export function itemListOf(table: FoundTable): ItemList | null {
  const { columns, bodyRows } = table;
  if (bodyRows.length < LEAST_ITEMS) return null;
  const titleOf = (column: TableColumn) => unmark(column.texts.at(-1)!);
  const fullness = (column: TableColumn) =>
    bodyRows.filter((row) => pathAt(table, row, column).length > 0).length / bodyRows.length;
  const numberColumn = columns.find((column) => isRowNumberTitle(titleOf(column))) ?? null;
  const labelColumn = columns.find(
    (column) =>
      column !== numberColumn &&
      fullness(column) >= MOSTLY &&
      !UNIT_COLUMN.test(titleOf(column)) &&
      !isUnitTitle(titleOf(column)) &&
      !isCountyTitle(titleOf(column)) &&
      !NAMES.test(titleOf(column)),
  );
  if (labelColumn === undefined || !areDistinct(table, labelColumn)) return null;
  const others = columns.filter(
    (column) =>
      column !== labelColumn && column !== numberColumn && column.columnNumber > labelColumn.columnNumber,
  );
  const unitColumn =
    others.find((column) => UNIT_COLUMN.test(titleOf(column)) && fullness(column) > 0.5) ?? null;
  const remarksColumn = others.find((column) => REMARKS_COLUMN.test(titleOf(column))) ?? null;
  const valueColumns = others.filter(
    (column) => column !== unitColumn && column !== remarksColumn && fullness(column) < 1 - MOSTLY,
  );
  return valueColumns.length === 0
    ? null
    : { numberColumn, labelColumn, unitColumn, valueColumns, remarksColumn };
}

function areDistinct(table: FoundTable, column: TableColumn): boolean {
  const texts = table.bodyRows.map((row) => pathAt(table, row, column).join(GROUP_JOINT));
  const written = texts.filter((text) => text !== '');
  return new Set(written).size > written.length / 2 && written.some((text) => !/^[\d.]+$/.test(text));
}

/** The texts of a row under a header cell, from left to right, merged ones from above too, each once. */
function pathAt(
  { sheet, merges }: FoundTable,
  row: number,
  { columnNumber, lastColumnNumber }: TableColumn,
): readonly string[] {
  const texts: string[] = [];
  let before: unknown = null;
  for (let column = columnNumber; column <= lastColumnNumber; column++) {
    const merge = merges(row, column);
    if (merge !== null && merge === before) continue;
    before = merge;
    const top = merge?.top ?? row;
    if (sheet.grid.isFormulaAt(top, merge?.left ?? column)) continue;
    const text = textAt(sheet, top, merge?.left ?? column);
    if (text !== '') texts.push(text);
  }
  return texts;
}

/** Titles of the one column that say only that something is filled in there. */
const GENERIC_VALUE =
  /^(?:数量|数值|数据|填报数|填报数据|完成数|结果|内容|情况|填写内容|本月数|本期数|数|值)$/;

/** True when each item is asked one thing of its own kind, so that items are fields rather than rows. */
export function areFields(table: FoundTable, list: ItemList): boolean {
  if (list.valueColumns.length !== 1) return false;
  if (list.unitColumn !== null) return true;
  if (GENERIC_VALUE.test(unmark(list.valueColumns[0]!.texts.at(-1)!))) return true;
  const withUnit = table.bodyRows.filter((row) => {
    const text = pathAt(table, row, list.labelColumn).at(-1) ?? '';
    return parseLeaf(text).unit !== null;
  });
  return withUnit.length * 2 > table.bodyRows.length;
}

/** A heading that stands over the items below it. */
interface Heading {
  readonly level: number;
  readonly text: string;
}

/** Every item of the list as a field, under the headings above it. */
export function draftsOfItems(table: FoundTable, list: ItemList): readonly FieldDraft[] {
  const { labelColumn, numberColumn, unitColumn, valueColumns } = list;
  const headings: Heading[] = [];
  const drafts: FieldDraft[] = [];
  for (const row of table.bodyRows) {
    const path = pathAt(table, row, labelColumn);
    const text = path.at(-1);
    if (text === undefined) continue;
    const number = numberColumn === null ? null : (pathAt(table, row, numberColumn)[0] ?? null);
    const unitText = unitColumn === null ? null : (pathAt(table, row, unitColumn)[0] ?? '');
    const level = isChineseNumber(number) ? 1 : levelOf(path[0]!);
    while (headings.length > 0 && headings.at(-1)!.level >= level) headings.pop();
    const isHeading = path.length === 1 && standsAlone(number, numberColumn !== null, unitText);
    if (!isHeading) {
      const groups = [...headings.map((heading) => heading.text), ...path.slice(0, -1)];
      drafts.push(draftOfItem(groups, text, unitText, row, valueColumns[0]!.columnNumber));
    }
    if (isHeading || (level === 1 && path.length === 1)) headings.push({ level, text: unmark(text) });
  }
  return drafts;
}

/** A line that asks nothing: without unit, or without number, or numbered 一 二 三. */
function standsAlone(number: string | null, hasNumbers: boolean, unitText: string | null): boolean {
  if (unitText !== null) return unitText === '';
  return hasNumbers && (number === null || isChineseNumber(number));
}

function isChineseNumber(text: string | null): boolean {
  return text !== null && /^[一二三四五六七八九十]+$/.test(text);
}

function draftOfItem(
  groups: readonly string[],
  text: string,
  unitText: string | null,
  row: number,
  columnNumber: number,
): FieldDraft {
  const leaf = parseLeaf(unnumbered(text));
  const group = groups.length === 0 ? null : groups.join(GROUP_JOINT);
  return {
    group,
    text,
    leaf,
    unit: unitOfItem(leaf.unit, unitText, groups.at(-1) ?? ''),
    cells: { isColumn: false, rows: [row], columnNumber },
  };
}

function unitOfItem(own: string | null, column: string | null, group: string): FieldDraft['unit'] {
  if (own !== null) return { unit: own, why: '写在项目后面' };
  if (column !== null && isUnit(column)) return { unit: column.replace('％', '%'), why: '写在“单位”栏' };
  const above = parseLeaf(group).unit;
  return above === null ? null : { unit: above, why: `写在上级标题“${group}”里` };
}

/** The rows of the list as options of the label's field. */
export function fixedOptionsOf(table: FoundTable, list: ItemList): readonly string[] {
  const options: string[] = [];
  const written = table.bodyRows.map((row) => pathAt(table, row, list.labelColumn));
  for (const path of written) {
    const text = path.at(-1);
    if (text === undefined) continue;
    const isTwice = written.filter((other) => other.at(-1) === text).length > 1;
    const option = isTwice ? path.join('—') : text;
    if (!options.includes(option)) options.push(option);
  }
  return options;
}
