import type { SheetVisibility } from './grid.js';
import type { CellRange } from './reference.js';

// A workbook to be written, as plain data. Stages make plans; workbook/write turns one into bytes.

/** A formula (without `=`) and the value that it has, so that programs which do not calculate show it too. */
export interface PlannedFormula {
  readonly kind: 'formula';
  readonly formula: string;
  readonly result: string | number | null;
}

/** An ISO date, stored as a serial. */
export interface PlannedDate {
  readonly kind: 'date';
  readonly date: string;
}

/** A hyperlink; target `#'捐赠款物'!A1` jumps inside the workbook, a relative path opens a file. */
export interface PlannedLink {
  readonly kind: 'link';
  readonly text: string;
  readonly target: string;
  /** The place in a workbook that the path opens: `'捐赠款物'!C7`. */
  readonly location?: string;
  readonly tooltip?: string;
}

/** Text is always written as text: a leading `=` never becomes a formula. */
export type PlannedValue = null | string | number | boolean | PlannedFormula | PlannedDate | PlannedLink;

export type BorderLine = 'thin' | 'medium' | 'hair' | 'double';

/** A cell's look. Colours are RRGGBB. Plans share a few frozen styles rather than building one a cell. */
export interface CellStyle {
  readonly font?: {
    readonly name?: string;
    readonly size?: number;
    readonly bold?: boolean;
    readonly italic?: boolean;
    readonly underline?: boolean;
    readonly color?: string;
  };
  readonly fill?: string;
  readonly border?: {
    readonly top?: BorderLine;
    readonly right?: BorderLine;
    readonly bottom?: BorderLine;
    readonly left?: BorderLine;
    readonly color?: string;
  };
  readonly horizontal?: 'left' | 'center' | 'right';
  readonly vertical?: 'top' | 'middle' | 'bottom';
  readonly wrap?: boolean;
  readonly indent?: number;
  readonly shrink?: boolean;
  readonly numberFormat?: string;
  /** May be changed where the sheet is protected. */
  readonly unlocked?: boolean;
}

export interface PlannedCell {
  readonly columnNumber: number;
  readonly value: PlannedValue;
  readonly style?: CellStyle;
  /** Which totals the cell is made of, so that their contributions can be told; not written. */
  readonly origin?: CellOrigin;
}

/** What a number is made of: the sum of the first totals, less the second ones, divided by the third. */
export interface CellOrigin {
  readonly plus: readonly PartOrigin[];
  readonly minus?: readonly PartOrigin[];
  readonly over?: readonly PartOrigin[];
  /** Left out where the number is shown as it is. */
  readonly shown?: ShownAs;
}

/**
 * How a cell shows its number. `tenThousands`: in 万元; `words`: as a text, rounded; `gap`: the percentage points that
 * a quotient is below a target; `lacking`: by how much its upper part falls short of it, in whole things.
 */
export type ShownAs =
  | { readonly kind: 'tenThousands' | 'words' }
  | { readonly kind: 'gap' | 'lacking'; readonly percent: number };

/** `reports`: who owes, or has sent, a form or material; `units`: whose counted rows belong to a group. */
export type PartOrigin =
  | TotalOrigin
  | {
      readonly kind: 'reports';
      readonly of: { readonly kind: 'form' | 'material'; readonly key: string };
      readonly count: ReportCount;
      readonly area: OriginArea;
    }
  | {
      readonly kind: 'units';
      readonly form: string;
      readonly area: OriginArea;
      readonly group: RowGroup | null;
    };

/** `rows` or a measure of a form over an area, of all rows or of a group. */
export interface TotalOrigin {
  readonly kind: 'total';
  readonly form: string;
  readonly key: string;
  readonly area: OriginArea;
  readonly group: RowGroup | null;
}

/** The rows that say one of these in a field, in words; null: nothing that can be read. */
export interface RowGroup {
  readonly field: string;
  readonly values: readonly (string | null)[];
}

/** 应报, 已报, 合格, 按时; 未报送, 待改, 迟报. */
export type ReportCount = 'owed' | 'received' | 'accepted' | 'onTime' | 'missing' | 'returned' | 'late';

export type OriginArea =
  | { readonly kind: 'unit'; readonly code: string }
  /** The units of a county that are of one 单位类别. */
  | { readonly kind: 'unitKind'; readonly county: string; readonly category: string }
  | { readonly kind: 'county'; readonly county: string }
  | { readonly kind: 'prefecture' };

export interface PlannedRow {
  readonly rowNumber: number;
  /** Points. */
  readonly height?: number;
  readonly hidden?: boolean;
  readonly cells: readonly PlannedCell[];
}

/** Excel's data validation (ECMA-376 part 1, 18.3.1.33). Formulas are written for the range's first cell. */
export interface PlannedValidation {
  readonly range: CellRange;
  readonly type: 'list' | 'whole' | 'decimal' | 'date' | 'textLength' | 'custom';
  readonly operator?: 'between' | 'greaterThanOrEqual' | 'lessThanOrEqual' | 'equal';
  readonly formulas: readonly (string | number)[];
  readonly allowBlank: boolean;
  /** `stop` refuses the entry, `warning` and `information` let it stand. */
  readonly errorStyle: 'stop' | 'warning' | 'information';
  readonly errorTitle?: string;
  readonly error?: string;
  readonly promptTitle?: string;
  readonly prompt?: string;
}

/** A conditional format by formula, written for the range's first cell; earlier ones win. */
export interface PlannedConditionalFormat {
  readonly range: CellRange;
  readonly formula: string;
  readonly style: Pick<CellStyle, 'font' | 'fill'>;
}

