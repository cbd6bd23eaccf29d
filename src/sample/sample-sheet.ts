import type { FormTask } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { ANSWERS } from '../form/shell.js';
import type { PlannedValue } from '../workbook/workbook-plan.js';
import type { SampleRow } from './sample-row.js';

/** One made-up return of one form: what is typed into its template. */
export interface SampleSheet {
  readonly form: FormDefinition;
  readonly content: 'rows' | 'nil' | 'untouched';
  readonly rows: readonly SampleRow[];
  /** 本期有无数据; the template says 有. */
  readonly answer: string;
  /** 统计时段 typed over the template's. */
  readonly period: string | null;
  /** Header texts typed over the template's, by field. */
  readonly headers: Readonly<Record<string, string>>;
  /** Title of a column that somebody added behind the last one. */
  readonly extraColumn: string | null;
  /** Constants in the 合计 row instead of its formula, by field, as typed. */
  readonly typedTotals: Readonly<Record<string, number>>;
  /** Cells of data rows that mean nothing by themselves (零报告). */
  readonly strays: readonly {
    readonly rowIndex: number;
    readonly field: string;
    readonly value: PlannedValue;
  }[];
}

/** A return with rows. */
export function sheetOfRows(form: FormDefinition, rows: readonly SampleRow[]): SampleSheet {
  return {
    form,
    content: 'rows',
    rows,
    answer: ANSWERS.some,
    period: null,
    headers: {},
    extraColumn: null,
    typedTotals: {},
    strays: [],
  };
}

/** A zero report: 本期有无数据 = 无. */
export function nilSheet(form: FormDefinition): SampleSheet {
  return { ...sheetOfRows(form, []), content: 'nil', answer: ANSWERS.none };
}

/** A template that came back as it was sent. */
export function untouchedSheet(form: FormDefinition): SampleSheet {
  return { ...sheetOfRows(form, []), content: 'untouched' };
}

/** The return with one row changed. */
export function withRow(sheet: SampleSheet, rowIndex: number, row: SampleRow): SampleSheet {
  return { ...sheet, rows: sheet.rows.map((item, index) => (index === rowIndex ? row : item)) };
}

/** The month of a period as units shorten it: `2020年10月`; null when the period is no whole month of a year. */
export function monthOfPeriod(task: Pick<FormTask, 'periodStart' | 'periodEnd'>): string | null {
  const [year, month, day] = task.periodStart.split('-');
  if (day !== '01' || task.periodEnd.slice(0, 7) !== task.periodStart.slice(0, 7)) return null;
  return Number(task.periodEnd.slice(8)) >= 28 ? `${year}年${Number(month)}月` : null;
}
