import { type CellRange, formatColumn } from '../workbook/reference.js';
import { COLORS, STYLES, textWidth } from '../workbook/theme.js';
import type { CellStyle, PlannedCell, PlannedValidation, PlannedValue } from '../workbook/workbook-plan.js';

/** What stands beside a label: on a line to write on, over two lines when it is long. */
export const LABEL_VALUE: CellStyle = {
  ...STYLES.cell,
  border: { bottom: 'thin', color: COLORS.muted },
  horizontal: 'left',
};

/** A piece of a line of labels: its text or value, and how wide it has to be. */
export interface LabelPiece {
  readonly value: PlannedValue;
  readonly width: number;
  readonly style: CellStyle;
  /** Made when it is known where the piece and those before it stand; references are absolute. */
  readonly validation?: (cellOf: (pieceIndex: number) => string) => Omit<PlannedValidation, 'range'>;
}

/** Pieces laid out in a row. */
export interface PlacedPieces {
  readonly cells: readonly PlannedCell[];
  readonly merges: readonly CellRange[];
  readonly validations: readonly PlannedValidation[];
  readonly lastColumnNumber: number;
  /** The first column of each piece, in their order. */
  readonly columns: readonly number[];
}

const DEFAULT_WIDTH = 12;

/** A label such as 填报日期：, with room for all of it. */
export function labelPiece(text: string): LabelPiece {
  return { value: `${text}：`, width: textWidth(text) + 3, style: STYLES.label };
}

/** Lays the pieces from left to right, each over as many columns as its width needs. */
export function placePieces(
  pieces: readonly LabelPiece[],
  columnWidths: readonly number[],
  rowNumber: number,
): PlacedPieces {
  const ranges: CellRange[] = [];
  let columnNumber = 1;
  for (const piece of pieces) {
    const left = columnNumber;
    let width = 0;
    while (width < piece.width) width += columnWidths[columnNumber++ - 1] ?? DEFAULT_WIDTH;
    ranges.push({ top: rowNumber, left, bottom: rowNumber, right: columnNumber - 1 });
  }
  const cellOf = (index: number) => `$${formatColumn(ranges[index]!.left)}$${rowNumber}`;
  return {
    cells: pieces.flatMap((piece, index) => cellsOfPiece(piece, ranges[index]!)),
    merges: ranges.filter((range) => range.right > range.left),
    validations: pieces.flatMap((piece, index) =>
      piece.validation
        ? [{ ...piece.validation(cellOf), range: { ...ranges[index]!, right: ranges[index]!.left } }]
        : [],
    ),
    lastColumnNumber: columnNumber - 1,
    columns: ranges.map((range) => range.left),
  };
}

function cellsOfPiece(piece: LabelPiece, range: CellRange): PlannedCell[] {
  return Array.from({ length: range.right - range.left + 1 }, (_, offset) => ({
    columnNumber: range.left + offset,
    value: offset === 0 ? piece.value : null,
    style: piece.style,
  }));
}

/** Widths of so many columns; those beyond the given ones have the default. */
export function widenColumns(columnWidths: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_, index) => columnWidths[index] ?? DEFAULT_WIDTH);
}
