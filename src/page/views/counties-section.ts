import type { PageCounty, PageData, PageReporting } from '../../report/page/page-data.js';
import { element, join, type Markup } from '../markup.js';
import { keyCells, keyColumns } from './form-columns.js';
import { disclosure } from './frames.js';
import { countyPlace, link } from './places.js';
import { NOTHING, renderTable, type TableCell } from './tables.js';

/** Forms that have a column each in tables of counties and units; with more of them the columns say nothing any more. */
const MOST_FORM_COLUMNS = 6;

/** Reporting is ranked and can be sorted; what was done or given stands in roster order. */
export function renderCounties(data: PageData): Markup {
  const isByForm = data.forms.length <= MOST_FORM_COLUMNS && data.forms.length > 1;
  const ranked = data.counties
    .map((county, index) => ({ county, index }))
    .sort((a, b) => (a.county.rank ?? Infinity) - (b.county.rank ?? Infinity) || a.index - b.index);
  const sum = (key: 'owed' | 'received') =>
    data.counties.reduce((total, { share: part }) => total + part[key], 0);
  const whole = data.highlights[0]?.text ?? NOTHING;
  return join(
    element('h3', {}, '报送率'),
    renderTable({
      name: '各县（市）报送率',
      isCards: false,
      columns: [
        { title: '县（市）', isSortable: true },
        { title: '应报（份）', isSortable: true },
        { title: '已报（份）', isSortable: true },
        { title: '报送率', isSortable: true },
        { title: '名次', isSortable: true },
        ...(isByForm ? data.forms.map(({ title }) => ({ title, isSortable: true, isWide: true })) : []),
      ],
      rows: ranked.map(({ county, index }) => [
        { content: link(countyPlace(index), county.name), order: index },
        { content: county.share.owed, isNumber: true },
        { content: county.share.received, isNumber: true },
        { content: county.share.text, isNumber: true, order: orderOf(county) },
        { content: county.rank ?? NOTHING, isNumber: true, order: county.rank ?? '' },
        ...(isByForm ? county.reporting.map(share) : []),
      ]),
      total: [
        { content: '合计' },
        { content: sum('owed'), isNumber: true },
        { content: sum('received'), isNumber: true },
        { content: whole, isNumber: true },
        { content: '' },
        ...(isByForm ? data.forms.map(({ reporting }) => share(reporting)) : []),
      ],
    }),
    element(
      'p',
      { class: 'muted' },
      '点县（市）名称看本县（市）各单位。只对报送率排名，其他数据按名册顺序。',
    ),
    element('h3', {}, '各表数据'),
    data.forms.map((form, index) =>
      disclosure(
        form.title,
        index === 0,
        form.note === null ? null : element('p', { class: 'note' }, `${form.note}。`),
        renderTable({
          name: `各县（市）${form.title}`,
          isCards: true,
          columns: [{ title: '县（市）', isSortable: false }, ...keyColumns(form)],
          rows: data.counties.flatMap(({ name, totals }, position) => {
            const texts = totals[index];
            return texts == null
              ? []
              : [[{ content: link(countyPlace(position), name) }, ...keyCells(form, texts)]];
          }),
          total: [{ content: '合计' }, ...keyCells(form, form.totals)],
        }),
      ),
    ),
  );
}

const share = (reporting: PageReporting): TableCell => ({
  content: reporting.text,
  isNumber: true,
  order: reporting.owed === 0 ? '' : reporting.received / reporting.owed,
});

const orderOf = ({ share: { owed, received } }: PageCounty): number | string =>
  owed === 0 ? '' : received / owed;
