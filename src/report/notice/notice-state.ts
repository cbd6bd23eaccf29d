import { type PlannedBlock, type TableColumn, TYPE_AREA } from '../../word/document-plan.js';
import { chartSize } from '../charts/chart-spec.js';
import { planFormCharts, planPictureSpecs } from '../charts/charts-plan.js';
import { formatCount, formatPercent } from '../format-figures.js';
import { overallSentence } from '../overall-sentence.js';
import { countStatuses, type StatusCounts, sumRates } from '../status-counts.js';
import { rankCounties } from '../summary/overview/ranking.js';
import { areaMaterialRates, areaRates, countyRates, type Scope, scopeOf } from '../summary/scope.js';
import { paragraph, type Section, table } from './notice-blocks.js';

/** Forms of which a table shows the rates side by side. */
const MOST_FORMS = 5;
/** Millimetres of the picture, at most. */
const PICTURE = { width: 138, height: 120 } as const;

/** 总体情况: how many came, per form and per county. */
export function planState(scope: Scope): Section {
  const ranked = rankCounties(scope);
  const byForm = [
    paragraph('heading2', '（一）各表报送情况'),
    paragraph('caption', '表1　各表报送情况（单位：份）'),
    table(FORM_COLUMNS, formRows(scope), true),
  ];
  const isRanked = ranked.filter(({ rank }) => rank !== null).length > 1;
  return {
    title: '总体情况',
    blocks: [
      paragraph('body', overallSentence(scope.summary)),
      ...materialSentence(scope),
      ...(isRanked ? [...byForm, ...planCounties(scope)] : byForm.slice(1)),
    ],
  };
}

function materialSentence(scope: Scope): readonly PlannedBlock[] {
  const parts = scope.summary.campaign.materials.map(({ name }) => {
    const { owed, received, rate } = areaMaterialRates(scope, name);
    return `${name}应报 ${formatCount(owed)} 份，已报 ${formatCount(received)} 份，报送率 ${formatPercent(rate)}`;
  });
  return parts.length === 0 ? [] : [paragraph('body', `活动材料：${parts.join('；')}。`)];
}

const figureColumn = (title: string, width: number): TableColumn => ({ title, width, align: 'center' });

const FORM_COLUMNS: readonly TableColumn[] = [
  { title: '报表', width: 46, align: 'left' },
  ...['应报', '已报', '合格', '待改', '待处理', '未报送'].map((title) => figureColumn(title, 13)),
  ...['报送率', '按时率'].map((title) => figureColumn(title, 16)),
];

function formRows(scope: Scope): readonly (readonly string[])[] {
  const { completeness, forms, rates } = scope.summary;
  const row = (
    title: string,
    counts: StatusCounts,
    { owed, received, onTime }: ReturnType<typeof sumRates>,
  ) => [
    title,
    ...[counts.owed, counts.received, counts.accepted, counts.returned, counts.pending, counts.missing].map(
      formatCount,
    ),
    ...[received, onTime].map((count) => formatPercent(owed === 0 ? null : count / owed)),
  ];
  return [
    ...forms.map((form) =>
      row(
        form.title,
        countStatuses(completeness.filter((entry) => entry.form === form.key)),
        areaRates(scope, form),
      ),
    ),
    row('合计', countStatuses(completeness), sumRates([...rates.prefecture.values()])),
  ];
}

/** （二）各县（市）报送情况: ranked by 报送率, with the picture. */
function planCounties(scope: Scope): readonly PlannedBlock[] {
  const ranked = rankCounties(scope);
  const all = sumRates([...scope.summary.rates.prefecture.values()]);
  const full = ranked.filter(({ owed, received }) => owed > 0 && received === owed);
  const below = ranked.filter(({ owed, received }) => received * all.owed < all.received * owed);
  const nameCounties = (items: typeof ranked) => items.map(({ county }) => county).join('、');
  const sentences = [
    ...(full.length === 0 ? [] : [`报送率达到100%的有：${nameCounties(full)}`]),
    ...(below.length === 0
      ? []
      : [`低于平均报送率（${formatPercent(all.received / all.owed)}）的有：${nameCounties(below)}`]),
  ];
  const widths = [11, 33, 15, 15, 17] as const;
  const titles = ['名次', '县（市）', '应报', '已报', '报送率'];
  const lead = widths.map(
    (width, index): TableColumn => ({
      title: titles[index]!,
      width,
      align: index === 1 ? 'left' : 'center',
    }),
  );
  const tables = chunks(scope.summary.forms, MOST_FORMS).flatMap((forms, index) => {
    const left = index === 0 ? lead : lead.slice(1, 2);
    const rest = TYPE_AREA.width - left.reduce((sum, { width }) => sum + width, 0);
    const columns = [...left, ...forms.map((form) => figureColumn(form.title, rest / forms.length))];
    const rows = ranked.map(({ county, owed, received, rank }) => [
      ...(index === 0
        ? [
            rank === null ? '—' : String(rank),
            county,
            formatCount(owed),
            formatCount(received),
            formatPercent(owed === 0 ? null : received / owed),
          ]
        : [county]),
      ...forms.map((form) => formatPercent(countyRates(scope, form, county).rate)),
    ]);
    const totals = forms.map((form) => formatPercent(areaRates(scope, form).rate));
    const total =
      index === 0
        ? [
            '',
            '合计',
            formatCount(all.owed),
            formatCount(all.received),
            formatPercent(all.received / all.owed),
            ...totals,
          ]
        : ['合计', ...totals];
    return [
      paragraph('caption', `表${index + 2}　各县（市）${index === 0 ? '' : '各表'}报送率（单位：份）`, {
        linesBefore: 0.5,
      }),
      table(columns, [...rows, total], true),
    ];
  });
  return [
    paragraph('heading2', '（二）各县（市）报送情况', { linesBefore: 0.5 }),
    ...(sentences.length === 0 ? [] : [paragraph('body', `${sentences.join('；')}。`)]),
    // A table may go on on the next page; a picture behind it would leave half a page empty.
    ...planPicture(scope),
    ...tables,
  ];
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  // Even parts: two tables of three rather than one of five and one of one.
  const each = Math.ceil(items.length / Math.max(1, count));
  return Array.from({ length: count }, (_, index) => items.slice(index * each, (index + 1) * each));
}

function planPicture({ summary }: Scope): readonly PlannedBlock[] {
  const spec = planPictureSpecs(planFormCharts(scopeOf(summary, null))).find(
    ({ form }) => form === null,
  )?.spec;
  if (spec === undefined) return [];
  const size = chartSize(spec);
  const scale = Math.min(PICTURE.width / size.width, PICTURE.height / size.height);
  return [
    {
      kind: 'picture',
      image: spec.fileName,
      width: size.width * scale,
      height: size.height * scale,
      description: spec.title,
    },
    paragraph('caption', `图1　${spec.title}`),
  ];
}
