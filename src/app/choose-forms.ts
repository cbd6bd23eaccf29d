import type { FormDefinition } from '../form/form-definition.js';
import { UsageError } from './usage-error.js';

/** The keys of the forms that a list of titles, keys or 附件号 names; 全部 names all. Throws a UsageError for any other word. */
export function chooseForms(list: string, forms: readonly FormDefinition[]): ReadonlySet<string> {
  const words = list.split(/[、,，;；\s]+/).filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('没有写要报哪些表', [knownForms(forms)]);
  return new Set(
    words.flatMap((word) => {
      if (word === '全部' || word === 'all') return forms.map((form) => form.key);
      const found = forms.find((form) => [form.key, form.title, String(form.attachment)].includes(word));
      if (found === undefined) throw new UsageError(`没有名为“${word}”的表`, [knownForms(forms)]);
      return [found.key];
    }),
  );
}

function knownForms(forms: readonly FormDefinition[]): string {
  return `请从这些表中选：${forms.map((form) => form.title).join('、')}；或写 全部`;
}
