import type { FormRecord } from '../form/record.js';
import type { Finding } from '../issue/finding.js';
import { formatReference } from '../workbook/reference.js';
import { identityKey } from './group-by-owner.js';
import type { Submission } from './submission.js';

/**
 * One submission for each form and unit of a sheet (product.md, step 5): tables of the same form that stand below each
 * other are pages of one. A page left untouched or nil beside one with rows says nothing.
 */
export function combineSections(submissions: readonly Submission[]): readonly Submission[] {
  if (submissions.length < 2) return submissions;
  const combined = new Map<string, Submission>();
  for (const submission of submissions) {
    const key = `${submission.form} ${identityKey(submission.identity)}`;
    const earlier = combined.get(key);
    combined.set(key, earlier === undefined ? submission : combinePages(earlier, submission));
  }
  return [...combined.values()];
}

const CONTENTS = ['rows', 'nil', 'untouched'] as const;

function combinePages(first: Submission, second: Submission): Submission {
  if (first.content !== second.content) {
    return CONTENTS.indexOf(first.content) < CONTENTS.indexOf(second.content) ? first : second;
  }
  if (first.content !== 'rows') return first;
  const extraTitles = [...new Set([...first.extraTitles, ...second.extraTitles])];
  return {
    ...first,
    columns: first.columns.map((column, index) => column ?? second.columns[index] ?? null),
    extraTitles,
    records: [
      ...first.records.map((record) => withExtras(record, first.extraTitles, extraTitles)),
      ...second.records.map((record) =>
        withExtras(withAnchors(record, first, second), second.extraTitles, extraTitles),
      ),
    ],
    findings: combineFindings(first.findings, second.findings),
    changes: [...first.changes, ...second.changes],
  };
}

function withExtras(record: FormRecord, titles: readonly string[], allTitles: readonly string[]): FormRecord {
  if (titles.length === allTitles.length) return record;
  return { ...record, extras: allTitles.map((title) => record.extras[titles.indexOf(title)] ?? '') };
}

/** Keeps pointing to the record's own columns where the first page has them elsewhere. */
function withAnchors(record: FormRecord, first: Submission, second: Submission): FormRecord {
  const moved = second.columns.flatMap((column, index) =>
    column === null || column === first.columns[index]
      ? []
      : [[index, formatReference(record.rowNumber, column)] as const],
  );
  return moved.length === 0 ? record : { ...record, anchors: new Map([...moved, ...(record.anchors ?? [])]) };
}

/** What is said of the sheet, and blank-numbers, is said once. */
function combineFindings(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const blanks = second.find((finding) => finding.rule === 'blank-numbers');
  const isAdded = blanks !== undefined && first.some((finding) => finding.rule === 'blank-numbers');
  const isKnown = (finding: Finding) =>
    (finding.cell === null &&
      first.some(
        (item) => item.rule === finding.rule && item.field === finding.field && item.cell === null,
      )) ||
    (isAdded && finding === blanks);
  return [
    ...first.map((finding) =>
      isAdded && finding.rule === 'blank-numbers' ? withCountOf(finding, blanks) : finding,
    ),
    ...second.filter((finding) => !isKnown(finding)),
  ];
}

function withCountOf(finding: Finding, other: Finding): Finding {
  const count = Number(finding.parameters.count) + Number(other.parameters.count);
  return { ...finding, parameters: { ...finding.parameters, count } };
}
