import { formatMoment } from '../campaign/beijing-time.js';
import type { FormDefinition } from '../form/form-definition.js';
import { formatColumn } from '../workbook/reference.js';
import { STYLES, textWidth } from '../workbook/theme.js';
import type { PlannedCell, PlannedRow, SheetPlan } from '../workbook/workbook-plan.js';
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
import { notCountedText } from './summary-not-counted.js';
import { type Picture, planPictures, printArea } from './summary-pictures.js';
import {
  areaOf,
  areaTotals,
  countyRates,
  countyTotals,
  notCountedOf,
  printSetup,
  type Scope,
  taskOf,
} from './summary-scope.js';
import {
  BAND_ROW,
  FIRST_DATA_ROW,
  figureColumn,
  joinBlocks,
  LEAF_ROW,
  planHeader,
  planNotes,
  planTitle,
  type TableColumn,
  textColumn,
} from './summary-table.js';
import { layoutUnits, subtotalReference, type UnitsLayout } from './summary-units.js';

type UnitCount = 'owed' | 'received' | 'accepted';

const UNIT_COUNTS: readonly { readonly key: UnitCount; readonly header: string }[] = [
  { key: 'owed', header: '应报' },
  { key: 'received', header: '已报' },
  { key: 'accepted', header: '计入' },
];

const MOST_COUNTIES_WITH_PICTURES = 25;

const FIRST_FIGURE_COLUMN = 2 + UNIT_COUNTS.length;

/** The comparison of counties for one form; every number points to the per-unit sheet. */
export function planComparisonSheet(
  scope: Scope,
  form: FormDefinition,
  pictures: readonly Picture[],
): SheetPlan {
  const figures = figuresOf(form);
  const task = taskOf(scope.summary.campaign, form);
  const columns = comparisonColumns(scope, form, figures);
  const widths = columns.map((column) => column.width);
  const totalRow = FIRST_DATA_ROW + scope.counties.length;
  const layout = layoutUnits(scope, form);
  const notes = comparisonNotes(scope, form, layout);
  const table = joinBlocks(
    planTitle(
      `${scope.area}${form.title}（分县市）`,
      `统计时段：${formatPeriod(task.periodStart, task.periodEnd)}　　截至：${formatMoment(scope.summary.asOf)}　　金额单位：元`,
      widths,
    ),
    planHeader(columns),
    {
      rows: [
        ...scope.counties.map((county, index) =>
          countyRow(scope, form, figures, layout, county, FIRST_DATA_ROW + index, widths),
        ),
        grandTotalRow(scope, form, figures, totalRow, widths),
      ],
      merges: [],
    },
    planNotes(totalRow + 2, notes, widths),
  );
  const firstFree = totalRow + 2 + notes.length + 1;
  // A long list of counties takes the page for itself; its charts stand on the sheet of charts.
  const fits = scope.counties.length <= MOST_COUNTIES_WITH_PICTURES;
  const drawn = planPictures(firstFree, widths, fits ? pictures : []);
  return {
    name: scope.names.forms.get(form.key) ?? form.title,
    columnWidths: widths,
    rows: [...table.rows, ...drawn.rows],
    merges: table.merges,
    images: drawn.images,
    freeze: { rows: LEAF_ROW, columns: 1 },
    print: {
      ...printSetup(scope, { first: BAND_ROW, last: LEAF_ROW }),
      ...(drawn.images.length === 0 ? {} : { pagesTall: 1, area: printArea(drawn.lastRow, widths) }),
    },
    showGridLines: false,
  };
}

function comparisonColumns(
  scope: Scope,
  form: FormDefinition,
  figures: readonly Figure[],
): readonly TableColumn[] {
  const totals = areaTotals(scope, form);
  const beside = [...scope.counties, null].map((county) => notCountedText(notCountedOf(scope, form, county)));
  const besideWidth = Math.min(32, Math.max(12, ...beside.map((text) => textWidth(text) + 3)));
  return [
    textColumn('县（市）', scope.counties, 12, 20),
    ...UNIT_COUNTS.map(({ header }) => ({ header, group: '单位数（家）', width: 7 })),
    ...figures.map((figure) => figureColumn(figure, figure.rate === null ? shownValue(figure, totals) : 1)),
    { header: '另有待改，未计入', group: null, width: besideWidth },
  ];
}

function countyRow(
  scope: Scope,
  form: FormDefinition,
  figures: readonly Figure[],
  layout: UnitsLayout,
  county: string,
  rowNumber: number,
  widths: readonly number[],
): PlannedRow {
  const beside = notCountedText(notCountedOf(scope, form, county));
  const rates = countyRates(scope, form, county);
  return {
    rowNumber,
    height: rowHeight([
      { text: county, width: widths[0]! },
      { text: beside, width: widths.at(-1)! },
    ]),
    cells: [
      cell(1, county, STYLES.cell),
      ...UNIT_COUNTS.map(({ key }, index) => cell(2 + index, rates[key], NUMBER_LOOKS.integer)),
      ...figures.map((figure, index) =>
        countyCell(scope, form, figures, layout, county, rowNumber, figure, index),
      ),
      cell(widths.length, beside, beside === NO_NUMBER ? LOOKS.nothing : STYLES.cell),
    ],
  };
}

function countyCell(
  scope: Scope,
  form: FormDefinition,
  figures: readonly Figure[],
  layout: UnitsLayout,
  county: string,
  rowNumber: number,
  figure: Figure,
  index: number,
): PlannedCell {
  const columnNumber = FIRST_FIGURE_COLUMN + index;
  const totals = countyTotals(scope, form, county);
  const reference = subtotalReference(scope, form, layout, county, index);
  if (reference === null) return cell(columnNumber, NO_NUMBER, LOOKS.nothing);
  const value =
    figure.rate === null
      ? formula(reference, shownValue(figure, totals))
      : rateFormula(figures, figure.rate, totals, rowNumber, FIRST_FIGURE_COLUMN);
  const area = { kind: 'county', county } as const;
  return cell(columnNumber, value, NUMBER_LOOKS[figure.format], { form: form.key, key: figure.key, area });
}

function grandTotalRow(
  scope: Scope,
  form: FormDefinition,
  figures: readonly Figure[],
  rowNumber: number,
  widths: readonly number[],
): PlannedRow {
  const totals = areaTotals(scope, form);
  const beside = notCountedText(notCountedOf(scope, form, null));
  const last = rowNumber - 1;
  const sums = (columnNumber: number) =>
    `SUM(${formatColumn(columnNumber)}${FIRST_DATA_ROW}:${formatColumn(columnNumber)}${last})`;
  const count = (key: UnitCount) =>
    scope.counties.reduce((sum, county) => sum + countyRates(scope, form, county)[key], 0);
  return {
    rowNumber,
    height: rowHeight([{ text: beside, width: widths.at(-1)! }]),
    cells: [
      cell(1, '合计', LOOKS.totalLabel),
      ...UNIT_COUNTS.map(({ key }, index) =>
        cell(2 + index, formula(sums(2 + index), count(key)), TOTAL_LOOKS.integer),
      ),
      ...figures.map((figure, index) => {
        const columnNumber = FIRST_FIGURE_COLUMN + index;
        const value =
          figure.rate === null
            ? formula(sumFormula(figure, sums(columnNumber)), shownValue(figure, totals))
            : rateFormula(figures, figure.rate, totals, rowNumber, FIRST_FIGURE_COLUMN);
        return cell(columnNumber, value, TOTAL_LOOKS[figure.format], {
          form: form.key,
          key: figure.key,
          area: areaOf(scope),
        });
      }),
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
