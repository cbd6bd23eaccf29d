import type { FormDefinition } from '../../form/form-definition.js';
import { type CellCheck, promptCheck, wordsCheck } from '../../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../../hand-kept/hand-kept-styles.js';
import {
  type HandKeptColumn,
  plainColumn,
  planHandKeptTable,
  yesNoColumn,
} from '../../hand-kept/hand-kept-table.js';
import type { ColumnTitle } from '../../hand-kept/sheet-table.js';
import { textWidth } from '../../workbook/theme.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { UNIT_CATEGORIES, type Unit } from '../campaign.js';
import { codeWithoutNumber, type SettingsContent } from '../settings-content.js';
import { ROSTER_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';

/** 单位名册: a unit a row, with a column for every form that is asked for and not by 应报单位. */
export function planRoster({ units, tasks }: SettingsContent, forms: readonly FormDefinition[]): SheetPlan {
  const { code, name, aliases, county, category, through, contact, phone, email } = ROSTER_COLUMNS;
  /** As wide as its longest text, within bounds. */
  const fitted = (
    { title }: ColumnTitle,
    [least, most]: readonly [number, number],
    text: (unit: Unit) => string | null,
    check: CellCheck | null,
  ) => {
    const widest = Math.max(least, ...units.map((unit) => textWidth(text(unit) ?? '') + 2));
    return plainColumn(title, Math.min(most, widest), text, check);
  };
  /** Who owes a switched-off form is kept for the time when it is switched on again. */
  const hasColumn = ({ key }: FormDefinition) => {
    const task = tasks.find((item) => item.form === key);
    if (task !== undefined && task.owedBy !== null) return false;
    return task?.enabled === true || units.some((unit) => unit.owes.has(key));
  };
  const columns: readonly HandKeptColumn<Unit>[] = [
    plainColumn(code.title, 14, ownCode, promptCheck('可以空着；填了就不能与别的单位相同')),
    fitted(name, [24, 44], (unit) => unit.name, promptCheck('与公章一致的全称')),
    fitted(aliases, [18, 40], aliasesOf, promptCheck('常用简称，几个之间用“、”隔开')),
    fitted(county, [16, 28], (unit) => unit.county, promptCheck('地区直属单位空着')),
    plainColumn(
      category.title,
      14,
      (unit) => unit.category,
      wordsCheck(UNIT_CATEGORIES, '可从下拉框选，也可自己写', 'none'),
      CENTERED_TEXT_STYLE,
    ),
    fitted(through, [16, 30], (unit) => unit.through, promptCheck('由哪个单位统一报来，没有就空着')),
    ...forms
      .filter(hasColumn)
      .map((form) =>
        yesNoColumn<Unit>(form.title, `要报${form.title}填“是”`, (unit) => unit.owes.has(form.key)),
      ),
    plainColumn(contact.title, 14, (unit) => unit.contact, null),
    plainColumn(phone.title, 18, (unit) => unit.phone, null),
    fitted(email, [22, 36], (unit) => unit.email, null),
  ];
  return planHandKeptTable({ sheet: SETTINGS_SHEETS.roster, columns, rows: units, frozenColumns: 2 });
}

/** A code made of county and name is not written: it would outlive a change of the name. */
function ownCode(unit: Unit): string | null {
  return unit.code === codeWithoutNumber(unit) ? null : unit.code;
}

function aliasesOf(unit: Unit): string | null {
  return unit.aliases.length === 0 ? null : unit.aliases.join('、');
}
