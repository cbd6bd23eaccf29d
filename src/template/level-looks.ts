import type { Level } from '../issue/finding.js';
import { COLORS } from '../workbook/theme.js';
import type { PlannedConditionalFormat } from '../workbook/workbook-plan.js';

/** How a cell looks that something of a level is found in. */
export const LEVEL_LOOKS: Readonly<Record<Level, PlannedConditionalFormat['style']>> = {
  error: { fill: COLORS.error, font: { color: COLORS.errorInk } },
  query: { fill: COLORS.query, font: { color: COLORS.queryInk } },
  hint: { fill: COLORS.hint, font: { color: COLORS.hintInk } },
};
