import { formatMoment } from '../../campaign/beijing-time.js';
import { countyOf, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { STATUS_TITLES } from '../../issue/finding.js';
import { formatColumn, formatReference, quoteSheetName } from '../../workbook/reference.js';
import { STYLES } from '../../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedLink,
  PlannedRow,
  SheetPlan,
} from '../../workbook/workbook-plan.js';
import { type FigureRow, planFigureCells, planNoFigures, planTotalCells } from './figure-cells.js';
import { figuresOf, shownValue, sumFormula } from './figures.js';
import { cell, formatPeriod, LOOKS, NO_NUMBER, NUMBER_LOOKS, rowHeight } from './formats.js';
import { cellLink } from './navigation.js';
import { notCountedSentence } from './not-counted.js';
import {
  areaOf,
  areaTotals,
  countyTotals,
  entryOf,
  listedUnits,
  notCountedOf,
  type Scope,
  taskOf,
  unitTotals,
} from './scope.js';
import { planSignatures } from './signatures.js';
import { statusLook } from './status.js';
import {
  comparisonRow,
  countyColumn,
  FIRST_DATA_ROW,
  type FigureTable,
  figureColumn,
  planNothing,
  type TableColumn,
  textColumn,
} from './table.js';
import { planTableSheet } from './table-sheet.js';
import { linksToRecords, MOST_LINKS } from './unit-links.js';
import { type CountyRows, layoutUnits, NAME_COLUMN, type UnitsLayout } from './units-layout.js';

/** Text in the column of serial numbers by which the grand total finds the county rows. Serials are ours, names are not. */
const SUBTOTAL_MARK = '小计';
const UNIT_KIND_COLUMN = 4;
const FIRST_FIGURE_COLUMN = 6;
/** The last column: where a unit's records stand. */
const RECORDS_TITLE = '底稿';
const RECORDS_LINK: CellStyle = { ...STYLES.link, horizontal: 'center' };

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
  return `${unitsSheet(scope, form)}!${formatColumn(FIRST_FIGURE_COLUMN + figureIndex)}${rows.subtotalRow}`;
}

/** Reference from another sheet to a unit's total or rate; the unit is listed. */
export function unitReference(scope: Scope, form: FormDefinition, code: string, key: string): string {
  const units = layoutUnits(scope, form).counties.flatMap((item) => item.units);
  const row = units.find(({ unit }) => unit.code === code)?.rowNumber ?? 0;
  return `${unitsSheet(scope, form)}!${formatReference(row, figureColumnNumber(form, key))}`;
}

/** Reference from another sheet to a unit's name; the unit is listed. */
export function unitNameReference(scope: Scope, form: FormDefinition, code: string): string {
  const units = layoutUnits(scope, form).counties.flatMap((item) => item.units);
  const row = units.find(({ unit }) => unit.code === code)?.rowNumber ?? 0;
  return `${unitsSheet(scope, form)}!${formatReference(row, NAME_COLUMN)}`;
}

/** The total of all listed units of one 单位类别, which stands in the cell `category`. */
export function unitKindTotal(scope: Scope, form: FormDefinition, category: string, key: string): string {
  const last = (layoutUnits(scope, form).totalRow ?? FIRST_DATA_ROW + 1) - 1;
  const column = (number: number) =>
    `${unitsSheet(scope, form)}!$${formatColumn(number)}$${FIRST_DATA_ROW}:$${formatColumn(number)}$${last}`;
  const figure = figuresOf(form).find((item) => item.key === key)!;
  // Not SUMIF: a category such as 其他* would be a pattern.
  const sum = `SUMPRODUCT((${column(UNIT_KIND_COLUMN)}=${category})*1,${column(figureColumnNumber(form, key))})`;
  return sumFormula(figure, sum);
}

function unitsSheet(scope: Scope, form: FormDefinition): string {
  return quoteSheetName(scope.names.units.get(form.key) ?? '');
}

function figureColumnNumber(form: FormDefinition, key: string): number {
  return FIRST_FIGURE_COLUMN + figuresOf(form).findIndex((figure) => figure.key === key);
}

