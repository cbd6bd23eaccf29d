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

/** Names by which fields are known: key, and title and 分组/标题 where these name no other field. */
export function namesOfFields(fields: readonly NamedField[]): ReadonlyMap<string, NamedField> {
  const names = new Map<string, NamedField>();
  const ambiguous = new Set<string>();
  for (const field of fields) {
    for (const name of titlesOf(field)) {
      if (names.has(name)) ambiguous.add(name);
      names.set(name, field);
    }
  }
  for (const name of ambiguous) names.delete(name);
  for (const field of fields) names.set(field.key, field);
  return names;
}

/** The name by which relations are written: the title, with its group where two fields share it, else the key. */
export function nameOfField(field: NamedField, fields: readonly NamedField[]): string {
  const names = namesOfFields(fields);
  return titlesOf(field).find((name) => names.get(name) === field) ?? field.key;
}

function titlesOf({ group, title }: NamedField): readonly string[] {
  return group === null ? [title] : [title, `${group}/${title}`];
}
