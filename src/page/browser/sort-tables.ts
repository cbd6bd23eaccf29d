const NEXT: Readonly<Record<string, string>> = {
  none: 'ascending',
  ascending: 'descending',
  descending: 'none',
};
const WORDS: Readonly<Record<string, string>> = {
  ascending: '从低到高排列',
  descending: '从高到低排列',
  none: '恢复原来的顺序',
};
const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Headers that may be sorted by become buttons: up, down, as it was. */
export function makeSortable(root: Element, announce: (text: string) => void): void {
  for (const table of Array.from(root.querySelectorAll('table'))) {
    const body = table.tBodies[0];
    if (body === undefined) continue;
    const original = Array.from(body.rows);
    for (const header of Array.from(table.querySelectorAll('th[data-sort]'))) {
      const title = header.textContent as string;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title;
      header.textContent = '';
      header.appendChild(button);
      header.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => {
        const order = NEXT[header.getAttribute('aria-sort') as string] as string;
        for (const other of Array.from(table.querySelectorAll('th[aria-sort]')))
          other.setAttribute('aria-sort', 'none');
        header.setAttribute('aria-sort', order);
        const rows = sortRows(original, (header as HTMLTableHeaderCellElement).cellIndex, order);
        for (const row of rows) body.appendChild(row);
        announce(order === 'none' ? (WORDS.none as string) : `已按${title}${WORDS[order]}`);
      });
    }
  }
}

/** Rows without a value stay behind the others, whichever way. */
function sortRows(
  rows: readonly HTMLTableRowElement[],
  column: number,
  order: string,
): readonly HTMLTableRowElement[] {
  if (order === 'none') return rows;
  const direction = order === 'ascending' ? 1 : -1;
  return rows
    .map((row, index) => ({ row, index, key: keyOf(row.cells[column]) }))
    .sort((a, b) => {
      if (a.key === '' || b.key === '') return a.key === b.key ? a.index - b.index : a.key === '' ? 1 : -1;
      return direction * compareKeys(a.key, b.key) || a.index - b.index;
    })
    .map(({ row }) => row);
}

function keyOf(cell: HTMLTableCellElement | undefined): string {
  if (cell === undefined) return '';
  const order = cell.getAttribute('data-order');
  return order === null ? (cell.textContent as string).trim() : order;
}

function compareKeys(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? collator.compare(a, b) : difference;
}
