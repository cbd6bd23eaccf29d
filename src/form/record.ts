/** A decoded cell: text, an option's value, an ISO date, an integer or decimal, an amount in cents. */
export type FieldValue = string | number;

/**
 * How a field of a record came about. `bad`: something stands there that cannot be read. `covered`: lies under a
 * merge and is neither missing nor an operand. `absent`: the sheet has no such column.
 */
export type CellState = 'value' | 'blank' | 'bad' | 'covered' | 'absent';

/** One decoded row. Arrays run parallel to the form's fields. */
export interface FormRecord {
  /** Row of the returned sheet, from 1. */
  readonly rowNumber: number;
  readonly values: readonly (FieldValue | null)[];
  readonly states: readonly CellState[];
  /** Constants that were typed into computed fields, by field index; null when there are none. */
  readonly typed: ReadonlyMap<number, number> | null;
  /** A1 references where they are not column + row: cells of merges point to the top left. By field index. */
  readonly anchors: ReadonlyMap<number, string> | null;
  /** Columns that the form does not know: their text, kept for the 底稿. Parallel to the submission's extraTitles. */
  readonly extras: readonly string[];
}

/** A short text that is equal for records with the same values in the same order, and (nearly) only for them. */
export function digestRecords(records: readonly Pick<FormRecord, 'values'>[]): string {
  return hash53(JSON.stringify(records.map((record) => record.values)));
}

/** Two rounds of a multiplicative hash over UTF-16 units, 53 bits, as 14 hex digits. Not against attackers. */
function hash53(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return ((low >>> 0) & 0x1fffff).toString(16).padStart(6, '0') + (high >>> 0).toString(16).padStart(8, '0');
}
