const POINT = 46;
const MINUS = 45;
const ZERO = 48;

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, power) => Number(`1e${power}`));

/** 2^53 / 10: below it another digit keeps the mantissa exact. */
const LARGEST_BEFORE_DIGIT = 900_719_925_474_098;

/**
 * The number written at `start` … `end`, exactly as `Number` reads it; NaN when it is none. Plain decimals take a
 * short way without a substring: with an exact mantissa and an exact power of ten one division rounds correctly.
 */
export function parseNumberAt(text: string, start: number, end: number): number {
  let i = start;
  const isNegative = text.charCodeAt(i) === MINUS;
  if (isNegative) i++;
  const firstDigit = i;
  let mantissa = 0;
  let decimals = -1;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === POINT && decimals < 0) {
      decimals = 0;
      continue;
    }
    const digit = code - ZERO;
    if (!(digit >= 0 && digit <= 9) || mantissa > LARGEST_BEFORE_DIGIT)
      return parseOtherNumber(text.slice(start, end));
    mantissa = mantissa * 10 + digit;
    if (decimals >= 0) decimals++;
  }
  if (i === firstDigit || decimals === 0 || decimals > 15) return parseOtherNumber(text.slice(start, end));
  const value = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals]! : mantissa;
  return isNegative ? -value : value;
}

/** Exponents, very long numbers, blanks around; hexadecimal is no number of a workbook. */
function parseOtherNumber(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '' || /[xXoObBiI]/.test(trimmed)) return Number.NaN;
  return Number(trimmed);
}
