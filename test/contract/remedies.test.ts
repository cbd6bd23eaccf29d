import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { FormDefinition } from '../../src/form/form-definition.js';
import { describeFinding, GENERAL_RULES, MATERIAL_RULES } from '../../src/issue/describe-finding.js';
import type { Finding } from '../../src/issue/finding.js';
import { ruleHeading, ruleTitle } from '../../src/issue/rule-title.js';

// No finding without a remedy: every rule that there is, with every parameter that its words ask for.

const FORMS = await loadBuiltInForms();

/** What tells somebody what to do, or that nothing is to be done. */
const ACTION = /请|不用|改|补|核对|不要/;
/** What must never be read by people: holes, and the names that rules have in code. */
const UNFIT = /[{}]|undefined|null|NaN|\[object|（）|“”|，，|。，/;
const CODE_NAMES = new RegExp(
  [...GENERAL_RULES, ...MATERIAL_RULES].filter((rule) => /-/.test(rule)).join('|'),
);

function finding(rule: string, form: FormDefinition | null, more: Partial<Finding>): Finding {
  return {
    path: '收件/甲.xlsx',
    entry: null,
    rule,
    level: 'query',
    sheet: '表',
    cell: 'C7',
    unit: null,
    form: form?.key ?? null,
    field: form?.subject ?? null,
    value: '约30',
    parameters: {},
    open: true,
    closedBy: null,
    ...more,
  };
}

/** The parameters that a rule's words ask for, found by leaving them all out. */
function parametersOf(rule: string, form: FormDefinition | null): readonly string[] {
  const { message, fix } = describeFinding(finding(rule, form, {}), form);
  return [...`${message}${fix}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

const RULES: readonly (readonly [string, FormDefinition | null])[] = [
  ...[...GENERAL_RULES, ...MATERIAL_RULES].map((rule) => [rule, null] as const),
  ...GENERAL_RULES.map((rule) => [rule, FORMS[0]!] as const),
  ...FORMS.flatMap((form) => [...form.rules, ...form.crossFormRules].map((rule) => [rule.id, form] as const)),
];

describe.each(RULES.map(([rule, form]) => [`${rule} ${form?.title ?? ''}`, rule, form] as const))(
  '%s',
  (_, rule, form) => {
    const names = parametersOf(rule, form);
    const filled = (value: string | number) => Object.fromEntries(names.map((name) => [name, value]));
    const variants: readonly Partial<Finding>[] = [
      { parameters: filled('甲') },
      { parameters: filled(0) },
      { parameters: { ...filled('甲'), more: 12 } },
      { parameters: filled('甲'), cell: null, field: null },
      { parameters: filled('甲'), value: 0 },
    ];

    it.each(variants)('says what was found and what to do: %j', (more) => {
      const { message, fix } = describeFinding(finding(rule, form, more), form);
      expect(message.trim().length).toBeGreaterThan(2);
      expect(fix).toMatch(ACTION);
      for (const text of [message, fix]) {
        expect(text).not.toMatch(UNFIT);
        expect(text).not.toMatch(CODE_NAMES);
      }
    });

    it('has a name that people can read', () => {
      const title = form === null || GENERAL_RULES.includes(rule) ? ruleTitle(rule) : ruleHeading(rule, form);
      expect(title).toMatch(/[\u4e00-\u9fff]/);
      expect(title).not.toMatch(/[a-z]{2}/);
    });
  },
);

it('a rule that nobody knows any more asks to be looked at all the same', () => {
  const { message, fix } = describeFinding(finding('XX-99', null, {}), null);
  expect(message).toContain('第7行');
  expect(message).not.toMatch(UNFIT);
  expect(fix).toMatch(ACTION);
});
