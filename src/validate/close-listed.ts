import type { FormDefinition } from '../form/form-definition.js';
import type { Submission } from '../ingest/submission.js';
import { closeWithReason, mayBeExplained } from '../issue/closing.js';
import type { Finding } from '../issue/finding.js';
import { type ListedExplanation, listedField, listedValue } from '../issue/return-list.js';
import { foldText } from '../workbook/cell-text.js';
import { parseReference } from '../workbook/reference.js';
import { shownValue } from './rule-finding.js';

/**
 * Closes the queries beside which the unit has written a reason in 《退回修改清单》: the same rule at the same cell with
 * the same content. Where rows have moved, the rule, field and content decide, if they fit one query and one line.
 */
export function closeListed(
  findings: readonly Finding[],
  form: FormDefinition,
  submission: Submission,
): readonly Finding[] {
  if (submission.explanations.length === 0) return findings;
  const closed = new Map<Finding, string>();
  const left: ListedExplanation[] = [];
  const askable = findings.filter(
    (finding) => finding.open && mayBeExplained(finding) && finding.parameters.more === undefined,
  );
  for (const line of submission.explanations) {
    const here = askable.filter((finding) => isAbout(line, finding, form) && standsAt(line, finding));
    for (const finding of here) closed.set(finding, line.text);
    if (here.length === 0 && line.rowNumber === null && !stillStands(line, form, submission)) left.push(line);
  }
  for (const line of left) {
    const alike = left.filter((item) => sameSubject(item, line));
    const fitting = askable.filter((finding) => !closed.has(finding) && isAbout(line, finding, form));
    if (alike.length === 1 && fitting.length === 1) closed.set(fitting[0]!, line.text);
  }
  return findings.map((finding) => {
    const reason = closed.get(finding);
    return reason === undefined ? finding : closeWithReason(finding, reason, 'list');
  });
}

/** The same for findings between units, of which each belongs to one submission. */
export function closeListedOfUnits(
  findings: readonly Finding[],
  form: FormDefinition,
  counted: readonly { readonly submission: Submission; readonly unit: string }[],
): readonly Finding[] {
  const submissions = new Map(
    counted.flatMap(({ submission, unit }) =>
      submission.explanations.length > 0 ? [[unit, submission]] : [],
    ),
  );
  const own = new Map<string, Finding[]>([...submissions.keys()].map((unit) => [unit, []]));
  for (const finding of findings) own.get(finding.unit ?? '')?.push(finding);
  const closed = new Map(
    [...own].flatMap(([unit, before]) =>
      closeListed(before, form, submissions.get(unit)!).map((after, index) => [before[index], after]),
    ),
  );
  return findings.map((finding) => closed.get(finding) ?? finding);
}

function isAbout(line: ListedExplanation, finding: Finding, form: FormDefinition): boolean {
  return (
    line.rule === finding.rule &&
    foldText(line.field) === foldText(listedField(finding, form)) &&
    (line.value === null || foldText(line.value) === foldText(listedValue(finding.value)))
  );
}

function standsAt(line: ListedExplanation, { cell }: Finding): boolean {
  if (line.rowNumber !== null) return parseReference(cell ?? '')?.rowNumber === line.rowNumber;
  return line.cell === cell;
}

function sameSubject(a: ListedExplanation, b: ListedExplanation): boolean {
  return a.rule === b.rule && foldText(a.field) === foldText(b.field) && a.value === b.value;
}

/** True when the line's cell still holds what it speaks of: its query is then another one than those found here. */
function stillStands(line: ListedExplanation, form: FormDefinition, submission: Submission): boolean {
  const place = parseReference(line.cell ?? '');
  if (place === null) return false;
  const index = submission.columns.indexOf(place.columnNumber);
  const record = submission.records.find((item) => item.rowNumber === place.rowNumber);
  if (index < 0 || record === undefined) return false;
  return foldText(listedValue(shownValue(form, record, index))) === foldText(line.value ?? '');
}
