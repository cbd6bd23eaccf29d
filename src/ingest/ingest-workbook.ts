import type { Campaign, Decision, FormTask } from '../campaign/campaign.js';
import type { RosterIndex } from '../campaign/roster-index.js';
import { type FormDefinition, fieldOf, headerTitle, measuresOf } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { MARK_SHEET, type MarkedSheet, parseMark } from '../form/mark.js';
import { ANSWERS, LABELS } from '../form/shell.js';
import type { FileSource, Finding } from '../issue/finding.js';
import { foldText } from '../workbook/cell-text.js';
import type { Grid, GridWorkbook } from '../workbook/grid.js';
import { formatReference } from '../workbook/reference.js';
import type { FoundHeader } from './find-header.js';
import { type FormTitles, findSections, type Section } from './find-sections.js';
import { headerVocabulary } from './header-text.js';
import { identifyUnit } from './identify-unit.js';
import { mergeMap } from './merge-map.js';
import { type LabelledText, parseAnswer, parsePeriod } from './read-labels.js';
import type { CellNote, ReadRow, ReadRows, RowOwner } from './read-rows.js';
import { type RecordedStatus, readStatusSheet, recordedOutcome } from './read-status-sheet.js';
import type { Submission, TypedTotal, UnitIdentity } from './submission.js';

/** What ingesting depends on beside the file; made once a run. */
export interface IngestContext {
  readonly campaign: Pick<Campaign, 'tasks' | 'decisions'>;
  readonly roster: RosterIndex;
  readonly forms: readonly FormTitles[];
}

/** One sheet of a returned workbook. */
export interface IngestedSheet {
  readonly sheet: string;
  readonly submissions: readonly Submission[];
}

/** A returned workbook, read. Sheets in which no form was found are left out. */
export interface IngestedWorkbook {
  readonly sheets: readonly IngestedSheet[];
  /** From a 底稿: what it says of units that have no counted rows. */
  readonly statuses: readonly RecordedStatus[];
}

/** The context of a campaign. `forms` are those that may come back. */
export function ingestContext(
  campaign: Pick<Campaign, 'tasks' | 'decisions'>,
  roster: RosterIndex,
  forms: readonly FormDefinition[],
): IngestContext {
  return {
    campaign,
    roster,
    forms: forms.map((form) => ({
      vocabulary: headerVocabulary(form),
      titles: [
        form.title,
        ...campaign.tasks.filter((task) => task.form === form.key).map((task) => task.title),
      ].map(foldText),
    })),
  };
}

/**
 * Reads every form in a returned workbook. Findings: everything of forms.md that is about cells, columns, labels and
 * the 合计 row; rules between fields are the checker's.
 */
export function ingestWorkbook(
  source: FileSource,
  workbook: GridWorkbook,
  context: IngestContext,
): IngestedWorkbook {
  const marks = parseMark(workbook);
  const statusMark = [...marks.values()].find((mark) => mark.role === 'status');
  const statusGrid = workbook.sheets.find((grid) => grid.sheetName === statusMark?.sheet);
  const statuses = statusGrid ? readStatusSheet(source, statusGrid) : [];
  const isWorkpaper = statusGrid !== undefined;
  const sheets = workbook.sheets.flatMap((grid): IngestedSheet[] => {
    const mark = marks.get(grid.sheetName) ?? null;
    if (grid.sheetName === MARK_SHEET || mark?.role === 'status') return [];
    if (isWorkpaper && mark?.role !== 'records') return [];
    if (grid.visibility === 'veryHidden' && mark === null) return [];
    const submissions = ingestSheet(source, grid, mark, statuses, context);
    return submissions.length === 0 ? [] : [{ sheet: grid.sheetName, submissions }];
  });
  const nils = statuses
    .filter((status) => status.status === 'nil')
    .map((status) => nilSubmission(source, status, context));
  return {
    sheets:
      statusGrid && nils.length > 0
        ? [...sheets, { sheet: statusGrid.sheetName, submissions: nils }]
        : sheets,
    statuses: statuses.filter((status) => !['accepted', 'queried', 'nil'].includes(status.status)),
  };
}

/** 人工认定 for a file's sheet: a row that names the sheet, or one for the whole file. */
export function decisionsFor(
  decisions: readonly Decision[],
  source: FileSource,
  sheet: string,
): readonly Decision[] {
  const file = source.entry === null ? source.path : `${source.path}/${source.entry}`;
  return decisions.filter(
    (decision) => decision.file === file && (decision.sheet === null || decision.sheet === sheet),
  );
}

