// Figures as people read them. Everything is rounded in decimal, half away from zero, so that a printed figure is
// the one that a clerk with a calculator gets.

const CENTS_PER_YUAN = 100;
const CENTS_PER_WAN = 1_000_000;

/** A sum of money: `1,234.50 元`; from 10 000 元 on `35.20 万元`. Takes whole cents. */
export function formatAmount(cents: number): string {
  const size = Math.abs(cents);
  const sign = cents < 0 ? '-' : '';
  return size < CENTS_PER_WAN
    ? `${sign}${formatHundredths(size)} 元`
    : `${sign}${formatHundredths(divideRounded(size, CENTS_PER_WAN / CENTS_PER_YUAN))} 万元`;
}

/** A share from 0 to 1 as `82.6%`; `—` when there is nothing to take a share of. */
export function formatPercent(rate: number | null): string {
  if (rate === null) return '—';
  // Quotients carry binary dust (0.8245 × 1000 is 824.4999…): twelve digits are more than any count of units needs.
  const tenths = Math.round(Number((Math.abs(rate) * 1000).toPrecision(12)));
  const sign = rate < 0 && tenths > 0 ? '-' : '';
  return `${sign}${groupThousands(String(Math.trunc(tenths / 10)))}.${tenths % 10}%`;
}

/** A count or quantity with thousands separators: `12,345`, `1,234.5`. */
export function formatCount(count: number): string {
  // Sums of decimals carry binary dust too: Excel shows 15 digits, and so do we.
  const [whole = '0', fraction] = String(Number(Math.abs(count).toPrecision(15))).split('.');
  return `${count < 0 ? '-' : ''}${groupThousands(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** 123450 → `1,234.50`. */
export function formatHundredths(hundredths: number): string {
  const size = Math.abs(hundredths);
  const rest = size % 100;
  const whole = groupThousands(String((size - rest) / 100));
  return `${hundredths < 0 ? '-' : ''}${whole}.${String(rest).padStart(2, '0')}`;
}

/** Whole numbers divided without leaving the integers: a plain quotient near 2^53 would already be rounded. */
function divideRounded(dividend: number, divisor: number): number {
  const rest = dividend % divisor;
  return (dividend - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
