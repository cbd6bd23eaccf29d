import type { FormDefinition } from '../form/form-definition.js';
import type { WorkbookPlan } from '../workbook/workbook-plan.js';
import type { DescribedForm } from './described-form.js';
import { planCrossFormRules } from './plan-cross-form-rules.js';
import { planDefinitionNotes } from './plan-definition-notes.js';
import { planFields } from './plan-fields.js';
import { blankItemValues, type FormItemValues, itemValues, planFormItems } from './plan-form-items.js';
import { planBreakdowns, planCharts } from './plan-pictures.js';
import { planRules } from './plan-rules.js';
import { planRates, planTotals } from './plan-totals.js';

/** What somebody has still to look at: by 项目 of 表, by key of a field, by 编号 of a rule. */
export interface DefinitionDoubts {
  readonly items?: ReadonlyMap<string, string>;
  readonly fields?: ReadonlyMap<string, string>;
  readonly rules?: ReadonlyMap<string, string>;
}

/**
 * Writes a form as 表格定义.xlsx: what parseDefinition reads back is the form again. With `doubts` 表, 字段 and
 * 审核关系 have a last column 待确认, which is never read. `others`: forms that 跨表核对 may name by title.
 */
export function planDefinition(
  form: FormDefinition,
  doubts: DefinitionDoubts = {},
  others: readonly FormDefinition[] = [],
): WorkbookPlan {
  return planSheets(form, itemValues(form), doubts, others);
}

/** What a definition says before anybody has filled it in. */
const NOTHING_SAID = {
  fields: [],
  rules: [],
  crossFormRules: [],
  derivedMeasures: [],
  rates: [],
  target: null,
  breakdowns: [],
  charts: null,
} as const;

/** Writes a 表格定义.xlsx that names its form; everything else is left to be filled in. */
export function planBlankDefinition(title: string): WorkbookPlan {
  return planSheets({ title, ...NOTHING_SAID }, blankItemValues(title), {}, []);
}

function planSheets(
  form: DescribedForm,
  items: FormItemValues,
  doubts: DefinitionDoubts,
  others: readonly FormDefinition[],
): WorkbookPlan {
  return {
    title: `${form.title}（表格定义）`,
    sheets: [
      planDefinitionNotes(),
      planFormItems(items, doubts.items ?? null),
      planFields(form, doubts.fields ?? null),
      planRules(form, doubts.rules ?? null),
      planCrossFormRules(form, others),
      planTotals(form),
      planRates(form),
      planBreakdowns(form),
      planCharts(form),
    ],
    activeSheetIndex: 1,
  };
}
