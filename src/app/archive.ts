import { createHash } from 'node:crypto';
import { closeSync, existsSync, lstatSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { formatMoment } from '../campaign/beijing-time.js';
import type { LedgerEntry } from '../campaign/ledger.js';
import { streamZip, ZIP_LIMITS } from '../container/stream-zip.js';
import { DISPOSITION_TITLES } from '../issue/finding.js';
import { type CatalogueEntry, planCatalogue } from '../report/finalized/catalogue.js';
import { formatVersion } from '../report/finalized/changes-text.js';
import { groupBy } from '../report/group-by.js';
import { fileNameFor } from '../workbook/file-name.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import type { RunOptions } from './aggregate.js';
import { describeFileError, findSettings, NAMES, openCampaign } from './campaign-folder.js';
import { type CheckedVersion, listFilesBelow, MANIFEST_FILE, versionPath } from './finalized-versions.js';
import { leftoverProblem } from './find-files.js';
import { readLedger } from './ledger-file.js';
import { restoreWorkingFolder } from './restore-working-folder.js';
import { whileLocked } from './run-lock.js';
import { readChunks } from './stream-file.js';
import { UsageError } from './usage-error.js';
import { verifyVersions } from './verify.js';

/** The list of everything in an archive. */
export const CATALOGUE_FILE = '目录.xlsx';

/** What `bangfu archive` wrote. */
export interface ArchiveResult {
  readonly path: string;
  /** The catalogue aside. */
  readonly files: number;
  /** Of the zip. */
  readonly sha256: string;
  /** What was not as it should be: changed 定稿, none at all, things in 收件/ that are no files. */
  readonly problems: readonly string[];
}

interface FileToPack {
  /** Below the working folder, with `/`. */
  readonly path: string;
  readonly about: string;
}

/**
 * Packs settings, 表格定义, ledger, received files and 定稿 with a catalogue into one zip, however large they are; it
 * unpacks into a working folder again. Throws a UsageError, nothing written, rather than overwrite anything, when a
 * file cannot be read, or when the zip would be too large.
 */
export async function archive(options: RunOptions & { readonly out: string | null }): Promise<ArchiveResult> {
  const { dir, run } = options;
  findSettings(dir);
  const name = fileNameFor(basename(resolve(dir)));
  const out = resolve(options.out ?? join(dir, `${name}-归档.zip`));
  refusePlace(dir, out);
  return whileLocked([dir, dirname(out)], run, async () => {
    await restoreWorkingFolder(dir);
    return writeArchive(options, name, out);
  });
}

function refusePlace(dir: string, out: string): void {
  if (existsSync(out))
    throw new UsageError(`“${out}”已经有了，没有覆盖`, ['请用 --out 换一个文件名，或先把它移走']);
  if (!existsSync(dirname(out))) throw new UsageError(`没有文件夹“${dirname(out)}”`, ['请核对 --out 的路径']);
  for (const name of [NAMES.inbox, NAMES.finalized, NAMES.definitions, NAMES.outputs]) {
    const way = relative(resolve(dir, name), out).replaceAll('\\', '/');
    if (way !== '..' && !way.startsWith('../') && !isAbsolute(way))
      throw new UsageError(`归档不能写到“${name}”里`, ['请用 --out 换一个地方']);
  }
}

async function writeArchive(
  { dir, forms, asOf, onProgress }: RunOptions,
  name: string,
  out: string,
): Promise<ArchiveResult> {
  const { campaign } = openCampaign(dir, forms);
  const versions = verifyVersions(dir);
  const { files, others } = findFiles(dir, readLedger(dir), versions);
  const problems = [
    ...(versions.length === 0 ? ['还没有定稿，归档里只有来件、设置和台账'] : []),
    ...versions.flatMap((version) => version.problems.map(({ path, problem }) => `${path}：${problem}`)),
    ...others.map((path) => `${path}：不是普通文件（快捷方式等），没有装入`),
  ];
  refuseTooLarge(dir, files);
  const fresh = join(dirname(out), `.${basename(out)}.新`);
  try {
    const target = openSync(fresh, 'w');
    const zipHash = createHash('sha256');
    try {
      const zip = streamZip((bytes) => {
        zipHash.update(bytes);
        for (let at = 0; at < bytes.length; ) at += writeSync(target, bytes, at);
      });
      const entries: CatalogueEntry[] = [];
      for (const [index, { path, about }] of files.entries()) {
        const measured = measureChunks(readNamed(dir, path));
        zip.add(`${name}/${path}`, measured.chunks);
        entries.push({ path, about, ...measured.facts() });
        onProgress('归档', index + 1, files.length);
      }
      const catalogue = await writeWorkbook(planCatalogue(campaign.name, asOf, entries, problems));
      zip.add(`${name}/${CATALOGUE_FILE}`, [catalogue]);
      zip.end();
    } finally {
      closeSync(target);
    }
    if (existsSync(out)) throw new UsageError(`“${out}”已经有了，没有覆盖`);
    renameSync(fresh, out);
    return { path: out, files: files.length, sha256: zipHash.digest('hex'), problems };
  } catch (error) {
    rmSync(fresh, { force: true });
    if (error instanceof UsageError || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new UsageError(`“${basename(out)}”没有写成`, [describeFileError(error, dirname(out))]);
  }
}

/** Everything that belongs into the files, and what lies among it and is no file. */
function findFiles(
  dir: string,
  ledger: readonly LedgerEntry[],
  versions: readonly CheckedVersion[],
): { readonly files: readonly FileToPack[]; readonly others: readonly string[] } {
  const received = groupBy(ledger, ({ path }) => path);
  const below = (folder: string, aboutOf: (path: string) => string): readonly FileToPack[] =>
    existsSync(join(dir, folder))
      ? listFilesBelow(join(dir, folder)).map((path) => ({
          path: `${folder}/${path}`,
          about: aboutOf(`${folder}/${path}`),
        }))
      : [];
  const found: readonly FileToPack[] = [
    { path: NAMES.settings, about: '活动设置和单位名册' },
    ...(existsSync(join(dir, NAMES.ledger)) ? [{ path: NAMES.ledger, about: '收件台账' }] : []),
    ...below(NAMES.definitions, () => '表格定义').filter(({ path }) => leftoverProblem(path) === null),
    ...below(NAMES.inbox, (path) => describeReceived(received.get(path) ?? [])),
    ...versions.flatMap((version) =>
      below(versionPath(version.name), (path) => describeFinalized(version, path)),
    ),
  ];
  const isFile = ({ path }: FileToPack) => lstatSync(join(dir, path)).isFile();
  return {
    files: found.filter(isFile),
    others: found.filter((file) => !isFile(file)).map(({ path }) => path),
  };
}

/** What became of a received file, as the ledger has it; of several contents under one name the last. */
function describeReceived(entries: readonly LedgerEntry[]): string {
  const last = entries.at(-1);
  if (last === undefined) return '来件（台账里还没有登记）';
  const inner = new Set(entries.flatMap(({ entry }) => entry ?? [])).size;
  if (inner > 0) return `来件，内有 ${inner} 个文件，${formatMoment(last.receivedAt)} 收到`;
  const became = last.disposition === null ? '' : `，${DISPOSITION_TITLES[last.disposition]}`;
  return `来件，${formatMoment(last.receivedAt)} 收到${became}`;
}

function describeFinalized({ name, manifest }: CheckedVersion, path: string): string {
  const version = manifest === null ? `定稿 ${name}` : formatVersion(manifest);
  return path.endsWith(`/${name}/${MANIFEST_FILE}`) ? `${version}的清单` : version;
}

function refuseTooLarge(dir: string, files: readonly FileToPack[]): void {
  const bytes = files.reduce((sum, { path }) => sum + statSync(join(dir, path)).size, 0);
  if (bytes <= ZIP_LIMITS.bytes && files.length < ZIP_LIMITS.entries) return;
  throw new UsageError(
    `来件和定稿共 ${Math.ceil(bytes / 1024 ** 2)} MB、${files.length} 个文件，装不进一个 zip`,
    [
      `上限约 ${Math.floor(ZIP_LIMITS.bytes / 1024 ** 2)} MB、${ZIP_LIMITS.entries} 个文件；请先把收件里的视频等移到别处保存`,
    ],
  );
}

function* readNamed(dir: string, path: string): Generator<Uint8Array> {
  try {
    yield* readChunks(join(dir, path));
  } catch (error) {
    throw new UsageError(`“${path}”读不了，没有归档`, [describeFileError(error)]);
  }
}

/** Hands pieces on and counts and hashes them: the catalogue tells of the very bytes that went into the zip. */
function measureChunks(chunks: Iterable<Uint8Array>) {
  const hash = createHash('sha256');
  let size = 0;
  function* measured(): Generator<Uint8Array> {
    for (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  return { chunks: measured(), facts: () => ({ size, sha256: hash.digest('hex') }) };
}
