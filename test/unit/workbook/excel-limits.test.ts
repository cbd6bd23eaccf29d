import { describe, expect, it } from 'vitest';
import { cutText, MAX_COLUMNS, MAX_ROWS, sheetNameFor } from '../../../src/workbook/excel-limits.js';

describe('sheetNameFor', () => {
  const name = (text: string, ...taken: string[]) => sheetNameFor(text, new Set(taken));

  it('replaces what Excel refuses', () => {
    expect(name('甲/乙:丙*?[丁]\\')).toBe('甲_乙_丙___丁__');
    expect(name("'引号'")).toBe('引号');
    expect(name('  ')).toBe('表');
    expect(name('')).toBe('表');
  });

  it('cuts to 31 characters and numbers what is taken, whatever its capitals', () => {
    expect(name('表'.repeat(31))).toBe('表'.repeat(31));
    expect(name('表'.repeat(32))).toBe('表'.repeat(31));
    expect(name('甲', '甲')).toBe('甲(2)');
    expect(name('甲', '甲', '甲(2)')).toBe('甲(3)');
    expect(name('Sheet', 'SHEET')).toBe('Sheet(2)');
    expect(name('表'.repeat(40), '表'.repeat(31))).toBe(`${'表'.repeat(28)}(2)`);
  });

  it('has no quote at either end after cutting', () => {
    expect(name(`${'a'.repeat(30)}'b`)).not.toMatch(/^'|'$/);
  });

  it('avoids the name that Excel keeps for itself', () => {
    expect(name('History').toLowerCase()).not.toBe('history');
  });
});

describe('cutText', () => {
  it('does not split a surrogate pair', () => {
    expect(cutText('ab\u{20000}c', 3)).toBe('ab');
    expect(cutText('ab\u{20000}c', 4)).toBe('ab\u{20000}');
    expect(cutText('ab', 2)).toBe('ab');
  });
});

describe('limits', () => {
  it('are those of Excel 2007 and later', () => {
    expect([MAX_ROWS, MAX_COLUMNS]).toEqual([1_048_576, 16_384]);
  });
});
