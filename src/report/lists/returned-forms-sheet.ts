import type { Summary } from '../../merge/summary.js';
import { NUMBER_FORMATS } from '../../workbook/theme.js';
import { groupBy } from '../group-by.js';
import { LOOKS } from '../summary/formats.js';
import { asOfText, type ListSheet, numberColumn, placeKey } from './list-sheet.js';
import {
  CONTACT_COLUMN,
  COUNTY_COLUMN,
  FORM_COLUMN,
  fileColumn,
  type OwedForm,
  PHONE_COLUMN,
  RECEIVED_AT_COLUMN,
  UNIT_COLUMN,
} from './owed-forms.js';

/** 已报待改: what was returned for its errors and is not counted. */
export function listReturned(
  summary: Summary,
  owed: readonly OwedForm[],
  folder: string,
): ListSheet<OwedForm> {
  const rows = owed.filter(({ entry }) => entry.status === 'returned');
  const errors = groupBy(
    summary.findings.filter((finding) => finding.level === 'error' && finding.open),
    placeKey,
  );
  // A finding of the whole sheet may name no form or unit; it then stands for all of them.
  const errorsOf = ({ entry }: OwedForm): number =>
    entry.path === null
      ? 0
      : (errors.get(placeKey({ path: entry.path, entry: entry.entry })) ?? []).filter(
          (finding) =>
            (finding.form ?? entry.form) === entry.form && (finding.unit ?? entry.unit) === entry.unit,
        ).length;
  return {
    name: '已报待改',
    title: `${summary.campaign.name}已报待改单位名单`,
    subtitle: `${asOfText(summary)}　　已报送，因有“必须改”的问题未计入合计；改正后重报即计入。共 ${rows.length} 项。`,
    columns: [
      numberColumn(),
      COUNTY_COLUMN,
      UNIT_COLUMN,
      FORM_COLUMN,
      fileColumn(folder),
      RECEIVED_AT_COLUMN,
      {
        title: '必须改（处）',
        width: [9, 9],
        value: errorsOf,
        style: { ...LOOKS.error, numberFormat: NUMBER_FORMATS.integer },
      },
      CONTACT_COLUMN,
      PHONE_COLUMN,
    ],
    rows,
    whenEmpty: '没有待改的单位',
  };
}
