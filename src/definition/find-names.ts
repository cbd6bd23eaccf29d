import type { FieldDefinition } from '../form/form-definition.js';
import { nameOfField, namesOfFields } from '../form/relation/relation-names.js';
import { cleanText, foldText } from '../workbook/cell-text.js';

/** The field that a cell names by title, 分组/标题 or key, with or without 【】; null where there is none. */
export function findField(name: string, fields: readonly FieldDefinition[]): FieldDefinition | null {
  const bare = cleanText(name).replace(/^【(.*)】$/, '$1');
  const names = namesOfFields(fields);
  const exact = names.get(bare);
  const folded = foldText(bare);
  const key = exact?.key ?? [...names].find(([known]) => foldText(known) === folded)?.[1].key;
  return fields.find((field) => field.key === key) ?? null;
}

/** The name most like one that nobody has; empty where none is near. */
export function nearestField(name: string, fields: readonly FieldDefinition[]): string {
  const wanted = foldText(name);
  const near = fields
    .map((field) => nameOfField(field, fields))
    .filter((known) => {
      const folded = foldText(known);
      return folded.includes(wanted) || wanted.includes(folded);
    });
  return near.sort((a, b) => Math.abs(a.length - name.length) - Math.abs(b.length - name.length))[0] ?? '';
}
