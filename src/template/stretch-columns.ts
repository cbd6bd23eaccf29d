import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';

/** Beyond this a line of text is tiring to read. */
const WIDEST = 60;

/**
 * The header with its columns widened to this width in all: words get it, 说明 and 备注 half as much each. Columns of numbers keep the width that
 * breaks their titles well.
 */
export function stretchColumns(form: FormDefinition, header: HeaderPlan, least: number): HeaderPlan {
  const width = header.columnWidths.reduce((total, value) => total + value, 0);
  const weights = header.columnWidths.map((_, index) => {
    const field = form.fields[header.fieldColumns.indexOf(index + 1)];
    return field === undefined ? 0 : weightOf(form, field);
  });
  const whole = weights.reduce((total, value) => total + value, 0);
  if (width >= least || whole === 0) return header;
  return {
    ...header,
    columnWidths: header.columnWidths.map((own, index) => {
      const more = ((least - width) * weights[index]!) / whole;
      return Math.max(own, Math.min(WIDEST, Math.round((own + more) * 2) / 2));
    }),
  };
}

function weightOf(form: FormDefinition, field: FieldDefinition): number {
  if (field.key === form.fixedRows) return 1;
  if (field.kind !== 'text') return 0;
  return field.key === form.explanation || field === form.fields.at(-1) ? 2 : 4;
}
