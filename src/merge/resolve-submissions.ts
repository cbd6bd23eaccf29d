import type { Decision, Moment, Unit } from '../campaign/campaign.js';
import type { ReceivedBy } from '../campaign/ledger.js';
import { digestRecords } from '../form/record.js';
import type { RecordedStatus } from '../ingest/read-status-sheet.js';
import { closeByDecision } from '../issue/closing.js';
import type { Disposition, Finding, Status } from '../issue/finding.js';
import type { CheckedSubmission } from '../validate/checked-submission.js';
import { compareText } from '../workbook/cell-text.js';

/** A checked submission of a known unit, with when it came and what 人工认定 says of its sheet. */
export interface Candidate {
  readonly submission: CheckedSubmission;
  readonly unit: Unit;
  readonly receivedAt: Moment;
  readonly receivedBy: ReceivedBy;
  readonly decisions: readonly Decision[];
}

/** What became of a candidate. */
export interface ResolvedCandidate extends Candidate {
  readonly disposition: Disposition;
  /** The submission's findings, closed where a decision or a newer submission closes them. */
  readonly findings: readonly Finding[];
  /** Plain words, for dispositions that need them. */
  readonly reason: string | null;
}

/** One unit × form: its candidates in the order of receipt, and the one that counts. */
export interface ResolvedPair {
  readonly unit: Unit;
  readonly form: string;
  readonly candidates: readonly ResolvedCandidate[];
  readonly inForce: ResolvedCandidate | null;
}

/**
 * Decides for one unit and form which submission is in force (product.md, step 5): the latest received without
 * errors, or the one that 人工认定 采用 names. Earlier ones are superseded, repetitions duplicates, later faulty
 * ones returned.
 */
export function resolvePair(unit: Unit, form: string, candidates: readonly Candidate[]): ResolvedPair {
  const ordered = [...candidates].sort(compareReceipt).map(applyDecisions);
  const standing = ordered.filter(
    (item) => !item.isVoid && item.candidate.submission.content !== 'untouched',
  );
  const duplicates = new Set(
    standing.filter((item, index) => index > 0 && !item.isAdopted && isSameAs(item, standing[index - 1]!)),
  );
  const valid = standing.filter((item) => !duplicates.has(item) && !hasOpen(item.findings, 'error'));
  const inForce = valid.findLast((item) => item.isAdopted) ?? valid.at(-1) ?? null;
  const inForceIndex = inForce === null ? -1 : ordered.indexOf(inForce);
  const resolved = ordered.map((item, index): ResolvedCandidate => {
    const done = (
      disposition: Disposition,
      findings = item.findings,
      reason: string | null = null,
    ): ResolvedCandidate => ({
      ...item.candidate,
      disposition,
      findings,
      reason,
    });
    if (item.isVoid)
      return done(
        'ignored',
        closeSuperseded(item.findings),
        `人工认定作废${item.voidReason ? `：${item.voidReason}` : ''}`,
      );
    if (item.candidate.submission.content === 'untouched') return done('empty');
    if (item === inForce) return done(isQueried(item) ? 'queried' : 'accepted');
    if (duplicates.has(item))
      return done('duplicate', closeSuperseded(item.findings), '与前一次报送的内容相同');
    const isFaulty = hasOpen(item.findings, 'error');
    if (inForce === null || (isFaulty && index > inForceIndex)) return done('returned');
    return done('superseded', closeSuperseded(item.findings), '同一单位、同一张表已有其他报送件计入');
  });
  return { unit, form, candidates: resolved, inForce: inForceIndex < 0 ? null : resolved[inForceIndex]! };
}

function closeSuperseded(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) =>
    finding.open ? { ...finding, open: false, closedBy: 'superseded' } : finding,
  );
}

/** By time of receipt, then path, entry and sheet in code-point order. */
export function compareReceipt(a: Candidate, b: Candidate): number {
  return (
    compareText(a.receivedAt, b.receivedAt) ||
    compareText(a.submission.source.path, b.submission.source.path) ||
    compareText(a.submission.source.entry ?? '', b.submission.source.entry ?? '') ||
    compareText(a.submission.sheet, b.submission.sheet)
  );
}

