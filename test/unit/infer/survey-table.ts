import { defineForm, type FieldInput, type FormDefinition } from '../../../src/form/form-definition.js';
import { formatRelation } from '../../../src/form/relation/format-relation.js';
import { inferForms } from '../../../src/infer/infer-forms.js';
import type { InferredForm } from '../../../src/infer/inferred-form.js';
import { parseRange, parseReference } from '../../../src/workbook/reference.js';
import {
  SheetDetailsBuilder,
  type SheetSurvey,
  type SurveyedValidation,
  type WorkbookSurvey,
} from '../../../src/workbook/survey.js';
import { type GridTableOptions, gridOf } from '../ingest/grid-table.js';

/** What a text table cannot show of a form to be filled in. */
export interface SurveyTableOptions extends GridTableOptions {
  /** `D4` → `SUM(B4:C4)`; the table shows the cell as `=`. */
  readonly formulas?: Readonly<Record<string, string>>;
  /** `B4:B9` → its rule. */
  readonly validations?: Readonly<
    Record<string, Partial<SurveyedValidation> & Pick<SurveyedValidation, 'type'>>
  >;
  /** `B4` → `0.00`. */
  readonly formats?: Readonly<Record<string, string>>;
}

export function sheetSurvey(table: string, options: SurveyTableOptions = {}): SheetSurvey {
  const details = new SheetDetailsBuilder();
  for (const [cell, formula] of Object.entries(options.formulas ?? {})) {
    const { rowNumber, columnNumber } = parseReference(cell)!;
    details.setFormula(rowNumber, columnNumber, formula);
  }
  for (const [cell, format] of Object.entries(options.formats ?? {})) {
    const { rowNumber, columnNumber } = parseReference(cell)!;
    details.setFormat(rowNumber, columnNumber, format);
  }
  for (const [range, validation] of Object.entries(options.validations ?? {})) {
    details.addValidation({
      ranges: [parseRange(range)!],
      operator: 'between',
      formulas: [],
      prompt: null,
      ...validation,
    });
  }
  return { grid: gridOf(table, options), ...details.build() };
}

export function inferAll(
  sheets: readonly SheetSurvey[],
  definedNames: WorkbookSurvey['definedNames'] = new Map(),
  sheetName: string | null = null,
): readonly InferredForm[] {
  const options = { sheetName, keyOfTitle: () => 'a-form', firstAttachment: 7 };
  return inferForms({ sheets, definedNames }, options);
}

export function inferTable(table: string, options: SurveyTableOptions = {}): InferredForm {
  const forms = inferAll([sheetSurvey(table, options)]);
  if (forms.length !== 1) throw new Error(`${forms.length} forms`);
  return forms[0]!;
}

/** `group/title(unit) kind`, a line a field, without the column 说明 that is added. */
export function fieldLines({ form }: InferredForm): readonly string[] {
  return form.fields
    .filter(({ key, title }) => key !== 'explanation' || title !== '说明')
    .map(
      ({ group, title, unit, kind }) =>
        `${group ? `${group}/` : ''}${title}${unit ? `(${unit})` : ''} ${kind}`,
    );
}

export function fieldNamed({ form }: InferredForm, title: string): FieldInput {
  const field = form.fields.find((item) => item.title === title);
  if (field === undefined) throw new Error(`no field ${title}`);
  return field;
}

/** The relations as 审核关系 shows them. */
export function relationLines({ form }: InferredForm): readonly string[] {
  const defined: FormDefinition = defineForm(form);
  return defined.rules.flatMap((rule) =>
    rule.checks.map((check) => `${rule.level} ${formatRelation(check, defined.fields)}`),
  );
}
