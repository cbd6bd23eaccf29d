import { formatMoment } from '../../campaign/beijing-time.js';
import type { Summary } from '../../merge/summary.js';
import { COLORS } from '../../workbook/theme.js';
import { formatPeriod } from '../summary/formats.js';
import { figureNotes } from '../summary/overview/notes.js';
import { rankCounties } from '../summary/overview/ranking.js';
import { type Comparisons, NO_COMPARISONS, type Scope, scopeOf } from '../summary/scope.js';
import { summaryTitle } from '../summary/title.js';
import { planAttention } from './attention-cards.js';
import { planChartCards } from './chart-cards.js';
import { planFormFigures } from './figure-cards.js';
import { PHONE_WIDTH, type PhonePicture } from './phone-picture.js';
import {
  boxAt,
  CARD_WIDTH,
  card,
  INNER_WIDTH,
  MARGIN,
  type PictureBlock,
  paragraph,
  SIZES,
  shift,
  stack,
} from './picture-blocks.js';
import { planCountyRate, planOverall, planReporting } from './reporting-cards.js';

/** Pixels beyond which nobody scrolls, and programs begin to refuse a picture. */
export const MOST_HEIGHT = 12_000;
const CARD_GAP = 24;
const ROW_GAP = 36;
const SECTION_GAP = 52;

/** A part of the picture with a heading of its own. */
interface Section {
  readonly heading: string;
  /** What it is made of; the last ones are left out where the picture would be too tall. */
  readonly parts: readonly PictureBlock[];
  /** Parts stand in one card, or are cards themselves. */
  readonly isOneCard: boolean;
  /** Pixels that it keeps, whatever else there is. */
  readonly least: number;
  /** What is said of parts that are left out. */
  readonly leftOut: (count: number) => string;
  /** Left out already. */
  readonly missing: number;
}

/**
 * Plans 总览.png: the whole summary as one long picture for a phone. Units are named, nobody else. `checkCode`: that of
 * the 汇总表.
 */
export function planPhonePicture(
  summary: Summary,
  checkCode: string,
  comparisons: Comparisons = NO_COMPARISONS,
): PhonePicture {
  const scope = scopeOf(summary, null, undefined, comparisons);
  const [head, foot] = [planHead(scope), planFoot(scope, checkCode)];
  const rest = MOST_HEIGHT - head.height - foot.height - 2 * SECTION_GAP;
  const sections = shorten(planSections(scope), rest);
  const body = stack([head, ...sections.map(planSection), foot], SECTION_GAP);
  return {
    width: PHONE_WIDTH,
    height: Math.ceil(body.height) + SECTION_GAP,
    background: COLORS.total,
    items: body.items,
  };
}

function planHead(scope: Scope): PictureBlock {
  const { campaign, asOf } = scope.summary;
  const light = { size: SIZES.strong, color: COLORS.head };
  const title = { size: SIZES.title, bold: true, color: COLORS.input };
  const period = `统计时段：${formatPeriod(campaign.periodStart, campaign.periodEnd)}`;
  const text = stack(
    [
      paragraph(summaryTitle(scope, '汇总情况'), CARD_WIDTH, title),
      stack(
        [period, `截至：${formatMoment(asOf)}`].map((line) => paragraph(line, CARD_WIDTH, light)),
        18,
      ),
    ],
    36,
  );
  const height = text.height + 2 * SECTION_GAP;
  return {
    height,
    items: [boxAt(0, 0, PHONE_WIDTH, height, COLORS.headInk, 0), ...shift(text, MARGIN, SECTION_GAP).items],
  };
}

