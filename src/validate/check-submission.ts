import type { Unit } from '../campaign/campaign.js';
import { wholeSpans } from '../form/calendar-spans.js';
import { NO_PARAMETERS, type RuleParameters } from '../form/condition.js';
import { compileCondition } from '../form/evaluate.js';
import type { FormDefinition, RuleCheck, RuleDefinition } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';
import { limitFindings } from '../issue/limit-findings.js';
import { ALL_SUSPICIONS, type Suspicions } from '../issue/suspicions.js';
import { foldText } from '../workbook/cell-text.js';
import { parseReference } from '../workbook/reference.js';
import type { CheckedSubmission } from './checked-submission.js';
import { closeListed } from './close-listed.js';
import { closeIfExplained, explanationOf, ruleFinding } from './rule-finding.js';
import { swapInRow, withSwaps } from './swapped-digits.js';

/** Checks submissions of one form; `unit` is null when it is not known whose they are. */
export type SubmissionChecker = (
  submission: Submission,
  unit: Pick<Unit, 'category'> | null,
) => CheckedSubmission;

type RowRule = (submission: Submission, unit: Pick<Unit, 'category'> | null) => readonly Finding[];

/**
 * Compiles a form's rules. Findings: the form's rules as far as one submission can break them, after those of
 * reading; queries of rows whose 说明 is filled in, or that are answered in 《退回修改清单》, are closed. `suspicions`: what
 * to suspect beside. What a 底稿 hands on unchanged was checked before.
 */
export function compileChecker(
  form: FormDefinition,
  parameters: RuleParameters,
  suspicions: Suspicions = ALL_SUSPICIONS,
): SubmissionChecker {
  const saysSwaps = suspicions.has('digits-swapped');
  const rules = form.rules.flatMap((rule) =>
    rule.checks.map((check) => compileCheck(form, rule, check, parameters, saysSwaps)),
  );
  return (submission, unit) => {
    // Its queries were asked, and answered or not, where the 底稿 was made; its status tells.
    if (submission.recorded?.recordsUnchanged) return { ...submission, findings: [] };
    const read = saysSwaps ? withSwaps(form, submission) : submission.findings;
    const findings = [
      ...closeExplained(read, form, submission.records),
      ...limitFindings(rules.flatMap((rule) => rule(submission, unit))),
    ];
    return { ...submission, findings: closeListed(findings, form, submission) };
  };
}

/** Closes the queries of reading that stand in rows with an explanation. */
function closeExplained(
  findings: readonly Finding[],
  form: FormDefinition,
  records: readonly FormRecord[],
): readonly Finding[] {
  const explained = new Map(
    records.flatMap((record) => (explanationOf(form, record) === null ? [] : [[record.rowNumber, record]])),
  );
  if (explained.size === 0) return findings;
  return findings.map((finding) => {
    // One that speaks for others stays: their rows may have no explanation.
    const rowNumber =
      finding.parameters.more === undefined ? parseReference(finding.cell ?? '')?.rowNumber : null;
    const record = explained.get(rowNumber ?? 0);
    return record === undefined ? finding : closeIfExplained(finding, form, record);
  });
}

function compileCheck(
  form: FormDefinition,
  rule: RuleDefinition,
  check: RuleCheck,
  parameters: RuleParameters,
  saysSwaps: boolean,
): RowRule {
  switch (check.kind) {
    case 'row': {
      const holds = compileCondition(form, check.holds, rule.blanks, parameters);
      return (submission) =>
        onceAMerge(
          submission.records.flatMap((record) =>
            holds(record) === false
              ? [
                  ruleFinding(submission, form, rule, check.at, record, {
                    ...parameters,
                    ...(saysSwaps ? swapInRow(form, check.at, record) : {}),
                  }),
                ]
              : [],
          ),
        );
    }
    case 'unique':
      return check.within === 'unit' ? compileUnique(form, rule, check) : () => [];
    case 'atLeast':
      return compileAtLeast(form, rule, check, parameters);
    case 'noRowsFrom':
      return (submission, unit) => {
        const first = submission.records[0];
        return first && unit?.category === check.category
          ? [ruleFinding(submission, form, rule, check.at, first, {})]
          : [];
      };
  }
}

/** A submission without rows is a zero report, or none yet: nothing is asked of it here. */
function compileAtLeast(
  form: FormDefinition,
  rule: RuleDefinition,
  check: Extract<RuleCheck, { kind: 'atLeast' }>,
  parameters: RuleParameters,
): RowRule {
  const dateIndex = form.fields.findIndex((field) => field.key === check.field);
  const { periodStart, periodEnd } = parameters;
  const spans = wholeSpans(check.every, String(periodStart), String(periodEnd));
  return (submission) => {
    const last = submission.records.at(-1);
    if (last === undefined) return [];
    const dates = submission.records.map((record) => String(record.values[dateIndex] ?? ''));
    return spans.flatMap(({ title, start, end }) => {
      const times = dates.filter((date) => date >= start && date <= end).length;
      return times < check.times
        ? [ruleFinding(submission, form, rule, check.at, last, { span: title, times, expected: check.times })]
        : [];
    });
  };
}

/** Of the rows under one merged cell, the first speaks for all. */
function onceAMerge(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ cell }) => {
    if (cell === null) return true;
    const isFirst = !seen.has(cell);
    seen.add(cell);
    return isFirst;
  });
}

function compileUnique(
  form: FormDefinition,
  rule: RuleDefinition,
  check: Extract<RuleCheck, { kind: 'unique' }>,
): RowRule {
  const keyOf = recordKey(form, check);
  return (submission) => {
    const seen = new Map<string, number>();
    const atIndex = form.fields.findIndex((field) => field.key === check.at);
    return submission.records.flatMap((record) => {
      // Rows under one merged name are one mention of it.
      if (record.anchors?.has(atIndex)) return [];
      const key = keyOf(record);
      if (key === null) return [];
      const earlierRow = seen.get(key);
      if (earlierRow !== undefined) {
        return [ruleFinding(submission, form, rule, check.at, record, { earlierRow, earlierUnit: '本表' })];
      }
      seen.set(key, record.rowNumber);
      return [];
    });
  };
}

/** What must be unique of a record; null when a part of it is blank or unreadable, or the record is excepted. */
export function recordKey(
  form: FormDefinition,
  check: Extract<RuleCheck, { kind: 'unique' }>,
): (record: FormRecord) => string | null {
  const indexes = check.fields.map((key) => form.fields.findIndex((field) => field.key === key));
  const excepted =
    check.except === null ? () => false : compileCondition(form, check.except, 'skip', NO_PARAMETERS);
  return (record) => {
    // Also left out where the exception cannot be judged: its operand is blank or cannot be read.
    if (excepted(record) !== false) return null;
    const parts: string[] = [];
    for (const index of indexes) {
      const value = record.values[index] ?? null;
      const state = record.states[index];
      if (value === null || state === 'bad' || state === 'covered') return null;
      parts.push(foldText(String(value)));
    }
    return JSON.stringify(parts);
  };
}
