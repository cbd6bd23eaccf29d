import type { FieldDefinition } from '../form-definition.js';
import type { CellFormulas, DecodeNote } from './field-kind.js';

type Limited = Pick<FieldDefinition, 'minimum' | 'maximum'>;

/** A number outside minimum and maximum is kept and asked about. `value` is in the unit that the cell shows. */
export function limitNotes(field: Limited, value: number, text: string): readonly DecodeNote[] {
  const { minimum, maximum } = field;
  if ((minimum === null || value >= minimum) && (maximum === null || value <= maximum)) return [];
  const range =
    minimum === null
      ? `不大于 ${maximum}`
      : maximum === null
        ? `不小于 ${minimum}`
        : `在 ${minimum} 至 ${maximum} 之间`;
  return [{ rule: 'out-of-range', level: 'query', parameters: { range, text } }];
}

/** The formulas of a number, with the same question about its limits. */
export function withLimits(formulas: CellFormulas, field: Limited, reference: string): CellFormulas {
  const outside = [
    ...(field.minimum === null ? [] : [`${reference}<${field.minimum}`]),
    ...(field.maximum === null ? [] : [`${reference}>${field.maximum}`]),
  ];
  if (outside.length === 0) return formulas;
  const formula = `IF(${formulas.readable},OR(${outside.join(',')}),FALSE)`;
  return { ...formulas, wrong: [...formulas.wrong, { rules: ['out-of-range'], level: 'query', formula }] };
}
