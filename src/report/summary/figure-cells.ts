import type { FormDefinition } from '../../form/form-definition.js';
import type { Totals } from '../../merge/summary.js';
import { formatColumn } from '../../workbook/reference.js';
import type { CellStyle, OriginArea, PlannedCell, PlannedValue } from '../../workbook/workbook-plan.js';
import { figureOrigin } from '../cell-origins.js';
import { type Figure, figuresOf, rateFormula, shownValue, sumFormula } from './figures.js';
import { cell, formula, LOOKS, NO_NUMBER, type NumberFormatName, TOTAL_LOOKS } from './formats.js';

/** A form's numbers in one row of its table, each cell knowing which total it shows. */
export interface FigureRow {
  readonly form: FormDefinition;
  readonly totals: Totals | undefined;
  /** Whose totals they are. */
  readonly area: OriginArea;
  readonly rowNumber: number;
  readonly firstColumn: number;
}

/** The cells of a row. Rates are formulas over the row's own cells, `cellValueOf` says what the others hold. */
export function planFigureCells(
  row: FigureRow,
  looks: Readonly<Record<NumberFormatName, CellStyle>>,
  cellValueOf: (figure: Figure, index: number) => PlannedValue,
): readonly PlannedCell[] {
  const { form, totals, area, rowNumber, firstColumn } = row;
  const figures = figuresOf(form);
  return figures.map((figure, index) => {
    const value =
      figure.rate === null
        ? cellValueOf(figure, index)
        : rateFormula(figures, figure.rate, totals, rowNumber, firstColumn);
    return cell(firstColumn + index, value, looks[figure.format], figureOrigin(form, figure.key, area));
  });
}

/** The cells of a row of totals; `sumOf` is the formula that adds up a column of this name. */
export function planTotalCells(row: FigureRow, sumOf: (column: string) => string): readonly PlannedCell[] {
  return planFigureCells(row, TOTAL_LOOKS, (figure, index) => {
    const sum = sumOf(formatColumn(row.firstColumn + index));
    return formula(sumFormula(figure, sum), shownValue(figure, row.totals));
  });
}

/** The cells of a row that has no numbers; 0 would say that nothing was done. */
export function planNoFigures(form: FormDefinition, firstColumn: number): readonly PlannedCell[] {
  return figuresOf(form).map((_, index) => cell(firstColumn + index, NO_NUMBER, LOOKS.nothing));
}
