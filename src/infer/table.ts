import type { MergeMap } from '../ingest/merge-map.js';
import type { SheetSurvey } from '../workbook/survey.js';

/** A column of a table, or several that one header cell stands over. */
export interface TableColumn {
  readonly columnNumber: number;
  readonly lastColumnNumber: number;
  /** What stands in and above its header cell, top to bottom, the leaf last. */
  readonly texts: readonly string[];
}

/** A table to be filled in, found on a sheet. */
export interface FoundTable {
  readonly sheet: SheetSurvey;
  readonly merges: MergeMap;
  /** Lines above the header that may be its title. */
  readonly titles: readonly string[];
  /** Other texts above the header: labels to be filled in, 单位：万元. */
  readonly labels: readonly string[];
  readonly headerTop: number;
  readonly headerBottom: number;
  readonly columns: readonly TableColumn[];
  /** The row 甲 乙 1 2 3 below the header. */
  readonly indexRow: number | null;
  /** Rows below the header that hold anything, and the first one even when it is blank. */
  readonly bodyRows: readonly number[];
  readonly totalRow: number | null;
  /** Lines below the table. */
  readonly notes: readonly string[];
}

/** A text of the sheet with the cells that it covers. */
export interface Anchor {
  readonly rowNumber: number;
  readonly columnNumber: number;
  readonly bottom: number;
  readonly right: number;
  readonly text: string;
  readonly isNumber: boolean;
}