/** The sections in their order. */
function planSections(scope: Scope): readonly Section[] {
  const { summary } = scope;
  const workbook = `《${scope.area}汇总表》`;
  const ranked = rankCounties(scope);
  const isRanked = ranked.filter(({ rank }) => rank !== null).length > 1;
  const attention = planAttention(scope);
  const charts = planChartCards(scope);
  return [
    {
      heading: '总体报送',
      parts: [planOverall(summary)],
      isOneCard: true,
      least: 800,
      leftOut: () => '',
      missing: 0,
    },
    {
      heading: '主要数据',
      parts: summary.forms.map((form) => card(planFormFigures(scope, form))),
      isOneCard: false,
      least: 2800,
      leftOut: (count) => `另有 ${count} 张表的主要数据没有列出，见${workbook}的“总览”。`,
      missing: 0,
    },
    {
      heading: '各表报送',
      parts: planReporting(scope),
      isOneCard: true,
      least: 1500,
      leftOut: (count) => `另有 ${count} 种报表或材料没有列出，见${workbook}的“总览”。`,
      missing: 0,
    },
    {
      heading: '各县（市）报送率',
      parts: isRanked ? ranked.map(planCountyRate) : [],
      isOneCard: true,
      least: 1500,
      leftOut: (count) => `另有 ${count} 个县（市）没有列出，见${workbook}的“总览”。`,
      missing: 0,
    },
    {
      heading: '需要关注',
      parts:
        attention.length === 0
          ? [card(paragraph('没有需要关注的事项。', INNER_WIDTH, { size: SIZES.text }))]
          : attention,
      isOneCard: false,
      least: 2600,
      leftOut: (count) => `另有 ${count} 项没有列出，见${workbook}的“总览”。`,
      missing: 0,
    },
    {
      heading: '图表',
      parts: charts.cards,
      isOneCard: false,
      least: 0,
      leftOut: () => `其他的图没有列出，见“图表”文件夹和${workbook}的“图表”。`,
      missing: charts.leftOut,
    },
  ];
}

/** In which order sections give way where the picture would be too tall: what others show best, first. */
const GIVE_WAY = ['图表', '主要数据', '各表报送', '各县（市）报送率', '需要关注'] as const;

function shorten(sections: readonly Section[], most: number): readonly Section[] {
  let kept = sections;
  for (const heading of GIVE_WAY) {
    const heights = kept.map((section) => planSection(section).height);
    const total = heights.reduce((sum, height) => sum + (height === 0 ? 0 : height + SECTION_GAP), 0);
    if (total <= most) break;
    kept = kept.map((section, index) =>
      section.heading === heading
        ? cut(section, Math.max(section.least, heights[index]! - (total - most)))
        : section,
    );
  }
  return kept;
}

/** As many of a section's first parts as have room in so many pixels. */
function cut(section: Section, most: number): Section {
  const { parts } = section;
  for (let count = parts.length; count > 0; count--) {
    const shorter = {
      ...section,
      parts: parts.slice(0, count),
      missing: section.missing + parts.length - count,
    };
    if (planSection(shorter).height <= most) return shorter;
  }
  return { ...section, parts: [], missing: section.missing + parts.length };
}

function planSection({ heading, parts, isOneCard, leftOut, missing }: Section): PictureBlock {
  if (parts.length === 0 && missing === 0) return stack([], 0);
  const title: PictureBlock = shift(
    paragraph(heading, CARD_WIDTH, { size: SIZES.section, bold: true, color: COLORS.headInk }),
    MARGIN,
    0,
  );
  const note = shift(
    paragraph(leftOut(missing), CARD_WIDTH, { size: SIZES.text, color: COLORS.muted }),
    MARGIN,
    0,
  );
  return stack(
    [
      title,
      ...(parts.length === 0 ? [] : isOneCard ? [card(stack(parts, ROW_GAP))] : parts),
      ...(missing === 0 ? [] : [note]),
    ],
    CARD_GAP,
  );
}

/** 说明, who made it, and the code by which its figures are found again. */
function planFoot(scope: Scope, checkCode: string): PictureBlock {
  const look = { size: SIZES.small, color: COLORS.muted };
  const notes = [
    ...figureNotes(scope),
    `校验码与《${scope.area}汇总表》页脚的相同，用 bangfu verify 可以查出是哪一次的汇总。`,
  ];
  const { receiver } = scope.summary.campaign;
  const signed = [...(receiver === null ? [] : [`制表单位：${receiver}`]), `校验码：${checkCode}`];
  const explained = stack(
    [
      paragraph('说明', CARD_WIDTH, { size: SIZES.strong, bold: true, color: COLORS.muted }),
      ...notes.map((note, index) => paragraph(`${index + 1}. ${note}`, CARD_WIDTH, look)),
    ],
    20,
  );
  const made = stack(
    signed.map((text) => paragraph(text, CARD_WIDTH, { size: SIZES.text })),
    18,
  );
  return shift(stack([explained, made], 36), MARGIN, 0);
}
