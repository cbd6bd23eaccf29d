import { describe, expect, it } from 'vitest';
import { isBuiltInDateFormat, isDateFormatCode } from '../../../../src/workbook/read/number-format.js';

describe('isDateFormatCode', () => {
  it.each([
    'yyyy-mm-dd',
    'm"月"d"日"',
    'yyyy年m月',
    '[$-804]yyyy"年"m"月"d"日";@',
    '[$-F800]dddd\\,\\ mmmm\\ dd',
    'm/d/yy h:mm',
    '[DBNum1][$-804]yyyy"年"m"月"',
    'mmm',
    'm"月"',
    'aaaa',
    'e"年"',
    '[Red]d',
    'yyyy-mm-dd hh:mm:ss.000',
    'd AM/PM h',
  ])('%s shows a day', (code) => {
    expect(isDateFormatCode(code)).toBe(true);
  });

  it.each([
    'General',
    'G/通用格式',
    '#,##0',
    '0.00',
    '0.0_m',
    '0 \\d\\a\\y\\s',
    '0"day"',
    '0.00E+00',
    '##0.0E+0',
    '@',
    '[h]:mm',
    '[mm]:ss',
    'h:mm AM/PM',
    'mm:ss.0',
    '[Red]0;[Yellow]0',
    '0;"yyyy"',
    '0;yyyy',
    '[$DKK] #,##0',
    '_(* #,##0.00_);_(* (#,##0.00)',
    '"',
    '\\',
    '[',
    '0 days',
    '',
  ])('%s shows none', (code) => {
    expect(isDateFormatCode(code)).toBe(false);
  });
});

describe('isBuiltInDateFormat', () => {
  it('knows dates from times and numbers', () => {
    expect([14, 22, 27, 31, 36, 57, 58].every(isBuiltInDateFormat)).toBe(true);
    expect([0, 4, 18, 21, 32, 45, 47, 49].some(isBuiltInDateFormat)).toBe(false);
  });
});
