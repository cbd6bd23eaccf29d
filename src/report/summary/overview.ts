import { formatMoment } from '../../campaign/beijing-time.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { formatPeriod } from './formats.js';
import { planAttention } from './overview/attention.js';
import { planCloseFigures } from './overview/close-figures.js';
import { planContents } from './overview/contents.js';
import { planKeyFigures } from './overview/key-figures.js';
import { overviewNotes } from './overview/notes.js';
import { PAGE_ROOMS, type PageRoom } from './overview/page-room.js';
import { planRanking, rankingColumns } from './overview/ranking.js';
import { planReporting } from './overview/reporting.js';
import { closeRowHeight, LAST_WIDTH, OTHER_WIDTH, planSection } from './overview/section.js';
import { firstOnOnePage, type PlanPart } from './page-flow.js';
import { printSetup, type Scope } from './scope.js';
import { planSignatures } from './signatures.js';
import { joinBlocks, type PlannedBlock, planNotes, planTitle } from './table.js';
import { summaryTitle } from './title.js';

const LEAST_COLUMNS = 9;
const NUMERALS = '一二三四五';

/** 总览: key figures, completeness, what needs attention, what else there is, how totals are made, who signs. */
export function planOverviewSheet(scope: Scope): SheetPlan {
  const ways = PAGE_ROOMS.map((room) => {
    const widths = overviewWidths(scope, room);
    return { widths, plan: () => overviewParts(scope, widths, room) };
  });
  const { block, way } = firstOnOnePage(ways);
  return {
    name: scope.names.overview,
    columnWidths: way.widths,
    rows: block.rows,
    merges: block.merges,
    print: { ...printSetup(scope), orientation: 'portrait', pagesTall: 1 },
    showGridLines: false,
  };
}

type PlanContent = (
  scope: Scope,
  firstRow: number,
  widths: readonly number[],
  room: PageRoom,
) => PlannedBlock;

/** The sections in their order; the first one stands below the title. */
function overviewParts(scope: Scope, widths: readonly number[], room: PageRoom): readonly PlanPart[] {
  const sections: readonly (readonly [heading: string, plan: PlanContent])[] = [
    ['主要数据', room.figures === 'close' ? planCloseFigures : planKeyFigures],
    ['报送情况', planReporting],
    ...(scope.county === null ? [['各县（市）报送率', planRanking] as const] : []),
    ['需要关注', planAttention],
    ['各表目录', planContents],
  ];
  const [first, ...others] = sections.map(([heading, plan], index): PlanPart => {
    const text = `${NUMERALS[index]}、${heading}`;
    return (row) => planSection(row, text, widths, plan(scope, row + 1, widths, room));
  });
  return [
    (row) => {
      const title = planOverviewTitle(scope, widths);
      return joinBlocks(title, first!(row + title.rows.length));
    },
    ...others,
    (row) =>
      planSection(row, '说明', widths, planNotes(row + 1, overviewNotes(scope), widths, closeRowHeight)),
    (row) => planSignatures(row, widths),
  ];
}

function planOverviewTitle(scope: Scope, widths: readonly number[]): PlannedBlock {
  const { campaign, asOf } = scope.summary;
  const period = formatPeriod(campaign.periodStart, campaign.periodEnd);
  return planTitle(summaryTitle(scope), `统计时段：${period}　　截至：${formatMoment(asOf)}`, widths);
}

function overviewWidths(scope: Scope, { firstWidth }: PageRoom): readonly number[] {
  const count = Math.max(LEAST_COLUMNS, rankingColumns(scope));
  return [firstWidth, ...Array.from({ length: count - 2 }, () => OTHER_WIDTH), LAST_WIDTH];
}
