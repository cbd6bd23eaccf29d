import { type Campaign, type Moment, type Receipt, type Unit, unitsByCode } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import type { FormDefinition } from '../form/form-definition.js';
import { decisionsFor } from '../ingest/ingest-workbook.js';
import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';
import { type Candidate, type ResolvedPair, resolvePair } from '../merge/resolve-submissions.js';
import { type ReceivedFile, summarize } from '../merge/summarize.js';
import type { Summary } from '../merge/summary.js';
import { checkAgainstPrevious, type PreviousForm } from '../validate/against-previous.js';
import { checkAcross } from '../validate/check-across.js';
import { checkAcrossForms } from '../validate/check-across-forms.js';
import { compileChecker, type SubmissionChecker } from '../validate/check-submission.js';
import { checkSuspicions } from '../validate/check-suspicions.js';
import type { RowsOfPeer } from '../validate/peers.js';
import { compareText } from '../workbook/cell-text.js';
import type { ReadInbox } from './read-inbox.js';

/**
 * Wires the stages from read files to the summary: check, resolve, check across units, merge. `previous`: what the
 * period before has, by form.
 */
export function summarizeInbox(
  inbox: ReadInbox,
  forms: readonly FormDefinition[],
  asOf: Moment,
  previous: ReadonlyMap<string, PreviousForm> = new Map(),
): Summary {
  const { campaign } = inbox;
  const enabled = campaign.tasks.flatMap((task) => forms.filter((form) => form.key === task.form));
  const checkers = new Map(
    enabled.map((form) => [
      form.key,
      compileChecker(form, parametersOf(campaign, form), campaign.suspicions),
    ]),
  );
  const units = unitsByCode(campaign);
  const receipts = receiptsByUnit(campaign.receipts);
  const pairs = groupCandidates(
    inbox.files.flatMap((file) => candidatesOf(file, campaign, units, receipts, checkers)),
  ).map(({ unit, form, candidates }) => resolvePair(unit, form, candidates));
  const counted = new Map(enabled.map((form) => [form.key, countedInOrder(pairs, form, campaign)]));
  return summarize({
    campaign,
    forms: enabled,
    asOf,
    files: inbox.files,
    pairs,
    across: [
      ...enabled.flatMap((form) =>
        findAcross(form, counted.get(form.key)!, campaign, previous.get(form.key) ?? null),
      ),
      ...checkAcrossForms(enabled, counted),
    ],
    pending: inbox.pending,
  });
}

function findAcross(
  form: FormDefinition,
  counted: readonly RowsOfPeer[],
  { suspicions }: Campaign,
  previous: PreviousForm | null,
): readonly Finding[] {
  const found = checkAcross(form, counted);
  return [
    ...found,
    ...checkSuspicions(form, counted, found, suspicions),
    ...(previous === null ? [] : checkAgainstPrevious(form, counted, previous, suspicions)),
  ];
}

/** What a form's rules take from the campaign. */
export function parametersOf(campaign: Campaign, form: FormDefinition): RuleParameters {
  const task = campaign.tasks.find((item) => item.form === form.key);
  return {
    wishAmountLimit: campaign.wishAmountLimit,
    periodStart: task?.periodStart ?? campaign.periodStart,
    periodEnd: task?.periodEnd ?? campaign.periodEnd,
  };
}

function candidatesOf(
  file: ReceivedFile,
  campaign: Campaign,
  units: ReadonlyMap<string, Unit>,
  receipts: ReadonlyMap<string, readonly Receipt[]>,
  checkers: ReadonlyMap<string, SubmissionChecker>,
): Candidate[] {
  if (file.outcome.kind !== 'read') return [];
  return file.outcome.sheets.flatMap((sheet) => {
    const decisions = decisionsFor(campaign.decisions, file, sheet.sheet);
    return sheet.submissions.flatMap((submission): Candidate[] => {
      const unit = submission.identity.kind === 'known' ? units.get(submission.identity.unit) : undefined;
      const check = checkers.get(submission.form);
      if (!unit || !check) return [];
      return [
        {
          submission: check(submission, unit),
          unit,
          ...receiptOf(receipts.get(unit.code) ?? [], file, submission),
          decisions: decisions.filter(
            (decision) =>
              (decision.unit === null || decision.unit === unit.code) &&
              (decision.form === null || decision.form === submission.form),
          ),
        },
      ];
    });
  });
}

function receiptsByUnit(receipts: readonly Receipt[]): ReadonlyMap<string, readonly Receipt[]> {
  const groups = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    const group = groups.get(receipt.unit);
    if (group) group.push(receipt);
    else groups.set(receipt.unit, [receipt]);
  }
  return groups;
}

/** 收件登记 (`receipts` of the unit), else what a 底稿 recorded, else the ledger. */
function receiptOf(
  receipts: readonly Receipt[],
  file: ReceivedFile,
  submission: Submission,
): Pick<Candidate, 'receivedAt' | 'receivedBy'> {
  const registered = receipts.find(
    (receipt) => (receipt.form === null || receipt.form === submission.form) && receipt.receivedAt !== null,
  );
  if (registered?.receivedAt) return { receivedAt: registered.receivedAt, receivedBy: '收件登记' };
  const recordedAt = submission.recorded?.receivedAt ?? null;
  if (recordedAt !== null) return { receivedAt: recordedAt, receivedBy: '底稿' };
  return { receivedAt: file.receivedAt, receivedBy: file.receivedBy };
}

function groupCandidates(
  candidates: readonly Candidate[],
): readonly { readonly unit: Unit; readonly form: string; readonly candidates: readonly Candidate[] }[] {
  const groups = new Map<string, { unit: Unit; form: string; candidates: Candidate[] }>();
  for (const candidate of candidates) {
    const { unit, submission } = candidate;
    const key = JSON.stringify([unit.code, submission.form]);
    const group = groups.get(key);
    if (group) group.candidates.push(candidate);
    else groups.set(key, { unit, form: submission.form, candidates: [candidate] });
  }
  return [...groups.values()];
}

/**
 * Counted submissions of a form by time of receipt, then roster: the order that does not depend on whether they came
 * in files of their own or in a 底稿.
 */
function countedInOrder(pairs: readonly ResolvedPair[], form: FormDefinition, campaign: Campaign) {
  const rank = new Map(campaign.units.map((unit, index) => [unit.code, index]));
  return pairs
    .flatMap((pair) => (pair.form === form.key && pair.inForce ? [pair.inForce] : []))
    .sort(
      (a, b) => compareText(a.receivedAt, b.receivedAt) || rank.get(a.unit.code)! - rank.get(b.unit.code)!,
    )
    .map(
      ({ submission, unit: { code, name, category } }): RowsOfPeer => ({
        submission,
        unit: code,
        unitName: name,
        category,
      }),
    );
}
