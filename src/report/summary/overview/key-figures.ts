import type { FormDefinition } from '../../../form/form-definition.js';
import type {
  CellOrigin,
  CellStyle,
  PlannedCell,
  PlannedRow,
  PlannedValue,
} from '../../../workbook/workbook-plan.js';
import { figureOrigin } from '../../cell-origins.js';
import { formatPercent } from '../../format-figures.js';
import {
  type Figure,
  figureText,
  figureTextFormula,
  measureFigures,
  rateFigures,
  rateOf,
} from '../figures.js';
import { cell, formula, LOOKS } from '../formats.js';
import { notCountedSentence } from '../not-counted.js';
import { areaOf, areaTotals, notCountedOf, type Scope } from '../scope.js';
import { joinBlocks, type PlannedBlock } from '../table.js';
import { targetOf } from '../targets.js';
import { totalCell } from '../total-cell.js';
import { formLink } from './section.js';

/** Large figures stand side by side, two columns each. */
const FIGURES_PER_LINE = 4;
export const TITLE_POINTS = 16;
export const FIGURE_POINTS = 24;

/** 主要数据: the large figures of every form. */
export function planKeyFigures(scope: Scope, firstRow: number): PlannedBlock {
  let block: PlannedBlock = { rows: [], merges: [] };
  for (const form of scope.summary.forms) {
    block = joinBlocks(block, planFormFigures(scope, form, firstRow + block.rows.length));
  }
  return block;
}

/** One figure by which a form is known: `走访户数`, `2,766 户`. */
export interface KeyFigure {
  readonly title: string;
  readonly text: string;
  /** The same for a cell: it follows the total. */
  readonly value: PlannedValue;
  readonly origin: CellOrigin;
}

/** The totals by which a form is known; one that names none still has a first total to show. */
export function headlineKeys(form: FormDefinition): readonly string[] {
  if (form.keyMeasures.length > 0) return form.keyMeasures;
  return measureFigures(form)
    .slice(0, 2)
    .map((figure) => figure.key);
}

/** A form's key measures and rates over the scope's area, in words. */
export function keyFigures(scope: Scope, form: FormDefinition): readonly KeyFigure[] {
  const originOf = (key: string): CellOrigin => ({
    ...figureOrigin(form, key, areaOf(scope)),
    shown: { kind: 'words' },
  });
  const told = (figure: Figure, title: string, text: string): KeyFigure => {
    const total = totalCell(scope, form, figure.key);
    const value = total === null ? text : formula(figureTextFormula(figure, total), text);
    return { title, text, value, origin: originOf(figure.key) };
  };
  const totals = areaTotals(scope, form);
  const figures = measureFigures(form);
  const target = targetOf(scope, form);
  return [
    ...headlineKeys(form).flatMap((key) => {
      const figure = figures.find((item) => item.key === key);
      return figure === undefined ? [] : [told(figure, figure.title, figureText(figure, totals))];
    }),
    ...rateFigures(form).map((rate) => {
      const title = rate.key === target?.rate.key ? `${rate.title}（目标 ${target.percent}%）` : rate.title;
      return told(rate, title, formatPercent(rateOf(form, rate.key, totals)));
    }),
  ];
}

/** The form's name as a link, what was returned below it, and its figures in lines of four. */
function planFormFigures(scope: Scope, form: FormDefinition, firstRow: number): PlannedBlock {
  const figures = keyFigures(scope, form);
  const lineCount = Math.max(1, Math.ceil(figures.length / FIGURES_PER_LINE));
  const returned = notCountedOf(scope, form, null);
  const beside = returned.units === 0 ? null : notCountedSentence(returned);
  const noteRow = firstRow + lineCount;
  const lastRow = firstRow + 2 * lineCount - 1;
  const labels = (row: number): PlannedValue => {
    if (row === firstRow) return formLink(scope, form);
    return row === noteRow ? beside : null;
  };
  const rows = Array.from({ length: 2 * lineCount }, (_, index): PlannedRow => {
    const row = firstRow + index;
    const isTitle = index % 2 === 0;
    const start = Math.floor(index / 2) * FIGURES_PER_LINE;
    const style: CellStyle = isTitle ? LOOKS.figureTitle : LOOKS.figure;
    const slots = Array.from({ length: FIGURES_PER_LINE }, (_unused, slot): PlannedCell[] => {
      const figure = figures[start + slot];
      const value = figure === undefined ? null : isTitle ? figure.title : figure.value;
      const origin = isTitle ? undefined : figure?.origin;
      return [cell(2 + slot * 2, value, style, origin), cell(3 + slot * 2, null, style)];
    });
    return {
      rowNumber: row,
      height: isTitle ? TITLE_POINTS : FIGURE_POINTS,
      cells: [cell(1, labels(row), row < noteRow ? LOOKS.formLink : LOOKS.formNote), ...slots.flat()],
    };
  });
  const slotMerges = rows.flatMap(({ rowNumber }) =>
    Array.from({ length: FIGURES_PER_LINE }, (_, slot) => ({
      top: rowNumber,
      left: 2 + slot * 2,
      bottom: rowNumber,
      right: 3 + slot * 2,
    })),
  );
  const labelMerges =
    lineCount === 1
      ? []
      : [
          { top: firstRow, left: 1, bottom: noteRow - 1, right: 1 },
          { top: noteRow, left: 1, bottom: lastRow, right: 1 },
        ];
  return { rows, merges: [...slotMerges, ...labelMerges] };
}
