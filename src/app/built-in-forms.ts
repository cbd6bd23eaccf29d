import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import glob from 'fast-glob';
import type { FormDefinition } from '../form/form-definition.js';
import { readDefinitions } from './read-definition.js';

let loaded: Promise<readonly FormDefinition[]> | null = null;

/**
 * The built-in forms: whatever lies in form/built-in/, by 附件号. A new form is one new file there and nothing else: a
 * module that exports `form`, or a 表格定义.
 */
export function loadBuiltInForms(): Promise<readonly FormDefinition[]> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<readonly FormDefinition[]> {
  const folder = fileURLToPath(new URL('../form/built-in/', import.meta.url));
  const files = await glob(['*.js', '*.ts', '!*.d.ts'], { cwd: folder, absolute: true });
  const workbooks = await glob(['*.xlsx', '!~$*'], { cwd: folder, absolute: true });
  const forms = await Promise.all(files.sort().map(importForm));
  return [...forms, ...readDefined(workbooks.sort(), forms)].sort(byAttachment);
}

/** The order in which forms are shown everywhere. */
export function byAttachment(a: FormDefinition, b: FormDefinition): number {
  return a.attachment - b.attachment || (a.key < b.key ? -1 : 1);
}

async function importForm(file: string): Promise<FormDefinition> {
  const { form } = (await import(pathToFileURL(file).href)) as { readonly form: FormDefinition };
  return form;
}

/** What lies in the program itself is in order, or the program is broken. */
function readDefined(paths: readonly string[], known: readonly FormDefinition[]): readonly FormDefinition[] {
  return readDefinitions(paths, known).map((read, index) => {
    if (read.kind === 'form') return read.form;
    throw new Error(`${basename(paths[index]!)}: ${read.problems.join(' ')}`);
  });
}