function ingestSheet(
  source: FileSource,
  grid: Grid,
  mark: MarkedSheet | null,
  statuses: readonly RecordedStatus[],
  context: IngestContext,
): readonly Submission[] {
  const merges = mergeMap(grid);
  const decided = decisionsFor(context.campaign.decisions, source, grid.sheetName).find(
    (item) => item.action === '认定',
  );
  const isRecords = mark?.role === 'records';
  const allTitles = context.forms.flatMap((item) => item.titles);
  const sections = findSections(grid, merges, {
    forms: context.forms,
    known: decided?.form ?? mark?.form ?? null,
    rowOptions: (form, moneyLabel) => {
      const task = taskOf(context, form, mark);
      return {
        context: { periodStart: task.periodStart, periodEnd: task.periodEnd },
        titles: allTitles,
        defaultShift: moneyLabel && /万元/.test(foldText(moneyLabel.text)) ? 4 : 0,
        everyOwnedRow: isRecords,
      };
    },
  });
  return sections.flatMap((section, index) =>
    ingestSection(
      source,
      grid,
      section,
      index === 0 ? mark : null,
      index === 0 ? (decided ?? null) : null,
      statuses,
      context,
    ),
  );
}

function taskOf(
  context: IngestContext,
  form: FormDefinition,
  mark: MarkedSheet | null,
): Pick<FormTask, 'periodStart' | 'periodEnd'> {
  return (
    context.campaign.tasks.find((task) => task.form === form.key) ?? {
      periodStart: mark?.periodStart ?? '',
      periodEnd: mark?.periodEnd ?? '',
    }
  );
}

function ingestSection(
  source: FileSource,
  grid: Grid,
  section: Section,
  mark: MarkedSheet | null,
  decided: Decision | null,
  statuses: readonly RecordedStatus[],
  context: IngestContext,
): readonly Submission[] {
  const { form, header, labels, rows } = section;
  const path = source.entry === null ? source.path : `${source.path}/${source.entry}`;
  const sheetIdentity = () =>
    identifyUnit(context.roster, {
      decided: decided?.unit ?? null,
      marked: mark?.role === 'form' && mark.unit !== '' && mark.form === form.key ? mark.unit : null,
      written: labels.get('unit') ?? null,
      writtenCounty: labels.get('county')?.text ?? null,
      path,
    });
  const group = decided === null && rows !== null ? groupByOwner(rows.rows, context.roster) : null;
  const isRecords = mark?.role === 'records';
  if (isRecords) {
    return (group ?? []).map((part) =>
      withRecorded(submissionOf(source, grid, section, part.identity, 'rows', part.rows, []), statuses),
    );
  }
  const sheetNotes = [...headerNotes(header, form, labels.get('money')), ...periodNotes(section, context)];
  if (group !== null && rows !== null) {
    const totals = totalNotes(form, rows);
    return group.map((part, index) => {
      // What is true of the whole sheet concerns every unit in it; hints are said once.
      const shared = [...sheetNotes, ...totals].filter((note) => index === 0 || note.level !== 'hint');
      return submissionOf(source, grid, section, part.identity, 'rows', part.rows, shared);
    });
  }
  const identity = sheetIdentity();
  const { content, notes, used } = contentOf(section);
  return [
    submissionOf(source, grid, section, identity, content, used, [
      ...(content === 'rows' ? sheetNotes : []),
      ...notes,
    ]),
  ];
}

/** Rows, a zero report or an untouched form; and what follows from 本期有无数据. */
function contentOf(section: Section): {
  content: Submission['content'];
  notes: CellNote[];
  used: readonly ReadRow[];
} {
  const { form, header, rows, labels } = section;
  const answer = labels.get('answer');
  const saidNone = parseAnswer(answer?.text) === ANSWERS.none;
  if (header === null || rows === null) {
    return { content: 'rows', notes: missingHeader(form), used: [] };
  }
  const data = rows.rows.filter((row) => !row.saysNil);
  if (data.length > 0) {
    const note: CellNote = {
      rule: 'nil-with-rows',
      level: 'error',
      parameters: { rows: data.length },
      cell: answer?.cell ?? null,
      field: null,
      value: answer?.text ?? null,
    };
    return {
      content: 'rows',
      notes: [...(saidNone ? [note] : []), ...totalNotes(form, rows)],
      used: rows.rows,
    };
  }
  if (saidNone) return { content: 'nil', notes: [], used: [] };
  const implied = [...rows.nilCells, ...rows.rows.map((row) => ({ cell: row.firstCell, value: '0' }))][0];
  if (implied === undefined) return { content: 'untouched', notes: [], used: [] };
  return {
    content: 'nil',
    notes: [
      {
        rule: 'nil-implied',
        level: 'hint',
        parameters: {},
        cell: implied.cell,
        field: null,
        value: implied.value,
      },
    ],
    used: [],
  };
}

