import type { FormDefinition } from '../form/form-definition.js';
import type { CellOrigin, OriginArea, PartOrigin, ReportCount, RowGroup } from '../workbook/workbook-plan.js';

// What the cells of summaries are made of, as `bangfu explain` tells it.

/** Of a total or a rate of a form. */
export function figureOrigin(
  form: FormDefinition,
  key: string,
  area: OriginArea,
  group: RowGroup | null = null,
): CellOrigin {
  const total = (of: string): PartOrigin => ({ kind: 'total', form: form.key, key: of, area, group });
  const rate = form.rates.find((item) => item.key === key);
  return rate === undefined
    ? { plus: [total(key)] }
    : { plus: [total(rate.numerator)], over: [total(rate.denominator)] };
}

/** Of a count of units that owe or have sent a form. */
export function reportsOrigin(form: FormDefinition, count: ReportCount, area: OriginArea): CellOrigin {
  return { plus: [formReports(form, count, area)] };
}

/** Of a count of reports of several forms. */
export function allReportsOrigin(
  forms: readonly FormDefinition[],
  count: ReportCount,
  area: OriginArea,
): CellOrigin {
  return { plus: forms.map((form) => formReports(form, count, area)) };
}

/** Of a count of what came of materials. */
export function materialsOrigin(names: readonly string[], count: ReportCount, area: OriginArea): CellOrigin {
  return { plus: names.map((key) => ({ kind: 'reports', of: { kind: 'material', key }, count, area })) };
}

/** Of one number divided by another. */
export function shareOrigin(part: CellOrigin, whole: CellOrigin): CellOrigin {
  return { ...part, over: whole.plus };
}

function formReports(form: FormDefinition, count: ReportCount, area: OriginArea): PartOrigin {
  return { kind: 'reports', of: { kind: 'form', key: form.key }, count, area };
}
