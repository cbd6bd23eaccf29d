import { type Attributes, type Content, element, type Markup } from '../markup.js';

/** Where there is no number. */
export const NOTHING = '—';

/** A cell of a table. */
export interface TableCell {
  readonly content: Content;
  readonly isNumber?: boolean;
  /** What it is sorted by; the text where nothing is said. */
  readonly order?: number | string;
  readonly look?: string;
}

export interface TableColumn {
  readonly title: string;
  readonly isSortable: boolean;
  /** Left out on a phone. */
  readonly isWide?: boolean;
}

interface Table {
  readonly name: string;
  /** Single cells become lines of a card on a phone; small tables stay tables. */
  readonly isCards: boolean;
  readonly columns: readonly TableColumn[];
  /** The first cell of a row is its header. */
  readonly rows: readonly (readonly TableCell[])[];
  readonly total: readonly TableCell[] | null;
}

/** A table that is read out with its headers; a phone shows its rows as cards where `isCards`. */
export function renderTable({ name, isCards, columns, rows, total }: Table): Markup {
  const classOf = (index: number, item: TableCell): string | null =>
    [item.isNumber ? 'n' : '', columns[index]?.isWide ? 'only-wide' : '']
      .filter((part) => part !== '')
      .join(' ') || null;
  const cellOf = (item: TableCell, index: number): Markup => {
    const common: Attributes = { class: classOf(index, item), 'data-order': item.order ?? null };
    return index === 0
      ? element('th', { ...common, scope: 'row', role: 'rowheader' }, item.content)
      : element('td', { ...common, role: 'cell', 'data-label': columns[index]?.title ?? '' }, item.content);
  };
  const rowOf = (cells: readonly TableCell[]): Markup => element('tr', { role: 'row' }, cells.map(cellOf));
  return element(
    'table',
    { class: isCards ? 'cards' : null, role: 'table' },
    element('caption', { class: 'hidden-text' }, name),
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        columns.map(({ title, isSortable, isWide }) =>
          element(
            'th',
            {
              scope: 'col',
              role: 'columnheader',
              'data-sort': isSortable,
              class: isWide ? 'only-wide' : null,
            },
            title,
          ),
        ),
      ),
    ),
    element('tbody', { role: 'rowgroup' }, rows.map(rowOf)),
    total === null ? null : element('tfoot', { role: 'rowgroup' }, rowOf(total)),
  );
}

/** A table of texts, the first of each row its header. */
export function plainTable(
  name: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return renderTable({
    name,
    isCards: true,
    columns: titles.map((title) => ({ title, isSortable: false })),
    rows: rows.map((texts) => texts.map((content, index) => ({ content, isNumber: index > 0 }))),
    total: null,
  });
}
