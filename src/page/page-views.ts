import { formatValue } from '../chart/chart-text.js';
import { STATUS_TITLES, type Status } from '../issue/finding.js';
import type { BarChartSpec, ChartSpec } from '../report/chart-spec.js';
import type {
  PageChart,
  PageColumn,
  PageCounty,
  PageData,
  PageForm,
  PageReporting,
  PageUnit,
  PageUnitForm,
} from '../report/page-data.js';
import { type Attributes, type Content, element, join, type Markup } from './markup.js';

// What the page shows, section by section. The sections are written into the file, so that a viewer without scripts
// shows them too; the views of a county or unit are made by the page itself, with the same functions.

/** Where the parts of the page lie behind the #. */
export const PLACES = {
  overview: 'overview',
  counties: 'counties',
  charts: 'charts',
  missing: 'missing',
  units: 'units',
} as const;
export const countyPlace = (index: number): string => `/county/${index + 1}`;
export const unitPlace = (index: number): string => `/unit/${index + 1}`;

const NOTHING = '—';
const STATUS_LOOKS: Readonly<Record<Status, string>> = {
  accepted: 'good',
  nil: 'good',
  queried: 'query',
  pending: 'query',
  returned: 'error',
  empty: 'error',
  missing: 'error',
  exempt: 'plain',
};
/** Reported first, missing last. */
const STATUS_ORDER: readonly Status[] = [
  'accepted',
  'nil',
  'queried',
  'returned',
  'pending',
  'empty',
  'missing',
  'exempt',
];
/** Forms that have a column each in tables of counties and units; with more of them the columns say nothing any more. */
const MOST_FORM_COLUMNS = 6;

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

function heading(id: string, text: string): Markup {
  return element('h2', { id: `${id}-heading` }, text);
}

function section(id: string, title: string, ...content: readonly Content[]): Markup {
  return element('section', { id, 'aria-labelledby': `${id}-heading` }, heading(id, title), content);
}

function link(place: string, ...content: readonly Content[]): Markup {
  return element('a', { href: `#${place}` }, content);
}

