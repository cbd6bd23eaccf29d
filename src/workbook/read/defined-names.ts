import { type CellRange, formatColumn, quoteSheetName } from '../reference.js';

export interface DefinedName {
  readonly name: string;
  /** The sheet for which alone the name is defined. */
  readonly localSheet: string | null;
  readonly formula: string;
}

/**
 * Names to formulas (ECMA-376 part 1, 18.2.5). A name of one sheet is found as `'Sheet'!Name`, and by its bare name
 * too when neither the workbook nor an earlier sheet defines that.
 */
export function mapDefinedNames(names: readonly DefinedName[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { name, localSheet, formula } of names) if (localSheet === null) map.set(name, formula);
  for (const { name, localSheet, formula } of names) {
    if (localSheet === null) continue;
    map.set(`${quoteSheetName(localSheet)}!${name}`, formula);
    if (!map.has(name)) map.set(name, formula);
  }
  return map;
}

/** A range of one sheet as a defined name's formula: `'Sheet'!$A$1` or `'Sheet'!$A$1:$C$3`. */
export function formatSheetRange(sheetName: string, range: CellRange): string {
  const first = `$${formatColumn(range.left)}$${range.top}`;
  const last = `$${formatColumn(range.right)}$${range.bottom}`;
  return `${quoteSheetName(sheetName)}!${first === last ? first : `${first}:${last}`}`;
}
