import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleContent } from '../campaign/example-campaign.js';
import { planSettings } from '../campaign/plan-settings.js';
import { contentOfCampaign, type SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { describeFileError, NAMES, openCampaign } from './campaign-folder.js';
import { listDefinitions, loadForms, loadFormsOf } from './load-forms.js';
import { replaceFile, writeFiles } from './replace-folder.js';
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

/**
 * The same with forms of the folder's own: a 表格定义/ that lies in it already, or else the earlier folder's, which is
 * carried over. Where there are any, the example asks for them alone.
 */
export async function initDefinedFolder(dir: string, from: string | null): Promise<string> {
  const hasOwn = listDefinitions(dir).length > 0;
  const { forms, defined } = await loadFormsOf(hasOwn || from === null ? dir : from);
  if (from !== null) {
    const earlier = hasOwn ? openCampaign(from, await loadForms(from)) : openCampaign(from, forms);
    const settings = await writeFolder(dir, contentOfCampaign(earlier.content), forms);
    if (!hasOwn) copyDefinitions(from, dir);
    return settings;
  }
  const content =
    defined.size === 0 ? exampleContent(forms) : exampleContent(forms, (form) => defined.has(form.key));
  return writeFolder(dir, content, forms);
}

function copyDefinitions(from: string, to: string): void {
  const names = listDefinitions(from);
  try {
    const files = names.map((name) => ({
      path: name,
      bytes: readFileSync(join(from, NAMES.definitions, name)),
    }));
    if (files.length > 0) writeFiles(join(to, NAMES.definitions), files);
  } catch (error) {
    throw new UsageError(`“${NAMES.definitions}”没有带过来`, [
      describeFileError(error, to),
      `请把“${join(from, NAMES.definitions)}”复制到“${to}”`,
    ]);
  }
}

/** Makes a working folder with the given settings. */
export async function writeFolder(
  dir: string,
  content: SettingsContent,
  forms: readonly FormDefinition[],
): Promise<string> {
  const settings = join(dir, NAMES.settings);
  if (existsSync(settings)) throw new UsageError(`“${settings}”已经存在，没有覆盖`, ['请换一个文件夹名']);
  if (
    existsSync(dir) &&
    readdirSync(dir).some((name) => !name.startsWith('.') && name !== NAMES.definitions)
  ) {
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
