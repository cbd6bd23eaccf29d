import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { formatMoment } from '../campaign/beijing-time.js';
import type { Moment } from '../campaign/campaign.js';
import { compareText } from '../workbook/cell-text.js';
import { describeFileError } from './campaign-folder.js';
import { UsageError } from './usage-error.js';

/** What a lock has to know of the process that runs. Handed in: the process belongs to the caller. */
export interface RunIdentity {
  readonly pid: number;
  /** Name of this computer. */
  readonly host: string;
  readonly startedAt: Moment;
  /** Whether the process that had this id at that moment still runs on this computer. */
  readonly isRunning: (pid: number, since: Moment) => boolean;
}

/** Folder in a working folder where runs say that they are there. Gone when it is empty. */
const LOCK_FOLDER = '.bangfu';
/** Milliseconds between looks at other runs: a run that only puts things back is soon done. */
const WAITS = [50, 100, 200, 300];

/** A run that says it works on a folder. */
interface Claim {
  readonly name: string;
  readonly pid: number;
  readonly host: string;
  readonly startedAt: Moment;
}

/**
 * Does work that no other run may do at the same time to any of the folders. Throws a UsageError when another run is
 * at work there, or when a folder cannot be written to; the work is then not begun. Without an identity the caller
 * sees to it that there is one run only.
 *
 * A run says that it is there by an empty file of its own, whose name says all (process, start, computer), and then
 * looks for the files of others: of two runs, the one that looks second sees the other, so that never both go on. No
 * file is ever handed over, so that one left by a killed run can be removed by anybody, at any time.
 */
export async function whileLocked<Result>(
  folders: readonly string[],
  run: RunIdentity | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (run === undefined) return work();
  const locked: string[] = [];
  try {
    for (const folder of [...new Set(folders.map((item) => resolve(item)))].sort(compareText)) {
      await lockFolder(folder, run);
      locked.push(folder);
    }
    return await work();
  } finally {
    for (const folder of locked) removeClaim(folder, claimOf(run));
  }
}

async function lockFolder(folder: string, run: RunIdentity): Promise<void> {
  const own = claimOf(run);
  let isWritten = false;
  try {
    for (const wait of [...WAITS, null]) {
      if (!isWritten) writeClaim(folder, own);
      isWritten = true;
      const others = findOthers(folder, own, run);
      if (others.length === 0) return;
      // Of two that begin at once, the first in this order waits for the other to step back.
      if (others.some((other) => compareClaims(other, own) < 0)) {
        removeClaim(folder, own);
        isWritten = false;
      }
      if (wait === null) throw isBusy(folder, others[0]!, run);
      await pause(wait);
    }
  } catch (error) {
    if (isWritten) removeClaim(folder, own);
    if (error instanceof UsageError) throw error;
    if (!isWritten && codeOf(error) === 'EEXIST') throw isBusy(folder, own, run);
    throw new UsageError(`文件夹“${basename(folder)}”写不进去，什么都没有写成，原有文件未动`, [
      describeFileError(error, folder),
    ]);
  }
}

function isBusy(folder: string, other: Claim, run: RunIdentity): UsageError {
  const path = join(folder, LOCK_FOLDER, other.name);
  const isHere = other.host === claimOf(run).host;
  return new UsageError('另一个 bangfu 正在处理这个文件夹，请等它结束再运行', [
    `开始于 ${formatMoment(other.startedAt)}，电脑 ${other.host}，进程 ${other.pid}`,
    isHere
      ? `确认没有在运行的，删去“${path}”再试`
      : `那是另一台电脑，这里看不出它是否还在运行；确认没有在运行的，删去“${path}”再试`,
  ]);
}

/** Runs other than this one that are at work in the folder; what runs that are over have left is removed. */
function findOthers(folder: string, own: Claim, run: RunIdentity): readonly Claim[] {
  const others = readdirSync(join(folder, LOCK_FOLDER))
    .map((name) => name.normalize('NFC'))
    .flatMap((name) => (name === own.name ? [] : (parseClaim(name) ?? [])))
    .sort(compareClaims);
  return others.filter((other) => {
    if (other.host !== own.host || run.isRunning(other.pid, other.startedAt)) return true;
    removeClaim(folder, other);
    return false;
  });
}

/** Throws EEXIST when this very run is at work there already: a program may call the library twice at once. */
function writeClaim(folder: string, claim: Claim): void {
  const place = join(folder, LOCK_FOLDER);
  for (let attempt = 1; ; attempt++) {
    mkdirSync(place, { recursive: true });
    try {
      writeFileSync(join(place, claim.name), '', { flag: 'wx' });
      return;
    } catch (error) {
      // Another run that has just ended may have taken the empty folder away.
      if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error;
    }
  }
}

/** Never throws: a file that stays is that of a run that is over, and the next run says so. */
function removeClaim(folder: string, claim: Claim): void {
  try {
    rmSync(join(folder, LOCK_FOLDER, claim.name), { force: true });
    rmdirSync(join(folder, LOCK_FOLDER));
  } catch {
    // Other files lie in the folder, or it may not be written to any more.
  }
}

function claimOf({ pid, host, startedAt }: RunIdentity): Claim {
  // A computer may be named in any script; what no file name can hold is left out.
  const known = host.normalize('NFC').replace(/[\\/:*?"<>|\s]/g, '_') || '_';
  const name = `运行中-${startedAt.slice(0, 19).replace(/[-:]/g, '')}-${pid}-${known}`;
  return { name, pid, host: known, startedAt };
}

/** `运行中-20201026T090000-4711-DESKTOP`; null for any other file. */
function parseClaim(name: string): Claim | null {
  const match = /^运行中-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-(\d+)-(.+)$/.exec(name);
  if (!match) return null;
  const [, year, month, day, hours, minutes, seconds, pid, host] = match;
  return {
    name,
    pid: Number(pid),
    host: host!,
    startedAt: `${year}-${month}-${day}T${hours}:${minutes}:${seconds}+08:00`,
  };
}

function compareClaims(a: Claim, b: Claim): number {
  return compareText(a.name, b.name);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
