import { serialOfDate } from '../workbook/date-serial.js';
import {
  type Condition,
  divisorsOf,
  type Expression,
  fieldsOfExpression,
  operandsOf,
  type RuleParameters,
  typedFieldsOf,
} from './condition.js';
import {
  isBlankFormula,
  isCalculatedFormula,
  isFilledFormula,
  isOneOfFormula,
  quoteText,
} from './excel-cell.js';
import { type FieldDefinition, type FormDefinition, fieldOf } from './form-definition.js';
import { kindOf } from './kinds/field-kinds.js';
import { telephoneFormula } from './kinds/phone.js';

/** Where a field's cell lies, as a reference for formulas: `$F6`. */
export type ReferenceOf = (fieldKey: string) => string;

/**
 * The formula (without `=`) that is true in Excel where the condition is broken: the template's red or amber. It
 * judges as the checker does: blank marks are blank, computed fields are recomputed from their parts, a cell that
 * cannot be read or (with blanks `skip`) a blank compared one stops the rule. A text that the checker reads
 * tolerantly (`12户`, `2020.10.17`) stops it too: Excel cannot compare it, and the checker tells afterwards.
 */
export function formulaOfViolation(
  form: FormDefinition,
  condition: Condition,
  blanks: 'skip' | 'zero',
  parameters: RuleParameters,
  referenceOf: ReferenceOf,
): string {
  const typed = new Set(typedFieldsOf(condition));
  const { compared, asked } = operandsOf(condition);
  const cells = cellsOf(form, referenceOf);
  const guards = [
    ...[...typed].flatMap((key) => [`NOT(${isCalculatedFormula(referenceOf(key))})`, cells.readable(key)]),
    ...[...compared].flatMap((key) => {
      if (typed.has(key)) return [];
      const parts = partsOf(fieldOf(form, key));
      if (parts === null) return [blanks === 'zero' ? cells.readableOrBlank(key) : cells.readable(key)];
      const filled = parts.map((part) => isFilledFormula(referenceOf(part)));
      return [
        ...[key, ...parts].map(cells.readableOrBlank),
        ...(blanks === 'zero' ? [] : [`OR(${filled.join(',')})`]),
      ];
    }),
    ...[...asked].filter((key) => !compared.has(key)).map(cells.readableOrBlank),
  ];
  const divided = divisorsOf(condition).map(
    (part) => `${operandFormula(form, part, parameters, referenceOf)}<>0`,
  );
  const broken = `NOT(${formulaOf(form, condition, parameters, referenceOf)})`;
  const judged = [...new Set(guards), broken];
  const formula = judged.length === 1 ? broken : `AND(${judged.join(',')})`;
  // AND judges all its parts, so that a quotient by 0 must stand behind an IF.
  return divided.length === 0 ? formula : `IF(AND(${divided.join(',')}),${formula},FALSE)`;
}

function cellsOf(form: FormDefinition, referenceOf: ReferenceOf) {
  const readable = (key: string): string => {
    const field = fieldOf(form, key);
    return kindOf(field).formulas(field, referenceOf(key)).readable;
  };
  return {
    readable,
    readableOrBlank: (key: string): string => `OR(${isBlankFormula(referenceOf(key))},${readable(key)})`,
  };
}

/** The fields whose values make up a computed one; null for a field that is filled in. */
function partsOf(field: FieldDefinition): readonly string[] | null {
  return field.computed === null ? null : fieldsOfExpression(field.computed);
}

/** The formula (without `=`) of an expression, as it stands in a computed cell: cells that hold text count as 0. */
export function formulaOfExpression(
  expression: Expression,
  parameters: RuleParameters,
  referenceOf: ReferenceOf,
): string {
  switch (expression.kind) {
    case 'field':
    case 'typed':
      return referenceOf(expression.field);
    case 'literal':
      return literalFormula(expression.value);
    case 'parameter':
      return literalFormula(parameters[expression.name]);
    case 'add':
      return expression.terms.every((term) => term.kind === 'field')
        ? `SUM(${fieldsOfExpression(expression).map(referenceOf).join(',')})`
        : `(${expression.terms.map((term) => formulaOfExpression(term, parameters, referenceOf)).join('+')})`;
    case 'subtract':
    case 'multiply':
    case 'divide': {
      // SUM passes over text, where a bare reference to it would be an error.
      const [left, right] = [expression.left, expression.right].map((part) =>
        part.kind === 'field' || part.kind === 'typed'
          ? `SUM(${referenceOf(part.field)})`
          : formulaOfExpression(part, parameters, referenceOf),
      );
      return `(${left}${SIGNS[expression.kind]}${right})`;
    }
  }
}

