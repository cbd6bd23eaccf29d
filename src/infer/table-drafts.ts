import { GROUP_JOINT } from './column-kind.js';
import type { FieldDraft } from './draft.js';
import type { LeftOutColumn } from './inferred-form.js';
import { areFields, draftsOfItems, fixedOptionsOf, type ItemList, itemListOf } from './listed-items.js';
import type { FoundTable, TableColumn } from './table.js';
import { isCountyTitle, isRowNumberTitle, isUnitTitle, parseLeaf, unmark } from './title-words.js';
import { unitsOfLine } from './units.js';

/** How the rows of a table come about: units write them, they are given, or each is one thing that is asked. */
export type TableShape = 'rows' | 'fixedRows' | 'items';

export interface TableDrafts {
  readonly shape: TableShape;
  readonly drafts: readonly FieldDraft[];
  readonly leftOut: readonly LeftOutColumn[];
}

/** What a table asks for, as fields to be. */
export function draftsOf(table: FoundTable): TableDrafts {
  const list = itemListOf(table);
  if (list !== null && areFields(table, list)) {
    const remarks = list.remarksColumn === null ? [] : [draftOfColumn(table, list.remarksColumn)];
    return {
      shape: 'items',
      drafts: [
        ...labelDrafts(table),
        ...draftsOfItems(table, list),
        ...remarks.map((draft) => ({ ...draft, cells: null })),
      ],
      leftOut: [],
    };
  }
  if (list !== null) return draftsOfFixedRows(table, list);
  return draftsOfColumns(table);
}

function draftsOfFixedRows(table: FoundTable, list: ItemList): TableDrafts {
  const kept = table.columns.filter((column) => column !== list.numberColumn);
  return {
    shape: 'fixedRows',
    drafts: kept.map((column) => {
      const draft = draftOfColumn(table, column);
      return column === list.labelColumn ? { ...draft, fixedOptions: fixedOptionsOf(table, list) } : draft;
    }),
    leftOut: leftOutOf(list.numberColumn === null ? [] : [list.numberColumn], 'rowNumber'),
  };
}

function draftsOfColumns(table: FoundTable): TableDrafts {
  const titled = table.columns.map((column) => ({ column, title: unmark(column.texts.at(-1)!) }));
  const alone = titled.filter(({ column }) => column.texts.length === 1);
  const numbers = alone.filter(({ title, column }) => isRowNumberTitle(title) && column === table.columns[0]);
  const isOwner = ({ title }: { title: string }) => isUnitTitle(title) || isCountyTitle(title);
  const owners = alone.filter(isOwner);
  const rest = titled.filter((item) => !numbers.includes(item) && !owners.includes(item));
  // Without them nothing would be left that says what a row is about.
  const leaves = rest.some(({ title, column }) => column.texts.length === 1 && saysWhat(title)) ? owners : [];
  const left = [...numbers, ...leaves].map(({ column }) => column);
  return {
    shape: 'rows',
    drafts: table.columns
      .filter((column) => !left.includes(column))
      .map((column) => draftOfColumn(table, column)),
    leftOut: [
      ...leftOutOf(
        numbers.map(({ column }) => column),
        'rowNumber',
      ),
      ...leaves.map(({ title }) => ({
        title,
        purpose: isCountyTitle(title) ? ('county' as const) : ('unit' as const),
      })),
    ],
  };
}

/** Titles of columns that name whom or what a row is about. */
export function saysWhat(title: string): boolean {
  return /村|社区|姓名|名称|人$|户主|项目$|事项|内容|活动|地点|学校|机构|对象|任务|标题|物资/.test(title);
}

function leftOutOf(columns: readonly TableColumn[], purpose: LeftOutColumn['purpose']) {
  return columns.map((column) => ({ title: unmark(column.texts.at(-1)!), purpose }));
}

function draftOfColumn(table: FoundTable, { texts, columnNumber }: TableColumn): FieldDraft {
  const text = texts.at(-1)!;
  const groups = texts.slice(0, -1).map(unmark);
  const leaf = parseLeaf(text);
  return {
    group: groups.length === 0 ? null : distinctInTurn(groups).join(GROUP_JOINT),
    text,
    leaf,
    unit: unitOfColumn(leaf.unit, groups),
    cells: { isColumn: true, rows: table.bodyRows, columnNumber },
  };
}

function distinctInTurn(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => text !== texts[index - 1]);
}

function unitOfColumn(own: string | null, groups: readonly string[]): FieldDraft['unit'] {
  if (own !== null) return { unit: own, why: '写在标题后面' };
  for (const group of [...groups].reverse()) {
    const { unit } = parseLeaf(group);
    // Shares are written behind the share alone.
    if (unit !== null && !/^[%％‰]$/.test(unit)) return { unit, why: `写在上级标题“${group}”里` };
  }
  return null;
}

/** Labels above a list that name whom it is about: 贫困村（盖章）. */
function labelDrafts(table: FoundTable): readonly FieldDraft[] {
  return table.labels.flatMap((label): FieldDraft[] => {
    const text = label.replace(/[(（](?:盖章|公章|签章|章)[)）]|[:：][\s\S]*$/g, '').trim();
    if (isUnitTitle(text) || !/(?:村|社区|学校|户主|姓名|项目名称)$/.test(text)) return [];
    return [{ group: null, text, leaf: parseLeaf(text), unit: null, cells: null, isLabel: true }];
  });
}

/** The units that a line above the table gives to all its columns; null where there is none, or several. */
export function tableUnitOf(table: FoundTable): string | null {
  const lines = [...table.labels, ...table.titles].flatMap((text) => unitsOfLine(text) ?? []);
  return new Set(lines).size === 1 ? lines[0]! : null;
}
