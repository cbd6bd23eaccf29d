import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { FieldDefinition, FormDefinition } from '../../src/form/form-definition.js';
import { planFormHeader } from '../../src/form/header-plan.js';
import { GENERAL_RULES } from '../../src/issue/describe-finding.js';
import { planChecks } from '../../src/template/conditional-formats.js';
import { ROW_NUMBER_COLUMN } from '../../src/template/form-sheet.js';
import type { PlannedCheck } from '../../src/template/planned-check.js';
import { CHECKER_ONLY_RULES, checkerOnlyRules } from '../../src/template/rule-homes.js';
import { listRulesOf } from '../../src/template/rule-list.js';
import { FIRST_DATA_ROW } from '../../src/template/sheet-layout.js';
import { MAX_FORMULA } from '../../src/workbook/excel-limits.js';

// One rule, two homes: which rules the template shows by itself, and that Excel takes their formulas. What they calculate
// is compared with the checker in test/foreign/template-verdicts.test.ts.

const PARAMETERS = { wishAmountLimit: 2000, periodStart: '2020-10-01', periodEnd: '2020-10-31' };

/** Functions that Excel has had since 2007, under the same name in WPS and LibreOffice. */
const FUNCTIONS = new Set(
  'ABS AND ASC CHAR DATEVALUE FIND IF INT ISERROR ISNUMBER ISTEXT LEFT LEN MID N NOT OR RIGHT ROUND ROW SUBSTITUTE SUMPRODUCT TEXT TRIM UPPER VALUE'.split(
    ' ',
  ),
);

const LAST_ROW = 25;
/** A cell of the first row, a label, 合计, or a range's end. */
const REFERENCES = new RegExp(
  `^\\$[A-Z]{1,2}(?:${FIRST_DATA_ROW}|${FIRST_DATA_ROW + 1}|\\$3|\\$${FIRST_DATA_ROW}|\\$${LAST_ROW + 1})$`,
);
const FORMS = await loadBuiltInForms();
const headerOf = (form: FormDefinition) => planFormHeader(form, 4, [ROW_NUMBER_COLUMN]);
const checksOf = (form: FormDefinition) =>
  planChecks(form, {
    header: headerOf(form),
    lastDataRow: LAST_ROW,
    // A whole year, so that a form that asks for something in each of its parts does so.
    task: { periodStart: '2020-01-01', periodEnd: '2020-12-31' },
    parameters: PARAMETERS,
    labels: { period: 8, answer: 14 },
  });
/** The field that a check of the rows is at. */
const fieldOfCheck = (form: FormDefinition, check: PlannedCheck) =>
  form.fields[headerOf(form).fieldColumns.indexOf(check.range.left)]!.key;

/** The issue: which rules of the first three forms may be declared inexpressible. */
const LEFT_BY_FORM: Readonly<Record<string, readonly string[]>> = {
  'paired-assistance': ['JD-09'],
  donations: ['JZ-07', 'JZ-08', 'JZ-09'],
  wishes: ['WX-06', 'WX-07'],
};
/** And which of those that every form has: those named there, those that compare with peers, and two more. */
const GENERAL_LEFT = [
  ...['column-missing', 'column-ambiguous', 'column-unknown', 'copied-rows', 'not-owed', 'nil-implied'],
  ...['magnitude-slip', 'row-copied', 'same-amounts', 'same-as-previous', 'jump'],
  ...['converted', 'scaled', 'digits-lost', 'supplement', 'unit-unknown'],
];
const isOf =
  (...kinds: readonly string[]) =>
  (field: FieldDefinition) =>
    kinds.includes(field.kind);
const FIELDS_OF_RULE: Readonly<Record<string, (field: FieldDefinition) => boolean>> = {
  'not-an-integer': isOf('integer'),
  'not-a-number': isOf('integer', 'amount', 'decimal'),
  negative: isOf('integer', 'amount', 'decimal'),
  scaled: isOf('amount'),
  'not-an-option': isOf('option'),
  'bad-date': isOf('date'),
  'out-of-range': (field) => field.minimum !== null || field.maximum !== null,
  'blank-numbers': (field) => field.required && isOf('integer', 'amount', 'decimal')(field),
  'total-mismatch': (field) => field.measure !== null,
};