function renderOverview(data: PageData): Markup {
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

function figures(items: readonly { readonly title: Content; readonly text: string }[], look: string): Markup {
  return element(
    'dl',
    { class: look },
    items.map(({ title, text }) => element('div', {}, element('dt', {}, title), element('dd', {}, text))),
  );
}

function formFigures(form: PageForm): Markup {
  return join(
    element('p', {}, element('b', {}, form.title)),
    figures(form.keyFigures, 'figures small'),
    form.note === null ? null : element('p', { class: 'note' }, `${form.note}。`),
  );
}

interface ReportingItem {
  readonly title: string;
  readonly reporting: PageReporting;
  readonly deadline: string | null;
}

function reportingList(items: readonly ReportingItem[]): Markup {
  return element(
    'ul',
    { class: 'forms' },
    items.map(({ title, deadline, reporting }) => {
      const { owed, received, accepted, text, acceptedText, onTimeText } = reporting;
      const width = owed === 0 ? 0 : Math.round((received / owed) * 1000) / 10;
      const counts =
        owed === 0
          ? '没有应报单位'
          : `报送率 ${text}：应报 ${owed}，已报 ${received}，合格 ${accepted}（${acceptedText}）；按时率 ${onTimeText}`;
      return element(
        'li',
        {},
        element('div', { class: 'line' }, element('span', {}, title), element('b', {}, text)),
        element(
          'div',
          { class: 'meter', 'aria-hidden': 'true' },
          element('span', { style: `width:${width}%` }),
        ),
        element('div', {}, counts),
        deadline === null ? null : element('div', { class: 'muted' }, `截止时间：${deadline}`),
      );
    }),
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

/** A cell of a table. */
interface TableCell {
  readonly content: Content;
  readonly isNumber?: boolean;
  /** What it is sorted by; the text where nothing is said. */
  readonly order?: number | string;
  readonly look?: string;
}

interface TableColumn {
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

function renderTable({ name, isCards, columns, rows, total }: Table): Markup {
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

const share = (reporting: PageReporting): TableCell => ({
  content: reporting.text,
  isNumber: true,
  order: reporting.owed === 0 ? '' : reporting.received / reporting.owed,
});

/** Reporting is ranked and can be sorted; what was done or given stands in roster order. */
function renderCounties(data: PageData): Markup {
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

const orderOf = ({ share: { owed, received } }: PageCounty): number | string =>
  owed === 0 ? '' : received / owed;

function keyColumns({ columns }: PageForm): readonly TableColumn[] {
  return columns
    .filter(({ isKey }) => isKey)
    .map((column) => ({ title: columnTitle(column), isSortable: false }));
}

function columnTitle({ title, unit }: PageColumn): string {
  return unit === '' ? title : `${title}（${unit}）`;
}

function keyCells({ columns }: PageForm, texts: readonly string[] | null): readonly TableCell[] {
  return columns.flatMap(({ isKey }, index) =>
    isKey ? [{ content: texts === null ? NOTHING : (texts[index] ?? NOTHING), isNumber: true }] : [],
  );
}

function disclosure(title: string, isOpen: boolean, ...content: readonly Content[]): Markup {
  return element('details', { open: isOpen }, element('summary', {}, title), element('div', {}, content));
}

/** Room for each chart, with its numbers as a table for those who do not see it. `group` tells which list it is of. */
export function renderCharts(charts: readonly PageChart[], group: string): Markup {
  if (charts.length === 0) return element('p', {}, '没有可以画图的数据。');
  return join(
    element('noscript', {}, element('p', {}, '此查看方式不能画图，请用浏览器打开本页，或看下面各图的数据。')),
    charts.map(({ spec }, index) =>
      element(
        'figure',
        { 'data-chart': `${group}:${index}` },
        element(
          'details',
          {},
          element('summary', {}, `数据：${spec.title}`),
          element('div', {}, renderChartData(spec)),
        ),
      ),
    ),
  );
}

function renderChartData(spec: ChartSpec): Markup {
  const unit = spec.unit === undefined ? '' : `（${spec.unit}）`;
  if (spec.kind === 'doughnut')
    return plainTable(
      spec.title,
      ['项目', `${spec.name}${unit}`],
      spec.slices.map(({ label, value }) => [label, formatValue(value, spec.valueFormat)]),
    );
  const series = chartSeries(spec);
  return plainTable(
    spec.title,
    ['项目', ...series.map(({ title }) => title)],
    spec.categories.map((name, index) => [name, ...series.map(({ text }) => text(index))]),
  );
}

function plainTable(name: string, titles: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return renderTable({
    name,
    isCards: true,
    columns: titles.map((title) => ({ title, isSortable: false })),
    rows: rows.map((texts) => texts.map((content, index) => ({ content, isNumber: index > 0 }))),
    total: null,
  });
}

/** The series of a chart, its line last, with each value as text. */
function chartSeries(spec: BarChartSpec): readonly { title: string; text: (index: number) => string }[] {
  const all = [
    ...spec.series.map((series) => ({ ...series, valueFormat: spec.valueFormat, unit: spec.unit })),
    ...(spec.line === undefined ? [] : [spec.line]),
  ];
  return all.map(({ name, unit, values, valueFormat }) => ({
    title: unit === undefined ? name : `${name}（${unit}）`,
    text: (index) => {
      const value = values[index];
      return value === null || value === undefined ? NOTHING : formatValue(value, valueFormat);
    },
  }));
}

function renderMissing(data: PageData): Markup {
  const { missing, units, forms, counties, missingText } = data;
  if (missing.length === 0) return element('p', {}, '没有未报送的单位。');
  const unitCount = new Set(missing.map(({ unit }) => unit)).size;
  return join(
    element('p', {}, `共 ${unitCount} 家单位、${missing.length} 份表（含交来空表的）。`),
    element(
      'p',
      { class: 'screen' },
      element(
        'button',
        { type: 'button', class: 'action', id: 'copy-missing', hidden: true },
        '复制文字名单',
      ),
      ' ',
      element('span', { id: 'copied', role: 'status' }),
    ),
    element(
      'details',
      { class: 'screen', 'data-print': 'closed' },
      element('summary', {}, '文字名单（可粘贴到通知里）'),
      element(
        'div',
        {},
        element(
          'textarea',
          { id: 'missing-text', readonly: true, 'aria-label': '未报送单位文字名单' },
          missingText,
        ),
      ),
    ),
    renderTable({
      name: '未报送单位名单',
      isCards: true,
      columns: [
        { title: '单位名称', isSortable: true },
        { title: '县（市）', isSortable: true },
        { title: '未报送的表', isSortable: true },
        { title: '情况', isSortable: true },
        { title: '截止时间', isSortable: false, isWide: true },
        { title: '逾期（天）', isSortable: true },
      ],
      rows: missing.map(({ unit, form, status, due, overdueDays }) => {
        const { name, county } = units[unit] as PageUnit;
        return [
          { content: link(unitPlace(unit), name), order: unit },
          { content: counties[county]?.name ?? '', order: county },
          { content: forms[form]?.title ?? '', order: form },
          { content: chip(status), order: STATUS_ORDER.indexOf(status) },
          { content: due },
          { content: overdueDays ?? '未到期', isNumber: true, order: overdueDays ?? 0 },
        ];
      }),
      total: null,
    }),
  );
}

function renderSearch(): Markup {
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

/** 已报 in its colour; the words say the same to those who see no colours. */
function chip(status: Status | null, late = false): Markup {
  const [look, text] =
    status === null ? ['plain', '非应报，已计入'] : [STATUS_LOOKS[status], STATUS_TITLES[status]];
  return element('span', { class: `chip ${look}` }, late ? `${text}（迟报）` : text);
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

function view(
  title: string,
  back: readonly [place: string, text: string],
  ...content: readonly Content[]
): Markup {
  return element(
    'section',
    { 'aria-labelledby': 'view-heading' },
    element('a', { class: 'back', href: `#${back[0]}` }, `← ${back[1]}`),
    element('h2', { id: 'view-heading', tabindex: -1 }, title),
    content,
  );
}

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
