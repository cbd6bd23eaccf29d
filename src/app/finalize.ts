import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatMoment } from '../campaign/beijing-time.js';
import type { Moment } from '../campaign/campaign.js';
import { planBasis } from '../report/finalized/basis.js';
import { checkCodeOf } from '../report/finalized/check-code.js';
import type { FinalizedManifest } from '../report/finalized/finalized-version.js';
import type { ResultJson } from '../report/result/result-json.js';
import { type PreparedOutputs, prepareOutputs, type RunOptions } from './aggregate.js';
import { describeFileError, findSettings, NAMES } from './campaign-folder.js';
import {
  listFilesBelow,
  listVersions,
  MANIFEST_FILE,
  readManifest,
  readOutputs,
  versionPath,
} from './finalized-versions.js';
import { leftoverProblem, sha256Of } from './find-files.js';
import { type OutputFile, writeSyncedFiles } from './replace-folder.js';
import { restoreWorkingFolder } from './restore-working-folder.js';
import { whileLocked } from './run-lock.js';
import { UsageError } from './usage-error.js';

/** What `bangfu finalize` wrote. */
export interface FinalizedResult {
  /** Below the working folder. */
  readonly path: string;
  readonly files: number;
  readonly checkCode: string;
  readonly manifest: FinalizedManifest;
  readonly warnings: readonly string[];
}

const READ_ONLY = 0o444;
const WRITABLE = 0o644;
const AGGREGATE_FIRST = '请先运行 bangfu aggregate，看过新的汇总再定稿';
const SAME_OPTIONS = '汇总时用了 --previous 或 --with 的，定稿时照样写上';
/** File names that one message tells. */
const MOST_NAMED = 8;

/**
 * Keeps 汇总/ as it stands under 定稿/, with settings, ledger and a manifest. Throws a UsageError, nothing written,
 * when there is no whole 汇总/, when it is not to the byte what the folder gives now (other files in 收件/, other
 * settings, changed by hand), or when the time is not after that of the latest 定稿.
 */
export async function finalize(
  options: RunOptions & { readonly note: string | null; readonly by: string | null },
): Promise<FinalizedResult> {
  const { dir, run } = options;
  findSettings(dir);
  return whileLocked([dir], run, async () => {
    await restoreWorkingFolder(dir);
    const result = readPresentOutputs(dir);
    const earlier = latestManifest(dir);
    const name = versionName(options.asOf);
    refuseEarlier(options.asOf, earlier);
    const prepared = await prepareOutputs({ ...options, asOf: result.asOf }, join(dir, NAMES.outputs));
    refuseDifferent(dir, result, prepared);
    const files = finalizedFiles(dir);
    const manifest = planManifest(options, result, prepared, earlier, files);
    writeVersion(dir, name, [
      ...files,
      { path: MANIFEST_FILE, bytes: `${JSON.stringify(manifest, null, 1)}\n` },
    ]);
    return {
      path: versionPath(name),
      files: files.length,
      checkCode: checkCodeOf(result, null, sha256Of),
      manifest,
      warnings: prepared.warnings,
    };
  });
}

/** `2020-10-26_090000`: names in the order of time. */
function versionName(moment: Moment): string {
  return `${moment.slice(0, 10)}_${moment.slice(11, 19).replaceAll(':', '')}`;
}

function readPresentOutputs(dir: string): ResultJson {
  const read = readOutputs(dir);
  if (read === null) throw new UsageError(`没有“${NAMES.outputs}”，不能定稿`, [AGGREGATE_FIRST]);
  if (read.kind === 'problem') throw new UsageError('不能定稿', [read.problem, AGGREGATE_FIRST]);
  return read.value;
}

function latestManifest(
  dir: string,
): { readonly name: string; readonly sha256: string; readonly at: Moment } | null {
  const name = listVersions(dir).at(-1);
  if (name === undefined) return null;
  const read = readManifest(dir, name);
  if (read.kind === 'problem')
    throw new UsageError('前一次定稿有问题，不能再定稿', [
      read.problem,
      `请从备份恢复“${versionPath(name)}”，或把它移到别处`,
    ]);
  return { name, sha256: read.value.sha256, at: read.value.manifest.finalizedAt };
}

function refuseEarlier(moment: Moment, earlier: ReturnType<typeof latestManifest>): void {
  if (earlier === null || moment > earlier.at) return;
  throw new UsageError(`定稿时间 ${formatMoment(moment)} 不晚于前一次定稿（${versionPath(earlier.name)}）`, [
    '定稿不能覆盖，也不能补到前一次之前；请核对电脑时间或 --as-of',
  ]);
}