/** A PNG picture; `image` names a key of the images handed to the writer. */
export interface PlannedImage {
  readonly image: string;
  /** Where its top-left corner lies, and its size in pixels at 96 dpi. */
  readonly rowNumber: number;
  readonly columnNumber: number;
  readonly width: number;
  readonly height: number;
  readonly description?: string;
}

/** Cells that a chart draws, in one row or column, and what they show: programs that do not calculate draw from that. */
export interface ChartCells<Value> {
  readonly sheet: string;
  readonly range: CellRange;
  readonly values: readonly Value[];
}

export interface PlannedSeries {
  /** The cell that names the series. */
  readonly name: ChartCells<string>;
  /** One value a category; null where the cell is blank. */
  readonly values: ChartCells<number | null>;
  readonly numberFormat: string;
}

export interface PlannedBars extends PlannedSeries {
  /** RRGGBB. */
  readonly color: string;
  readonly labels: BarLabels;
}

/** Values written at a series' points; `upright`: turned by 90°; `except`: those, from 0, that have no room. */
export type ChartLabels = null | { readonly upright: boolean; readonly except: readonly number[] };

/**
 * Values of bars: at their ends, in the middle of the parts of stacked bars, or at their feet where a line runs above;
 * bars too short for that, from 0, have theirs at the end.
 */
export type BarLabels =
  | null
  | (NonNullable<ChartLabels> &
      (
        | { readonly place: 'end' }
        | { readonly place: 'middle' }
        | { readonly place: 'foot'; readonly short: readonly number[] }
      ));

/**
 * A line over bars. `rate`: points joined, on the second axis; `target`: dashed, on the axis of the bars, its name at
 * its end; `sums`: not drawn, only its values above stacked bars.
 */
export interface PlannedLine extends PlannedSeries {
  readonly kind: 'rate' | 'target' | 'sums';
  readonly color: string;
  readonly labels: ChartLabels;
}

/** An axis of values. What is null, the program that draws decides. */
export interface PlannedAxis {
  readonly title: string | null;
  readonly numberFormat: string;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly step: number | null;
}

interface PlannedChartFrame {
  readonly title: string;
  /** What is read out instead of the picture. */
  readonly description: string;
  /** Where its top-left corner lies, with pixels (96 dpi) right of that column's edge, and its size in pixels. */
  readonly rowNumber: number;
  readonly columnNumber: number;
  readonly offset?: number;
  readonly width: number;
  readonly height: number;
  /** Size of its text in points; the title is a third larger. */
  readonly textPoints: number;
  readonly categories: ChartCells<string>;
}

export interface PlannedBarChart extends PlannedChartFrame {
  readonly kind: 'bars';
  /** `across`: bars lie below one another, the first category on top; lines go over upright bars only. */
  readonly direction: 'upright' | 'across';
  readonly stacked: boolean;
  readonly bars: readonly PlannedBars[];
  readonly lines: readonly PlannedLine[];
  readonly axis: PlannedAxis;
  /** The axis of rate lines, on the right; null where there are none. */
  readonly secondAxis: PlannedAxis | null;
}

export interface PlannedDoughnut extends PlannedChartFrame {
  readonly kind: 'doughnut';
  readonly slices: PlannedSeries;
  /** RRGGBB, one a category. */
  readonly colors: readonly string[];
  /** Slices, from 0, that are too thin for a label. */
  readonly unlabelled: readonly number[];
}

/** A chart that spreadsheet programs draw themselves from cells of the workbook. */
export type PlannedChart = PlannedBarChart | PlannedDoughnut;

export interface PrintSetup {
  readonly orientation: 'portrait' | 'landscape';
  /** One page wide; `pagesTall` 0 means as many as needed. */
  readonly pagesTall: number;
  readonly repeatRows?: { readonly first: number; readonly last: number };
  readonly area?: CellRange;
  /** Rows that end a page. */
  readonly breaksAfter?: readonly number[];
  /** Header and footer in Excel's own codes: `&L…&C第 &P 页 共 &N 页`. */
  readonly footer?: string;
  readonly header?: string;
  readonly margins?: {
    left: number;
    right: number;
    top: number;
    bottom: number;
    header: number;
    footer: number;
  };
}

export interface SheetPlan {
  readonly name: string;
  readonly visibility?: SheetVisibility;
  /** RRGGBB. */
  readonly tabColor?: string;
  /** Widths in characters, by column from 1 on; undefined leaves the default. */
  readonly columnWidths: readonly (number | undefined)[];
  readonly rows: readonly PlannedRow[];
  readonly merges?: readonly CellRange[];
  readonly validations?: readonly PlannedValidation[];
  readonly conditionalFormats?: readonly PlannedConditionalFormat[];
  readonly images?: readonly PlannedImage[];
  readonly charts?: readonly PlannedChart[];
  /** Rows above and columns left of this many stay in view. */
  readonly freeze?: { readonly rows: number; readonly columns: number };
  readonly autoFilter?: CellRange;
  readonly print?: PrintSetup;
  /** Percent. */
  readonly zoom?: number;
  readonly showGridLines?: boolean;
  /** Only unlocked cells can be changed; without password, so that whoever must can lift it. */
  readonly isProtected?: boolean;
}

export interface WorkbookPlan {
  readonly title: string;
  readonly sheets: readonly SheetPlan[];
  /** Formula text without `=`, e.g. `'捐赠款物统计表'!$A$1`. */
  readonly definedNames?: readonly { readonly name: string; readonly formula: string }[];
  /** Which sheet is in front when it is opened; from 0, default the first visible. */
  readonly activeSheetIndex?: number;
  /** ISO time written as created and modified; fixed so that the same plan gives the same bytes. */
  readonly writtenAt?: string;
}
