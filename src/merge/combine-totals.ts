import type { FormDefinition } from '../form/form-definition.js';
import { compileTotals, type Totals } from '../form/record-totals.js';
import type { FormTotals } from './summary.js';

/** Totals of a form with nothing in it. */
export function zeroTotals(form: FormDefinition): Totals {
  return compileTotals(form)([]);
}

/** Units → counties → prefecture. `countyOf` names the county of a unit; every county appears, if only with zeros. */
export function combineTotals(
  form: FormDefinition,
  units: ReadonlyMap<string, Totals>,
  counties: readonly string[],
  countyOf: (unit: string) => string,
): FormTotals {
  const byCounty = new Map(counties.map((county) => [county, zeroTotals(form)]));
  for (const [unit, totals] of units) {
    const county = countyOf(unit);
    byCounty.set(county, addTotals(byCounty.get(county) ?? zeroTotals(form), totals));
  }
  return {
    prefecture: [...byCounty.values()].reduce(addTotals, zeroTotals(form)),
    counties: byCounty,
    units,
  };
}

function addTotals(a: Totals, b: Totals): Totals {
  return Object.fromEntries(Object.entries(a).map(([key, value]) => [key, value + (b[key] ?? 0)]));
}
