import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import { type HeaderPlan, planFormHeader } from '../form/header-plan.js';
import { ANSWERS, FOOTER_LABELS, LABELS, ROW_NUMBER_TITLE } from '../form/shell.js';
import { FIRST_DATA_ROW } from '../template/form-sheet.js';
import { formatReference } from '../workbook/reference.js';
import type { PlannedCell, PlannedRow, PlannedValue, SheetPlan } from '../workbook/workbook-plan.js';
import { partsOf, type SampleRow, type SampleValue } from './sample-row.js';
import type { SampleSheet } from './sample-sheet.js';

const LEAF_ROW = FIRST_DATA_ROW - 1;
const GROUP_ROW = FIRST_DATA_ROW - 2;

/** A position in a sheet. */
export interface Place {
  readonly rowNumber: number;
  readonly columnNumber: number;
}

/** Where things lie in a form's template. */
export interface SheetLayout {
  field(rowIndex: number, field: string): Place;
  header(field: string): Place;
  total(field: string): Place;
  /** The cell beside a label; null when the sheet has no such label. */
  label(text: string): Place | null;
  extraHeader: Place;
}

/** What is written around the rows. */
export interface SheetSurroundings {
  /** 填报单位 and 县（市） of a blank template; null leaves what the template says. */
  readonly unit: string | null;
  readonly county: string | null;
  readonly filledOn: string;
  /** 单位负责人, 审核人, 填报人, 联系电话. */
  readonly signatures: readonly string[];
}

const headers = new WeakMap<FormDefinition, HeaderPlan>();

function headerOf(form: FormDefinition): HeaderPlan {
  const known = headers.get(form);
  if (known !== undefined) return known;
  const header = planFormHeader(form, GROUP_ROW, [{ title: ROW_NUMBER_TITLE, width: 6 }]);
  headers.set(form, header);
  return header;
}

/** The layout of a form's sheet as the template stage plans it. */
export function layoutOf(plan: SheetPlan, form: FormDefinition): SheetLayout {
  const header = headerOf(form);
  const columnOf = new Map(form.fields.map((field, index) => [field.key, header.fieldColumns[index]!]));
  const isGrouped = new Map(form.fields.map((field) => [field.key, field.group !== null]));
  const place = (rowNumber: number, field: string) => ({ rowNumber, columnNumber: columnOf.get(field)! });
  return {
    field: (rowIndex, field) => place(FIRST_DATA_ROW + rowIndex, field),
    header: (field) => place(isGrouped.get(field) ? LEAF_ROW : GROUP_ROW, field),
    total: (field) => place(FIRST_DATA_ROW + form.templateRows, field),
    label: (text) => labelValue(plan, `${text}：`),
    // Without groups all titles are merged over both rows and stand in the upper one.
    extraHeader: {
      rowNumber: form.fields.some((field) => field.group !== null) ? LEAF_ROW : GROUP_ROW,
      columnNumber: header.lastColumnNumber + 1,
    },
  };
}

/** The cell to the right of a label, behind whatever the label is merged over. */
function labelValue(plan: SheetPlan, label: string): Place | null {
  for (const row of plan.rows) {
    const found = row.cells.find((cell) => cell.value === label);
    if (found === undefined) continue;
    const merge = plan.merges?.find(
      (range) => range.top === row.rowNumber && range.left === found.columnNumber,
    );
    return { rowNumber: row.rowNumber, columnNumber: (merge?.right ?? found.columnNumber) + 1 };
  }
  return null;
}

/** A form's template with a return typed into it. Formulas keep standing and carry the results they would have. */
export function fillSheet(plan: SheetPlan, sheet: SampleSheet, around: SheetSurroundings): SheetPlan {
  const { form } = sheet;
  const layout = layoutOf(plan, form);
  const edits = new Map<string, PlannedValue>();
  const put = (place: Place | null, value: PlannedValue) => {
    if (place !== null) edits.set(formatReference(place.rowNumber, place.columnNumber), value);
  };
  const results = new Map<string, string | number | null>();
  const settle = (place: Place, result: string | number | null) =>
    results.set(formatReference(place.rowNumber, place.columnNumber), result);

  put(layout.label(LABELS.unit), around.unit ?? valueAt(plan, layout.label(LABELS.unit)));
  if (around.county !== null) put(layout.label(LABELS.county), around.county);
  if (sheet.content !== 'untouched') {
    put(layout.label(LABELS.filledOn), { kind: 'date', date: around.filledOn });
    for (const [index, label] of FOOTER_LABELS.entries()) {
      put(layout.label(label), around.signatures[index] ?? null);
    }
  }
  if (sheet.answer !== ANSWERS.some) put(layout.label(LABELS.answer), sheet.answer);
  if (sheet.period !== null) put(layout.label(LABELS.period), sheet.period);
  for (const [field, text] of Object.entries(sheet.headers)) put(layout.header(field), text);
  if (sheet.extraColumn !== null) put(layout.extraHeader, sheet.extraColumn);
  sheet.rows.forEach((row, rowIndex) => {
    for (const field of form.fields) {
      const place = layout.field(rowIndex, field.key);
      if (field.computed === null || row.written[field.key] !== undefined)
        put(place, writtenValue(row, field));
      else settle(place, computedResult(form, row, field));
    }
  });
  for (const stray of sheet.strays) put(layout.field(stray.rowIndex, stray.field), stray.value);
  for (const field of form.fields) {
    const typed = sheet.typedTotals[field.key];
    if (typed !== undefined) put(layout.total(field.key), typed);
    else settle(layout.total(field.key), totalResult(form, sheet, field));
  }
  return { ...plan, rows: editRows(plan.rows, edits, results) };
}

