import {
  type Comparison,
  type Condition,
  compare,
  type Expression,
  field,
  fieldsOfExpression,
  typed,
} from '../form/condition.js';
import type { FieldInput, RuleDefinition } from '../form/form-definition.js';
import { GROUP_JOINT } from './column-kind.js';
import type { InferenceNote } from './inferred-form.js';
import { isPartTitle, isTotalTitle } from './title-words.js';

/** A relation that should hold, with what it was read from. */
export interface InferredRelation {
  readonly left: string;
  readonly operator: Comparison;
  readonly right: Expression;
  readonly isTyped: boolean;
  readonly level: RuleDefinition['level'];
  readonly note: InferenceNote;
}

/** Half a cent and rounding to two places: what is computed may differ by so much from what is written. */
const TOLERANCE = 0.01;

/** What is written into computed fields is what they are computed from. */
export function relationsOfComputed(fields: readonly FieldInput[]): readonly InferredRelation[] {
  return fields.flatMap((item): InferredRelation[] =>
    item.computed === undefined || item.computed === null
      ? []
      : [
          {
            left: item.key,
            operator: '=',
            right: item.computed,
            isTyped: true,
            level: 'error',
            note: { sureness: 'sure', item: '关系', why: '原表这一栏是公式' },
          },
        ],
  );
}

/** 其中 is not more than what it is part of. */
export function relationsOfParts(fields: readonly FieldInput[]): readonly InferredRelation[] {
  return fields.flatMap((item, index): InferredRelation[] => {
    if (!isNumber(item) || item.unit === '%') return [];
    const whole = wholeBefore(fields, index) ?? wholeOfGroup(fields, index);
    if (whole === null || (item.computed ?? null) !== null) return [];
    return [
      {
        left: item.key,
        operator: '<=',
        right: field(whole.key),
        isTyped: false,
        level: 'query',
        note: { sureness: 'check', item: '关系', why: `“${item.title}”是“${whole.title}”的一部分` },
      },
    ];
  });
}

/** For a field that begins with 其中: the field before it that is none, of the same group and unit. */
function wholeBefore(fields: readonly FieldInput[], index: number): FieldInput | null {
  const part = fields[index]!;
  return isPartTitle(part.title) ? lastWhole(fields, index, part.group ?? null, part.unit) : null;
}

/** For a field of a group 其中: the group's own total before it, else what stands before the group. */
function wholeOfGroup(fields: readonly FieldInput[], index: number): FieldInput | null {
  const part = fields[index]!;
  const groups = (part.group ?? '').split(GROUP_JOINT);
  if (groups.length < 2 || !isPartTitle(groups.at(-1)!)) return null;
  const total = fields
    .slice(0, index)
    .find((item) => item.group === part.group && isTotalTitle(item.title) && isComparable(item, part));
  return total ?? lastWhole(fields, index, groups.slice(0, -1).join(GROUP_JOINT), part.unit);
}

/** The last field before this one that is no part, in the group itself; groups within it are passed over. */
function lastWhole(
  fields: readonly FieldInput[],
  index: number,
  group: string | null,
  unit: FieldInput['unit'],
): FieldInput | null {
  for (let at = index - 1; at >= 0; at--) {
    const whole = fields[at]!;
    const isWithin = group !== null && (whole.group ?? '').startsWith(`${group}${GROUP_JOINT}`);
    if (isWithin || (whole.group === group && isPartTitle(whole.title))) continue;
    if (whole.group !== group) return null;
    return isNumber(whole) && whole.unit === unit ? whole : null;
  }
  return null;
}

function isComparable(one: FieldInput, other: FieldInput): boolean {
  return isNumber(one) && one.unit === other.unit;
}

function isNumber(item: FieldInput): boolean {
  return item.kind === 'integer' || item.kind === 'amount' || item.kind === 'decimal';
}

/** Relations as rules, each once; `SH-01` and so on. */
export function rulesOf(
  relations: readonly InferredRelation[],
  fields: readonly FieldInput[],
): readonly { readonly rule: RuleDefinition; readonly note: InferenceNote }[] {
  const seen = new Set<string>();
  const rules: { rule: RuleDefinition; note: InferenceNote }[] = [];
  const byKey = new Map(fields.map((item) => [item.key, item]));
  for (const relation of relations) {
    if (!areOneUnit(relation, byKey)) continue;
    const same = meaningOf(relation);
    if (seen.has(same)) continue;
    seen.add(same);
    const id = `SH-${String(rules.length + 1).padStart(2, '0')}`;
    rules.push({ rule: ruleOf(id, relation, byKey), note: relation.note });
  }
  return rules;
}

