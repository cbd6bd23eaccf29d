import type { Comparison, Expression } from '../form/condition.js';
import { type CellRange, parseRange } from '../workbook/reference.js';

/** What of a formula can be said of fields: numbers, cells, areas and what is done with them. */
export type FormulaNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'cells'; readonly range: CellRange }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaNode[] }
  | {
      readonly kind: 'operation';
      readonly sign: '+' | '-' | '*' | '/';
      readonly left: FormulaNode;
      readonly right: FormulaNode;
    }
  | {
      readonly kind: 'comparison';
      readonly sign: Comparison;
      readonly left: FormulaNode;
      readonly right: FormulaNode;
    };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"((?:[^"]|"")*)"|(\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(!])|([A-Za-z_][\w.]*)\(|(<=|>=|<>|[-+*/%(),<>=]))/y;

type Token = { readonly kind: 'number' | 'text' | 'cells' | 'call' | 'sign'; readonly text: string };

/** Deeper than people nest. */
const MOST_TOKENS = 500;

/** Reads a formula (without `=`) of cells of the same sheet; null for whatever else stands in it. */
export function parseFormula(formula: string): FormulaNode | null {
  const tokens = tokensOf(formula);
  if (tokens === null) return null;
  const reader = new FormulaReader(tokens);
  const node = reader.comparison();
  return node !== null && reader.isDone ? node : null;
}

function tokensOf(formula: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const text = formula.trim();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null || tokens.length >= MOST_TOKENS) return null;
    const [, number, quoted, cells, call, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else if (cells !== undefined) tokens.push({ kind: 'cells', text: cells });
    else if (call !== undefined) tokens.push({ kind: 'call', text: call.toUpperCase() });
    else tokens.push({ kind: 'sign', text: sign! });
  }
  return tokens;
}

class FormulaReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get isDone(): boolean {
    return this.at === this.tokens.length;
  }

  comparison(): FormulaNode | null {
    const left = this.sum();
    const sign = this.takeSign('<=', '>=', '<>', '<', '>', '=');
    if (left === null || sign === null) return left;
    const right = this.sum();
    return right === null ? null : { kind: 'comparison', sign: sign as Comparison, left, right };
  }

  private sum(): FormulaNode | null {
    return this.chain(() => this.product(), '+', '-');
  }

  private product(): FormulaNode | null {
    return this.chain(() => this.signed(), '*', '/');
  }

  private chain(part: () => FormulaNode | null, ...signs: readonly ('+' | '-' | '*' | '/')[]) {
    let node = part();
    for (;;) {
      const sign = node === null ? null : this.takeSign(...signs);
      if (node === null || sign === null) return node;
      const right = part();
      node = right === null ? null : { kind: 'operation', sign: sign as '+', left: node, right };
    }
  }

  private signed(): FormulaNode | null {
    if (this.takeSign('+')) return this.signed();
    if (this.takeSign('-')) {
      const right = this.signed();
      if (right?.kind === 'number') return { kind: 'number', value: -right.value };
      return right === null
        ? null
        : { kind: 'operation', sign: '-', left: { kind: 'number', value: 0 }, right };
    }
    const node = this.operand();
    if (node === null || !this.takeSign('%')) return node;
    return node.kind === 'number'
      ? { kind: 'number', value: node.value / 100 }
      : { kind: 'operation', sign: '/', left: node, right: { kind: 'number', value: 100 } };
  }

  private operand(): FormulaNode | null {
    const token = this.tokens[this.at];
    if (token === undefined) return null;
    this.at++;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'text':
        return { kind: 'text', value: token.text };
      case 'cells': {
        const range = parseRange(token.text.replaceAll('$', ''));
        return range === null ? null : { kind: 'cells', range };
      }
      case 'call':
        return this.call(token.text);
      case 'sign': {
        const node = token.text === '(' ? this.comparison() : null;
        return node !== null && this.takeSign(')') ? node : null;
      }
    }
  }

  private call(name: string): FormulaNode | null {
    const args: FormulaNode[] = [];
    if (this.takeSign(')')) return { kind: 'call', name, args };
    for (;;) {
      const next = this.tokens[this.at];
      const isMissing = next?.kind === 'sign' && (next.text === ',' || next.text === ')');
      const node: FormulaNode | null = isMissing ? { kind: 'text', value: '' } : this.comparison();
      if (node === null) return null;
      args.push(node);
      if (this.takeSign(')')) return { kind: 'call', name, args };
      if (!this.takeSign(',')) return null;
    }
  }

  private takeSign(...signs: readonly string[]): string | null {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return null;
    this.at++;
    return token.text;
  }
}

