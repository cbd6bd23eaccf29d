import type { FormTask, Unit } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { Level } from '../issue/finding.js';
import type { Random } from './random.js';
import type { RowMaker } from './row-maker.js';
import { keepsRowRules, type SampleRow, valueIn } from './sample-row.js';
import { type SampleSheet, withRow } from './sample-sheet.js';

/** Where a finding must point, in words of the return; fill-sheet.ts knows the cell. */
export type FindingPlace =
  | { readonly kind: 'field'; readonly rowIndex: number; readonly field: string }
  | { readonly kind: 'header' | 'total'; readonly field: string }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'extraHeader' }
  | { readonly kind: 'nowhere' };

/** What the checks of forms.md must find. */
export interface ExpectedFinding {
  readonly rule: string;
  readonly level: Level;
  readonly place: FindingPlace;
  readonly field: string | null;
}

/** A return with one mistake in it, and exactly what is to be found. */
export interface FaultySheet {
  readonly sheet: SampleSheet;
  readonly findings: readonly ExpectedFinding[];
}

/** What a defect may draw on beside the return itself. */
export interface DefectContext {
  readonly random: Random;
  readonly task: FormTask;
  readonly parameters: RuleParameters;
  readonly unit: Unit;
  readonly makeRow: RowMaker;
  /** Clean returns of the form that count and were received before this one, of units earlier in the roster. */
  readonly earlier: readonly SampleSheet[];
}

/** One kind of mistake. */
export interface Defect {
  readonly name: string;
  readonly rule: string;
  /** The form's key; null: any form. */
  readonly form: string | null;
  /** Needs another unit's return beside it, and counts only when it stands alone. */
  readonly isAcross: boolean;
  /** False where no text of the unit closes what is found. */
  readonly isExplainable: boolean;
  /** Null when the return does not lend itself to it. */
  apply(sheet: SampleSheet, context: DefectContext): FaultySheet | null;
}

type DefectOptions = Pick<Defect, 'name' | 'rule' | 'apply'> & Partial<Defect>;

/** A defect with what is mostly so. */
export function defect(options: DefectOptions): Defect {
  return { form: null, isAcross: false, isExplainable: true, ...options };
}

/** A finding about a cell of a row. */
export function findingAt(rule: string, level: Level, rowIndex: number, field: string): ExpectedFinding {
  return { rule, level, place: { kind: 'field', rowIndex, field }, field };
}

/** True when text in 说明 has not already answered for the row. */
export function isUnexplained(form: FormDefinition, row: SampleRow): boolean {
  return (row.values[form.explanation] ?? null) === null;
}

/** The row with its formulas standing: nothing typed over computed fields. */
export function withFormulas(form: FormDefinition, row: SampleRow): SampleRow {
  const computed = new Set(form.fields.flatMap((field) => (field.computed === null ? [] : [field.key])));
  return {
    ...row,
    written: Object.fromEntries(Object.entries(row.written).filter(([key]) => !computed.has(key))),
  };
}

/** True when the row says more than zeros: it can never be taken for a zero report. */
export function saysSomething(form: FormDefinition, row: SampleRow): boolean {
  return form.fields.some((field) => {
    const value = field.computed === null && field.key !== form.fixedRows ? valueIn(row, field) : null;
    return value !== null && value !== 0;
  });
}

const ATTEMPTS = 100;

/** A fresh row that suits; null when chance brings none. */
export function freshRow(
  form: FormDefinition,
  context: Pick<DefectContext, 'makeRow'>,
  suits: (row: SampleRow) => boolean,
): SampleRow | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const row = context.makeRow();
    if (row === null) return null;
    if (isUnexplained(form, row) && suits(row)) return withFormulas(form, row);
  }
  return null;
}

/** The return with a row more, or with its last row replaced when the template is full. */
export function withNewRow(sheet: SampleSheet, row: SampleRow): { sheet: SampleSheet; rowIndex: number } {
  const rowIndex = Math.min(sheet.rows.length, sheet.form.templateRows - 1);
  return { sheet: { ...sheet, rows: [...sheet.rows.slice(0, rowIndex), row] }, rowIndex };
}

