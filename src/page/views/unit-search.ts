import { STATUS_TITLES } from '../../issue/finding.js';
import type { PageData, PageUnit } from '../../report/page/page-data.js';
import { element, type Markup } from '../markup.js';
import { link, unitPlace } from './places.js';
import { chip } from './status-chip.js';

/** Where units are searched; the page fills in what it finds. */
export function renderSearch(): Markup {
  return element(
    'div',
    { class: 'search' },
    element('label', { for: 'search' }, '单位名称、县（市）、类别或报送情况，几个词之间用空格隔开'),
    element('input', {
      id: 'search',
      type: 'search',
      autocomplete: 'off',
      'aria-controls': 'results',
      placeholder: '如：第一中学，或：沙湾 未报送',
    }),
    element('p', { id: 'found', role: 'status', class: 'muted' }),
    element('ul', { id: 'results', class: 'results' }),
  );
}

/** What can be searched of a unit: its names, where it stands and how its forms do. */
export function searchText(data: PageData, unit: PageUnit): string {
  const statuses = unit.forms.map(({ status, late }) =>
    [status === null ? '' : STATUS_TITLES[status], late ? '迟报' : ''].join(' '),
  );
  const texts = [
    unit.name,
    ...unit.aliases,
    unit.category,
    unit.through ?? '',
    data.counties[unit.county]?.name ?? '',
  ];
  return [...texts, ...statuses].join(' ').toLowerCase();
}

/** One found unit. */
export function renderFound(data: PageData, unit: PageUnit, index: number): Markup {
  return element(
    'li',
    {},
    link(unitPlace(index), unit.name),
    element('div', { class: 'muted' }, `${data.counties[unit.county]?.name ?? ''}　${unit.category}`),
    unit.forms.map((item) =>
      element('div', {}, chip(item.status, item.late), data.forms[item.form]?.title ?? ''),
    ),
  );
}
