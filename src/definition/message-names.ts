import {
  type NamedField,
  nameOfField,
  namesOfFields,
  PARAMETER_TITLES,
} from '../form/relation/relation-names.js';
import { foldText } from '../workbook/cell-text.js';

// Messages of rules hold `{key}`; in 提示 they hold `{字段标题}` and words for what is known only when a row is checked.

/** Words in braces that are no fields, by what messages hold for them. */
export type MessageWords = Readonly<Record<string, string>>;

/** Of 审核关系. */
export const RULE_WORDS: MessageWords = {
  atTitle: '所报栏目',
  atValue: '所报内容',
  earlierRow: '前面的行号',
  earlierUnit: '前面的单位',
  span: '所在时段',
  times: '已有次数',
  expected: '应有次数',
  ...PARAMETER_TITLES,
};

/** Of 跨表核对. */
export const CROSS_FORM_WORDS: MessageWords = {
  amount: '金额',
  otherRow: '另一张表的行号',
  otherTitle: '另一张表的表名',
};

/** A message as 提示 shows it; parsing gives it again. */
export function formatMessage(message: string, fields: readonly NamedField[], words: MessageWords): string {
  return message.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const special = Object.hasOwn(words, key) ? words[key] : undefined;
    if (special !== undefined) return `{${special}}`;
    const field = fields.find((item) => item.key === key);
    if (field === undefined) return whole;
    const name = nameOfField(field, fields);
    return /[{}｛｝]/.test(name) || Object.values(words).includes(name) ? whole : `{${name}}`;
  });
}

/** What 提示 says, with keys in its braces; `unknown` are the words in braces that name nothing. */
export function parseMessage(
  text: string,
  fields: readonly NamedField[],
  words: MessageWords,
): { readonly message: string; readonly unknown: readonly string[] } {
  const keys = new Map<string, string>();
  for (const [name, field] of namesOfFields(fields)) keys.set(foldText(name), field.key);
  for (const [key, title] of Object.entries(words)) {
    keys.set(foldText(title), key);
    keys.set(foldText(key), key);
  }
  // A key is what it says, whatever a title is.
  for (const field of fields) if (!Object.hasOwn(words, field.key)) keys.set(foldText(field.key), field.key);
  const unknown: string[] = [];
  const message = text.replace(/[{｛]([^{}｛｝]*)[}｝]/g, (whole, name: string) => {
    const key = keys.get(foldText(name));
    if (key === undefined) unknown.push(name);
    return key === undefined ? whole : `{${key}}`;
  });
  return { message, unknown };
}
