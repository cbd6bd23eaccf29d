import type { RuleParameters } from '../form/condition.js';
import { anyFilledFormula, isBlankFormula } from '../form/excel-cell.js';
import { formulaOfViolation } from '../form/excel-formula.js';
import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { MAX_FORMULA } from '../workbook/excel-limits.js';
import { formatReference } from '../workbook/reference.js';
import { COLORS } from '../workbook/theme.js';
import type { PlannedConditionalFormat } from '../workbook/workbook-plan.js';
import { referencesIn } from './data-rows.js';
import { FIRST_DATA_ROW } from './sheet-layout.js';

const RED = { fill: COLORS.error, font: { color: COLORS.errorInk } } as const;
const AMBER = { fill: COLORS.query, font: { color: COLORS.queryInk } } as const;

/** A condition under which a cell of a field would be found fault with, as a formula for the first data row. */
export interface CellCheck {
  readonly field: string;
  /** The finding's rule: a rule of the form, `missing-value`, or `unreadable` for what its kind finds. */
  readonly rule: string;
  readonly level: 'error' | 'query';
  readonly formula: string;
}

/**
 * Everything that one row by itself can get wrong, beyond hints: a unit sees red before it sends. Rules between rows
 * and between units are left to the checker.
 */
export function planCellChecks(
  form: FormDefinition,
  header: HeaderPlan,
  parameters: RuleParameters,
): readonly CellCheck[] {
  const reference = referencesIn(form, header, FIRST_DATA_ROW, '$');
  const used = anyFilledFormula(filledRanges(form, header));
  const ofCells = form.fields.flatMap((field): CellCheck[] => {
    if (field.computed) return [];
    const wrong = kindOf(field)
      .formulas(field, reference(field.key))
      .wrong.map(({ level, formula }) => ({ field: field.key, rule: 'unreadable', level, formula }));
    return isMissed(field)
      ? [
          ...wrong,
          {
            field: field.key,
            rule: 'missing-value',
            level: field.unknownOption === 'error' ? 'error' : 'query',
            formula: `AND(${used},${isBlankFormula(reference(field.key))})`,
          },
        ]
      : wrong;
  });
  const ofRules = form.rules.flatMap((rule) =>
    rule.checks.flatMap((check): CellCheck[] =>
      check.kind === 'row' && rule.level !== 'hint'
        ? [
            {
              field: check.at,
              rule: rule.id,
              level: rule.level,
              formula: formulaOfViolation(form, check.holds, rule.blanks, parameters, reference),
            },
          ]
        : [],
    ),
  );
  return [...ofCells, ...ofRules];
}

/** The checks as conditional formats: red for errors, amber for queries. */
export function planConditionalFormats(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  parameters: RuleParameters,
): readonly PlannedConditionalFormat[] {
  const columnOf = new Map(form.fields.map((field, index) => [field.key, header.fieldColumns[index]!]));
  return (
    planCellChecks(form, header, parameters)
      // A form with hundreds of options has formulas that Excel refuses; the checker finds those words all the same.
      .filter((check) => check.formula.length <= MAX_FORMULA)
      .map((check) => {
        const column = columnOf.get(check.field)!;
        return {
          range: { top: FIRST_DATA_ROW, left: column, bottom: lastDataRow, right: column },
          formula: check.formula,
          style: check.level === 'error' ? RED : AMBER,
        };
      })
      // Errors first: the first format that applies to a cell wins.
      .sort((a, b) => Number(a.style === AMBER) - Number(b.style === AMBER))
  );
}

/** Blank numbers count as 0 and are only hinted at. */
function isMissed(field: FieldDefinition): boolean {
  return field.required && !kindOf(field).isNumber;
}

/** The columns that units fill in, as ranges of the first data row between the other ones. */
function filledRanges(form: FormDefinition, header: HeaderPlan): string[] {
  const runs: { first: number; last: number }[] = [];
  form.fields.forEach((field, index) => {
    if (field.computed || field.key === form.fixedRows) return;
    const column = header.fieldColumns[index]!;
    const run = runs.at(-1);
    if (run && run.last === column - 1) run.last = column;
    else runs.push({ first: column, last: column });
  });
  const cell = (column: number) => `$${formatReference(FIRST_DATA_ROW, column)}`;
  return runs.map(({ first, last }) => `${cell(first)}:${cell(last)}`);
}
