const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `Mon, 26 Oct 2020 09:00:00 +0800` (RFC 5322, 3.3 and 4.3), and the order of C's ctime with a zone. */
const INTERNET_DATE =
  /^(?:[a-z]+,? *)?(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{2,4}),? +(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? *(.*)$/;
const CTIME_DATE =
  /^(?:[a-z]+,? +)?([a-z]{3})[a-z]* +(\d{1,2}),? +(\d{1,2}):(\d{2})(?::(\d{2}))? +(\d{4}) *(.*)$/;
const ISO_DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[t ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? *(.*)$/;

/**
 * The moment of a Date field in milliseconds since 1970. Null when it is no date, and when it names no zone or one
 * of letters other than GMT: CST is China's to a Chinese mailer and central America's to RFC 5322.
 */
export function parseMailDate(text: string): number | null {
  const date = withoutComments(text).replace(/\s+/g, ' ').trim().toLowerCase();
  const internet = INTERNET_DATE.exec(date);
  if (internet) {
    const [, day, month, year, hour, minute, second, zone] = internet;
    return momentOf([fullYear(year!), monthNumber(month!), day, hour, minute, second], zone!);
  }
  const ctime = CTIME_DATE.exec(date);
  if (ctime) {
    const [, month, day, hour, minute, second, year, zone] = ctime;
    return momentOf([year, monthNumber(month!), day, hour, minute, second], zone!);
  }
  const iso = ISO_DATE.exec(date);
  return iso ? momentOf(iso.slice(1, 7), iso[7]!) : null;
}

/** Comments stand in parentheses and may hold others (RFC 5322, 3.2.2): `+0800 (CST)`. */
function withoutComments(text: string): string {
  let depth = 0;
  let result = '';
  for (const character of text.slice(0, 200)) {
    if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) result += character;
  }
  return result;
}

/** Zero for what is no month, which no date has. */
function monthNumber(name: string): number {
  return MONTHS.indexOf(name) + 1;
}

/** Years of two and three digits (RFC 5322, 4.3). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 2 && year < 50 ? year + 2000 : year + 1900;
}

function momentOf(fields: readonly (string | number | undefined)[], zone: string): number | null {
  const offset = zoneMinutes(zone);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((field) =>
    Number(field ?? 0),
  );
  if (offset === null || hour > 23 || minute > 59 || second > 60) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // The 31st of June would be the 1st of July.
  if (year < 1900 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  return midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000;
}

function zoneMinutes(zone: string): number | null {
  if (/^(?:gmt|ut|utc|z)$/.test(zone)) return 0;
  const digits = /^(?:gmt|utc)? ?([+-])(\d{1,2}):?(\d{2})\b/.exec(zone);
  if (digits === null) return null;
  const minutes = Number(digits[2]) * 60 + Number(digits[3]);
  if (minutes > 24 * 60) return null;
  return digits[1] === '-' ? -minutes : minutes;
}
