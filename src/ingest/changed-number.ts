import type { FieldDefinition } from '../form/form-definition.js';
import { cellText, type Decoded, plainNumber, type ReadChange } from '../form/kinds/field-kind.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { CellValue } from '../workbook/cell-value.js';

/**
 * Why a number counts otherwise than it is written. `scaled`: written in 万元. `rounded`: to the cent, or to the places
 * that are kept. `unreadable`: counts as blank, which only 放行 lets through. `total`: the 合计 row, `computed`: a
 * computed field; both are recomputed. `typed` and `calculated` say what stood there, a constant or a formula.
 */
export type ChangeReason =
  | ReadChange['by']
  | 'unreadable'
  | 'total-typed'
  | 'total-calculated'
  | 'computed-typed'
  | 'computed-calculated';

/**
 * A number of a returned sheet that is not the one that counts, so that the sheet's stamped print shows another one.
 * Not among them: what only reads the same number out of a text (`1,200元`), blanks that count as 0 or are computed,
 * and zeros: there people see no number that we know otherwise.
 */
export interface ChangedNumber {
  readonly field: string;
  readonly cell: string;
  /** What stands there, as people read it. */
  readonly written: string;
  /** The number that stands there, in the field's unit; null where there is none or it is in another unit. */
  readonly from: number | null;
  /** What counts, as records hold it: cents for amounts. A blank counts as 0. */
  readonly counted: number;
  readonly reason: ChangeReason;
}

/** What `decode` changed of a cell that stands for itself; null where it changed nothing. */
export function changeOfReading(
  field: FieldDefinition,
  cell: string,
  value: CellValue,
  decoded: Decoded,
): ChangedNumber | null {
  if (!kindOf(field).isNumber) return null;
  const place = { field: field.key, cell, written: writtenText(value) };
  if (decoded.state === 'bad') return { ...place, from: null, counted: 0, reason: 'unreadable' };
  if (decoded.state !== 'value' || decoded.change === undefined) return null;
  const { by, from } = decoded.change;
  return { ...place, from: by === 'scaled' ? null : from, counted: Number(decoded.value), reason: by };
}

/**
 * What became of a cell whose number is computed anew; `counted` is the outcome. Compared is to the cent: what a rule
 * lets pass as rounding still stands otherwise on paper.
 */
export function changeOfComputing(
  field: FieldDefinition,
  cell: string,
  value: CellValue,
  decoded: Decoded,
  counted: number,
  reason: Exclude<ChangeReason, ReadChange['by'] | 'unreadable'>,
): ChangedNumber | null {
  const place = { field: field.key, cell, written: writtenText(value) };
  if (decoded.state === 'bad') return counted === 0 ? null : { ...place, from: null, counted, reason };
  if (decoded.state === 'blank') return null;
  if (Number(decoded.value) !== counted) {
    const from = decoded.change?.by === 'rounded' ? decoded.change.from : kindOf(field).encode(decoded.value);
    return { ...place, from: Number(from), counted, reason };
  }
  return changeOfReading(field, cell, value, decoded);
}

function writtenText(value: CellValue): string {
  return typeof value === 'number' ? plainNumber(value) : cellText(value);
}
