import type { MergeMap } from '../ingest/merge-map.js';
import type { CellValue } from '../workbook/cell-value.js';
import { parseRange } from '../workbook/reference.js';
import type { SheetSurvey, SurveyedValidation, WorkbookSurvey } from '../workbook/survey.js';
import type { LeafText } from './title-words.js';

/** Where a field is filled in: the cells of a column, or the one cell of a row in a list. */
export interface FieldCells {
  readonly isColumn: boolean;
  readonly rows: readonly number[];
  readonly columnNumber: number;
}

/** What is to become a field, before its kind is known. */
export interface FieldDraft {
  readonly group: string | null;
  /** The leaf as written. */
  readonly text: string;
  readonly leaf: LeafText;
  /** The unit and where it was written; null: nowhere. */
  readonly unit: { readonly unit: string; readonly why: string } | null;
  readonly cells: FieldCells | null;
  /** It stands above the table and is filled in once. */
  readonly isLabel?: boolean;
  /** Options that the table's rows give, for fixed rows. */
  readonly fixedOptions?: readonly string[];
}

/** What a workbook says beside one table: lists for its drop-downs. */
export interface InferenceContext {
  readonly survey: WorkbookSurvey;
  readonly sheet: SheetSurvey;
  readonly merges: MergeMap;
}

/** The first validation that cells of the field stand under. */
export function validationOf(sheet: SheetSurvey, cells: FieldCells): SurveyedValidation | null {
  const first = cells.rows[0];
  if (first === undefined) return null;
  return (
    sheet.validations.find(
      ({ ranges, type }) =>
        type !== 'any' &&
        ranges.some(
          ({ top, bottom, left, right }) =>
            top <= first && bottom >= first && left <= cells.columnNumber && right >= cells.columnNumber,
        ),
    ) ?? null
  );
}

/** Longer lists are a register, not options. */
const MOST_OPTIONS = 60;

/** The words of a drop-down: written in it, in an area of a sheet or under a name. Null where they cannot be found. */
export function listedWords(context: InferenceContext, validation: SurveyedValidation | null) {
  const formula = validation?.type === 'list' ? validation.formulas[0] : undefined;
  if (formula === undefined) return null;
  const quoted = /^"(.*)"$/s.exec(formula);
  const words = quoted
    ? quoted[1]!.replaceAll('""', '"').split(/[,，]/)
    : wordsOfArea(context, context.survey.definedNames.get(formula) ?? formula);
  const distinct = [...new Set((words ?? []).map((word) => word.trim()).filter((word) => word !== ''))];
  return distinct.length === 0 || distinct.length > MOST_OPTIONS ? null : distinct;
}

function wordsOfArea({ survey, sheet }: InferenceContext, formula: string): readonly string[] | null {
  const match = /^(?:(?:'((?:[^']|'')*)'|([^'!]+))!)?(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)$/i.exec(formula);
  const range = match === null ? null : parseRange(match[3]!);
  if (match === null || range === null) return null;
  const name = match[1]?.replaceAll("''", "'") ?? match[2];
  const source = name === undefined ? sheet : survey.sheets.find(({ grid }) => grid.sheetName === name);
  if (source === undefined) return null;
  const words: string[] = [];
  for (let row = range.top; row <= Math.min(range.bottom, source.grid.lastRowNumber); row++) {
    for (let column = range.left; column <= Math.min(range.right, source.grid.lastColumnNumber); column++) {
      const value = source.grid.valueAt(row, column);
      if (typeof value === 'string' || typeof value === 'number') words.push(String(value));
    }
  }
  return words;
}

/** What was filled in as an example or by somebody; formulas do not count. */
export function samplesOf({ grid }: SheetSurvey, cells: FieldCells) {
  return cells.rows.flatMap((row): { value: CellValue; isDate: boolean }[] => {
    const value = grid.valueAt(row, cells.columnNumber);
    if (value === null || value === '' || grid.isFormulaAt(row, cells.columnNumber)) return [];
    return [{ value, isDate: grid.isDateAt(row, cells.columnNumber) }];
  });
}
