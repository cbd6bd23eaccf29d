import jsep, { type Expression as Node } from 'jsep';
import { type Comparison, type Condition, type Expression, implies } from '../condition.js';
import type { CalendarSpan } from '../form-definition.js';
import { AT_LEAST_FUNCTIONS, type NamedField } from './relation-names.js';
import { type Meaning, tokenizeRelation } from './relation-tokens.js';

/** A relation that could be read: a test of rows, rows that are there once, or units that report no rows. */
export type Relation =
  | { readonly kind: 'row'; readonly holds: Condition }
  | {
      readonly kind: 'unique';
      readonly fields: readonly string[];
      readonly within: 'unit' | 'campaign';
      readonly except: Condition | null;
    }
  | {
      readonly kind: 'atLeast';
      readonly times: number;
      readonly every: CalendarSpan;
      readonly field: string;
    }
  | { readonly kind: 'noRowsFrom'; readonly category: string };

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: string };

/** Far more than a relation that people can still read; what is longer or deeper is refused before it is parsed. */
const MAX_LENGTH = 500;
const MAX_DEPTH = 20;

// The parser's operators are ours alone: nothing else of JavaScript is left, and nothing is ever evaluated.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.addUnaryOp('!');
jsep.addUnaryOp('-');
const PRECEDENCES: readonly (readonly [string, number])[] = [
  ['^', 1],
  ['->', 2],
  ['||', 3],
  ['&&', 4],
  ...['==', '!=', '<=', '>=', '<', '>', '%', '%%'].map((sign) => [sign, 5] as const),
  ['~', 6],
  ['+', 7],
  ['-', 7],
  ['*', 8],
  ['/', 8],
];
for (const [sign, precedence] of PRECEDENCES) jsep.addBinaryOp(sign, precedence, sign === '->');

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': '=',
  '!=': '<>',
  '<=': '<=',
  '>=': '>=',
  '<': '<',
  '>': '>',
};

/** Carries a sentence out of the depths of a relation. */
class RelationProblem extends Error {}

/**
 * Parses a relation of 审核关系: `走访户数 <= 结对帮扶户数`, `对接状态 = "已实现" → 完成日期 不为空`,
 * `填报的(合计金额) = 捐款金额 + 折价金额 ± 0.01`. Fields are named by title, 分组/标题 or key. The problem is a
 * sentence without full stop.
 */
export function parseRelation(text: string, fields: readonly NamedField[]): Parsed<Relation> {
  return parse(text, fields, (node, meanings) => relationOf(node, meanings));
}

/** Parses a condition alone, as for which rows a total counts. */
export function parseCondition(text: string, fields: readonly NamedField[]): Parsed<Condition> {
  return parse(text, fields, (node, meanings) => conditionOf(node, meanings));
}

/** Parses an expression, as of a computed field: `慰问金 + 慰问品折价`. */
export function parseExpression(text: string, fields: readonly NamedField[]): Parsed<Expression> {
  return parse(text, fields, (node, meanings) => expressionOf(node, meanings));
}

type Meanings = ReadonlyMap<string, Meaning>;

