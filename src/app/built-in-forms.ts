import { fileURLToPath, pathToFileURL } from 'node:url';
import glob from 'fast-glob';
import type { FormDefinition } from '../form/form-definition.js';

let loaded: Promise<readonly FormDefinition[]> | null = null;

/** The built-in forms: whatever lies in form/built-in/, by 附件号. A new form is one new file there and nothing else. */
export function loadBuiltInForms(): Promise<readonly FormDefinition[]> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<readonly FormDefinition[]> {
  const folder = fileURLToPath(new URL('../form/built-in/', import.meta.url));
  const files = await glob(['*.js', '*.ts', '!*.d.ts'], { cwd: folder, absolute: true });
  const forms = await Promise.all(
    files.sort().map(async (file) => {
      const { form } = (await import(pathToFileURL(file).href)) as { readonly form: FormDefinition };
      return form;
    }),
  );
  return forms.sort((a, b) => a.attachment - b.attachment || (a.key < b.key ? -1 : 1));
}
