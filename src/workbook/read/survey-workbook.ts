import { type SheetDetails, SheetDetailsBuilder, type WorkbookSurvey } from '../survey.js';
import { DEFAULT_READ_LIMITS, type ReadLimits } from './limits.js';
import { readWorkbook } from './read-workbook.js';
import { recogniseFormat } from './recognise-format.js';
import { ReadFailure, type UnreadableReason } from './unreadable.js';
import { WorkbookPackage } from './workbook-package.js';
import { surveyXls } from './xls/survey.js';
import { findWorkbookPart } from './xlsx/read-xlsx.js';
import { surveyXlsx } from './xlsx/survey.js';

export type SurveyResult =
  | { readonly kind: 'survey'; readonly survey: WorkbookSurvey }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

/**
 * Reads a workbook as `readWorkbook` does and, of xlsx and xls, also formulas, number formats and data validations.
 * Of other formats, and where these details are damaged, the values alone are known.
 */
export function surveyWorkbook(bytes: Uint8Array, limits: ReadLimits = DEFAULT_READ_LIMITS): SurveyResult {
  const read = readWorkbook(bytes, limits);
  if (read.kind === 'unreadable') return read;
  const { sheets, definedNames } = read.workbook;
  const details = detailsOf(bytes, limits);
  return {
    kind: 'survey',
    survey: {
      sheets: sheets.map((grid) => ({ grid, ...(details.get(grid.sheetName) ?? NO_DETAILS) })),
      definedNames,
    },
  };
}

const NO_DETAILS: SheetDetails = new SheetDetailsBuilder().build();

function detailsOf(bytes: Uint8Array, limits: ReadLimits): ReadonlyMap<string, SheetDetails> {
  const recognised = recogniseFormat(bytes);
  try {
    if (recognised.kind === 'package') {
      const parts = new WorkbookPackage(bytes, limits);
      const workbookName = findWorkbookPart(parts);
      return workbookName === null ? new Map() : surveyXlsx(parts, workbookName);
    }
    return recognised.kind === 'format' && recognised.format === 'xls' ? surveyXls(bytes, limits) : new Map();
  } catch (error) {
    if (error instanceof ReadFailure) return new Map();
    throw error;
  }
}
