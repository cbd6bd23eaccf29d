import { parseReference } from '../../workbook/reference.js';
import { SETTINGS_SHEETS } from '../settings-layout.js';
import type { SettingsProblem, SettingsProblemCode } from '../settings-problem.js';

const SHEET_ORDER: readonly string[] = Object.values(SETTINGS_SHEETS);

/** Collects what is wrong in the workbook; each sheet is read with its own SheetReport. */
export class SettingsReport {
  private readonly foundProblems: SettingsProblem[] = [];
  private readonly foundWarnings: SettingsProblem[] = [];

  /** What one sheet's mistakes are told to. */
  forSheet(sheet: string): SheetReport {
    return new SheetReport(sheet, this.foundProblems, this.foundWarnings);
  }

  /** Every mistake, by sheet, row and column. */
  get problems(): readonly SettingsProblem[] {
    return inOrder(this.foundProblems);
  }

  /** What is doubtful and does not keep the settings from being used, in the same order. */
  get warnings(): readonly SettingsProblem[] {
    return inOrder(this.foundWarnings);
  }
}

/** The part of a report that is about one sheet. */
export class SheetReport {
  private readonly sheet: string;
  private readonly problems: SettingsProblem[];
  private readonly warnings: SettingsProblem[];

  constructor(sheet: string, problems: SettingsProblem[], warnings: SettingsProblem[]) {
    this.sheet = sheet;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** `cell` null: it concerns the sheet. */
  add(cell: string | null, code: SettingsProblemCode, parameters: SettingsProblem['parameters'] = {}): void {
    this.problems.push({ sheet: this.sheet, cell, code, parameters });
  }

  warn(cell: string | null, code: SettingsProblemCode, parameters: SettingsProblem['parameters'] = {}): void {
    this.warnings.push({ sheet: this.sheet, cell, code, parameters });
  }
}

function inOrder(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
  const position = (problem: SettingsProblem) => {
    const place = problem.cell === null ? null : parseReference(problem.cell);
    return [SHEET_ORDER.indexOf(problem.sheet), place?.rowNumber ?? 0, place?.columnNumber ?? 0] as const;
  };
  return problems.toSorted((a, b) => {
    const [left, right] = [position(a), position(b)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  });
}
