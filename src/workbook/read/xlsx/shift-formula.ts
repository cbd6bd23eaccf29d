import { MAX_COLUMNS, MAX_ROWS } from '../../excel-limits.js';
import { formatColumn, parseReference } from '../../reference.js';

/** Texts and sheet names in quotes, which hold no references; else a name, number or reference as a whole. */
const TOKENS = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[A-Za-z_$\u0080-\uffff][\w$.\u0080-\uffff]*\(?/g;
const REFERENCE = /^(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})$/;

/**
 * A formula as it stands so many rows and columns further on: what is not absolute moves along (shared formulas;
 * ECMA-376 part 1, 18.3.1.40).
 */
export function shiftFormula(formula: string, rows: number, columns: number): string {
  return formula.replace(TOKENS, (token) => {
    const parts = REFERENCE.exec(token);
    const cell = parts === null ? null : parseReference(token);
    if (parts === null || cell === null) return token;
    const column = parts[1] === '$' ? cell.columnNumber : cell.columnNumber + columns;
    const row = parts[3] === '$' ? cell.rowNumber : cell.rowNumber + rows;
    if (column < 1 || column > MAX_COLUMNS || row < 1 || row > MAX_ROWS) return '#REF!';
    return `${parts[1]}${formatColumn(column)}${parts[3]}${row}`;
  });
}
