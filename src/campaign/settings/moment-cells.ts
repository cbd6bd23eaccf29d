import { type TableCell, textOfNumber } from '../../hand-kept/sheet-table.js';
import { cleanText } from '../../workbook/cell-text.js';
import { endOfDay, momentOfSerial, parseMoment } from '../beijing-time.js';
import type { Moment } from '../campaign.js';

/**
 * A date with or without an hour: an Excel date, a serial, `20201018` or a text that parseMoment takes. Null when
 * it is none.
 */
export function momentOfCell(cell: TableCell): Moment | null {
  if (typeof cell.value === 'number') {
    return momentOfDigits(textOfNumber(cell.value)) ?? (cell.isDate ? momentOfSerial(cell.value) : null);
  }
  if (typeof cell.value !== 'string') return null;
  const text = cleanText(cell.value.normalize('NFKC')).replaceAll('\n', ' ');
  return parseMoment(text) ?? momentOfDigits(text);
}

/** The day of a date cell. */
export function dayOfCell(cell: TableCell): string | null {
  return momentOfCell(cell)?.slice(0, 10) ?? null;
}

/** `20201018` is a day; five digits with or without a fraction are a serial near our time. */
function momentOfDigits(text: string): Moment | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year !== undefined) return parseMoment(`${year}-${month}-${day}`);
  if (!/^[3-7]\d{4}(\.\d+)?$/.test(text)) return null;
  return momentOfSerial(Number(text));
}

/** True when the day was written without an hour. */
export function isWholeDay(moment: Moment): boolean {
  return moment === endOfDay(moment.slice(0, 10));
}
