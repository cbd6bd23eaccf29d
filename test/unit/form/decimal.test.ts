import { describe, expect, it } from 'vitest';
import { decimalText, formatCents, MAX_AMOUNT_CENTS, roundDecimal } from '../../../src/form/decimal.js';

describe('roundDecimal', () => {
  it.each<[string, number, number, boolean]>([
    ['1.005', 2, 101, true],
    ['-1.005', 2, -101, true],
    ['2.675', 2, 268, true],
    ['2.674', 2, 267, true],
    ['1.004999999999999', 2, 100, true],
    ['0.30', 2, 30, false],
    ['0.300000000000000', 2, 30, false],
    ['1e-7', 2, 0, true],
    ['-1e-7', 2, 0, true],
    ['5e-3', 2, 1, true],
    ['4.99e-3', 2, 0, true],
    ['1.5E+3', 0, 1500, false],
    ['12', 0, 12, false],
    ['12', 4, 120000, false],
    ['12', -1, 1, true],
    ['15', -1, 2, true],
    ['12', -3, 0, true],
    ['500', -3, 1, true],
    ['.5', 0, 1, true],
    ['5.', 0, 5, false],
    ['+3', 0, 3, false],
    ['-0', 2, 0, false],
    ['000123', 0, 123, false],
    ['9007199254740991', 0, 9007199254740991, false],
  ])('%s × 10^%i', (text, shift, whole, changed) => {
    const rounded = roundDecimal(text, shift);
    expect(rounded).toEqual({ whole, changed });
    // No minus zero.
    expect(Object.is(rounded?.whole, -0)).toBe(false);
  });

  it.each([
    ['', 0],
    ['.', 0],
    ['-', 0],
    ['1,2', 0],
    ['abc', 0],
    ['1e', 0],
    ['9007199254740992', 0],
    ['1e300', 2],
    ['1e9999', 0],
  ])('refuses %j', (text, shift) => {
    expect(roundDecimal(text, shift)).toBeNull();
  });
});

describe('decimalText', () => {
  it('snaps to 15 significant digits', () => {
    expect(roundDecimal(decimalText(0.1 + 0.2), 2)).toEqual({ whole: 30, changed: false });
    expect(roundDecimal(decimalText(1.005), 2)).toEqual({ whole: 101, changed: true });
    expect(roundDecimal(decimalText(4.35 * 100), 0)).toEqual({ whole: 435, changed: false });
    expect(roundDecimal(decimalText(999_999_999_999.99), 2)).toEqual({
      whole: 99_999_999_999_999,
      changed: false,
    });
  });
});

describe('formatCents', () => {
  it.each([
    [0, '0'],
    [5, '0.05'],
    [50, '0.5'],
    [100, '1'],
    [-5, '-0.05'],
    [-12_345, '-123.45'],
    [MAX_AMOUNT_CENTS, '1000000000000'],
  ])('%i', (cents, text) => {
    expect(formatCents(cents)).toBe(text);
  });
});
