import type { Campaign } from '../campaign/campaign.js';
import type { SeenFile } from '../campaign/ledger.js';
import { indexRoster } from '../campaign/roster-index.js';
import {
  damagedDocument,
  documentFormatOfName,
  readDocument,
  unknownDocument,
} from '../document/read-document.js';
import type { FormDefinition } from '../form/form-definition.js';
import {
  decidedMaterial,
  identifyMaterial,
  type MaterialContext,
  materialContext,
} from '../ingest/identify-material.js';
import {
  type IngestContext,
  type IngestedWorkbook,
  ingestContext,
  ingestWorkbook,
} from '../ingest/ingest-workbook.js';
import type { ReceivedDocument } from '../ingest/received-document.js';
import type { ReceivedFile } from '../merge/summarize.js';
import { isOleFile } from '../workbook/read/ole/ole-file.js';
import { unlockWorkbook } from '../workbook/read/ole/unlock.js';
import {
  describeUnreadable,
  type ReadResult,
  readWorkbook,
  type UnreadableReason,
} from '../workbook/read/read-workbook.js';
import { type InboxFile, readInboxFile, unreadable } from './find-files.js';
import { openInboxFile } from './open-inbox-file.js';

/** A file as the ledger knows it, without its bytes. */
export type FileFacts = SeenFile;

/** What a file turned out to be. */
export interface ReadFile {
  readonly file: FileFacts;
  readonly outcome: ReceivedFile['outcome'];
}

/** All that reading a file depends on; plain data, so that it can be sent to another process. */
export interface ReadTask {
  readonly dir: string;
  readonly campaign: Campaign;
  /** The enabled forms. */
  readonly forms: readonly FormDefinition[];
}

/** A file that is about to be read, and the reading of it, which may take long or fail. */
export interface FileToRead {
  readonly file: FileFacts;
  readonly read: () => Promise<ReceivedFile['outcome']>;
}

/**
 * Compiles what is the same for every file of a run. The reader gives the file of a path, or what is in it when it is
 * a zip or a mail, one by one. What comes after `rowsOfContainer` rows of one path is not read.
 */
export function fileReader(
  task: ReadTask,
  rowsOfContainer = MAX_ROWS_OF_A_CONTAINER,
): (path: string) => Generator<FileToRead> {
  const roster = indexRoster(task.campaign.units, task.campaign.prefecture);
  const context = ingestContext(task.campaign, roster, task.forms);
  const materials = materialContext(task.campaign, roster, task.forms);
  return function* readPath(path) {
    let rows = 0;
    for (const opened of openInboxFile(readInboxFile(task.dir, path))) {
      const read = async () => {
        if (rows > rowsOfContainer) return unreadable(CONTAINER_TOO_LONG);
        const outcome =
          (await materialOf(opened, materials, task.campaign.passwords)) ??
          orDamagedMaterial(opened, await outcomeOf(opened, context, task.campaign.passwords), materials);
        if (outcome.kind === 'read' && !outcome.isWorkpaper) rows += countRows(outcome);
        return rows > rowsOfContainer ? unreadable(CONTAINER_TOO_LONG) : outcome;
      };
      yield { file: factsOf(opened), read };
    }
  };
}

/** What the ledger needs to know of a file. */
export function factsOf(file: InboxFile): FileFacts {
  const { path, entry, sha256, size, time, timeBy } = file;
  return { path, entry, sha256, size, time, timeBy };
}

/**
 * What a file is that is a unit's material, or may be; null for all others. A file that is called a spreadsheet was meant
 * to be a return, unless 人工认定 says that it is none.
 */
async function materialOf(
  file: InboxFile,
  context: MaterialContext,
  passwords: readonly string[],
): Promise<ReceivedFile['outcome'] | null> {
  const bytes = file.bytes ?? file.head;
  if (context.campaign.materials.length === 0 || bytes === null) return null;
  const name = file.entry ?? file.path;
  const isDecided = decidedMaterial(file, context.campaign) !== null;
  if (SPREADSHEET_NAME.test(name) && !isDecided) return null;
  const document =
    readDocument(bytes, name) ??
    (await readLockedDocument(bytes, name, passwords)) ??
    (isDecided ? unknownDocument(name) : null);
  // Of a file that is too large to be read nothing but a video can be told from its beginning.
  if (document === null || (file.bytes === null && document.format !== 'video')) return null;
  const material = identifyMaterial(file, document, context);
  return material === null ? null : { kind: 'material', ...material };
}

