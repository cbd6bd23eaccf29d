import { serialOfDate } from '../workbook/date-serial.js';
import {
  type Condition,
  type Expression,
  fieldsOfExpression,
  operandsOf,
  type RuleParameters,
} from './condition.js';
import { type FormDefinition, fieldOf } from './form-definition.js';
import { kindOf } from './kinds/field-kinds.js';

/** Where a field's cell lies, as a reference for formulas: `$F6`. */
export type ReferenceOf = (fieldKey: string) => string;

/**
 * The formula (without `=`) that is true in Excel where the condition is broken: the template's red or amber.
 * Cells that hold text where a number belongs are left to the data validation; with blanks `skip` a blank compared
 * cell stops the rule, as in the checker. Only operators that every spreadsheet program knows are used.
 */
export function formulaOfViolation(
  form: FormDefinition,
  condition: Condition,
  blanks: 'skip' | 'zero',
  parameters: RuleParameters,
  referenceOf: ReferenceOf,
): string {
  // With blanks as zero, N() also turns the empty text of a computed cell into 0; as text it would exceed any number.
  const read: ReferenceOf = (key) =>
    blanks === 'zero' && isNumeric(form, key) ? `N(${referenceOf(key)})` : referenceOf(key);
  const guards = [...operandsOf(condition).compared].flatMap((key) => {
    const reference = referenceOf(key);
    const numeric = isNumeric(form, key);
    if (blanks === 'skip') return [numeric ? `ISNUMBER(${reference})` : `LEN(TRIM(${reference}))>0`];
    return numeric ? [`OR(ISNUMBER(${reference}),LEN(${reference})=0)`] : [];
  });
  const broken = `NOT(${formulaOf(condition, parameters, referenceOf, read)})`;
  return guards.length === 0 ? broken : `AND(${[...guards, broken].join(',')})`;
}

function isNumeric(form: FormDefinition, key: string): boolean {
  const kind = kindOf(fieldOf(form, key));
  return kind.isNumber || kind.name === 'date';
}

/** The formula (without `=`) of an expression: sums of cells skip text. */
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
    case 'multiply':
      return `${formulaOfExpression(expression.left, parameters, referenceOf)}*${formulaOfExpression(expression.right, parameters, referenceOf)}`;
  }
}

function literalFormula(value: number | string): string {
  if (typeof value === 'number') return String(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? String(serialOfDate(value)) : `"${value.replaceAll('"', '""')}"`;
}

/** `read`: how a compared cell is read; whether it is filled in is asked of the cell itself. */
function formulaOf(
  condition: Condition,
  parameters: RuleParameters,
  referenceOf: ReferenceOf,
  read: ReferenceOf,
): string {
  const part = (inner: Condition) => formulaOf(inner, parameters, referenceOf, read);
  switch (condition.kind) {
    case 'compare': {
      const left = formulaOfExpression(condition.left, parameters, read);
      const right = formulaOfExpression(condition.right, parameters, read);
      return condition.tolerance > 0
        ? `ROUND(ABS(${left}-${right}),2)<=${condition.tolerance}`
        : `${left}${condition.operator}${right}`;
    }
    case 'given':
      return `LEN(TRIM(${referenceOf(condition.field)}))>0`;
    case 'blank':
      return `LEN(TRIM(${referenceOf(condition.field)}))=0`;
    case 'oneOf':
      return condition.options.length === 1
        ? `TRIM(${referenceOf(condition.field)})=${literalFormula(condition.options[0]!)}`
        : `OR(${condition.options.map((option) => `TRIM(${referenceOf(condition.field)})=${literalFormula(option)}`).join(',')})`;
    case 'telephone': {
      // Digits are all that Excel can judge without regular expressions: 11 beginning with 1, or 7 to 13 with hyphens.
      const digits = `SUBSTITUTE(SUBSTITUTE(TRIM(${referenceOf(condition.field)}),"-","")," ","")`;
      return `AND(ISNUMBER(${digits}*1),LEN(${digits})>=7,LEN(${digits})<=13)`;
    }
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