function missingHeader(form: FormDefinition): CellNote[] {
  const titles = form.fields.filter((field) => field.required).map((field) => field.title);
  return [
    {
      rule: 'column-missing',
      level: 'error',
      parameters: { title: titles.join('、') },
      cell: null,
      field: null,
      value: null,
    },
  ];
}

/** Columns missing, doubled, unknown, or in 万元. */
function headerNotes(
  header: FoundHeader | null,
  form: FormDefinition,
  money: LabelledText | undefined,
): CellNote[] {
  if (header === null) return [];
  const note = (rule: string, level: CellNote['level'], rest: Partial<CellNote>): CellNote => ({
    rule,
    level,
    parameters: {},
    cell: null,
    field: null,
    value: null,
    ...rest,
  });
  const moneyInTenThousands = money !== undefined && /万元/.test(foldText(money.text));
  return [
    ...form.fields.flatMap((field, index): CellNote[] => {
      const columnNumber = header.columns[index] ?? null;
      if (columnNumber === null) {
        return field.required
          ? [note('column-missing', 'error', { field: field.key, parameters: { title: headerTitle(field) } })]
          : [];
      }
      if (header.ambiguous.includes(index)) {
        return [
          note('column-ambiguous', 'error', { field: field.key, parameters: { title: headerTitle(field) } }),
        ];
      }
      if (!kindOf(field).isMoney) return [];
      if (header.shifts[index] === 4) {
        const cell = formatReference(header.headerRows[index]!, columnNumber);
        return [
          note('scaled', 'query', { field: field.key, cell, value: '万元', parameters: { readAs: '' } }),
        ];
      }
      return moneyInTenThousands
        ? [
            note('scaled', 'query', {
              field: field.key,
              cell: money.cell,
              value: '万元',
              parameters: { readAs: '' },
            }),
          ]
        : [];
    }),
    ...header.unknown.map((column) =>
      note('column-unknown', 'hint', {
        cell: formatReference(column.headerRow, column.columnNumber),
        value: column.title,
        parameters: { title: column.title },
      }),
    ),
  ];
}

function periodNotes(section: Section, context: IngestContext): CellNote[] {
  const written = section.labels.get('period');
  const task = context.campaign.tasks.find((item) => item.form === section.form.key);
  const period = written ? parsePeriod(written.text) : null;
  if (!written || !task || period === null) return [];
  if (period.start === task.periodStart && period.end === task.periodEnd) return [];
  return [
    {
      rule: 'period-mismatch',
      level: 'query',
      parameters: { label: LABELS.period, expected: `${task.periodStart} 至 ${task.periodEnd}` },
      cell: written.cell,
      field: null,
      value: written.text,
    },
  ];
}

/** Typed constants of the 合计 row that differ from the rows' sum by more than a cent. */
function totalNotes(form: FormDefinition, rows: ReadRows): CellNote[] {
  const sums = new Map<string, number | null>();
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.field === null ? [] : [measure.field])),
  );
  form.fields.forEach((field, index) => {
    if (!added.has(field.key)) return;
    const unreadable = rows.rows.some((row) => row.record.states[index] === 'bad');
    sums.set(
      field.key,
      unreadable ? null : rows.rows.reduce((total, row) => total + Number(row.record.values[index] ?? 0), 0),
    );
  });
  return rows.typedTotals.flatMap((typed: TypedTotal): CellNote[] => {
    const sum = sums.get(typed.field) ?? null;
    const kind = kindOf(fieldOf(form, typed.field));
    if (sum === null || Math.abs(sum - typed.value) <= (kind.isMoney ? 1 : 0)) return [];
    return [
      {
        rule: 'total-mismatch',
        level: 'query',
        parameters: {
          title: fieldOf(form, typed.field).title,
          typed: kind.format(typed.value),
          sum: kind.format(sum),
        },
        cell: typed.cell,
        field: typed.field,
        value: Number(kind.encode(typed.value)),
      },
    ];
  });
}

