import type { PageData } from '../../report/page/page-data.js';
import { renderCounty } from '../views/county-view.js';
import { renderUnit } from '../views/unit-view.js';
import { offerCopy } from './copy-text.js';
import { drawCharts, isPhone, redrawOnResize } from './draw-charts.js';
import { openForPrint } from './print.js';
import { offerSearch } from './search-units.js';
import { makeSortable } from './sort-tables.js';

// What the page does beyond what is written in it: sorting, charts, search, the views of counties and units.

/** The element of an id that the page is written with. */
function required(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

const data = JSON.parse(required('page-data').textContent as string) as PageData;
const sections = required('sections');
const view = required('view');
const announcement = required('announcement');
const title = document.title;
/** How far down each place was left, so that 返回 comes back there. */
const positions = new Map<string, number>();
let place = '';

const announce = (text: string): void => {
  announcement.textContent = text;
};

/** `#/county/3` → its view; null for places of the sections, and for what there is not. */
function renderPlace(hash: string): { readonly html: string; readonly name: string } | null {
  const [, kind, number] = /^#\/(county|unit)\/(\d+)$/.exec(hash) || [];
  const index = Number(number) - 1;
  const item = kind === 'county' ? data.counties[index] : kind === 'unit' ? data.units[index] : undefined;
  if (item === undefined) return null;
  const markup = kind === 'county' ? renderCounty(data, index) : renderUnit(data, index);
  return { html: markup.html, name: item.name };
}

function showPlace(): void {
  const { hash } = window.location;
  const found = renderPlace(hash);
  sections.hidden = found !== null;
  view.hidden = found === null;
  view.innerHTML = found === null ? '' : found.html;
  document.title = found === null ? title : `${found.name} - ${title}`;
  if (found === null) {
    const target = document.getElementById(hash.slice(1));
    const left = positions.get(hash);
    if (left !== undefined) window.scrollTo(0, left);
    else if (target !== null && target !== view) target.scrollIntoView();
  } else {
    makeSortable(view, announce);
    drawCharts(view, data);
    window.scrollTo(0, 0);
    const heading = document.getElementById('view-heading');
    if (heading !== null) heading.focus();
  }
  place = hash;
}

window.addEventListener('hashchange', () => showPlace());
// Before the place changes: where the reader was.
document.addEventListener('click', (event) => {
  const anchor = (event.target as Element).closest('a');
  if (anchor === null || renderPlace(anchor.hash) === null) return;
  positions.set(place, window.pageYOffset);
});
// A link of the page itself means the section, not where the reader had been in it.
document.addEventListener('click', (event) => {
  const anchor = (event.target as Element).closest('nav a');
  if (anchor !== null) positions.clear();
});

// A phone shows a card a county: only those who ask for them scroll through them.
if (isPhone()) {
  for (const details of Array.from(sections.querySelectorAll('details'))) details.open = false;
}
makeSortable(sections, announce);
drawCharts(sections, data);
offerSearch(data);
offerCopy(data.missingText);
openForPrint();
redrawOnResize(() => [sections, view], data);
if (window.location.hash !== '') showPlace();
