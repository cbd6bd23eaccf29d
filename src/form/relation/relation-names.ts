import type { ParameterName } from '../condition.js';
import type { CalendarSpan, FieldDefinition } from '../form-definition.js';

// The words of the relation language: what 审核关系 calls fields, values of the campaign and functions.

/** What a relation may name of a field. */
export type NamedField = Pick<FieldDefinition, 'key' | 'title' | 'group' | 'kind' | 'options'>;

/** How relations name the values that they take from 设置 and 报送任务. */
export const PARAMETER_TITLES: Readonly<Record<ParameterName, string>> = {
  wishAmountLimit: '单个微心愿金额上限',
  periodStart: '统计时段起',
  periodEnd: '统计时段止',
};

/** Functions of the language by what they mean. */
export const FUNCTION_TITLES = {
  sum: '合计',
  typed: '填报的',
  telephone: '是电话号码',
  uniqueInUnit: '本单位内不重复',
  uniqueInCampaign: '全部单位不重复',
  atLeastMonthly: '每月至少',
  atLeastQuarterly: '每季度至少',
  atLeastYearly: '每年至少',
  noRowsFrom: '单位类别不填报',
} as const;
/** The functions that ask for so many rows in every stretch of the calendar. */
export const AT_LEAST_FUNCTIONS: Readonly<Record<CalendarSpan, FunctionName>> = {
  month: 'atLeastMonthly',
  quarter: 'atLeastQuarterly',
  year: 'atLeastYearly',
};
export type FunctionName = keyof typeof FUNCTION_TITLES;

/** Names by which fields are known: title where it is the only one, 分组/标题, and key. */
export function namesOfFields(fields: readonly NamedField[]): ReadonlyMap<string, NamedField> {
  const names = new Map<string, NamedField>();
  for (const field of fields) names.set(field.key, field);
  for (const field of fields) {
    if (field.group !== null) names.set(`${field.group}/${field.title}`, field);
    if (isOnlyTitle(field, fields)) names.set(field.title, field);
  }
  return names;
}

/** The name by which relations are written: the title, with its group where two fields share it. */
export function nameOfField(field: NamedField, fields: readonly NamedField[]): string {
  if (isOnlyTitle(field, fields)) return field.title;
  const grouped = `${field.group ?? ''}/${field.title}`;
  const isOnly = fields.every(
    (other) => other === field || `${other.group ?? ''}/${other.title}` !== grouped,
  );
  return field.group !== null && isOnly ? grouped : field.key;
}

function isOnlyTitle(field: NamedField, fields: readonly NamedField[]): boolean {
  return fields.filter((other) => other.title === field.title).length === 1;
}