/** A document by its name that opens with one of the passwords. */
async function readLockedDocument(
  bytes: Uint8Array,
  name: string,
  passwords: readonly string[],
): Promise<ReceivedDocument | null> {
  if (documentFormatOfName(name) === null || !isOleFile(bytes)) return null;
  const unlocked = await unlockWorkbook(bytes, passwords);
  return unlocked === null ? null : readDocument(unlocked, name);
}

/** A file that could not be opened and is by its name a document: whose it was meant to be can be told all the same. */
function orDamagedMaterial(
  file: InboxFile,
  outcome: ReceivedFile['outcome'],
  context: MaterialContext,
): ReceivedFile['outcome'] {
  const format = documentFormatOfName(file.entry ?? file.path);
  if (outcome.kind !== 'unreadable' || format === null || context.campaign.materials.length === 0)
    return outcome;
  const material = identifyMaterial(file, damagedDocument(format, outcome.reason), context);
  return material === null ? outcome : { kind: 'material', ...material };
}

/** Formats that are documents or pictures of a form rather than damaged spreadsheets; so is whatever nobody knows. */
const DOCUMENTS = new Set(['pdf', 'image', 'word', 'presentation', 'opendocument', 'rtf', 'text']);
/** A picture under such a name was meant to be a return and is a broken one. */
const SPREADSHEET_NAME = /\.(?:xl[st][xmb]?|et|ods|csv|tsv|html?|mht|xml)$/i;

/** What a file turns out to be, read and identified. Never throws for what stands in it. */
async function outcomeOf(
  file: InboxFile,
  context: IngestContext,
  passwords: readonly string[],
): Promise<ReceivedFile['outcome']> {
  if (file.bytes === null) return file.problem ?? unreadable('文件读不了');
  const read = await readLocked(file.bytes, passwords);
  if (read.kind === 'workbook') {
    const ingested = ingestWorkbook(file, read.workbook, context);
    const isTooLong = !ingested.isWorkpaper && countRows(ingested) > MAX_ROWS_OF_A_RETURN;
    return isTooLong ? unreadable(TOO_LONG) : { kind: 'read', ...ingested };
  }
  const isDocumentName = !SPREADSHEET_NAME.test(file.entry ?? file.path);
  const kind = isDocument(read.reason) && isDocumentName ? 'ignored' : 'unreadable';
  return { kind, reason: describeUnreadable(read.reason), isAnswer: true };
}

/** Rows that a unit may send in one file; hundreds are many. A 底稿 holds those of all units and is not held to it. */
export const MAX_ROWS_OF_A_RETURN = 10_000;

const TOO_LONG = `数据行太多，请核对是否发错文件，或删除多余内容后重报（上限 ${MAX_ROWS_OF_A_RETURN} 行）`;

/** Rows of all returns in one zip or mail; a prefecture's hundreds of units have a tenth of it. */
export const MAX_ROWS_OF_A_CONTAINER = 100_000;

const CONTAINER_TOO_LONG = `压缩包或邮件里的数据行太多，没有读取，请分开放入收件文件夹（上限 ${MAX_ROWS_OF_A_CONTAINER} 行）`;

function countRows({ sheets }: IngestedWorkbook): number {
  return sheets.flatMap((sheet) => sheet.submissions).reduce((rows, { records }) => rows + records.length, 0);
}

/** Reads a workbook of any format, opened with one of the passwords where it needs one. */
export async function readLocked(bytes: Uint8Array, passwords: readonly string[]): Promise<ReadResult> {
  const read = readWorkbook(bytes);
  if (read.kind === 'workbook' || read.reason.code !== 'password-protected') return read;
  const unlocked = await unlockWorkbook(bytes, passwords);
  return unlocked === null ? read : readWorkbook(unlocked);
}

function isDocument(reason: UnreadableReason): boolean {
  if (reason.code === 'not-a-spreadsheet') return true;
  return reason.code === 'unsupported-format' && DOCUMENTS.has(reason.detail);
}
