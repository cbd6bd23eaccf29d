import { fieldsOfExpression, type RuleParameters, signedFieldsOf } from '../form/condition.js';
import { compileCondition, type RecordTest } from '../form/evaluate.js';
import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import type { PlannedValue } from '../workbook/workbook-plan.js';

/** What a cell means: whole number, cents of an amount, decimal, ISO date or text; null is blank. */
export type SampleValue = string | number | null;

/** One made-up row: what it means, and where a cell is written otherwise than it means. */
export interface SampleRow {
  readonly values: Readonly<Record<string, SampleValue>>;
  /** Cells as typed, by field; a computed field that stands here is typed over its formula. */
  readonly written: Readonly<Record<string, PlannedValue>>;
  /** Fields whose cell cannot be read. */
  readonly unreadable: readonly string[];
}

/** The fields that a row of made-up data consists of. */
export function rowOf(
  values: Readonly<Record<string, SampleValue>>,
  written: SampleRow['written'] = {},
): SampleRow {
  return { values, written, unreadable: [] };
}

/** The row with other values, written plainly. */
export function withValues(row: SampleRow, values: Readonly<Record<string, SampleValue>>): SampleRow {
  const changed = new Set(Object.keys(values));
  return {
    values: { ...row.values, ...values },
    written: Object.fromEntries(Object.entries(row.written).filter(([key]) => !changed.has(key))),
    unreadable: row.unreadable.filter((key) => !changed.has(key)),
  };
}

/** The row with a cell typed in a certain way, which means `value`. */
export function withWritten(
  row: SampleRow,
  field: string,
  typed: PlannedValue,
  value: SampleValue,
): SampleRow {
  const changed = withValues(row, { [field]: value });
  return { ...changed, written: { ...changed.written, [field]: typed } };
}

/** The row with something in a cell that nobody can read. */
export function withUnreadable(row: SampleRow, field: string, typed: PlannedValue): SampleRow {
  const changed = withWritten(row, field, typed, null);
  return { ...changed, unreadable: [...changed.unreadable, field] };
}

/** What a computed field adds and takes away: made-up rows know no other ways of computing. */
export function partsOf(field: FieldDefinition): readonly { readonly key: string; readonly sign: 1 | -1 }[] {
  return (signedFieldsOf(field.computed!) ?? []).map(({ field: key, sign }) => ({ key, sign }));
}

/** What the row holds in a field; computed fields are what their parts come to, blank when all of them are. */
export function valueIn(row: SampleRow, field: FieldDefinition): SampleValue {
  if (field.computed === null) return row.values[field.key] ?? null;
  const parts = partsOf(field).map(({ key, sign }) => ({ value: row.values[key] ?? null, sign }));
  return parts.every(({ value }) => value === null)
    ? null
    : parts.reduce((total, { value, sign }) => total + sign * Number(value ?? 0), 0);
}

/** A row as rules of a form see it. */
export function recordOf(form: FormDefinition, row: SampleRow, rowNumber: number): FormRecord {
  const values = form.fields.map((field) => valueIn(row, field));
  const isBad = (field: FieldDefinition) =>
    row.unreadable.includes(field.key) ||
    (field.computed !== null &&
      fieldsOfExpression(field.computed).some((key) => row.unreadable.includes(key)));
  const typed = form.fields.flatMap((field, index) => {
    const constant = row.written[field.key];
    return field.computed !== null && typeof constant === 'number'
      ? [[index, field.kind === 'amount' ? Math.round(constant * 100) : constant] as const]
      : [];
  });
  return {
    rowNumber,
    values,
    states: form.fields.map((field, index) =>
      isBad(field) ? 'bad' : values[index] === null ? 'blank' : 'value',
    ),
    typed: typed.length === 0 ? null : new Map(typed),
    anchors: null,
    extras: [],
  };
}

/** Compiled row rules, by form and parameters: thousands of rows are tried against the same few. */
const compiled = new WeakMap<FormDefinition, WeakMap<RuleParameters, readonly RecordTest[]>>();

/** True when the row keeps every rule of its form that concerns one row alone. */
export function keepsRowRules(form: FormDefinition, row: SampleRow, parameters: RuleParameters): boolean {
  const record = recordOf(form, row, 1);
  return rowRulesOf(form, parameters).every((holds) => holds(record) !== false);
}

function rowRulesOf(form: FormDefinition, parameters: RuleParameters): readonly RecordTest[] {
  const ofForm = compiled.get(form) ?? new WeakMap<RuleParameters, readonly RecordTest[]>();
  const known = ofForm.get(parameters);
  if (known !== undefined) return known;
  const tests = form.rules.flatMap((rule) =>
    rule.checks.flatMap((check) =>
      check.kind === 'row' ? [compileCondition(form, check.holds, rule.blanks, parameters)] : [],
    ),
  );
  compiled.set(form, ofForm.set(parameters, tests));
  return tests;
}

/** True when the row says nothing but zero: no number field above 0. */
export function isZeroRow(form: FormDefinition, row: SampleRow): boolean {
  return form.fields.every((field) => typeof valueIn(row, field) !== 'number' || valueIn(row, field) === 0);
}
