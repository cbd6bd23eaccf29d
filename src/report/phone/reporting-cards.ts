import type { ReportingRates, Summary } from '../../merge/summary.js';
import { COLORS, SERIES_COLORS } from '../../workbook/theme.js';
import { formatDeadline } from '../deadline-text.js';
import { formatCount, formatPercent } from '../format-figures.js';
import { countStatuses, sumRates } from '../status-counts.js';
import type { RankedCounty } from '../summary/overview/ranking.js';
import { areaMaterialRates, areaRates, type Scope, taskOf } from '../summary/scope.js';
import {
  boxAt,
  INNER_WIDTH,
  linesBlock,
  type PictureBlock,
  paragraph,
  SIZES,
  shift,
  stack,
  textAt,
} from './picture-blocks.js';
import { firstLines, textPixels, wrapText } from './text-lines.js';

// Bars carry their figure: no colour has to be told from another.
const REPORTED = SERIES_COLORS[0];
const ON_TIME = SERIES_COLORS[2];
const TRACK = COLORS.head;
const BAR_HEIGHT = 22;

function bar(share: number | null, x: number, width: number, color: string): PictureBlock {
  const filled = Math.round(width * Math.min(1, Math.max(0, share ?? 0)));
  return {
    height: BAR_HEIGHT,
    items: [
      boxAt(x, 0, width, BAR_HEIGHT, TRACK, BAR_HEIGHT / 2),
      // Shorter than its own roundness it would be drawn beyond its end.
      ...(filled === 0 ? [] : [boxAt(x, 0, filled, BAR_HEIGHT, color, Math.min(BAR_HEIGHT, filled) / 2)]),
    ],
  };
}

/** 报送率 over all forms, as large as a picture has it, and how many stand where. */
export function planOverall({ completeness, rates: { prefecture } }: Summary): PictureBlock {
  const counts = countStatuses(completeness);
  const { owed, received, onTime } = sumRates([...prefecture.values()]);
  const shareOf = (count: number) => (owed === 0 ? null : count / owed);
  const head: PictureBlock = {
    height: 124,
    items: [
      textAt(0, 0, '报送率', { size: SIZES.strong, color: COLORS.muted }),
      textAt(-4, 44, formatPercent(shareOf(received)), { size: 96, bold: true, color: COLORS.headInk }),
      textAt(INNER_WIDTH, 4, `应报 ${formatCount(owed)} 份`, { size: SIZES.strong }, 'right'),
      textAt(INNER_WIDTH, 52, `已报 ${formatCount(received)} 份`, { size: SIZES.strong }, 'right'),
      textAt(INNER_WIDTH, 100, `按时率 ${formatPercent(shareOf(onTime))}`, { size: SIZES.strong }, 'right'),
    ],
  };
  const tiles = [
    ['合格', counts.accepted, COLORS.goodInk],
    ['待改', counts.returned, COLORS.queryInk],
    ['待处理', counts.pending, COLORS.queryInk],
    ['未报送', counts.missing, COLORS.errorInk],
  ] as const;
  const step = INNER_WIDTH / tiles.length;
  const counted: PictureBlock = {
    height: 96,
    items: tiles.flatMap(([title, count, color], index) => [
      textAt(
        step * (index + 0.5),
        0,
        formatCount(count),
        { size: 50, bold: true, color: count === 0 ? COLORS.muted : color },
        'center',
      ),
      textAt(step * (index + 0.5), 66, `${title}（份）`, { size: SIZES.text, color: COLORS.muted }, 'center'),
    ]),
  };
  return stack([head, bar(shareOf(received), 0, INNER_WIDTH, REPORTED), counted], 36);
}

/** Reporting and on-time rate of every form and material, as bars. */
export function planReporting(scope: Scope): readonly PictureBlock[] {
  const { campaign, forms } = scope.summary;
  return [
    ...forms.map((form) => {
      const { deadline } = taskOf(campaign, form);
      return planRates(form.title, areaRates(scope, form), formatDeadline(deadline));
    }),
    ...campaign.materials.map(({ name, deadline }) =>
      planRates(name, areaMaterialRates(scope, name), formatDeadline(deadline)),
    ),
  ];
}

const LABEL_WIDTH = 120;
const PERCENT_WIDTH = 150;

function planRates(title: string, rates: ReportingRates, deadline: string): PictureBlock {
  const line = (label: string, rate: number | null, color: string): PictureBlock => {
    const track = INNER_WIDTH - LABEL_WIDTH - PERCENT_WIDTH;
    return {
      height: SIZES.strong,
      items: [
        textAt(0, 2, label, { size: SIZES.text, color: COLORS.muted }),
        ...shift(bar(rate, LABEL_WIDTH, track, color), 0, (SIZES.strong - BAR_HEIGHT) / 2).items,
        textAt(INNER_WIDTH, 0, formatPercent(rate), { size: SIZES.strong, bold: true }, 'right'),
      ],
    };
  };
  const counts = `应报 ${formatCount(rates.owed)} 家，已报 ${formatCount(rates.received)} 家，合格 ${formatCount(rates.accepted)} 家；${deadline}截止`;
  return stack(
    [
      paragraph(title, INNER_WIDTH, { size: SIZES.strong, bold: true }),
      line('报送率', rates.rate, REPORTED),
      line('按时率', rates.onTimeRate, ON_TIME),
      paragraph(counts, INNER_WIDTH, { size: SIZES.small, color: COLORS.muted }),
    ],
    18,
  );
}

const RANK_WIDTH = 64;
const COUNTS_GAP = 24;

/** One county's place: its rank, name and rate, and a bar below. */
export function planCountyRate({ county, owed, received, rank }: RankedCounty): PictureBlock {
  const percent = formatPercent(owed === 0 ? null : received / owed);
  const counts = owed === 0 ? '没有应报的报表' : `已报 ${formatCount(received)} / 应报 ${formatCount(owed)}`;
  const right = textPixels(counts, SIZES.small) + COUNTS_GAP + PERCENT_WIDTH;
  const width = INNER_WIDTH - RANK_WIDTH - right - COUNTS_GAP;
  const name = linesBlock(firstLines(wrapText(county, width, SIZES.strong), 2, width, SIZES.strong), {
    size: SIZES.strong,
  });
  const head: PictureBlock = {
    height: name.height,
    items: [
      textAt(0, 0, rank === null ? '—' : String(rank), {
        size: SIZES.strong,
        bold: true,
        color: COLORS.headInk,
      }),
      ...shift(name, RANK_WIDTH, 0).items,
      textAt(INNER_WIDTH - PERCENT_WIDTH, 3, counts, { size: SIZES.small, color: COLORS.muted }, 'right'),
      textAt(INNER_WIDTH, 0, percent, { size: SIZES.strong, bold: true }, 'right'),
    ],
  };
  return stack(
    [head, ...(owed === 0 ? [] : [bar(received / owed, RANK_WIDTH, INNER_WIDTH - RANK_WIDTH, REPORTED)])],
    16,
  );
}
