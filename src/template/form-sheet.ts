import type { Campaign, FormTask } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import { type HeaderPlan, planFormHeader } from '../form/header-plan.js';
import { ROW_NUMBER_TITLE } from '../form/shell.js';
import { STYLES, textWidth } from '../workbook/theme.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';
import { planChecks, planConditionalFormats } from './conditional-formats.js';
import { type FilledRows, planDataRows, planTotalRow } from './data-rows.js';
import { type FooterPlan, planFooter } from './footer.js';
import { type Filler, planLabelLine } from './label-line.js';
import { widenColumns } from './place-pieces.js';
import { FIRST_DATA_ROW, HEADER_ROW, TITLE_ROW } from './sheet-layout.js';
import { stretchColumns } from './stretch-columns.js';
import { planValidations } from './validations.js';

export { FIRST_DATA_ROW } from './sheet-layout.js';

/** The first column, before the form's own. */
export const ROW_NUMBER_COLUMN = { title: ROW_NUMBER_TITLE, width: 5.5 } as const;

const TITLE_LINE_HEIGHT = 24;
/** Widths of a table that are tried; wider than the last, a sheet on A4 is too small to read. */
const LEAST_WIDTH = 100;
const MOST_WIDTH = 190;
const WIDTH_STEP = 5;
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
  const { filled } = options;
  const lastDataRow = FIRST_DATA_ROW + (filled?.records.length ?? form.templateRows) - 1;
  const parameters = ruleParameters(campaign, task);
  const { header, labels, tableWidths, footer, widths } = planWidths(
    campaign,
    form,
    task,
    filler,
    lastDataRow + 2,
  );
  const right = widths.length;
  return {
    name: options.sheetName,
    columnWidths: widths,
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
      planTotalRow(form, header, lastDataRow + 1, filled),
      ...footer.rows,
    ],
    merges: [
      { top: TITLE_ROW, left: 1, bottom: TITLE_ROW, right: tableWidths.length },
      ...labels.merges,
      ...header.merges,
      ...footer.merges,
    ],
    validations: [...labels.validations, ...planValidations(form, task, header, lastDataRow, options.listOf)],
    conditionalFormats: [
      ...planConditionalFormats(
        planChecks(form, { header, lastDataRow, task, parameters, labels: labels.values }),
      ),
      ...footer.formats,
    ],
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

/** What lies across the sheet: the table's columns, and the lines of labels and signatures above and below it. */
interface SheetWidths {
  readonly header: HeaderPlan;
  readonly labels: ReturnType<typeof planLabelLine>;
  readonly tableWidths: readonly number[];
  readonly footer: FooterPlan;
  /** Of every column, those beyond the form's own too. */
  readonly widths: readonly number[];
}

/**
 * A form of few columns is narrower than the lines of labels around it: its columns are widened until as little as
 * possible stands out beside the table, on a sheet that is as narrow as possible.
 */
function planWidths(
  campaign: Campaign,
  form: FormDefinition,
  task: FormTask,
  filler: Filler,
  footerRow: number,
): SheetWidths {
  const own = planFormHeader(form, HEADER_ROW, [ROW_NUMBER_COLUMN]);
  const planAt = (least: number): SheetWidths => {
    const header = stretchColumns(form, own, least);
    const labels = planLabelLine(task, filler, header.columnWidths);
    const tableWidths = widenColumns(
      header.columnWidths,
      Math.max(header.lastColumnNumber, labels.lastColumnNumber),
    );
    const footer = planFooter(campaign, form, task, footerRow, tableWidths);
    const widths = widenColumns(tableWidths, Math.max(tableWidths.length, footer.lastColumnNumber));
    return { header, labels, tableWidths, footer, widths };
  };
  let best = planAt(0);
  for (let least = LEAST_WIDTH; standsOut(best) > 0 && least <= MOST_WIDTH; least += WIDTH_STEP) {
    const tried = planAt(least);
    if (costOf(tried) < costOf(best)) best = tried;
  }
  return best;
}

function costOf(plan: SheetWidths): number {
  return sumOf(plan.widths) + 2 * standsOut(plan);
}

function standsOut({ widths, header }: SheetWidths): number {
  return sumOf(widths) - sumOf(header.columnWidths);
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
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
  return Math.ceil((textWidth(title) * TITLE_SCALE) / sumOf(columnWidths));
}
