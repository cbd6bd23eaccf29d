import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { planDefinition } from '../definition/plan-definition.js';
import type { FormDefinition } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';
import { fileNameFor } from '../workbook/file-name.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { loadBuiltInForms } from './built-in-forms.js';
import { describeFileError, NAMES } from './campaign-folder.js';
import { type ReadDefinition, readDefinition } from './read-definition.js';
import { replaceFile } from './replace-folder.js';
import { UsageError } from './usage-error.js';

/** Writes a form, named by key or title, as 表格定义.xlsx. Throws a UsageError rather than overwrite anything. */
export async function exportForm(
  name: string,
  out: string | null,
  forms: readonly FormDefinition[],
): Promise<{ readonly path: string; readonly form: FormDefinition }> {
  const form = findForm(name, forms);
  const path = out ?? `${fileNameFor(form.title)}（表格定义）.xlsx`;
  await writeDefinition(path, await writeWorkbook(planDefinition(form, {}, forms)));
  return { path, form };
}

/** Writes a 表格定义 where nothing lies yet, a folder 表格定义/ for it too. Throws a UsageError when something does, or the disk does not take it. */
export async function writeDefinition(path: string, bytes: Uint8Array): Promise<void> {
  if (!/\.xlsx$/i.test(path))
    throw new UsageError(`“${basename(path)}”不是 .xlsx 文件名`, ['表格定义写成 .xlsx，请改文件名']);
  if (existsSync(path))
    throw new UsageError(`“${path}”已经存在，没有覆盖`, ['请用 --out 换一个文件名，或先把它移走']);
  const folder = dirname(resolve(path));
  const isForCampaign = basename(folder) === NAMES.definitions;
  if (!existsSync(folder) && !isForCampaign)
    throw new UsageError(`没有文件夹“${dirname(path)}”`, ['请先建好文件夹，或用 --out 换一个地方']);
  try {
    mkdirSync(folder, { recursive: true });
    await replaceFile(path, bytes);
  } catch (error) {
    throw new UsageError(`“${path}”写不进去`, [describeFileError(error, dirname(path))]);
  }
}

/** Reads a 表格定义 beside the built-in forms. Throws a UsageError when the file cannot be read at all. */
export async function checkDefinition(path: string): Promise<ReadDefinition> {
  return readDefinition(path, await loadBuiltInForms());
}

/** What comes after a definition is in order, by where it lies. */
export function stepAfterCheck(path: string): string {
  if (basename(dirname(resolve(path))) !== NAMES.definitions)
    return '可以用了。下一步：把它放进活动文件夹的“表格定义”里';
  const dir = join(path, '../..');
  return existsSync(join(dir, NAMES.settings))
    ? `可以用了。下一步：《活动设置》的“报送任务”里有这张表的，运行 bangfu templates ${dir}`
    : `可以用了。下一步：bangfu init ${dir}`;
}

function findForm(name: string, forms: readonly FormDefinition[]): FormDefinition {
  const form =
    forms.find((item) => item.key === name) ?? forms.find((item) => foldText(item.title) === foldText(name));
  if (form !== undefined) return form;
  throw new UsageError(`没有名为“${name}”的表`, [
    `可以写：${forms.map((item) => `${item.title}（${item.key}）`).join('、')}`,
  ]);
}
