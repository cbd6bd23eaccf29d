import type { Summary } from '../../merge/summary.js';
import { overdueDays } from '../deadline-text.js';
import { asOfText, type ListSheet, NUMBER_CENTERED, numberColumn } from './list-sheet.js';
import {
  listMaterials,
  materialLook,
  materialText,
  shortcomings,
  type UnitMaterial,
} from './material-entries.js';
import {
  CATEGORY_COLUMN,
  CONTACT_COLUMN,
  COUNTY_COLUMN,
  DUE_COLUMN,
  PHONE_COLUMN,
  THROUGH_COLUMN,
  UNIT_COLUMN,
} from './owed-forms.js';

/** 未报材料: who has not sent what beside tables, or not enough of it, and whom to call. */
export function listMissingMaterials(summary: Summary): ListSheet<UnitMaterial> {
  const owed = listMaterials(summary).filter(({ entry }) => entry.isOwed);
  const missing = owed.filter(({ entry }) => entry.status === 'missing');
  const short = owed.filter((item) => item.entry.status === 'queried' && shortcomings(item).length > 0);
  const units = new Set(missing.map(({ unit }) => unit.code)).size;
  const counted =
    missing.length === 0 ? '未报材料 0 个单位' : `未报材料 ${units} 个单位、${missing.length} 项`;
  return {
    name: '未报材料',
    title: `${summary.campaign.name}未报材料单位名单`,
    subtitle: `${asOfText(summary)}　　${counted}；份数或像素不足 ${short.length} 项。`,
    columns: [
      numberColumn(),
      COUNTY_COLUMN,
      THROUGH_COLUMN,
      UNIT_COLUMN,
      CATEGORY_COLUMN,
      { title: '材料名称', width: [12, 24], value: ({ material }) => material.name },
      DUE_COLUMN,
      {
        title: '逾期天数',
        width: [9, 9],
        value: ({ due, entry }) =>
          entry.status === 'missing' ? overdueDays(due.moment, summary.asOf) : null,
        style: NUMBER_CENTERED,
      },
      { title: '情况', width: [12, 20], value: materialText, style: ({ entry }) => materialLook(entry) },
      CONTACT_COLUMN,
      PHONE_COLUMN,
    ],
    rows: [...missing, ...short],
    whenEmpty: owed.length === 0 ? '没有要报材料的单位' : '没有未报材料的单位',
    frozenColumns: 4,
  };
}
