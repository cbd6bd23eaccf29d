import { textWidth } from '../../workbook/theme.js';

/** Half characters of a header in 10 points that fit a unit of column width (7 pixels, with the file's default font). */
const HALVES_PER_WIDTH = 0.97;
/** The same where the default font is missing and a wider one sets the unit, as in LibreOffice on a bare machine. */
const HALVES_PER_WIDE_WIDTH = 1.35;
/** Lines over which a header may run. */
const MOST_LINES = 4;
const STEP = 0.5;

/**
 * A column wide enough for its header on four lines, but not narrower than its data need, and such that no closing
 * bracket stands alone on the last line: narrow columns are what keeps a wide form legible on A4.
 */
export function headerWidth(title: string, minimum: number): number {
  let width = minimum;
  while (headerLines(title, width) > MOST_LINES || isOrphaned(title, width)) width += STEP;
  return width;
}

/** Lines that a header takes in a column of this width. */
export function headerLines(title: string, width: number): number {
  return Math.ceil(textWidth(title) / halvesPerLine(width, HALVES_PER_WIDTH));
}

/** Chinese characters are not split: an even number of halves. */
function halvesPerLine(width: number, halvesPerWidth: number): number {
  return Math.max(2, Math.floor((width * halvesPerWidth) / 2) * 2);
}

function isOrphaned(title: string, width: number): boolean {
  const halves = textWidth(title);
  return [HALVES_PER_WIDTH, HALVES_PER_WIDE_WIDTH].some((halvesPerWidth) => {
    const perLine = halvesPerLine(width, halvesPerWidth);
    const last = halves % perLine;
    return halves > perLine && last > 0 && last <= 2;
  });
}
