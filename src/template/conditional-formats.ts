import type { FormTask } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import { LEVELS } from '../issue/finding.js';
import { MAX_FORMULA } from '../workbook/excel-limits.js';
import type { PlannedConditionalFormat } from '../workbook/workbook-plan.js';
import { LEVEL_LOOKS } from './level-looks.js';
import type { PlannedCheck } from './planned-check.js';
import { planRowChecks } from './row-checks.js';
import { type LabelColumns, planSheetChecks } from './sheet-checks.js';

/** Where a template's checks apply, and what they are held against. */
export interface CheckedSheet {
  readonly header: HeaderPlan;
  readonly lastDataRow: number;
  readonly task: Pick<FormTask, 'periodStart' | 'periodEnd'>;
  readonly parameters: RuleParameters;
  readonly labels: LabelColumns;
}

/** Everything that a template itself finds fault with. Rules between units are left to the checker. */
export function planChecks(form: FormDefinition, sheet: CheckedSheet): readonly PlannedCheck[] {
  const { header, lastDataRow, task, parameters, labels } = sheet;
  return [
    ...planRowChecks(form, header, lastDataRow, parameters),
    ...planSheetChecks(form, header, lastDataRow, task, labels),
    // A form with hundreds of options has formulas that Excel refuses; the checker finds those words all the same.
  ].filter((check) => check.formula.length <= MAX_FORMULA);
}

/** Checks as conditional formats: red for errors, amber for queries, blue for hints. */
export function planConditionalFormats(checks: readonly PlannedCheck[]): readonly PlannedConditionalFormat[] {
  return LEVELS.flatMap((level) =>
    checks
      .filter((check) => check.level === level)
      .map(({ range, formula }) => ({ range, formula, style: LEVEL_LOOKS[level] })),
  );
}
