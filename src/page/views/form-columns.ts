import type { PageColumn, PageForm } from '../../report/page/page-data.js';
import { NOTHING, type TableCell, type TableColumn } from './tables.js';

/** Columns of the figures of a form that tables of several counties or units show. */
export function keyColumns({ columns }: PageForm): readonly TableColumn[] {
  return columns
    .filter(({ isKey }) => isKey)
    .map((column) => ({ title: columnTitle(column), isSortable: false }));
}

/** The title with its unit. */
export function columnTitle({ title, unit }: PageColumn): string {
  return unit === '' ? title : `${title}（${unit}）`;
}

/** Cells under `keyColumns`; without texts nothing is counted. */
export function keyCells({ columns }: PageForm, texts: readonly string[] | null): readonly TableCell[] {
  return columns.flatMap(({ isKey }, index) =>
    isKey ? [{ content: texts === null ? NOTHING : (texts[index] ?? NOTHING), isNumber: true }] : [],
  );
}
