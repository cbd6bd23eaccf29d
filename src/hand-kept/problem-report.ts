import { parseReference } from '../workbook/reference.js';

/** What can be wrong with any hand-kept table. */
export type TableProblemCode =
  | 'sheet-missing'
  | 'header-missing'
  | 'column-missing'
  | 'column-twice'
  | 'cell-error';

/** One mistake in a hand-kept workbook, located; its text is made elsewhere, from a table of codes. */
export interface LocatedProblem<Code extends string> {
  readonly sheet: string;
  /** A1; null when it concerns the sheet. */
  readonly cell: string | null;
  readonly code: Code;
  readonly parameters: ProblemParameters;
}

export type ProblemParameters = Readonly<Record<string, string | number>>;

/** What the mistakes of one sheet's table are told to. */
export interface TableReport {
  /** `cell` null: it concerns the sheet. */
  add(cell: string | null, code: TableProblemCode, parameters?: ProblemParameters): void;
}

/** Collects what is wrong in a workbook; each sheet is read with its own SheetReport. */
export class ProblemReport<Code extends string> {
  private readonly sheetOrder: readonly string[];
  private readonly foundProblems: LocatedProblem<Code>[] = [];
  private readonly foundWarnings: LocatedProblem<Code>[] = [];

  constructor(sheetOrder: readonly string[]) {
    this.sheetOrder = sheetOrder;
  }

  /** What one sheet's mistakes are told to. */
  forSheet(sheet: string): SheetReport<Code> {
    return new SheetReport(sheet, this.foundProblems, this.foundWarnings);
  }

  /** Adds mistakes found elsewhere. */
  take(problems: readonly LocatedProblem<Code>[]): void {
    this.foundProblems.push(...problems);
  }

  /** Every mistake, by sheet, row and column. */
  get problems(): readonly LocatedProblem<Code>[] {
    return this.inOrder(this.foundProblems);
  }

  /** What is doubtful and does not keep the workbook from being used, in the same order. */
  get warnings(): readonly LocatedProblem<Code>[] {
    return this.inOrder(this.foundWarnings);
  }

  private inOrder(problems: readonly LocatedProblem<Code>[]): readonly LocatedProblem<Code>[] {
    const position = (problem: LocatedProblem<Code>) => {
      const place = problem.cell === null ? null : parseReference(problem.cell);
      return [
        this.sheetOrder.indexOf(problem.sheet),
        place?.rowNumber ?? 0,
        place?.columnNumber ?? 0,
      ] as const;
    };
    return problems.toSorted((a, b) => {
      const [left, right] = [position(a), position(b)];
      return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
    });
  }
}

/** The part of a report that is about one sheet. */
export class SheetReport<Code extends string> {
  private readonly sheet: string;
  private readonly problems: LocatedProblem<Code>[];
  private readonly warnings: LocatedProblem<Code>[];

  constructor(sheet: string, problems: LocatedProblem<Code>[], warnings: LocatedProblem<Code>[]) {
    this.sheet = sheet;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** `cell` null: it concerns the sheet. */
  add(cell: string | null, code: Code, parameters: ProblemParameters = {}): void {
    this.problems.push({ sheet: this.sheet, cell, code, parameters });
  }

  warn(cell: string | null, code: Code, parameters: ProblemParameters = {}): void {
    this.warnings.push({ sheet: this.sheet, cell, code, parameters });
  }
}
