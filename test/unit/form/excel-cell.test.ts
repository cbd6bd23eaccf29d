import { describe, expect, it } from 'vitest';
import {
  anyContentFormula,
  isBlankFormula,
  isOneOfFormula,
  quoteText,
} from '../../../src/form/excel-cell.js';

// That the formulas calculate what they should is shown with LibreOffice, in test/foreign.

describe('quoteText', () => {
  it('doubles quotes and joins what is longer than a constant may be', () => {
    expect(quoteText('甲"乙')).toBe('"甲""乙"');
    expect(quoteText('')).toBe('""');
    expect(quoteText('a'.repeat(255))).toBe(`"${'a'.repeat(255)}"`);
    expect(quoteText('a'.repeat(256))).toBe(`("${'a'.repeat(255)}"&"a")`);
  });
});

describe('questions about a cell', () => {
  it('know the marks for nothing', () => {
    for (const mark of ['—', '－', '-', '/', '\\', '无']) expect(isBlankFormula('A1')).toContain(`|${mark}|`);
  });

  it('tell capitals apart only where there are none', () => {
    expect(isOneOfFormula('$A1', ['是', '否'])).toBe(
      'ISNUMBER(FIND("|"&TRIM(SUBSTITUTE($A1,"　",""))&"|","|是|否|"))',
    );
    expect(isOneOfFormula('$A1', ['A类'])).toContain('UPPER');
    expect(isOneOfFormula('$A1', ['a类'])).toContain('"|A类|"');
  });

  it('have no array constants and no names that Excel prefixes', () => {
    for (const formula of [anyContentFormula(['A1:B1', 'D1:E1']), isBlankFormula('A1')])
      expect(formula).not.toMatch(/[{}]|_xl|IFS\(|LET\(|XLOOKUP/);
  });
});
