import type { FormDefinition } from '../../../form/form-definition.js';
import { formatColumn } from '../../../workbook/reference.js';
import { wrappedLines } from '../../../workbook/theme.js';
import type { PlannedValue } from '../../../workbook/workbook-plan.js';
import { quotientFormula } from '../figures.js';
import { cell, LOOKS } from '../formats.js';
import { type Scope, sheetTarget } from '../scope.js';
import { joinBlocks, type PlannedBlock, planPlainHeader } from '../table.js';

// 总览 is one page of sections below one another, all on the same columns.

/** Widths of its last and its middle columns, in characters. */
export const OTHER_WIDTH = 11;
export const LAST_WIDTH = 17;
const SECTION_POINTS = 20;

/** A section: its heading with a line below, then what it holds. */
export function planSection(
  rowNumber: number,
  heading: string,
  widths: readonly number[],
  content: PlannedBlock,
): PlannedBlock {
  const cells = widths.map((_, index) => cell(index + 1, index === 0 ? heading : null, LOOKS.section));
  return joinBlocks({ rows: [{ rowNumber, height: SECTION_POINTS, cells }], merges: [] }, content);
}

/** The header of a section's table. */
export function planSectionHeader(
  rowNumber: number,
  headers: readonly string[],
  widths: readonly number[],
): PlannedBlock {
  const columns = headers.map((header, index) => ({ header, width: widths[index]! }));
  return { rows: [planPlainHeader(rowNumber, columns)], merges: [] };
}

/** A row across the page that tells how much of a list is left out. */
export function planRest(rowNumber: number, text: string, widths: readonly number[]): PlannedBlock {
  return {
    rows: [
      {
        rowNumber,
        height: closeRowHeight([]),
        cells: widths.map((_, index) => cell(index + 1, index === 0 ? text : null, LOOKS.nothing)),
      },
    ],
    merges: [{ top: rowNumber, left: 1, bottom: rowNumber, right: widths.length }],
  };
}

/** Height in points of a row, closer than on other sheets: all is to go on one page. */
export function closeRowHeight(texts: readonly { readonly text: string; readonly width: number }[]): number {
  const lines = Math.max(1, ...texts.map(({ text, width }) => wrappedLines(text, width)));
  return 3 + 13 * lines;
}

/** The form's title as a link to its sheet. */
export function formLink(scope: Scope, form: FormDefinition): PlannedValue {
  const sheet = scope.names.forms.get(form.key);
  return sheet === undefined ? form.title : { kind: 'link', text: form.title, target: sheetTarget(sheet) };
}

/** A count by the owed units of column B. */
export function shareFormula(
  rowNumber: number,
  columnNumber: number,
  count: number,
  owed: number,
): PlannedValue {
  return quotientFormula(
    { reference: `${formatColumn(columnNumber)}${rowNumber}`, value: count },
    { reference: `B${rowNumber}`, value: owed },
  );
}
