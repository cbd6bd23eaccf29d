import type { Level } from '../../issue/finding.js';
import { cleanText, isBlankMark } from '../../workbook/cell-text.js';
import { type CellValue, isCellError } from '../../workbook/cell-value.js';
import type { PlannedValidation, PlannedValue } from '../../workbook/workbook-plan.js';
import type { FieldDefinition, FieldKindName } from '../form-definition.js';
import type { FieldValue } from '../record.js';

/** A cell as a kind sees it. */
export interface CellInput {
  readonly value: CellValue;
  readonly isDate: boolean;
  readonly isFormula: boolean;
}

/** What reading a cell depends on beside the cell. */
export interface DecodeContext {
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Power of ten that the header's unit stands for: 4 under 万元, else 0. */
  readonly shift: number;
}

/** Something to be said about a cell; rule names are those of forms.md. */
export interface DecodeNote {
  readonly rule: string;
  readonly level: Level;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** How the value of a number cell came to be another number than the one that stands there. */
export interface ReadChange {
  readonly by: 'scaled' | 'rounded';
  /** The number that stands there, without 万 and what else was written around it. */
  readonly from: number;
}

export type Decoded =
  | {
      readonly state: 'value';
      readonly value: FieldValue;
      readonly notes: readonly DecodeNote[];
      /** Missing where the value is the number that stands there. */
      readonly change?: ReadChange;
    }
  | { readonly state: 'blank'; readonly notes: readonly DecodeNote[] }
  | { readonly state: 'bad'; readonly notes: readonly DecodeNote[] };

/** Sheet-level facts that a template's validations depend on. */
export interface ValidationContext {
  readonly periodStart: string;
  readonly periodEnd: string;
  /** The range that holds a field's options where they are too long for the validation itself; null where there is none. */
  listOf(field: FieldDefinition): string | null;
}

/** Contents of a cell that one or several of the general rules find fault with. */
export interface WrongContent {
  readonly rules: readonly string[];
  readonly level: 'error' | 'query';
  readonly formula: string;
}

/**
 * One cell as the template's conditional formats see it: formulas without `=`. They judge as `decode` does, as far
 * as Excel can tell; where it cannot (a text that the checker reads tolerantly), a cell is neither wrong nor an operand.
 */
export interface CellFormulas {
  /** True where a value stands that a rule can compare; false for blanks. Never an error value. */
  readonly readable: string;
  /** The value as rules compare it; a blank number is 0. */
  readonly operand: string;
  /** Contents that `decode` refuses, or takes with a query; never true for blanks. */
  readonly wrong: readonly WrongContent[];
}

/** Everything that one kind of field knows of itself; nobody else switches on the kind. */
export interface FieldKind {
  readonly name: FieldKindName;
  readonly numberFormat: string;
  readonly horizontal: 'left' | 'center' | 'right';
  /** Numbers that add up; a blank one counts as 0 (blank-numbers), a blank other one is a missing-value. */
  readonly isNumber: boolean;
  /** Values are cents. */
  readonly isMoney: boolean;
  /** The largest number, as the cell shows it; null for what is no number. */
  readonly most: number | null;
  columnWidth(field: FieldDefinition): number;
  /** The data validation of a template's column; null when anything may stand there. */
  validation(field: FieldDefinition, context: ValidationContext): Omit<PlannedValidation, 'range'> | null;
  /** The cell at `reference` in formulas, for conditional formats. */
  formulas(field: FieldDefinition, reference: string): CellFormulas;
  /** Reads a cell that is not blank and no error value; callers go through decodeCell. */
  decode(cell: CellInput, field: FieldDefinition, context: DecodeContext): Decoded;
  /** The value as stored in a workbook. */
  encode(value: FieldValue): PlannedValue;
  /** The value in words, for messages and reports. */
  format(value: FieldValue): string;
  /** The value as rules compare it: numbers in hundredths, dates and texts as they are. */
  operand(value: FieldValue): number | string;
}

export const BLANK: Decoded = { state: 'blank', notes: [] };

/** A readable value, with at most one remark. */
export function readAs(value: FieldValue, ...notes: DecodeNote[]): Decoded {
  return { state: 'value', value, notes };
}

/** A readable number that is not the one that stands in the cell: `shift` powers of ten, or rounded. */
export function readNumberAs(
  value: number,
  reading: { readonly digits: string; readonly shift: number; readonly isRounded: boolean },
  notes: readonly DecodeNote[],
): Decoded {
  const from = Number(reading.digits);
  if (reading.shift !== 0 && value !== 0)
    return { state: 'value', value, notes, change: { by: 'scaled', from } };
  if (reading.isRounded) return { state: 'value', value, notes, change: { by: 'rounded', from } };
  return { state: 'value', value, notes };
}

/** A cell that cannot be read. */
export function unreadable(rule: string, level: Level, parameters: DecodeNote['parameters'] = {}): Decoded {
  return { state: 'bad', notes: [{ rule, level, parameters }] };
}

/** The hint that a cell was read tolerantly, with the value that was made of it. */
export function converted(readValue: string): DecodeNote {
  return { rule: 'converted', level: 'hint', parameters: { readAs: readValue } };
}

/** A cell's content as text: what a person would read there. */
export function cellText(value: CellValue): string {
  if (value === null) return '';
  if (isCellError(value)) return value.error;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? plainNumber(value) : value;
}

/** A number without exponent and float noise: 13800001234, 0.3. */
export function plainNumber(value: number): string {
  const snapped = Number(value.toPrecision(15));
  return Math.abs(snapped) < 1e21 && Number.isInteger(snapped) ? BigInt(snapped).toString() : String(snapped);
}

/** True for a cell in which nothing was filled in: empty, spaces only, or a mark for nothing such as `—` or `无`. */
export function isBlankCell(value: CellValue): boolean {
  return value === null || (typeof value === 'string' && (cleanText(value) === '' || isBlankMark(value)));
}
