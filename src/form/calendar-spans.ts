import { daysInMonth, isoDate, parseIsoDate } from '../workbook/date-serial.js';
import type { CalendarSpan } from './form-definition.js';

const MONTHS: Readonly<Record<CalendarSpan, number>> = { month: 1, quarter: 3, year: 12 };
const QUARTERS = ['一', '二', '三', '四'];

/** Months, quarters or years that lie in the period with their first and last day, by name: `2020年第四季度`. */
export function wholeSpans(
  every: CalendarSpan,
  periodStart: string,
  periodEnd: string,
): readonly { readonly title: string; readonly start: string; readonly end: string }[] {
  const [first, last] = [parseIsoDate(periodStart), parseIsoDate(periodEnd)];
  if (first === null || last === null) return [];
  const length = MONTHS[every];
  const spans: { title: string; start: string; end: string }[] = [];
  for (let year = first.year; year <= last.year; year++) {
    for (let month = 1; month <= 12; month += length) {
      const start = isoDate(year, month, 1)!;
      const endMonth = month + length - 1;
      const end = isoDate(year, endMonth, daysInMonth(year, endMonth))!;
      if (start >= periodStart && end <= periodEnd)
        spans.push({ title: titleOf(every, year, month), start, end });
    }
  }
  return spans;
}

function titleOf(every: CalendarSpan, year: number, month: number): string {
  switch (every) {
    case 'month':
      return `${year}年${month}月`;
    case 'quarter':
      return `${year}年第${QUARTERS[(month - 1) / 3]}季度`;
    case 'year':
      return `${year}年`;
  }
}
