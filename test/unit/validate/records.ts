import type { FormDefinition } from '../../../src/form/form-definition.js';
import type { CellState, FieldValue, FormRecord } from '../../../src/form/record.js';
import type { Submission } from '../../../src/ingest/submission.js';
import type { Finding } from '../../../src/issue/finding.js';

/** Values of a row by field: amounts in cents, dates ISO. */
export type Values = Readonly<Record<string, FieldValue | null>>;

/** A decoded row by hand. What was typed into a computed field stands under `typed`, in cents. */
export function record(
  form: FormDefinition,
  rowNumber: number,
  values: Values,
  more: { readonly states?: Readonly<Record<string, CellState>>; readonly typed?: Values } = {},
): FormRecord {
  const typed = form.fields.flatMap((field, index) => {
    const value = more.typed?.[field.key] ?? null;
    return value === null ? [] : [[index, Number(value)] as const];
  });
  return {
    rowNumber,
    values: form.fields.map((field) => values[field.key] ?? null),
    states: form.fields.map(
      (field) => more.states?.[field.key] ?? ((values[field.key] ?? null) === null ? 'blank' : 'value'),
    ),
    typed: typed.length === 0 ? null : new Map(typed),
    anchors: null,
    extras: [],
  };
}

/** A submission of these records; its first field stands in column A. */
export function submissionOf(
  form: FormDefinition,
  unit: string,
  records: readonly FormRecord[],
  more: Partial<Submission> = {},
): Submission {
  return {
    source: { path: `收件/${unit}.xlsx`, entry: null },
    sheet: form.title,
    form: form.key,
    identity: { kind: 'known', unit, by: 'cell', writtenName: unit },
    content: 'rows',
    records,
    columns: form.fields.map((_, index) => index + 1),
    extraTitles: [],
    findings: [],
    explanations: [],
    changes: [],
    recorded: null,
    ...more,
  };
}

/** `[[row, rule, field, closedBy or open], …]`. */
export function listed(findings: readonly Finding[]): readonly (readonly [string, string, string])[] {
  return findings.map((finding) => [
    `${finding.rule} ${finding.field}`,
    finding.cell?.replace(/^[A-Z]+/, '') ?? '-',
    finding.closedBy ?? (finding.open ? 'open' : 'hint'),
  ]);
}
