import { type Condition, type Expression, fieldsOfExpression, operandsOf } from '../form/condition.js';
import type { FieldDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import {
  type Case,
  casesOf,
  type Demand,
  givenName,
  identityOf,
  limitOf,
  typedName,
} from './condition-cases.js';
import type { FieldColumn } from './definition-layout.js';
import type { DefinitionRow } from './definition-row.js';
import { areImpossible, type LinearConstraint } from './linear-constraints.js';
import type { WrittenRelation } from './parse-rules.js';

/** A relation between the fields of one row, and the ways in which it holds. */
interface RowRelation extends WrittenRelation {
  readonly holds: Condition;
  readonly compared: ReadonlySet<string>;
  readonly mentioned: ReadonlySet<string>;
  /** Null where there are too many. */
  readonly cases: readonly Case[] | null;
}

/** Combinations of cases that are tried in all; a form that needs more is not looked through to the end. */
const MOST_TRIALS = 20_000;
/** Contradictions of several relations that are told at once. */
const MOST_CONFLICTS = 20;

/**
 * Reports relations that no row can satisfy, alone, against 最小 and 最大, or together with others, and those that every
 * row satisfies. Only what is certain is told: what is filled in is taken to be filled in, and whatever the relations
 * say beyond sums, dates and words is left open.
 */
export function checkRelations(
  relations: readonly WrittenRelation[],
  fields: readonly FieldDefinition[],
  fieldRows: ReadonlyMap<string, DefinitionRow<FieldColumn>>,
): void {
  const check = new RelationCheck(fields);
  const possible = relations.flatMap((written): RowRelation[] => {
    if (written.relation.kind !== 'row') return [];
    const { holds } = written.relation;
    const { compared, asked } = operandsOf(holds);
    const relation: RowRelation = {
      ...written,
      holds,
      compared,
      mentioned: new Set([...compared, ...asked]),
      cases: casesOf(holds, true, fields),
    };
    if (comparesBlankDates(relation, fields)) return [];
    if (check.areContradictory([relation], false)) {
      relation.row.add('relation', 'never-holds');
      return [];
    }
    if (check.areContradictory([relation], true)) {
      const cells = limitCells(relation, fields, fieldRows);
      relation.row.add('relation', 'against-limits', { cells });
      return [];
    }
    if (check.isAlwaysTrue(relation)) {
      relation.row.add('relation', 'always-holds');
      return [];
    }
    // A hint asks for nothing: two of them may disagree.
    return relation.level === 'hint' ? [] : [relation];
  });
  checkTogether(possible, check);
}

/** With blanks as 0 a blank date comes before every date; such a relation is left alone. */
function comparesBlankDates(relation: RowRelation, fields: readonly FieldDefinition[]): boolean {
  return (
    relation.blanks === 'zero' &&
    [...relation.compared].some((key) => fields.find((item) => item.key === key)?.kind === 'date')
  );
}

/** Pairs first, then all those that hold in one way only. Told is the later of them, with the others' cells. */
function checkTogether(possible: readonly RowRelation[], check: RelationCheck): void {
  const left = [...possible];
  let conflicts = 0;
  const tell = (core: readonly RowRelation[]): void => {
    const last = core.at(-1)!;
    const others = core.slice(0, -1).map(({ row }) => {
      const id = row.text('id');
      return id === null ? row.cell('relation') : `${row.cell('relation')}（${id}）`;
    });
    last.row.add('relation', 'contradicts', { others: others.join('、') });
    left.splice(left.indexOf(last), 1);
    conflicts++;
  };
  for (const later of possible) {
    const earlier = left
      .slice(0, Math.max(0, left.indexOf(later)))
      .find((other) => shareField(other, later) && check.areContradictory([other, later], true));
    if (earlier !== undefined && conflicts < MOST_CONFLICTS) tell([earlier, later]);
  }
  while (conflicts < MOST_CONFLICTS) {
    const plain = left.filter((relation) => relation.cases?.length === 1);
    if (!check.areContradictory(plain, true)) return;
    // What is left when no more can be taken away is to blame.
    const core = plain.reduce<readonly RowRelation[]>((rest, relation) => {
      const without = rest.filter((other) => other !== relation);
      return check.areContradictory(without, true) ? without : rest;
    }, plain);
    tell(core);
  }
}

function shareField(one: RowRelation, other: RowRelation): boolean {
  return [...one.mentioned].some((key) => other.mentioned.has(key));
}

function limitCells(
  relation: RowRelation,
  fields: readonly FieldDefinition[],
  fieldRows: ReadonlyMap<string, DefinitionRow<FieldColumn>>,
): string {
  return [...relation.compared]
    .flatMap((key) => {
      const field = fields.find((item) => item.key === key);
      const row = fieldRows.get(key);
      if (field === undefined || row === undefined) return [];
      return (['minimum', 'maximum'] as const).flatMap((column) =>
        field[column] === null ? [] : [row.cell(column)],
      );
    })
    .join('、');
}

/** Holds relations against what is known of fields. */
class RelationCheck {
  private readonly fields: ReadonlyMap<string, FieldDefinition>;
  private readonly allFields: readonly FieldDefinition[];
  private trials = 0;

  constructor(fields: readonly FieldDefinition[]) {
    this.allFields = fields;
    this.fields = new Map(fields.map((field) => [field.key, field]));
  }

  /** True when certainly no row with the compared fields filled in satisfies all of them. */
  areContradictory(relations: readonly RowRelation[], withLimits: boolean): boolean {
    const known = this.knownOf(relations, withLimits);
    const join = (index: number, demands: readonly Demand[]): boolean => {
      const relation = relations[index];
      if (relation === undefined) return !this.mayHold(demands, known);
      if (relation.cases === null) return join(index + 1, demands);
      return relation.cases.every((one) => join(index + 1, [...demands, ...one]));
    };
    return relations.length > 0 && join(0, []);
  }

  /** True when certainly no row that is judged breaks it. 最小 and 最大 are only asked about, so they count for nothing. */
  isAlwaysTrue(relation: RowRelation): boolean {
    const cases = casesOf(relation.holds, false, this.allFields);
    if (cases === null) return false;
    const known = this.knownOf([relation], false);
    return cases.every((one) => !this.mayHold(one, known));
  }

  private knownOf(relations: readonly RowRelation[], withLimits: boolean): Known {
    const given = new Set(
      relations.flatMap((relation) => (relation.blanks === 'skip' ? [...relation.compared] : [])),
    );
    const reached = this.reachedBy(relations);
    const constraints: LinearConstraint[] = [
      limitOf('wishAmountLimit', 0, true),
      {
        terms: new Map([
          ['periodStart', 1n],
          ['periodEnd', -1n],
        ]),
        numerator: 0n,
        denominator: 1n,
        isStrict: false,
      },
    ];
    for (const key of reached) {
      const field = this.fields.get(key)!;
      if (!kindOf(field).isNumber) continue;
      constraints.push(...identityOf(field, this.allFields));
      if (field.computed === null) constraints.push(limitOf(key, 0, true));
      else if (isSum(field.computed)) constraints.push(limitOf(typedName(key), 0, true));
      if (!withLimits || field.computed !== null) continue;
      // A field that may be blank may count as 0.
      const [least, most] = [field.minimum, field.maximum];
      if (least !== null && (given.has(key) || least <= 0)) constraints.push(limitOf(key, least, true));
      if (most !== null) constraints.push(limitOf(key, given.has(key) ? most : Math.max(0, most), false));
    }
    // Of one relation that blanks stop, the compared fields are filled in whenever it is judged.
    const facts: Demand[] =
      relations.length === 1
        ? [...given].map((key) => ({ kind: 'fact', name: givenName(key), isTrue: true }))
        : [];
    return { constraints, facts, given };
  }

  /** The fields that relations mention, and what these are computed from. */
  private reachedBy(relations: readonly RowRelation[]): ReadonlySet<string> {
    const reached = new Set<string>();
    const visit = (key: string): void => {
      if (reached.has(key)) return;
      reached.add(key);
      const { computed } = this.fields.get(key)!;
      if (computed !== null) fieldsOfExpression(computed).forEach(visit);
    };
    for (const relation of relations) relation.mentioned.forEach(visit);
    return reached;
  }

  /** False when the demands and what is known certainly exclude one another. */
  private mayHold(demands: readonly Demand[], known: Known): boolean {
    if (++this.trials > MOST_TRIALS) return true;
    const all = [...demands, ...known.facts];
    const facts = new Map<string, boolean>();
    const constraints = [...known.constraints];
    const words = new Map<string, { allowed: ReadonlySet<string> | null; refused: Set<string> }>();
    for (const demand of all) {
      switch (demand.kind) {
        case 'fact':
          if (facts.has(demand.name) && facts.get(demand.name) !== demand.isTrue) return false;
          facts.set(demand.name, demand.isTrue);
          break;
        case 'linear':
          constraints.push(demand.constraint);
          break;
        case 'words': {
          const field = words.get(demand.field) ?? {
            allowed: this.vocabularyOf(demand.field, known),
            refused: new Set<string>(),
          };
          words.set(demand.field, field);
          if (demand.isOneOf) {
            const { allowed } = field;
            field.allowed = new Set(demand.words.filter((word) => allowed?.has(word) ?? true));
          } else for (const word of demand.words) field.refused.add(word);
          break;
        }
      }
    }
    for (const { allowed, refused } of words.values())
      if (allowed !== null && [...allowed].every((word) => refused.has(word))) return false;
    return !areImpossible(constraints, (name) => this.isWhole(name));
  }

  /** What may stand in a field: its options, and nothing where it may be blank; null where anything may. */
  private vocabularyOf(key: string, known: Known): ReadonlySet<string> | null {
    const field = this.fields.get(key)!;
    if (field.kind !== 'option') return null;
    return new Set([...field.options.map((option) => option.value), ...(known.given.has(key) ? [] : [''])]);
  }

  private isWhole(name: string): boolean {
    const kind = this.fields.get(name)?.kind;
    return kind === 'integer' || kind === 'date' || name === 'periodStart' || name === 'periodEnd';
  }
}

/** What is known of every row that relations are about. */
interface Known {
  readonly constraints: readonly LinearConstraint[];
  readonly facts: readonly Demand[];
  /** Fields that are taken to be filled in. */
  readonly given: ReadonlySet<string>;
}

/** An expression that only adds fields: never below 0. */
function isSum(expression: Expression): boolean {
  return expression.kind === 'field' || (expression.kind === 'add' && expression.terms.every(isSum));
}
