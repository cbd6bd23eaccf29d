import { DOUBT_STYLE, TEXT_STYLE } from '../hand-kept/hand-kept-styles.js';
import type { HandKeptColumn } from '../hand-kept/hand-kept-table.js';
import type { CellStyle } from '../workbook/workbook-plan.js';
import { NO_DOUBT, TO_CONFIRM } from './definition-layout.js';

/** The column 待确认; none where nobody has doubts to tell. */
export function doubtColumn<Row>(
  doubts: ReadonlyMap<string, string> | null,
  keyOf: (row: Row) => string | null,
): readonly HandKeptColumn<Row>[] {
  if (doubts === null) return [];
  const cell = (row: Row) => {
    const key = keyOf(row);
    const value = (key === null ? undefined : doubts.get(key)) ?? null;
    return { value, style: doubtStyle(value) };
  };
  return [{ title: TO_CONFIRM, width: 44, style: TEXT_STYLE, check: null, cell }];
}

/** How a cell of 待确认 looks: marked where somebody has to look. */
export function doubtStyle(text: string | null): CellStyle {
  return text === null || text.startsWith(NO_DOUBT) ? TEXT_STYLE : DOUBT_STYLE;
}
