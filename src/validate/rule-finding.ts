import type { FormDefinition, RuleDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Submission } from '../ingest/submission.js';
import type { Finding, Level } from '../issue/finding.js';
import { formatColumn } from '../workbook/reference.js';

/** The cell of a record's field in the returned sheet, the top left of a merge; null when there is no such column. */
export function referenceOf(submission: Submission, record: FormRecord, fieldIndex: number): string | null {
  const anchor = record.anchors?.get(fieldIndex);
  if (anchor !== undefined) return anchor;
  const columnNumber = submission.columns[fieldIndex] ?? null;
  return columnNumber === null ? null : `${formatColumn(columnNumber)}${record.rowNumber}`;
}

/** Whether a finding still asks for something; `isExplained`: 说明 of its row is filled in, which closes queries. */
export function openness(level: Level, isExplained: boolean): Pick<Finding, 'open' | 'closedBy'> {
  if (level === 'query' && isExplained) return { open: false, closedBy: 'explanation' };
  return { open: level !== 'hint', closedBy: null };
}

/** True when 说明 of the record is filled in. */
export function isExplained(form: FormDefinition, record: FormRecord): boolean {
  const index = form.fields.findIndex((field) => field.key === form.explanation);
  return (record.values[index] ?? null) !== null;
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
  const atValue = record.typed?.get(atIndex) ?? record.values[atIndex] ?? null;
  const named = [...rule.message.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const parameters = Object.fromEntries(
    named.flatMap((name) => (indexOf(name) >= 0 ? [[name, textOf(indexOf(name))]] : [])),
  );
  return {
    path: submission.source.path,
    entry: submission.source.entry,
    rule: rule.id,
    level: rule.level,
    sheet: submission.sheet,
    cell: referenceOf(submission, record, atIndex),
    unit: submission.identity.kind === 'known' ? submission.identity.unit : null,
    form: form.key,
    field: at,
    value: atValue === null ? null : displayValue(form, atIndex, atValue),
    parameters: { ...parameters, atTitle: form.fields[atIndex]!.title, atValue: textOf(atIndex), ...extra },
    ...openness(rule.level, isExplained(form, record)),
  };
}

function displayValue(form: FormDefinition, index: number, value: string | number): string | number {
  const kind = kindOf(form.fields[index]!);
  return kind.isMoney ? Number(value) / 100 : value;
}
