import type { PageData } from '../../report/page/page-data.js';
import { renderFound, searchText } from '../views/unit-search.js';

const MOST_RESULTS = 50;

/** Lists the units that all words of the search are found in. */
export function offerSearch(data: PageData): void {
  const input = document.getElementById('search') as HTMLInputElement | null;
  const results = document.getElementById('results');
  const found = document.getElementById('found');
  if (input === null || results === null || found === null) return;
  const texts = data.units.map((unit) => searchText(data, unit));
  const search = (): void => {
    const words = input.value
      .toLowerCase()
      .split(/[\s,，、]+/)
      .filter((word) => word !== '');
    const hits =
      words.length === 0
        ? []
        : data.units
            .map((unit, index) => ({ unit, index }))
            .filter(({ index }) => words.every((word) => (texts[index] as string).indexOf(word) >= 0));
    results.innerHTML = hits
      .slice(0, MOST_RESULTS)
      .map(({ unit, index }) => renderFound(data, unit, index).html)
      .join('');
    found.textContent = words.length === 0 ? '' : countText(hits.length);
  };
  input.addEventListener('input', search);
  // A browser that comes back to the page may have kept what was typed.
  search();
}

function countText(count: number): string {
  if (count === 0) return '没有找到，请换个词试试。';
  return count > MOST_RESULTS
    ? `找到 ${count} 家单位，只列前 ${MOST_RESULTS} 家，请再加一个词。`
    : `找到 ${count} 家单位。`;
}