/** A value as a clerk types it into a cell of its kind. */
export function encodeValue(field: Pick<FieldDefinition, 'kind'>, value: SampleValue): PlannedValue {
  if (value === null) return null;
  if (field.kind === 'amount') return Number(value) / 100;
  return field.kind === 'date' ? { kind: 'date', date: String(value) } : value;
}

/** What stands in a field's cell. */
export function writtenValue(row: SampleRow, field: FieldDefinition): PlannedValue {
  const typed = row.written[field.key];
  return typed !== undefined ? typed : encodeValue(field, row.values[field.key] ?? null);
}

/** Adds as Excel's SUM does: cells that hold text are passed over. Hundredths keep the decimals exact. */
function sumOfCells(cells: readonly PlannedValue[]): number {
  const hundredths = cells.reduce(
    (total: number, cell) => total + (typeof cell === 'number' ? Math.round(cell * 10_000) : 0),
    0,
  );
  return hundredths / 10_000;
}

function computedResult(form: FormDefinition, row: SampleRow, field: FieldDefinition): number | '' {
  const cells = partsOf(field).map(({ key, sign }) => {
    const cell = writtenValue(row, form.fields.find((item) => item.key === key)!);
    return typeof cell === 'number' ? cell * sign : cell;
  });
  return cells.some((cell) => typeof cell === 'number') ? sumOfCells(cells) : '';
}

function totalResult(form: FormDefinition, sheet: SampleSheet, field: FieldDefinition): number {
  return sumOfCells(
    sheet.rows.map((row) =>
      field.computed !== null && row.written[field.key] === undefined
        ? computedResult(form, row, field)
        : writtenValue(row, field),
    ),
  );
}

function valueAt(plan: SheetPlan, place: Place | null): PlannedValue {
  const row = plan.rows.find((item) => item.rowNumber === place?.rowNumber);
  return row?.cells.find((cell) => cell.columnNumber === place?.columnNumber)?.value ?? null;
}

/** Rows with other values; cells keep their style, new cells take their place in the row. */
function editRows(
  rows: readonly PlannedRow[],
  edits: ReadonlyMap<string, PlannedValue>,
  results: ReadonlyMap<string, string | number | null>,
): PlannedRow[] {
  const byRow = new Map<number, Map<number, PlannedValue>>();
  for (const [reference, value] of edits) {
    const { rowNumber, columnNumber } = placeOf(reference);
    const row = byRow.get(rowNumber) ?? new Map<number, PlannedValue>();
    byRow.set(rowNumber, row.set(columnNumber, value));
  }
  return rows.map((row) => {
    const own = byRow.get(row.rowNumber) ?? new Map<number, PlannedValue>();
    const cells = row.cells.map((cell): PlannedCell => {
      const { columnNumber, value } = cell;
      if (own.has(columnNumber)) return { ...cell, value: own.get(columnNumber)! };
      const reference = formatReference(row.rowNumber, columnNumber);
      return isFormula(value) && results.has(reference)
        ? { ...cell, value: { ...value, result: results.get(reference)! } }
        : cell;
    });
    const known = new Set(row.cells.map((cell) => cell.columnNumber));
    const added = [...own].flatMap(([columnNumber, value]) =>
      known.has(columnNumber) || value === null ? [] : [{ columnNumber, value }],
    );
    return { ...row, cells: [...cells, ...added].sort((a, b) => a.columnNumber - b.columnNumber) };
  });
}

function isFormula(value: PlannedValue): value is Extract<PlannedValue, { kind: 'formula' }> {
  return typeof value === 'object' && value !== null && value.kind === 'formula';
}

function placeOf(reference: string): Place {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(reference) ?? [];
  const columnNumber = [...letters].reduce((total, letter) => total * 26 + letter.charCodeAt(0) - 64, 0);
  return { rowNumber: Number(digits), columnNumber };
}
