import type { FormTask } from '../campaign/campaign.js';
import { wholeSpans } from '../form/calendar-spans.js';
import { signedFieldsOf } from '../form/condition.js';
import {
  anyContentFormula,
  isCalculatedFormula,
  isContentFormula,
  isFilledFormula,
  isOneOfFormula,
  isTrueFormula,
} from '../form/excel-cell.js';
import {
  type FieldDefinition,
  type FormDefinition,
  fieldOf,
  measuresOf,
  type RuleCheck,
} from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { isDifference } from '../form/kinds/number-formulas.js';
import { NONE_WORDS } from '../form/shell.js';
import { daysInMonth, isoDate, serialOfDate } from '../workbook/date-serial.js';
import { formatColumn, formatReference } from '../workbook/reference.js';
import type { PlannedCheck } from './planned-check.js';
import { columnRuns } from './row-checks.js';
import { FIRST_DATA_ROW, LABEL_ROW } from './sheet-layout.js';

/** Where the values of the label line stand. */
export interface LabelColumns {
  readonly period: number;
  readonly answer: number;
}

/** What only all rows together, or the labels above them, can get wrong. */
export function planSheetChecks(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  task: Pick<FormTask, 'periodStart' | 'periodEnd'>,
  labels: LabelColumns,
): readonly PlannedCheck[] {
  const rows = rowsAbove(lastDataRow + 1);
  // Of a sheet in which nothing is filled in, nothing is said.
  const anyData = anyDataFormula(form, header, rows);
  return [
    atLabel(labels.answer, (cell) => ({
      rules: ['nil-with-rows'],
      level: 'error',
      formula: `AND(${isOneOfFormula(cell, NONE_WORDS)},${anyData})`,
    })),
    atLabel(labels.period, (cell) => ({
      rules: ['period-mismatch'],
      level: 'query',
      formula: `AND(${anyData},${otherPeriodFormula(cell, task)})`,
    })),
    ...planTotalChecks(form, header, rows, anyData),
    ...form.rules.flatMap((rule) =>
      rule.checks.flatMap((check) =>
        check.kind === 'atLeast'
          ? planAtLeast(form, header, rows, task, check).map((planned) => ({
              ...planned,
              rules: [rule.id],
              level: rule.level,
            }))
          : [],
      ),
    ),
  ];
}

function atLabel(column: number, check: (cell: string) => Omit<PlannedCheck, 'range'>): PlannedCheck {
  const range = { top: LABEL_ROW, left: column, bottom: LABEL_ROW, right: column };
  return { ...check(`$${formatColumn(column)}$${LABEL_ROW}`), range };
}

/**
 * The rows above 合计, for formulas. Ranges reach down to 合计, so that rows inserted just above it belong to them;
 * `isRow` leaves 合计 itself out.
 */
interface DataRows {
  readonly totalRow: number;
  range(firstColumn: number, lastColumn?: number, firstRow?: string): string;
  /** For the rows of a range: 1 above 合计, else 0. */
  isRow(range: string): string;
}

function rowsAbove(totalRow: number): DataRows {
  return {
    totalRow,
    range: (firstColumn, lastColumn = firstColumn, firstRow = `$${FIRST_DATA_ROW}`) =>
      `$${formatColumn(firstColumn)}${firstRow}:$${formatColumn(lastColumn)}$${totalRow}`,
    isRow: (range) => `(ROW(${range})<ROW($A$${totalRow}))`,
  };
}

/** Decimals beyond which a number of a kind is rounded away when it is read. */
const NO_ROUNDING = 9;

/** True where any row holds more than zeros and words for nothing. */
function anyDataFormula(form: FormDefinition, header: HeaderPlan, rows: DataRows): string {
  const runs = columnRuns(form, header, (field) => placesOf(field));
  const counts = runs.map(({ first, last, likeness: places }) => {
    const range = rows.range(first, last);
    const content = `${isContentFormula(range)}*${rows.isRow(range)}`;
    // Not IF: within SUMPRODUCT it would look at one cell only.
    return places === null
      ? `SUMPRODUCT(${content})`
      : `SUMPRODUCT(${content}*ISERROR(1/(ROUND(${range},${places})=0)))`;
  });
  return `(${counts.join('+')})>0`;
}

/** Decimals that are kept of a field's numbers; null for what is no number. */
function placesOf(field: FieldDefinition): number | null {
  const kind = kindOf(field);
  if (!kind.isNumber) return null;
  if (kind.isMoney) return 2;
  return field.kind === 'decimal' ? 4 : NO_ROUNDING;
}

/** A period that reads as another than the task's; what is no period is an error, and colours nothing. */
function otherPeriodFormula(
  cell: string,
  { periodStart, periodEnd }: Pick<FormTask, 'periodStart' | 'periodEnd'>,
): string {
  const put = (inner: string, from: readonly string[], to: string) =>
    from.reduce((formula, word) => `SUBSTITUTE(${formula},"${word}","${to}")`, inner);
  const bare = put(cell, [' ', '　', '日', '份'], '');
  const text = put(put(bare, ['年', '月', '.', '/', '－'], '-'), ['到', '~', '～', '—'], '至');
  const at = `FIND("至",${text})`;
  const [left, right] = [`LEFT(${text},${at}-1)`, `MID(${text},${at}+1,20)`];
  const [start, end] = [serialOfDate(periodStart), serialOfDate(periodEnd)];
  // 10.01-10.31 has its year in front only.
  const until = `IF(LEN(${right})>5,DATEVALUE(${right}),DATEVALUE(LEFT(${text},5)&${right}))`;
  const month = `DATEVALUE(SUBSTITUTE(${text}&"-","--","-")&"1")`;
  const otherMonth = isWholeMonth(periodStart, periodEnd) ? `${month}<>${start}` : `ISNUMBER(${month})`;
  return `IF(ISNUMBER(${at}),OR(DATEVALUE(${left})<>${start},${until}<>${end}),${otherMonth})`;
}

