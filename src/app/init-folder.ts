import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exampleContent } from '../campaign/example-campaign.js';
import { planSettings } from '../campaign/plan-settings.js';
import { contentOfCampaign, type SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { describeFileError, NAMES, openCampaign } from './campaign-folder.js';
import { replaceFile } from './replace-folder.js';
import { UsageError } from './usage-error.js';

/**
 * Makes a working folder with 活动设置.xlsx and an empty 收件/: the example, or with `from` the roster, aliases and
 * tasks of an earlier folder. Throws a UsageError rather than overwrite anything.
 */
export async function initFolder(
  dir: string,
  from: string | null,
  forms: readonly FormDefinition[],
): Promise<string> {
  const content =
    from === null ? exampleContent(forms) : contentOfCampaign(openCampaign(from, forms).content);
  return writeFolder(dir, content, forms);
}

/** Makes a working folder with the given settings. */
export async function writeFolder(
  dir: string,
  content: SettingsContent,
  forms: readonly FormDefinition[],
): Promise<string> {
  const settings = join(dir, NAMES.settings);
  if (existsSync(settings)) throw new UsageError(`“${settings}”已经存在，没有覆盖`, ['请换一个文件夹名']);
  if (existsSync(dir) && readdirSync(dir).some((name) => !name.startsWith('.'))) {
    throw new UsageError(`文件夹“${dir}”里已有文件，没有写入`, ['请换一个新的文件夹名']);
  }
  const bytes = await writeWorkbook(planSettings(content, forms));
  try {
    mkdirSync(dir, { recursive: true });
    // Whole or not at all, and first: a folder that was not finished can then be made again.
    await replaceFile(settings, bytes);
    mkdirSync(join(dir, NAMES.inbox), { recursive: true });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`“${dir}”写不进去`, [describeFileError(error, dir)]);
  }
  return settings;
}