/** The formula of an expression as the checker reads it: cell by cell, rounded, computed fields out of their parts. */
function operandFormula(
  form: FormDefinition,
  expression: Expression,
  parameters: RuleParameters,
  referenceOf: ReferenceOf,
): string {
  const inner = (part: Expression) => operandFormula(form, part, parameters, referenceOf);
  switch (expression.kind) {
    case 'field':
    case 'typed': {
      const field = fieldOf(form, expression.field);
      return expression.kind === 'field' && field.computed !== null
        ? inner(field.computed)
        : kindOf(field).formulas(field, referenceOf(field.key)).operand;
    }
    case 'literal':
      return literalFormula(expression.value);
    case 'parameter':
      return literalFormula(parameters[expression.name]);
    case 'add':
      return `(${expression.terms.map(inner).join('+')})`;
    case 'subtract':
    case 'multiply':
    case 'divide':
      return `(${inner(expression.left)}${SIGNS[expression.kind]}${inner(expression.right)})`;
  }
}

const SIGNS = { subtract: '-', multiply: '*', divide: '/' } as const;

function literalFormula(value: number | string): string {
  if (typeof value === 'number') return String(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? String(serialOfDate(value)) : quoteText(value);
}

function formulaOf(
  form: FormDefinition,
  condition: Condition,
  parameters: RuleParameters,
  referenceOf: ReferenceOf,
): string {
  const part = (inner: Condition) => formulaOf(form, inner, parameters, referenceOf);
  switch (condition.kind) {
    case 'compare': {
      const left = operandFormula(form, condition.left, parameters, referenceOf);
      const right = operandFormula(form, condition.right, parameters, referenceOf);
      return compareFormula(left, condition, right);
    }
    case 'given':
      return isFilledFormula(referenceOf(condition.field));
    case 'blank':
      return isBlankFormula(referenceOf(condition.field));
    case 'oneOf':
      return oneOfFormula(fieldOf(form, condition.field), condition.options, referenceOf(condition.field));
    case 'telephone':
      return telephoneFormula(referenceOf(condition.field));
    case 'all':
      return `AND(${condition.conditions.map(part).join(',')})`;
    case 'any':
      return `OR(${condition.conditions.map(part).join(',')})`;
    case 'not':
      return `NOT(${part(condition.condition)})`;
    case 'implies':
      return `OR(NOT(${part(condition.if)}),${part(condition.then)})`;
  }
}

function compareFormula(
  left: string,
  { operator, tolerance }: Extract<Condition, { kind: 'compare' }>,
  right: string,
): string {
  if (tolerance === 0 || operator === '<' || operator === '>') return `${left}${operator}${right}`;
  const apart = `ROUND(ABS(${left}-${right}),2)`;
  switch (operator) {
    case '=':
      return `${apart}<=${tolerance}`;
    case '<>':
      return `${apart}>${tolerance}`;
    case '<=':
    case '>=':
      return `OR(${left}${operator}${right},${apart}<=${tolerance})`;
  }
}

/** The options with their synonyms, and what is read as one of them because it is none. */
function oneOfFormula(field: FieldDefinition, options: readonly string[], reference: string): string {
  const wordsOf = (isMeant: boolean) =>
    field.options
      .filter((option) => options.includes(option.value) === isMeant)
      .flatMap((option) => [option.value, ...option.synonyms]);
  const fallback = typeof field.unknownOption === 'object' ? field.unknownOption.readAs : null;
  return fallback !== null && options.includes(fallback)
    ? `AND(${isFilledFormula(reference)},NOT(${isOneOfFormula(reference, wordsOf(false))}))`
    : isOneOfFormula(reference, field.options.length === 0 ? options : wordsOf(true));
}
