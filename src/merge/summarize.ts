import { type Campaign, countiesOf, countyOf, type Moment } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { compileTotals } from '../form/record-totals.js';
import type { IngestedSheet } from '../ingest/ingest-workbook.js';
import { closeByDecision } from '../issue/closing.js';
import { DISPOSITIONS, type Disposition, type FileSource, type Finding } from '../issue/finding.js';
import { listedField } from '../issue/return-list.js';
import { compareText } from '../workbook/cell-text.js';
import { parseReference } from '../workbook/reference.js';
import { combineTotals } from './combine-totals.js';
import { comparePending, measureAllRates, measurePair, type PendingFile } from './measure-completeness.js';
import { measureMaterials } from './measure-materials.js';
import type { ReceivedFile } from './received-file.js';
import {
  compareReceipt,
  isConfirmed,
  type ResolvedCandidate,
  type ResolvedPair,
} from './resolve-submissions.js';
import type { CountedSubmission, FileRecord, NotCounted, SheetRecord, Summary } from './summary.js';

export type { ReceivedFile } from './received-file.js';

/** All that a summary is made of. */
export interface SummarizeInput {
  readonly campaign: Campaign;
  readonly forms: readonly FormDefinition[];
  readonly asOf: Moment;
  readonly files: readonly ReceivedFile[];
  readonly pairs: readonly ResolvedPair[];
  /** Findings between units' submissions. */
  readonly across: readonly Finding[];
  readonly pending: readonly PendingFile[];
}

/** Merges resolved submissions into the summary: totals at three levels, completeness, rates, files, findings. */
export function summarize(input: SummarizeInput): Summary {
  const { campaign, forms, asOf } = input;
  const across = groupBy(input.across, (finding) => pairKey(finding.unit ?? '', finding.form ?? ''));
  const pairs = input.pairs.map((pair) =>
    withAcross(pair, across.get(pairKey(pair.unit.code, pair.form)) ?? []),
  );
  const byKey = new Map(pairs.map((pair) => [pairKey(pair.unit.code, pair.form), pair]));
  const completeness = measureCompleteness(input, byKey);
  const formOf = new Map(forms.map((form) => [form.key, form]));
  const counted = pairs.flatMap((pair) =>
    pair.inForce ? [countedSubmission(pair.inForce, formOf.get(pair.form)!)] : [],
  );
  const byFile = groupBy(
    pairs.flatMap((pair) => pair.candidates),
    (candidate) => fileKey(candidate.submission.source),
  );
  const materials = measureMaterials(campaign, input.files, asOf);
  return {
    campaign,
    forms,
    asOf,
    files: input.files.map(
      (file) => materials.records.get(file) ?? fileRecord(file, byFile.get(fileKey(file)) ?? []),
    ),
    findings: pairs
      .flatMap((pair) => findingsOfPair(pair))
      .concat(findingsOfUnknown(input.files), materials.findings)
      .sort(compareFindings),
    completeness,
    rates: measureAllRates(campaign, completeness),
    totals: new Map(forms.map((form) => [form.key, totalsOf(campaign, form, counted)])),
    counted,
    notCounted: forms.flatMap((form) => notCounted(campaign, form, byKey, completeness)),
    materials: materials.summary,
  };
}

/** The status of every owed pair, by task, then roster. */
function measureCompleteness(
  { campaign, files, pending, asOf }: SummarizeInput,
  pairs: ReadonlyMap<string, ResolvedPair>,
): Summary['completeness'] {
  const statuses = files.flatMap((file) => (file.outcome.kind === 'read' ? file.outcome.statuses : []));
  const recorded = groupBy(statuses, (item) => pairKey(item.unit, item.form));
  const waiting = groupBy([...pending].sort(comparePending), (item) => item.unit);
  const receipts = groupBy(campaign.receipts, (receipt) => receipt.unit);
  return campaign.tasks.flatMap((task) =>
    campaign.units
      .filter((unit) => unit.owes.has(task.form))
      .map((unit) => {
        const key = pairKey(unit.code, task.form);
        return measurePair(
          { ...campaign, receipts: receipts.get(unit.code) ?? [] },
          unit,
          task,
          pairs.get(key) ?? null,
          recorded.get(key) ?? [],
          (waiting.get(unit.code) ?? []).filter((item) => item.form === null || item.form === task.form),
          asOf,
        );
      }),
  );
}

function pairKey(unit: string, form: string): string {
  return JSON.stringify([unit, form]);
}

function fileKey(source: FileSource): string {
  return JSON.stringify([source.path, source.entry]);
}

