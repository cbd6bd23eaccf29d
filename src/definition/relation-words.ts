import type { Comparison, Condition, Expression } from '../form/condition.js';
import { operandsOf } from '../form/condition.js';
import type { FieldDefinition, RuleDefinition } from '../form/form-definition.js';
import { formatExpression } from '../form/relation/format-relation.js';
import type { Relation } from '../form/relation/parse-relation.js';
import { nameOfField, PARAMETER_TITLES } from '../form/relation/relation-names.js';

// What a rule says where 审核关系 gives the relation alone.

const COMPARISONS: Readonly<Record<Comparison, string>> = {
  '<=': '不大于',
  '>=': '不小于',
  '<': '小于',
  '>': '大于',
  '=': '等于',
  '<>': '不等于',
};
const DATE_COMPARISONS: Readonly<Record<Comparison, string>> = {
  '<=': '不晚于',
  '>=': '不早于',
  '<': '早于',
  '>': '晚于',
  '=': '等于',
  '<>': '不等于',
};
const SPANS = { month: '每月', quarter: '每季度', year: '每年' } as const;

const FIXES: Readonly<Record<RuleDefinition['level'], string>> = {
  error: '请核对后改正',
  query: '有误请改正，属实请在“说明”栏写明原因',
  hint: '请看一下是否有误，属实的不用改',
};

/** What to do, by level. */
export function fixOf(level: RuleDefinition['level']): string {
  return FIXES[level];
}

/** A relation as a sentence without full stop. */
export function describeRelation(relation: Relation, fields: readonly FieldDefinition[]): string {
  const names = (keys: readonly string[]) => keys.map((key) => quoted(key, fields)).join('、');
  switch (relation.kind) {
    case 'row':
      return spaced(describeCondition(relation.holds, fields));
    case 'unique': {
      const within = relation.within === 'unit' ? '在本单位内不重复' : '在各单位之间不重复';
      const except =
        relation.except === null ? '' : `（${spaced(describeCondition(relation.except, fields))}的除外）`;
      return `${names(relation.fields)}${within}${except}`;
    }
    case 'atLeast':
      return `${SPANS[relation.every]}至少 ${relation.times} 次，看${quoted(relation.field, fields)}`;
    case 'noRowsFrom':
      return `${relation.category}一般不填报这张表`;
  }
}

/** One blank between a number and the words beside it, none beside punctuation. */
function spaced(text: string): string {
  return text
    .replace(/ +/g, ' ')
    .replace(/ (?=[，、（）])/g, '')
    .trim();
}

/** What is said where a relation does not hold; `text`: the rule in words. */
export function messageOf(relation: Relation, text: string, fields: readonly FieldDefinition[]): string {
  switch (relation.kind) {
    case 'row': {
      const compared = [...operandsOf(relation.holds).compared].slice(0, 4);
      const values = compared.map((key) => {
        const unit = fields.find((item) => item.key === key)?.unit ?? '';
        return `${quoted(key, fields)}{${key}}${unit === '' ? '' : ` ${unit}`}`;
      });
      return values.length === 0 ? `不符合规则：${text}` : `${values.join('，')}，不符合规则：${text}`;
    }
    case 'unique': {
      const values = relation.fields.map((key) => `${quoted(key, fields)}{${key}}`).join('，');
      return `${values}，已填过（{earlierUnit}第 {earlierRow} 行）`;
    }
    case 'atLeast':
      return '{span}只有 {times} 次，应至少 {expected} 次';
    case 'noRowsFrom':
      return text;
  }
}

/** The field that is blamed where nobody says which: the first of the consequence. */
export function blamedField(relation: Relation, fields: readonly FieldDefinition[], subject: string): string {
  switch (relation.kind) {
    case 'row':
      return firstBlamed(relation.holds) ?? subject;
    case 'unique':
      return relation.fields[0] ?? subject;
    case 'atLeast':
      return relation.field;
    case 'noRowsFrom':
      return subject || fields[0]!.key;
  }
}

function firstBlamed(condition: Condition): string | null {
  switch (condition.kind) {
    case 'implies':
      return firstBlamed(condition.then) ?? firstBlamed(condition.if);
    case 'all':
    case 'any':
      return condition.conditions.map(firstBlamed).find((key) => key !== null) ?? null;
    case 'not':
      return firstBlamed(condition.condition);
    case 'compare': {
      const { compared } = operandsOf(condition);
      return [...compared][0] ?? null;
    }
    default:
      return condition.field;
  }
}

function describeCondition(condition: Condition, fields: readonly FieldDefinition[]): string {
  const part = (inner: Condition) => describeCondition(inner, fields);
  switch (condition.kind) {
    case 'compare': {
      const words = isDate(condition.left, fields) ? DATE_COMPARISONS : COMPARISONS;
      const [left, right] = [condition.left, condition.right].map((side) => describeExpression(side, fields));
      const tolerance = condition.tolerance === 0 ? '' : `（相差不超过 ${condition.tolerance}）`;
      return `${left}${words[condition.operator]}${right}${tolerance}`;
    }
    case 'given':
      return `${quoted(condition.field, fields)}已填`;
    case 'blank':
      return `${quoted(condition.field, fields)}不填`;
    case 'oneOf':
      return `${quoted(condition.field, fields)}是${condition.options.join('或')}`;
    case 'telephone':
      return `${quoted(condition.field, fields)}是手机号码或带区号的固定电话`;
    case 'all':
      return condition.conditions.map(part).join('，并且');
    case 'any':
      return condition.conditions.map(part).join('，或者');
    case 'not':
      return condition.condition.kind === 'oneOf'
        ? `${quoted(condition.condition.field, fields)}不是${condition.condition.options.join('或')}`
        : `不能${part(condition.condition)}`;
    case 'implies':
      return `${part(condition.if)}的，${condition.then.kind === 'given' ? `${quoted(condition.then.field, fields)}要填` : part(condition.then)}`;
  }
}

function describeExpression(expression: Expression, fields: readonly FieldDefinition[]): string {
  switch (expression.kind) {
    case 'field':
    case 'typed':
      return quoted(expression.field, fields);
    case 'literal':
      return ` ${expression.value} `;
    case 'parameter':
      return PARAMETER_TITLES[expression.name];
    case 'add':
      if (expression.terms.every((term) => term.kind === 'field'))
        return expression.terms.map((term) => describeExpression(term, fields)).join('加');
      return ` ${formatExpression(expression, fields)} `;
    default:
      return ` ${formatExpression(expression, fields)} `;
  }
}

function isDate(expression: Expression, fields: readonly FieldDefinition[]): boolean {
  return expression.kind === 'field' && fields.find((item) => item.key === expression.field)?.kind === 'date';
}

function quoted(key: string, fields: readonly FieldDefinition[]): string {
  const field = fields.find((item) => item.key === key)!;
  return `“${nameOfField(field, fields)}”`;
}
