import type { Campaign, FormTask } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import { planFormHeader } from '../form/header-plan.js';
import { ROW_NUMBER_TITLE } from '../form/shell.js';
import { STYLES, textWidth } from '../workbook/theme.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';
import { planConditionalFormats } from './conditional-formats.js';
import { type FilledRows, planDataRows, planTotalRow } from './data-rows.js';
import { planFooter } from './footer.js';
import { type Filler, planLabelLine } from './label-line.js';
import { widenColumns } from './place-pieces.js';
import { FIRST_DATA_ROW, HEADER_ROW, TITLE_ROW } from './sheet-layout.js';
import { planValidations } from './validations.js';

export { FIRST_DATA_ROW } from './sheet-layout.js';

/** The first column, before the form's own. */
export const ROW_NUMBER_COLUMN = { title: ROW_NUMBER_TITLE, width: 5.5 } as const;

const TITLE_LINE_HEIGHT = 24;
/** How much wider a character of the title is than one in 10 points. */
const TITLE_SCALE = 1.6;

/** Where a sheet's drop-downs find options that are too long for a validation, and what the sheet is called. */
export interface FormSheetOptions {
  /** The form's title unless the workbook has another sheet of that name. */
  readonly sheetName: string;
  readonly listOf: (field: FieldDefinition) => string | null;
  /** What the unit has reported already; the rest of the sheet is then protected. Null: an empty form. */
  readonly filled: FilledRows | null;
}

/** Plans one form as a sheet to be filled in. */
export function planFormSheet(
  campaign: Campaign,
  form: FormDefinition,
  task: FormTask,
  filler: Filler,
  options: FormSheetOptions,
): SheetPlan {
  const header = planFormHeader(form, HEADER_ROW, [ROW_NUMBER_COLUMN]);
  const { filled } = options;
  const lastDataRow = FIRST_DATA_ROW + (filled?.records.length ?? form.templateRows) - 1;
  const parameters = ruleParameters(campaign, task);
  const labels = planLabelLine(task, filler, header.columnWidths);
  // A form of few columns is narrower than the line of labels above it.
  const tableWidths = widenColumns(
    header.columnWidths,
    Math.max(header.lastColumnNumber, labels.lastColumnNumber),
  );
  const footer = planFooter(campaign, form, task, lastDataRow + 2, tableWidths);
  const right = Math.max(tableWidths.length, footer.lastColumnNumber);
  return {
    name: options.sheetName,
    columnWidths: widenColumns(tableWidths, right),
    rows: [
      {
        rowNumber: 1,
        height: 16,
        cells: [{ columnNumber: 1, value: `附件${task.attachment}`, style: STYLES.subtitle }],
      },
      {
        rowNumber: TITLE_ROW,
        height: titleLines(task.title, tableWidths) * TITLE_LINE_HEIGHT + 6,
        cells: [{ columnNumber: 1, value: task.title, style: { ...STYLES.title, wrap: true } }],
      },
      labels.row,
      ...header.rows,
      ...planDataRows(form, header, lastDataRow, parameters, filled),
      planTotalRow(form, header, lastDataRow + 1),
      ...footer.rows,
    ],
    merges: [
      { top: TITLE_ROW, left: 1, bottom: TITLE_ROW, right: tableWidths.length },
      ...labels.merges,
      ...header.merges,
      ...footer.merges,
    ],
    validations: [...labels.validations, ...planValidations(form, task, header, lastDataRow, options.listOf)],
    conditionalFormats: planConditionalFormats(form, header, lastDataRow, parameters),
    freeze: { rows: FIRST_DATA_ROW - 1, columns: 2 },
    print: {
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: HEADER_ROW, last: HEADER_ROW + 1 },
      area: { top: 1, left: 1, bottom: footer.lastRowNumber, right },
      footer: '&C第 &P 页 共 &N 页',
      margins: { left: 0.3, right: 0.3, top: 0.4, bottom: 0.5, header: 0.2, footer: 0.2 },
    },
    zoom: 100,
    isProtected: filled !== null,
  };
}

/** The campaign's values that rules refer to. */
export function ruleParameters(campaign: Pick<Campaign, 'wishAmountLimit'>, task: FormTask): RuleParameters {
  return {
    wishAmountLimit: campaign.wishAmountLimit,
    periodStart: task.periodStart,
    periodEnd: task.periodEnd,
  };
}

function titleLines(title: string, columnWidths: readonly number[]): number {
  const width = columnWidths.reduce((total, value) => total + value, 0);
  return Math.ceil((textWidth(title) * TITLE_SCALE) / width);
}
