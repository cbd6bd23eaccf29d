import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Campaign } from '../campaign/campaign.js';
import { describeSettingsProblem, parseSettings } from '../campaign/parse-settings.js';
import type { SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import { describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { UsageError } from './usage-error.js';

/** Names in the working folder (product.md). */
export const NAMES = {
  settings: '活动设置.xlsx',
  definitions: '表格定义',
  ledger: '收件台账.xlsx',
  templates: '模板',
  inbox: '收件',
  outputs: '汇总',
  disclosure: '公示',
  finalized: '定稿',
} as const;

/** The settings of a working folder, and what should be mended in them without stopping the work. */
export interface OpenedCampaign {
  readonly campaign: Campaign;
  readonly content: SettingsContent;
  readonly warnings: readonly string[];
}

/** The path of 活动设置.xlsx; throws a UsageError when the folder is no working folder. */
export function findSettings(dir: string): string {
  const path = join(dir, NAMES.settings);
  if (existsSync(path)) return path;
  throw new UsageError(`文件夹“${basename(resolve(dir))}”里没有${NAMES.settings}`, [
    `请先用 bangfu init 建立活动文件夹，或核对文件夹路径：${resolve(dir)}`,
  ]);
}

/**
 * Reads 活动设置.xlsx of a working folder. Throws a UsageError that lists every mistake with sheet and cell when the
 * folder or its settings cannot be used.
 */
export function openCampaign(dir: string, forms: readonly FormDefinition[]): OpenedCampaign {
  const result = readWorkbook(readWhole(findSettings(dir)));
  if (result.kind === 'unreadable')
    throw new UsageError(`${NAMES.settings}打不开`, [describeUnreadable(result.reason)]);
  const parsed = parseSettings(result.workbook, forms);
  if (parsed.kind === 'problems') {
    throw new UsageError(
      `${NAMES.settings}有 ${parsed.problems.length} 处需要改正，改好后再运行；没有写任何文件`,
      parsed.problems.map(describeSettingsProblem),
    );
  }
  return {
    campaign: parsed.campaign,
    content: parsed.content,
    warnings: parsed.warnings.map(describeSettingsProblem),
  };
}

/** Reads a file that people edit; one that is locked by another program is said to be open. */
export function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`“${basename(path)}”读不了`, [describeFileError(error)]);
  }
}

/** A failure of the file system in plain words; `place` says on which disk. */
export function describeFileError(error: unknown, place?: string): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const disk = place === undefined ? '磁盘' : `“${resolve(place)}”所在的磁盘`;
  const words: Readonly<Record<string, string>> = {
    EBUSY: '文件正被其他程序打开，请关闭后再试',
    EPERM: '没有权限，或文件正被其他程序打开，请关闭后再试',
    EACCES: '没有权限，请核对文件夹的权限',
    EROFS: `${disk}是只读的`,
    ENOSPC: `${disk}空间不足，请清理后再试`,
    EDQUOT: `${disk}上给您的空间已用完，请清理后再试`,
    EIO: `${disk}读写出错，请检查磁盘`,
    EMFILE: '同时打开的文件太多，请关闭一些程序后再试',
    ENFILE: '同时打开的文件太多，请关闭一些程序后再试',
    ENOTEMPTY: '文件夹里有文件正被其他程序打开，请关闭后再试',
    ENOENT: '文件或文件夹不存在',
    EEXIST: '已有同名的文件',
    ENAMETOOLONG: '文件名太长',
    EISDIR: '这是文件夹，不是文件',
    ENOTDIR: '路径中有一段不是文件夹',
  };
  return words[code] ?? `系统报告：${(error as Error).message}`;
}
