import type { FormDefinition } from '../form/form-definition.js';
import { fillAnyRow } from './fill-any-row.js';
import { fillDonation } from './fill-donation.js';
import { fillVillage } from './fill-village.js';
import { fillWish } from './fill-wish.js';
import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { keepsRowRules, type SampleRow } from './sample-row.js';

/** Makes clean rows of one form for one unit: no rule of forms.md finds anything in them. */
export type RowMaker = () => SampleRow | null;

type FillRow = (random: Random, context: RowContext) => SampleRow;

const FILLERS: ReadonlyMap<string, FillRow> = new Map([
  ['paired-assistance', fillVillage],
  ['donations', fillDonation],
  ['wishes', fillWish],
]);
const ATTEMPTS = 200;

/**
 * Rows for a form; those that would break a rule, or repeat what `uniqueKeys` has seen, are drawn again. A form that
 * cannot be satisfied gets null, and its return is a zero report.
 */
export function rowMaker(
  form: FormDefinition,
  random: Random,
  context: RowContext,
  uniqueKeys: Set<string>,
): RowMaker {
  const fill: FillRow = FILLERS.get(form.key) ?? ((stream, around) => fillAnyRow(form, stream, around));
  return () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const row = fill(random, context);
      const keys = repetitionKeys(form, row, context.unitName);
      if (!keepsRowRules(form, row, context.parameters) || keys.some((key) => uniqueKeys.has(key))) continue;
      for (const key of keys) uniqueKeys.add(key);
      return row;
    }
    return null;
  };
}

/** What of a row must not come twice, within its unit or within the campaign, by the form's rules. */
function repetitionKeys(form: FormDefinition, row: SampleRow, unitName: string): string[] {
  return form.rules.flatMap((rule) =>
    rule.checks.flatMap((check) => {
      if (check.kind !== 'unique') return [];
      const values = check.fields.map((key) => row.values[key] ?? null);
      // Without what is computed a key is only stricter.
      const given = values.filter((value) => value !== null);
      const within = check.within === 'unit' ? unitName : '';
      return given.length === 0 ? [] : [JSON.stringify([form.key, rule.id, within, given])];
    }),
  );
}
