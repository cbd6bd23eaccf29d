import type { Campaign } from '../campaign/campaign.js';
import { indexRoster } from '../campaign/roster-index.js';
import type { FormDefinition } from '../form/form-definition.js';
import { parseMark } from '../form/mark.js';
import { ingestContext, ingestWorkbook } from '../ingest/ingest-workbook.js';
import { parsePeriod } from '../ingest/read-labels.js';
import { describeFinding } from '../issue/describe-finding.js';
import type { FileSource, Finding } from '../issue/finding.js';
import { compileChecker } from '../validate/check-submission.js';
import type { GridWorkbook } from '../workbook/grid.js';
import { describeUnreadable } from '../workbook/read/read-workbook.js';
import { readWhole } from './campaign-folder.js';
import { type InboxFile, sha256Of } from './find-files.js';
import { openInboxFile } from './open-inbox-file.js';
import { readLocked } from './read-file.js';

/** One sheet of a checked file that holds a form. */
export interface CheckedSheet {
  readonly sheet: string;
  readonly form: string;
  readonly title: string;
  readonly rows: number;
  readonly content: 'rows' | 'nil' | 'untouched';
}

/** What `bangfu check` says of one file, or of one inside a zip or a mail. */
export interface CheckedFile extends FileSource {
  /** Null when it was read. */
  readonly unreadable: string | null;
  readonly sheets: readonly CheckedSheet[];
  readonly findings: readonly (Finding & { readonly message: string; readonly fix: string })[];
}

/** 单个微心愿金额上限 when there are no settings (product.md). */
const DEFAULT_WISH_LIMIT = 2000;

/**
 * Reads and checks single files without roster and settings, what is in zips and mails too; the period is the one that
 * each file carries. Throws a UsageError for a path at which no file can be read.
 */
export async function checkFiles(
  paths: readonly string[],
  forms: readonly FormDefinition[],
): Promise<readonly CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const path of paths) {
    for (const file of openInboxFile(fileAt(path))) checked.push(await checkFile(file, forms));
  }
  return checked;
}

function fileAt(path: string): InboxFile {
  const bytes = readWhole(path);
  return {
    path,
    entry: null,
    sha256: sha256Of(bytes),
    size: bytes.length,
    time: null,
    timeBy: '首次汇总时间',
    bytes,
    head: null,
    namedAs: path,
    problem: null,
  };
}

async function checkFile(file: InboxFile, forms: readonly FormDefinition[]): Promise<CheckedFile> {
  const source = { path: file.path, entry: file.entry };
  const unread = (reason: string): CheckedFile => ({
    ...source,
    unreadable: reason,
    sheets: [],
    findings: [],
  });
  if (file.bytes === null) return unread(file.problem?.reason ?? '文件读不了');
  const read = await readLocked(file.bytes, []);
  if (read.kind === 'unreadable') return unread(describeUnreadable(read.reason));
  const period = periodOf(read.workbook);
  const tasks = forms.map((form) => taskFor(form, period));
  const context = ingestContext({ tasks, decisions: [] }, indexRoster([], ''), forms);
  const ingested = ingestWorkbook(source, read.workbook, context);
  const checked = ingested.sheets.flatMap((sheet) =>
    sheet.submissions.flatMap((submission) => {
      const form = forms.find((item) => item.key === submission.form);
      if (!form) return [];
      const check = compileChecker(form, { wishAmountLimit: DEFAULT_WISH_LIMIT, ...(period ?? ALWAYS) });
      return [{ form, submission: check(submission, null) }];
    }),
  );
  return {
    ...source,
    unreadable: null,
    sheets: checked.map(({ form, submission }) => ({
      sheet: submission.sheet,
      form: form.key,
      title: form.title,
      rows: submission.records.length,
      content: submission.content,
    })),
    findings: checked.flatMap(({ form, submission }) =>
      submission.findings.map((finding) => ({ ...finding, ...describeFinding(finding, form) })),
    ),
  };
}

/** Without a period every date lies in it. */
const ALWAYS = { periodStart: '1900-01-01', periodEnd: '9999-12-31' };

function taskFor(form: FormDefinition, period: typeof ALWAYS | null): Campaign['tasks'][number] {
  return {
    form: form.key,
    title: form.title,
    attachment: String(form.attachment),
    ...(period ?? ALWAYS),
    deadline: '9999-12-31T23:59:59+08:00',
    paperDeadline: null,
  };
}

/** The period that the hidden mark or a 统计时段 cell names. */
function periodOf(workbook: GridWorkbook): typeof ALWAYS | null {
  for (const mark of parseMark(workbook).values()) {
    if (mark.periodStart !== '' && mark.periodEnd !== '')
      return { periodStart: mark.periodStart, periodEnd: mark.periodEnd };
  }
  for (const grid of workbook.sheets) {
    for (let rowNumber = 1; rowNumber <= Math.min(grid.lastRowNumber, 15); rowNumber++) {
      for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, 60); columnNumber++) {
        const value = grid.valueAt(rowNumber, columnNumber);
        const period = typeof value === 'string' ? parsePeriod(value.replace(/^.*统计时段[:：]/, '')) : null;
        if (period) return { periodStart: period.start, periodEnd: period.end };
      }
    }
  }
  return null;
}