interface Decided {
  readonly candidate: Candidate;
  readonly findings: readonly Finding[];
  readonly isVoid: boolean;
  readonly voidReason: string | null;
  readonly isAdopted: boolean;
}

function applyDecisions(candidate: Candidate): Decided {
  const actions = new Set(candidate.decisions.map((decision) => decision.action));
  const closerOf = (finding: Finding) => {
    const action = finding.level === 'error' ? '放行' : finding.level === 'query' ? '确认' : null;
    return finding.open ? candidate.decisions.find((decision) => decision.action === action) : undefined;
  };
  return {
    candidate,
    findings: candidate.submission.findings.map((finding) => {
      const decision = closerOf(finding);
      return decision === undefined ? finding : closeByDecision(finding, decision.reason);
    }),
    isVoid: actions.has('作废'),
    voidReason: candidate.decisions.find((decision) => decision.action === '作废')?.reason ?? null,
    isAdopted: actions.has('采用'),
  };
}

function isSameAs(item: Decided, previous: Decided): boolean {
  const [a, b] = [item.candidate.submission, previous.candidate.submission];
  return (
    a.content === b.content &&
    digestRecords(a.records) === digestRecords(b.records) &&
    unreadableCells(a) === unreadableCells(b) &&
    !mends(item.findings, previous.findings) &&
    !explainsMore(a, b)
  );
}

/** What cannot be read has no value, yet is not the same as a blank. */
function unreadableCells(submission: CheckedSubmission): string {
  return JSON.stringify(
    submission.records.map(({ states }) =>
      states.flatMap((state, index) => (state === 'bad' ? [index] : [])),
    ),
  );
}

/**
 * True when something was put right that stands outside the records: a typed total, the answer, a header, the period.
 * The newer one is then no repetition.
 */
function mends(newer: readonly Finding[], earlier: readonly Finding[]): boolean {
  const left = countComplaints(newer);
  return [...countComplaints(earlier)].some(([key, count]) => (left.get(key) ?? 0) < count);
}

/**
 * True when 《退回修改清单》 answers what the earlier one did not: it may close a query between units, of which nothing
 * is known yet.
 */
function explainsMore(newer: CheckedSubmission, earlier: CheckedSubmission): boolean {
  const known = new Set(earlier.explanations.map(keyOfExplanation));
  return newer.explanations.some((item) => !known.has(keyOfExplanation(item)));
}

function keyOfExplanation({ rule, field, value, text }: CheckedSubmission['explanations'][number]): string {
  return JSON.stringify([rule, field, value, text]);
}

/** Open errors and queries by rule and field. */
function countComplaints(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { open, level, rule, field } of findings) {
    if (!open || level === 'hint') continue;
    const key = JSON.stringify([rule, field]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** True when 确认 closes a candidate's queries: here, or in the 底稿 that hands it on unchanged. */
export function isConfirmed({ decisions, submission }: Candidate): boolean {
  const { recorded } = submission;
  return (
    decisions.some((decision) => decision.action === '确认') ||
    (recorded?.recordsUnchanged === true && recorded.isConfirmed)
  );
}

function isQueried(item: Decided): boolean {
  if (hasOpen(item.findings, 'query')) return true;
  // A 底稿 hands on that a query was open, not the query itself.
  const { recorded } = item.candidate.submission;
  return recorded?.recordsUnchanged === true && recorded.status === 'queried' && !isConfirmed(item.candidate);
}

function hasOpen(findings: readonly Finding[], level: Finding['level']): boolean {
  return findings.some((finding) => finding.level === level && finding.open);
}

/** The best that is known of a pair in which nothing is in force; `missing` when nothing came at all. */
export function bestOtherStatus(
  candidates: readonly ResolvedCandidate[],
  recorded: readonly RecordedStatus[],
  isPending: boolean,
): Status {
  const words = new Set<Status>(recorded.map((item) => item.status));
  if (words.has('returned') || candidates.some((item) => item.disposition === 'returned')) return 'returned';
  if (words.has('pending') || isPending) return 'pending';
  if (words.has('empty') || candidates.some((item) => item.disposition === 'empty')) return 'empty';
  return words.has('exempt') ? 'exempt' : 'missing';
}
