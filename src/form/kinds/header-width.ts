import { textWidth } from '../../workbook/theme.js';

/** Half characters of a header that fit a unit of column width, where fonts are missing and columns come out wide. */
const HALVES_PER_WIDTH = 1.5;

/**
 * A column wide enough for its header on three lines, but not narrower than its data need, and such that no closing
 * bracket stands alone on the last line.
 */
export function headerWidth(title: string, minimum: number): number {
  const halves = textWidth(title);
  let width = Math.max(minimum, Math.ceil(halves / 3) + 3);
  while (isOrphaned(halves, width)) width++;
  return width;
}

function isOrphaned(halves: number, width: number): boolean {
  const perLine = Math.floor((width * HALVES_PER_WIDTH) / 2) * 2;
  const last = halves % perLine;
  return last > 0 && last <= 2;
}
