import { dateCheck } from '../../hand-kept/cell-checks.js';
import { type HandKeptColumn, plainColumn } from '../../hand-kept/hand-kept-table.js';
import type { Moment } from '../campaign.js';
import { DATE_STYLE, dateValue, MOMENT_STYLE, momentValue } from './date-values.js';

/** A column of days. */
export function dayColumn<Row>(
  title: string,
  width: number,
  prompt: string,
  day: (row: Row) => string | null,
): HandKeptColumn<Row> {
  return plainColumn(title, width, (row) => dateValue(day(row)), dateCheck(prompt), DATE_STYLE);
}

/** A column of days with or without an hour. */
export function momentColumn<Row>(
  title: string,
  prompt: string,
  moment: (row: Row) => Moment | null,
): HandKeptColumn<Row> {
  const cell = (row: Row) => momentValue(moment(row));
  return { title, width: 20, style: MOMENT_STYLE, check: dateCheck(prompt), cell };
}
