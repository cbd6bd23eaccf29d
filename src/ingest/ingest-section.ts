import type { Decision, FormTask } from '../campaign/campaign.js';
import type { RosterIndex } from '../campaign/roster-index.js';
import type { MarkedSheet } from '../form/mark.js';
import { ANSWERS } from '../form/shell.js';
import { type FileSource, type Finding, fullPath } from '../issue/finding.js';
import { limitFindings } from '../issue/limit-findings.js';
import { type CellNote, cellNote } from './cell-note.js';
import { fillExplanations } from './fill-explanations.js';
import type { Section } from './find-sections.js';
import { groupByOwner, type UnitRows } from './group-by-owner.js';
import { identifyUnit } from './identify-unit.js';
import { parseAnswer } from './read-labels.js';
import type { ReturnList } from './read-return-list.js';
import type { ReadRow } from './row-reader.js';
import type { Submission, UnitIdentity } from './submission.js';
import { headerNotes, missingHeaderNote, periodNotes, totalChanges, totalNotes } from './table-notes.js';

/** Where a table stands and what is known of its sheet beside its cells. */
export interface SectionSource {
  readonly source: FileSource;
  readonly sheet: string;
  readonly mark: MarkedSheet | null;
  /** 认定 for the sheet. */
  readonly decided: Decision | null;
  readonly roster: RosterIndex;
  readonly tasks: readonly FormTask[];
  /** What 《退回修改清单》 of the file says. */
  readonly list: ReturnList;
}

/** The submissions of one table: one, or one for each unit that its rows name. */
export function ingestSection(section: Section, from: SectionSource): readonly Submission[] {
  const { rows } = section;
  const isDecided = from.decided !== null && from.decided.unit !== null;
  const groups =
    rows === null || isDecided
      ? null
      : groupByOwner(rows.rows, rows.nilRows, from.roster, countyOfSheet(section, from));
  if (from.mark?.role === 'records') {
    return (groups ?? []).map((part) => submissionOf(section, from, part.identity, 'rows', part.rows, []));
  }
  const parts = groups ?? [
    { identity: identityOf(section, from), rows: rows?.rows ?? [], nilRows: rows?.nilRows ?? [] },
  ];
  const tableNotes = notesOfTable(section, from);
  let isSaid = false;
  return parts.map((part) => {
    const { content, note } = contentOf(section, part);
    if (content !== 'rows') return submissionOf(section, from, part.identity, content, [], note);
    // What is true of the whole table concerns every unit in it; hints are said once.
    const shared = isSaid ? tableNotes.filter((item) => item.level !== 'hint') : tableNotes;
    isSaid = true;
    return submissionOf(section, from, part.identity, content, part.rows, [...shared, ...note]);
  });
}

function countyOfSheet({ labels }: Section, { roster, source }: SectionSource): string | null {
  return labels.get('county')?.text ?? roster.findCountyInPath(fullPath(source));
}

function identityOf(section: Section, from: SectionSource): UnitIdentity {
  const { mark, decided, source } = from;
  return identifyUnit(from.roster, {
    decided: decided?.unit ?? null,
    listed: from.list.unit,
    marked: mark?.role === 'form' && mark.unit !== '' && mark.form === section.form.key ? mark.unit : null,
    written: section.labels.get('unit') ?? null,
    writtenCounty: section.labels.get('county')?.text ?? null,
    path: fullPath(source),
  });
}

function notesOfTable(section: Section, { mark, tasks }: SectionSource): readonly CellNote[] {
  const { form, header, rows, labels } = section;
  const marked = mark?.form === form.key ? mark.version : null;
  if (header === null || rows === null) return [missingHeaderNote(form), ...periodNotes(section, tasks)];
  return [
    ...headerNotes(header, labels.get('money'), marked),
    ...periodNotes(section, tasks),
    ...totalNotes(form, rows),
  ];
}

/** Rows, a zero report or an untouched form; and what follows from 本期有无数据. */
function contentOf(
  section: Section,
  part: UnitRows,
): { readonly content: Submission['content']; readonly note: readonly CellNote[] } {
  const answer = section.labels.get('answer');
  const saidNone = parseAnswer(answer?.text) === ANSWERS.none;
  if (section.header === null) return { content: 'rows', note: [] };
  const withData = part.rows.filter((row) => !row.saysNil).length;
  if (withData > 0) {
    const note = cellNote('nil-with-rows', 'error', {
      parameters: { rows: withData },
      cell: answer?.cell ?? null,
      value: answer?.text ?? null,
    });
    return { content: 'rows', note: saidNone ? [note] : [] };
  }
  if (saidNone) return { content: 'nil', note: [] };
  const implied = [...part.nilRows, ...part.rows.map((row) => ({ cell: row.firstCell, value: '0' }))][0];
  if (implied === undefined) return { content: 'untouched', note: [] };
  const { cell, value } = implied;
  return { content: 'nil', note: [cellNote('nil-implied', 'hint', { cell, value })] };
}

function submissionOf(
  section: Section,
  from: SectionSource,
  identity: UnitIdentity,
  content: Submission['content'],
  rows: readonly ReadRow[],
  notes: readonly CellNote[],
): Submission {
  const { form, header } = section;
  const columns = header?.columns ?? form.fields.map(() => null);
  const explanations = from.list.explanations.filter(
    (item) => item.sheet === null || item.sheet === from.sheet,
  );
  const located = [...notes, ...rows.flatMap((row) => row.notes), ...blankNumbersNote(rows)];
  return {
    source: from.source,
    sheet: from.sheet,
    form: form.key,
    identity,
    content,
    records: fillExplanations(
      form,
      columns,
      rows.map((row) => row.record),
      explanations,
    ),
    columns,
    extraTitles: header?.unknown.map((column) => column.title) ?? [],
    findings: limitFindings(located.map((note) => findingOf(note, section, from, identity))),
    explanations,
    changes: content === 'rows' ? changesOf(section, rows) : [],
    recorded: null,
  };
}

/** What was changed in these rows and in the table's 合计, which each unit in the table stamps. */
function changesOf({ form, rows: read }: Section, rows: readonly ReadRow[]): Submission['changes'] {
  return [...rows.flatMap((row) => row.changes), ...(read === null ? [] : totalChanges(form, read))];
}

function blankNumbersNote(rows: readonly ReadRow[]): readonly CellNote[] {
  const blanks = rows.flatMap((row) => row.blankNumbers);
  return blanks.length === 0
    ? []
    : [cellNote('blank-numbers', 'hint', { cell: blanks[0]!, parameters: { count: blanks.length } })];
}

function findingOf(note: CellNote, section: Section, from: SectionSource, identity: UnitIdentity): Finding {
  return {
    path: from.source.path,
    entry: from.source.entry,
    rule: note.rule,
    level: note.level,
    sheet: from.sheet,
    cell: note.cell,
    unit: identity.kind === 'known' ? identity.unit : null,
    form: section.form.key,
    field: note.field,
    value: note.value,
    parameters: note.parameters,
    open: note.level !== 'hint',
    closedBy: null,
  };
}
