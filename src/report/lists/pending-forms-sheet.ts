import { DISPOSITION_TITLES, STATUS_TITLES } from '../../issue/finding.js';
import type { FileRecord, Summary } from '../../merge/summary.js';
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

/** 已来件待处理: what came and cannot be read or recognised. */
export function listPending(
  summary: Summary,
  owed: readonly OwedForm[],
  folder: string,
): ListSheet<OwedForm> {
  const rows = owed.filter(({ entry }) => entry.status === 'pending');
  const files = new Map(summary.files.map((file) => [placeKey(file), file]));
  const fileOf = ({ entry }: OwedForm) =>
    entry.path === null ? undefined : files.get(placeKey({ path: entry.path, entry: entry.entry }));
  return {
    name: '已来件待处理',
    title: `${summary.campaign.name}已来件待处理名单`,
    subtitle: `${asOfText(summary)}　　文件已收到，但打不开或认不出，不算未报送；怎样处理见《校验问题清单》的“需要人工认定”。共 ${rows.length} 项。`,
    columns: [
      numberColumn(),
      COUNTY_COLUMN,
      UNIT_COLUMN,
      FORM_COLUMN,
      fileColumn(folder),
      RECEIVED_AT_COLUMN,
      {
        title: '情况',
        width: [10, 12],
        value: (row) => pendingTitle(fileOf(row)),
        style: LOOKS.query,
      },
      { title: '原因', width: [20, 40], value: (row) => pendingReason(fileOf(row), row.unit.code) },
      CONTACT_COLUMN,
      PHONE_COLUMN,
    ],
    rows,
    whenEmpty: '没有已来件待处理的单位',
  };
}

/**
 * What a unit waits for: the doubtful sheet, even where another sheet of the file counts. A 底稿 may say that a unit
 * is pending and is itself in order; then there is no more to say than that.
 */
function pendingTitle(file: FileRecord | undefined): string {
  const dispositions = [...(file?.sheets ?? []), ...(file ? [file] : [])].map((item) => item.disposition);
  const doubtful = dispositions.find((item) => item === 'unrecognized' || item === 'unreadable');
  return doubtful === undefined ? STATUS_TITLES.pending : DISPOSITION_TITLES[doubtful];
}

function pendingReason(file: FileRecord | undefined, unit: string): string | null {
  if (file === undefined) return null;
  const doubtful = file.sheets.filter(
    (sheet) => sheet.disposition === 'unrecognized' && sheet.reason !== null,
  );
  const own = doubtful.filter((sheet) => [...sheet.units, ...sheet.candidates].includes(unit));
  const reasons = (own.length > 0 ? own : doubtful).map((sheet) => `${sheet.sheet}：${sheet.reason}`);
  return reasons.length > 0 ? reasons.join('\n') : file.reason;
}
