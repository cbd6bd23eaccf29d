import { countyOf } from '../../../campaign/campaign.js';
import type { CompletenessEntry, ReportingRates } from '../../../merge/summary.js';
import { STYLES } from '../../../workbook/theme.js';
import type {
  CellOrigin,
  CellStyle,
  OriginArea,
  PlannedCell,
  PlannedRow,
  PlannedValue,
  ReportCount,
} from '../../../workbook/workbook-plan.js';
import { allReportsOrigin, reportsOrigin, shareOrigin } from '../../cell-origins.js';
import { countStatuses } from '../../status-counts.js';
import { cell, formula, LOOKS, NO_NUMBER, NUMBER_LOOKS, TOTAL_LOOKS } from '../formats.js';
import { matrixRow } from '../matrix.js';
import { cellLink, countySummaryLinks } from '../navigation.js';
import { areaOf, areaRates, countyRates, type Scope } from '../scope.js';
import { joinBlocks, type PlannedBlock } from '../table.js';
import type { PageRoom } from './page-room.js';
import { closeRowHeight, planRest, planSectionHeader, shareFormula } from './section.js';

const HEADERS = ['县（市）', '应报（份）', '已报（份）', '报送率', '名次'];
const FILE_HEADER = '县级汇总表';
/** More forms than this have no column each. */
const MOST_FORM_COLUMNS = 4;

/** What stands between a county's rank and the link to its own workbook. */
interface RankingColumn {
  readonly header: string;
  readonly format: 'percent' | 'integer';
  /** Null: of all counties. */
  readonly value: (county: string | null) => number | null;
  readonly origin: (area: OriginArea) => CellOrigin;
}

/** How many columns the ranking of these forms has. */
export function rankingColumns(scope: Scope): number {
  return HEADERS.length + columnsBetween(scope).length + 1;
}

/** The reporting rate of each form, or of many forms how many reports lack what. */
function columnsBetween(scope: Scope): readonly RankingColumn[] {
  const { forms } = scope.summary;
  if (forms.length <= MOST_FORM_COLUMNS)
    return forms.map((form) => ({
      header: form.title,
      format: 'percent',
      value: (county) => (county === null ? areaRates(scope, form) : countyRates(scope, form, county)).rate,
      origin: (area) => shareOrigin(reportsOrigin(form, 'received', area), reportsOrigin(form, 'owed', area)),
    }));
  const counts = new Map(
    [...scope.counties, null].map((county) => [county, countStatuses(entriesOf(scope, county))]),
  );
  const column = (header: string, key: 'missing' | 'returned' | 'late'): RankingColumn => ({
    header,
    format: 'integer',
    value: (county) => counts.get(county)?.[key] ?? null,
    origin: (area) => allReportsOrigin(forms, key, area),
  });
  return [column('未报送份数', 'missing'), column('待改份数', 'returned'), column('迟报份数', 'late')];
}

function entriesOf(scope: Scope, county: string | null): readonly CompletenessEntry[] {
  return scope.units
    .filter((unit) => county === null || countyOf(unit) === county)
    .flatMap((unit) => [...(scope.completeness.get(unit.code)?.values() ?? [])]);
}

/** One county's place by 报送率 over all forms together. */
export interface RankedCounty {
  readonly county: string;
  readonly owed: number;
  readonly received: number;
  /** Null when nothing is owed; equal rates share a rank. */
  readonly rank: number | null;
}

/**
 * 各县（市）报送率, best first. Only reporting is ranked: donations are voluntary, and other figures depend on what a
 * county has to do. Of many counties those at both ends are shown.
 */
