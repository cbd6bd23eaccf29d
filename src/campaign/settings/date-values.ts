import type { StyledValue } from '../../hand-kept/hand-kept-table.js';
import { serialOfDate } from '../../workbook/date-serial.js';
import { NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle, PlannedValue } from '../../workbook/workbook-plan.js';
import { endOfDay } from '../beijing-time.js';
import type { Moment } from '../campaign.js';

export const DATE_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.date };
export const MOMENT_STYLE: CellStyle = { ...STYLES.centered, numberFormat: 'yyyy-mm-dd hh:mm' };
const MOMENT_TEXT_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.text };

/** A day as an Excel date. */
export function dateValue(day: string | null): PlannedValue {
  return day === null ? null : { kind: 'date', date: day };
}

/** A moment as an Excel date with hours; a whole day is the end of that day and shows no hour. */
export function momentValue(moment: Moment | null): StyledValue {
  if (moment === null) return { value: null, style: MOMENT_STYLE };
  const day = moment.slice(0, 10);
  if (moment === endOfDay(day)) return { value: dateValue(day), style: DATE_STYLE };
  const [hours, minutes, seconds] = moment.slice(11, 19).split(':').map(Number);
  const second = hours! * 3600 + minutes! * 60 + seconds!;
  // 0:00 as a serial cannot be told from a day without hour.
  if (second === 0) return { value: `${day} 00:00`, style: MOMENT_TEXT_STYLE };
  return { value: serialOfDate(day) + second / 86_400, style: MOMENT_STYLE };
}
