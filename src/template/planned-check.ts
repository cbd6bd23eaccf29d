import type { Level } from '../issue/finding.js';
import type { CellRange } from '../workbook/reference.js';

/** A condition under which cells of a template would be found fault with, as a formula for the first of them. */
export interface PlannedCheck {
  /** The rules that find it: one of the form, or general ones that one formula tells together. */
  readonly rules: readonly string[];
  readonly level: Level;
  readonly range: CellRange;
  /** Without `=`. */
  readonly formula: string;
}
