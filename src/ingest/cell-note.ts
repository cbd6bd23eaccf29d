import type { DecodeNote } from '../form/kinds/field-kind.js';

/** Something about one cell or about the table, not yet located to a file and unit. */
export interface CellNote extends DecodeNote {
  readonly cell: string | null;
  readonly field: string | null;
  readonly value: string | number | null;
}

/** A note with what most notes leave out. */
export function cellNote(
  rule: string,
  level: CellNote['level'],
  rest: Partial<Omit<CellNote, 'rule' | 'level'>>,
): CellNote {
  return { rule, level, parameters: {}, cell: null, field: null, value: null, ...rest };
}
