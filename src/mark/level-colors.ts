import { LEVELS, type Level } from '../issue/finding.js';
import { COLORS } from '../workbook/theme.js';

/** The colour of a marked cell; no template gives it to a cell, so that it is known again. */
export const LEVEL_FILLS: Readonly<Record<Level, string>> = {
  error: COLORS.error,
  query: COLORS.query,
  hint: COLORS.hint,
};

/** The colour of words of a level. */
export const LEVEL_INKS: Readonly<Record<Level, string>> = {
  error: COLORS.errorInk,
  query: COLORS.queryInk,
  hint: COLORS.hintInk,
};

/** The graver of two levels; null is none. */
export function graverLevel(a: Level | null, b: Level | null): Level | null {
  return LEVELS.find((level) => level === a || level === b) ?? null;
}
