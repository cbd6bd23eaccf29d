import { type Comparison, type Expression, fieldsOfExpression } from '../form/condition.js';
import type { FieldInput } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';
import type { SheetSurvey, ValidationOperator } from '../workbook/survey.js';
import { isSignature } from './line-words.js';
import { expressionOf, type FieldAt, type FormulaNode, parseFormula } from './parse-formula.js';
import type { InferredRelation } from './relations.js';
import { unmark, unnumbered } from './title-words.js';

/** Relations that the data validations of the sheet say: E107=SUM(E108:E114), not more than E52. */
export function relationsOfValidations(sheet: SheetSurvey, fieldAt: FieldAt): readonly InferredRelation[] {
  return sheet.validations.flatMap(({ ranges, type, operator, formulas }) => {
    const [first] = ranges;
    const key = first === undefined ? null : fieldAt(first.top, first.left);
    if (key === null || type === 'list' || type === 'date' || type === 'any') return [];
    const nodes = formulas.map((formula) => parseFormula(formula));
    return nodes.flatMap((node, index) => {
      if (node === null) return [];
      const compared = comparisonsIn(node);
      if (compared.length > 0)
        return compared.flatMap(({ sign, left, right }) => relationOf(left, sign, right, fieldAt));
      const sign = signOf(operator, index);
      const right = sign === null ? null : expressionOf(node, fieldAt);
      return sign === null || right === null || !readsOthers(right, key)
        ? []
        : [stated(key, sign, right, '原表的数据验证这样限定')];
    });
  });
}

const SIGNS: Readonly<Partial<Record<ValidationOperator, Comparison>>> = {
  equal: '=',
  greaterThan: '>',
  lessThan: '<',
  greaterThanOrEqual: '>=',
  lessThanOrEqual: '<=',
};

function signOf(operator: ValidationOperator, index: number): Comparison | null {
  if (operator === 'between') return index === 0 ? '>=' : '<=';
  return SIGNS[operator] ?? null;
}

function readsOthers(expression: Expression, key: string): boolean {
  const keys = fieldsOfExpression(expression);
  return keys.length > 0 && !keys.includes(key);
}

type ComparisonNode = Extract<FormulaNode, { kind: 'comparison' }>;

function comparisonsIn(node: FormulaNode): readonly ComparisonNode[] {
  if (node.kind === 'comparison') return [node];
  return node.kind === 'call' && node.name === 'AND' ? node.args.flatMap(comparisonsIn) : [];
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<=': '>=',
  '>=': '<=',
  '<': '>',
  '>': '<',
};

/** One side must be a field alone; a smaller one is blamed rather than what it is part of. */
function relationOf(
  left: FormulaNode,
  sign: Comparison,
  right: FormulaNode,
  fieldAt: FieldAt,
): readonly InferredRelation[] {
  const [one, other] = [expressionOf(left, fieldAt), expressionOf(right, fieldAt)];
  if (one === null || other === null) return [];
  const why = '原表的数据验证这样限定';
  const isPart = sign === '>=' || sign === '>';
  if (one.kind === 'field' && !(isPart && other.kind === 'field'))
    return readsOthers(other, one.field) ? [stated(one.field, sign, other, why)] : [];
  if (other.kind !== 'field' || !readsOthers(one, other.field)) return [];
  return [stated(other.field, MIRRORED[sign], one, why)];
}

function stated(left: string, operator: Comparison, right: Expression, why: string): InferredRelation {
  return {
    left,
    operator,
    right,
    isTyped: false,
    level: 'query',
    note: { sureness: 'check', item: '关系', why },
  };
}

/** Equations in the lines below a table: by titles, or by the numbers of the columns. */
export function relationsOfNotes(
  notes: readonly string[],
  fields: readonly FieldInput[],
  keyOfIndex: ReadonlyMap<number, string>,
): readonly InferredRelation[] {
  return notes
    .filter((line) => !isSignature(line))
    .flatMap((line) => [...byIndex(line, fields, keyOfIndex), ...byTitles(line, fields)]);
}

/** （6） = （3）/（2）×100%: several may stand in one line. */
function byIndex(
  line: string,
  fields: readonly FieldInput[],
  keyOfIndex: ReadonlyMap<number, string>,
): readonly InferredRelation[] {
  if (keyOfIndex.size === 0) return [];
  const folded = foldText(line);
  const starts = [...folded.matchAll(/\((\d{1,3})\)=/g)];
  return starts.flatMap((match, at) => {
    const key = keyOfIndex.get(Number(match[1]));
    const end = starts[at + 1]?.index ?? folded.length;
    const unit = fields.find((item) => item.key === key)?.unit;
    const formula = folded
      .slice(match.index + match[0].length, end)
      .replace(/\((\d{1,3})\)/g, 'A$1')
      .replaceAll('×', '*')
      .replaceAll('÷', '/')
      // A column of per cent holds 50, not 0.5.
      .replaceAll('100%', unit === '%' ? '100' : '100%')
      .replace(/[,;。.]+$/, '');
    const node = parseFormula(formula);
    const right =
      node && expressionOf(node, (row, column) => (column === 1 ? (keyOfIndex.get(row) ?? null) : null));
    return key === undefined || right === null || !readsOthers(right, key)
      ? []
      : [stated(key, '=', right, `原表注释：${line.trim()}`)];
  });
}

/** 已投入帮扶资金 = 用于帮扶到户资金 + 用于帮扶到村资金. */
function byTitles(line: string, fields: readonly FieldInput[]): readonly InferredRelation[] {
  const written = foldText(unnumbered(unmark(line.replace(/^\s*注[:：]/, '')).trim()));
  const sides = written.split('=');
  if (sides.length !== 2) return [];
  const keyOf = (title: string): string | null => {
    const found = fields.filter((item) => foldText(item.title) === title.replace(/[。;,]$/, ''));
    return found.length === 1 ? found[0]!.key : null;
  };
  const left = keyOf(sides[0]!);
  const parts = sides[1]!.split(/([+-])/);
  const keys = parts.filter((_, index) => index % 2 === 0).map(keyOf);
  if (left === null || keys.length < 2 || keys.some((key) => key === null)) return [];
  const right = keys
    .slice(1)
    .reduce<Expression>((sum, key, index) => joined(sum, parts[2 * index + 1]!, key!), {
      kind: 'field',
      field: keys[0]!,
    });
  return readsOthers(right, left)
    ? [{ ...stated(left, '=', right, `原表注释：${line.trim()}`), level: 'error' }]
    : [];
}

function joined(sum: Expression, sign: string, key: string): Expression {
  const term: Expression = { kind: 'field', field: key };
  if (sign === '-') return { kind: 'subtract', left: sum, right: term };
  return { kind: 'add', terms: sum.kind === 'add' ? [...sum.terms, term] : [sum, term] };
}
