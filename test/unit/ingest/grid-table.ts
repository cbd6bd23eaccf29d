import type { CellValue } from '../../../src/workbook/cell-value.js';
import { serialOfDate } from '../../../src/workbook/date-serial.js';
import { type Grid, GridBuilder, type SheetVisibility } from '../../../src/workbook/grid.js';
import { formatColumn, parseRange, parseReference } from '../../../src/workbook/reference.js';

/** What a text table cannot show. */
export interface GridTableOptions {
  readonly sheetName?: string;
  readonly visibility?: SheetVisibility;
  /** `A1:C1` … */
  readonly merges?: readonly string[];
  /** Cells (`D3`) or whole columns (`D`) whose 2020-10-17 is a date of Excel's, and whose numbers are shown as dates. */
  readonly dates?: readonly string[];
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly string[];
}

interface TableCell {
  readonly value: CellValue;
  readonly isFormula: boolean;
}

const ERRORS = /^#(?:REF!|DIV\/0!|N\/A|NAME\?|VALUE!|NUM!|NULL!)$/;

/**
 * A sheet written as a text table: a line is a row, cells stand between `|`, blanks around them do not count. `500` is a
 * number, `"500"` text (and text with blanks at its ends), `=500` a formula with its cached value, `=` one without,
 * `#REF!` an error, `⏎` a line break, `␣` the space U+3000.
 */
export function gridOf(table: string, options: GridTableOptions = {}): Grid {
  const builder = new GridBuilder();
  const dates = new Set(options.dates ?? []);
  linesOf(table).forEach((line, rowIndex) => {
    line.split('|').forEach((text, columnIndex) => {
      const [rowNumber, columnNumber] = [rowIndex + 1, columnIndex + 1];
      const column = formatColumn(columnNumber);
      const { value, isFormula } = cellOf(text.trim());
      const isDate = dates.has(column) || dates.has(`${column}${rowNumber}`);
      const stored =
        isDate && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? serialOfDate(value) : value;
      builder.set(rowNumber, columnNumber, stored, isDate && typeof stored === 'number', isFormula);
    });
  });
  return builder.build({
    sheetName: options.sheetName ?? 'Sheet1',
    visibility: options.visibility ?? 'visible',
    merges: (options.merges ?? []).map((merge) => parseRange(merge)!),
    hiddenRows: new Set(options.hiddenRows ?? []),
    hiddenColumns: new Set(
      (options.hiddenColumns ?? []).map((column) => parseReference(`${column}1`)!.columnNumber),
    ),
  });
}

/** The lines between the first and the last line break of a template literal: blank ones are blank rows. */
function linesOf(table: string): readonly string[] {
  const lines = table.split('\n');
  return lines.slice(lines[0]?.trim() === '' ? 1 : 0, lines.at(-1)?.trim() === '' ? -1 : undefined);
}

function cellOf(text: string): TableCell {
  if (text.startsWith('=')) return { value: cellOf(text.slice(1)).value, isFormula: true };
  const quoted = /^"([\s\S]*)"$/.exec(text)?.[1];
  const written = (quoted ?? text).replaceAll('⏎', '\n').replaceAll('␣', '\u3000');
  return { value: quoted === undefined ? plainValue(written) : written, isFormula: false };
}

function plainValue(text: string): CellValue {
  if (text === '') return null;
  if (text === 'TRUE' || text === 'FALSE') return text === 'TRUE';
  if (ERRORS.test(text)) return { error: text };
  return /^-?\d+(?:\.\d+)?(?:e\d+)?$/.test(text) ? Number(text) : text;
}
