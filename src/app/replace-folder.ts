import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeFileError } from './campaign-folder.js';
import { UsageError } from './usage-error.js';

/** A file to be written, its path relative to the folder, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

/** The file by which a folder of outputs is known as ours; it names what we wrote. */
export const RESULT_FILE = 'result.json';

/**
 * What lies beside a folder while it is replaced. A run may be killed at any moment; what the next one finds says how
 * far it got. 旧 is always whole: it is made by renaming and given up by renaming.
 */
interface Siblings {
  /** Being written; worth nothing until it is renamed. */
  readonly fresh: string;
  /** The folder as it was. Without a folder in its place, it is that folder. */
  readonly old: string;
  /** Being removed. */
  readonly discarded: string;
}

/**
 * Replaces a folder as a whole: everything is written into a new folder beside, then the two are swapped by renaming.
 * Files of the old folder for which `isOurs` does not hold are carried over. Throws a UsageError, the old folder
 * whole, when it cannot be done. An old folder that cannot be removed is left to the next run. To be called by one
 * run at a time (whileLocked).
 */
export async function replaceFolder(
  folder: string,
  files: readonly OutputFile[],
  isOurs: (path: string) => boolean,
): Promise<void> {
  await restoreFolder(folder);
  const { fresh, old, discarded } = siblingsOf(folder);
  const hadFolder = existsSync(folder);
  try {
    await remove(fresh);
    writeSyncedFiles(fresh, files);
    carryOver(folder, fresh, isOurs);
    if (hadFolder) await rename(folder, old);
  } catch (error) {
    await removeIfPossible(fresh);
    throw notReplaced(folder, error, '原有文件未动');
  }
  try {
    await rename(fresh, folder);
  } catch (error) {
    const isBack = !hadFolder || (await succeeds(() => rename(old, folder)));
    await removeIfPossible(fresh);
    const whereItIs = `原有文件完好，暂时放在“${basename(old)}”里，下次运行时自动放回`;
    throw notReplaced(folder, error, isBack ? '原有文件未动' : whereItIs);
  }
  await discard(old, discarded);
}

/** Throws a UsageError when the folder holds files and is not ours, before anything is read or written. */
export function refuseForeignFolder(folder: string): void {
  ownFilesOf(folder);
}

/** Replaces a folder of outputs; what the last run wrote is known from its result.json. A folder not ours is refused. */
export async function replaceOutputs(folder: string, files: readonly OutputFile[]): Promise<void> {
  const known = ownFilesOf(folder);
  await replaceFolder(folder, files, (path) => known.has(path));
}

/** Whether a run was stopped between its two renames: the folder is not in its place, but beside it. */
export function isAside(folder: string): boolean {
  return !existsSync(folder) && existsSync(siblingsOf(folder).old);
}

/**
 * Puts back what a run that was stopped in the middle left aside, whole, and removes its leftovers. Throws a
 * UsageError when the folder cannot be put back; a leftover that cannot be removed is left to the next run. To be
 * called by one run at a time (whileLocked).
 */
export async function restoreFolder(folder: string): Promise<void> {
  const { fresh, old, discarded } = siblingsOf(folder);
  if (isAside(folder)) {
    try {
      await rename(old, folder);
    } catch (error) {
      throw new UsageError(`上次运行中途停止，“${basename(folder)}”还放在“${basename(old)}”里，没能放回`, [
        describeFileError(error, folder),
        `请关闭从这个文件夹里打开的文件再运行一次，或自己把“${old}”改名为“${basename(folder)}”`,
      ]);
    }
  }
  await removeIfPossible(fresh);
  await discard(old, discarded);
}

/** Writes files below a folder, making folders as needed. */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const file of files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.bytes);
  }
}

/** The same, and waits until all of it is on the disk. */
export function writeSyncedFiles(folder: string, files: readonly OutputFile[]): void {
  writeFiles(folder, files);
  for (const file of files) syncToDisk(join(folder, file.path));
}

