import type { Campaign, Decision, FormTask } from '../campaign/campaign.js';
import type { RosterIndex } from '../campaign/roster-index.js';
import type { FormDefinition } from '../form/form-definition.js';
import { MARK_SHEET, type MarkedSheet, parseMark } from '../form/mark.js';
import { digestRecords } from '../form/record.js';
import { type FileSource, fullPath } from '../issue/finding.js';
import { foldText } from '../workbook/cell-text.js';
import type { Grid, GridWorkbook } from '../workbook/grid.js';
import { combineSections } from './combine-sections.js';
import { type FormTitles, findSections, type Section } from './find-sections.js';
import { headerVocabulary } from './header-text.js';
import { ingestSection } from './ingest-section.js';
import { mergeMap } from './merge-map.js';
import { isReturnList, type ReturnList, readReturnList } from './read-return-list.js';
import type { ReadRowsOptions } from './read-rows.js';
import { type RecordedStatus, readStatusSheet, recordedOutcome } from './read-status-sheet.js';
import { takeRowReasons } from './row-reasons.js';
import type { Submission } from './submission.js';
import { saysTenThousand } from './table-notes.js';

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
  /** True for a 底稿, of which only the record and status sheets are read. */
  readonly isWorkpaper: boolean;
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
  const list = readReturnList(workbook);
  const sheets = workbook.sheets.flatMap((grid): IngestedSheet[] => {
    const mark = marks.get(grid.sheetName) ?? null;
    if (grid.sheetName === MARK_SHEET || mark?.role === 'status') return [];
    if (isWorkpaper && mark?.role !== 'records') return [];
    if (grid.visibility === 'veryHidden' && mark === null) return [];
    if (isReturnList(grid.sheetName)) return [];
    const submissions = ingestSheet(source, grid, mark, statuses, list, context);
    return submissions.length === 0 ? [] : [{ sheet: grid.sheetName, submissions }];
  });
  // Counted without a record: a zero report, or a table without rows that 人工认定 released.
  const rowless = statuses
    .filter((status) => status.status === 'nil' || (isCounted(status) && status.digest === NO_RECORDS))
    .map((status) => rowlessSubmission(source, status, context));
  return {
    sheets:
      statusGrid && rowless.length > 0
        ? [...sheets, { sheet: statusGrid.sheetName, submissions: rowless }]
        : sheets,
    statuses: statuses.filter((status) => !isCounted(status)),
    isWorkpaper,
  };
}

const NO_RECORDS = digestRecords([]);

function isCounted({ status }: RecordedStatus): boolean {
  return status === 'accepted' || status === 'queried' || status === 'nil';
}

/** 人工认定 for a file's sheet: a row that names the sheet, or one for the whole file. */
export function decisionsFor(
  decisions: readonly Decision[],
  source: FileSource,
  sheet: string,
): readonly Decision[] {
  const file = fullPath(source);
  return decisions.filter(
    (decision) => decision.file === file && (decision.sheet === null || decision.sheet === sheet),
  );
}

function ingestSheet(
  source: FileSource,
  grid: Grid,
  mark: MarkedSheet | null,
  statuses: readonly RecordedStatus[],
  list: ReturnList,
  context: IngestContext,
): readonly Submission[] {
  const { tasks, decisions } = context.campaign;
  const decided =
    decisionsFor(decisions, source, grid.sheetName).find((item) => item.action === '认定') ?? null;
  const isRecords = mark?.role === 'records';
  const titles = context.forms.flatMap((item) => item.titles);
  const sections = findSections(grid, mergeMap(grid), {
    forms: context.forms,
    known: decided?.form ?? mark?.form ?? null,
    rowOptions: (form, moneyLabel): ReadRowsOptions => ({
      context: periodOf(tasks, form, mark),
      titles,
      defaultShift: saysTenThousand(moneyLabel) ? 4 : 0,
      everyOwnedRow: isRecords,
    }),
  });
  const place = { source, sheet: grid.sheetName, decided, roster: context.roster, tasks, list };
  const submissions = sections.flatMap((section: Section, index) =>
    ingestSection(section, { ...place, mark: index === 0 ? mark : null }),
  );
  return isRecords
    ? submissions.map((submission) => withRecorded(takeRowReasons(submission), statuses))
    : combineSections(submissions);
}

function periodOf(
  tasks: readonly FormTask[],
  form: FormDefinition,
  mark: MarkedSheet | null,
): Pick<FormTask, 'periodStart' | 'periodEnd'> {
  const period = tasks.find((task) => task.form === form.key) ?? mark;
  return { periodStart: period?.periodStart ?? '', periodEnd: period?.periodEnd ?? '' };
}

function withRecorded(submission: Submission, statuses: readonly RecordedStatus[]): Submission {
  const { identity } = submission;
  const status =
    identity.kind === 'known'
      ? statuses.find((item) => item.unit === identity.unit && item.form === submission.form)
      : undefined;
  return status ? { ...submission, recorded: recordedOutcome(status, submission.records) } : submission;
}

function rowlessSubmission(source: FileSource, status: RecordedStatus, context: IngestContext): Submission {
  const form = context.forms.find((item) => item.vocabulary.form.key === status.form)?.vocabulary.form;
  return {
    source,
    sheet: status.sheet,
    form: status.form,
    identity: { kind: 'known', unit: status.unit, by: 'workpaper', writtenName: null },
    content: status.status === 'nil' ? 'nil' : 'rows',
    records: [],
    columns: form?.fields.map(() => null) ?? [],
    extraTitles: [],
    findings: [],
    explanations: [],
    changes: [],
    recorded: recordedOutcome(status, []),
  };
}
