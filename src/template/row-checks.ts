import type { RuleParameters } from '../form/condition.js';
import { anyContentFormula, isBlankFormula, isCalculatedFormula } from '../form/excel-cell.js';
import { formulaOfViolation } from '../form/excel-formula.js';
import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import type { WrongContent } from '../form/kinds/field-kind.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { formatReference } from '../workbook/reference.js';
import { referencesIn } from './data-rows.js';
import type { PlannedCheck } from './planned-check.js';
import { FIRST_DATA_ROW } from './sheet-layout.js';

/** Everything that one row by itself can get wrong: a unit sees it before it sends. */
export function planRowChecks(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  parameters: RuleParameters,
): readonly PlannedCheck[] {
  const reference = referencesIn(form, header, FIRST_DATA_ROW, '$');
  const rangeOf = (key: string) => {
    const column = header.fieldColumns[form.fields.findIndex((field) => field.key === key)]!;
    return { top: FIRST_DATA_ROW, left: column, bottom: lastDataRow, right: column };
  };
  const used = anyContentFormula(filledRanges(form, header));
  const ofCells = form.fields.flatMap((field): PlannedCheck[] => {
    const range = rangeOf(field.key);
    const { wrong: contents } = kindOf(field).formulas(field, reference(field.key));
    if (field.computed)
      return contents.map((content) => ({ ...whenTyped(content, reference(field.key)), range }));
    const wrong = contents.map((content) => ({ ...content, range }));
    if (!field.required) return wrong;
    const formula = `AND(${used},${isBlankFormula(reference(field.key))})`;
    return [...wrong, { ...whenBlank(field), range, formula }];
  });
  const ofRules = form.rules.flatMap((rule) =>
    rule.checks.flatMap((check): PlannedCheck[] =>
      check.kind === 'row'
        ? [
            {
              rules: [rule.id],
              level: rule.level,
              range: rangeOf(check.at),
              formula: formulaOfViolation(form, check.holds, rule.blanks, parameters, reference),
            },
          ]
        : [],
    ),
  );
  return [...ofCells, ...ofRules];
}

/** In a computed field only what was typed over its formula is judged, and no error value. */
function whenTyped(content: WrongContent, cell: string): WrongContent {
  return {
    ...content,
    rules: content.rules.filter((rule) => rule !== 'formula-error'),
    formula: `AND(NOT(ISERROR(${cell})),NOT(${isCalculatedFormula(cell)}),${content.formula})`,
  };
}

/** A blank number counts as 0 and is only hinted at. */
function whenBlank(field: FieldDefinition): Pick<PlannedCheck, 'rules' | 'level'> {
  if (kindOf(field).isNumber) return { rules: ['blank-numbers'], level: 'hint' };
  return { rules: ['missing-value'], level: field.unknownOption === 'error' ? 'error' : 'query' };
}

/** The columns that units fill in, as ranges of the first data row between the other ones. */
function filledRanges(form: FormDefinition, header: HeaderPlan): string[] {
  const cell = (column: number) => `$${formatReference(FIRST_DATA_ROW, column)}`;
  return columnRuns(form, header, () => '').map(({ first, last }) => `${cell(first)}:${cell(last)}`);
}

/** Neighbouring columns that units fill in and that are alike. */
export interface ColumnRun<Likeness> {
  readonly first: number;
  readonly last: number;
  readonly likeness: Likeness;
}

/** The columns that units fill in, neighbours of one likeness together. */
export function columnRuns<Likeness>(
  form: FormDefinition,
  header: HeaderPlan,
  likenessOf: (field: FieldDefinition) => Likeness,
): readonly ColumnRun<Likeness>[] {
  const runs: ColumnRun<Likeness>[] = [];
  form.fields.forEach((field, index) => {
    if (field.computed || field.key === form.fixedRows) return;
    const column = header.fieldColumns[index]!;
    const likeness = likenessOf(field);
    const run = runs.at(-1);
    if (run && run.last === column - 1 && run.likeness === likeness) {
      runs[runs.length - 1] = { ...run, last: column };
    } else runs.push({ first: column, last: column, likeness });
  });
  return runs;
}
