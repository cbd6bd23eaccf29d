import { expect } from 'vitest';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { type FormDefinition, fieldOf, measuresOf } from '../../../src/form/form-definition.js';
import { compileTotals } from '../../../src/form/record-totals.js';
import { rateOf } from '../../../src/report/summary/figures.js';
import { checkAcross } from '../../../src/validate/check-across.js';
import { compileChecker } from '../../../src/validate/check-submission.js';
import { type ReadOptions, type ReadSheet, readTable } from '../ingest/read-sheets.js';

// Returns of one built-in form as text tables; what they come to is worked out by hand in the tests.

export const FORMS = await loadBuiltInForms();

/** Reads a text table of one unit; every built-in form may be it. */
export function readReturn(table: string, options: ReadOptions = {}): ReadSheet {
  return readTable(table, { forms: FORMS, ...options });
}

export function formOf(sheet: ReadSheet): FormDefinition {
  return FORMS.find((form) => form.key === sheet.form)!;
}

/** Every total over the rows of some returns of one form; amounts in 元. */
export function totalsOf(...sheets: readonly ReadSheet[]): Record<string, number> {
  const form = formOf(sheets[0]!);
  const totals = compileTotals(form)(sheets.flatMap((sheet) => sheet.submission.records));
  const amounts = new Set(
    measuresOf(form)
      .filter((measure) => measure.field !== null && fieldOf(form, measure.field).kind === 'amount')
      .map((measure) => measure.key),
  );
  return Object.fromEntries(
    Object.entries(totals).map(([key, value]) => [key, amounts.has(key) ? value / 100 : value]),
  );
}

/** Every rate, by title. */
export function ratesOf(...sheets: readonly ReadSheet[]): Record<string, number | null> {
  const form = formOf(sheets[0]!);
  const totals = compileTotals(form)(sheets.flatMap((sheet) => sheet.submission.records));
  return Object.fromEntries(form.rates.map((rate) => [rate.title, rateOf(form, rate.key, totals)]));
}

/** `[cell, rule]` of what only shows when returns of several units lie side by side. */
export function acrossUnits(...sheets: readonly ReadSheet[]): (readonly [string | null, string])[] {
  const counted = sheets.map(({ submission, unit }) => ({ submission, unit: unit!, unitName: unit! }));
  return checkAcross(formOf(sheets[0]!), counted).map(({ cell, rule }) => [cell, rule] as const);
}

/** The findings of a return under another period. */
export function findingsIn(sheet: ReadSheet, periodStart: string, periodEnd: string) {
  const check = compileChecker(formOf(sheet), { wishAmountLimit: 2000, periodStart, periodEnd });
  return check({ ...sheet.submission, findings: [] }, null).findings;
}

export function expectClean(sheet: ReadSheet, key: string): void {
  expect([sheet.form, sheet.content, sheet.findings]).toEqual([key, 'rows', []]);
}
