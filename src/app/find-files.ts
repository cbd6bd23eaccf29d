import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import glob from 'fast-glob';
import { momentOfEpoch } from '../campaign/beijing-time.js';
import type { SeenFile } from '../campaign/ledger.js';
import type { ReceivedFile } from '../merge/summarize.js';
import { compareText } from '../workbook/cell-text.js';
import { describeFileError, NAMES } from './campaign-folder.js';

/** A file that lies in 收件/. `bytes` is null when it must not or cannot be read; `problem` then says why. */
export interface InboxFile extends SeenFile {
  readonly bytes: Uint8Array | null;
  readonly problem: Extract<ReceivedFile['outcome'], { kind: 'ignored' | 'unreadable' }> | null;
}

/** Files that other programs leave behind; they are nobody's return. */
const LEFTOVERS: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^~\$|^\.~/, reason: '表格打开时产生的临时文件' },
  { pattern: /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i, reason: '系统自动产生的文件' },
];

/** Every file below 收件/, in code-point order of paths. Links are not followed: they may lead anywhere. */
export function listInbox(dir: string): readonly string[] {
  return glob
    .sync(`${NAMES.inbox}/**`, {
      cwd: dir,
      dot: true,
      onlyFiles: false,
      followSymbolicLinks: false,
      stats: false,
      markDirectories: true,
    })
    .filter((path) => !path.endsWith('/'))
    .sort(compareText);
}

/** Reads one file of 收件/ with what the ledger needs to know of it. Never throws: what fails becomes a problem. */
export function readInboxFile(dir: string, path: string): InboxFile {
  const name = path.split('/').at(-1) ?? '';
  try {
    const stats = lstatSync(join(dir, path));
    const created = stats.birthtimeMs;
    const time =
      created > 0
        ? { time: momentOfEpoch(created), timeBy: '文件创建时间' as const }
        : { time: momentOfEpoch(stats.mtimeMs), timeBy: '文件修改时间' as const };
    const ignored = (reason: string, bytes: Uint8Array): InboxFile => ({
      path,
      entry: null,
      sha256: sha256Of(bytes),
      size: stats.size,
      ...time,
      bytes: null,
      problem: { kind: 'ignored', reason, isAnswer: false },
    });
    if (stats.isSymbolicLink())
      return ignored('这是快捷方式（符号链接），没有读取，请放入文件本身', new Uint8Array());
    const leftover = LEFTOVERS.find((item) => item.pattern.test(name));
    if (leftover) return ignored(leftover.reason, readFileSync(join(dir, path)));
    const bytes = readFileSync(join(dir, path));
    return { path, entry: null, sha256: sha256Of(bytes), size: bytes.length, ...time, bytes, problem: null };
  } catch (error) {
    return {
      path,
      entry: null,
      sha256: '',
      size: 0,
      time: null,
      timeBy: '首次汇总时间',
      bytes: null,
      problem: { kind: 'unreadable', reason: `文件读不了：${describeFileError(error)}`, isAnswer: true },
    };
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