/** Items by key, in their order. */
function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Adds what was found between units to the submission in force; 确认 closes it like any other query. */
function withAcross(pair: ResolvedPair, across: readonly Finding[]): ResolvedPair {
  const { inForce } = pair;
  if (inForce === null || across.length === 0) return pair;
  const { source, sheet } = inForce.submission;
  const closes = isConfirmed(inForce);
  const confirmed = inForce.decisions.find((decision) => decision.action === '确认');
  const placeOf = (finding: Finding) => JSON.stringify([finding.rule, finding.cell]);
  // A row blamed within its own unit for the same thing is not blamed twice.
  const known = new Set(inForce.findings.map(placeOf));
  const mine = across
    .filter(
      (finding) =>
        finding.path === source.path &&
        finding.entry === source.entry &&
        finding.sheet === sheet &&
        !known.has(placeOf(finding)),
    )
    .map(
      (finding): Finding =>
        finding.open && finding.level === 'query' && closes
          ? closeByDecision(finding, confirmed?.reason ?? null)
          : finding,
    );
  const isQueried = mine.some((finding) => finding.open && finding.level === 'query');
  const updated: ResolvedCandidate = {
    ...inForce,
    findings: [...inForce.findings, ...mine],
    disposition: isQueried ? 'queried' : inForce.disposition,
  };
  return {
    ...pair,
    inForce: updated,
    candidates: pair.candidates.map((candidate) => (candidate === inForce ? updated : candidate)),
  };
}

function findingsOfPair(pair: ResolvedPair): Finding[] {
  const findings = pair.candidates.flatMap((candidate) => [...candidate.findings]);
  if (pair.inForce === null || pair.unit.owes.has(pair.form)) return findings;
  const { source, sheet } = pair.inForce.submission;
  findings.push({
    path: source.path,
    entry: source.entry,
    rule: 'not-owed',
    level: 'hint',
    sheet,
    cell: null,
    unit: pair.unit.code,
    form: pair.form,
    field: null,
    value: null,
    parameters: { unitName: pair.unit.name },
    open: false,
    closedBy: null,
  });
  return findings;
}

/** Rows whose unit is not known are named, since they are not counted. */
function findingsOfUnknown(files: readonly ReceivedFile[]): Finding[] {
  return files.flatMap((file) =>
    file.outcome.kind !== 'read'
      ? []
      : file.outcome.sheets.flatMap((sheet) =>
          sheet.submissions.flatMap((submission): Finding[] =>
            submission.identity.kind === 'known' || sheet.submissions.length === 1
              ? []
              : [
                  {
                    path: file.path,
                    entry: file.entry,
                    rule: 'unit-unknown',
                    level: 'error',
                    sheet: submission.sheet,
                    cell: null,
                    unit: null,
                    form: submission.form,
                    field: null,
                    value: submission.identity.writtenName,
                    parameters: { reason: submission.identity.reason, rows: submission.records.length },
                    open: true,
                    closedBy: null,
                  },
                ],
          ),
        ),
  );
}

/** By file, sheet, row, column, rule; findings without a cell first. */
function compareFindings(a: Finding, b: Finding): number {
  const [left, right] = [parseReference(a.cell ?? ''), parseReference(b.cell ?? '')];
  return (
    compareText(a.path, b.path) ||
    compareText(a.entry ?? '', b.entry ?? '') ||
    compareText(a.sheet ?? '', b.sheet ?? '') ||
    (left?.rowNumber ?? 0) - (right?.rowNumber ?? 0) ||
    (left?.columnNumber ?? 0) - (right?.columnNumber ?? 0) ||
    compareText(a.rule, b.rule) ||
    compareText(a.unit ?? '', b.unit ?? '')
  );
}

function countedSubmission(candidate: ResolvedCandidate, form: FormDefinition): CountedSubmission {
  const { submission } = candidate;
  const release = candidate.decisions.find((decision) => decision.action === '放行');
  const handedOn = submission.recorded?.recordsUnchanged ? submission.recorded.releasedFor : null;
  return {
    source: submission.source,
    sheet: submission.sheet,
    form: submission.form,
    unit: candidate.unit.code,
    status:
      submission.content === 'nil' ? 'nil' : candidate.disposition === 'queried' ? 'queried' : 'accepted',
    records: submission.records,
    columns: submission.columns,
    extraTitles: submission.extraTitles,
    receivedAt: candidate.receivedAt,
    releasedFor: release ? (release.reason ?? '放行') : handedOn,
    isConfirmed: isConfirmed(candidate),
    rowReasons: rowReasonsOf(candidate, form),
    changes: submission.changes,
    isHandedOn: submission.recorded !== null,
  };
}

/** What was written in 《退回修改清单》 of single rows: of a unit's own file what closed a query, of a 底稿 what it hands on. */
function rowReasonsOf(candidate: ResolvedCandidate, form: FormDefinition): CountedSubmission['rowReasons'] {
  const { submission, findings } = candidate;
  const rows = new Set(submission.records.map((record) => record.rowNumber));
  const handedOn = submission.explanations.flatMap(({ rowNumber, ...item }) =>
    rowNumber === null ? [] : [{ ...item, rowNumber }],
  );
  const closing = findings.flatMap((finding) => {
    const rowNumber = parseReference(finding.cell ?? '')?.rowNumber ?? 0;
    if (finding.reasonIn !== 'list' || !rows.has(rowNumber)) return [];
    return [{ rule: finding.rule, field: listedField(finding, form), text: finding.reason ?? '', rowNumber }];
  });
  return submission.recorded === null ? closing : handedOn;
}

