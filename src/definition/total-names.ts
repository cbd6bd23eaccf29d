import { type FormDefinition, measuresOf } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';

/** The total that counts rows, which every form has. */
export const ROWS_TOTAL = { key: 'rows', title: '填报行数' } as const;

interface NamedTotal {
  readonly key: string;
  readonly title: string;
  readonly group: string | null;
}

/** The name by which a total is written: its title, 分组/标题, or its key where neither tells it from others. */
export function nameOfTotal(key: string, form: Pick<FormDefinition, 'fields' | 'derivedMeasures'>): string {
  const totals = totalsOf(form);
  const total = totals.find((item) => item.key === key);
  if (total === undefined) return key;
  return namesOf(total).find((name) => findTotal(name, form) === key) ?? key;
}

/** The key of the total with this name; null where there is none, or several. */
export function findTotal(
  name: string,
  form: Pick<FormDefinition, 'fields' | 'derivedMeasures'>,
): string | null {
  const totals = totalsOf(form);
  const byKey = totals.find((item) => item.key === name.trim());
  if (byKey !== undefined) return byKey.key;
  const wanted = foldText(name);
  const named = totals.filter((item) => namesOf(item).some((known) => foldText(known) === wanted));
  return named.length === 1 ? named[0]!.key : null;
}

/** The names of all totals, for messages. */
export function totalNames(form: Pick<FormDefinition, 'fields' | 'derivedMeasures'>): readonly string[] {
  return totalsOf(form).map((total) => nameOfTotal(total.key, form));
}

function namesOf(total: NamedTotal): readonly string[] {
  return total.group === null ? [total.title] : [total.title, `${total.group}/${total.title}`];
}

function totalsOf(form: Pick<FormDefinition, 'fields' | 'derivedMeasures'>): readonly NamedTotal[] {
  const groups = new Map(form.fields.map((field) => [field.key, field.group]));
  const derived = new Set(form.derivedMeasures.map((item) => item.key));
  return [
    { ...ROWS_TOTAL, group: null },
    ...measuresOf(form as FormDefinition).map(({ key, title }) => ({
      key,
      title,
      group: derived.has(key) ? null : (groups.get(key) ?? null),
    })),
  ];
}

/** The name by which a rate is written: its title, or its key where rates share the title. */
export function nameOfRate(key: string, form: Pick<FormDefinition, 'rates'>): string {
  const title = form.rates.find((rate) => rate.key === key)?.title ?? key;
  return findRate(title, form) === key ? title : key;
}

/** The key of the rate with this name; null where there is none, or several. */
export function findRate(name: string, form: Pick<FormDefinition, 'rates'>): string | null {
  const byKey = form.rates.find((rate) => rate.key === name.trim());
  if (byKey !== undefined) return byKey.key;
  const named = form.rates.filter((rate) => foldText(rate.title) === foldText(name));
  return named.length === 1 ? named[0]!.key : null;
}