/** Where the numbers stand on a form's per-unit sheet; null when no unit is listed. */
export function unitsTable(scope: Scope, form: FormDefinition): FigureTable | null {
  const { totalRow } = layoutUnits(scope, form);
  const sheet = scope.names.units.get(form.key) ?? '';
  return totalRow === null ? null : { sheet, firstFigureColumn: FIRST_FIGURE_COLUMN, totalRow };
}

/** The per-unit sheet of a form: every owing unit with its status and numbers. */
export function planUnitsSheet(scope: Scope, form: FormDefinition): SheetPlan {
  const layout = layoutUnits(scope, form);
  const { periodStart, periodEnd } = taskOf(scope.summary.campaign, form);
  const links = linksToRecords(scope, form);
  const columns = unitColumns(scope, form, links);
  const widths = columns.map((column) => column.width);
  const { totalRow } = layout;
  const table = { scope, form, widths, links };
  return planTableSheet(scope, {
    name: scope.names.units.get(form.key) ?? form.title,
    title: `${scope.area}${form.title}（分单位）`,
    subtitle: `统计时段：${formatPeriod(periodStart, periodEnd)}　　截至：${formatMoment(scope.summary.asOf)}　　金额单位：元`,
    columns,
    header: 'banded',
    body:
      totalRow === null
        ? planNothing(FIRST_DATA_ROW, '没有单位需要报送本表。', columns.length)
        : {
            rows: [...countyRows(table, layout), grandTotalRow(table, layout, totalRow)],
            merges: [],
          },
    notes: unitNotes(scope, form),
    // What a county signs; in the prefecture's workbook the comparison is signed.
    ...(scope.county === null ? {} : { closing: planSignatures }),
    frozenColumns: 3,
    // Sorting would tear county subtotals from their units, so only a county's own list can be filtered.
    filterTo: scope.county !== null && totalRow !== null ? totalRow - 1 : null,
  });
}

/** What all rows of the sheet share. */
interface UnitsTable {
  readonly scope: Scope;
  readonly form: FormDefinition;
  readonly widths: readonly number[];
  /** To the records of a unit, by its code. */
  readonly links: ReadonlyMap<string, PlannedLink>;
}

function unitColumns(scope: Scope, form: FormDefinition, links: UnitsTable['links']): readonly TableColumn[] {
  const units = listedUnits(scope, form);
  const totals = areaTotals(scope, form);
  const names = units.map((unit) => unit.name);
  const categories = units.map((unit) => unit.category);
  return [
    { header: '序号', group: null, width: 6 },
    countyColumn(scope.counties),
    textColumn('单位名称', names, 18, 32),
    textColumn('单位类别', categories, 10, 16),
    { header: '报送状态', group: null, width: 14 },
    ...figuresOf(form).map((figure) =>
      figureColumn(figure, figure.rate === null ? shownValue(figure, totals) : 1),
    ),
    textColumn(
      RECORDS_TITLE,
      [...links.values()].map(({ text }) => text),
      8,
      20,
    ),
  ];
}

/** Units county by county, each county's subtotal below them. */
function countyRows(table: UnitsTable, layout: UnitsLayout): readonly PlannedRow[] {
  const { scope, form } = table;
  let serial = 0;
  return layout.counties.flatMap(({ county, units, subtotalRow }) => {
    const unitRows = units.map(({ unit, rowNumber }) => unitRow(table, unit, rowNumber, ++serial));
    if (subtotalRow === null) return unitRows;
    const [first, last] = [units[0]!.rowNumber, units.at(-1)!.rowNumber];
    const subtotal = sumRow(table, {
      rowNumber: subtotalRow,
      labels: [SUBTOTAL_MARK, county, `${county}小计`],
      wayBack: cellLink(county, scope.names.forms.get(form.key)!, comparisonRow(scope.counties, county)),
      units,
      totals: countyTotals(scope, form, county),
      area: { kind: 'county', county },
      sumOf: (column) => `SUM(${column}${first}:${column}${last})`,
    });
    return [...unitRows, subtotal];
  });
}

