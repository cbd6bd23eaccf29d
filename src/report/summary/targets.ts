import { formatMoment } from '../../campaign/beijing-time.js';
import type { Unit } from '../../campaign/campaign.js';
import type { FormDefinition, RateDefinition } from '../../form/form-definition.js';
import { formatColumn } from '../../workbook/reference.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { figureOrigin } from '../cell-origins.js';
import { type Figure, measureFigures, quotientFormula, shownValue } from './figures.js';
import { formatPeriod, NUMBER_LOOKS } from './formats.js';
import { categoryColumn, leadingColumns, planSummaryList, type SummaryColumn } from './list.js';
import { type Scope, taskOf, unitTotals } from './scope.js';
import { textColumn } from './table.js';

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
  const { periodStart, periodEnd } = taskOf(scope.summary.campaign, form);
  const { rate, numerator, denominator, percent } = target;
  const unitOf = (item: UnitBelowTarget) => item.unit;
  return planSummaryList(scope, {
    name: scope.names.belowTarget.get(form.key) ?? '未达标单位',
    title: `${scope.area}${target.title}未达标单位`,
    subtitle: `统计时段：${formatPeriod(periodStart, periodEnd)}　　截至：${formatMoment(scope.summary.asOf)}　　目标：${rate.title}不低于 ${percent}%　　共 ${below.length} 家`,
    columns: [
      ...leadingColumns(scope, unitOf, [20, 36]),
      categoryColumn(unitOf),
      ...targetColumns(form, target),
    ],
    rows: below,
    whenEmpty: '已报数据的单位均已达标。',
    notes: [
      `说明：${rate.title} = ${numerator.title} ÷ ${denominator.title}。只看已计入的数据；${denominator.title}为 0 的单位不作判断，未报送的单位见“${scope.names.missing}”。`,
    ],
  });
}

/** Behind 序号, 县（市）, 单位名称 and 单位类别; the rate is a formula over the two columns before it. */
const DENOMINATOR_COLUMN = 5;
const NUMERATOR_COLUMN = 6;

function targetColumns(
  form: FormDefinition,
  { rate, numerator, denominator, percent }: Target,
): readonly SummaryColumn<UnitBelowTarget>[] {
  const numberWidth = (header: string) => textColumn(header, ['1,234,567.00'], 12, 18).width;
  const { unit } = numerator;
  const originOf = (key: string) => (item: UnitBelowTarget) =>
    figureOrigin(form, key, { kind: 'unit', code: item.unit.code });
  const short = (kind: 'gap' | 'lacking') => (item: UnitBelowTarget) => ({
    ...originOf(rate.key)(item),
    shown: { kind, percent },
  });
  return [
    {
      header: denominator.header,
      width: numberWidth(denominator.header),
      value: (item) => item.denominator,
      style: NUMBER_LOOKS[denominator.format],
      origin: originOf(denominator.key),
    },
    {
      header: numerator.header,
      width: numberWidth(numerator.header),
      value: (item) => item.numerator,
      style: NUMBER_LOOKS[numerator.format],
      origin: originOf(numerator.key),
    },
    {
      header: rate.title,
      width: 12,
      value: (item, { rowNumber }) =>
        quotientFormula(
          { reference: `${formatColumn(NUMERATOR_COLUMN)}${rowNumber}`, value: item.numerator },
          { reference: `${formatColumn(DENOMINATOR_COLUMN)}${rowNumber}`, value: item.denominator },
        ),
      style: NUMBER_LOOKS.percent,
      origin: originOf(rate.key),
    },
    { header: '目标', width: 10, value: () => percent / 100, style: NUMBER_LOOKS.percent },
    {
      header: '差距（百分点）',
      width: 12,
      // In percentage points, so that nobody reads it as a share of the target.
      value: (item) => Math.round(item.gap * 10_000) / 100,
      style: NUMBER_LOOKS.amount,
      origin: short('gap'),
    },
    {
      header: unit === '' ? '还差' : `还差（${unit}）`,
      width: 12,
      value: (item) => item.lacking,
      style: NUMBER_LOOKS.integer,
      origin: short('lacking'),
    },
  ];
}
