import { formatMoment } from '../../campaign/beijing-time.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { formatColumn, formatReference, quoteSheetName } from '../../workbook/reference.js';
import { STYLES, textWidth } from '../../workbook/theme.js';
import type { PlannedCell, PlannedRow, SheetPlan } from '../../workbook/workbook-plan.js';
import { reportsOrigin } from '../cell-origins.js';
import { type PlaceChart, placeCharts } from '../charts/native/place-charts.js';
import { planFigureCells, planNoFigures, planTotalCells } from './figure-cells.js';
import { figuresOf, shownValue } from './figures.js';
import {
  cell,
  formatPeriod,
  formula,
  LOOKS,
  NO_NUMBER,
  NUMBER_LOOKS,
  rowHeight,
  TOTAL_LOOKS,
} from './formats.js';
import { cellLink } from './navigation.js';
import { notCountedText } from './not-counted.js';
import { printArea } from './pictures.js';
import { areaOf, areaTotals, countyRates, countyTotals, notCountedOf, type Scope, taskOf } from './scope.js';
import { planSignatures } from './signatures.js';
import {
  comparisonRow,
  countyColumn,
  FIRST_DATA_ROW,
  type FigureTable,
  figureColumn,
  type TableColumn,
} from './table.js';
import { planTableSheet } from './table-sheet.js';
import { subtotalReference } from './units.js';
import { layoutUnits, type UnitsLayout } from './units-layout.js';

type UnitCount = 'owed' | 'received' | 'accepted';

const UNIT_COUNTS: readonly { readonly key: UnitCount; readonly header: string }[] = [
  { key: 'owed', header: '应报' },
  { key: 'received', header: '已报' },
  { key: 'accepted', header: '计入' },
];

const MOST_COUNTIES_WITH_CHARTS = 25;

const FIRST_FIGURE_COLUMN = 2 + UNIT_COUNTS.length;

/** Reference from another sheet to a county's count of units, total or rate; county null: to that of all. */
export function comparisonReference(
  scope: Scope,
  form: FormDefinition,
  county: string | null,
  key: string,
): string {
  const count = UNIT_COUNTS.findIndex((item) => item.key === key);
  const column =
    count < 0 ? FIRST_FIGURE_COLUMN + figuresOf(form).findIndex((figure) => figure.key === key) : 2 + count;
  const sheet = quoteSheetName(scope.names.forms.get(form.key) ?? '');
  return `${sheet}!${formatReference(comparisonRow(scope.counties, county), column)}`;
}

/** Where the numbers stand on a form's comparison sheet. */
export function comparisonTable(scope: Scope, form: FormDefinition): FigureTable {
  return {
    sheet: scope.names.forms.get(form.key) ?? '',
    firstFigureColumn: FIRST_FIGURE_COLUMN,
    totalRow: comparisonRow(scope.counties, null),
  };
}

/** The comparison of counties for one form; every number points to the per-unit sheet. */
export function planComparisonSheet(
  scope: Scope,
  form: FormDefinition,
  charts: readonly PlaceChart[],
): SheetPlan {
  const { periodStart, periodEnd } = taskOf(scope.summary.campaign, form);
  const columns = comparisonColumns(scope, form);
  const widths = columns.map((column) => column.width);
  const table = { scope, form, widths, layout: layoutUnits(scope, form) };
  const sheet = planTableSheet(scope, {
    name: scope.names.forms.get(form.key) ?? form.title,
    title: `${scope.area}${form.title}（分县市）`,
    subtitle: `统计时段：${formatPeriod(periodStart, periodEnd)}　　截至：${formatMoment(scope.summary.asOf)}　　金额单位：元`,
    columns,
    header: 'banded',
    body: {
      rows: [
        ...scope.counties.map((county) => countyRow(table, county, comparisonRow(scope.counties, county))),
        grandTotalRow(table, comparisonRow(scope.counties, null)),
      ],
      merges: [],
    },
    notes: comparisonNotes(scope, form, table.layout),
    closing: planSignatures,
    frozenColumns: 1,
    filterTo: null,
  });
  // A long list of counties takes the page for itself; its charts stand on the sheet of their numbers.
  const fits = scope.counties.length <= MOST_COUNTIES_WITH_CHARTS;
  const drawn = placeCharts(sheet.rows.at(-1)!.rowNumber + 2, widths, fits ? charts : []);
  return {
    ...sheet,
    rows: [...sheet.rows, ...drawn.rows],
    charts: drawn.charts,
    ...(drawn.charts.length === 0
      ? {}
      : { print: { ...sheet.print!, pagesTall: 1, area: printArea(drawn.lastRow, widths) } }),
  };
}

