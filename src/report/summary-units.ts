import { formatMoment } from '../campaign/beijing-time.js';
import { countyOf, type Unit } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { STATUS_TITLES } from '../issue/finding.js';
import type { Totals } from '../merge/summary.js';
import { formatColumn, quoteSheetName } from '../workbook/reference.js';
import { STYLES } from '../workbook/theme.js';
import type { PlannedCell, PlannedRow, SheetPlan, TotalOrigin } from '../workbook/workbook-plan.js';
import { type Figure, figuresOf, rateFormula, shownValue, sumFormula } from './summary-figures.js';
import {
  cell,
  formatPeriod,
  formula,
  LOOKS,
  NO_NUMBER,
  NUMBER_LOOKS,
  rowHeight,
  TOTAL_LOOKS,
} from './summary-formats.js';
import { notCountedSentence } from './summary-not-counted.js';
import {
  areaOf,
  areaTotals,
  countyTotals,
  entryOf,
  groupBy,
  listedUnits,
  notCountedOf,
  printSetup,
  type Scope,
  taskOf,
  unitTotals,
} from './summary-scope.js';
import { statusLook } from './summary-status.js';
import {
  BAND_ROW,
  FIRST_DATA_ROW,
  figureColumn,
  joinBlocks,
  LEAF_ROW,
  planHeader,
  planNotes,
  planNothing,
  planTitle,
  type TableColumn,
  textColumn,
} from './summary-table.js';

/** Text in the column of serial numbers by which the grand total finds the county rows. Serials are ours, names are not. */
const SUBTOTAL_MARK = '小计';
const FIRST_FIGURE_COLUMN = 6;

/** Where everything stands on a form's per-unit sheet. */
export interface UnitsLayout {
  readonly counties: readonly CountyRows[];
  /** Null when there is nothing to add up. */
  readonly totalRow: number | null;
  readonly lastRow: number;
}

interface CountyRows {
  readonly county: string;
  readonly units: readonly { readonly unit: Unit; readonly rowNumber: number }[];
  /** Null in a county's own workbook: the grand total says it. */
  readonly subtotalRow: number | null;
}

/** Places units county by county, subtotals below each county, the grand total at the end. */
export function layoutUnits(scope: Scope, form: FormDefinition): UnitsLayout {
  let rowNumber = FIRST_DATA_ROW;
  const counties: CountyRows[] = [];
  for (const [county, members] of groupBy(listedUnits(scope, form), countyOf)) {
    const units = members.map((unit) => ({ unit, rowNumber: rowNumber++ }));
    counties.push({ county, units, subtotalRow: scope.county === null ? rowNumber++ : null });
  }
  return { counties, totalRow: counties.length > 0 ? rowNumber : null, lastRow: rowNumber };
}

/** Reference from another sheet to a county's subtotal; null when no unit of the county is listed. */
export function subtotalReference(
  scope: Scope,
  form: FormDefinition,
  layout: UnitsLayout,
  county: string,
  figureIndex: number,
): string | null {
  const rows = layout.counties.find((item) => item.county === county);
  if (rows?.subtotalRow == null) return null;
  return `${quoteSheetName(scope.names.units.get(form.key) ?? '')}!${formatColumn(FIRST_FIGURE_COLUMN + figureIndex)}${rows.subtotalRow}`;
}

/** The per-unit sheet of a form: every owing unit with its status and numbers. */
export function planUnitsSheet(scope: Scope, form: FormDefinition): SheetPlan {
  const figures = figuresOf(form);
  const layout = layoutUnits(scope, form);
  const task = taskOf(scope.summary.campaign, form);
  const columns = unitColumns(scope, form, figures);
  const widths = columns.map((column) => column.width);
  const period = `统计时段：${formatPeriod(task.periodStart, task.periodEnd)}`;
  const body =
    layout.totalRow === null
      ? planNothing(FIRST_DATA_ROW, '没有单位需要报送本表。', columns.length)
      : { rows: bodyRows(scope, form, figures, layout, widths), merges: [] };
  const block = joinBlocks(
    planTitle(
      `${scope.area}${form.title}（分单位）`,
      `${period}　　截至：${formatMoment(scope.summary.asOf)}　　金额单位：元`,
      widths,
    ),
    planHeader(columns),
    body,
    planNotes(layout.lastRow + 2, unitNotes(scope, form), widths),
  );
  return {
    name: scope.names.units.get(form.key) ?? form.title,
    columnWidths: widths,
    rows: block.rows,
    merges: block.merges,
    freeze: { rows: LEAF_ROW, columns: 3 },
    // Sorting would tear county subtotals from their units, so only a county's own list can be filtered.
    ...(scope.county !== null && layout.totalRow !== null
      ? { autoFilter: { top: LEAF_ROW, left: 1, bottom: layout.totalRow - 1, right: columns.length } }
      : {}),
    print: printSetup(scope, { first: BAND_ROW, last: LEAF_ROW }),
    showGridLines: false,
  };
}

function unitColumns(scope: Scope, form: FormDefinition, figures: readonly Figure[]): readonly TableColumn[] {
  const units = listedUnits(scope, form);
  const totals = areaTotals(scope, form);
  return [
    { header: '序号', group: null, width: 6 },
    textColumn('县（市）', scope.counties, 10, 16),
    textColumn(
      '单位名称',
      units.map((unit) => unit.name),
      18,
      32,
    ),
    textColumn(
      '单位类别',
      units.map((unit) => unit.category),
      10,
      16,
    ),
    { header: '报送状态', group: null, width: 14 },
    ...figures.map((figure) => figureColumn(figure, figure.rate === null ? shownValue(figure, totals) : 1)),
  ];
}

