import type { FormDefinition } from '../form/form-definition.js';

// What people call a check. A form's own rules are called by their number, as 填表说明 prints them.

/** Short names of the checks that every form has, of those about materials, and of those that only suspect. */
const TITLES: Readonly<Record<string, string>> = {
  'not-a-number': '填的不是数字',
  'not-an-integer': '应填整数',
  negative: '小于 0',
  'out-of-range': '超出一般范围',
  'formula-error': '公式没有结果',
  'not-an-option': '不在可选项内',
  'missing-value': '必填的没有填',
  'blank-numbers': '数字格空着',
  'bad-date': '认不出日期',
  converted: '写法不规范',
  'digits-lost': '号码丢了数字',
  scaled: '按万元填写',
  'column-missing': '缺少应有的栏',
  'column-ambiguous': '有两栏重复',
  'column-unknown': '多出一栏',
  supplement: '缺新增的栏',
  'total-mismatch': '合计不等于各行相加',
  'period-mismatch': '统计时段不符',
  'nil-with-rows': '选“无”又有数据',
  'nil-implied': '当作零报告',
  'copied-rows': '多行与别的单位相同',
  'not-owed': '本次不需报',
  'unit-unknown': '单位不在名册中',
  'material-too-few': '材料份数不够',
  'material-small': '图片不够清楚',
  'material-locked': '文件设有密码',
  'magnitude-slip': '可能错了数量级',
  'row-copied': '一行与别的单位相同',
  'same-amounts': '各行金额全都相同',
  'same-as-previous': '与上期完全相同',
  jump: '与上期相差很大',
};

/** Words that stand for a rule where they cannot be mistaken for its message: `填的不是数字`, `JD-01`. */
export function ruleTitle(rule: string): string {
  return TITLES[rule] ?? rule;
}

/** The rule as 填表说明 has it, where it is a form's own: `JD-01 其中：单位领导不多于参加走访干部`. */
export function ruleHeading(rule: string, form: FormDefinition | null): string {
  const own = [...(form?.rules ?? []), ...(form?.crossFormRules ?? [])].find((item) => item.id === rule);
  return own === undefined ? ruleTitle(rule) : `${rule}　${own.text}`;
}
