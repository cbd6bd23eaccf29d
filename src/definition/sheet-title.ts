import type { ProblemParameters } from '../hand-kept/problem-report.js';
import { MAX_SHEET_NAME } from '../workbook/excel-limits.js';
import type { DefinitionProblemCode } from './definition-problem.js';

export interface SheetTitleProblem {
  readonly code: DefinitionProblemCode;
  readonly parameters: ProblemParameters;
}

/** Why a title cannot be the name of a sheet, whole; null when it can. */
export function sheetTitleProblem(title: string): SheetTitleProblem | null {
  const forbidden = /[\\/?*[\]:\u0000-\u001f]|^'|'$/.exec(title)?.[0];
  if (title.length > MAX_SHEET_NAME)
    return { code: 'title-too-long', parameters: { value: title, length: title.length } };
  if (forbidden !== undefined) {
    const found = forbidden === '\n' ? '换行' : forbidden;
    return { code: 'title-characters', parameters: { value: title.replaceAll('\n', ' '), found } };
  }
  return title.toLowerCase() === 'history' ? { code: 'title-reserved', parameters: { value: title } } : null;
}
