import { describe, expect, it } from 'vitest';
import { COLORS, inkOn, LINE_COLOR, SERIES_COLORS } from '../../../src/workbook/theme.js';

// What eyes see of the colours: full colour blindness of each kind after Machado, Oliveira and Fernandes (2009), on
// linear RGB; distances in CIE L*a*b* (D65), where 2.3 is just noticeable.

const EYES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(color: string): number[] {
  return [0, 2, 4].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, item, index) => sum + item * vector[index]!, 0));

function lab(color: string, eye = 'all'): number[] {
  const seen = times(EYES[eye]!, linear(color)).map((value) => Math.min(1, Math.max(0, value)));
  const white = [0.9505, 1, 1.089];
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    seen,
  ).map((value, index) => {
    const part = value / white[index]!;
    return part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116;
  });
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((v, i) => v - b[i]!));
const lightness = (color: string) => lab(color)[0]!;

/** Contrast ratio of WCAG 2.1. */
function contrast(a: string, b: string): number {
  const [high, low] = [a, b]
    .map((color) => times([[0.2126, 0.7152, 0.0722]], linear(color))[0]! + 0.05)
    .sort((one, two) => two - one);
  return high! / low!;
}

describe('series colours', () => {
  it.each(Object.keys(EYES))('are told apart by eyes: %s', (eye) => {
    for (const [index, color] of SERIES_COLORS.entries())
      for (const other of SERIES_COLORS.slice(index + 1))
        expect([color, other, distance(lab(color, eye), lab(other, eye)) > 19]).toEqual([color, other, true]);
  });

  it('are told apart from their neighbours on a black-and-white print', () => {
    for (const [index, color] of SERIES_COLORS.slice(1).entries())
      expect(Math.abs(lightness(color) - lightness(SERIES_COLORS[index]!))).toBeGreaterThan(19);
  });

  it('carry labels that can be read', () => {
    for (const color of SERIES_COLORS) expect(contrast(color, inkOn(color))).toBeGreaterThan(4);
  });

  it('leave lines visible on white', () => {
    expect(contrast(LINE_COLOR, 'FFFFFF')).toBeGreaterThan(3);
    expect(contrast(COLORS.errorInk, 'FFFFFF')).toBeGreaterThan(4.5);
  });
});
