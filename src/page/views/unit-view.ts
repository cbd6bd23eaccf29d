import type { PageData, PageForm, PageUnit } from '../../report/page/page-data.js';
import { element, join, type Markup } from '../markup.js';
import { figures } from './figures.js';
import { columnTitle } from './form-columns.js';
import { view } from './frames.js';
import { countyPlace } from './places.js';
import { chip } from './status-chip.js';
import { NOTHING } from './tables.js';

/** One unit: how each of its forms stands, and all its figures. */
export function renderUnit(data: PageData, index: number): Markup {
  const unit = data.units[index] as PageUnit;
  const county = data.counties[unit.county]?.name ?? '';
  const through = unit.through === null ? '' : `，归口单位：${unit.through}`;
  return view(
    unit.name,
    [countyPlace(unit.county), `返回${county}`],
    element('p', {}, `${county}　单位类别：${unit.category}${through}`),
    unit.forms.length === 0 ? element('p', {}, '没有应报的表。') : null,
    unit.forms.map((item) => {
      const form = data.forms[item.form] as PageForm;
      return join(
        element('h3', {}, form.title),
        element(
          'p',
          {},
          chip(item.status, item.late),
          element('span', { class: 'muted' }, `　截止时间：${item.due}`),
        ),
        item.figures === null
          ? element('p', {}, '没有计入的数据。')
          : figures(
              form.columns.map((column, position) => ({
                title: columnTitle(column),
                text: item.figures?.[position] ?? NOTHING,
              })),
              'figures small',
            ),
      );
    }),
  );
}
