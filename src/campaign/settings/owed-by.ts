import type { FormDefinition } from '../../form/form-definition.js';
import { splitWords } from '../../hand-kept/split-words.js';
import { foldText } from '../../workbook/cell-text.js';
import { countyOf, UNIT_CATEGORIES, type Unit } from '../campaign.js';
import type { ContentTask } from '../settings-content.js';
import type { ParsedRoster } from './parse-roster.js';
import type { ParsedTasks } from './parse-tasks.js';
import type { SheetReport } from './settings-report.js';

type NamedUnit = Pick<Unit, 'code' | 'name' | 'aliases' | 'county' | 'category'>;

const EVERYBODY = ['全部', '全部单位', '所有单位', '各单位'].map(foldText);

/** True when 应报单位 names the unit: 全部, its 单位类别, its county, or the unit itself. */
export function isNamedIn(owedBy: string, unit: NamedUnit): boolean {
  return splitWords(owedBy).some((word) => isMeant(foldText(word), unit));
}

/** True for what means every unit. */
export function isEverybody(owedBy: string): boolean {
  return EVERYBODY.includes(foldText(owedBy));
}

function isMeant(word: string, unit: NamedUnit): boolean {
  if (EVERYBODY.includes(word)) return true;
  return [unit.category, countyOf(unit), unit.code, unit.name, ...unit.aliases].map(foldText).includes(word);
}

/**
 * Who owes the forms that 单位名册 has no column for, by 应报单位 of 报送任务. A column there goes before: 应报单位 is
 * then of no use and is forgotten.
 */
export function applyOwedBy(
  parsed: ParsedTasks,
  roster: ParsedRoster,
  forms: readonly FormDefinition[],
  report: SheetReport,
): { readonly tasks: readonly ContentTask[]; readonly units: readonly Unit[] } {
  const used: { readonly form: string; readonly owedBy: string }[] = [];
  const tasks = parsed.tasks.map((task): ContentTask => {
    const { form, owedBy, enabled } = task;
    if (owedBy === null) return task;
    const cell = parsed.owedByCells.get(form) ?? null;
    const title = forms.find((item) => item.key === form)?.title ?? form;
    if (roster.formColumns.has(form)) {
      if (enabled) report.warn(cell, 'owed-by-unused', { title });
      return { ...task, owedBy: null };
    }
    if (enabled && roster.units.length > 0) {
      checkOwedBy(owedBy, cell, title, roster.units, report);
      used.push({ form, owedBy });
    }
    return task;
  });
  const units = roster.units.map((unit) => {
    const more = used.filter(({ owedBy }) => isNamedIn(owedBy, unit)).map(({ form }) => form);
    return more.length === 0 ? unit : { ...unit, owes: new Set([...unit.owes, ...more]) };
  });
  return { tasks, units };
}

/** Reports words that mean nobody of the roster, and warns when nobody is meant at all. */
export function checkOwedBy(
  owedBy: string,
  cell: string | null,
  title: string,
  units: readonly Unit[],
  report: SheetReport,
): void {
  const categories = UNIT_CATEGORIES.map(foldText);
  const unknown = splitWords(owedBy).filter((word) => {
    const folded = foldText(word);
    return !categories.includes(folded) && !units.some((unit) => isMeant(folded, unit));
  });
  for (const value of unknown) {
    const known = [...new Set(units.map((unit) => unit.category))].join('、');
    report.add(cell, 'owed-by-unknown', { value, known });
  }
  if (unknown.length === 0 && !units.some((unit) => isNamedIn(owedBy, unit)))
    report.warn(cell, 'owed-by-nobody', { title, value: owedBy });
}
