import { describe, expect, it } from 'vitest';
import {
  endOfDay,
  epochOfMoment,
  formatMoment,
  momentOfEpoch,
  momentOfSerial,
  parseMoment,
} from '../../../src/campaign/beijing-time.js';

describe('Beijing time', () => {
  it('is eight hours ahead of UTC, on every machine', () => {
    expect(momentOfEpoch(Date.UTC(2020, 9, 18, 16, 0, 0))).toBe('2020-10-19T00:00:00+08:00');
    expect(momentOfEpoch(Date.UTC(2020, 9, 18, 15, 59, 59, 999))).toBe('2020-10-18T23:59:59+08:00');
    expect(momentOfEpoch(-1)).toBe('1970-01-01T07:59:59+08:00');
    expect(epochOfMoment('2020-10-18T18:00:00+08:00')).toBe(Date.UTC(2020, 9, 18, 10));
  });

  it.each([
    ['2020-10-18', '2020-10-18T23:59:59+08:00'],
    ['2020/10/8 17:00', '2020-10-08T17:00:00+08:00'],
    ['2020年10月18日 17时30分', '2020-10-18T17:30:00+08:00'],
    ['2020-10-18T09:00:00Z', '2020-10-18T17:00:00+08:00'],
    ['2020-10-18T24:00', '2020-10-19T00:00:00+08:00'],
    ['2020-02-30', null],
    ['2020-10-18 25:00', null],
    ['10月18日', null],
  ])('parseMoment %s', (text, moment) => {
    expect(parseMoment(text)).toBe(moment);
  });

  it('serials: a whole number is the end of the day', () => {
    expect(momentOfSerial(44122)).toBe(endOfDay('2020-10-18'));
    expect(momentOfSerial(44122.75)).toBe('2020-10-18T18:00:00+08:00');
    expect(momentOfSerial(1)).toBe(null);
  });

  it('is shown as people write it', () => {
    expect(formatMoment('2020-10-08T09:05:00+08:00')).toBe('2020年10月8日 09:05');
  });
});
