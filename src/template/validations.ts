import type { FormTask } from '../campaign/campaign.js';
import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { cutText, MAX_VALIDATION_TEXT, MAX_VALIDATION_TITLE } from '../workbook/excel-limits.js';
import type { PlannedValidation } from '../workbook/workbook-plan.js';
import { FIRST_DATA_ROW } from './sheet-layout.js';

const MAX_TEXT = 500;

/** The data validations of the rows: what each kind of field takes, and the fields' prompts. */
export function planValidations(
  form: FormDefinition,
  task: FormTask,
  header: HeaderPlan,
  lastDataRow: number,
  listOf: (field: FieldDefinition) => string | null,
): readonly PlannedValidation[] {
  const context = { periodStart: task.periodStart, periodEnd: task.periodEnd, listOf };
  return form.fields.flatMap((field, index): PlannedValidation[] => {
    if (field.computed) return [];
    const column = header.fieldColumns[index]!;
    const validation = kindOf(field).validation(field, context) ?? textLength(field);
    return [
      fitTexts({
        ...validation,
        range: { top: FIRST_DATA_ROW, left: column, bottom: lastDataRow, right: column },
        ...(field.prompt ? { promptTitle: field.title, prompt: field.prompt } : {}),
      }),
    ];
  });
}

function textLength(field: FieldDefinition): Omit<PlannedValidation, 'range'> {
  return {
    type: 'textLength',
    operator: 'lessThanOrEqual',
    formulas: [MAX_TEXT],
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '文字太长',
    error: `“${field.title}”请不要超过 ${MAX_TEXT} 个字。`,
  };
}

/** Titles and texts cut to what Excel takes: forms may have titles of any length. */
function fitTexts(validation: PlannedValidation): PlannedValidation {
  const fit = (text: string | undefined, length: number) =>
    text === undefined || text.length <= length ? text : `${cutText(text, length - 1)}…`;
  return Object.fromEntries(
    Object.entries({
      ...validation,
      errorTitle: fit(validation.errorTitle, MAX_VALIDATION_TITLE),
      promptTitle: fit(validation.promptTitle, MAX_VALIDATION_TITLE),
      error: fit(validation.error, MAX_VALIDATION_TEXT),
      prompt: fit(validation.prompt, MAX_VALIDATION_TEXT),
    }).filter(([, value]) => value !== undefined),
  ) as unknown as PlannedValidation;
}
