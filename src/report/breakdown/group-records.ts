import type { Unit } from '../../campaign/campaign.js';
import { type FormDefinition, fieldOf } from '../../form/form-definition.js';
import { kindOf } from '../../form/kinds/field-kinds.js';
import type { FormRecord } from '../../form/record.js';
import type { Scope } from '../summary-scope.js';

/** What is shown for a field that was left blank. */
export const NOT_SAID = '（未填）';

/** A counted record and whose it is. */
export interface OwnedRecord {
  readonly unit: Unit;
  readonly record: FormRecord;
}

/** The counted records of an area that say the same in one field. */
export interface RecordGroup {
  /** What they say, in words; null where the field is blank or cannot be read. */
  readonly value: string | null;
  readonly records: readonly OwnedRecord[];
}

/**
 * Counted records of the scope by what a field says: options in their order, each there if only with nothing; other
 * values as they come unit by unit in roster order; the blank ones, where there are any, last.
 */
export function groupRecords(scope: Scope, form: FormDefinition, fieldKey: string): readonly RecordGroup[] {
  const field = fieldOf(form, fieldKey);
  const index = form.fields.indexOf(field);
  const kind = kindOf(field);
  // Options are the office's own words; whatever else people write may name somebody.
  const wordOf = (unit: Unit, text: string) => (field.kind === 'option' ? text : scope.maskText(unit, text));
  const groups = new Map<string | null, OwnedRecord[]>(field.options.map(({ value }) => [value, []]));
  const counted = new Map(
    scope.summary.counted.filter((item) => item.form === form.key).map((item) => [item.unit, item.records]),
  );
  for (const unit of scope.units) {
    for (const record of counted.get(unit.code) ?? []) {
      const said = record.values[index] ?? null;
      const value = said === null ? null : wordOf(unit, kind.format(said));
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [{ unit, record }]);
      else group.push({ unit, record });
    }
  }
  const blank = groups.get(null);
  groups.delete(null);
  return [...groups, ...(blank === undefined ? [] : [[null, blank] as const])].map(([value, records]) => ({
    value,
    records,
  }));
}
