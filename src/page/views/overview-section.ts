import type { PageData, PageForm } from '../../report/page/page-data.js';
import { element, join, type Markup } from '../markup.js';
import { figures } from './figures.js';
import { section } from './frames.js';
import { link, PLACES } from './places.js';
import { reportingList } from './reporting-list.js';

/** 总览: key figures, reporting, what needs attention, and the main figures of each form. */
export function renderOverview(data: PageData): Markup {
  return section(
    PLACES.overview,
    '总览',
    figures(
      data.highlights.map(({ form, title, text }) => ({
        title: [element('span', { class: 'of' }, form ?? '各表合计'), title],
        text,
      })),
      'figures',
    ),
    element(
      'div',
      { class: 'columns' },
      element(
        'div',
        {},
        element('h3', {}, '各表报送情况'),
        reportingList([
          ...data.forms.map(({ title, deadline, reporting }) => ({ title, deadline, reporting })),
          ...data.materials.map((material) => ({ ...material, deadline: null })),
        ]),
      ),
      element('div', {}, element('h3', {}, '需要关注'), attentionList(data)),
    ),
    data.forms.map((form, index) =>
      element(
        'div',
        { class: 'together' },
        index === 0 ? element('h3', {}, '各表主要数据') : null,
        formFigures(form),
      ),
    ),
  );
}

function formFigures(form: PageForm): Markup {
  return join(
    element('p', {}, element('b', {}, form.title)),
    figures(form.keyFigures, 'figures small'),
    form.note === null ? null : element('p', { class: 'note' }, `${form.note}。`),
  );
}

function attentionList({ attention }: PageData): Markup {
  if (attention.length === 0) return element('p', {}, '没有需要关注的事项。');
  return element(
    'ul',
    { class: 'attention' },
    attention.map(({ title, count, detail, isMissing }) =>
      element(
        'li',
        {},
        isMissing ? link(PLACES.missing, title) : title,
        '　',
        element('b', {}, count),
        element('p', {}, detail),
      ),
    ),
  );
}
