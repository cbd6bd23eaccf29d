import type { PageData } from '../../report/page/page-data.js';
import { element, join, type Markup } from '../markup.js';
import { renderCharts } from './charts-view.js';
import { renderCounties } from './counties-section.js';
import { heading, section } from './frames.js';
import { renderMissing } from './missing-section.js';
import { renderOverview } from './overview-section.js';
import { PLACES } from './places.js';
import { renderSearch } from './unit-search.js';

// What the page shows, section by section. The sections are written into the file, so that a viewer without scripts
// shows them too; the views of a county or unit are made by the page itself, with the same functions.

/** The sections below one another: 总览, 县（市）, 图表, 未报送, 查单位. */
export function renderSections(data: PageData): Markup {
  return join(
    renderOverview(data),
    section(PLACES.counties, '各县（市）情况', renderCounties(data)),
    section(PLACES.charts, '图表', renderCharts(data.charts, 'area')),
    section(PLACES.missing, '未报送名单', renderMissing(data)),
    element(
      'section',
      { id: PLACES.units, class: 'screen', 'aria-labelledby': `${PLACES.units}-heading` },
      heading(PLACES.units, '查单位'),
      renderSearch(),
    ),
  );
}
