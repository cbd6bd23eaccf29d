import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import glob from 'fast-glob';
import { momentOfEpoch } from '../campaign/beijing-time.js';
import type { SeenFile } from '../campaign/ledger.js';
import type { ReceivedFile } from '../merge/summarize.js';
import { compareText } from '../workbook/cell-text.js';
import { describeFileError, NAMES } from './campaign-folder.js';

/** A file that must not or cannot be read, and why. */
export type FileProblem = Extract<ReceivedFile['outcome'], { kind: 'ignored' | 'unreadable' }>;

/** A file that lies in 收件/, or in a container there. */
export interface InboxFile extends SeenFile {
  /** Null when `problem` says why it is not read. */
  readonly bytes: Uint8Array | null;
  /** The beginning of a file that is too large to be read: enough to know a video. */
  readonly head: Uint8Array | null;
  /** Its full path, with the subject of every mail that it came in as a folder behind that mail. */
  readonly namedAs: string;
  readonly problem: FileProblem | null;
}

/** Files that other programs leave behind; they are nobody's return. */
const LEFTOVERS: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^~\$|^\.~/, reason: '表格打开时产生的临时文件' },
  { pattern: /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i, reason: '系统自动产生的文件' },
];

/** A zip of a whole county's returns, photographs among them, stays below; a single table must be smaller (limits.ts). */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/**
 * Every file below 收件/, in code-point order of paths, and every folder there whose files cannot be listed. Links are
 * not followed: they may lead anywhere.
 */
export function listInbox(dir: string): readonly string[] {
  const isClosed = (path: string) => folderError(join(dir, path)) !== null;
  return glob
    .sync(`${NAMES.inbox}/**`, {
      cwd: dir,
      dot: true,
      onlyFiles: false,
      followSymbolicLinks: false,
      stats: false,
      markDirectories: true,
      suppressErrors: true,
    })
    .flatMap((path) => {
      if (!path.endsWith('/')) return [path];
      return isClosed(path) ? [path.slice(0, -1)] : [];
    })
    .sort(compareText);
}

/** Reads one file of 收件/ with what the ledger needs to know of it. Never throws: what fails becomes a problem. */
export function readInboxFile(dir: string, path: string): InboxFile {
  try {
    const stats = lstatSync(join(dir, path));
    const created = stats.birthtimeMs;
    const time =
      created > 0
        ? { time: momentOfEpoch(created), timeBy: '文件创建时间' as const }
        : { time: momentOfEpoch(stats.mtimeMs), timeBy: '文件修改时间' as const };
    const facts = { path, entry: null, size: stats.size, ...time, head: null, namedAs: path };
    if (stats.isSymbolicLink()) {
      const problem = ignored('这是快捷方式（符号链接），没有读取，请放入文件本身');
      return { ...facts, sha256: sha256Of(new Uint8Array()), bytes: null, problem };
    }
    const closed = stats.isDirectory() ? folderError(join(dir, path)) : null;
    if (closed !== null) throw closed;
    // A pipe would be waited for, a device read for ever.
    if (!stats.isFile())
      return { ...facts, sha256: sha256Of(path), bytes: null, problem: ignored('这不是普通文件，没有读取') };
    if (stats.size > MAX_FILE_BYTES) {
      const limit = `上限 ${MAX_FILE_BYTES / (1024 * 1024)} MB`;
      const problem = unreadable(`文件太大，请核对是否发错文件，或删除多余内容后重报（${limit}）`);
      // Not read, so that its size and time stand for its content.
      const sha256 = sha256Of(`${stats.size} ${stats.mtimeMs}`);
      return { ...facts, sha256, bytes: null, head: readHead(join(dir, path)), problem };
    }
    const bytes = readFileSync(join(dir, path));
    const problem = leftoverProblem(path);
    return {
      ...facts,
      sha256: sha256Of(bytes),
      size: bytes.length,
      bytes: problem === null ? bytes : null,
      problem,
    };
  } catch (error) {
    return {
      path,
      entry: null,
      sha256: '',
      size: 0,
      time: null,
      timeBy: '首次汇总时间',
      bytes: null,
      head: null,
      namedAs: path,
      problem: unreadable(`文件读不了：${describeFileError(error)}`),
    };
  }
}

const HEAD_BYTES = 64 * 1024;

function readHead(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** Why the files of a folder cannot be listed; null when they can. */
function folderError(path: string): unknown {
  try {
    readdirSync(path);
    return null;
  } catch (error) {
    return error;
  }
}

/** Why a file of this path is nobody's return, told from its name; null when it may be one. */
export function leftoverProblem(path: string): FileProblem | null {
  const name = path.split('/').at(-1) ?? '';
  const leftover = LEFTOVERS.find((item) => item.pattern.test(name));
  if (leftover) return ignored(leftover.reason);
  return path.split('/').includes('__MACOSX') ? ignored('系统自动产生的文件') : null;
}

/** A file that is nobody's return. */
export function ignored(reason: string): FileProblem {
  return { kind: 'ignored', reason, isAnswer: false };
}

/** A file that somebody sent and that could not be read. */
export function unreadable(reason: string): FileProblem {
  return { kind: 'unreadable', reason, isAnswer: true };
}

/** The content's fingerprint in the ledger and in result.json. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
