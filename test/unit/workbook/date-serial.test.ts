import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dateOfSerial,
  daysInMonth,
  isoDate,
  parseIsoDate,
  serialOfDate,
} from '../../../src/workbook/date-serial.js';

describe('serials of the 1900 system', () => {
  // What Excel shows for these numbers.
  it.each([
    [61, '1900-03-01'],
    [366, '1900-12-31'],
    [367, '1901-01-01'],
    [18264, '1950-01-01'],
    [25569, '1970-01-01'],
    [36585, '2000-02-29'],
    [36586, '2000-03-01'],
    [44105, '2020-10-01'],
    [44121, '2020-10-17'],
    [73415, '2100-12-31'],
    [2_958_465, '9999-12-31'],
  ])('%i is %s', (serial, date) => {
    expect(dateOfSerial(serial)).toBe(date);
    expect(serialOfDate(date)).toBe(serial);
    expect(dateOfSerial(serial + 0.999)).toBe(date);
  });

  it.each([60, 60.9, 0, -1, 2_958_466, Number.NaN, Number.POSITIVE_INFINITY])('%d is no day', (serial) => {
    expect(dateOfSerial(serial)).toBeNull();
  });

  it('go up by one a day, as the calendar of JavaScript does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        const utc = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
        expect(dateOfSerial(serial)).toBe(utc);
        expect(serialOfDate(utc)).toBe(serial);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('ISO dates', () => {
  it('are days that there are', () => {
    expect(isoDate(2020, 2, 29)).toBe('2020-02-29');
    expect(isoDate(2021, 2, 29)).toBeNull();
    expect(isoDate(1900, 2, 29)).toBeNull();
    expect(isoDate(2000, 2, 29)).toBe('2000-02-29');
    expect([
      isoDate(2020, 0, 1),
      isoDate(2020, 13, 1),
      isoDate(2020, 4, 31),
      isoDate(2020, 1, 0),
      isoDate(1899, 1, 1),
    ]).toEqual([null, null, null, null, null]);
  });

  it('are parsed in one shape only', () => {
    expect(parseIsoDate('2020-10-17')).toEqual({ year: 2020, month: 10, day: 17 });
    for (const text of ['2020-1-7', '20201017', '2020-02-30', ' 2020-10-17', '2020-10-17T00:00'])
      expect(parseIsoDate(text)).toBeNull();
    expect(() => serialOfDate('2020-02-30')).toThrow('2020-02-30');
  });

  it('are moved over months and years', () => {
    expect([
      addDays('2020-02-28', 1),
      addDays('2020-03-01', -1),
      addDays('2020-12-31', 1),
      addDays('2020-10-17', 0),
    ]).toEqual(['2020-02-29', '2020-02-29', '2021-01-01', '2020-10-17']);
    expect(() => addDays('9999-12-31', 1)).toThrow();
  });

  it('know their months', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => daysInMonth(2021, month))).toEqual([
      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]);
    expect([daysInMonth(2020, 2), daysInMonth(1900, 2), daysInMonth(2000, 2)]).toEqual([29, 28, 29]);
  });
});
