import { type ProblemParameters, ProblemReport, type SheetReport } from '../hand-kept/problem-report.js';
import { DEFINITION_SHEETS } from './definition-layout.js';
import type { DefinitionProblemCode } from './definition-problem.js';

/** Collects what is wrong in 表格定义.xlsx. */
export class DefinitionReport extends ProblemReport<DefinitionProblemCode> {
  constructor() {
    super(Object.values(DEFINITION_SHEETS));
  }
}

export type DefinitionSheetReport = SheetReport<DefinitionProblemCode>;
export type DefinitionParameters = ProblemParameters;
