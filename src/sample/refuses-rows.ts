import type { Unit } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';

/** True when the form expects no row at all from units of this category. */
export function refusesRows(form: FormDefinition, unit: Pick<Unit, 'category'>): boolean {
  return form.rules.some((rule) =>
    rule.checks.some((check) => check.kind === 'noRowsFrom' && check.category === unit.category),
  );
}
