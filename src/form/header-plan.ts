import type { CellRange } from '../workbook/reference.js';
import { STYLES } from '../workbook/theme.js';
import type { PlannedCell, PlannedRow } from '../workbook/workbook-plan.js';
import { type FieldDefinition, type FormDefinition, headerTitle } from './form-definition.js';
import { kindOf } from './kinds/field-kinds.js';
import { headerLines } from './kinds/header-width.js';

/** A column before or behind the form's own. */
export interface ExtraColumn {
  readonly title: string;
  readonly width: number;
}

/** A form's two header rows, placed. */
export interface HeaderPlan {
  readonly rows: readonly PlannedRow[];
  readonly merges: readonly CellRange[];
  readonly columnWidths: readonly number[];
  /** Column numbers of the form's fields, in their order. */
  readonly fieldColumns: readonly number[];
  readonly lastColumnNumber: number;
}

const GROUP_HEIGHT = 20;
const LEAF_HEIGHT = 34;
const MOST_GROUP_LINES = 10;

/**
 * Plans the header band of a form: groups merged across their columns above the leaves 标题（单位）, ungrouped columns
 * merged over both rows.
 */
export function planFormHeader(
  form: FormDefinition,
  firstRowNumber: number,
  leading: readonly ExtraColumn[],
  trailing: readonly ExtraColumn[] = [],
): HeaderPlan {
  const extra = (column: ExtraColumn) => ({ title: column.title, group: null, width: column.width });
  const columns = [
    ...leading.map(extra),
    ...form.fields.map((field) => ({ title: headerTitle(field), group: field.group, width: widthOf(field) })),
    ...trailing.map(extra),
  ];
  const groupCells: PlannedCell[] = [];
  const leafCells: PlannedCell[] = [];
  const merges: CellRange[] = [];
  let groupStart = 1;
  let groupLines = 1;
  columns.forEach((column, index) => {
    const columnNumber = index + 1;
    const startsGroup = column.group === null || column.group !== columns[index - 1]?.group;
    if (startsGroup) groupStart = columnNumber;
    groupCells.push({
      columnNumber,
      value: column.group === null ? column.title : startsGroup ? column.group : null,
      style: STYLES.header,
    });
    leafCells.push({
      columnNumber,
      value: column.group === null ? null : column.title,
      style: STYLES.header,
    });
    if (column.group !== null && column.group !== columns[index + 1]?.group) {
      const width = columns.slice(groupStart - 1, columnNumber).reduce((sum, item) => sum + item.width, 0);
      groupLines = Math.max(groupLines, headerLines(column.group, width));
    }
    if (column.group === null) {
      merges.push({
        top: firstRowNumber,
        left: columnNumber,
        bottom: firstRowNumber + 1,
        right: columnNumber,
      });
    } else if (column.group !== columns[index + 1]?.group && columnNumber > groupStart) {
      merges.push({ top: firstRowNumber, left: groupStart, bottom: firstRowNumber, right: columnNumber });
    }
  });
  const lines = Math.max(...columns.map((column) => headerLines(column.title, column.width)));
  // A group of several levels over few columns goes over several lines.
  const groupHeight = Math.max(GROUP_HEIGHT, Math.min(groupLines, MOST_GROUP_LINES) * 15 + 4);
  return {
    rows: [
      { rowNumber: firstRowNumber, height: groupHeight, cells: groupCells },
      { rowNumber: firstRowNumber + 1, height: Math.max(LEAF_HEIGHT, lines * 15 + 4), cells: leafCells },
    ],
    merges,
    columnWidths: columns.map((column) => column.width),
    fieldColumns: form.fields.map((_, index) => leading.length + index + 1),
    lastColumnNumber: columns.length,
  };
}

function widthOf(field: FieldDefinition): number {
  return kindOf(field).columnWidth(field);
}
