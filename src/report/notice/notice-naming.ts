import { countyOf, PREFECTURE_UNITS } from '../../campaign/campaign.js';
import type { Summary } from '../../merge/summary.js';
import type { PlannedBlock } from '../../word/document-plan.js';
import { formatCount } from '../format-figures.js';
import { formatNames, formatNamesByCounty, type NamedUnit, nameUnit } from '../reminder/names-by-county.js';
import { LATE, PRAISED, UNREPORTED } from './notice-attachments.js';
import { paragraph, type Section } from './notice-blocks.js';
import type { NoticeLists, UnitItems } from './notice-lists.js';

/** Units that a sentence names; more stand in an attachment alone. */
const MOST_NAMES = 20;

/** 按时报齐的单位: who is praised. */
export function planPraise(
  { campaign }: Summary,
  { praised, praisedCounties }: NoticeLists,
  reference: (title: string) => string,
): readonly Section[] {
  if (praised.length === 0) return [];
  const names = praised.map((unit) => nameUnit(unit, []));
  const listed =
    names.length > MOST_NAMES
      ? `（名单${reference(PRAISED)}）`
      : `（名单${reference(PRAISED)}）：${listNames(campaign, names)}`;
  const counties = praisedCounties.filter((county) => county !== PREFECTURE_UNITS);
  return [
    {
      title: '按时报齐的单位',
      blocks: [
        paragraph(
          'body',
          `${formatCount(praised.length)} 个单位按时报齐了应报的全部内容，没有待改、待说明的事项，予以表扬${listed}。${
            counties.length === 0 ? '' : `其中${counties.join('、')}所属应报单位全部按时报齐。`
          }`,
        ),
      ],
    },
  ];
}

function listNames(campaign: Summary['campaign'], names: readonly NamedUnit[]): string {
  const isOneCounty = new Set(campaign.units.map(countyOf)).size === 1;
  return isOneCounty ? formatNames(names) : formatNamesByCounty(campaign, names);
}

/** 未报送和迟报的单位: who is named. */
export function planNaming(
  { campaign }: Summary,
  { unreported, late, notYetDue }: NoticeLists,
  reference: (title: string) => string,
): Section {
  const sentence = (what: string, items: readonly UnitItems[], list: string): readonly PlannedBlock[] => {
    if (items.length === 0) return [];
    const names = items.map(({ unit }) => nameUnit(unit, []));
    const named = names.length > MOST_NAMES ? '' : `：${listNames(campaign, names)}`;
    const head = `${what}的单位有 ${formatCount(items.length)} 个、${formatCount(countItems(items))} 份`;
    return [paragraph('body', `${head}（名单${reference(list)}）${named}。`)];
  };
  const blocks = [
    ...sentence('截止时间已过仍未报送（含交来空表）', unreported, UNREPORTED),
    ...sentence('迟报', late, LATE),
    ...(notYetDue.length === 0
      ? []
      : [
          paragraph(
            'body',
            `另有 ${formatCount(notYetDue.length)} 个单位的 ${formatCount(countItems(notYetDue))} 份还没有到截止时间，请按时报送。`,
          ),
        ]),
  ];
  return {
    title: '未报送和迟报的单位',
    blocks: blocks.length > 0 ? blocks : [paragraph('body', '没有未报送、迟报的单位。')],
  };
}

function countItems(units: readonly UnitItems[]): number {
  return units.reduce((sum, { items }) => sum + items.length, 0);
}
