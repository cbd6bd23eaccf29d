import type { Condition, Expression } from '../condition.js';
import type { Relation } from './parse-relation.js';
import {
  AT_LEAST_FUNCTIONS,
  FUNCTION_TITLES,
  type NamedField,
  nameOfField,
  PARAMETER_TITLES,
} from './relation-names.js';
import { OPERATOR_WORDS } from './relation-tokens.js';

/** A relation as 审核关系 shows it; parsing the text gives the relation again. */
export function formatRelation(relation: Relation, fields: readonly NamedField[]): string {
  switch (relation.kind) {
    case 'row':
      return formatCondition(relation.holds, fields);
    case 'unique': {
      const title = FUNCTION_TITLES[relation.within === 'unit' ? 'uniqueInUnit' : 'uniqueInCampaign'];
      const names = relation.fields.map((key) => nameIn(key, fields)).join('，');
      const except = relation.except === null ? '' : ` 除非 ${condition(relation.except, fields, 'never')}`;
      return `${title}(${names})${except}`;
    }
    case 'atLeast': {
      const title = FUNCTION_TITLES[AT_LEAST_FUNCTIONS[relation.every]];
      return `${title}(${nameIn(relation.field, fields)}，${relation.times})`;
    }
    case 'noRowsFrom':
      return `${FUNCTION_TITLES.noRowsFrom}(${quote(relation.category)})`;
  }
}

/** A condition in the relation language. */
export function formatCondition(item: Condition, fields: readonly NamedField[]): string {
  return condition(item, fields, 'never');
}

/** An expression in the relation language. */
export function formatExpression(item: Expression, fields: readonly NamedField[]): string {
  return expression(item, fields, false);
}

/** `inner`: the condition stands within another and is bracketed when it is made of several. */
function condition(item: Condition, fields: readonly NamedField[], brackets: 'inner' | 'never'): string {
  const bracket = (text: string) => (brackets === 'inner' ? `(${text})` : text);
  const inner = (part: Condition) => condition(part, fields, 'inner');
  switch (item.kind) {
    case 'compare': {
      const tolerance = item.tolerance === 0 ? '' : ` ± ${item.tolerance}`;
      const sides = [item.left, item.right].map((side) => expression(side, fields, false));
      return `${sides[0]} ${item.operator} ${sides[1]}${tolerance}`;
    }
    case 'given':
      return `${nameIn(item.field, fields)} 不为空`;
    case 'blank':
      return `${nameIn(item.field, fields)} 为空`;
    case 'oneOf':
      return item.options.length === 1 && isOption(item.field, fields)
        ? `${nameIn(item.field, fields)} = ${quote(item.options[0]!)}`
        : `${nameIn(item.field, fields)} 属于 [${item.options.map(quote).join('，')}]`;
    case 'telephone':
      return `${FUNCTION_TITLES.telephone}(${nameIn(item.field, fields)})`;
    case 'all':
      return bracket(item.conditions.map(inner).join(' 且 '));
    case 'any':
      return bracket(item.conditions.map(inner).join(' 或 '));
    case 'not':
      return `非 (${condition(item.condition, fields, 'never')})`;
    case 'implies':
      return bracket(`${inner(item.if)} → ${inner(item.then)}`);
  }
}

const SIGNS = { subtract: '-', multiply: '*', divide: '/' } as const;

function expression(item: Expression, fields: readonly NamedField[], isInner: boolean): string {
  const inner = (part: Expression) => expression(part, fields, true);
  const bracket = (text: string) => (isInner ? `(${text})` : text);
  switch (item.kind) {
    case 'field':
      return nameIn(item.field, fields);
    case 'typed':
      return `${FUNCTION_TITLES.typed}(${nameIn(item.field, fields)})`;
    case 'literal':
      return typeof item.value === 'number' ? String(item.value) : quote(item.value);
    case 'parameter':
      return PARAMETER_TITLES[item.name];
    case 'add':
      return item.terms.length < 2
        ? `${FUNCTION_TITLES.sum}(${item.terms.map(inner).join('，')})`
        : bracket(item.terms.map(inner).join(' + '));
    case 'subtract':
    case 'multiply':
    case 'divide':
      return bracket(`${inner(item.left)} ${SIGNS[item.kind]} ${inner(item.right)}`);
  }
}

function isOption(key: string, fields: readonly NamedField[]): boolean {
  return fields.some((field) => field.key === key && field.kind === 'option');
}

/** A title as it stands, or in 【】 where it could be taken apart. */
function nameIn(key: string, fields: readonly NamedField[]): string {
  const name = nameOfField(fields.find((field) => field.key === key)!, fields);
  const isPlain =
    /^[\p{L}\p{N}_]+$/u.test(name) &&
    !/^\d/.test(name) &&
    !OPERATOR_WORDS.some((word) => name.includes(word));
  return isPlain ? name : `【${name}】`;
}

function quote(text: string): string {
  return `"${text}"`;
}
