import { isCellError } from '../../workbook/cell-value.js';
import type { FieldDefinition, FieldKindName } from '../form-definition.js';
import { amountKind } from './amount.js';
import { dateKind } from './date.js';
import { decimalKind } from './decimal.js';
import {
  BLANK,
  type CellInput,
  type DecodeContext,
  type Decoded,
  type FieldKind,
  isBlankCell,
  unreadable,
} from './field-kind.js';
import { integerKind } from './integer.js';
import { optionKind } from './option.js';
import { phoneKind } from './phone.js';
import { textKind } from './text.js';

const FIELD_KINDS: Readonly<Record<FieldKindName, FieldKind>> = {
  text: textKind,
  integer: integerKind,
  amount: amountKind,
  decimal: decimalKind,
  date: dateKind,
  option: optionKind,
  phone: phoneKind,
};

/** The kind of a field. */
export function kindOf(field: Pick<FieldDefinition, 'kind'>): FieldKind {
  return FIELD_KINDS[field.kind];
}

/**
 * Reads one cell of a field. Findings: formula-error for an error value or a formula that was never calculated,
 * and whatever the kind finds. Blank marks read as blank in every kind.
 */
export function decodeCell(cell: CellInput, field: FieldDefinition, context: DecodeContext): Decoded {
  if (isCellError(cell.value)) return unreadable('formula-error', 'error', { error: cell.value.error });
  if (cell.isFormula && cell.value === null) return unreadable('formula-error', 'error', { error: '' });
  if (isBlankCell(cell.value)) return BLANK;
  return kindOf(field).decode(cell, field, context);
}
