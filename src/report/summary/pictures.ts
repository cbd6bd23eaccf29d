import type { CellRange } from '../../workbook/reference.js';
import type { PlannedImage, PlannedRow, SheetPlan } from '../../workbook/workbook-plan.js';
import {
  columnPixels,
  GAP_PIXELS,
  planBlankRows,
  rowsForDrawing,
  totalPixels,
} from '../charts/drawing-rows.js';
import { printSetup, type Scope } from './scope.js';
import { planTitle } from './table.js';

/** A chart to be placed: the key of its picture and its size in pixels. */
export interface Picture {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly description: string;
}

/** Pictures placed on rows of their own. */
export interface PlacedPictures {
  readonly rows: readonly PlannedRow[];
  readonly images: readonly PlannedImage[];
  readonly lastRow: number;
}

const PER_LINE = 2;
/** On a sheet of their own: two lines fill a printed page and can still be read. */
export const PICTURES_PER_SHEET = 4;
const LEAST_SINGLE_PIXELS = 560;
const CHART_SHEET_WIDTHS: readonly number[] = Array.from({ length: 24 }, () => 9.5);

/** Places pictures from a row on, two side by side within the width of the columns, on blank rows. */
export function planPictures(
  firstRow: number,
  widths: readonly number[],
  pictures: readonly Picture[],
): PlacedPictures {
  const total = totalPixels(widths);
  const half = Math.floor((total - GAP_PIXELS * (PER_LINE - 1)) / PER_LINE);
  // Below a narrow table half the width would be too small to read.
  const share = pictures.length === 1 ? Math.min(total, Math.max(half, LEAST_SINGLE_PIXELS)) : half;
  const images: PlannedImage[] = [];
  let row = firstRow;
  for (let start = 0; start < pictures.length; start += PER_LINE) {
    const line = pictures.slice(start, start + PER_LINE).map((picture) => shrink(picture, share));
    line.forEach(({ image, width, height, description }, index) => {
      const columnNumber = columnAt(widths, index * (share + GAP_PIXELS));
      images.push({ image, rowNumber: row, columnNumber, width, height, description });
    });
    row += rowsForDrawing(Math.max(...line.map((picture) => picture.height)));
  }
  const rows = planBlankRows(firstRow, row - firstRow);
  return { rows, images, lastRow: row - 1 };
}

/** Sheets that show charts and nothing else, each on one printed page. */
export function planChartSheets(scope: Scope, pictures: readonly Picture[]): readonly SheetPlan[] {
  return scope.names.charts.map((name, index) => {
    const shown = pictures.slice(index * PICTURES_PER_SHEET, (index + 1) * PICTURES_PER_SHEET);
    const title = planTitle(`${scope.area}汇总图表`, '县（市）按名册顺序排列，不排名。', CHART_SHEET_WIDTHS);
    const drawn = planPictures(3, CHART_SHEET_WIDTHS, shown);
    return {
      name,
      columnWidths: CHART_SHEET_WIDTHS,
      rows: [...title.rows, ...drawn.rows],
      merges: title.merges,
      images: drawn.images,
      // One page exactly: a picture cut by the end of a page would be of no use.
      print: { ...printSetup(scope), pagesTall: 1, area: printArea(drawn.lastRow, CHART_SHEET_WIDTHS) },
      showGridLines: false,
    };
  });
}

/** Everything down to a row: pictures do not belong to the used range and could be left out without an area. */
export function printArea(lastRow: number, widths: readonly number[]): CellRange {
  return { top: 1, left: 1, bottom: lastRow, right: widths.length };
}

/** Shrinks a picture to a width, keeping its shape. */
function shrink(picture: Picture, width: number): Picture {
  const scale = Math.min(1, width / picture.width);
  return { ...picture, width: Math.floor(picture.width * scale), height: Math.floor(picture.height * scale) };
}

/** The first column that begins at or right of this many pixels. */
function columnAt(widths: readonly number[], left: number): number {
  let x = 0;
  for (const [index, width] of widths.entries()) {
    if (x >= left) return index + 1;
    x += columnPixels(width);
  }
  return widths.length;
}
