import { formatMoment } from '../campaign/beijing-time.js';
import { countyOf, type Unit } from '../campaign/campaign.js';
import type { FormDefinition, RateDefinition } from '../form/form-definition.js';
import { formatColumn } from '../workbook/reference.js';
import { STYLES } from '../workbook/theme.js';
import type { PlannedRow, SheetPlan } from '../workbook/workbook-plan.js';
import { type Figure, measureFigures, quotientFormula, shownValue } from './summary-figures.js';
import { cell, formatPeriod, NUMBER_LOOKS, rowHeight } from './summary-formats.js';
import { printSetup, type Scope, taskOf, unitTotals } from './summary-scope.js';
import {
  joinBlocks,
  planNotes,
  planNothing,
  planPlainHeader,
  planTitle,
  type TableColumn,
  textColumn,
} from './summary-table.js';

const HEADER_ROW = 3;
const DENOMINATOR_COLUMN = 5;

/** What a form is held to: the rate that the settings chose, and its parts as columns. */
export interface Target {
  readonly title: string;
  readonly rate: RateDefinition;
  readonly numerator: Figure;
  readonly denominator: Figure;
  /** Percent, as in the settings. */
  readonly percent: number;
}

/** One unit below the target. */
export interface UnitBelowTarget {
  readonly unit: Unit;
  readonly numerator: number;
  readonly denominator: number;
  /** Share still lacking, 0–1, to a hundredth of a percent. */
  readonly gap: number;
  /** How much more the numerator needs, in whole things. */
  readonly lacking: number;
}

/** The target of a form under the settings' 口径; null when the form has none. */
export function targetOf(scope: Pick<Scope, 'summary'>, form: FormDefinition): Target | null {
  if (form.target === null) return null;
  const { targetBasis, targetPercent } = scope.summary.campaign;
  const byBasis = new Map(Object.entries(form.target.rateByBasis));
  // Another form may name its bases otherwise than the settings do: its first one is the plain one.
  const rateKey = byBasis.get(targetBasis) ?? [...byBasis.values()][0];
  const rate = form.rates.find((item) => item.key === rateKey);
  const figures = measureFigures(form);
  const numerator = figures.find((figure) => figure.key === rate?.numerator);
  const denominator = figures.find((figure) => figure.key === rate?.denominator);
  if (rate === undefined || numerator === undefined || denominator === undefined) return null;
  return { title: form.target.title, rate, numerator, denominator, percent: targetPercent };
}

/** Units whose rate is below the target, in roster order; who has nothing to divide by is not judged. */
export function findUnitsBelowTarget(
  scope: Scope,
  form: FormDefinition,
  target: Target,
): readonly UnitBelowTarget[] {
  return scope.units.flatMap((unit) => {
    const totals = unitTotals(scope, form, unit);
    const numerator = shownValue(target.numerator, totals);
    const denominator = shownValue(target.denominator, totals);
    // Compared without dividing: 3 of 10 is exactly 30 %, whatever binary fractions say.
    const lackingTimes100 = target.percent * denominator - numerator * 100;
    if (denominator <= 0 || lackingTimes100 <= 0) return [];
    return [
      {
        unit,
        numerator,
        denominator,
        gap: Math.round((lackingTimes100 * 100) / denominator) / 10_000,
        lacking: Math.ceil(Number((lackingTimes100 / 100).toFixed(6))),
      },
    ];
  });
}

