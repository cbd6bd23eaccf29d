// Money is counted in cents, as integers. Texts are turned into cents by their digits, never through a product of doubles.

/** Amounts up to a trillion 元 keep their cents exactly in a double. */
export const MAX_AMOUNT_CENTS = 100_000_000_000_000;

/**
 * A double as decimal digits, snapped to the 15 significant digits that Excel keeps and shows
 * (ECMA-376 part 1, 18.3.1.96 stores IEEE doubles): 0.1 + 0.2 → `0.300000000000000`.
 */
export function decimalText(value: number): string {
  return value.toPrecision(15);
}

/**
 * Decimal digits times ten to the power `shift`, rounded to a whole number half away from zero.
 * `('1.005', 2)` → 101, changed. Null when the text is no decimal or the result is not exact as a double.
 */
export function roundDecimal(
  text: string,
  shift: number,
): { readonly whole: number; readonly changed: boolean } | null {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!match || `${match[2]}${match[3]}` === '') return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) + shift;
  const kept = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const dropped = point < 0 ? '0'.repeat(-point) + digits : digits.slice(Math.max(point, 0));
  const magnitude = Number(kept === '' ? '0' : kept) + (/^[5-9]/.test(dropped) ? 1 : 0);
  if (!Number.isSafeInteger(magnitude)) return null;
  return { whole: sign === '-' && magnitude !== 0 ? -magnitude : magnitude, changed: /[1-9]/.test(dropped) };
}

/** Cents → `1234.5`, without float artefacts; whole 元 have no decimals. */
export function formatCents(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const magnitude = Math.abs(cents);
  const fraction = String(magnitude % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${sign}${Math.floor(magnitude / 100)}${fraction === '' ? '' : `.${fraction}`}`;
}
