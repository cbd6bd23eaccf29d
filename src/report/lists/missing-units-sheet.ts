import { STATUS_TITLES } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { overdueDays } from '../deadline-text.js';
import { countStatuses, isUnreported } from '../status-counts.js';
import { LOOKS } from '../summary/formats.js';
import { asOfText, type ListSheet, NUMBER_CENTERED, numberColumn } from './list-sheet.js';
import {
  CATEGORY_COLUMN,
  CONTACT_COLUMN,
  COUNTY_COLUMN,
  DUE_COLUMN,
  FORM_COLUMN,
  type OwedForm,
  PHONE_COLUMN,
  THROUGH_COLUMN,
  UNIT_COLUMN,
} from './owed-forms.js';

/** 未报送单位: who has not reported what, and whom to call. */
export function listMissing(summary: Summary, owed: readonly OwedForm[]): ListSheet<OwedForm> {
  const rows = owed.filter(({ entry }) => isUnreported(entry.status));
  const units = new Set(rows.map(({ unit }) => unit.code)).size;
  return {
    name: '未报送单位',
    title: `${summary.campaign.name}未报送单位名单`,
    subtitle: `${asOfText(summary)}　　${rows.length === 0 ? '未报送 0 个单位' : `未报送 ${units} 个单位、${rows.length} 张表`}`,
    columns: [
      numberColumn(),
      COUNTY_COLUMN,
      THROUGH_COLUMN,
      UNIT_COLUMN,
      CATEGORY_COLUMN,
      FORM_COLUMN,
      DUE_COLUMN,
      {
        title: '逾期天数',
        width: [9, 9],
        value: ({ due }) => overdueDays(due.moment, summary.asOf),
        style: NUMBER_CENTERED,
      },
      {
        title: '情况',
        width: [8, 10],
        value: ({ entry }) => STATUS_TITLES[entry.status],
        style: ({ entry }) => (entry.status === 'empty' ? LOOKS.query : LOOKS.error),
      },
      CONTACT_COLUMN,
      PHONE_COLUMN,
    ],
    rows,
    whenEmpty: nobodyMissingText(summary),
    frozenColumns: 4,
  };
}

function nobodyMissingText(summary: Summary): string {
  const { owed, pending } = countStatuses(summary.completeness);
  if (owed === 0) return '没有应报单位';
  return pending === 0 ? '全部已报送' : '没有未报送的单位；已来件待处理的见“已来件待处理”';
}