/** Households are not compared with money; a quotient has a unit of its own. */
function areOneUnit({ left, right }: InferredRelation, byKey: ReadonlyMap<string, FieldInput>): boolean {
  if (!isSum(right)) return true;
  const units = [left, ...fieldsOfExpression(right)].map((key) => byKey.get(key)?.unit ?? null);
  return units.every((unit) => unit === units[0]);
}

/** The same text for relations that say the same: a = b + c and b = a - c. */
function meaningOf({ left, operator, right, isTyped }: InferredRelation): string {
  if (!isSum(right)) return JSON.stringify([isTyped, left, operator, right]);
  const weights = new Map<string, number>();
  const add = (expression: Expression, weight: number): void => {
    if (expression.kind === 'field')
      weights.set(expression.field, (weights.get(expression.field) ?? 0) + weight);
    else if (expression.kind === 'add') for (const term of expression.terms) add(term, weight);
    else if (expression.kind === 'subtract') {
      add(expression.left, weight);
      add(expression.right, -weight);
    }
  };
  const isMirrored = operator === '>=' || operator === '>';
  add(field(left), isMirrored ? -1 : 1);
  add(right, isMirrored ? 1 : -1);
  const sorted = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  const turned = operator === '=' && (sorted[0]?.[1] ?? 0) < 0 ? -1 : 1;
  const sign = isMirrored ? (operator === '>=' ? '<=' : '<') : operator;
  return JSON.stringify([sign, sorted.map(([key, weight]) => [key, weight * turned])]);
}

const SIGN_WORDS: Readonly<Record<Comparison, readonly [holds: string, broken: string]>> = {
  '=': ['等于', '不等于'],
  '<=': ['不大于', '大于'],
  '>=': ['不小于', '小于'],
  '<': ['小于', '不小于'],
  '>': ['大于', '不大于'],
  '<>': ['不等于', '等于'],
};

function ruleOf(
  id: string,
  { left, operator, right, isTyped, level }: InferredRelation,
  byKey: ReadonlyMap<string, FieldInput>,
): RuleDefinition {
  const sides = [left, ...fieldsOfExpression(right)].map((key) => byKey.get(key)!);
  const isWhole = sides.every((item) => item.kind === 'integer') && isSum(right);
  const tolerance = operator === '=' && !isWhole ? TOLERANCE : 0;
  const holds: Condition = compare(isTyped ? typed(left) : field(left), operator, right, tolerance);
  const target = byKey.get(left)!;
  const nameOf = (item: FieldInput) => nameAmong(item, byKey);
  const [word, broken] = SIGN_WORDS[operator];
  const words = expressionWords(right, byKey, (item) => `“${nameOf(item)}”`);
  const values = expressionWords(right, byKey, (item) => `“${nameOf(item)}”{${item.key}}`);
  return {
    id,
    level,
    blanks: operator === '=' ? 'zero' : 'skip',
    checks: [{ kind: 'row', holds, at: left }],
    text: `“${nameOf(target)}”${word}${words}`,
    message: `“${nameOf(target)}”填了 {${left}}，${broken}${values}`,
    fix: level === 'error' ? '请核对后改正其中一个数' : '有误请改正，属实请写明原因',
  };
}

/** The title, with the group right above it where another field has the same. */
function nameAmong(item: FieldInput, byKey: ReadonlyMap<string, FieldInput>): string {
  const isOnly = [...byKey.values()].every((other) => other === item || other.title !== item.title);
  const group = item.group?.split(GROUP_JOINT).at(-1);
  return isOnly || group === undefined ? item.title : `${group}·${item.title}`;
}

function isSum(expression: Expression): boolean {
  switch (expression.kind) {
    case 'field':
      return true;
    case 'add':
      return expression.terms.every(isSum);
    case 'subtract':
      return isSum(expression.left) && isSum(expression.right);
    default:
      return false;
  }
}

const SIGN_TEXTS = { subtract: '减', multiply: '乘', divide: '除以' } as const;

function expressionWords(
  expression: Expression,
  byKey: ReadonlyMap<string, FieldInput>,
  say: (item: FieldInput) => string,
  isInner = false,
): string {
  const inner = (part: Expression) => expressionWords(part, byKey, say, true);
  const bracket = (text: string) => (isInner ? `（${text}）` : text);
  switch (expression.kind) {
    case 'field':
    case 'typed':
      return say(byKey.get(expression.field)!);
    case 'literal':
      return String(expression.value);
    case 'parameter':
      return expression.name;
    case 'add':
      return bracket(expression.terms.map(inner).join('加'));
    case 'subtract':
    case 'multiply':
    case 'divide':
      return bracket(`${inner(expression.left)}${SIGN_TEXTS[expression.kind]}${inner(expression.right)}`);
  }
}
