import type { Campaign } from '../campaign/campaign.js';
import { indexRoster } from '../campaign/roster-index.js';
import type { FormDefinition } from '../form/form-definition.js';
import {
  type IngestContext,
  type IngestedWorkbook,
  ingestContext,
  ingestWorkbook,
} from '../ingest/ingest-workbook.js';
import type { ReceivedFile } from '../merge/summarize.js';
import { describeUnreadable, readWorkbook, type UnreadableReason } from '../workbook/read/read-workbook.js';
import { type InboxFile, readInboxFile } from './find-files.js';

/** What an inbox file turned out to be; its bytes are gone. */
export interface ReadFile {
  readonly file: InboxFile;
  readonly outcome: ReceivedFile['outcome'];
}

/** All that reading a file depends on; plain data, so that it can be sent to another thread. */
export interface ReadTask {
  readonly dir: string;
  readonly campaign: Campaign;
  /** The enabled forms. */
  readonly forms: readonly FormDefinition[];
}

/** Compiles what is the same for every file of a run. */
export function fileReader(task: ReadTask): (path: string) => ReadFile {
  const roster = indexRoster(task.campaign.units, task.campaign.prefecture);
  const context = ingestContext(task.campaign, roster, task.forms);
  return (path) => {
    const file = readInboxFile(task.dir, path);
    return { file: { ...file, bytes: null }, outcome: outcomeOf(file, context) };
  };
}

/** Formats that are documents or pictures of a form rather than damaged spreadsheets. */
const DOCUMENTS = new Set(['pdf', 'image', 'word', 'presentation', 'rtf']);
/** A picture under such a name was meant to be a return and is a broken one. */
const SPREADSHEET_NAME = /\.(?:xls[xmb]?|et|ods|csv)$/i;

/** What a file turns out to be, read and identified. Never throws for what stands in it. */
export function outcomeOf(file: InboxFile, context: IngestContext): ReceivedFile['outcome'] {
  if (file.bytes === null) {
    return file.problem ?? { kind: 'unreadable', reason: '文件读不了', isAnswer: true };
  }
  const read = readWorkbook(file.bytes);
  if (read.kind === 'workbook') return readOutcome(ingestWorkbook(file, read.workbook, context));
  const kind = isDocument(read.reason) && !SPREADSHEET_NAME.test(file.path) ? 'ignored' : 'unreadable';
  return { kind, reason: describeUnreadable(read.reason), isAnswer: true };
}

function readOutcome(ingested: IngestedWorkbook): ReceivedFile['outcome'] {
  return { kind: 'read', ...ingested };
}

function isDocument(reason: UnreadableReason): boolean {
  return reason.code === 'unsupported-format' && DOCUMENTS.has(reason.detail);
}
