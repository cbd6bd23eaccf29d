import type { Condition } from '../form/condition.js';
import type { DisclosureDefinition, FieldDefinition } from '../form/form-definition.js';
import { parseCondition } from '../form/relation/parse-relation.js';
import type { FormItemKey } from './definition-layout.js';
import { findField, nearestField } from './find-names.js';
import type { ParsedItems } from './parse-form-items.js';
import { parseWordList } from './word-list.js';

/** What 表 says of 公示; null where nothing is to be published. */
export function parseDisclosure(
  items: ParsedItems,
  fields: readonly FieldDefinition[],
  explanation: string,
): DisclosureDefinition | null {
  const disclosed = readFields(items, fields, explanation);
  const conditionOf = (key: FormItemKey): Condition | null => {
    const row = items.rows.get(key);
    const text = row?.text('content') ?? null;
    if (row === undefined || text === null) return null;
    if (disclosed === null) {
      row.add('content', 'disclosure-needless');
      return null;
    }
    const parsed = parseCondition(text, fields);
    if (parsed.kind === 'parsed') return parsed.value;
    row.add('content', 'bad-condition', { problem: parsed.problem });
    return null;
  };
  const [isUnit, agrees, isMinor] = (['disclosedUnit', 'disclosedConsent', 'disclosedMinor'] as const).map(
    conditionOf,
  );
  return disclosed === null || disclosed.length === 0
    ? null
    : { fields: disclosed, isUnit: isUnit ?? null, agrees: agrees ?? null, isMinor: isMinor ?? null };
}

/** Fields by name; unknown and repeated ones are reported and left out. Null where the item is blank. */
function readFields(
  { rows }: ParsedItems,
  fields: readonly FieldDefinition[],
  explanation: string,
): readonly string[] | null {
  const row = rows.get('disclosed');
  const text = row?.text('content') ?? null;
  if (row === undefined || text === null) return null;
  const keys: string[] = [];
  // A title may hold a separator: the whole cell comes first.
  for (const name of findField(text, fields) === null ? parseWordList(text) : [text]) {
    const field = findField(name, fields);
    if (field === null)
      row.add('content', 'unknown-field', { value: name, nearest: nearestField(name, fields) });
    else if (field.key === explanation) row.add('content', 'disclosed-explanation', { value: field.title });
    else if (keys.includes(field.key)) row.add('content', 'named-twice', { value: name });
    else keys.push(field.key);
  }
  return keys;
}
