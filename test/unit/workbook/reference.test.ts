import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatColumn,
  formatRange,
  formatReference,
  parseRange,
  parseReference,
  quoteSheetName,
} from '../../../src/workbook/reference.js';

describe('references', () => {
  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [52, 'AZ'],
    [702, 'ZZ'],
    [703, 'AAA'],
    [16_384, 'XFD'],
  ])('column %i is %s', (columnNumber, letters) => {
    expect(formatColumn(columnNumber)).toBe(letters);
    expect(parseReference(`${letters}1`)).toEqual({ rowNumber: 1, columnNumber });
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_048_576 }),
        fc.integer({ min: 1, max: 16_384 }),
        (rowNumber, columnNumber) => {
          expect(parseReference(formatReference(rowNumber, columnNumber))).toEqual({
            rowNumber,
            columnNumber,
          });
        },
      ),
    );
  });

  it('may be absolute or small', () => {
    expect(parseReference('$c$14')).toEqual({ rowNumber: 14, columnNumber: 3 });
  });

  it.each(['', 'A', '1', 'A0', 'XFE1', 'A1048577', 'AAAA1', 'A1:B2', 'A-1', '工1', 'A1 '])(
    '%j is none',
    (text) => {
      expect(parseReference(text)).toBeNull();
    },
  );
});

describe('ranges', () => {
  it('put their corners in order', () => {
    const range = { top: 1, left: 1, bottom: 3, right: 3 };
    expect([parseRange('A1:C3'), parseRange('C3:A1'), parseRange('C1:A3')]).toEqual([range, range, range]);
    expect(formatRange(range)).toBe('A1:C3');
    expect(formatRange({ top: 2, left: 2, bottom: 2, right: 2 })).toBe('B2');
    expect(parseRange('B2')).toEqual({ top: 2, left: 2, bottom: 2, right: 2 });
    expect([parseRange(''), parseRange('A1:'), parseRange('A:C')]).toEqual([null, null, null]);
  });
});

describe('quoteSheetName', () => {
  it('doubles quotes', () => {
    expect(quoteSheetName("捐赠'表")).toBe("'捐赠''表'");
  });
});
