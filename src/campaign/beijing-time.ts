import { dateOfSerial, isoDate, serialOfDate } from '../workbook/date-serial.js';
import type { Moment } from './campaign.js';

const DAY_SECONDS = 86_400;
const BEIJING_SECONDS = 8 * 3_600;
const EPOCH_SERIAL = serialOfDate('1970-01-01');

/** Milliseconds since 1970 UTC → the moment in Beijing time (UTC+8, no summer time), cut to the second. */
export function momentOfEpoch(milliseconds: number): Moment {
  const seconds = Math.floor(milliseconds / 1000) + BEIJING_SECONDS;
  const day = dateOfSerial(Math.floor(seconds / DAY_SECONDS) + EPOCH_SERIAL);
  if (day === null) throw new Error(`time out of range: ${milliseconds}`);
  const rest = ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  return momentOf(day, rest);
}

/** A day and the second of that day → the moment. */
export function momentOf(day: string, secondOfDay: number): Moment {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${day}T${two(secondOfDay / 3600)}:${two((secondOfDay % 3600) / 60)}:${two(secondOfDay % 60)}+08:00`;
}

/** The last second of a day: a deadline without an hour. */
export function endOfDay(day: string): Moment {
  return momentOf(day, DAY_SECONDS - 1);
}

/** The moment → milliseconds since 1970 UTC. */
export function epochOfMoment(moment: Moment): number {
  const [, day, hours, minutes, seconds] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})\+08:00$/.exec(moment) ?? [];
  if (day === undefined) throw new Error(`not a moment: ${moment}`);
  const secondsOfDay = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return ((serialOfDate(day) - EPOCH_SERIAL) * DAY_SECONDS + secondsOfDay - BEIJING_SECONDS) * 1000;
}

/** `2020-10-18T17:00:00+08:00` → `2020年10月18日 17:00`, as people read it. */
export function formatMoment(moment: Moment): string {
  return `${formatDay(moment.slice(0, 10))} ${moment.slice(11, 16)}`;
}

/** `2020-10-18` → `2020年10月18日`. */
export function formatDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}

/**
 * What a person or program writes for a moment → the moment; null when it cannot be one. Without offset it is
 * Beijing time, without hour the end of the day. Takes `2020-10-18`, `2020/10/18 17:00`, `2020年10月18日 17时30分`,
 * `2020-10-18T09:00:00Z`.
 */
export function parseMoment(text: string): Moment | null {
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2})[:：时点](?:(\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?)?分?)?秒?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text.trim(),
    );
  if (!match) return null;
  const [, year, month, date, hours, minutes = '0', seconds = '0', offset] = match;
  const day = isoDate(Number(year), Number(month), Number(date));
  if (day === null) return null;
  if (hours === undefined) return endOfDay(day);
  const secondOfDay = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59 || secondOfDay > DAY_SECONDS)
    return null;
  const beijing = epochOfMoment(momentOf(day, 0)) + secondOfDay * 1000;
  return momentOfEpoch(beijing + BEIJING_SECONDS * 1000 - offsetSeconds(offset) * 1000);
}

/** A serial of the 1900 system → the moment; a whole number is the end of that day. Null outside the calendar. */
export function momentOfSerial(serial: number): Moment | null {
  const day = dateOfSerial(serial);
  if (day === null) return null;
  const second = Math.round((serial - Math.floor(serial)) * DAY_SECONDS);
  return second === 0 ? endOfDay(day) : momentOfEpoch(epochOfMoment(momentOf(day, 0)) + second * 1000);
}

function offsetSeconds(offset: string | undefined): number {
  if (offset === undefined) return BEIJING_SECONDS;
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(-2)) * 60);
}
