import type { FormDefinition, RuleCheck, RuleDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';
import { closeExplained, recordKey } from './check-submission.js';
import { referenceOf, ruleFinding } from './rule-finding.js';

/** A submission that counts, with its unit. Order matters: the later of two equal rows is blamed. */
export interface CountedRows {
  readonly submission: Submission;
  readonly unit: string;
  readonly unitName: string;
}

const LEAST_COPIED_ROWS = 3;
const COPIED_SHARE = 0.8;

/**
 * What only shows when all units' submissions of one form lie side by side. Findings: rules that hold across units,
 * copied-rows; explained ones closed.
 */
export function checkAcross(form: FormDefinition, counted: readonly CountedRows[]): readonly Finding[] {
  const explanationIndex = form.fields.findIndex((field) => field.key === form.explanation);
  const findings = [
    ...form.rules.flatMap((rule) =>
      rule.checks.flatMap((check) =>
        check.kind === 'unique' && check.within === 'campaign'
          ? findRepeated(form, rule, check, counted)
          : [],
      ),
    ),
    ...findCopiedRows(form, counted),
  ];
  const recordsBySubmission = new Map(
    counted.map((item) => [keyOfSource(item.submission), item.submission.records]),
  );
  return findings.flatMap((finding) =>
    closeExplained(
      [finding],
      recordsBySubmission.get(`${finding.path}\n${finding.entry ?? ''}\n${finding.sheet}\n${finding.unit}`) ??
        [],
      explanationIndex,
    ),
  );
}

function keyOfSource(submission: Submission): string {
  const unit = submission.identity.kind === 'known' ? submission.identity.unit : '';
  return `${submission.source.path}\n${submission.source.entry ?? ''}\n${submission.sheet}\n${unit}`;
}

function findRepeated(
  form: FormDefinition,
  rule: RuleDefinition,
  check: Extract<RuleCheck, { kind: 'unique' }>,
  counted: readonly CountedRows[],
): Finding[] {
  const keyOf = recordKey(form, check);
  const seen = new Map<string, { unit: string; unitName: string; row: number }>();
  const findings: Finding[] = [];
  for (const { submission, unit, unitName } of counted) {
    for (const record of submission.records) {
      const key = keyOf(record);
      if (key === null) continue;
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, { unit, unitName, row: record.rowNumber });
      else if (earlier.unit !== unit) {
        const extra = { earlierUnit: earlier.unitName, earlierRow: earlier.row };
        findings.push(ruleFinding(submission, form, rule, check.at, record, extra));
      }
    }
  }
  return findings;
}

function findCopiedRows(form: FormDefinition, counted: readonly CountedRows[]): Finding[] {
  const numberIndexes = form.fields.flatMap((field, index) =>
    kindOf(field).isNumber && !field.computed ? [index] : [],
  );
  const isZero = (record: FormRecord) => numberIndexes.every((index) => !record.values[index]);
  const subjectIndex = form.fields.findIndex((field) => field.key === form.subject);
  const owners = new Map<string, string[]>();
  const names = new Map(counted.map((item) => [item.unit, item.unitName]));
  return counted.flatMap(({ submission, unit }) => {
    const rows = submission.records.filter((record) => !isZero(record));
    const keys = rows.map((record) => JSON.stringify(record.values));
    const shared = new Map<string, number>();
    for (const key of keys) {
      for (const owner of owners.get(key) ?? [])
        if (owner !== unit) shared.set(owner, (shared.get(owner) ?? 0) + 1);
    }
    const [other, count] = [...shared].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    const first = rows.find((_, index) => owners.get(keys[index]!)?.includes(other));
    for (const key of keys) {
      const list = owners.get(key);
      if (list === undefined) owners.set(key, [unit]);
      else if (!list.includes(unit)) list.push(unit);
    }
    if (first === undefined || count < LEAST_COPIED_ROWS || count < rows.length * COPIED_SHARE) return [];
    return [
      {
        path: submission.source.path,
        entry: submission.source.entry,
        rule: 'copied-rows',
        level: 'query' as const,
        sheet: submission.sheet,
        cell: referenceOf(submission, first, subjectIndex),
        unit,
        form: form.key,
        field: form.subject,
        value: first.values[subjectIndex] ?? null,
        parameters: { rows: count, otherUnit: names.get(other) ?? other },
        open: true,
        closedBy: null,
      },
    ];
  });
}
