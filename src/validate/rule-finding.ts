import type { FormDefinition, RuleDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Submission } from '../ingest/submission.js';
import { closeWithReason, mayBeExplained } from '../issue/closing.js';
import type { Finding } from '../issue/finding.js';
import { formatColumn } from '../workbook/reference.js';

/** The cell of a record's field in the returned sheet, the top left of a merge; null when there is no such column. */
export function referenceOf(submission: Submission, record: FormRecord, fieldIndex: number): string | null {
  const anchor = record.anchors?.get(fieldIndex);
  if (anchor !== undefined) return anchor;
  const columnNumber = submission.columns[fieldIndex] ?? null;
  return columnNumber === null ? null : `${formatColumn(columnNumber)}${record.rowNumber}`;
}

/** The finding as it stands in its row: a query whose row has text in 说明 is closed by it. */
export function closeIfExplained(finding: Finding, form: FormDefinition, record: FormRecord): Finding {
  const reason = explanationOf(form, record);
  return reason !== null && mayBeExplained(finding) ? closeWithReason(finding, reason, 'row') : finding;
}

/** 说明 of the record; null where it is not filled in. */
export function explanationOf(form: FormDefinition, record: FormRecord): string | null {
  const index = form.fields.findIndex((field) => field.key === form.explanation);
  const value = record.values[index] ?? null;
  return value === null ? null : String(value);
}

/** What stands in a record's field, or was typed over its formula, as findings quote it; amounts in 元. */
export function shownValue(form: FormDefinition, record: FormRecord, index: number): string | number | null {
  const value = record.typed?.get(index) ?? record.values[index] ?? null;
  return value === null ? null : displayValue(form, index, value);
}

/** A broken rule as a finding at the record's field `at`; what the message speaks of goes into the parameters. */
export function ruleFinding(
  submission: Submission,
  form: FormDefinition,
  rule: Pick<RuleDefinition, 'id' | 'level' | 'message'>,
  at: string,
  record: FormRecord,
  extra: Readonly<Record<string, string | number>>,
): Finding {
  const indexOf = (key: string) => form.fields.findIndex((field) => field.key === key);
  const textOf = (index: number): string => {
    const value = record.typed?.get(index) ?? record.values[index] ?? null;
    return value === null ? '（空）' : kindOf(form.fields[index]!).format(value);
  };
  const atIndex = indexOf(at);
  const named = [...rule.message.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const parameters = Object.fromEntries(
    named.flatMap((name) => (indexOf(name) >= 0 ? [[name, textOf(indexOf(name))]] : [])),
  );
  const finding: Finding = {
    path: submission.source.path,
    entry: submission.source.entry,
    rule: rule.id,
    level: rule.level,
    sheet: submission.sheet,
    cell: referenceOf(submission, record, atIndex),
    unit: submission.identity.kind === 'known' ? submission.identity.unit : null,
    form: form.key,
    field: at,
    value: shownValue(form, record, atIndex),
    parameters: { ...parameters, atTitle: form.fields[atIndex]!.title, atValue: textOf(atIndex), ...extra },
    open: rule.level !== 'hint',
    closedBy: null,
  };
  return closeIfExplained(finding, form, record);
}

function displayValue(form: FormDefinition, index: number, value: string | number): string | number {
  const kind = kindOf(form.fields[index]!);
  return kind.isMoney ? Number(value) / 100 : value;
}