it('no general rule is left to the checker but those that may be', () => {
  expect(Object.keys(CHECKER_ONLY_RULES).filter((rule) => !GENERAL_LEFT.includes(rule))).toEqual([]);
  expect(Object.keys(CHECKER_ONLY_RULES).filter((rule) => !GENERAL_RULES.includes(rule))).toEqual([]);
});

describe.each(FORMS.map((form) => [form.title, form] as const))('%s', (_title, form) => {
  const checks = checksOf(form);

  it('shows every rule, or says why Excel cannot', () => {
    const shown = new Set(checks.flatMap((check) => check.rules));
    const left = new Map([...Object.entries(CHECKER_ONLY_RULES), ...checkerOnlyRules(form)]);
    const rules = [...GENERAL_RULES, ...form.rules, ...form.crossFormRules].map((rule) =>
      typeof rule === 'string' ? rule : rule.id,
    );
    const hasHome = (rule: string) =>
      shown.has(rule) ||
      left.has(rule) ||
      // What no field of the form can get wrong needs no home in it.
      (FIELDS_OF_RULE[rule] !== undefined && !form.fields.some(FIELDS_OF_RULE[rule]));
    expect(rules.filter((rule) => !hasHome(rule))).toEqual([]);
    expect([...left.keys()].filter((rule) => shown.has(rule))).toEqual([]);
    for (const reason of left.values()) expect(reason.length).toBeGreaterThan(8);
  });

  it('prints every rule that it shows, and every rule of the form, in 审核关系', () => {
    const listed = listRulesOf(form);
    const printed = listed.flatMap((rule) => rule.rules);
    const shown = [...new Set(checks.flatMap((check) => check.rules))];
    const own = [...form.rules, ...form.crossFormRules];
    expect([...shown, ...own.map((rule) => rule.id)].filter((rule) => !printed.includes(rule))).toEqual([]);
    for (const rule of own) expect(listed.map((item) => item.text)).toContain(rule.text);
    // With the gravest level at which the template shows it.
    for (const { level, rules } of listed) {
      const levels = checks
        .filter((check) => check.rules.some((rule) => rules.includes(rule)))
        .map((check) => check.level);
      if (levels.length > 0) expect(levels).toContain(level);
    }
  });

  it('leaves to the checker only what may be left', () => {
    const ofForm = [...checkerOnlyRules(form).keys()];
    const isCompared = (id: string) => {
      const rule = form.rules.find((item) => item.id === id);
      return (
        rule === undefined || rule.checks.every(({ kind }) => kind === 'unique' || kind === 'noRowsFrom')
      );
    };
    expect(
      ofForm.filter((id) => /^(?:JD|JZ|WX)-/.test(id) && !form.crossFormRules.some((r) => r.id === id)),
    ).toEqual(LEFT_BY_FORM[form.key] ?? []);
    expect(ofForm.filter((id) => !isCompared(id))).toEqual([]);
  });

  it('marks required texts, dates and options, not numbers', () => {
    const missed = checks
      .filter((check) => check.rules.includes('missing-value'))
      .map((check) => fieldOfCheck(form, check));
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

  it('speaks of its own row or of all, in functions that every program knows, without array constants', () => {
    for (const { formula } of checks) {
      expect(formula.length).toBeLessThanOrEqual(MAX_FORMULA);
      const outsideTexts = formula.replace(/"(?:[^"]|"")*"/g, '""');
      expect(outsideTexts).not.toMatch(/[{}!]/);
      // Since 2013, and guarded where it is unknown.
      expect(outsideTexts.replace(/ISNUMBER\(1\/\(_xlfn\.ISFORMULA\([$A-Z0-9]+\)\)\)/g, '')).not.toMatch(
        /_xl|ISFORMULA/,
      );
      expect(outsideTexts).not.toMatch(/:(?!\$)/);
      for (const [, name] of outsideTexts.matchAll(/(?<!_xlfn\.)\b([A-Z][A-Z0-9.]*)\(/g))
        expect(FUNCTIONS).toContain(name);
      for (const [reference] of outsideTexts.matchAll(/\$?[A-Z]{1,3}\$?\d+/g)) {
        if (/^\$?[A-Z]+\$?\d+$/.test(reference) && !/^E\d+$/.test(reference))
          expect(reference).toMatch(REFERENCES);
      }
      for (const [constant] of formula.matchAll(/"(?:[^"]|"")*"/g))
        expect(constant.length).toBeLessThanOrEqual(257);
      // Brackets close.
      expect(outsideTexts.split('(').length).toBe(outsideTexts.split(')').length);
    }
  });
});
