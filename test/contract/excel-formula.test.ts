import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { FormDefinition } from '../../src/form/form-definition.js';
import { planFormHeader } from '../../src/form/header-plan.js';
import { planCellChecks } from '../../src/template/conditional-formats.js';
import { ROW_NUMBER_COLUMN } from '../../src/template/form-sheet.js';
import { MAX_FORMULA } from '../../src/workbook/excel-limits.js';

// Which rules become conditional formats, and that Excel takes their formulas. What they calculate is compared with
// the checker in test/foreign/template-conditional-formats.test.ts.

const PARAMETERS = { wishAmountLimit: 2000, periodStart: '2020-10-01', periodEnd: '2020-10-31' };

/** Functions that Excel has had since 2007, under the same name in WPS and LibreOffice. */
const FUNCTIONS = new Set(
  'ABS AND DATEVALUE FIND IF IFERROR INT ISERROR ISNUMBER ISTEXT LEN N NOT OR ROUND SUBSTITUTE SUMPRODUCT TEXT TRIM UPPER VALUE'.split(
    ' ',
  ),
);

const FORMS = await loadBuiltInForms();
const checksOf = (form: FormDefinition) =>
  planCellChecks(form, planFormHeader(form, 4, [ROW_NUMBER_COLUMN]), PARAMETERS);

describe.each(FORMS.map((form) => [form.title, form] as const))('%s', (_title, form) => {
  const checks = checksOf(form);

  it('has every rule that one row can break, beyond hints', () => {
    const expected = form.rules.filter(
      (rule) => rule.level !== 'hint' && rule.checks.some((check) => check.kind === 'row'),
    );
    const planned = new Set(
      checks.map((check) => check.rule).filter((rule) => rule.includes('-0') || rule.includes('-1')),
    );
    expect([...planned]).toEqual(expected.map((rule) => rule.id));
  });

  it('marks required texts, dates and options, not numbers', () => {
    const missed = checks.filter((check) => check.rule === 'missing-value').map((check) => check.field);
    const expected: Record<string, string[]> = {
      'paired-assistance': ['village'],
      donations: ['donor', 'donorKind', 'donatedOn', 'recipient'],
      wishes: ['name', 'category', 'place', 'wish', 'status'],
      'education-activities': ['school'],
      'consumption-assistance': ['source'],
      'platform-promotion': ['area'],
      'project-pledges': ['project', 'place', 'kind', 'status'],
      'assistance-visits': ['visitedOn', 'village', 'members', 'matters'],
      'themed-activities': ['theme'],
      'donation-use': ['source', 'manager', 'disclosed'],
      'monthly-tasks': ['task', 'leadUnit', 'progress', 'dueOn', 'status'],
    };
    expect(missed).toEqual(expected[form.key]);
  });

  it('speaks of one row only, in functions that every program knows, without array constants', () => {
    for (const { formula } of checks) {
      expect(formula.length).toBeLessThanOrEqual(MAX_FORMULA);
      const outsideTexts = formula.replace(/"(?:[^"]|"")*"/g, '""');
      expect(outsideTexts).not.toMatch(/[{}!]|_xl/);
      for (const [, name] of outsideTexts.matchAll(/([A-Z][A-Z0-9.]*)\(/g)) expect(FUNCTIONS).toContain(name);
      for (const [reference] of outsideTexts.matchAll(/\$?[A-Z]{1,3}\$?\d+/g)) {
        if (/^\$?[A-Z]+\$?\d+$/.test(reference) && !/^E\d+$/.test(reference))
          expect(reference).toMatch(/^\$[A-Z]{1,2}6$/);
      }
      for (const [constant] of formula.matchAll(/"(?:[^"]|"")*"/g))
        expect(constant.length).toBeLessThanOrEqual(257);
      // Brackets close.
      expect(outsideTexts.split('(').length).toBe(outsideTexts.split(')').length);
    }
  });
});