/** The field that a cell belongs to; null for none. `undefined` is not used. */
export type FieldAt = (rowNumber: number, columnNumber: number) => string | null;

/** Functions that only dress their first argument: rounding, what to show instead of an error. */
const DRESSING = new Set(['ROUND', 'ROUNDUP', 'ROUNDDOWN', 'IFERROR', 'N', 'INT']);

/** A formula over fields as an expression; null when it says anything else than sums, products and quotients of them. */
export function expressionOf(node: FormulaNode, fieldAt: FieldAt): Expression | null {
  const part = (inner: FormulaNode) => expressionOf(inner, fieldAt);
  switch (node.kind) {
    case 'number':
      return { kind: 'literal', value: node.value };
    case 'cells': {
      const keys = fieldsIn(node.range, fieldAt);
      return keys?.length === 1 ? { kind: 'field', field: keys[0]! } : null;
    }
    case 'call': {
      const [first, second, third] = node.args;
      if (node.name === 'SUM') return sumOf(node.args, fieldAt);
      if (DRESSING.has(node.name) && first !== undefined) return part(first);
      if (node.name !== 'IF' || second === undefined) return null;
      // IF(blank,"",what is meant) and IF(divisor=0,0,what is meant).
      if (isNothing(second)) return third === undefined ? null : part(third);
      return third === undefined || isNothing(third) ? part(second) : null;
    }
    case 'operation': {
      const [left, right] = [part(node.left), part(node.right)];
      if (left === null || right === null) return null;
      switch (node.sign) {
        case '+':
          return { kind: 'add', terms: [...termsOf(left), ...termsOf(right)] };
        case '-':
          return { kind: 'subtract', left, right };
        case '*':
          return { kind: 'multiply', left, right };
        case '/':
          return { kind: 'divide', left, right };
      }
      return null;
    }
    default:
      return null;
  }
}

function isNothing(node: FormulaNode): boolean {
  return (node.kind === 'text' && node.value.trim() === '') || (node.kind === 'number' && node.value === 0);
}

function termsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'add' ? expression.terms : [expression];
}

function sumOf(args: readonly FormulaNode[], fieldAt: FieldAt): Expression | null {
  const terms: Expression[] = [];
  for (const arg of args) {
    const keys = arg.kind === 'cells' ? fieldsIn(arg.range, fieldAt) : null;
    if (keys !== null) terms.push(...keys.map((key): Expression => ({ kind: 'field', field: key })));
    else {
      const term = arg.kind === 'cells' ? null : expressionOf(arg, fieldAt);
      if (term === null) return null;
      terms.push(...termsOf(term));
    }
  }
  if (terms.length === 0) return null;
  return terms.length === 1 ? terms[0]! : { kind: 'add', terms };
}

/** More cells than a row or column of a form has. */
const MOST_CELLS = 1000;

/** The fields of an area, each once; null when a cell of it is none. */
function fieldsIn(range: CellRange, fieldAt: FieldAt): readonly string[] | null {
  if ((range.bottom - range.top + 1) * (range.right - range.left + 1) > MOST_CELLS) return null;
  const keys = new Set<string>();
  for (let row = range.top; row <= range.bottom; row++) {
    for (let column = range.left; column <= range.right; column++) {
      const key = fieldAt(row, column);
      if (key === null) return null;
      keys.add(key);
    }
  }
  return [...keys];
}