export function planRanking(
  scope: Scope,
  firstRow: number,
  widths: readonly number[],
  { counties: most }: PageRoom,
): PlannedBlock {
  const between = columnsBetween(scope);
  const ranked = rankCounties(scope);
  const files = countySummaryLinks(scope, '打开');
  const last = HEADERS.length + between.length + 1;
  const countyRow = (item: RankedCounty, rowNumber: number): PlannedRow => ({
    rowNumber,
    height: closeRowHeight([{ text: item.county, width: widths[0]! }]),
    cells: [
      countyCell(scope, item.county),
      ...countCells(scope, rowNumber, NUMBER_LOOKS, [item.owed, item.received], item),
      item.rank === null ? cell(5, NO_NUMBER, LOOKS.nothing) : cell(5, item.rank, STYLES.centered),
      ...between.map((column, position) => valueCell(column, item.county, 6 + position)),
      cell(last, files.get(item.county) ?? null, FILE_LOOK),
    ],
  });
  const isAll = ranked.length <= most;
  const best = isAll ? ranked.length : Math.floor((most - 1) / 3);
  const worst = isAll ? 0 : most - 1 - best;
  const top = ranked.slice(0, best).map((item, index) => countyRow(item, firstRow + 1 + index));
  const bottomRow = firstRow + 1 + best + (isAll ? 0 : 1);
  const bottom = isAll ? [] : ranked.slice(-worst).map((item, index) => countyRow(item, bottomRow + index));
  const rest = isAll
    ? { rows: [], merges: [] }
    : planRest(
        firstRow + 1 + best,
        `中间 ${ranked.length - best - worst} 个县（市）从略，见各表和《${scope.names.matrix}》`,
        widths.slice(0, last),
      );
  const totalRow = bottomRow + bottom.length;
  // A sum over the rows would lack those that are left out.
  const sum = (column: string, result: number) =>
    isAll && ranked.length > 0
      ? formula(`SUM(${column}${firstRow + 1}:${column}${totalRow - 1})`, result)
      : result;
  const [owed, received] = [sumOf(ranked, 'owed'), sumOf(ranked, 'received')];
  const total: PlannedRow = {
    rowNumber: totalRow,
    height: closeRowHeight([]),
    cells: [
      cell(1, '合计', LOOKS.totalLabel),
      ...countCells(scope, totalRow, TOTAL_LOOKS, [sum('B', owed), sum('C', received)], {
        county: null,
        owed,
        received,
      }),
      cell(5, null, LOOKS.totalLabel),
      ...between.map((column, position) => valueCell(column, null, 6 + position)),
      cell(last, null, LOOKS.totalLabel),
    ],
  };
  return joinBlocks(
    planSectionHeader(firstRow, [...HEADERS, ...between.map(({ header }) => header), FILE_HEADER], widths),
    { rows: top, merges: [] },
    rest,
    { rows: [...bottom, total], merges: [] },
  );
}

/** 应报, 已报 and 报送率 over all forms together; county null: of all counties. */
function countCells(
  scope: Scope,
  rowNumber: number,
  looks: typeof NUMBER_LOOKS,
  [owed, received]: readonly [PlannedValue, PlannedValue],
  counts: { readonly county: string | null; readonly owed: number; readonly received: number },
): readonly PlannedCell[] {
  const area = areaOf(counts);
  const originOf = (count: ReportCount) => allReportsOrigin(scope.summary.forms, count, area);
  return [
    cell(2, owed, looks.integer, originOf('owed')),
    cell(3, received, looks.integer, originOf('received')),
    cell(
      4,
      shareFormula(rowNumber, 3, counts.received, counts.owed),
      looks.percent,
      shareOrigin(originOf('received'), originOf('owed')),
    ),
  ];
}

/** The county leads to its units on 报送情况. */
function countyCell(scope: Scope, county: string): PlannedCell {
  const row = matrixRow(scope, county);
  return row === null
    ? cell(1, county, STYLES.cell)
    : cell(1, cellLink(county, scope.names.matrix, row, 2), STYLES.link);
}

const FILE_LOOK: CellStyle = { ...STYLES.link, horizontal: 'center' };

/** Counties by 报送率, best first, roster order among equals, those that owe nothing last. */
export function rankCounties(scope: Scope): readonly RankedCounty[] {
  const counties = scope.counties.map((county) => {
    const rates = scope.summary.forms.map((form) => countyRates(scope, form, county));
    return { county, owed: sumOf(rates, 'owed'), received: sumOf(rates, 'received') };
  });
  const isBetter = (a: { owed: number; received: number }, b: { owed: number; received: number }) =>
    a.received * b.owed > b.received * a.owed;
  const owing = counties.filter((item) => item.owed > 0);
  const ranked = owing.map((item) => ({
    ...item,
    rank: 1 + owing.filter((other) => isBetter(other, item)).length,
  }));
  return [
    ...ranked.toSorted((a, b) => a.rank - b.rank),
    ...counties.filter((item) => item.owed === 0).map((item) => ({ ...item, rank: null })),
  ];
}

function sumOf(
  items: readonly Pick<ReportingRates, 'owed' | 'received'>[],
  key: 'owed' | 'received',
): number {
  return items.reduce((sum, item) => sum + item[key], 0);
}

function valueCell(
  { format, value, origin }: RankingColumn,
  county: string | null,
  columnNumber: number,
): PlannedCell {
  const shown = value(county);
  const isTotal = county === null;
  if (shown === null) return cell(columnNumber, NO_NUMBER, isTotal ? LOOKS.totalNothing : LOOKS.nothing);
  return cell(
    columnNumber,
    shown,
    (isTotal ? TOTAL_LOOKS : NUMBER_LOOKS)[format],
    origin(areaOf({ county })),
  );
}
