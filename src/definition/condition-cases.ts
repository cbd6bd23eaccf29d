import { type Comparison, type Condition, type Expression, fieldsOfExpression } from '../form/condition.js';
import type { FieldDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { parseIsoDate, serialOfDate } from '../workbook/date-serial.js';
import type { LinearConstraint } from './linear-constraints.js';

/** One thing that a case asks for. */
export type Demand =
  | { readonly kind: 'linear'; readonly constraint: LinearConstraint }
  /** The field's text is, or is not, one of these. */
  | {
      readonly kind: 'words';
      readonly field: string;
      readonly words: readonly string[];
      readonly isOneOf: boolean;
    }
  /** Something that is true or false of a row and not looked into further. */
  | { readonly kind: 'fact'; readonly name: string; readonly isTrue: boolean };

/** A way in which a condition holds: all of its demands together. */
export type Case = readonly Demand[];

/** A condition of more ways is left alone. */
const MOST_CASES = 16;

/**
 * The ways in which a condition holds (or, with `isTrue` false, does not); null where there are too many. What is not
 * a sum of numbers or dates, or a choice of words, stands there as a fact of its own, so that nothing is concluded from it.
 */
export function casesOf(
  condition: Condition,
  isTrue: boolean,
  fields: readonly FieldDefinition[],
): readonly Case[] | null {
  switch (condition.kind) {
    case 'compare':
      return compareCases(condition, isTrue, fields);
    case 'oneOf': {
      const { field, options } = condition;
      return [[{ kind: 'words', field, words: options, isOneOf: isTrue }]];
    }
    case 'given':
    case 'blank':
      return [[fact(givenName(condition.field), (condition.kind === 'given') === isTrue)]];
    case 'telephone':
      return [[fact(JSON.stringify(condition), isTrue)]];
    case 'not':
      return casesOf(condition.condition, !isTrue, fields);
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((part) => casesOf(part, isTrue, fields));
      return (condition.kind === 'all') === isTrue ? together(parts) : either(parts);
    }
    case 'implies': {
      const premise = casesOf(condition.if, !isTrue, fields);
      const conclusion = casesOf(condition.then, isTrue, fields);
      return isTrue
        ? either([premise, conclusion])
        : together([casesOf(condition.if, true, fields), conclusion]);
    }
  }
}

/** The fact that a field is filled in. */
export function givenName(field: string): string {
  return `given ${field}`;
}

/** The variable of what was typed into a computed field. */
export function typedName(field: string): string {
  return `typed ${field}`;
}

function fact(name: string, isTrue: boolean): Demand {
  return { kind: 'fact', name, isTrue };
}

function either(parts: readonly (readonly Case[] | null)[]): readonly Case[] | null {
  const cases: Case[] = [];
  for (const part of parts) {
    if (part === null) return null;
    cases.push(...part);
  }
  return cases.length > MOST_CASES ? null : cases;
}

function together(parts: readonly (readonly Case[] | null)[]): readonly Case[] | null {
  let cases: readonly Case[] = [[]];
  for (const part of parts) {
    if (part === null) return null;
    cases = cases.flatMap((one) => part.map((other) => [...one, ...other]));
    if (cases.length > MOST_CASES) return null;
  }
  return cases;
}

type Compare = Extract<Condition, { kind: 'compare' }>;

function compareCases(
  condition: Compare,
  isTrue: boolean,
  fields: readonly FieldDefinition[],
): readonly Case[] | null {
  const opaque: readonly Case[] = [[fact(JSON.stringify(condition), isTrue)]];
  const words = wordsOf(condition, fields);
  if (words !== null) return [[{ ...words, isOneOf: words.isOneOf === isTrue }]];
  const [left, right] = [linearOf(condition.left, fields), linearOf(condition.right, fields)];
  if (left === null || right === null) return opaque;
  const difference = combine(left, right, -1n);
  const tolerance = hundredths(condition.tolerance);
  return linearCases(difference, condition.operator, tolerance, isTrue);
}

/** `文字 = "甲"`. */
function wordsOf(
  { left, operator, right }: Compare,
  fields: readonly FieldDefinition[],
): Extract<Demand, { kind: 'words' }> | null {
  if (left.kind !== 'field' || right.kind !== 'literal' || typeof right.value !== 'string') return null;
  if (operator !== '=' && operator !== '<>') return null;
  const field = fields.find((item) => item.key === left.field)!;
  if (field.kind === 'date' || kindOf(field).isNumber) return null;
  return { kind: 'words', field: left.field, words: [right.value], isOneOf: operator === '=' };
}

/** As evaluate compares: a tolerance widens = <= >=, narrows <>, and does nothing to < and >. */
function linearCases(
  difference: LinearSum,
  operator: Comparison,
  tolerance: bigint,
  isTrue: boolean,
): readonly Case[] {
  const below = (limit: bigint, isStrict: boolean): Demand => atMost(difference, limit, isStrict);
  const above = (limit: bigint, isStrict: boolean): Demand =>
    atMost(combine(NOTHING, difference, -1n), -limit, isStrict);
  switch (operator) {
    case '<=':
      return isTrue ? [[below(tolerance, false)]] : [[above(tolerance, true)]];
    case '>=':
      return isTrue ? [[above(-tolerance, false)]] : [[below(-tolerance, true)]];
    case '<':
      return isTrue ? [[below(0n, true)]] : [[above(0n, false)]];
    case '>':
      return isTrue ? [[above(0n, true)]] : [[below(0n, false)]];
    case '=':
    case '<>': {
      const isNear = (operator === '=') === isTrue;
      return isNear
        ? [[below(tolerance, false), above(-tolerance, false)]]
        : [[below(-tolerance, true)], [above(tolerance, true)]];
    }
  }
}

