import type { PlannedRow } from '../../../workbook/workbook-plan.js';
import { cell, LOOKS } from '../formats.js';
import type { Scope } from '../scope.js';
import type { PlannedBlock } from '../table.js';
import { FIGURE_POINTS, keyFigures, TITLE_POINTS } from './key-figures.js';
import { slotColumns } from './page-room.js';

const MOST_FIGURES = 6;
const PER_LINE = 3;

/** 主要数据 of many forms: the first figure of each of the first forms in large type. */
export function planCloseFigures(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const figures = scope.summary.forms
    .flatMap((form) => {
      const [figure] = keyFigures(scope, form);
      return figure === undefined ? [] : [{ ...figure, title: `${form.title}：${figure.title}` }];
    })
    .slice(0, MOST_FIGURES);
  const slots = slotColumns(PER_LINE, 1, widths.length);
  const rows = Array.from({ length: 2 * Math.ceil(figures.length / PER_LINE) }, (_, index): PlannedRow => {
    const isTitle = index % 2 === 0;
    const start = Math.floor(index / 2) * PER_LINE;
    return {
      rowNumber: firstRow + index,
      height: isTitle ? TITLE_POINTS : FIGURE_POINTS,
      cells: slots.flatMap(({ first, last }, slot) => {
        const figure = figures[start + slot];
        const value = figure === undefined ? null : isTitle ? figure.title : figure.value;
        return Array.from({ length: last - first + 1 }, (_unused, at) =>
          cell(
            first + at,
            at === 0 ? value : null,
            isTitle ? LOOKS.figureTitle : LOOKS.figure,
            at === 0 && !isTitle ? figure?.origin : undefined,
          ),
        );
      }),
    };
  });
  return {
    rows,
    merges: rows.flatMap(({ rowNumber }) =>
      slots.map(({ first, last }) => ({ top: rowNumber, left: first, bottom: rowNumber, right: last })),
    ),
  };
}
