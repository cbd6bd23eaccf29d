// Dates are ISO strings inside; workbooks hold serial day numbers. Both are calendar days without time zone.

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days from 0000-03-01 to the day, in the proleptic Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  return (
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) +
    Math.floor((153 * m + 2) / 5) +
    day -
    1
  );
}

/** Days from the 1900 to the 1904 system (ECMA-376 part 1, 18.17.4.1). */
export const DAYS_TO_1904 = 1462;

const EPOCH_1900 = dayNumber(1899, 12, 30);

/** Days in a month; month counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return (DAYS_BEFORE_MONTH[month] ?? 365) - DAYS_BEFORE_MONTH[month - 1]!;
}

/** Year, month and day → `2020-10-17`; null when there is no such day. */
export function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** `2020-10-17` → its parts; null when it is no such day. */
export function parseIsoDate(text: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isoDate(year, month, day) === null ? null : { year, month, day };
}

/** Serial of the 1900 system → ISO date, fractions of a day dropped; null outside 1900-03-01 … 9999-12-31. */
export function dateOfSerial(serial: number): string | null {
  const whole = Math.floor(serial);
  // Serial 60 is Excel's 29 February 1900, which never was (ECMA-376 part 1, 18.17.4.1): below 61 days differ.
  if (!(whole >= 61 && whole <= 2_958_465)) return null;
  const days = whole + EPOCH_1900;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return isoDate(year, month, dayOfYear - Math.floor((153 * m + 2) / 5) + 1);
}

/** ISO date → serial of the 1900 system. Throws when it is no date: callers hold checked dates. */
export function serialOfDate(iso: string): number {
  const parts = parseIsoDate(iso);
  if (!parts) throw new Error(`not an ISO date: ${iso}`);
  return dayNumber(parts.year, parts.month, parts.day) - EPOCH_1900;
}

/** The day `days` later (or earlier, when negative). */
export function addDays(iso: string, days: number): string {
  const later = dateOfSerial(serialOfDate(iso) + days);
  if (later === null) throw new Error(`date out of range: ${iso} ${days}`);
  return later;
}