/**
 * Writes one file whole or not at all: into a new file beside, then renamed over the old. Throws a UsageError, the old
 * file whole, when it cannot be done.
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const fresh = join(dirname(path), `.${basename(path)}.新`);
  try {
    writeFileSync(fresh, bytes);
    syncToDisk(fresh);
    await rename(fresh, path);
  } catch (error) {
    await removeIfPossible(fresh);
    throw notReplaced(path, error, '原有文件未动');
  }
}

function siblingsOf(folder: string): Siblings {
  const siblingOf = (word: string) => join(dirname(folder), `.${basename(folder)}.${word}`);
  return { fresh: siblingOf('新'), old: siblingOf('旧'), discarded: siblingOf('弃') };
}

function notReplaced(path: string, error: unknown, whatIsLeft: string): UsageError {
  return new UsageError(`“${basename(path)}”没有写成，${whatIsLeft}`, [
    describeFileError(error, dirname(path)),
    ...(isLocked(error) ? ['请先关闭从这里打开的表格和文件夹窗口，再运行一次'] : []),
  ]);
}

/** Copies what others put into the folder; what vanishes meanwhile was taken away by them. */
function carryOver(folder: string, fresh: string, isOurs: (path: string) => boolean): void {
  for (const path of listFiles(folder)) {
    if (isOurs(path) || existsSync(join(fresh, path))) continue;
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    try {
      cpSync(join(folder, path), join(fresh, path), { preserveTimestamps: true, verbatimSymlinks: true });
    } catch (error) {
      if (existsSync(join(folder, path))) throw error;
      continue;
    }
    try {
      syncToDisk(join(fresh, path));
    } catch {
      // A file that may only be read, or a link: the copy is there, only not for certain on the disk.
    }
  }
}

/** Gives up a folder. It loses its name first, so that a half removed one is never taken for a whole one. */
async function discard(folder: string, discarded: string): Promise<void> {
  await removeIfPossible(discarded);
  if (!existsSync(folder)) return;
  await succeeds(() => rename(folder, discarded));
  await removeIfPossible(discarded);
}

async function removeIfPossible(path: string): Promise<void> {
  await succeeds(() => remove(path));
}

async function succeeds(action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch {
    return false;
  }
}

function rename(from: string, to: string): Promise<void> {
  return withPatience(() => renameSync(from, to));
}

function remove(path: string): Promise<void> {
  return withPatience(() => rmSync(path, { recursive: true, force: true }));
}

/** How Windows says that a file is open in some program, or that one below the folder is. */
const LOCKED: ReadonlySet<string | undefined> = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY']);
/** Milliseconds between attempts: virus scanners and indexers soon let go, people do not. */
const WAITS = [50, 100, 200, 400, 800];

function isLocked(error: unknown): boolean {
  return LOCKED.has((error as NodeJS.ErrnoException).code);
}

async function withPatience(action: () => void): Promise<void> {
  for (const wait of WAITS) {
    try {
      action();
      return;
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
    await pause(wait);
  }
  action();
}

/** Waits until a written file is on the disk: renamed before that, it could be empty after a power failure. */
function syncToDisk(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } catch (error) {
    // Some network drives know no such thing.
    if (!['EINVAL', 'ENOSYS', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(file);
  }
}

/** What we wrote into the folder last time. Throws when the folder holds files and is not ours. */
function ownFilesOf(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const present = namesIn(folder).filter((name) => name !== 'README.md' && !name.startsWith('.'));
  if (present.length === 0) return new Set();
  try {
    const result = JSON.parse(readFileSync(join(folder, RESULT_FILE), 'utf8')) as {
      tool?: { name?: string };
      outputs?: unknown[];
    };
    if (result.tool?.name === 'bangfu' && Array.isArray(result.outputs)) {
      // Outputs are named from the working folder; result.json lies at the top of ours and so tells the way.
      const outputs = result.outputs.map(String);
      const prefix = outputs.find((path) => path.endsWith(RESULT_FILE))?.slice(0, -RESULT_FILE.length) ?? '';
      return new Set([RESULT_FILE, ...outputs.map((path) => path.slice(prefix.length))]);
    }
  } catch {
    // Not ours, or not readable as ours: said below.
  }
  throw new UsageError(`“${folder}”里有不是 bangfu 写的文件，没有覆盖`, [
    '请换一个空文件夹，或先把里面的文件移走',
  ]);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`“${folder}”不能用来放汇总，没有写成`, [describeFileError(error, folder)]);
  }
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() || item.isSymbolicLink())
    .map((item) =>
      join(item.parentPath, item.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}
