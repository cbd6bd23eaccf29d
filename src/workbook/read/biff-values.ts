import type { CellError } from '../cell-value.js';

const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** The error of an error code ([MS-XLS] 2.5.10: Bes; [MS-XLSB]: BErr); an unknown one is an error all the same. */
export function biffError(code: number): CellError {
  return { error: ERRORS[code] ?? '#VALUE!' };
}

const view = new DataView(new ArrayBuffer(8));

/**
 * An RkNumber ([MS-XLS] and [MS-XLSB], both 2.5): a whole number of 30 bits or the upper 30 bits of a double,
 * divided by 100 where the lowest bit says so.
 */
export function numberOfRk(rk: number): number {
  const value = (rk & 2) !== 0 ? rk >> 2 : doubleOfUpperHalf(rk & ~3);
  return (rk & 1) === 0 ? value : value / 100;
}

function doubleOfUpperHalf(upper: number): number {
  view.setInt32(0, upper);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** A double as a cell's value: one that is no number, as some programs write for a failed formula, is `#NUM!`. */
export function cellNumber(value: number): number | CellError {
  return Number.isFinite(value) ? value : { error: '#NUM!' };
}
