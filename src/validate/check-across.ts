import type { FormDefinition, RuleCheck, RuleDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';
import { recordKey } from './check-submission.js';
import { closeListedOfUnits } from './close-listed.js';
import { closeIfExplained, referenceOf, ruleFinding } from './rule-finding.js';

/** A submission that counts, with its unit. Order matters: the later of two equal rows is blamed. */
export interface CountedRows {
  readonly submission: Submission;
  readonly unit: string;
  readonly unitName: string;
}

const LEAST_COPIED_ROWS = 3;
const COPIED_PERCENT = 80;

/**
 * What only shows when all units' submissions of one form lie side by side. Findings: rules that hold across units,
 * copied-rows; explained ones closed.
 */
export function checkAcross(form: FormDefinition, counted: readonly CountedRows[]): readonly Finding[] {
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
  return closeListedOfUnits(findings, form, counted);
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
  const names = new Map(counted.map((item) => [item.unit, item.unitName]));
  const owners = new Map<string, Set<string>>();
  return counted.flatMap(({ submission, unit }) => {
    const rows = submission.records
      .filter((record) => !isZero(record))
      .map((record) => ({ record, key: JSON.stringify(record.values) }));
    const other = findMostShared(
      rows.map((row) => row.key),
      owners,
    );
    const first = rows.find((row) => owners.get(row.key)?.has(other.unit));
    for (const { key } of rows) {
      const units = owners.get(key);
      if (units === undefined) owners.set(key, new Set([unit]));
      else units.add(unit);
    }
    const isCopy = other.rows >= LEAST_COPIED_ROWS && other.rows * 100 >= rows.length * COPIED_PERCENT;
    if (!isCopy || first === undefined) return [];
    return [
      copiedRows(form, submission, unit, first.record, other.rows, names.get(other.unit) ?? other.unit),
    ];
  });
}

/** The earlier unit with which most rows are shared; of equals the one met first. */
function findMostShared(
  keys: readonly string[],
  owners: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly unit: string; readonly rows: number } {
  const shared = new Map<string, number>();
  let most = { unit: '', rows: 0 };
  for (const key of keys) {
    for (const unit of owners.get(key) ?? []) shared.set(unit, (shared.get(unit) ?? 0) + 1);
  }
  for (const [unit, rows] of shared) if (rows > most.rows) most = { unit, rows };
  return most;
}

function copiedRows(
  form: FormDefinition,
  submission: Submission,
  unit: string,
  first: FormRecord,
  rows: number,
  otherUnit: string,
): Finding {
  const subjectIndex = form.fields.findIndex((field) => field.key === form.subject);
  const finding: Finding = {
    path: submission.source.path,
    entry: submission.source.entry,
    rule: 'copied-rows',
    level: 'query',
    sheet: submission.sheet,
    cell: referenceOf(submission, first, subjectIndex),
    unit,
    form: form.key,
    field: form.subject,
    value: first.values[subjectIndex] ?? null,
    parameters: { rows, otherUnit },
    open: true,
    closedBy: null,
  };
  return closeIfExplained(finding, form, first);
}
