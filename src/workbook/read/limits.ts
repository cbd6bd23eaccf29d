import { MAX_ROWS } from '../excel-limits.js';

/**
 * What a returned file may ask of the machine. Every limit is far above what an honest return needs and low enough
 * that a hostile one is refused within seconds and a few hundred megabytes.
 */
export interface ReadLimits {
  /** Bytes of the file itself. */
  readonly fileBytes: number;
  /** Bytes of all parts that are inflated, together. */
  readonly inflatedBytes: number;
  /** Inflated bytes of a part for each packed byte; judged only above `ratioFloorBytes`. */
  readonly ratio: number;
  /** Up to this many inflated bytes the ratio does not matter: a small sheet of blanks packs very well. */
  readonly ratioFloorBytes: number;
  /** Entries of the zip. */
  readonly entries: number;
  /** Sheets of the workbook. */
  readonly sheets: number;
  /** The highest row number that may hold a value. */
  readonly rows: number;
  /** Cells with a value or a formula, over all sheets. Formatted blanks do not count. */
  readonly cells: number;
  /** Entries of the shared string table. */
  readonly sharedStrings: number;
  /** Characters of all shared strings together. */
  readonly sharedStringCharacters: number;
  /** Cells covered by merges in the used part of a sheet; merges that overlap count twice. */
  readonly mergedCells: number;
}

export const DEFAULT_READ_LIMITS: ReadLimits = {
  fileBytes: 50 * 1024 * 1024,
  inflatedBytes: 100 * 1024 * 1024,
  ratio: 1000,
  ratioFloorBytes: 10 * 1024 * 1024,
  entries: 10_000,
  sheets: 256,
  rows: MAX_ROWS,
  cells: 5_000_000,
  sharedStrings: 2_000_000,
  sharedStringCharacters: 30 * 1024 * 1024,
  mergedCells: 20_000_000,
};