function bodyRows(
  scope: Scope,
  form: FormDefinition,
  figures: readonly Figure[],
  layout: UnitsLayout,
  widths: readonly number[],
): PlannedRow[] {
  let serial = 0;
  const rows = layout.counties.flatMap(({ county, units, subtotalRow }) => {
    const unitRows = units.map(({ unit, rowNumber }) =>
      unitRow(scope, form, figures, unit, rowNumber, ++serial, widths),
    );
    if (subtotalRow === null) return unitRows;
    const [first, last] = [units[0]!.rowNumber, units.at(-1)!.rowNumber];
    const sums = (column: string) => `SUM(${column}${first}:${column}${last})`;
    const counted = units.filter(({ unit }) => unitTotals(scope, form, unit) !== undefined).length;
    const labels = [SUBTOTAL_MARK, county, `${county}小计`, `${units.length}家`, `计入${counted}家`];
    return [
      ...unitRows,
      sumRow(
        form,
        figures,
        countyTotals(scope, form, county),
        { kind: 'county', county },
        subtotalRow,
        labels,
        sums,
        widths,
      ),
    ];
  });
  const { totalRow } = layout;
  if (totalRow === null) return rows;
  const last = totalRow - 1;
  const sums = (column: string) =>
    scope.county === null
      ? `SUMIF($A$${FIRST_DATA_ROW}:$A$${last},"${SUBTOTAL_MARK}",${column}$${FIRST_DATA_ROW}:${column}$${last})`
      : `SUM(${column}${FIRST_DATA_ROW}:${column}${last})`;
  const listed = layout.counties.flatMap((item) => item.units);
  const counted = listed.filter(({ unit }) => unitTotals(scope, form, unit) !== undefined).length;
  const labels = ['合计', '', '合计', `${listed.length}家`, `计入${counted}家`];
  return [
    ...rows,
    sumRow(form, figures, areaTotals(scope, form), areaOf(scope), totalRow, labels, sums, widths),
  ];
}

function unitRow(
  scope: Scope,
  form: FormDefinition,
  figures: readonly Figure[],
  unit: Unit,
  rowNumber: number,
  serial: number,
  widths: readonly number[],
): PlannedRow {
  const totals = unitTotals(scope, form, unit);
  const entry = entryOf(scope, form, unit);
  const status = entry === undefined ? '非应报，已计入' : STATUS_TITLES[entry.status];
  const county = countyOf(unit);
  const texts = [county, unit.name, unit.category, status];
  return {
    rowNumber,
    height: rowHeight(texts.map((text, index) => ({ text, width: widths[index + 1]! }))),
    cells: [
      cell(1, serial, STYLES.centered),
      cell(2, county, STYLES.cell),
      cell(3, unit.name, STYLES.cell),
      cell(4, unit.category, STYLES.cell),
      cell(5, status, statusLook(entry?.status ?? null)),
      ...figures.map((figure, index) =>
        unitCell(figures, figure, totals, rowNumber, FIRST_FIGURE_COLUMN + index, {
          form: form.key,
          key: figure.key,
          area: { kind: 'unit', code: unit.code },
        }),
      ),
    ],
  };
}

function unitCell(
  figures: readonly Figure[],
  figure: Figure,
  totals: Totals | undefined,
  rowNumber: number,
  columnNumber: number,
  origin: TotalOrigin,
): PlannedCell {
  // A unit whose numbers do not count has no numbers; 0 would say that it reported nothing.
  if (totals === undefined) return cell(columnNumber, NO_NUMBER, LOOKS.nothing);
  const value =
    figure.rate === null
      ? shownValue(figure, totals)
      : rateFormula(figures, figure.rate, totals, rowNumber, FIRST_FIGURE_COLUMN);
  return cell(columnNumber, value, NUMBER_LOOKS[figure.format], origin);
}

function sumRow(
  form: FormDefinition,
  figures: readonly Figure[],
  totals: Totals | undefined,
  area: TotalOrigin['area'],
  rowNumber: number,
  labels: readonly string[],
  sumOf: (column: string) => string,
  widths: readonly number[],
): PlannedRow {
  return {
    rowNumber,
    height: rowHeight(labels.map((text, index) => ({ text, width: widths[index]! }))),
    cells: [
      ...labels.map((label, index) => cell(index + 1, label, LOOKS.totalLabel)),
      ...figures.map((figure, index) => {
        const columnNumber = FIRST_FIGURE_COLUMN + index;
        const value =
          figure.rate === null
            ? formula(sumFormula(figure, sumOf(formatColumn(columnNumber))), shownValue(figure, totals))
            : rateFormula(figures, figure.rate, totals, rowNumber, FIRST_FIGURE_COLUMN);
        return cell(columnNumber, value, TOTAL_LOOKS[figure.format], {
          form: form.key,
          key: figure.key,
          area,
        });
      }),
    ],
  };
}

function unitNotes(scope: Scope, form: FormDefinition): readonly string[] {
  const returned = notCountedOf(scope, form, null);
  return [
    ...(returned.units === 0 ? [] : [`${notCountedSentence(returned)}。`]),
    `说明：“${NO_NUMBER}”表示该单位没有计入的数据（未报送、空表、待改、待处理或免报）；零报告单位的数字为 0。`,
    scope.county === null
      ? '各县（市）小计由本县（市）各单位相加，合计由各小计相加；比率由合计数重新计算，不作平均。'
      : '合计由各单位相加；比率由合计数重新计算，不作平均。',
  ];
}
