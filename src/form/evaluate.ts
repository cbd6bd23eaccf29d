import type { Comparison, Condition, Expression, RuleParameters } from './condition.js';
import {
  divisorsOf,
  fieldsOfExpression,
  NO_PARAMETERS,
  operandsOf,
  signedFieldsOf,
  typedFieldsOf,
} from './condition.js';
import type { FieldDefinition, FormDefinition } from './form-definition.js';
import { kindOf } from './kinds/field-kinds.js';
import { isTelephone } from './kinds/phone.js';
import type { FieldValue, FormRecord } from './record.js';

/** What a record is held against: true, false, or null where the condition cannot be judged. */
export type RecordTest = (record: FormRecord) => boolean | null;

type Operand = number | string | null;
type Read = (record: FormRecord) => Operand;

/**
 * Compiles a condition into a test of records. A record cannot be judged when an operand is unreadable or lies under
 * a merge, when the form got it in a later version than the sheet's, when nothing was typed where the condition asks for what was typed, or, with blanks `skip`, when a
 * compared field is blank, or when it would divide by 0. With blanks `zero` a blank number counts as 0 and a blank text as ''.
 * Numbers are compared in hundredths, so that amounts are exact.
 */
export function compileCondition(
  form: FormDefinition,
  condition: Condition,
  blanks: 'skip' | 'zero',
  parameters: RuleParameters,
): RecordTest {
  const indexes = new Map(form.fields.map((item, index) => [item.key, index]));
  const indexOf = (key: string) => indexes.get(key)!;
  const { compared, asked } = operandsOf(condition);
  const mentioned = [...new Set([...compared, ...asked])].map(indexOf);
  const mustBeGiven = blanks === 'skip' ? [...compared].map(indexOf) : [];
  const mustBeTyped = typedFieldsOf(condition).map(indexOf);
  const divisors = divisorsOf(condition).map((part) => compileExpression(form, part, parameters, indexOf));
  const holds = compilePart(form, condition, parameters, indexOf);
  return (record) => {
    for (const index of mentioned) {
      const state = record.states[index];
      if (state === 'bad' || state === 'covered') return null;
      // A return on an earlier version of the form was never asked for it.
      if (state === 'absent' && form.fields[index]!.since > 1) return null;
    }
    for (const index of mustBeTyped) if (!record.typed?.has(index)) return null;
    for (const index of mustBeGiven) if (record.values[index] === null) return null;
    for (const divisor of divisors) if (Number(divisor(record) ?? 0) === 0) return null;
    return holds(record);
  };
}

/** Compiles a condition for counting rows: nothing is skipped, what cannot be read is blank. */
export function compileCount(form: FormDefinition, condition: Condition): (record: FormRecord) => boolean {
  const indexes = new Map(form.fields.map((item, index) => [item.key, index]));
  return compilePart(form, condition, NO_PARAMETERS, (key) => indexes.get(key)!);
}

/**
 * Compiles what a computed field comes to, out of a row's values and in the field's own measure: null while all of
 * its parts are blank, or where it would divide by 0. A blank part counts as 0.
 */
export function compileComputed(
  form: FormDefinition,
  field: FieldDefinition,
): (values: readonly (FieldValue | null)[]) => number | null {
  const indexOf = (key: string) => form.fields.findIndex((item) => item.key === key);
  const expression = field.computed!;
  const parts = fieldsOfExpression(expression).map(indexOf);
  const read = compileExact(form, field, expression, indexOf);
  return (values) => {
    if (parts.every((index) => values[index] === null)) return null;
    const value = read(values);
    return Number.isFinite(value) ? value : null;
  };
}

/** Sums and differences of one measure are added as they are; hundredths of the largest numbers would be inexact. */
function compileExact(
  form: FormDefinition,
  field: FieldDefinition,
  expression: Expression,
  indexOf: (key: string) => number,
): (values: readonly (FieldValue | null)[]) => number {
  const { isMoney } = kindOf(field);
  const terms = signedFieldsOf(expression)?.map(({ field: key, sign }) => ({ index: indexOf(key), sign }));
  if (terms?.every(({ index }) => kindOf(form.fields[index]!).isMoney === isMoney)) {
    return (values) => terms.reduce((total, { index, sign }) => total + sign * Number(values[index] ?? 0), 0);
  }
  const read = compileExpression(form, expression, NO_PARAMETERS, indexOf);
  const record = { rowNumber: 0, states: [], typed: null, anchors: null, extras: [] };
  return (values) => {
    const rounded = Math.round(Number(read({ ...record, values }) ?? 0));
    return isMoney ? rounded : rounded / 100;
  };
}

