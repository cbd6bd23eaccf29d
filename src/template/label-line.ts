import type { FormTask, Unit } from '../campaign/campaign.js';
import { ANSWERS, LABELS } from '../form/shell.js';
import { NUMBER_FORMATS, STYLES, textWidth, wrappedLines } from '../workbook/theme.js';
import type { CellStyle, PlannedRow, PlannedValidation } from '../workbook/workbook-plan.js';
import { LABEL_VALUE, type LabelPiece, labelPiece, type PlacedPieces, placePieces } from './place-pieces.js';
import type { LabelColumns } from './sheet-checks.js';
import { LABEL_ROW } from './sheet-layout.js';

/** Who fills in the sheet: a unit of the roster, or whoever chooses itself from drop-downs. */
export type Filler =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | {
      readonly kind: 'anyone';
      readonly countyList: string;
      readonly unitList: (countyCell: string) => string;
    };

const UNIT_WIDTH = { least: 26, most: 60 } as const;
const LINE_HEIGHT = 14;
/** A cell to choose from, so that it is seen before it is filled in. */
const CHOICE: CellStyle = { ...STYLES.cell, horizontal: 'left' };

/** The line above the header: whose sheet it is, for which period, filled in when, and whether there is any data. */
export function planLabelLine(
  task: FormTask,
  filler: Filler,
  columnWidths: readonly number[],
): PlacedPieces & { readonly row: PlannedRow; readonly values: LabelColumns } {
  const pieces = [...unitPieces(filler), ...commonPieces(task)];
  const placed = placePieces(pieces, columnWidths, LABEL_ROW);
  const besides = (label: string) =>
    placed.columns[pieces.findIndex((piece) => piece.value === labelPiece(label).value) + 1]!;
  const lines = filler.kind === 'unit' ? wrappedLines(filler.unit.name, unitWidth(filler.unit.name)) : 2;
  return {
    ...placed,
    values: { period: besides(LABELS.period), answer: besides(LABELS.answer) },
    row: { rowNumber: LABEL_ROW, height: Math.max(24, lines * LINE_HEIGHT + 4), cells: placed.cells },
  };
}

function commonPieces(task: FormTask): LabelPiece[] {
  return [
    labelPiece(LABELS.period),
    { value: `${task.periodStart} 至 ${task.periodEnd}`, width: 24, style: LABEL_VALUE },
    labelPiece(LABELS.filledOn),
    { value: null, width: 11, style: { ...LABEL_VALUE, numberFormat: NUMBER_FORMATS.date, unlocked: true } },
    labelPiece(LABELS.answer),
    {
      value: ANSWERS.some,
      width: 6,
      style: { ...LABEL_VALUE, horizontal: 'center' },
      validation: () => ({
        type: 'list',
        formulas: [`"${ANSWERS.some},${ANSWERS.none}"`],
        allowBlank: false,
        errorStyle: 'stop',
        errorTitle: LABELS.answer,
        error: `请选“${ANSWERS.some}”或“${ANSWERS.none}”。`,
        promptTitle: LABELS.answer,
        prompt: `无数据选“${ANSWERS.none}”，下面不用填。`,
      }),
    },
  ];
}

/** Long names go over two or more lines rather than being cut off. */
function unitWidth(name: string): number {
  return Math.min(UNIT_WIDTH.most, Math.max(UNIT_WIDTH.least, textWidth(name) + 2));
}

function unitPieces(filler: Filler): LabelPiece[] {
  const label = labelPiece(LABELS.unit);
  if (filler.kind === 'unit') {
    const { name } = filler.unit;
    return [label, { value: name, width: unitWidth(name), style: LABEL_VALUE }];
  }
  const countyIndex = 1;
  return [
    labelPiece(LABELS.county),
    {
      value: null,
      width: 16,
      style: CHOICE,
      validation: () =>
        listValidation(filler.countyList, LABELS.county, '先选所属县（市），地直单位选“地直单位”。'),
    },
    label,
    {
      value: null,
      width: 20,
      style: CHOICE,
      validation: (cellOf) =>
        listValidation(filler.unitList(cellOf(countyIndex)), '填报单位', '选好县（市）后，在这里选本单位。'),
    },
  ];
}

function listValidation(formula: string, title: string, prompt: string): Omit<PlannedValidation, 'range'> {
  return {
    type: 'list',
    formulas: [formula],
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '请从下拉列表中选择',
    error: '请从下拉列表中选择；列表中没有的，请与汇总单位联系。',
    promptTitle: title,
    prompt,
  };
}
