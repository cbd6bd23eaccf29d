import { formatReference, quoteSheetName } from '../../workbook/reference.js';
import { STYLES } from '../../workbook/theme.js';
import type { CellStyle, PlannedLink, SheetPlan } from '../../workbook/workbook-plan.js';
import { outputPaths, pathBetween, pathsOf } from '../output-paths.js';
import { cell, LOOKS, rowHeight } from './formats.js';
import { type Scope, sheetTarget } from './scope.js';
import { SUBTITLE_ROW } from './table.js';

// The ways between the sheets of one workbook, and between the summaries of an area and of its counties.

const BACK_TEXT = '返回总览';
/** Characters that the way back needs. */
const BACK_WIDTH = 10;

/** A link into a cell of this workbook. */
export function cellLink(text: string, sheet: string, rowNumber: number, columnNumber = 1): PlannedLink {
  return {
    kind: 'link',
    text,
    target: `#${quoteSheetName(sheet)}!${formatReference(rowNumber, columnNumber)}`,
  };
}

/** From the prefecture's summary to that of each county, by county; none from a county's own. */
export function countySummaryLinks(scope: Scope, text: string): ReadonlyMap<string, PlannedLink> {
  const { campaign } = scope.summary;
  if (scope.county !== null) return new Map();
  const from = pathsOf(campaign, null).summary;
  return new Map(
    outputPaths(campaign).flatMap(({ county, summary }): [string, PlannedLink][] => {
      if (county === null) return [];
      const tooltip = `打开${county}的汇总表`;
      return [
        [county, { kind: 'link', text, target: pathBetween(from, summary), location: SUMMARY_TOP, tooltip }],
      ];
    }),
  );
}

/** From a county's summary to the prefecture's; null from the prefecture's own. */
export function prefectureSummaryLink(scope: Scope): PlannedLink | null {
  const { campaign } = scope.summary;
  if (scope.county === null) return null;
  const [from, to] = [pathsOf(campaign, scope.county), pathsOf(campaign, null)];
  return {
    kind: 'link',
    text: `${campaign.prefecture}汇总表`,
    target: pathBetween(from.summary, to.summary),
    location: SUMMARY_TOP,
  };
}

/** Every summary begins with 总览: no other sheet takes its name first. */
const SUMMARY_TOP = "'总览'!A1";

/** The sheet with a way back to 总览 before its subtitle, in columns that stay in view. */
export function addWayBack(sheet: SheetPlan, overview: string): SheetPlan {
  const row = sheet.rows.find(({ rowNumber }) => rowNumber === SUBTITLE_ROW);
  const subtitle = row?.cells.find(({ columnNumber }) => columnNumber === 1);
  const lead = leadingColumns(sheet.columnWidths);
  if (row === undefined || subtitle === undefined || lead >= sheet.columnWidths.length) return sheet;
  const last =
    sheet.merges?.find(({ top, left }) => top === SUBTITLE_ROW && left === 1)?.right ??
    sheet.columnWidths.length;
  const width = sheet.columnWidths.slice(lead, last).reduce<number>((sum, item) => sum + (item ?? 0), 0);
  const text = typeof subtitle.value === 'string' ? subtitle.value : '';
  const merge = (left: number, right: number) =>
    right > left ? [{ top: SUBTITLE_ROW, left, bottom: SUBTITLE_ROW, right }] : [];
  const link: PlannedLink = { kind: 'link', text: BACK_TEXT, target: sheetTarget(overview) };
  return {
    ...sheet,
    rows: sheet.rows.map((item) =>
      item === row
        ? {
            ...row,
            height: Math.max(row.height ?? 0, rowHeight([{ text, width }])),
            cells: [
              cell(1, link, subtitle.style === LOOKS.wideSubtitle ? WIDE_BACK_LOOK : BACK_LOOK),
              { ...subtitle, columnNumber: lead + 1 },
            ],
          }
        : item,
    ),
    merges: [
      ...(sheet.merges ?? []).filter(({ top }) => top !== SUBTITLE_ROW),
      ...merge(1, lead),
      ...merge(lead + 1, last),
    ],
  };
}

const BACK_LOOK: CellStyle = { ...STYLES.subtitle, font: STYLES.link.font };
const WIDE_BACK_LOOK: CellStyle = {
  ...BACK_LOOK,
  font: { ...STYLES.link.font, size: LOOKS.wideSubtitle.font.size },
};

/** How many of the first columns have room for the way back. */
function leadingColumns(widths: SheetPlan['columnWidths']): number {
  let width = 0;
  for (const [index, item] of widths.entries()) {
    width += item ?? 0;
    if (width >= BACK_WIDTH) return index + 1;
  }
  return widths.length;
}