function isWholeMonth(start: string, end: string): boolean {
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  return start === isoDate(year, month, 1) && end === isoDate(year, month, daysInMonth(year, month));
}

/** Constants in the 合计 row that are not what the rows add up to. */
function planTotalChecks(
  form: FormDefinition,
  header: HeaderPlan,
  rows: DataRows,
  anyData: string,
): readonly PlannedCheck[] {
  const columnOf = (key: string) => header.fieldColumns[form.fields.findIndex((field) => field.key === key)]!;
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field!] : [])),
  );
  return [...added].flatMap((key): PlannedCheck[] => {
    const field = fieldOf(form, key);
    const terms = field.computed === null ? [{ field: key, sign: 1 }] : signedFieldsOf(field.computed);
    // A product cannot be added up by its columns.
    if (terms === null || terms.some((term) => term.field !== key && fieldOf(form, term.field).computed))
      return [];
    const column = columnOf(key);
    const cell = `$${formatColumn(column)}$${rows.totalRow}`;
    const { readable, operand } = kindOf(field).formulas(field, cell);
    const sum = terms
      .map((term) => {
        const range = rows.range(columnOf(term.field));
        return `${term.sign === 1 ? '+' : '-'}SUMPRODUCT(${range},${rows.isRow(range)}*1)`;
      })
      .join('');
    const guards = [...new Set([key, ...terms.map((term) => term.field)])].map((name) =>
      isAddableFormula(fieldOf(form, name), rows.range(columnOf(name)), rows),
    );
    const tolerance = kindOf(field).isMoney ? 0.01 : 0;
    return [
      {
        rules: ['total-mismatch'],
        level: 'query',
        range: { top: rows.totalRow, left: column, bottom: rows.totalRow, right: column },
        formula: `AND(${anyData},NOT(${isCalculatedFormula(cell)}),${readable},${guards.join(',')},ROUND(ABS(${operand}-(${sum.replace(/^\+/, '')})),2)>${tolerance})`,
      },
    ];
  });
}

/**
 * What binary fractions leave behind in a calculated column: 1000000.10-999999.80 is not 0.30, and after a subtraction
 * the rest is more than the 15 digits within which Excel and LibreOffice still call two numbers equal.
 */
const CALCULATION_NOISE = 0.00001;

/** True where every filled cell of a column is a number that needs no rounding: else the checker alone can add them up. */
function isAddableFormula(field: FieldDefinition, range: string, rows: DataRows): string {
  const { isMoney, most } = kindOf(field);
  const rounded = `ROUND(${range},${isMoney ? 2 : field.kind === 'integer' ? 0 : 4})`;
  const limits = [
    `(${range}>=${isDifference(field) ? -most! : 0})`,
    `(${range}<=${most})`,
    field.computed === null ? `(${rounded}=${range})` : `(ABS(${rounded}-${range})<${CALCULATION_NOISE})`,
  ];
  const count = (test: string) => `SUMPRODUCT(${test}*${rows.isRow(range)})`;
  return `${count(isFilledFormula(range))}=${count(`ISNUMBER(${range})*ISNUMBER(1/(${limits.join('*')}))`)}`;
}

/** In the last row: a month, quarter or year with too few dates. Where a cell is no date, the checker alone counts. */
function planAtLeast(
  form: FormDefinition,
  header: HeaderPlan,
  rows: DataRows,
  { periodStart, periodEnd }: Pick<FormTask, 'periodStart' | 'periodEnd'>,
  check: Extract<RuleCheck, { kind: 'atLeast' }>,
): readonly Omit<PlannedCheck, 'rules' | 'level'>[] {
  const columnOf = (key: string) => header.fieldColumns[form.fields.findIndex((field) => field.key === key)]!;
  const dates = rows.range(columnOf(check.field));
  // COUNTIFS would not survive in an xls file.
  const countDays = (first: string, last: string) =>
    `SUMPRODUCT(${isTrueFormula(`(${dates}>=${serialOfDate(first)})*(${dates}<${serialOfDate(last) + 1})`)}*1)`;
  const few = wholeSpans(check.every, periodStart, periodEnd).map(
    ({ start, end }) => `${countDays(start, end)}<${check.times}`,
  );
  if (few.length === 0) return [];
  const runs = columnRuns(form, header, () => '');
  const cell = (column: number, row: number) => `$${formatReference(row, column)}`;
  const used = anyContentFormula(
    runs.map(({ first, last }) => `${cell(first, FIRST_DATA_ROW)}:${cell(last, FIRST_DATA_ROW)}`),
  );
  const below = runs.map(({ first, last }) => {
    const range = rows.range(first, last, String(FIRST_DATA_ROW + 1));
    return `SUMPRODUCT(${isContentFormula(range)}*${rows.isRow(range)})`;
  });
  const filled = `SUMPRODUCT(${isFilledFormula(dates)}*${rows.isRow(dates)})`;
  const at = columnOf(check.at);
  return [
    {
      range: { top: FIRST_DATA_ROW, left: at, bottom: rows.totalRow - 1, right: at },
      formula: `AND(${used},(${below.join('+')})=0,${filled}=${countDays('1950-01-01', '2100-12-31')},OR(${few.join(',')}))`,
    },
  ];
}
