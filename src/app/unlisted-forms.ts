import type { SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import { loadBuiltInForms } from './built-in-forms.js';
import { NAMES } from './campaign-folder.js';

/** Forms of the folder's own that 报送任务 does not list: they are asked of nobody, which is rarely meant. */
export async function warnOfUnlisted(
  forms: readonly FormDefinition[],
  { tasks }: SettingsContent,
): Promise<readonly string[]> {
  const known = new Set(
    [...(await loadBuiltInForms()), ...tasks.map((task) => ({ key: task.form }))].map((form) => form.key),
  );
  return forms
    .filter((form) => !known.has(form.key))
    .map(
      ({ title }) =>
        `“${NAMES.definitions}”里的《${title}》没有列在《活动设置》的“报送任务”里，这次不收。要收的，请在“报送任务”加一行：表名写 ${title}，启用写 是，应报单位写 全部（或哪些单位）`,
    );
}