/** The rows of each unit of a sheet that has a column for it; null when no row names a unit. */
function groupByOwner(
  rows: readonly ReadRow[],
  roster: RosterIndex,
): readonly { readonly identity: UnitIdentity; readonly rows: readonly ReadRow[] }[] | null {
  const isNamed = (owner: RowOwner) => owner.code !== null || owner.name !== null;
  if (!rows.some((row) => isNamed(row.owner))) return null;
  const groups = new Map<string, { identity: UnitIdentity; rows: ReadRow[] }>();
  for (const row of rows) {
    const identity = identifyOwner(row.owner, roster);
    const key =
      identity.kind === 'known' ? `known ${identity.unit}` : `unknown ${identity.writtenName ?? ''}`;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { identity, rows: [row] });
  }
  return [...groups.values()];
}

function identifyOwner(owner: RowOwner, roster: RosterIndex): UnitIdentity {
  const writtenName = owner.name ?? owner.code;
  const coded = owner.code === null ? null : roster.unitByCode(owner.code);
  if (coded !== null) return { kind: 'known', unit: coded.code, by: 'rows', writtenName };
  if (owner.name === null)
    return { kind: 'unknown', reason: '这些行没有写单位名称', candidates: [], writtenName: null };
  const match = roster.findUnits(owner.name, owner.county);
  if (match.kind === 'one') return { kind: 'known', unit: match.unit.code, by: 'rows', writtenName };
  const units = match.kind === 'several' ? match.units : match.candidates;
  const reason =
    match.kind === 'several'
      ? `单位名称“${owner.name}”与单位名册中的 ${units.length} 个单位都相符`
      : `单位名称“${owner.name}”在单位名册中找不到`;
  return { kind: 'unknown', reason, candidates: units.slice(0, 3).map((unit) => unit.code), writtenName };
}

function submissionOf(
  source: FileSource,
  grid: Grid,
  section: Section,
  identity: UnitIdentity,
  content: Submission['content'],
  rows: readonly ReadRow[],
  notes: readonly CellNote[],
): Submission {
  const { form, header } = section;
  const locate = (note: CellNote): Finding => ({
    path: source.path,
    entry: source.entry,
    rule: note.rule,
    level: note.level,
    sheet: grid.sheetName,
    cell: note.cell,
    unit: identity.kind === 'known' ? identity.unit : null,
    form: form.key,
    field: note.field,
    value: note.value,
    parameters: note.parameters,
    open: note.level !== 'hint',
    closedBy: null,
  });
  const blanks = rows.flatMap((row) => row.blankNumbers);
  const blankNote: CellNote[] =
    blanks.length === 0
      ? []
      : [
          {
            rule: 'blank-numbers',
            level: 'hint',
            parameters: { count: blanks.length },
            cell: blanks[0]!,
            field: null,
            value: null,
          },
        ];
  return {
    source,
    sheet: grid.sheetName,
    form: form.key,
    identity,
    content,
    records: rows.map((row) => row.record),
    columns: header?.columns ?? form.fields.map(() => null),
    extraTitles: header?.unknown.map((column) => column.title) ?? [],
    findings: [...notes, ...rows.flatMap((row) => row.notes), ...blankNote].map(locate),
    recorded: null,
  };
}

function withRecorded(submission: Submission, statuses: readonly RecordedStatus[]): Submission {
  const { identity } = submission;
  const status =
    identity.kind === 'known'
      ? statuses.find((item) => item.unit === identity.unit && item.form === submission.form)
      : undefined;
  return status ? { ...submission, recorded: recordedOutcome(status, submission.records) } : submission;
}

function nilSubmission(source: FileSource, status: RecordedStatus, context: IngestContext): Submission {
  const form = context.forms.find((item) => item.vocabulary.form.key === status.form)?.vocabulary.form;
  return {
    source,
    sheet: status.sheet,
    form: status.form,
    identity: { kind: 'known', unit: status.unit, by: 'workpaper', writtenName: null },
    content: 'nil',
    records: [],
    columns: form?.fields.map(() => null) ?? [],
    extraTitles: [],
    findings: [],
    recorded: recordedOutcome(status, []),
  };
}
