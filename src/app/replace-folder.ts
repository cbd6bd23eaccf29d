import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
 * Replaces a folder as a whole: everything is written into a new folder beside, then the two are swapped by renaming.
 * Files of the old folder for which `isOurs` does not hold are carried over. Throws a UsageError, the old folder
 * whole, when it cannot be done.
 */
export function replaceFolder(
  folder: string,
  files: readonly OutputFile[],
  isOurs: (path: string) => boolean,
): void {
  restoreFolder(folder);
  const fresh = siblingOf(folder, '新');
  const old = siblingOf(folder, '旧');
  try {
    rmSync(fresh, { recursive: true, force: true });
    writeFiles(fresh, files);
    for (const path of listFiles(folder)) {
      if (isOurs(path) || existsSync(join(fresh, path))) continue;
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      cpSync(join(folder, path), join(fresh, path), { preserveTimestamps: true });
    }
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder) && existsSync(old)) renameSync(old, folder);
    if (existsSync(fresh)) rmSync(fresh, { recursive: true, force: true });
    throw new UsageError(`“${basename(folder)}”没有写成，原有文件未动`, [
      describeFileError(error),
      '请先关闭从这个文件夹里打开的表格，再运行一次',
    ]);
  }
  rmSync(old, { recursive: true, force: true });
}

/** Throws a UsageError when the folder holds files and is not ours, before anything is read or written. */
export function refuseForeignFolder(folder: string): void {
  ownFilesOf(folder);
}

/** Replaces a folder of outputs; what the last run wrote is known from its result.json. A folder not ours is refused. */
export function replaceOutputs(folder: string, files: readonly OutputFile[]): void {
  restoreFolder(folder);
  const known = ownFilesOf(folder);
  replaceFolder(folder, files, (path) => known.has(path));
}

/** Puts back what a run that was stopped in the middle left behind: the old outputs, whole. */
export function restoreFolder(folder: string): void {
  const old = siblingOf(folder, '旧');
  if (!existsSync(old)) return;
  if (existsSync(folder)) rmSync(old, { recursive: true, force: true });
  else renameSync(old, folder);
}

/** Writes files below a folder, making folders as needed. */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const file of files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.bytes);
  }
}

/** Writes one file whole or not at all: into a new file beside, then renamed over the old. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const fresh = join(dirname(path), `.${basename(path)}.新`);
  try {
    writeFileSync(fresh, bytes);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new UsageError(`“${basename(path)}”没有写成，原有文件未动`, [describeFileError(error)]);
  }
}

function siblingOf(folder: string, word: string): string {
  return join(dirname(folder), `.${basename(folder)}.${word}`);
}

/** What we wrote into the folder last time. Throws when the folder holds files and is not ours. */
function ownFilesOf(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const present = readdirSync(folder).filter((name) => name !== 'README.md' && !name.startsWith('.'));
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

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) =>
      join(item.parentPath, item.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}
