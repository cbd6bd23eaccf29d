import { describe, expect, it } from 'vitest';
import { PAGE_COLORS, PAGE_STYLE } from '../../../src/page/page-look.js';

/** Relative luminance and contrast as WCAG 2.1 defines them. */
function lightness(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [lightness(a), lightness(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours of the page', () => {
  it('are measured as WCAG does', () => {
    expect(contrast('#000000', '#FFFFFF')).toBe(21);
    // The lightest grey that passes on white, as everybody quotes it.
    expect(contrast('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
  });

  it.each(Object.entries(PAGE_COLORS))('%s can be read: AA', (_, { ink, paper }) => {
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the style', () => {
  it('asks for nothing and only for what Chromium 70 knows', () => {
    expect(PAGE_STYLE).not.toMatch(/url\(|@import|@font-face/);
    expect(PAGE_STYLE).not.toMatch(/[;{]gap:|aspect-ratio|:is\(|:where\(|:has\(|inset:|(?:min|max|clamp)\(/);
  });
});
