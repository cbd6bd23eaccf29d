import { formatMoment } from '../../campaign/beijing-time.js';
import { countiesOf, countyOf, type DueDate, dueDateOf, type Unit } from '../../campaign/campaign.js';
import type { CompletenessEntry, Summary } from '../../merge/summary.js';
import { STYLES } from '../../workbook/theme.js';
import { formatDeadline } from '../deadline-text.js';
import { groupBy } from '../group-by.js';
import { type ListColumn, linkToFile } from './list-sheet.js';

/** A unit, one form that it owes and how that stands. */
export interface OwedForm {
  readonly entry: CompletenessEntry;
  readonly unit: Unit;
  readonly formTitle: string;
  readonly due: DueDate;
}

/** Every owed pair: counties in roster order, 地直单位 last, then 归口单位, unit and form in the settings' order. */
export function listOwedForms(summary: Summary): readonly OwedForm[] {
  const { campaign, completeness, forms } = summary;
  const byUnit = groupBy(completeness, (entry) => entry.unit);
  const formsOf = (unit: Unit) => {
    const entries = byUnit.get(unit.code) ?? [];
    return forms.flatMap((form) =>
      entries
        .filter((entry) => entry.form === form.key)
        .map((entry) => ({
          entry,
          unit,
          formTitle: form.title,
          due: dueDateOf(campaign, unit.code, form.key),
        })),
    );
  };
  return countiesOf(campaign).flatMap((county) => {
    const units = campaign.units.filter((unit) => countyOf(unit) === county);
    // Groups stand where their first unit stands in the roster.
    const grouped = [...groupBy(units, (unit) => unit.through).values()].flat();
    return grouped.flatMap(formsOf);
  });
}

export const COUNTY_COLUMN: ListColumn<Pick<OwedForm, 'unit'>> = {
  title: '所属县（市）',
  width: [12, 20],
  value: ({ unit }) => countyOf(unit),
  style: STYLES.centered,
};
export const UNIT_COLUMN: ListColumn<Pick<OwedForm, 'unit'>> = {
  title: '单位名称',
  width: [14, 32],
  value: ({ unit }) => unit.name,
};
export const THROUGH_COLUMN: ListColumn<Pick<OwedForm, 'unit'>> = {
  title: '归口单位',
  width: [10, 20],
  value: ({ unit }) => unit.through,
};
export const CATEGORY_COLUMN: ListColumn<Pick<OwedForm, 'unit'>> = {
  title: '单位类别',
  width: [10, 14],
  value: ({ unit }) => unit.category,
  style: STYLES.centered,
};
export const DUE_COLUMN: ListColumn<Pick<OwedForm, 'due'>> = {
  title: '截止时间',
  width: [16, 20],
  value: ({ due }) => `${formatDeadline(due.moment)}${due.isExtended ? '\n（已延期）' : ''}`,
  style: STYLES.centered,
};
export const FORM_COLUMN: ListColumn<OwedForm> = {
  title: '表名',
  width: [12, 24],
  value: ({ formTitle }) => formTitle,
};
export const CONTACT_COLUMN: ListColumn<Pick<OwedForm, 'unit'>> = {
  title: '联系人',
  width: [8, 14],
  value: ({ unit }) => unit.contact,
  style: STYLES.centered,
};
export const PHONE_COLUMN: ListColumn<Pick<OwedForm, 'unit'>> = {
  title: '联系电话',
  width: [13, 18],
  value: ({ unit }) => unit.phone,
  style: STYLES.centered,
};
export const RECEIVED_AT_COLUMN: ListColumn<OwedForm> = {
  title: '收到时间',
  width: [18, 20],
  value: ({ entry }) =>
    entry.receivedAt === null
      ? null
      : `${formatMoment(entry.receivedAt)}${entry.receivedBy === null ? '' : `\n（按${entry.receivedBy}）`}`,
  style: STYLES.centered,
};

/** The file that was received, as a link; `folder`: how the working folder is reached. */
export function fileColumn(folder: string): ListColumn<OwedForm> {
  return {
    title: '文件',
    width: [20, 40],
    value: ({ entry }) =>
      entry.path === null ? null : linkToFile({ path: entry.path, entry: entry.entry }, folder),
  };
}