function compilePart(
  form: FormDefinition,
  condition: Condition,
  parameters: RuleParameters,
  indexOf: (key: string) => number,
): (record: FormRecord) => boolean {
  const part = (inner: Condition) => compilePart(form, inner, parameters, indexOf);
  switch (condition.kind) {
    case 'compare': {
      const left = compileExpression(form, condition.left, parameters, indexOf);
      const right = compileExpression(form, condition.right, parameters, indexOf);
      const tolerance = Math.round(condition.tolerance * 100);
      return (record) => compareOperands(left(record), condition.operator, right(record), tolerance);
    }
    case 'given': {
      const index = indexOf(condition.field);
      return (record) => record.values[index] !== null;
    }
    case 'blank': {
      const index = indexOf(condition.field);
      return (record) => record.values[index] === null;
    }
    case 'oneOf': {
      const index = indexOf(condition.field);
      const options = new Set<unknown>(condition.options);
      return (record) => options.has(record.values[index]);
    }
    case 'telephone': {
      const index = indexOf(condition.field);
      return (record) => isTelephone(String(record.values[index] ?? ''));
    }
    case 'all': {
      const parts = condition.conditions.map(part);
      return (record) => parts.every((holds) => holds(record));
    }
    case 'any': {
      const parts = condition.conditions.map(part);
      return (record) => parts.some((holds) => holds(record));
    }
    case 'not': {
      const holds = part(condition.condition);
      return (record) => !holds(record);
    }
    case 'implies': {
      const premise = part(condition.if);
      const conclusion = part(condition.then);
      return (record) => !premise(record) || conclusion(record);
    }
  }
}

function compileExpression(
  form: FormDefinition,
  expression: Expression,
  parameters: RuleParameters,
  indexOf: (key: string) => number,
): Read {
  switch (expression.kind) {
    case 'field': {
      const index = indexOf(expression.field);
      const kind = kindOf(form.fields[index]!);
      return (record) => {
        const value = record.values[index] ?? null;
        return value === null ? null : kind.operand(value);
      };
    }
    case 'typed': {
      const index = indexOf(expression.field);
      const kind = kindOf(form.fields[index]!);
      return (record) => {
        const value = record.typed?.get(index);
        return value === undefined ? null : kind.operand(value);
      };
    }
    case 'literal': {
      const operand = hundredths(expression.value);
      return () => operand;
    }
    case 'parameter': {
      const operand = hundredths(parameters[expression.name]);
      return () => operand;
    }
    case 'add': {
      const terms = expression.terms.map((term) => compileExpression(form, term, parameters, indexOf));
      return (record) => terms.reduce((total, term) => total + Number(term(record) ?? 0), 0);
    }
    case 'subtract':
    case 'multiply':
    case 'divide': {
      const left = compileExpression(form, expression.left, parameters, indexOf);
      const right = compileExpression(form, expression.right, parameters, indexOf);
      const join = JOINED[expression.kind];
      return (record) => join(Number(left(record) ?? 0), Number(right(record) ?? 0));
    }
  }
}

/** Of numbers in hundredths. */
const JOINED: Readonly<Record<'subtract' | 'multiply' | 'divide', (left: number, right: number) => number>> =
  {
    subtract: (left, right) => left - right,
    multiply: (left, right) => (left * right) / 100,
    divide: (left, right) => (left / right) * 100,
  };

function hundredths(value: number | string): number | string {
  return typeof value === 'number' ? Math.round(value * 100) : value;
}

/** A blank beside a number is 0, beside a text ''. */
function compareOperands(left: Operand, operator: Comparison, right: Operand, tolerance: number): boolean {
  const asText = typeof left === 'string' || typeof right === 'string';
  const a = left ?? (asText ? '' : 0);
  const b = right ?? (asText ? '' : 0);
  const apart =
    typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) : a === b ? 0 : Number.POSITIVE_INFINITY;
  switch (operator) {
    case '=':
      return apart <= tolerance;
    case '<>':
      return apart > tolerance;
    case '<=':
      return a <= b || apart <= tolerance;
    case '>=':
      return a >= b || apart <= tolerance;
    case '<':
      return a < b;
    case '>':
      return a > b;
  }
}
