import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// The committed sample campaign, its returns saved in another format or packed.

export const SAMPLE = 'samples/塔城地区-2020年10月';
const INBOX = '收件';

/** Where a file of a copy comes from: the sample's file, and the sheet where the copy holds only one of several. */
export interface Origin {
  readonly path: string;
  readonly sheet: string | null;
}

/** A file to be laid into a copy's 收件/, or into a container there. */
export interface Return {
  /** Below 收件/, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly origin: Origin;
}

/** A working folder with the same returns. */
export interface CampaignCopy {
  readonly dir: string;
  /** By the file's path below the working folder, with the inner path of a container behind it. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** What lies in the sample's 收件/: workbooks that open, and files that are none or are broken. */
export function sampleReturns(): {
  readonly workbooks: readonly Return[];
  readonly others: readonly Return[];
} {
  const all = readdirSync(join(SAMPLE, INBOX), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): Return => {
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(join(SAMPLE, INBOX).length + 1).replaceAll('\\', '/');
      return { path, bytes: readFileSync(file), origin: { path: `${INBOX}/${path}`, sheet: null } };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  // A workbook is at least some kilobytes; the sample's broken one ends behind the first header of its zip.
  const isWorkbook = ({ path, bytes }: Return) =>
    /^(?!~\$).*\.xlsx$/.test(baseName(path)) && bytes.length > 2000;
  return { workbooks: all.filter(isWorkbook), others: all.filter((file) => !isWorkbook(file)) };
}

/** Lays files into a new working folder's 收件/, 活动设置 beside it as in the sample. */
export function layOut(dir: string, files: readonly Return[]): CampaignCopy {
  layIn(dir, files);
  return { dir, origins: new Map(files.map((file) => [`${INBOX}/${file.path}`, file.origin])) };
}

/** The same for files of which only the copy's maker knows where they come from, such as containers. */
export function layIn(dir: string, files: readonly Pick<Return, 'path' | 'bytes'>[]): void {
  mkdirSync(dir, { recursive: true });
  cpSync(join(SAMPLE, '活动设置.xlsx'), join(dir, '活动设置.xlsx'));
  for (const { path, bytes } of files) {
    const target = join(dir, INBOX, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

/** A format that LibreOffice saves, by its filter name. */
export interface SavedFormat {
  readonly filter: string;
  readonly ending: string;
  /** True where each sheet becomes a file of its own, `name-sheet`. */
  readonly isFileASheet: boolean;
}

/** Sheets that nobody sees and nobody would save as text: the mark and the lists of choices. */
const HIDDEN_SHEET = /^bangfu_/;

/** Saves workbooks in another format, all in one run of LibreOffice. */
export async function saveWithLibreOffice(
  workbooks: readonly Return[],
  format: SavedFormat,
  temporary: string,
): Promise<readonly Return[]> {
  const work = mkdtempSync(join(temporary, 'saved-'));
  const numbers = workbooks.map((_, index) => String(index + 1).padStart(4, '0'));
  const sources = workbooks.map(({ bytes }, index) => {
    const source = join(work, `${numbers[index]}.xlsx`);
    writeFileSync(source, bytes);
    return source;
  });
  const out = join(work, 'out');
  await runSoffice(['--convert-to', format.filter, '--outdir', out, ...sources], join(work, 'profile'));
  const made = readdirSync(out).sort();
  const saved = workbooks.flatMap((workbook, index) => {
    const stem = workbook.path.replace(/\.xlsx$/, '');
    const tail = `.${format.ending}`;
    if (!format.isFileASheet) {
      const bytes = readFileSync(join(out, `${numbers[index]}${tail}`));
      return [{ path: `${stem}${tail}`, bytes, origin: workbook.origin }];
    }
    return made.flatMap((name): Return[] => {
      if (!name.startsWith(`${numbers[index]}-`)) return [];
      const sheet = name.slice(5, -tail.length);
      if (HIDDEN_SHEET.test(sheet)) return [];
      const bytes = readFileSync(join(out, name));
      return [{ path: `${stem}-${sheet}${tail}`, bytes, origin: { path: workbook.origin.path, sheet } }];
    });
  });
  rmSync(work, { recursive: true });
  return saved;
}

/** Other suites start programs at the same time. */
const MOST_AT_ONCE = 2;
const running = new Set<Promise<void>>();

/** libreoffice.ts waits for each run; here several go on at once, each with a profile of its own. */
async function runSoffice(parameters: readonly string[], profile: string): Promise<void> {
  while (running.size >= MOST_AT_ONCE) await Promise.race(running);
  const end = startSoffice([`-env:UserInstallation=file://${profile}`, '--headless', ...parameters]);
  const settled = end.catch(() => undefined).finally(() => running.delete(settled));
  running.add(settled);
  await end;
}

function startSoffice(parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('soffice', parameters, { stdio: 'ignore', timeout: 600_000 });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`soffice ended with ${code}`))));
  });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
