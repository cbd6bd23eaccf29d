import { countyOf } from '../../campaign/campaign.js';
import { ruleHeading } from '../../issue/rule-title.js';
import { COLORS } from '../../workbook/theme.js';
import { formatCount } from '../format-figures.js';
import { groupBy } from '../group-by.js';
import { formFinder } from '../lists/finding-words.js';
import { type NamedUnit, nameUnit } from '../reminder/names-by-county.js';
import { type AttentionKind, type AttentionLine, attentionLines } from '../summary/attention.js';
import { entryOf, type Scope } from '../summary/scope.js';
import { findUnitsBelowTarget, targetOf } from '../summary/targets.js';
import {
  boxAt,
  card,
  INNER_WIDTH,
  linesBlock,
  type PictureBlock,
  paragraph,
  SIZES,
  stack,
  textAt,
} from './picture-blocks.js';
import { textPixels, wrapNames } from './text-lines.js';
import { findUnreported, nameUnreported, notYetDueSentence } from './unreported-names.js';

/** Names of a county that are shown; of the others it is said how many they are. */
const MOST_NAMES = 8;
/** Kinds of questions that are named. */
const MOST_RULES = 3;

interface Tone {
  readonly ink: string;
  readonly paper: string;
}
const GRAVE: Tone = { ink: COLORS.errorInk, paper: COLORS.error };
const OPEN: Tone = { ink: COLORS.queryInk, paper: COLORS.query };
const PLAIN: Tone = { ink: COLORS.hintInk, paper: COLORS.hint };
const TONES: Readonly<Record<AttentionKind, Tone>> = {
  changes: PLAIN,
  missing: GRAVE,
  materials: GRAVE,
  returned: OPEN,
  pending: OPEN,
  queries: OPEN,
  late: PLAIN,
  target: PLAIN,
  files: OPEN,
};

/** 需要关注: a card for each line, with the names behind it. */
export function planAttention(scope: Scope): readonly PictureBlock[] {
  return attentionLines(scope).map((line) =>
    card(
      stack(
        [
          heading(line, TONES[line.about]),
          paragraph(line.detail, INNER_WIDTH, { size: SIZES.text }),
          ...namesOf(scope, line),
        ],
        20,
      ),
      TONES[line.about].ink,
    ),
  );
}

/** The title, and how much of it on a ground of its own. */
function heading({ title, count }: AttentionLine, { ink, paper }: Tone): PictureBlock {
  const width = textPixels(count, SIZES.text) + 36;
  const text = paragraph(title, INNER_WIDTH - width - 24, { size: SIZES.heading, bold: true, color: ink });
  const height = Math.max(text.height, 50);
  return {
    height,
    items: [
      ...text.items,
      boxAt(INNER_WIDTH - width, -6, width, 50, paper, 25),
      textAt(INNER_WIDTH - width / 2, 4, count, { size: SIZES.text, bold: true, color: ink }, 'center'),
    ],
  };
}

function namesOf(scope: Scope, line: AttentionLine): readonly PictureBlock[] {
  switch (line.about) {
    case 'missing':
      return missingNames(scope);
    case 'returned':
      return countyNames(scope, unitsWith(scope, 'returned'));
    case 'pending':
      return countyNames(scope, unitsWith(scope, 'pending'));
    case 'target':
      return countyNames(scope, unitsBelow(scope, line));
    case 'queries':
      return openQuestions(scope);
    default:
      return [];
  }
}

/** Nobody is named before the deadline. */
function missingNames(scope: Scope): readonly PictureBlock[] {
  const found = findUnreported(scope.summary);
  const { unreported } = found;
  const later = notYetDueSentence(found);
  return [
    ...countyNames(scope, nameUnreported(unreported, 'brief')),
    ...(unreported.some(({ items, owed }) => items.length < owed)
      ? [
          paragraph('注明缺几份的单位，其余的表已报；没有注明的都没有报。', INNER_WIDTH, {
            size: SIZES.text,
            color: COLORS.muted,
          }),
        ]
      : []),
    ...(later === '' ? [] : [paragraph(later, INNER_WIDTH, { size: SIZES.text, color: COLORS.muted })]),
  ];
}

function unitsWith(scope: Scope, status: 'returned' | 'pending'): readonly NamedUnit[] {
  return scope.units
    .filter((unit) => scope.summary.forms.some((form) => entryOf(scope, form, unit)?.status === status))
    .map((unit) => nameUnit(unit, []));
}

function unitsBelow(scope: Scope, { form }: AttentionLine): readonly NamedUnit[] {
  const found = scope.summary.forms.find(({ key }) => key === form);
  const target = found === undefined ? null : targetOf(scope, found);
  if (found === undefined || target === null) return [];
  return findUnitsBelowTarget(scope, found, target).map(({ unit }) => nameUnit(unit, []));
}

/** `乌苏市（12 个）：甲乡、乙镇 等 12 个单位`, a paragraph a county. */
function countyNames(scope: Scope, names: readonly NamedUnit[]): readonly PictureBlock[] {
  const byCounty = groupBy(names, ({ unit }) => countyOf(unit));
  return scope.counties.flatMap((county) => {
    const here = byCounty.get(county) ?? [];
    if (here.length === 0) return [];
    const listed = here
      .slice(0, MOST_NAMES)
      .map(({ text }) => text)
      .join('、');
    const rest = here.length > MOST_NAMES ? `、等 ${formatCount(here.length)} 个单位` : '';
    const lines = wrapNames(`${county}：${listed}${rest}`, INNER_WIDTH, SIZES.text);
    return [linesBlock(lines, { size: SIZES.text })];
  });
}

/** The questions of which there are most, by what they ask: no value of a cell is shown. */
function openQuestions({ summary }: Scope): readonly PictureBlock[] {
  const formOf = formFinder(summary);
  const open = summary.findings.filter((finding) => finding.level === 'query' && finding.open);
  const groups = [...groupBy(open, ({ rule }) => rule).values()].toSorted((a, b) => b.length - a.length);
  const texts = groups.slice(0, MOST_RULES).map((group) => {
    const [first] = group;
    return `${ruleHeading(first!.rule, formOf(first!.form)).replace('　', ' ')}：${formatCount(group.length)} 条`;
  });
  const rest =
    groups.length > MOST_RULES
      ? [`其他 ${formatCount(groups.length - MOST_RULES)} 类见《校验问题清单》`]
      : [];
  return [...texts, ...rest].map((text) => paragraph(`· ${text}`, INNER_WIDTH, { size: SIZES.text }));
}
