import { divisorsOf, type Expression, typedFieldsOf } from '../form/condition.js';
import type { FieldDefinition, RuleCheck, RuleDefinition } from '../form/form-definition.js';
import { parseRelation, type Relation } from '../form/relation/parse-relation.js';
import type { GridWorkbook } from '../workbook/grid.js';
import {
  BLANKS_WORDS,
  DEFINITION_SHEETS,
  LEVEL_WORDS,
  RULE_COLUMNS,
  type RuleColumn,
} from './definition-layout.js';
import type { DefinitionReport } from './definition-report.js';
import { type DefinitionRow, readDefinitionRows } from './definition-row.js';
import { findField, nearestField } from './find-names.js';
import { RULE_WORDS } from './message-names.js';
import { readMessage } from './read-message.js';
import { blamedField, describeRelation, fixOf, messageOf } from './relation-words.js';

type RuleRow = DefinitionRow<RuleColumn>;

/** A relation that could be read, and where it is written. */
export interface WrittenRelation {
  readonly relation: Relation;
  readonly level: RuleDefinition['level'];
  readonly blanks: RuleDefinition['blanks'];
  readonly row: RuleRow;
}

export interface ParsedRules {
  readonly rules: readonly RuleDefinition[];
  readonly relations: readonly WrittenRelation[];
}

/** Columns of a rule that only its first row fills in. */
const OF_RULE = ['level', 'text', 'message', 'fix', 'blanks'] as const;

/** Reads 审核关系. `subject`: the field that is blamed where no other can be. */
export function parseRules(
  workbook: GridWorkbook,
  fields: readonly FieldDefinition[],
  subject: string,
  report: DefinitionReport,
): ParsedRules {
  const rows =
    readDefinitionRows<RuleColumn>(
      workbook,
      { sheet: DEFINITION_SHEETS.rules, columns: RULE_COLUMNS, required: ['relation'], isOptional: true },
      report,
    ) ?? [];
  const rules: RuleDefinition[] = [];
  const relations: WrittenRelation[] = [];
  for (const { id, rows: ownRows } of groupRows(rows)) {
    const parsed = parseRule(id, ownRows, fields, subject);
    relations.push(...parsed.relations);
    if (parsed.rule !== null) rules.push(parsed.rule);
  }
  return { rules, relations };
}

interface RuleGroup {
  readonly id: string;
  readonly rows: readonly RuleRow[];
}

/** Rows of one 编号 that follow one another are one rule; a row without 编号 is a rule of its own. */
function groupRows(rows: readonly RuleRow[]): readonly RuleGroup[] {
  const groups: { id: string | null; rows: RuleRow[] }[] = [];
  const places = new Map<string, string>();
  for (const row of rows) {
    const id = row.text('id');
    const last = groups.at(-1);
    if (id !== null && last?.id === id) {
      last.rows.push(row);
      continue;
    }
    const first = id === null ? undefined : places.get(id);
    if (id !== null && first !== undefined) row.add('id', 'rule-apart', { value: id, first });
    else if (id !== null) places.set(id, row.cell('id'));
    groups.push({ id, rows: [row] });
  }
  const taken = new Set(places.keys());
  return groups.map(({ id, rows: ownRows }, index) => {
    if (id !== null) return { id, rows: ownRows };
    let number = index + 1;
    const next = () => `GX-${String(number).padStart(2, '0')}`;
    while (taken.has(next())) number++;
    taken.add(next());
    return { id: next(), rows: ownRows };
  });
}

function parseRule(
  id: string,
  rows: readonly RuleRow[],
  fields: readonly FieldDefinition[],
  subject: string,
): { readonly rule: RuleDefinition | null; readonly relations: readonly WrittenRelation[] } {
  const first = rows[0]!;
  for (const row of rows.slice(1)) {
    for (const column of OF_RULE) {
      const text = row.text(column);
      if (text === null || text === first.text(column)) continue;
      row.add(column, 'rule-differs', { value: id, first: first.cell('id'), title: row.titleOf(column) });
    }
  }
  const level = first.word('level', LEVEL_WORDS) ?? 'query';
  const blanks = first.word('blanks', BLANKS_WORDS) ?? 'skip';
  const checks = rows.flatMap((row) => {
    const relation = readRelation(row, fields);
    if (relation === null) return [];
    const at = readBlamed(row, fields) ?? blamedField(relation, fields, subject);
    return [{ relation, row, check: { ...relation, at } as RuleCheck }];
  });
  const written = readMessage(first, fields, RULE_WORDS);
  if (checks.length === 0) return { rule: null, relations: [] };
  const text =
    first.text('text') ?? checks.map(({ relation }) => describeRelation(relation, fields)).join('；');
  const rule: RuleDefinition = {
    id,
    level,
    checks: checks.map(({ check }) => check),
    blanks,
    text,
    message: written ?? messageOf(checks[0]!.relation, text, fields),
    fix: first.text('fix') ?? fixOf(level),
  };
  const relations = checks.map(({ relation, row }) => ({ relation, level, blanks, row }));
  return { rule, relations };
}

function readRelation(row: RuleRow, fields: readonly FieldDefinition[]): Relation | null {
  const text = row.needed('relation');
  if (text === null) return null;
  const parsed = parseRelation(text, fields);
  if (parsed.kind === 'problem') {
    row.add('relation', 'bad-relation', { problem: parsed.problem });
    return null;
  }
  const condition =
    parsed.value.kind === 'row'
      ? parsed.value.holds
      : parsed.value.kind === 'unique'
        ? parsed.value.except
        : null;
  if (condition !== null) {
    for (const key of typedFieldsOf(condition)) {
      const field = fields.find((item) => item.key === key)!;
      if (field.computed === null) row.add('relation', 'typed-not-computed', { value: field.title });
    }
    if (divisorsOf(condition).some(isZero)) row.add('relation', 'divides-by-zero');
  }
  return parsed.value;
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === 0;
}

function readBlamed(row: RuleRow, fields: readonly FieldDefinition[]): string | null {
  const text = row.text('at');
  if (text === null) return null;
  const field = findField(text, fields);
  if (field === null) row.add('at', 'unknown-field', { value: text, nearest: nearestField(text, fields) });
  return field?.key ?? null;
}