function parse<T>(
  text: string,
  fields: readonly NamedField[],
  compile: (node: Node, meanings: Meanings) => T,
): Parsed<T> {
  const refuse = (problem: string): Parsed<T> => ({ kind: 'problem', problem });
  if (text.trim() === '') return refuse('没有写关系');
  if (text.length > MAX_LENGTH) return refuse(`太长，最多 ${MAX_LENGTH} 个字`);
  if (depthOf(text) > MAX_DEPTH) return refuse(`括号套得太深，最多 ${MAX_DEPTH} 层`);
  const tokens = tokenizeRelation(text, fields);
  if ('problem' in tokens) return refuse(tokens.problem);
  let node: Node;
  try {
    node = jsep(tokens.source);
  } catch {
    return refuse('写得不完整：请核对括号、运算符和引号');
  }
  try {
    return { kind: 'parsed', value: compile(node, tokens.meanings) };
  } catch (error) {
    if (!(error instanceof RelationProblem)) throw error;
    return refuse(error.message);
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if ('([（'.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (')]）'.includes(character)) depth--;
  }
  // Signs before a term nest as well: 非 非 非 …, - - - …
  return Math.max(deepest, ...[...text.matchAll(/(?:[非\-－]\s*)+/g)].map(([signs]) => signs.length));
}

function relationOf(node: Node, meanings: Meanings): Relation {
  const except = isBinary(node, '^') ? node : null;
  const call = callOf(except === null ? node : left(except), meanings);
  if (call?.name === 'uniqueInUnit' || call?.name === 'uniqueInCampaign') {
    return {
      kind: 'unique',
      fields: call.terms.map((term) => fieldAt(term, meanings).key),
      within: call.name === 'uniqueInUnit' ? 'unit' : 'campaign',
      except: except === null ? null : conditionOf(right(except), meanings),
    };
  }
  if (except !== null) throw new RelationProblem('“除非”只能写在“不重复”后面');
  if (call?.name === 'noRowsFrom') {
    const category = call.terms.length === 1 ? meaningAt(call.terms[0]!, meanings) : null;
    if (category?.kind !== 'text') throw new RelationProblem('括号里请写一个单位类别，加引号');
    return { kind: 'noRowsFrom', category: category.text };
  }
  const every = SPANS.find((span) => AT_LEAST_FUNCTIONS[span] === call?.name);
  if (call !== null && every !== undefined) return atLeast(call.terms, every, meanings);
  return { kind: 'row', holds: conditionOf(node, meanings) };
}

const SPANS = Object.keys(AT_LEAST_FUNCTIONS) as readonly CalendarSpan[];

/** `每季度至少(走访日期，1)`. */
function atLeast(terms: readonly Node[], every: CalendarSpan, meanings: Meanings): Relation {
  const [date, times] = terms;
  if (date === undefined || times === undefined || terms.length > 2)
    throw new RelationProblem('括号里请写一个日期字段和次数，如：每季度至少(走访日期，1)');
  const field = fieldAt(date, meanings);
  if (field.kind !== 'date') throw new RelationProblem(`“${field.title}”不是日期`);
  const count = numberAt(times);
  if (!Number.isInteger(count) || count < 1) throw new RelationProblem('次数应是 1 以上的整数');
  return { kind: 'atLeast', times: count, every, field: field.key };
}

function conditionOf(node: Node, meanings: Meanings): Condition {
  const part = (inner: Node) => conditionOf(inner, meanings);
  if (isBinary(node, '->')) return implies(part(left(node)), part(right(node)));
  if (isBinary(node, '&&')) return { kind: 'all', conditions: chainOf(node, '&&').map(part) };
  if (isBinary(node, '||')) return { kind: 'any', conditions: chainOf(node, '||').map(part) };
  if (node.type === 'UnaryExpression' && node.operator === '!')
    return { kind: 'not', condition: part(node.argument as Node) };
  if (isBinary(node, '%')) return oneOf(node, meanings);
  if (isBinary(node, '%%')) return { kind: 'not', condition: oneOf(node, meanings) };
  const call = callOf(node, meanings);
  if (call?.name === 'telephone') {
    if (call.terms.length !== 1) throw new RelationProblem('“是电话号码”的括号里请写一个字段');
    return { kind: 'telephone', field: fieldAt(call.terms[0]!, meanings).key };
  }
  const operator = isBinaryNode(node) ? COMPARISONS[String(node.operator)] : undefined;
  if (operator === undefined) throw new RelationProblem('应是能判断对错的关系，如：走访户数 <= 结对帮扶户数');
  return comparison(node, operator, meanings);
}

/** `属于 ["甲", "乙"]`. */
function oneOf(node: Node, meanings: Meanings): Condition {
  const field = fieldAt(left(node), meanings);
  const list = right(node);
  if (list.type !== 'ArrayExpression') throw new RelationProblem('“属于”后面请写 ["甲", "乙"]');
  const options = (list.elements as (Node | null)[]).map((item) => {
    const meaning = item === null ? null : meaningAt(item, meanings);
    if (meaning?.kind !== 'text') throw new RelationProblem('“属于”后面的各项请加引号');
    return optionOf(field, meaning.text);
  });
  return { kind: 'oneOf', field: field.key, options };
}

function comparison(node: Node, operator: Comparison, meanings: Meanings): Condition {
  const [first, second] = [left(node), right(node)];
  const [one, other] = [meaningAt(first, meanings), meaningAt(second, meanings)];
  if (other?.kind === 'blank') {
    const { key } = fieldAt(first, meanings);
    return operator === '=' ? { kind: 'blank', field: key } : { kind: 'given', field: key };
  }
  if (one?.kind === 'field' && one.field.kind === 'option' && other?.kind === 'text') {
    if (operator !== '=' && operator !== '<>')
      throw new RelationProblem(`“${one.field.title}”是选项，不能比大小`);
    const chosen: Condition = {
      kind: 'oneOf',
      field: one.field.key,
      options: [optionOf(one.field, other.text)],
    };
    return operator === '=' ? chosen : { kind: 'not', condition: chosen };
  }
  const tolerated = isBinary(second, '~') ? second : null;
  const left_ = expressionOf(first, meanings);
  const right_ = expressionOf(tolerated === null ? second : left(tolerated), meanings);
  checkComparable(left_, right_, meanings);
  return {
    kind: 'compare',
    left: left_,
    operator,
    right: right_,
    tolerance: tolerated === null ? 0 : numberAt(right(tolerated)),
  };
}

function expressionOf(node: Node, meanings: Meanings): Expression {
  const part = (inner: Node) => expressionOf(inner, meanings);
  if (node.type === 'Literal') return { kind: 'literal', value: numberAt(node) };
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    return { kind: 'literal', value: -numberAt(node.argument as Node) };
  }
  if (isBinary(node, '+')) return { kind: 'add', terms: chainOf(node, '+').map(part) };
  if (isBinary(node, '-')) return { kind: 'subtract', left: part(left(node)), right: part(right(node)) };
  if (isBinary(node, '*')) return { kind: 'multiply', left: part(left(node)), right: part(right(node)) };
  if (isBinary(node, '/')) return { kind: 'divide', left: part(left(node)), right: part(right(node)) };
  const call = callOf(node, meanings);
  if (call?.name === 'sum') return { kind: 'add', terms: call.terms.map(part) };
  if (call?.name === 'typed') {
    if (call.terms.length !== 1) throw new RelationProblem('“填报的”的括号里请写一个字段');
    return { kind: 'typed', field: fieldAt(call.terms[0]!, meanings).key };
  }
  const meaning = meaningAt(node, meanings);
  switch (meaning?.kind) {
    case 'field':
      return { kind: 'field', field: meaning.field.key };
    case 'parameter':
      return { kind: 'parameter', name: meaning.name };
    case 'text':
      return { kind: 'literal', value: meaning.text };
    default:
      throw new RelationProblem('应是字段、数字，或由它们组成的算式');
  }
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A text beside a date is a date; a number is not compared with a text, nor an option with a number. */
function checkComparable(first: Expression, second: Expression, meanings: Meanings): void {
  const natures = [natureOf(first, meanings), natureOf(second, meanings)];
  if (natures[0] === natures[1]) return;
  const names = { number: '数字', date: '日期', text: '文字' } as const;
  const [one, other] = natures;
  throw new RelationProblem(`不能把${names[one!]}和${names[other!]}放在一起比较`);
}

function natureOf(expression: Expression, meanings: Meanings): 'number' | 'date' | 'text' {
  switch (expression.kind) {
    case 'literal':
      if (typeof expression.value === 'number') return 'number';
      return ISO_DATE.test(expression.value) ? 'date' : 'text';
    case 'parameter':
      return expression.name === 'wishAmountLimit' ? 'number' : 'date';
    case 'field':
    case 'typed': {
      const { kind } = [...meanings.values()].flatMap((meaning) =>
        meaning.kind === 'field' && meaning.field.key === expression.field ? [meaning.field] : [],
      )[0]!;
      if (kind === 'date') return 'date';
      return kind === 'integer' || kind === 'amount' || kind === 'decimal' ? 'number' : 'text';
    }
    default: {
      const parts = 'terms' in expression ? expression.terms : [expression.left, expression.right];
      if (parts.some((part) => natureOf(part, meanings) !== 'number'))
        throw new RelationProblem('只有数字能加减乘除');
      return 'number';
    }
  }
}

function optionOf(field: NamedField, text: string): string {
  if (field.kind === 'option' && !field.options.some((option) => option.value === text))
    throw new RelationProblem(`“${text}”不是“${field.title}”的选项`);
  return text;
}

function meaningAt(node: Node, meanings: Meanings): Meaning | null {
  return node.type === 'Identifier' ? (meanings.get(String(node.name)) ?? null) : null;
}

function fieldAt(node: Node, meanings: Meanings): NamedField {
  const meaning = meaningAt(node, meanings);
  if (meaning?.kind !== 'field') throw new RelationProblem('这里应是一个字段');
  return meaning.field;
}

function numberAt(node: Node): number {
  if (node.type !== 'Literal' || typeof node.value !== 'number')
    throw new RelationProblem('这里应是一个数字');
  return node.value;
}

function callOf(node: Node, meanings: Meanings) {
  if (node.type !== 'CallExpression') return null;
  const meaning = meaningAt(node.callee as Node, meanings);
  if (meaning?.kind !== 'function') throw new RelationProblem('括号前面应是“合计”“填报的”等，或运算符');
  return { name: meaning.name, terms: node.arguments as Node[] };
}

/** The parts of a chain of one operator, which is parsed from the left. */
function chainOf(node: Node, operator: string): Node[] {
  const first = left(node);
  return isBinary(first, operator) ? [...chainOf(first, operator), right(node)] : [first, right(node)];
}

function isBinaryNode(node: Node): boolean {
  return node.type === 'BinaryExpression' || node.type === 'LogicalExpression';
}

function isBinary(node: Node, operator: string): boolean {
  return isBinaryNode(node) && node.operator === operator;
}

const left = (node: Node): Node => node.left as Node;
const right = (node: Node): Node => node.right as Node;
