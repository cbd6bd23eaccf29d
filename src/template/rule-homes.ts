import type { FormDefinition, RuleCheck } from '../form/form-definition.js';

// One rule, two homes: what the checker finds, the template shows by itself wherever Excel can express it. Here stands
// what it cannot, and why.

/** Why Excel cannot tell what a general rule finds. Rules that are not named here are in every template. */
export const CHECKER_ONLY_RULES: Readonly<Record<string, string>> = {
  'column-missing': '模板的表头是印好的，少了的一栏里没有格子可以变色',
  'column-ambiguous': '模板的表头是印好的，只有改动过表头才会发生',
  'column-unknown': '模板的表头是印好的，多出来的一栏在表格以外',
  supplement: '模板总是最新的一版，只有填了旧模板才会发生',
  'copied-rows': '要与别的单位的表比较，模板里没有别的单位的数',
  'row-copied': '要与别的单位的表比较，模板里没有别的单位的数',
  'magnitude-slip': '要与同类单位的数比较，模板里没有别的单位的数',
  'same-amounts': '要看同类单位的各行是不是也相同，模板里没有别的单位的数',
  'same-as-previous': '要与上期的汇总比较，模板里没有上期的数',
  jump: '要与上期和同类单位的数比较，模板里没有这些数',
  'not-owed': '要查单位名册，模板里没有名册',
  'unit-unknown': '要查单位名册，模板里没有名册',
  'nil-implied': '说的是程序怎样读一张空表，不是填错了',
  converted: '说的是程序怎样读一个格子，读得对就不用改',
};

/** Why Excel cannot tell what a form's own check finds; null where the template shows it. */
export function reasonOfCheck(check: RuleCheck): string | null {
  switch (check.kind) {
    case 'row':
    case 'atLeast':
      return null;
    case 'unique':
      return check.within === 'unit'
        ? '比较各行时不看空格、全角半角和大小写，Excel 的公式做不到'
        : '要与别的单位的表比较，模板里没有别的单位的数';
    case 'noRowsFrom':
      return '要看单位类别，模板里没有名册';
  }
}

/** Why rules between forms are left to the checker. */
export const CROSS_FORM_REASON = '要与同一单位的另一张表比较，两张表常在两个文件里';

/** Rules of a form that no template shows, with the reasons. */
export function checkerOnlyRules(form: FormDefinition): ReadonlyMap<string, string> {
  return new Map([
    ...form.rules.flatMap((rule) => {
      const reasons = rule.checks.map(reasonOfCheck);
      // A rule with one check in the template is there.
      return reasons.includes(null) ? [] : [[rule.id, reasons[0]!] as const];
    }),
    ...form.crossFormRules.map((rule) => [rule.id, CROSS_FORM_REASON] as const),
  ]);
}