/** The sum of the county subtotals, or of the units where there are none. */
function grandTotalRow(table: UnitsTable, layout: UnitsLayout, totalRow: number): PlannedRow {
  const { scope, form } = table;
  const [first, last] = [FIRST_DATA_ROW, totalRow - 1];
  return sumRow(table, {
    rowNumber: totalRow,
    labels: ['合计', '', '合计'],
    wayBack: null,
    units: layout.counties.flatMap((item) => item.units),
    totals: areaTotals(scope, form),
    area: areaOf(scope),
    sumOf: (column) =>
      scope.county === null
        ? `SUMIF($A$${first}:$A$${last},"${SUBTOTAL_MARK}",${column}$${first}:${column}$${last})`
        : `SUM(${column}${first}:${column}${last})`,
  });
}

function unitRow(
  { scope, form, widths, links }: UnitsTable,
  unit: Unit,
  rowNumber: number,
  serial: number,
): PlannedRow {
  const totals = unitTotals(scope, form, unit);
  const entry = entryOf(scope, form, unit);
  const status = entry === undefined ? '非应报，已计入' : STATUS_TITLES[entry.status];
  const texts = [countyOf(unit), unit.name, unit.category];
  const area = { kind: 'unit', code: unit.code } as const;
  const figureRow = { form, totals, area, rowNumber, firstColumn: FIRST_FIGURE_COLUMN };
  return {
    rowNumber,
    height: rowHeight([...texts, status].map((text, index) => ({ text, width: widths[index + 1]! }))),
    cells: [
      cell(1, serial, STYLES.centered),
      ...texts.map((text, index) => cell(2 + index, text, STYLES.cell)),
      cell(5, status, statusLook(entry?.status ?? null)),
      // A unit whose numbers do not count has no numbers.
      ...(totals === undefined
        ? planNoFigures(form, FIRST_FIGURE_COLUMN)
        : planFigureCells(figureRow, NUMBER_LOOKS, (figure) => shownValue(figure, totals))),
      recordsCell(widths.length, serial <= MOST_LINKS ? links.get(unit.code) : undefined),
    ],
  };
}

/** The way to a unit's records; who has none has none in the 底稿 either. */
function recordsCell(columnNumber: number, link: PlannedLink | undefined): PlannedCell {
  return link === undefined
    ? cell(columnNumber, NO_NUMBER, LOOKS.nothing)
    : cell(columnNumber, link, RECORDS_LINK);
}

/** A subtotal or the grand total. */
interface SumRow extends Pick<FigureRow, 'rowNumber' | 'totals' | 'area'> {
  /** The first texts; how many units there are and count stands behind them. */
  readonly labels: readonly string[];
  /** From the county's name to its row in the comparison. */
  readonly wayBack: PlannedLink | null;
  readonly units: CountyRows['units'];
  readonly sumOf: (column: string) => string;
}

function sumRow({ scope, form, widths }: UnitsTable, row: SumRow): PlannedRow {
  const { rowNumber, units } = row;
  const counted = units.filter(({ unit }) => unitTotals(scope, form, unit) !== undefined).length;
  const labels = [...row.labels, `${units.length}家`, `计入${counted}家`];
  return {
    rowNumber,
    height: rowHeight(labels.map((text, index) => ({ text, width: widths[index]! }))),
    cells: [
      ...labels.map((label, index) =>
        row.wayBack !== null && index === 1
          ? cell(2, row.wayBack, LOOKS.totalLink)
          : cell(index + 1, label, LOOKS.totalLabel),
      ),
      ...planTotalCells({ ...row, form, firstColumn: FIRST_FIGURE_COLUMN }, row.sumOf),
      cell(widths.length, null, LOOKS.totalLabel),
    ],
  };
}

function unitNotes(scope: Scope, form: FormDefinition): readonly string[] {
  const returned = notCountedOf(scope, form, null);
  return [
    ...(returned.units === 0 ? [] : [`${notCountedSentence(returned)}。`]),
    `说明：“${NO_NUMBER}”表示该单位没有计入的数据（未报送、空表、待改、待处理或免报）；零报告单位的数字为 0。`,
    `“${RECORDS_TITLE}”一栏是该单位的记录在底稿中的行号，点击可打开；“${NO_NUMBER}”表示没有记录。`,
    scope.county === null
      ? '各县（市）小计由本县（市）各单位相加，合计由各小计相加；比率由合计数重新计算，不作平均。'
      : '合计由各单位相加；比率由合计数重新计算，不作平均。',
  ];
}
