import { parseIsoDate, serialOfDate } from '../../date-serial.js';

export interface IsoSerial {
  readonly serial: number;
  /** False for a time of day without date. */
  readonly isDate: boolean;
}

/**
 * The serial of a cell of type `d`, which holds ISO 8601 text (ECMA-376 part 1, 18.17.4 and 18.18.11), in the 1900
 * system whatever the workbook says. A zone is passed over: the cell means local time. Null when it is no date.
 */
export function parseIsoSerial(text: string): IsoSerial | null {
  const match =
    /^\s*(\d{4}-\d{2}-\d{2})?(?:[T ]?(\d{2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?:Z|[+-]\d{2}:?\d{2})?)?\s*$/.exec(
      text,
    );
  if (match === null || (match[1] === undefined && match[2] === undefined)) return null;
  const seconds =
    Number(match[2] ?? 0) * 3600 + Number(match[3] ?? 0) * 60 + Number((match[4] ?? '0').replace(',', '.'));
  if (seconds > 86_400) return null;
  const fraction = seconds / 86_400;
  if (match[1] === undefined) return { serial: fraction, isDate: false };
  if (parseIsoDate(match[1]) === null) return null;
  return { serial: serialOfDate(match[1]) + fraction, isDate: true };
}
