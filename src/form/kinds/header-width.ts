import { textWidth } from '../../workbook/theme.js';

/** A column just wide enough for its header on two lines, but not narrower than its data need. */
export function headerWidth(title: string, minimum: number): number {
  return Math.max(minimum, Math.ceil(textWidth(title) / 2) + 3);
}
