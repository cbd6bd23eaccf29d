import { compileCount } from '../form/evaluate.js';
import type { FormDefinition } from '../form/form-definition.js';
import { recordOf, type SampleRow, valueIn } from './sample-row.js';

/** `rows` and every measure of a form; amounts in 元, as in result.json. */
export type SampleTotals = Readonly<Record<string, number>>;

/** Sums in integer hundredths, so that money adds exactly; turned into 元 at the very end. */
type Sums = Map<string, { readonly isAmount: boolean; readonly sum: number }>;

/** Totals of a form over rows, added up here and nowhere else: the expected values of a run. */
export function totalsOf(form: FormDefinition, rows: readonly SampleRow[]): SampleTotals {
  const sums: Sums = new Map([['rows', { isAmount: false, sum: rows.length }]]);
  const add = (key: string, field: string, counted: readonly SampleRow[]) => {
    const definition = form.fields.find((item) => item.key === field)!;
    const isAmount = definition.kind === 'amount';
    let sum = 0;
    for (const row of counted) sum += Number(valueIn(row, definition) ?? 0);
    sums.set(key, { isAmount, sum });
  };
  const count = (key: string, counted: readonly SampleRow[]) =>
    sums.set(key, { isAmount: false, sum: counted.length });
  for (const field of form.fields) if (field.measure !== null) add(field.key, field.key, rows);
  if (form.key === 'wishes') addWishes(rows, add, count);
  else {
    for (const measure of form.derivedMeasures) {
      const counts = measure.when === null ? () => true : compileCount(form, measure.when);
      const counted = rows.filter((row) => counts(recordOf(form, row, 1)));
      if (measure.field === null) count(measure.key, counted);
      else add(measure.key, measure.field, counted);
    }
  }
  return Object.fromEntries([...sums].map(([key, { isAmount, sum }]) => [key, isAmount ? sum / 100 : sum]));
}

/** The counts of forms.md, 3: a 已取消 row with 说明 is left out, one without stays in. */
function addWishes(
  rows: readonly SampleRow[],
  add: (key: string, field: string, counted: readonly SampleRow[]) => void,
  count: (key: string, counted: readonly SampleRow[]) => void,
): void {
  const wishes = rows.filter((row) => row.values.status !== '已取消' || row.values.explanation == null);
  const docked = rows.filter((row) => row.values.status === '已对接' || row.values.status === '已实现');
  count('wishes', wishes);
  count('docked', docked);
  count(
    'dockedOnline',
    docked.filter((row) => row.values.onPlatform === '是'),
  );
  count(
    'fulfilled',
    rows.filter((row) => row.values.status === '已实现'),
  );
  add('budget', 'budget', wishes);
  add('spent', 'spent', wishes);
}

/** Adds totals of units; amounts are added in cents. */
export function addTotals(form: FormDefinition, parts: readonly SampleTotals[]): SampleTotals {
  const zero = totalsOf(form, []);
  return Object.fromEntries(
    Object.keys(zero).map((key) => [
      key,
      parts.reduce((cents, part) => cents + Math.round(part[key]! * 100), 0) / 100,
    ]),
  );
}
