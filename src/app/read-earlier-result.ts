import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EarlierResult, earlierResultSchema } from '../report/result/result-schema.js';
import { NAMES, readWhole } from './campaign-folder.js';
import { RESULT_FILE } from './replace-folder.js';
import { UsageError } from './usage-error.js';

/** What an earlier run left: the folder of its outputs and what result.json there says. */
export interface EarlierRun {
  /** As the user named it. */
  readonly folder: string;
  readonly outputs: string;
  readonly result: EarlierResult;
}

/**
 * Reads what an earlier run found. `folder`: its working folder or the 汇总/ in it; `option` is what messages call it.
 * Throws a UsageError when it is none, or one of `present`, the folders of the present run.
 */
export function readEarlierRun(folder: string, option: string, present: readonly string[]): EarlierRun {
  const outputs = findOutputs(folder, option);
  if (present.some((path) => isSameFolder(outputs, path) || isSameFolder(folder, path)))
    throw new UsageError(`${option} 给的就是本次的活动文件夹`, ['请给出上期的活动文件夹，或它的 汇总/']);
  return { folder, outputs, result: readResult(outputs) };
}

/** The folders of a run, none of which is an earlier one. */
export function foldersOfRun(dir: string, out: string | null): readonly string[] {
  return [dir, join(dir, NAMES.outputs), ...(out === null ? [] : [out])];
}

function findOutputs(folder: string, option: string): string {
  const found = [join(folder, NAMES.outputs), folder].find((path) => existsSync(join(path, RESULT_FILE)));
  if (found !== undefined) return found;
  throw new UsageError(`${option} 的“${folder}”里没有 ${RESULT_FILE}`, [
    existsSync(folder)
      ? '请给出上期的活动文件夹，或它的 汇总/；上期还没有汇总的，请先对它运行 bangfu aggregate'
      : `没有文件夹“${resolve(folder)}”，请核对路径`,
  ]);
}

function isSameFolder(one: string, other: string): boolean {
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path));
  return real(one) === real(other);
}

function readResult(outputs: string): EarlierResult {
  const path = join(outputs, RESULT_FILE);
  const json = parseJson(new TextDecoder().decode(readWhole(path)));
  const parsed = earlierResultSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UsageError(`“${path}”${describeForeign(json)}`, [
    '请对上期的活动文件夹重新运行 bangfu aggregate',
  ]);
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeForeign(json: unknown): string {
  if (json === undefined) return '不是 bangfu 写出的结果：内容不完整，或被改过';
  const version =
    typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : null;
  return typeof version === 'number' && version !== 1
    ? `是别的版本写的（schemaVersion 是 ${version}，这里读的是 1）`
    : '不是 bangfu 写出的结果：缺少内容，或内容的格式不对';
}
