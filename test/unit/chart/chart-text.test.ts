import { expect, it } from 'vitest';
import { formatTick, formatValue, wrapName } from '../../../src/chart/chart-text.js';
import type { ValueFormat } from '../../../src/report/charts/chart-spec.js';

it.each<[number, ValueFormat, string, string]>([
  [1_234_567, 'integer', '1,234,567', '1,234,567'],
  [1234.5, 'decimal', '1,234.5', '1,234.5'],
  [1234.5, 'amount', '1,234.50', '1,234.5'],
  [12_345_678.9, 'wan', '1,234.57', '1,234.5679'],
  [0.3, 'percent', '30.0%', '30%'],
  [0, 'percent', '0.0%', '0%'],
])('writes %d as %s: label %s, tick %s', (value, format, label, tick) => {
  expect([formatValue(value, format), formatTick(value, format)]).toEqual([label, tick]);
});

it.each<[string, number, number, string[]]>([
  ['塔城市', 5, 2, ['塔城市']],
  ['和布克赛尔蒙古自治县', 7, 2, ['和布克赛尔', '蒙古自治县']],
  ['和布克赛尔蒙古自治县', 12, 2, ['和布克赛尔蒙古自治县']],
  ['和布克赛尔蒙古自治县', 3, 2, ['和布克', '赛尔…']],
  ['', 5, 2, ['']],
])('breaks %s at %d characters into at most %d lines', (name, characters, lines, expected) => {
  expect(wrapName(name, characters, lines)).toEqual(expected);
});
