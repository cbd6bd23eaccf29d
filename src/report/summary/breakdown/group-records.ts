import type { Unit } from '../../../campaign/campaign.js';
import { type FormDefinition, fieldOf } from '../../../form/form-definition.js';
import type { FormRecord } from '../../../form/record.js';
import { compileSaid } from '../../../form/said.js';
import type { Scope } from '../scope.js';

/** A counted record and whose it is. */
export interface OwnedRecord {
  readonly unit: Unit;
  readonly record: FormRecord;
}

/** The counted records of an area that say the same in one field. */
export interface RecordGroup {
  /** What they say, in words that leaders may read; null where the field is blank or cannot be read. */
  readonly value: string | null;
  /** The same as it was written. */
  readonly said: readonly (string | null)[];
  readonly records: readonly OwnedRecord[];
}

/**
 * Counted records of the scope by what a field says: options in their order, each there if only with nothing; other
 * values as they come unit by unit in roster order; the blank ones, where there are any, last.
 */
export function groupRecords(scope: Scope, form: FormDefinition, fieldKey: string): readonly RecordGroup[] {
  const field = fieldOf(form, fieldKey);
  const saidIn = compileSaid(form, fieldKey);
  const groups = new Map<string | null, { said: Set<string | null>; records: OwnedRecord[] }>(
    field.options.map(({ value }) => [value, { said: new Set([value]), records: [] }]),
  );
  const counted = new Map(
    scope.summary.counted.filter((item) => item.form === form.key).map((item) => [item.unit, item.records]),
  );
  const owned = scope.units.flatMap((unit) =>
    (counted.get(unit.code) ?? []).map((record) => ({ unit, record, said: saidIn(record) })),
  );
  // Options are the office's own words; whatever else people write may name somebody.
  const shownOf = field.kind === 'option' ? (said: string) => said : maskedWords(scope, owned);
  for (const { unit, record, said } of owned) {
    const value = said === null ? null : shownOf(said);
    const group = groups.get(value) ?? { said: new Set(), records: [] };
    groups.set(value, group);
    group.said.add(said);
    group.records.push({ unit, record });
  }
  const blank = groups.get(null);
  groups.delete(null);
  return [...groups, ...(blank === undefined ? [] : [[null, blank] as const])].map(
    ([value, { said, records }]) => ({ value, said: [...said], records }),
  );
}

/** A word that is masked for one unit is masked for all: else the same word would stand in two groups. */
function maskedWords(
  scope: Scope,
  owned: readonly { readonly unit: Unit; readonly said: string | null }[],
): (said: string) => string {
  const shown = new Map<string, string>();
  for (const { unit, said } of owned) {
    if (said === null) continue;
    const masked = scope.maskText(unit, said);
    if (masked !== said || !shown.has(said)) shown.set(said, masked);
  }
  return (said) => shown.get(said)!;
}
