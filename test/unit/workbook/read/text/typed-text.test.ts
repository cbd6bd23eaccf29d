import { describe, expect, it } from 'vitest';
import { typeText } from '../../../../../src/workbook/read/text/typed-text.js';

describe('typeText', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['123', 123],
    ['-1.5', -1.5],
    ['0.05', 0.05],
    ['1,234.50', 1234.5],
    ['-12,345,678', -12_345_678],
    ['13800001234', 13_800_001_234],
    ['123456789012345', 123_456_789_012_345],
    ['0.000123456789012345', 0.000123456789012345],
    ['12345678.9012345', 12_345_678.9012345],
  ])('%s is a number', (text, number) => {
    expect(typeText(text)).toEqual({ value: number, isDate: false });
    expect(Object.is(typeText(text).value, -0)).toBe(false);
  });

  it.each([
    // Counted by hand: 1 January 1900 is 1, and Excel counts a 29 February 1900.
    ['2020-10-17', 44_121],
    ['2020/10/17', 44_121],
    ['2020/1/5', 43_835],
    ['1900-03-01', 61],
  ])('%s is a date', (text, serial) => {
    expect(typeText(text)).toEqual({ value: serial, isDate: true });
  });

  it.each([
    '007',
    '-01',
    '110101199001011234',
    '1234567890123456',
    '1,23',
    '1,2345',
    '0,123',
    '12,34,567',
    ',123',
    '.5',
    '5.',
    '+1',
    '１２３',
    ' 123 ',
    '1 234',
    '1.38E+10',
    '12%',
    '¥5',
    '3-5',
    '10-17',
    '2020-10',
    '2020-13-01',
    '2021-02-29',
    '2020-10/17',
    '20-10-17',
    '1900-02-28',
    '2020-10-17 08:30',
    '8:30',
    'TRUE',
    "'123",
    '=1+1',
    '="a"b"',
    '#REF',
    '#N/A!',
    '-',
    '0x10',
  ])('%s stays text', (text) => {
    expect(typeText(text)).toEqual({ value: text, isDate: false });
  });

  it.each([
    ['="007"', '007'],
    ['="say ""hi"""', 'say "hi"'],
    ['=""', null],
  ])('%s is the text in it', (text, value) => {
    expect(typeText(text)).toEqual({ value, isDate: false });
  });

  it.each(['#REF!', '#DIV/0!', '#N/A', '#VALUE!', '#NAME?', '#NUM!', '#NULL!'])('%s is an error', (text) => {
    expect(typeText(text)).toEqual({ value: { error: text }, isDate: false });
  });

  it('empty text is a blank cell', () => {
    expect(typeText('')).toEqual({ value: null, isDate: false });
  });
});
