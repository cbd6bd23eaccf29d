import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import type { Random } from './random.js';
import { dayInPeriod, type RowContext } from './row-context.js';
import { rowOf, type SampleRow, type SampleValue } from './sample-row.js';
import { phoneNumber } from './words.js';

/** A row of a form about which nothing is known but its definition. */
export function fillAnyRow(form: FormDefinition, random: Random, context: RowContext): SampleRow {
  const isLeftBlank = (field: FieldDefinition) =>
    field.computed !== null ||
    field.key === form.explanation ||
    field.key === 'remarks' ||
    (!field.required && field.key !== form.subject && random.chance(0.4));
  return rowOf(
    Object.fromEntries(
      form.fields.map((field) => [field.key, isLeftBlank(field) ? null : fillField(field, random, context)]),
    ),
  );
}

function fillField(field: FieldDefinition, random: Random, context: RowContext): SampleValue {
  switch (field.kind) {
    case 'integer':
      return random.whole(Math.max(0, field.minimum ?? 0), field.maximum ?? 60);
    case 'amount':
      return random.chance(0.3) ? random.whole(1, 500_000) : random.whole(0, 50) * 10_000;
    case 'decimal':
      return random.whole(0, 400) / 4;
    case 'date':
      return dayInPeriod(random, context);
    case 'option':
      return field.options.length === 0 ? null : random.pick(field.options).value;
    case 'phone':
      return phoneNumber(random);
    case 'text':
      return `示例${context.nextNumber()}号`;
  }
}