function totalsOf(campaign: Campaign, form: FormDefinition, counted: readonly CountedSubmission[]) {
  const measure = compileTotals(form);
  const units = new Map(campaign.units.map((unit) => [unit.code, unit]));
  const byUnit = new Map(
    counted.filter((item) => item.form === form.key).map((item) => [item.unit, measure(item.records)]),
  );
  // Units in roster order, whatever the order of files.
  const ordered = new Map(
    campaign.units.flatMap((unit) => {
      const totals = byUnit.get(unit.code);
      return totals ? [[unit.code, totals] as const] : [];
    }),
  );
  return combineTotals(form, ordered, countiesOf(campaign), (code) => countyOf(units.get(code)!));
}

/** What was returned, per county: units, and the amount that their latest version would add as far as it is readable. */
function notCounted(
  campaign: Campaign,
  form: FormDefinition,
  pairs: ReadonlyMap<string, ResolvedPair>,
  completeness: Summary['completeness'],
): NotCounted[] {
  const returned = new Set(
    completeness
      .filter((entry) => entry.form === form.key && entry.status === 'returned')
      .map((entry) => entry.unit),
  );
  const measure = compileTotals(form);
  const key = form.amountAtStake;
  const units = groupBy(
    campaign.units.filter((unit) => returned.has(unit.code)),
    countyOf,
  );
  return countiesOf(campaign).flatMap((county) => {
    const own = units.get(county) ?? [];
    if (own.length === 0) return [];
    const amount =
      key === null
        ? null
        : own.reduce((total, unit) => {
            const latest = pairs
              .get(pairKey(unit.code, form.key))
              ?.candidates.findLast((item) => item.disposition === 'returned');
            return total + (latest ? (measure(latest.submission.records)[key] ?? 0) : 0);
          }, 0);
    return [{ form: form.key, county, units: own.length, amount }];
  });
}

function fileRecord(file: ReceivedFile, resolved: readonly ResolvedCandidate[]): FileRecord {
  const { outcome, ...facts } = file;
  // measureMaterials judges every file of a material.
  if (outcome.kind === 'material') throw new Error(`no record of ${file.path}`);
  if (outcome.kind !== 'read')
    return { ...facts, disposition: outcome.kind, reason: outcome.reason, sheets: [] };
  const sheets = outcome.sheets.flatMap((sheet) => sheetRecords(sheet, resolved));
  if (sheets.length === 0) {
    return outcome.isWorkpaper
      ? { ...facts, disposition: 'accepted', reason: null, sheets: [] }
      : {
          ...facts,
          disposition: 'unrecognized',
          reason: '没有找到本次要报的任何一张表：标题和表头都对不上',
          sheets: [],
        };
  }
  const disposition = worstDisposition(sheets.map((sheet) => sheet.disposition));
  // 收件登记 may know better than the folder when a unit's file came; where it does, that time counts.
  const isOfOneUnit = new Set(resolved.map((candidate) => candidate.unit.code)).size === 1;
  const known = isOfOneUnit ? [...resolved].sort(compareReceipt)[0] : undefined;
  return {
    ...facts,
    ...(known && known.receivedBy === '收件登记'
      ? { receivedAt: known.receivedAt, receivedBy: known.receivedBy }
      : {}),
    disposition,
    reason: sheets.find((sheet) => sheet.disposition === disposition)?.reason ?? null,
    sheets,
  };
}

function worstDisposition(dispositions: readonly Disposition[]): Disposition {
  return DISPOSITIONS.find((disposition) => dispositions.includes(disposition)) ?? 'ignored';
}

/** One record per form of a sheet. */
function sheetRecords(sheet: IngestedSheet, resolved: readonly ResolvedCandidate[]): SheetRecord[] {
  const forms = [...new Set(sheet.submissions.map((submission) => submission.form))];
  return forms.map((form) => {
    const submissions = sheet.submissions.filter((submission) => submission.form === form);
    const known = resolved.filter(
      (candidate) => candidate.submission.sheet === sheet.sheet && candidate.submission.form === form,
    );
    const unknown = submissions.flatMap((submission) =>
      submission.identity.kind === 'unknown'
        ? [{ identity: submission.identity, rows: submission.records.length }]
        : [],
    );
    const disposition = worstDisposition([
      ...known.map((candidate) => candidate.disposition),
      ...(unknown.length > 0 ? ['unrecognized' as const] : []),
    ]);
    return {
      sheet: sheet.sheet,
      form,
      units: known.map((candidate) => candidate.unit.code),
      rows: submissions.reduce((total, submission) => total + submission.records.length, 0),
      disposition,
      reason:
        disposition === 'unrecognized'
          ? unknown
              .map(
                ({ identity, rows }) => `${identity.reason}${known.length > 0 ? `（${rows} 行未计入）` : ''}`,
              )
              .join('；')
          : (known.find((candidate) => candidate.disposition === disposition)?.reason ?? null),
      candidates: [...new Set(unknown.flatMap(({ identity }) => identity.candidates))].slice(0, 3),
    };
  });
}