/** A mistake in one row that suits, of the return or added to it. */
export function rowDefect(options: {
  readonly name: string;
  readonly rule: string;
  readonly level: Level;
  readonly form: string;
  readonly at: string;
  readonly isExplainable?: boolean;
  readonly suits: (row: SampleRow) => boolean;
  readonly change: (row: SampleRow, context: DefectContext) => SampleRow;
}): Defect {
  const { rule, level, at, suits, change, ...rest } = options;
  return defect({
    ...rest,
    rule,
    apply: (sheet, context) => {
      if (sheet.content !== 'rows') return null;
      const { form } = sheet;
      const fitting = sheet.rows.flatMap((row, index) =>
        isUnexplained(form, row) && suits(row) ? [index] : [],
      );
      if (fitting.length > 0) {
        const rowIndex = context.random.pick(fitting);
        const row = change(withFormulas(form, sheet.rows[rowIndex]!), context);
        return { sheet: withRow(sheet, rowIndex, row), findings: [findingAt(rule, level, rowIndex, at)] };
      }
      const fresh = freshRow(form, context, suits);
      if (fresh === null) return null;
      const added = withNewRow(sheet, change(fresh, context));
      return { sheet: added.sheet, findings: [findingAt(rule, level, added.rowIndex, at)] };
    },
  });
}

/** A row that repeats the given fields of an earlier row of the same return. */
export function repeatDefect(options: {
  readonly name: string;
  readonly rule: string;
  readonly level: Level;
  readonly form: string;
  readonly fields: readonly string[];
  readonly at: string;
}): Defect {
  const { rule, level, at, fields, ...rest } = options;
  return defect({
    ...rest,
    rule,
    apply: (sheet, context) => {
      if (sheet.content !== 'rows') return null;
      const isWhole = (row: SampleRow) => fields.every((field) => (row.values[field] ?? null) !== null);
      const known = sheet.rows.slice(0, sheet.form.templateRows - 1).filter(isWhole);
      const fresh = freshRow(sheet.form, context, () => true);
      if (known.length === 0 || fresh === null) return null;
      const source = context.random.pick(known);
      const row: SampleRow = {
        ...fresh,
        values: { ...fresh.values, ...pickValues(source, fields) },
        written: Object.fromEntries(Object.entries(fresh.written).filter(([key]) => !fields.includes(key))),
      };
      const added = withNewRow(sheet, row);
      return { sheet: added.sheet, findings: [findingAt(rule, level, added.rowIndex, at)] };
    },
  });
}

/** The values of some fields of a row. */
export function pickValues(row: SampleRow, fields: readonly string[]): SampleRow['values'] {
  return Object.fromEntries(fields.map((field) => [field, row.values[field] ?? null]));
}

/**
 * A mistake in one cell of the given fields. Cells are tried in random order until `change` makes one of them wrong
 * without breaking a rule between fields.
 */
export function cellDefect(
  sheet: SampleSheet,
  context: DefectContext,
  fields: readonly string[],
  change: (row: SampleRow, field: string) => SampleRow | null,
): { readonly sheet: SampleSheet; readonly rowIndex: number; readonly field: string } | null {
  if (sheet.content !== 'rows') return null;
  const { form } = sheet;
  const cells = sheet.rows.flatMap((row, rowIndex) =>
    isUnexplained(form, row) ? fields.map((field) => ({ rowIndex, field })) : [],
  );
  for (const { rowIndex, field } of context.random.shuffle(cells)) {
    const changed = change(withFormulas(form, sheet.rows[rowIndex]!), field);
    if (changed === null || !saysSomethingOrBad(form, changed)) continue;
    if (!keepsRowRules(form, changed, context.parameters)) continue;
    return { sheet: withRow(sheet, rowIndex, changed), rowIndex, field };
  }
  return null;
}

function saysSomethingOrBad(form: FormDefinition, row: SampleRow): boolean {
  return row.unreadable.length > 0 || saysSomething(form, row);
}
