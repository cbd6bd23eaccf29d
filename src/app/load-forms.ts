import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FormDefinition } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';
import { byAttachment, loadBuiltInForms } from './built-in-forms.js';
import { NAMES } from './campaign-folder.js';
import { listWorkbooks, type ReadDefinition, readDefinitions } from './read-definition.js';
import { UsageError } from './usage-error.js';

/** The forms of a working folder. */
export interface LoadedForms {
  /** Built-in and defined ones, by 附件号. */
  readonly forms: readonly FormDefinition[];
  /** Keys of those that the folder defines. */
  readonly defined: ReadonlySet<string>;
}

interface DefinitionFile {
  readonly name: string;
  readonly form: FormDefinition;
}

/** Mistakes that are told at once. */
const MOST_TOLD = 50;

/**
 * The built-in forms and those of 表格定义/ in a working folder; one of the same 编码 or 表名 replaces a built-in one.
 * Throws a UsageError that lists every mistake with file, sheet and cell.
 */
export async function loadForms(dir: string): Promise<readonly FormDefinition[]> {
  return (await loadFormsOf(dir)).forms;
}

/** The same, with what is the folder's own. */
export async function loadFormsOf(dir: string): Promise<LoadedForms> {
  const builtIn = await loadBuiltInForms();
  const files = readDefined(dir, builtIn);
  refuseSameForms(files);
  const defined = files.map(({ form }) => form);
  const isReplaced = (form: FormDefinition) => defined.some((other) => isSameForm(form, other));
  return {
    forms: [...builtIn.filter((form) => !isReplaced(form)), ...defined].sort(byAttachment),
    defined: new Set(defined.map((form) => form.key)),
  };
}

/** A form in a list. */
export interface ListedForm {
  readonly key: string;
  readonly title: string;
  readonly version: number;
  readonly attachment: number;
  readonly fields: number;
  /** True for one of 表格定义/. */
  readonly isDefined: boolean;
}

/** The built-in forms and, with a working folder, its own. */
export async function listForms(dir: string | null): Promise<readonly ListedForm[]> {
  if (dir !== null && !existsSync(dir)) throw new UsageError(`没有文件夹“${dir}”`, ['请核对文件夹路径']);
  const { forms, defined } =
    dir === null ? { forms: await loadBuiltInForms(), defined: new Set<string>() } : await loadFormsOf(dir);
  return forms.map((form) => ({
    key: form.key,
    title: form.title,
    version: form.version,
    attachment: form.attachment,
    fields: form.fields.length,
    isDefined: defined.has(form.key),
  }));
}

/** The forms by which single files are read: those of the working folder in which the first of them lies, if any. */
export async function loadFormsNear(paths: readonly string[]): Promise<readonly FormDefinition[]> {
  let folder = dirname(resolve(paths[0] ?? '.'));
  while (dirname(folder) !== folder) {
    if (existsSync(join(folder, NAMES.definitions))) return loadForms(folder);
    if (existsSync(join(folder, NAMES.settings))) break;
    folder = dirname(folder);
  }
  return loadBuiltInForms();
}

/** Names of the files in 表格定义/, in code-point order; none where there is no such folder. */
export function listDefinitions(dir: string): readonly string[] {
  const folder = join(dir, NAMES.definitions);
  if (!existsSync(folder)) return [];
  return listWorkbooks(folder);
}

function readDefined(dir: string, builtIn: readonly FormDefinition[]): readonly DefinitionFile[] {
  const names = listDefinitions(dir);
  const paths = names.map((name) => join(dir, NAMES.definitions, name));
  const results = readDefinitions(paths, builtIn);
  const files = names.map((name, index) => ({ name, result: results[index]! }));
  refuseMistakes(files);
  return files.flatMap(({ name, result }) => (result.kind === 'form' ? [{ name, form: result.form }] : []));
}

function refuseMistakes(files: readonly { readonly name: string; readonly result: ReadDefinition }[]): void {
  const mistakes = files.flatMap(({ name, result }) =>
    result.kind === 'form'
      ? []
      : result.problems.map((problem) => `${NAMES.definitions}/${name}　${problem}`),
  );
  if (mistakes.length === 0) return;
  const rest = mistakes.length - MOST_TOLD;
  throw new UsageError(`${NAMES.definitions}有 ${mistakes.length} 处需要改正，改好后再运行；没有写任何文件`, [
    ...mistakes.slice(0, MOST_TOLD),
    ...(rest > 0 ? [`还有 ${rest} 处，改好以上各处后再看`] : []),
  ]);
}

function refuseSameForms(files: readonly DefinitionFile[]): void {
  files.forEach(({ name, form }, index) => {
    const other = files.slice(0, index).find((earlier) => isSameForm(earlier.form, form));
    if (other === undefined) return;
    const what =
      other.form.key === form.key && foldText(other.form.title) !== foldText(form.title)
        ? `编码都是“${form.key}”`
        : `表名都是“${form.title}”`;
    throw new UsageError(`${NAMES.definitions}里有两个文件定义的是同一张表`, [
      `“${other.name}”和“${name}”的${what}，请删去一个，或改名`,
    ]);
  });
}

function isSameForm(a: FormDefinition, b: FormDefinition): boolean {
  return a.key === b.key || foldText(a.title) === foldText(b.title);
}