/** Σ coefficient × variable + constant, all over one denominator. */
interface LinearSum {
  readonly terms: ReadonlyMap<string, bigint>;
  readonly constant: bigint;
  readonly denominator: bigint;
}

const NOTHING: LinearSum = { terms: new Map(), constant: 0n, denominator: 1n };
/** Rules compare hundredths. */
const HUNDRED = 100n;

/** The sum, in hundredths of a limit, at most the limit. */
function atMost(sum: LinearSum, limit: bigint, isStrict: boolean): Demand {
  const numerator = limit * sum.denominator - sum.constant * HUNDRED;
  return {
    kind: 'linear',
    constraint: { terms: sum.terms, numerator, denominator: HUNDRED, isStrict },
  };
}

/** Places of a limit that are kept; it is rounded outwards, so that it never asks for more than is written. */
const LIMIT_SCALE = 1_000_000;

/** That a variable is at least, or at most, a number. */
export function limitOf(variable: string, limit: number, isLeast: boolean): LinearConstraint {
  const scaledLimit = limit * LIMIT_SCALE;
  return {
    terms: new Map([[variable, isLeast ? -1n : 1n]]),
    numerator: BigInt(isLeast ? -Math.floor(scaledLimit) : Math.ceil(scaledLimit)),
    denominator: BigInt(LIMIT_SCALE),
    isStrict: false,
  };
}

/** That a computed field is what it is computed from; none where it is not a plain sum or difference, which may be rounded. */
export function identityOf(
  field: FieldDefinition,
  fields: readonly FieldDefinition[],
): readonly LinearConstraint[] {
  const sum = field.computed === null ? null : linearOf(field.computed, fields);
  if (sum === null || sum.denominator !== 1n || mayBeRounded(field, fields)) return [];
  const difference = combine({ ...NOTHING, terms: new Map([[field.key, 1n]]) }, sum, -1n);
  const demands = [atMost(difference, 0n, false), atMost(combine(NOTHING, difference, -1n), 0n, false)];
  return demands.flatMap((demand) => (demand.kind === 'linear' ? [demand.constraint] : []));
}

function mayBeRounded(field: FieldDefinition, fields: readonly FieldDefinition[]): boolean {
  const parts = fieldsOfExpression(field.computed!).map((key) => fields.find((item) => item.key === key)!);
  return parts.some((part) => part.kind !== field.kind && part.kind !== 'integer');
}

/** An expression as a sum of variables; null where it is none. Dates count in days. */
function linearOf(expression: Expression, fields: readonly FieldDefinition[]): LinearSum | null {
  const part = (inner: Expression) => linearOf(inner, fields);
  switch (expression.kind) {
    case 'field':
    case 'typed': {
      const field = fields.find((item) => item.key === expression.field)!;
      if (field.kind !== 'date' && !kindOf(field).isNumber) return null;
      const name = expression.kind === 'typed' ? typedName(field.key) : field.key;
      return { ...NOTHING, terms: new Map([[name, 1n]]) };
    }
    case 'parameter':
      return { ...NOTHING, terms: new Map([[expression.name, 1n]]) };
    case 'literal':
      return literalSum(expression.value);
    case 'add':
      return expression.terms
        .map(part)
        .reduce<LinearSum | null>(
          (total, term) => (total === null || term === null ? null : combine(total, term, 1n)),
          NOTHING,
        );
    case 'subtract': {
      const [left, right] = [part(expression.left), part(expression.right)];
      return left === null || right === null ? null : combine(left, right, -1n);
    }
    case 'multiply': {
      const [left, right] = [part(expression.left), part(expression.right)];
      if (left === null || right === null) return null;
      if (left.terms.size === 0) return scaled(right, left.constant, left.denominator);
      return right.terms.size === 0 ? scaled(left, right.constant, right.denominator) : null;
    }
    case 'divide': {
      const [left, right] = [part(expression.left), part(expression.right)];
      if (left === null || right === null || right.terms.size > 0 || right.constant === 0n) return null;
      const sign = right.constant < 0n ? -1n : 1n;
      return scaled(left, sign * right.denominator, sign * right.constant);
    }
  }
}

function literalSum(value: number | string): LinearSum | null {
  if (typeof value === 'number') return { ...NOTHING, constant: hundredths(value), denominator: HUNDRED };
  if (parseIsoDate(value) === null) return null;
  return { ...NOTHING, constant: BigInt(serialOfDate(value)) };
}

function hundredths(value: number): bigint {
  return BigInt(Math.round(value * 100));
}

/** a + times × b. */
function combine(a: LinearSum, b: LinearSum, times: bigint): LinearSum {
  const terms = new Map([...a.terms].map(([name, coefficient]) => [name, coefficient * b.denominator]));
  for (const [name, coefficient] of b.terms)
    terms.set(name, (terms.get(name) ?? 0n) + times * coefficient * a.denominator);
  return {
    terms,
    constant: a.constant * b.denominator + times * b.constant * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function scaled(sum: LinearSum, numerator: bigint, denominator: bigint): LinearSum {
  return {
    terms: new Map([...sum.terms].map(([name, coefficient]) => [name, coefficient * numerator])),
    constant: sum.constant * numerator,
    denominator: sum.denominator * denominator,
  };
}
