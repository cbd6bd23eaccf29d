import { expect, it } from 'vitest';
import { wholeSpans } from '../../../src/form/calendar-spans.js';

it.each([
  ['quarter', '2020-10-01', '2020-12-31', [['2020年第四季度', '2020-10-01', '2020-12-31']]],
  ['quarter', '2020-10-02', '2021-03-31', [['2021年第一季度', '2021-01-01', '2021-03-31']]],
  ['quarter', '2020-10-01', '2020-10-31', []],
  ['year', '2020-01-01', '2020-12-31', [['2020年', '2020-01-01', '2020-12-31']]],
  ['year', '2020-02-01', '2021-11-30', []],
  ['month', '2020-02-01', '2020-02-29', [['2020年2月', '2020-02-01', '2020-02-29']]],
] as const)('every %s of %s to %s', (every, start, end, expected) => {
  expect(wholeSpans(every, start, end).map((span) => [span.title, span.start, span.end])).toEqual(expected);
});
