import { formatCents } from '../form/decimal.js';

// What is usual is no exact number, and messages show none.

/** A whole number to two leading digits, rounded down or up. */
export function roughly(whole: number, round: (value: number) => number): number {
  if (whole <= 0) return 0;
  const unit = Math.max(1, 10 ** (Math.floor(Math.log10(whole)) - 1));
  return Math.round(round(whole / unit) * unit);
}

/** Cents in the unit that people would say: 350 元, 3.5 万元, 1.2 亿元. */
export function moneyInWords(cents: number): string {
  const yuan = cents / 100;
  if (yuan >= 100_000_000) return `${Number((yuan / 100_000_000).toPrecision(12))} 亿元`;
  return yuan >= 10_000 ? `${Number((yuan / 10_000).toPrecision(12))} 万元` : `${formatCents(cents)} 元`;
}