/** Throws unless 汇总/ holds to the byte what the folder gives now. */
function refuseDifferent(dir: string, result: ResultJson, prepared: PreparedOutputs): void {
  const outdated = describeOutdated(result, prepared.result);
  if (outdated !== null)
    throw new UsageError(`“${NAMES.outputs}”不是最新的，不能定稿`, [outdated, SAME_OPTIONS, AGGREGATE_FIRST]);
  const folder = join(dir, NAMES.outputs);
  const missing = prepared.files.filter(({ path }) => !existsSync(join(folder, path)));
  if (missing.length > 0)
    throw new UsageError(`“${NAMES.outputs}”不完整，不能定稿`, [
      `缺少：${namesOf(missing)}`,
      AGGREGATE_FIRST,
    ]);
  const changed = prepared.files.filter(
    ({ path, bytes }) => sha256Of(readOutput(join(folder, path))) !== sha256Of(bytes),
  );
  if (changed.length > 0)
    throw new UsageError(`“${NAMES.outputs}”里有文件和现在算出来的不一样，不能定稿`, [
      `不一样的：${namesOf(changed)}`,
      '可能是汇总后手工改过，或汇总后改过活动设置、重做过模板、换过程序版本；要改数字请改来件或写人工认定',
      SAME_OPTIONS,
      AGGREGATE_FIRST,
    ]);
}

/** What of a result no longer holds, in plain words; null when all of it does. */
function describeOutdated(shown: ResultJson, now: ResultJson): string | null {
  const without = ({ tool, outputs, ...facts }: ResultJson) => facts;
  if (JSON.stringify(without(shown)) === JSON.stringify(without(now))) return null;
  const keyOf = (file: ResultJson['files'][number]) => JSON.stringify([file.path, file.entry, file.sha256]);
  const [was, is] = [new Set(shown.files.map(keyOf)), new Set(now.files.map(keyOf))];
  const added = now.files.filter((file) => !was.has(keyOf(file)));
  const gone = shown.files.filter((file) => !is.has(keyOf(file)));
  if (added.length > 0) return `汇总后收件里新来了或换过文件：${namesOf(added)}`;
  if (gone.length > 0) return `汇总后收件里少了文件：${namesOf(gone)}`;
  return '汇总后活动设置、人工认定、收件台账或表格定义改过';
}

function namesOf(files: readonly { readonly path: string }[]): string {
  const names = [...new Set(files.map(({ path }) => path))];
  const rest = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(rest > 0 ? [`等 ${names.length} 个`] : [])].join('、');
}

/** 汇总/ with whatever others put there, the settings, the ledger and the forms of the folder. */
function finalizedFiles(dir: string): readonly (OutputFile & { readonly bytes: Uint8Array })[] {
  const below = (name: string) =>
    existsSync(join(dir, name))
      ? listFilesBelow(join(dir, name))
          .filter((path) => leftoverProblem(path) === null)
          .map((path) => `${name}/${path}`)
      : [];
  return [
    ...below(NAMES.outputs),
    NAMES.settings,
    ...(existsSync(join(dir, NAMES.ledger)) ? [NAMES.ledger] : []),
    ...below(NAMES.definitions),
  ].map((path) => ({ path, bytes: readOutput(join(dir, path)) }));
}

function readOutput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`“${path}”读不了，没有定稿`, [describeFileError(error)]);
  }
}

function planManifest(
  { tool, asOf, note, by }: Parameters<typeof finalize>[0],
  result: ResultJson,
  { summary }: PreparedOutputs,
  earlier: ReturnType<typeof latestManifest>,
  files: readonly (OutputFile & { readonly bytes: Uint8Array })[],
): FinalizedManifest {
  return {
    schemaVersion: 1,
    tool: { name: tool.name, version: tool.version },
    finalizedAt: asOf,
    asOf: result.asOf,
    by,
    note,
    campaign: { name: result.campaign.name, prefecture: result.campaign.prefecture },
    previous: earlier === null ? null : { name: earlier.name, sha256: earlier.sha256 },
    basis: planBasis(summary, sha256Of),
    files: files.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256Of(bytes) })),
  };
}

/** Writes everything beside, then renames: a 定稿 is there whole and read-only, or not at all. */
function writeVersion(dir: string, name: string, files: readonly OutputFile[]): void {
  const folder = join(dir, NAMES.finalized);
  const target = join(folder, name);
  const fresh = join(folder, `.${name}.新`);
  if (existsSync(target)) throw new UsageError(`“${versionPath(name)}”已经有了，定稿不能覆盖`);
  try {
    mkdirSync(folder, { recursive: true });
    for (const left of readdirSync(folder).filter((item) => /^\..*\.新$/.test(item)))
      removeReadOnly(join(folder, left));
    writeSyncedFiles(fresh, files);
    for (const { path } of files) chmodSync(join(fresh, path), READ_ONLY);
    renameSync(fresh, target);
  } catch (error) {
    if (existsSync(fresh)) removeReadOnly(fresh);
    throw new UsageError(`“${versionPath(name)}”没有写成`, [describeFileError(error, folder)]);
  }
}

/** Windows removes no file that may only be read. */
function removeReadOnly(folder: string): void {
  for (const path of listFilesBelow(folder)) chmodSync(join(folder, path), WRITABLE);
  rmSync(folder, { recursive: true, force: true });
}
