import { compileCount } from './evaluate.js';
import { type FormDefinition, measuresOf } from './form-definition.js';
import type { FormRecord } from './record.js';

/** `rows` and every measure of the form. Amounts in cents. */
export type Totals = Readonly<Record<string, number>>;

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
