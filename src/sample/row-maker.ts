import { type FormDefinition, fixedRowsOf } from '../form/form-definition.js';
import { fillAnyRow } from './fill-any-row.js';
import { fillDonation } from './fill-donation.js';
import { fillDonationUse } from './fill-donation-use.js';
import { fillProduce } from './fill-produce.js';
import { fillProject } from './fill-project.js';
import { fillPromotion } from './fill-promotion.js';
import { fillSchool } from './fill-school.js';
import { fillTask } from './fill-task.js';
import { fillTheme } from './fill-theme.js';
import { fillVillage } from './fill-village.js';
import { fillVisit } from './fill-visit.js';
import { fillWish } from './fill-wish.js';
import type { Random } from './random.js';
import type { RowContext } from './row-context.js';
import { keepsRowRules, type SampleRow, withValues } from './sample-row.js';

/** Makes clean rows of one form for one unit: no rule of forms.md finds anything in them. */
export type RowMaker = () => SampleRow | null;

type FillRow = (random: Random, context: RowContext) => SampleRow;

const FILLERS: ReadonlyMap<string, FillRow> = new Map([
  ['paired-assistance', fillVillage],
  ['donations', fillDonation],
  ['wishes', fillWish],
  ['education-activities', fillSchool],
  ['consumption-assistance', fillProduce],
  ['platform-promotion', fillPromotion],
  ['project-pledges', fillProject],
  ['assistance-visits', fillVisit],
  ['themed-activities', fillTheme],
  ['donation-use', fillDonationUse],
  ['monthly-tasks', fillTask],
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
  // A form that the template fills in gets its rows in that order, and no more.
  const fixed = fixedRowsOf(form);
  let made = 0;
  return () => {
    if (form.fixedRows !== null && made >= fixed.length) return null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const filled = fill(random, context);
      const row = form.fixedRows === null ? filled : withValues(filled, { [form.fixedRows]: fixed[made]! });
      const keys = repetitionKeys(form, row, context.unitName);
      if (!keepsRowRules(form, row, context.parameters) || keys.some((key) => uniqueKeys.has(key))) continue;
      for (const key of keys) uniqueKeys.add(key);
      made++;
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
