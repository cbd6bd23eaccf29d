// Relations between the fields of one row, as data. They compile to the checker (evaluate) and to Excel (excel-formula).

/** A number, amount or date. Amounts and literals beside them are in 元. */
export type Expression =
  | { readonly kind: 'field'; readonly field: string }
  /** What was typed into a computed field; a formula there is not typed, and a rule on nothing typed is skipped. */
  | { readonly kind: 'typed'; readonly field: string }
  | { readonly kind: 'literal'; readonly value: number | string }
  | { readonly kind: 'parameter'; readonly name: ParameterName }
  | { readonly kind: 'add'; readonly terms: readonly Expression[] }
  | { readonly kind: 'subtract'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'multiply'; readonly left: Expression; readonly right: Expression }
  /** A condition that would divide by 0 cannot be judged. */
  | { readonly kind: 'divide'; readonly left: Expression; readonly right: Expression };

/** Values that a rule takes from the campaign rather than from the row. */
export type ParameterName = 'wishAmountLimit' | 'periodStart' | 'periodEnd';
/** Their values: amounts in 元, dates ISO. */
export type RuleParameters = Readonly<Record<ParameterName, number | string>>;

/** Where there is no campaign: what is computed or counted out of a row alone. */
export const NO_PARAMETERS: RuleParameters = { wishAmountLimit: 0, periodStart: '', periodEnd: '' };

export type Comparison = '<=' | '>=' | '<' | '>' | '=' | '<>';

export type Condition =
  | {
      readonly kind: 'compare';
      readonly left: Expression;
      readonly operator: Comparison;
      readonly right: Expression;
      /** How far apart equal amounts may lie, in 元. */
      readonly tolerance: number;
    }
  | { readonly kind: 'given'; readonly field: string }
  | { readonly kind: 'blank'; readonly field: string }
  | { readonly kind: 'oneOf'; readonly field: string; readonly options: readonly string[] }
  /** A mainland mobile or landline number. */
  | { readonly kind: 'telephone'; readonly field: string }
  | { readonly kind: 'all'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'implies'; readonly if: Condition; readonly then: Condition };

// The words with which forms write their relations.
export const field = (key: string): Expression => ({ kind: 'field', field: key });
export const typed = (key: string): Expression => ({ kind: 'typed', field: key });
export const literal = (value: number | string): Expression => ({ kind: 'literal', value });
export const parameter = (name: ParameterName): Expression => ({ kind: 'parameter', name });
export const sum = (...keys: string[]): Expression => ({ kind: 'add', terms: keys.map(field) });
export const difference = (left: Expression, right: Expression): Expression => ({
  kind: 'subtract',
  left,
  right,
});
export const times = (left: Expression, right: Expression): Expression => ({ kind: 'multiply', left, right });
export const compare = (
  left: Expression,
  operator: Comparison,
  right: Expression,
  tolerance = 0,
): Condition => ({
  kind: 'compare',
  left,
  operator,
  right,
  tolerance,
});
export const given = (key: string): Condition => ({ kind: 'given', field: key });
export const blank = (key: string): Condition => ({ kind: 'blank', field: key });
export const oneOf = (key: string, ...options: string[]): Condition => ({
  kind: 'oneOf',
  field: key,
  options,
});
export const all = (...conditions: Condition[]): Condition => ({ kind: 'all', conditions });
export const any = (...conditions: Condition[]): Condition => ({ kind: 'any', conditions });
export const not = (condition: Condition): Condition => ({ kind: 'not', condition });
export const implies = (premise: Condition, then: Condition): Condition => ({
  kind: 'implies',
  if: premise,
  then,
});

/** Every field that an expression reads, in order of appearance. */
export function fieldsOfExpression(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'field':
    case 'typed':
      return [expression.field];
    case 'add':
      return expression.terms.flatMap(fieldsOfExpression);
    case 'subtract':
    case 'multiply':
    case 'divide':
      return [...fieldsOfExpression(expression.left), ...fieldsOfExpression(expression.right)];
    default:
      return [];
  }
}

/** A field that an expression adds (1) or takes away (-1). */
export interface SignedField {
  readonly field: string;
  readonly sign: 1 | -1;
}

/** The fields of an expression that only adds and takes away; null for any other. */
export function signedFieldsOf(expression: Expression): readonly SignedField[] | null {
  const join = (parts: readonly (readonly SignedField[] | null)[]) =>
    parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  switch (expression.kind) {
    case 'field':
      return [{ field: expression.field, sign: 1 }];
    case 'add':
      return join(expression.terms.map(signedFieldsOf));
    case 'subtract': {
      const right = signedFieldsOf(expression.right);
      const negated = right?.map(
        ({ field: key, sign }): SignedField => ({
          field: key,
          sign: sign === 1 ? -1 : 1,
        }),
      );
      return join([signedFieldsOf(expression.left), negated ?? null]);
    }
    default:
      return null;
  }
}

/** True when an expression of numbers that are 0 or more may come to less than 0. */
export function mayBeNegative(expression: Expression): boolean {
  return partsOfExpression(expression).some((part) => part.kind === 'subtract');
}

/** The fields that a condition compares (a blank one may stop the rule) and those it only asks to be given or blank. */
export function operandsOf(condition: Condition): {
  readonly compared: Set<string>;
  readonly asked: Set<string>;
} {
  const compared = new Set<string>();
  const asked = new Set<string>();
  const visit = (part: Condition): void => {
    switch (part.kind) {
      case 'compare':
        for (const key of [...fieldsOfExpression(part.left), ...fieldsOfExpression(part.right)])
          compared.add(key);
        return;
      case 'oneOf':
      case 'telephone':
        compared.add(part.field);
        return;
      case 'given':
      case 'blank':
        asked.add(part.field);
        return;
      case 'all':
      case 'any':
        part.conditions.forEach(visit);
        return;
      case 'not':
        visit(part.condition);
        return;
      case 'implies':
        visit(part.if);
        visit(part.then);
        return;
    }
  };
  visit(condition);
  return { compared, asked };
}

/** The expressions that stand within one, itself first. */
function partsOfExpression(expression: Expression): readonly Expression[] {
  const inner =
    'terms' in expression
      ? expression.terms
      : 'left' in expression
        ? [expression.left, expression.right]
        : [];
  return [expression, ...inner.flatMap(partsOfExpression)];
}

/** Every expression that a condition compares, with the parts of each. */
function expressionsOf(condition: Condition): readonly Expression[] {
  switch (condition.kind) {
    case 'compare':
      return [condition.left, condition.right].flatMap(partsOfExpression);
    case 'all':
    case 'any':
      return condition.conditions.flatMap(expressionsOf);
    case 'not':
      return expressionsOf(condition.condition);
    case 'implies':
      return [condition.if, condition.then].flatMap(expressionsOf);
    default:
      return [];
  }
}

/** The computed fields that a condition compares as typed. */
export function typedFieldsOf(condition: Condition): readonly string[] {
  return expressionsOf(condition).flatMap((part) => (part.kind === 'typed' ? [part.field] : []));
}

/** What a condition divides by. */
export function divisorsOf(condition: Condition): readonly Expression[] {
  return expressionsOf(condition).flatMap((part) => (part.kind === 'divide' ? [part.right] : []));
}
