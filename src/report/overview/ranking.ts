import type { ReportingRates } from '../../merge/summary.js';
import { STYLES } from '../../workbook/theme.js';
import type { PlannedCell, PlannedRow } from '../../workbook/workbook-plan.js';
import { cell, formula, LOOKS, NO_NUMBER, NUMBER_LOOKS, TOTAL_LOOKS } from '../summary-formats.js';
import { areaRates, countyRates, type Scope } from '../summary-scope.js';
import { joinBlocks, type PlannedBlock } from '../summary-table.js';
import { closeRowHeight, planSectionHeader, shareFormula } from './section.js';

const HEADERS = ['县（市）', '应报（份）', '已报（份）', '报送率', '名次'];
/** Its columns before those of the forms. */
export const RANKING_COLUMNS = HEADERS.length;

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
 * county has to do.
 */
export function planRanking(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const { forms } = scope.summary;
  const headers = [...HEADERS, ...forms.map((form) => form.title)];
  const ranked = rankCounties(scope);
  const totalRow = firstRow + 1 + ranked.length;
  const rows = ranked.map((item, index): PlannedRow => {
    const rowNumber = firstRow + 1 + index;
    return {
      rowNumber,
      height: closeRowHeight([{ text: item.county, width: widths[0]! }]),
      cells: [
        cell(1, item.county, STYLES.cell),
        cell(2, item.owed, NUMBER_LOOKS.integer),
        cell(3, item.received, NUMBER_LOOKS.integer),
        cell(4, shareFormula(rowNumber, 3, item.received, item.owed), NUMBER_LOOKS.percent),
        item.rank === null ? cell(5, NO_NUMBER, LOOKS.nothing) : cell(5, item.rank, STYLES.centered),
        ...forms.map((form, position) =>
          rateCell(countyRates(scope, form, item.county).rate, 6 + position, false),
        ),
      ],
    };
  });
  const [owed, received] = [
    ranked.reduce((sum, item) => sum + item.owed, 0),
    ranked.reduce((sum, item) => sum + item.received, 0),
  ];
  const sum = (column: string, result: number) =>
    ranked.length === 0 ? 0 : formula(`SUM(${column}${firstRow + 1}:${column}${totalRow - 1})`, result);
  const total: PlannedRow = {
    rowNumber: totalRow,
    height: closeRowHeight([]),
    cells: [
      cell(1, '合计', LOOKS.totalLabel),
      cell(2, sum('B', owed), TOTAL_LOOKS.integer),
      cell(3, sum('C', received), TOTAL_LOOKS.integer),
      cell(4, shareFormula(totalRow, 3, received, owed), TOTAL_LOOKS.percent),
      cell(5, null, LOOKS.totalLabel),
      ...forms.map((form, position) => rateCell(areaRates(scope, form).rate, 6 + position, true)),
    ],
  };
  return joinBlocks(planSectionHeader(firstRow, headers, widths), { rows: [...rows, total], merges: [] });
}

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

function sumOf(rates: readonly ReportingRates[], key: 'owed' | 'received'): number {
  return rates.reduce((sum, item) => sum + item[key], 0);
}

function rateCell(rate: number | null, columnNumber: number, isTotal: boolean): PlannedCell {
  if (rate === null) return cell(columnNumber, NO_NUMBER, isTotal ? LOOKS.totalNothing : LOOKS.nothing);
  return cell(columnNumber, rate, (isTotal ? TOTAL_LOOKS : NUMBER_LOOKS).percent);
}
