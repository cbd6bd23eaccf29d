import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FinalizedManifest, FinalizedVersion } from '../report/finalized/finalized-version.js';
import { manifestSchema } from '../report/finalized/manifest-schema.js';
import type { ResultJson } from '../report/result/result-json.js';
import { resultSchema } from '../report/result/result-schema.js';
import { compareText } from '../workbook/cell-text.js';
import { describeFileError, NAMES } from './campaign-folder.js';
import { sha256Of } from './find-files.js';
import { RESULT_FILE } from './replace-folder.js';
import { sha256OfFile } from './stream-file.js';

/** The file by which a folder below 定稿/ is known as a 定稿. */
export const MANIFEST_FILE = '定稿清单.json';
const RESULT_PATH = `${NAMES.outputs}/${RESULT_FILE}`;
/** `2020-10-26_090000`. */
const VERSION_NAME = /^\d{4}-\d{2}-\d{2}_\d{6}$/;

/** Something that was read, or why it could not be, in plain words. */
export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'problem'; readonly problem: string };

/** A manifest and the digest of the file that it was read from. */
export interface ReadManifest {
  readonly manifest: FinalizedManifest;
  readonly sha256: string;
}

/** One file of a 定稿 that is not as it was. */
export interface VersionProblem {
  /** Below the working folder. */
  readonly path: string;
  readonly problem: string;
}

/** What `checkVersion` found. */
export interface CheckedVersion {
  readonly name: string;
  /** Null where the manifest cannot be read. */
  readonly manifest: FinalizedManifest | null;
  readonly problems: readonly VersionProblem[];
}

/** Names of all 定稿, the earliest first; anything else in the folder is somebody's. */
export function listVersions(dir: string): readonly string[] {
  const folder = join(dir, NAMES.finalized);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isDirectory() && VERSION_NAME.test(item.name))
    .map(({ name }) => name)
    .sort(compareText);
}

/** Where a 定稿 lies below the working folder. */
export function versionPath(name: string): string {
  return `${NAMES.finalized}/${name}`;
}

export function readManifest(dir: string, name: string): Read<ReadManifest> {
  const path = `${versionPath(name)}/${MANIFEST_FILE}`;
  const text = readText(dir, path);
  if (text.kind === 'problem') return text;
  const parsed = manifestSchema.safeParse(parseJson(text.value));
  return parsed.success
    ? { kind: 'read', value: { manifest: parsed.data, sha256: sha256Of(text.value) } }
    : { kind: 'problem', problem: `“${path}”内容不完整或被改过` };
}

/** A 定稿 to compare with. What was changed since it was made is not trusted. */
export function readVersion(dir: string, name: string): Read<FinalizedVersion> {
  const read = readManifest(dir, name);
  if (read.kind === 'problem') return read;
  const { manifest } = read.value;
  const path = `${versionPath(name)}/${RESULT_PATH}`;
  const text = readText(dir, path);
  if (text.kind === 'problem') return text;
  const known = manifest.files.find((file) => file.path === RESULT_PATH);
  if (known?.sha256 !== sha256Of(text.value)) return { kind: 'problem', problem: `“${path}”在定稿后被改过` };
  const result = parseResult(text.value);
  return result === null
    ? { kind: 'problem', problem: `“${path}”不是本程序写的，或由更新的版本写成` }
    : { kind: 'read', value: { name, manifest, result } };
}

/** 汇总/result.json; null where there is none. */
export function readOutputs(dir: string): Read<ResultJson> | null {
  if (!existsSync(join(dir, RESULT_PATH))) return null;
  const text = readText(dir, RESULT_PATH);
  if (text.kind === 'problem') return text;
  const result = parseResult(text.value);
  return result === null
    ? { kind: 'problem', problem: `“${RESULT_PATH}”内容不完整或被改过` }
    : { kind: 'read', value: result };
}

/** Holds every file of a 定稿 against its manifest: changed, missing, and those that came in since. */
export function checkVersion(dir: string, name: string): CheckedVersion {
  const read = readManifest(dir, name);
  const folder = versionPath(name);
  if (read.kind === 'problem')
    return {
      name,
      manifest: null,
      problems: [{ path: `${folder}/${MANIFEST_FILE}`, problem: read.problem }],
    };
  const { manifest } = read.value;
  const known = new Set([MANIFEST_FILE, ...manifest.files.map(({ path }) => path)]);
  const strangers = listFilesBelow(join(dir, folder)).filter((path) => !known.has(path));
  return {
    name,
    manifest,
    problems: [
      ...manifest.files.flatMap(({ path, sha256 }) => {
        const problem = fileProblem(join(dir, folder, path), sha256);
        return problem === null ? [] : [{ path: `${folder}/${path}`, problem }];
      }),
      ...strangers.map((path) => ({ path: `${folder}/${path}`, problem: '定稿后放进来的，不属于这次定稿' })),
      ...previousProblems(dir, manifest),
    ],
  };
}

/** Paths of all files below a folder with `/`, in code-point order; links are not followed. */
export function listFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => !item.isDirectory())
    .map((item) =>
      join(item.parentPath, item.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort(compareText);
}

function fileProblem(path: string, sha256: string): string | null {
  try {
    if (!lstatSync(path).isFile()) return '不再是普通文件';
    return sha256OfFile(path) === sha256 ? null : '内容在定稿后被改过';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? '文件不见了'
      : `文件读不了：${describeFileError(error)}`;
  }
}

function previousProblems(dir: string, { previous }: FinalizedManifest): readonly VersionProblem[] {
  if (previous === null) return [];
  const path = `${versionPath(previous.name)}/${MANIFEST_FILE}`;
  const read = readText(dir, path);
  if (read.kind === 'problem') return [{ path, problem: '前一次定稿的清单不见了或读不了' }];
  return sha256Of(read.value) === previous.sha256
    ? []
    : [{ path, problem: '前一次定稿的清单在后一次定稿后被改过' }];
}

function readText(dir: string, path: string): Read<string> {
  try {
    return { kind: 'read', value: readFileSync(join(dir, path), 'utf8') };
  } catch (error) {
    return { kind: 'problem', problem: `“${path}”读不了：${describeFileError(error)}` };
  }
}

/** The text as it stands: what a schema library makes of it may lose keys of odd names. */
function parseResult(text: string): ResultJson | null {
  const value = parseJson(text);
  return resultSchema.safeParse(value).success ? (value as ResultJson) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
