import { MAX_CELL_TEXT } from '../excel-limits.js';
import { ReadFailure } from './unreadable.js';

/** Fails with `limit-shared-strings` for a text that no cell of any spreadsheet program can hold. */
export function checkCellText(length: number): void {
  if (length > MAX_CELL_TEXT) throw new ReadFailure({ code: 'limit-shared-strings', detail: MAX_CELL_TEXT });
}