/** What all rows of the sheet share. */
interface ComparisonTable {
  readonly scope: Scope;
  readonly form: FormDefinition;
  readonly widths: readonly number[];
  /** Of the per-unit sheet that the numbers point to. */
  readonly layout: UnitsLayout;
}

function comparisonColumns(scope: Scope, form: FormDefinition): readonly TableColumn[] {
  const totals = areaTotals(scope, form);
  const beside = [...scope.counties, null].map((county) => notCountedText(notCountedOf(scope, form, county)));
  const besideWidth = Math.min(32, Math.max(12, ...beside.map((text) => textWidth(text) + 3)));
  return [
    countyColumn(scope.counties),
    ...UNIT_COUNTS.map(({ header }) => ({ header, group: '单位数（家）', width: 7 })),
    ...figuresOf(form).map((figure) =>
      figureColumn(figure, figure.rate === null ? shownValue(figure, totals) : 1),
    ),
    { header: '另有待改，未计入', group: null, width: besideWidth },
  ];
}

function countyRow(
  { scope, form, widths, layout }: ComparisonTable,
  county: string,
  rowNumber: number,
): PlannedRow {
  const beside = notCountedText(notCountedOf(scope, form, county));
  const rates = countyRates(scope, form, county);
  const totals = countyTotals(scope, form, county);
  const area = { kind: 'county', county } as const;
  const first = layout.counties.find((item) => item.county === county)?.units[0];
  const name =
    first === undefined
      ? cell(1, county, STYLES.cell)
      : cell(1, cellLink(county, scope.names.units.get(form.key)!, first.rowNumber, 2), STYLES.link);
  const figureRow = { form, totals, area, rowNumber, firstColumn: FIRST_FIGURE_COLUMN };
  const referenceTo = (index: number) => subtotalReference(scope, form, layout, county, index);
  const figures: readonly PlannedCell[] =
    referenceTo(0) === null
      ? planNoFigures(form, FIRST_FIGURE_COLUMN)
      : planFigureCells(figureRow, NUMBER_LOOKS, (figure, index) =>
          formula(referenceTo(index)!, shownValue(figure, totals)),
        );
  return {
    rowNumber,
    height: rowHeight([
      { text: county, width: widths[0]! },
      { text: beside, width: widths.at(-1)! },
    ]),
    cells: [
      name,
      ...UNIT_COUNTS.map(({ key }, index) =>
        cell(2 + index, rates[key], NUMBER_LOOKS.integer, reportsOrigin(form, key, area)),
      ),
      ...figures,
      cell(widths.length, beside, beside === NO_NUMBER ? LOOKS.nothing : STYLES.cell),
    ],
  };
}

function grandTotalRow({ scope, form, widths }: ComparisonTable, rowNumber: number): PlannedRow {
  const beside = notCountedText(notCountedOf(scope, form, null));
  const sumOf = (column: string) => `SUM(${column}${FIRST_DATA_ROW}:${column}${rowNumber - 1})`;
  const count = (key: UnitCount) =>
    scope.counties.reduce((sum, county) => sum + countyRates(scope, form, county)[key], 0);
  const figureRow = {
    form,
    totals: areaTotals(scope, form),
    area: areaOf(scope),
    rowNumber,
    firstColumn: FIRST_FIGURE_COLUMN,
  };
  return {
    rowNumber,
    height: rowHeight([{ text: beside, width: widths.at(-1)! }]),
    cells: [
      cell(1, '合计', LOOKS.totalLabel),
      ...UNIT_COUNTS.map(({ key }, index) =>
        cell(
          2 + index,
          formula(sumOf(formatColumn(2 + index)), count(key)),
          TOTAL_LOOKS.integer,
          reportsOrigin(form, key, areaOf(scope)),
        ),
      ),
      ...planTotalCells(figureRow, sumOf),
      cell(widths.length, beside, beside === NO_NUMBER ? LOOKS.totalNothing : LOOKS.totalNote),
    ],
  };
}

function comparisonNotes(scope: Scope, form: FormDefinition, layout: UnitsLayout): readonly string[] {
  const hasNoUnits = layout.counties.length < scope.counties.length;
  return [
    `说明：各县（市）的数字由“${scope.names.units.get(form.key) ?? ''}”表的小计直接引用，合计由各行相加；比率由合计数重新计算，不作平均。`,
    '单位数：应报已扣除免报；已报含待改；计入为数字已汇总的应报单位。待改单位的数字未计入，列在最右一栏。',
    ...(hasNoUnits || form.rates.length > 0
      ? [`“${NO_NUMBER}”表示没有单位需要报送本表，或分母为 0，不计算比率。`]
      : []),
  ];
}
