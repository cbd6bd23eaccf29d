import { type FormDefinition, fieldOf } from './form-definition.js';
import { kindOf } from './kinds/field-kinds.js';
import type { FormRecord } from './record.js';

/** What is shown for a field that was left blank. */
export const NOT_SAID = '（未填）';

/** What a record says in a field, in words; null where it is blank or cannot be read. Rows are grouped by it. */
export function compileSaid(
  form: FormDefinition,
  fieldKey: string,
): (record: Pick<FormRecord, 'values'>) => string | null {
  const field = fieldOf(form, fieldKey);
  const index = form.fields.indexOf(field);
  const kind = kindOf(field);
  return ({ values }) => {
    const value = values[index] ?? null;
    return value === null ? null : kind.format(value);
  };
}