/** 未达标单位: who is below the target, and by how much. */
export function planBelowTargetSheet(scope: Scope, form: FormDefinition, target: Target): SheetPlan {
  const below = findUnitsBelowTarget(scope, form, target);
  const task = taskOf(scope.summary.campaign, form);
  const columns = targetColumns(scope, target, below);
  const widths = columns.map((column) => column.width);
  const lastRow = HEADER_ROW + Math.max(1, below.length);
  const block = joinBlocks(
    planTitle(
      `${scope.area}${target.title}未达标单位`,
      `统计时段：${formatPeriod(task.periodStart, task.periodEnd)}　　截至：${formatMoment(scope.summary.asOf)}　　目标：${target.rate.title}不低于 ${target.percent}%　　共 ${below.length} 家`,
      widths,
    ),
    { rows: [planPlainHeader(HEADER_ROW, columns)], merges: [] },
    below.length === 0
      ? planNothing(HEADER_ROW + 1, '已报数据的单位均已达标。', columns.length)
      : { rows: below.map((item, index) => belowRow(target, item, index, widths)), merges: [] },
    planNotes(
      lastRow + 2,
      [
        `说明：${target.rate.title} = ${target.numerator.title} ÷ ${target.denominator.title}。只看已计入的数据；${target.denominator.title}为 0 的单位不作判断，未报送的单位见“${scope.names.missing}”。`,
      ],
      widths,
    ),
  );
  return {
    name: scope.names.belowTarget.get(form.key) ?? '未达标单位',
    columnWidths: widths,
    rows: block.rows,
    merges: block.merges,
    freeze: { rows: HEADER_ROW, columns: 3 },
    ...(below.length === 0
      ? {}
      : { autoFilter: { top: HEADER_ROW, left: 1, bottom: lastRow, right: columns.length } }),
    print: printSetup(scope, { first: HEADER_ROW, last: HEADER_ROW }),
    showGridLines: false,
  };
}

function targetColumns(
  scope: Scope,
  target: Target,
  below: readonly UnitBelowTarget[],
): readonly TableColumn[] {
  const { unit } = target.numerator;
  const number = (header: string): TableColumn => textColumn(header, ['1,234,567.00'], 12, 18);
  return [
    { header: '序号', group: null, width: 6 },
    textColumn('县（市）', scope.counties, 10, 16),
    textColumn(
      '单位名称',
      below.map((item) => item.unit.name),
      20,
      36,
    ),
    textColumn(
      '单位类别',
      below.map((item) => item.unit.category),
      10,
      16,
    ),
    number(target.denominator.header),
    number(target.numerator.header),
    { header: target.rate.title, group: null, width: 12 },
    { header: '目标', group: null, width: 10 },
    { header: '差距（百分点）', group: null, width: 12 },
    { header: unit === '' ? '还差' : `还差（${unit}）`, group: null, width: 12 },
  ];
}

function belowRow(
  target: Target,
  item: UnitBelowTarget,
  index: number,
  widths: readonly number[],
): PlannedRow {
  const rowNumber = HEADER_ROW + 1 + index;
  const texts = [countyOf(item.unit), item.unit.name, item.unit.category];
  const at = (offset: number) => `${formatColumn(DENOMINATOR_COLUMN + offset)}${rowNumber}`;
  const rate = quotientFormula(
    { reference: at(1), value: item.numerator },
    { reference: at(0), value: item.denominator },
  );
  return {
    rowNumber,
    height: rowHeight(texts.map((text, position) => ({ text, width: widths[position + 1]! }))),
    cells: [
      cell(1, index + 1, STYLES.centered),
      ...texts.map((text, position) => cell(position + 2, text, STYLES.cell)),
      cell(DENOMINATOR_COLUMN, item.denominator, NUMBER_LOOKS[target.denominator.format]),
      cell(DENOMINATOR_COLUMN + 1, item.numerator, NUMBER_LOOKS[target.numerator.format]),
      cell(DENOMINATOR_COLUMN + 2, rate, NUMBER_LOOKS.percent),
      cell(DENOMINATOR_COLUMN + 3, target.percent / 100, NUMBER_LOOKS.percent),
      // In percentage points, so that nobody reads it as a share of the target.
      cell(DENOMINATOR_COLUMN + 4, Math.round(item.gap * 10_000) / 100, NUMBER_LOOKS.amount),
      cell(DENOMINATOR_COLUMN + 5, item.lacking, NUMBER_LOOKS.integer),
    ],
  };
}
