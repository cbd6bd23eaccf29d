import type { Unit } from '../campaign/campaign.js';
import type { Defect, DefectContext, FaultySheet } from './defect.js';
import { DEFECTS_OF_ANY_FORM } from './defects-of-any-form.js';
import { DEFECTS_OF_DONATIONS } from './defects-of-donations.js';
import { DEFECTS_OF_VILLAGES } from './defects-of-villages.js';
import { DEFECTS_OF_WISHES } from './defects-of-wishes.js';
import { refusesRows } from './refuses-rows.js';
import type { SampleSheet } from './sample-sheet.js';

/** Every kind of mistake that a sample can have. */
export const DEFECTS: readonly Defect[] = [
  ...DEFECTS_OF_ANY_FORM,
  ...DEFECTS_OF_VILLAGES,
  ...DEFECTS_OF_DONATIONS,
  ...DEFECTS_OF_WISHES,
];

/** Defects that leave a return of a unit of which no rows are expected without rows. */
const WITHOUT_ROWS = new Set(['JZ-08', 'nil-implied']);

/** Whether a defect is made for a return; `apply` may still find nothing in it to spoil. */
export function suitsSheet(defect: Defect, sheet: SampleSheet, unit: Unit): boolean {
  if (defect.form !== null && defect.form !== sheet.form.key) return false;
  return !refusesRows(sheet.form, unit) || WITHOUT_ROWS.has(defect.rule);
}

/** Spoils a return with the first defect of the list that it lends itself to; null when there is none. */
export function spoil(
  sheet: SampleSheet,
  defects: readonly Defect[],
  context: DefectContext,
): { readonly defect: Defect; readonly faulty: FaultySheet } | null {
  for (const defect of defects) {
    if (!suitsSheet(defect, sheet, context.unit)) continue;
    const faulty = defect.apply(sheet, context);
    if (faulty !== null) return { defect, faulty };
  }
  return null;
}
