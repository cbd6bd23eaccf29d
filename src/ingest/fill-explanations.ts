import type { FormDefinition } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import type { ListedExplanation } from '../issue/return-list.js';
import { formatReference } from '../workbook/reference.js';

/**
 * Where a blank 说明 is itself what was asked about (a wish that was given up, without a reason), the text beside it
 * in 《退回修改清单》 is what belongs there.
 */
export function fillExplanations(
  form: FormDefinition,
  columns: readonly (number | null)[],
  records: readonly FormRecord[],
  listed: readonly ListedExplanation[],
): readonly FormRecord[] {
  const index = form.fields.findIndex((field) => field.key === form.explanation);
  const column = columns[index] ?? null;
  if (column === null || listed.length === 0) return records;
  const texts = new Map(listed.map((item) => [item.cell, item.text]));
  return records.map((record) => {
    const text = texts.get(formatReference(record.rowNumber, column));
    if (text === undefined || record.states[index] !== 'blank') return record;
    return {
      ...record,
      values: record.values.map((value, at) => (at === index ? text : value)),
      states: record.states.map((state, at) => (at === index ? 'value' : state)),
    };
  });
}
