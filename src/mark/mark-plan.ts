import type { Level } from '../issue/finding.js';

// What is to be marked in a returned file: the noun between the findings and the two ways of marking (a package's
// parts patched, or the grid written anew).

/** One cell's colour and comment; several findings at one cell are one mark, of the gravest level. */
export interface CellMark {
  /** The sheet's name as it stands in the workbook. */
  readonly sheet: string;
  /** One A1 reference, the top left of a merge. */
  readonly cell: string;
  /** Null leaves the colour as it is: a comment on A1 that speaks of the sheet as a whole. */
  readonly level: Level | null;
  /** What was found, what is expected, what to do; lines separated by `\n`. */
  readonly comment: string;
}

/** One finding in 《退回修改清单》. */
export interface ReturnListLine {
  /** From 1 on. */
  readonly number: number;
  readonly level: Level;
  /** By which the line is known again when it comes back: the finding's rule. */
  readonly rule: string;
  readonly sheet: string | null;
  readonly cell: string | null;
  /** The field's title; empty where the finding has none. */
  readonly field: string;
  /** What stood in the cell, as text. */
  readonly value: string;
  readonly problem: string;
  readonly fix: string;
  /** What the unit has answered already, so that it comes back with the next version too; else empty. */
  readonly explanation: string;
}

/** Everything that a marked copy says beyond the file itself. */
export interface MarkPlan {
  /** `退回修改清单`, with the unit's name where it is known. */
  readonly title: string;
  /** Plain sentences above the table: how many, what to do, by when, to whom. */
  readonly introduction: readonly string[];
  readonly lines: readonly ReturnListLine[];
  readonly cells: readonly CellMark[];
}
