/**
 * Built-in formats that show a day (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 are those of the Chinese
 * locale, where 32 to 35, 55 and 56 show a time only; so do 18 to 21 and 45 to 47 everywhere.
 */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
]);

/** True when the built-in format of this id shows a year, month or day. */
export function isBuiltInDateFormat(formatId: number): boolean {
  return BUILT_IN_DATES.has(formatId);
}

/** Codes of the built-in formats that say what is to be filled in (ECMA-376 part 1, 18.8.30). */
const BUILT_IN_CODES: ReadonlyMap<number, string> = new Map([
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [37, '#,##0;-#,##0'],
  [38, '#,##0;[Red]-#,##0'],
  [39, '#,##0.00;-#,##0.00'],
  [40, '#,##0.00;[Red]-#,##0.00'],
  [49, '@'],
]);

/** The code of a built-in format; dates of every locale are one. */
export function builtInFormatCode(formatId: number): string {
  return BUILT_IN_CODES.get(formatId) ?? (isBuiltInDateFormat(formatId) ? 'yyyy-mm-dd' : 'General');
}

/**
 * True when the first section of a format code shows a year, month or day (ECMA-376 part 1, 18.8.31). Quoted and
 * escaped characters, fill and width characters and brackets show none; `[h]`, `[m]` and `[s]` are elapsed time.
 */
export function isDateFormatCode(code: string): boolean {
  let hasDay = false;
  let hasMonth = false;
  let hasTime = false;
  let hasDigits = false;
  for (let i = 0; i < code.length && code[i] !== ';'; i++) {
    switch (code[i]!.toLowerCase()) {
      case '"':
        i = endOf(code, '"', i + 1);
        break;
      case '\\':
      case '_':
      case '*':
        i++;
        break;
      case '[': {
        const end = endOf(code, ']', i + 1);
        if (/^\[([hms])\1*\]$/i.test(code.slice(i, end + 1))) hasTime = true;
        i = end;
        break;
      }
      case 'g':
        if (code.slice(i, i + 7).toLowerCase() === 'general') i += 6;
        break;
      case 'a':
        // `aaa` is the weekday of Chinese Excel; AM/PM and A/P belong to times.
        if (code.slice(i, i + 3).toLowerCase() === 'aaa') hasDay = true;
        else if (/^am\/pm|^a\/p/i.test(code.slice(i, i + 5))) i += code[i + 1] === '/' ? 2 : 4;
        break;
      case 'e':
        // `e` is the year, but `E+` and `E-` are an exponent.
        if (code[i + 1] !== '+' && code[i + 1] !== '-') hasDay = true;
        break;
      case 'y':
      case 'd':
        hasDay = true;
        break;
      case 'm':
        hasMonth = true;
        break;
      case 'h':
      case 's':
        hasTime = true;
        break;
      case '.':
        // `ss.000`: the zeros are fractions of a second.
        if (hasTime) while (code[i + 1] === '0') i++;
        break;
      case '0':
      case '#':
      case '?':
        hasDigits = true;
        break;
    }
  }
  return !hasDigits && (hasDay || (hasMonth && !hasTime));
}

function endOf(code: string, mark: string, from: number): number {
  const at = code.indexOf(mark, from);
  return at < 0 ? code.length : at;
}
