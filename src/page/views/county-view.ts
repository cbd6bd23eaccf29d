import type {
  PageCounty,
  PageData,
  PageForm,
  PageReporting,
  PageUnit,
  PageUnitForm,
} from '../../report/page/page-data.js';
import { element, type Markup } from '../markup.js';
import { renderCharts } from './charts-view.js';
import { keyCells, keyColumns } from './form-columns.js';
import { disclosure, view } from './frames.js';
import { link, PLACES, unitPlace } from './places.js';
import { reportingList } from './reporting-list.js';
import { chip, STATUS_ORDER } from './status-chip.js';
import { NOTHING, renderTable, type TableCell } from './tables.js';

/** One county: how its forms stand, its units, charts and figures. */
export function renderCounty(data: PageData, index: number): Markup {
  const county = data.counties[index] as PageCounty;
  const owed = data.forms
    .map((form, position) => ({
      title: form.title,
      deadline: null,
      reporting: county.reporting[position] as PageReporting,
    }))
    .filter(({ reporting }) => reporting.owed > 0);
  const members = data.units
    .map((unit, place) => ({ unit, place }))
    .filter(({ unit }) => unit.county === index);
  const shown = data.forms
    .map((form, position) => ({ form, position }))
    .filter(({ position }) => county.totals[position] != null);
  const rank =
    county.rank === null
      ? ''
      : `，列第 ${county.rank} 名（共 ${data.counties.filter(({ rank: place }) => place !== null).length} 个）`;
  return view(
    county.name,
    [PLACES.counties, '返回各县（市）'],
    element(
      'p',
      {},
      county.share.owed === 0
        ? '没有应报的表。'
        : `${members.length} 家单位，应报 ${county.share.owed} 份，已报 ${county.share.received} 份，报送率 ${county.share.text}${rank}。`,
    ),
    reportingList(owed),
    element('h3', {}, '各单位报送情况'),
    renderUnitStatuses(data, members),
    element('h3', {}, '各单位数据'),
    shown.map(({ form, position }) =>
      disclosure(
        form.title,
        false,
        county.notes[position] == null
          ? null
          : element('p', { class: 'note' }, `${county.notes[position]}。`),
        renderUnitFigures(data, form, position, members, county.totals[position] as readonly string[]),
      ),
    ),
    element('h3', {}, '图表'),
    renderCharts(county.charts, `county-${index}`),
  );
}

interface Member {
  readonly unit: PageUnit;
  readonly place: number;
}

function renderUnitStatuses(data: PageData, members: readonly Member[]): Markup {
  const forms = data.forms
    .map(({ title }, index) => ({ title, index }))
    .filter(({ index }) => members.some(({ unit }) => unit.forms.some((item) => item.form === index)));
  const cellOf = (item: PageUnitForm | undefined): TableCell =>
    item === undefined
      ? { content: NOTHING, order: '' }
      : {
          content: chip(item.status, item.late),
          order: item.status === null ? STATUS_ORDER.length : STATUS_ORDER.indexOf(item.status),
        };
  return renderTable({
    name: '各单位报送情况',
    isCards: true,
    columns: [
      { title: '单位名称', isSortable: true },
      { title: '单位类别', isSortable: true },
      ...forms.map(({ title }) => ({ title, isSortable: true })),
    ],
    rows: members.map(({ unit, place }) => [
      { content: link(unitPlace(place), unit.name), order: place },
      { content: unit.category },
      ...forms.map(({ index }) => cellOf(unit.forms.find((item) => item.form === index))),
    ]),
    total: null,
  });
}

function renderUnitFigures(
  data: PageData,
  form: PageForm,
  position: number,
  members: readonly Member[],
  totals: readonly string[],
): Markup {
  return renderTable({
    name: `各单位${form.title}`,
    isCards: true,
    columns: [
      { title: '单位名称', isSortable: false },
      { title: '报送情况', isSortable: false },
      ...keyColumns(form),
    ],
    rows: members.flatMap(({ unit, place }) => {
      const item = unit.forms.find((one) => one.form === position);
      return item === undefined
        ? []
        : [
            [
              { content: link(unitPlace(place), unit.name) },
              { content: chip(item.status, item.late) },
              ...keyCells(form, item.figures),
            ],
          ];
    }),
    total: [{ content: '合计' }, { content: '' }, ...keyCells(data.forms[position] as PageForm, totals)],
  });
}
