import { compileCount } from '../form/evaluate.js';
import { type FormDefinition, measuresOf } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import type { FormTotals, Totals } from './summary.js';

/** Adds up records: `rows`, then every measure of the form. Integers and cents only, so every sum is exact. */
export function compileTotals(form: FormDefinition): (records: readonly FormRecord[]) => Totals {
  const measures = measuresOf(form).map((measure) => ({
    key: measure.key,
    index: measure.field === null ? null : form.fields.findIndex((field) => field.key === measure.field),
    counts: measure.when === null ? null : compileCount(form, measure.when),
  }));
  return (records) => {
    const totals = new Map<string, number>([['rows', records.length]]);
    for (const { key, index, counts } of measures) {
      let total = 0;
      for (const record of records) {
        if (counts !== null && !counts(record)) continue;
        total += index === null ? 1 : Number(record.values[index] ?? 0);
      }
      totals.set(key, total);
    }
    return Object.fromEntries(totals);
  };
}

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
