import { parseMoment } from '../campaign/beijing-time.js';
import { digestRecords, type FormRecord } from '../form/record.js';
import { STATUS_COLUMNS, STATUS_HEADER_ROW, type RecordedStatus as StatusRow } from '../form/status-sheet.js';
import { type FileSource, STATUSES, type Status } from '../issue/finding.js';
import { cleanText } from '../workbook/cell-text.js';
import type { Grid } from '../workbook/grid.js';
import type { RecordedOutcome } from './submission.js';

/** One row of a 底稿's status sheet, with where it stands. */
export interface RecordedStatus extends StatusRow {
  readonly source: FileSource;
  readonly sheet: string;
}

/** Reads 报送状态 of a 底稿; rows without unit, form or a known status are passed over. */
export function readStatusSheet(source: FileSource, grid: Grid): readonly RecordedStatus[] {
  const columns = new Map<string, number>();
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(STATUS_HEADER_ROW, columnNumber);
    if (typeof value === 'string') columns.set(cleanText(value), columnNumber);
  }
  const textAt = (rowNumber: number, title: string): string => {
    const columnNumber = columns.get(title);
    const value = columnNumber === undefined ? null : grid.valueAt(rowNumber, columnNumber);
    return typeof value === 'string' || typeof value === 'number' ? cleanText(String(value)) : '';
  };
  const rows: RecordedStatus[] = [];
  for (let rowNumber = STATUS_HEADER_ROW + 1; rowNumber <= grid.lastRowNumber; rowNumber++) {
    const unit = textAt(rowNumber, STATUS_COLUMNS.code);
    const form = textAt(rowNumber, STATUS_COLUMNS.form);
    const status = STATUSES.find((word) => word === textAt(rowNumber, STATUS_COLUMNS.statusWord)) as
      | Status
      | undefined;
    if (unit === '' || form === '' || status === undefined) continue;
    rows.push({
      source,
      sheet: grid.sheetName,
      unit,
      form,
      status,
      late: textAt(rowNumber, STATUS_COLUMNS.late) === '是',
      receivedAt: parseMoment(textAt(rowNumber, STATUS_COLUMNS.receivedAt)),
      released: textAt(rowNumber, STATUS_COLUMNS.released) || null,
      confirmed: textAt(rowNumber, STATUS_COLUMNS.confirmed) === '是',
      digest: textAt(rowNumber, STATUS_COLUMNS.digest),
    });
  }
  return rows;
}

/** What the 底稿 said of records that were read back from it. */
export function recordedOutcome(status: RecordedStatus, records: readonly FormRecord[]): RecordedOutcome {
  return {
    status: status.status,
    late: status.late,
    receivedAt: status.receivedAt,
    releasedFor: status.released,
    isConfirmed: status.confirmed,
    recordsUnchanged: status.digest === digestRecords(records),
  };
}
