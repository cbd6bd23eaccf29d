import type { CellValue } from '../../src/workbook/cell-value.js';
import type { GridWorkbook } from '../../src/workbook/grid.js';

export type TruthValue = string | number | boolean;
/** By sheet and A1 reference. */
export type Truth = Readonly<Record<string, Readonly<Record<string, TruthValue>>>>;

export interface Place {
  readonly file: string;
  readonly sheet: string;
  readonly cell: string;
}

export interface Difference extends Place {
  readonly found: CellValue;
  readonly expected: TruthValue;
}

export declare const KNOWN_DIFFERENCES: readonly (Place & { readonly reason: string })[];
export declare function placeOf(place: Place): string;
export declare function isKnownDifference(difference: Place): boolean;
export declare function truthPathOf(path: string): string;
export declare function countTruthCells(truth: Truth): number;
export declare function findDifferences(
  file: string,
  workbook: GridWorkbook,
  truth: Truth,
): readonly Difference[];
