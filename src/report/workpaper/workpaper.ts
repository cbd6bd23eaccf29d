import { formatMoment } from '../../campaign/beijing-time.js';
import {
  type Campaign,
  countyOf,
  type FormTask,
  type Moment,
  PREFECTURE_UNITS,
  type Unit,
} from '../../campaign/campaign.js';
import { type Expression, fieldsOfExpression, NO_PARAMETERS } from '../../form/condition.js';
import { formulaOfExpression, type ReferenceOf } from '../../form/excel-formula.js';
import { type FieldDefinition, type FormDefinition, measuresOf } from '../../form/form-definition.js';
import { planFormHeader } from '../../form/header-plan.js';
import { decodeCell, kindOf } from '../../form/kinds/field-kinds.js';
import { type MarkedSheet, planMark } from '../../form/mark.js';
import { digestRecords, type FieldValue, type FormRecord } from '../../form/record.js';
import {
  ROW_NUMBER_TITLE,
  ROW_REASONS_TITLE,
  SOURCE_COLUMNS,
  TOTAL_TITLE,
  UNIT_COLUMNS,
} from '../../form/shell.js';
import { STATUS_COLUMNS, STATUS_SHEET } from '../../form/status-sheet.js';
import { DISPOSITION_TITLES, STATUS_TITLES } from '../../issue/finding.js';
import { formatRowReason } from '../../issue/return-list.js';
import type { CountedSubmission, FileRecord, Summary } from '../../merge/summary.js';
import { serialOfDate } from '../../workbook/date-serial.js';
import { cutText, MAX_CELL_TEXT } from '../../workbook/excel-limits.js';
import { formatColumn } from '../../workbook/reference.js';
import { NUMBER_FORMATS, STYLES, textWidth } from '../../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedFormula,
  PlannedRow,
  PlannedValue,
  SheetPlan,
  WorkbookPlan,
} from '../../workbook/workbook-plan.js';
import { planFindingSheets } from '../lists/findings-sheet.js';
import {
  formatFileName,
  type ListColumn,
  linkToFile,
  numberColumn,
  planListSheet,
} from '../lists/list-sheet.js';
import { rowHeight } from '../summary/formats.js';
import { type Scope, scopeOf } from '../summary/scope.js';
import { linksToUnits, MOST_LINKS } from '../summary/unit-links.js';
import { listChangedNumbers } from './changed-numbers-sheet.js';
import {
  FIRST_RECORD_ROW,
  layoutRecords,
  recordSheetNames,
  UNIT_NAME_COLUMN,
  type UnitRecords,
  workpaperUnits,
} from './workpaper-layout.js';

const TITLE_ROW = 1;
const NOTE_ROW = 2;
const HEADER_ROW = 3;
/** The title stands over the frozen columns; in the middle of a wide sheet nobody would see it. */
const TITLE: CellStyle = { ...STYLES.title, horizontal: 'left' };
/** Other columns that units added, as text. */
const EXTRAS_TITLE = '其他栏目';
const CENTERED_LINK: CellStyle = { ...STYLES.link, horizontal: 'center' };
const TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
/** 来源文件 and 汇总表行. */
const LINKS_A_ROW = 2;
/** Days that a number in a date column is taken for; others are written out. */
const FIRST_SERIAL_DAY = '1950-01-01';
const LAST_SERIAL_DAY = '2100-12-31';

/**
 * 底稿 of the prefecture, or of one county (地直单位 too): every counted record with its source, every status, finding
 * and file. It is itself a valid return: its record and status sheets are marked and read back by ingest.
 * `folder`: how the working folder is reached from the one that the workbook lies in.
 */
export function planWorkpaper(summary: Summary, county: string | null, folder: string): WorkbookPlan {
  const units = workpaperUnits(summary, county);
  const codes = new Set(units.map((unit) => unit.code));
  const part: Summary = {
    ...summary,
    findings: summary.findings.filter(
      (finding) => county === null || (finding.unit !== null && codes.has(finding.unit)),
    ),
    completeness: summary.completeness.filter((entry) => codes.has(entry.unit)),
    counted: summary.counted.filter((item) => codes.has(item.unit)),
    files: summary.files.filter(
      (file) =>
        county === null ||
        codes.has(file.material?.unit ?? '') ||
        file.sheets.some((sheet) => sheet.units.some((unit) => codes.has(unit))),
    ),
  };
  const scope = scopeOf(summary, county);
  const names = recordSheetNames(summary.forms);
  const records = summary.forms.map((form) =>
    planRecordSheet(scope, form, units, names.get(form.key)!, folder),
  );
  const marks = [
    ...summary.forms.map((form, index) => markOf(summary.campaign, form, records[index]!.name)),
    { ...EMPTY_MARK, sheet: STATUS_SHEET, role: 'status' as const },
  ];
  const mark = planMark(marks);
  return {
    title: `${county ?? summary.campaign.prefecture}底稿`,
    sheets: [
      ...records,
      planStatusSheet(part, units),
      ...planFindingSheets(part, folder),
      planListSheet(listChangedNumbers(part, folder)),
      planFileSheet(part, folder),
      mark.sheet,
    ],
    definedNames: mark.definedNames,
    writtenAt: summary.asOf,
  };
}

const EMPTY_MARK: Omit<MarkedSheet, 'sheet' | 'role'> = {
  form: '',
  version: 1,
  unit: '',
  periodStart: '',
  periodEnd: '',
};

function markOf(campaign: Campaign, form: FormDefinition, sheet: string): MarkedSheet {
  const { periodStart, periodEnd } = taskOf(campaign, form);
  return { sheet, role: 'records', form: form.key, version: form.version, unit: '', periodStart, periodEnd };
}

function taskOf(campaign: Campaign, form: FormDefinition): FormTask {
  const task = campaign.tasks.find((item) => item.form === form.key);
  if (!task) throw new Error(`no task for ${form.key}`);
  return task;
}

function planRecordSheet(
  scope: Scope,
  form: FormDefinition,
  units: readonly Unit[],
  name: string,
  folder: string,
): SheetPlan {
  const { summary } = scope;
  const layout = layoutRecords(summary, form, scope.county);
  const hasReasons = layout.some(({ counted }) => counted.rowReasons.length > 0);
  const back = linksToUnits(scope, form);
  const header = planFormHeader(
    form,
    HEADER_ROW,
    [
      { title: ROW_NUMBER_TITLE, width: 6 },
      {
        title: UNIT_COLUMNS.code,
        width: widthFor(
          units.map((unit) => unit.code),
          13,
          30,
        ),
      },
      { title: UNIT_COLUMNS.county, width: widthFor(units.map(countyOf), 12, 24) },
      {
        title: UNIT_COLUMNS.name,
        width: widthFor(
          units.map((unit) => unit.name),
          16,
          34,
        ),
      },
    ],
    [
      ...(hasReasons ? [{ title: ROW_REASONS_TITLE, width: 30 }] : []),
      { title: EXTRAS_TITLE, width: 16 },
      { title: SOURCE_COLUMNS.file, width: 36 },
      { title: SOURCE_COLUMNS.sheet, width: 20 },
      { title: SOURCE_COLUMNS.row, width: 8 },
      { title: SOURCE_COLUMNS.summary, width: 13 },
    ],
  );
  const rows = layout.flatMap(({ unit, counted: item, firstRow }) =>
    item.records.map((record, index) => ({ unit, item, record, rowNumber: firstRow + index })),
  );
  const fieldCells = fieldCellPlanner(form, header.fieldColumns);
  const isLinked = linkedRows(layout, rows.length);
  // The columns behind the form's own, from the last one.
  const last = header.lastColumnNumber;
  const at = { reasons: last - 5, extras: last - 4, file: last - 3, sheet: last - 2, row: last - 1 };
  const planned = rows.map(({ unit, item, record, rowNumber }): PlannedRow => {
    const cell = (columnNumber: number, value: PlannedCell['value'], style: CellStyle): PlannedCell => ({
      columnNumber,
      value,
      style,
    });
    const link = isLinked(rowNumber) ? back.get(unit.code) : undefined;
    const cells = fieldCells(record, rowNumber);
    const reasons = hasReasons ? reasonsText(item, record) : null;
    const shown = [
      { columnNumber: 2, value: unit.code },
      { columnNumber: UNIT_NAME_COLUMN, value: unit.name },
      ...cells,
      { columnNumber: at.reasons, value: reasons },
      { columnNumber: at.extras, value: extrasText(item, record) },
      { columnNumber: at.sheet, value: item.sheet },
    ];
    return {
      rowNumber,
      height: rowHeight(
        shown.flatMap(({ columnNumber, value }) =>
          typeof value === 'string'
            ? [{ text: value, width: header.columnWidths[columnNumber - 1] ?? 12 }]
            : [],
        ),
      ),
      cells: [
        cell(1, rowNumber - FIRST_RECORD_ROW + 1, STYLES.centered),
        cell(2, unit.code, TEXT),
        cell(3, unit.county ?? PREFECTURE_UNITS, TEXT),
        cell(UNIT_NAME_COLUMN, unit.name, TEXT),
        ...cells,
        ...(hasReasons ? [cell(at.reasons, reasons, TEXT)] : []),
        cell(at.extras, extrasText(item, record), TEXT),
        isLinked(rowNumber)
          ? cell(at.file, linkToFile(item.source, folder), STYLES.link)
          : cell(at.file, formatFileName(item.source), TEXT),
        cell(at.sheet, item.sheet, TEXT),
        cell(at.row, record.rowNumber, STYLES.centered),
        link === undefined ? cell(last, null, STYLES.centered) : cell(last, link, CENTERED_LINK),
      ],
    };
  });
  const task = taskOf(summary.campaign, form);
  const lastRow = FIRST_RECORD_ROW + rows.length - 1;
  return {
    name,
    columnWidths: header.columnWidths,
    rows: [
      {
        rowNumber: TITLE_ROW,
        height: 30,
        cells: [{ columnNumber: 1, value: task.title, style: TITLE }],
      },
      {
        rowNumber: NOTE_ROW,
        height: 18,
        cells: [
          {
            columnNumber: 1,
            value: `底稿：已计入汇总的全部记录，统计时段 ${task.periodStart} 至 ${task.periodEnd}，截至 ${formatMoment(summary.asOf)}。含个人信息，仅供汇总人员核对，请勿外传。`,
            style: STYLES.subtitle,
          },
        ],
      },
      ...header.rows,
      ...planned,
      ...(rows.length > 0
        ? [
            planTotals(
              form,
              header.fieldColumns,
              rows.map((row) => row.record),
              lastRow,
            ),
          ]
        : []),
    ],
    merges: header.merges,
    freeze: { rows: FIRST_RECORD_ROW - 1, columns: UNIT_NAME_COLUMN },
    ...(rows.length > 0
      ? { autoFilter: { top: HEADER_ROW + 1, left: 1, bottom: lastRow, right: header.lastColumnNumber } }
      : {}),
    print: {
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: HEADER_ROW, last: HEADER_ROW + 1 },
      footer: '&C第 &P 页 共 &N 页',
    },
  };
}

/** Which rows bear links: all, or where Excel takes no more only the first of each unit, or none. */
function linkedRows(layout: readonly UnitRecords[], rowCount: number): (rowNumber: number) => boolean {
  if (rowCount * LINKS_A_ROW <= MOST_LINKS) return () => true;
  const firstRows = new Set(layout.map(({ firstRow }) => firstRow));
  return firstRows.size * LINKS_A_ROW <= MOST_LINKS ? (rowNumber) => firstRows.has(rowNumber) : () => false;
}

/** Wide enough for the longest of the texts, within bounds. */
function widthFor(texts: readonly string[], least: number, most: number): number {
  return texts.reduce((width, text) => Math.max(width, Math.min(most, textWidth(text) + 2)), least);
}

/** Compiles the cells of a record: values as they are read back, computed fields as formulas that follow an edit. */
function fieldCellPlanner(form: FormDefinition, fieldColumns: readonly number[]) {
  const columnOf = new Map(
    form.fields.map((field, index) => [field.key, formatColumn(fieldColumns[index]!)]),
  );
  const planners = form.fields.map((field, index) => {
    const kind = kindOf(field);
    const columnNumber = fieldColumns[index]!;
    const style: CellStyle = {
      ...STYLES.cell,
      horizontal: kind.horizontal,
      numberFormat: kind.numberFormat,
      wrap: !kind.isNumber,
    };
    return (record: FormRecord, rowNumber: number): PlannedCell => {
      const value = record.values[index] ?? null;
      const stored = value === null ? null : storedValue(field, value);
      if (field.computed === null) return { columnNumber, value: stored, style };
      const { computed } = field;
      const referenceOf = (key: string) => `${columnOf.get(key)}${rowNumber}`;
      return { columnNumber, value: computedFormula(computed, referenceOf, kind.isMoney, stored), style };
    };
  });
  return (record: FormRecord, rowNumber: number) => planners.map((plan) => plan(record, rowNumber));
}

/** What the row's parts come to; blank while all of them are. */
function computedFormula(
  computed: Expression,
  referenceOf: ReferenceOf,
  isMoney: boolean,
  result: PlannedValue,
): PlannedFormula {
  const formula = formulaOfExpression(computed, NO_PARAMETERS, referenceOf);
  const list = fieldsOfExpression(computed).map(referenceOf).join(',');
  return {
    kind: 'formula',
    formula: `IF(COUNT(${list})=0,"",${isMoney ? `ROUND(${formula},2)` : formula})`,
    result: typeof result === 'number' ? result : '',
  };
}

/** A value as it stands in the 底稿: what Excel has no room or no day for, is cut or written out. */
function storedValue(field: FieldDefinition, value: FieldValue): PlannedValue {
  const stored = kindOf(field).encode(value);
  if (typeof stored === 'string') return cutText(stored, MAX_CELL_TEXT);
  if (typeof stored !== 'object' || stored?.kind !== 'date') return stored;
  const isPlausible = stored.date >= FIRST_SERIAL_DAY && stored.date <= LAST_SERIAL_DAY;
  return isPlausible ? stored : stored.date;
}

/** Digest of the records as they are read back, so that only an edit makes them others. */
function digestAsStored(form: FormDefinition, task: FormTask, records: readonly FormRecord[]): string {
  const context = { periodStart: task.periodStart, periodEnd: task.periodEnd, shift: 0 };
  const readBack = (value: FieldValue | null, index: number): FieldValue | null => {
    const field = form.fields[index]!;
    if (value === null || field.computed !== null) return value;
    const stored = storedValue(field, value);
    const isDate = typeof stored === 'object' && stored?.kind === 'date';
    const cell = isDate ? serialOfDate(stored.date) : typeof stored === 'object' ? null : stored;
    const decoded = decodeCell({ value: cell, isDate, isFormula: false }, field, context);
    return decoded.state === 'value' ? decoded.value : null;
  };
  return digestRecords(records.map(({ values }) => ({ values: values.map(readBack) })));
}

/** Why queries about this row are closed, a line for each: read back by ingest. */
function reasonsText(item: CountedSubmission, record: FormRecord): string | null {
  const lines = item.rowReasons
    .filter(({ rowNumber }) => rowNumber === record.rowNumber)
    .map(formatRowReason);
  return lines.length === 0 ? null : cutText(lines.join('\n'), MAX_CELL_TEXT);
}

function extrasText(item: CountedSubmission, record: FormRecord): string | null {
  const parts = item.extraTitles.flatMap((title, index) => {
    const text = record.extras[index] ?? '';
    return text === '' ? [] : [title === EXTRAS_TITLE ? text : `${title}：${text}`];
  });
  return parts.length === 0 ? null : cutText(parts.join('；'), MAX_CELL_TEXT);
}

function planTotals(
  form: FormDefinition,
  fieldColumns: readonly number[],
  records: readonly FormRecord[],
  lastRow: number,
): PlannedRow {
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field] : [])),
  );
  return {
    rowNumber: lastRow + 1,
    height: 22,
    cells: [
      { columnNumber: 1, value: TOTAL_TITLE, style: STYLES.totalLabel },
      ...form.fields.flatMap((field, index): PlannedCell[] => {
        if (!added.has(field.key)) return [];
        const kind = kindOf(field);
        const column = formatColumn(fieldColumns[index]!);
        const sum = `SUM(${column}${FIRST_RECORD_ROW}:${column}${lastRow})`;
        const total = records.reduce((value, record) => value + Number(record.values[index] ?? 0), 0);
        return [
          {
            columnNumber: fieldColumns[index]!,
            value: {
              kind: 'formula',
              formula: kind.isMoney ? `ROUND(${sum},2)` : sum,
              result: kind.isMoney ? total / 100 : total,
            },
            style: { ...STYLES.total, numberFormat: kind.numberFormat },
          },
        ];
      }),
    ],
  };
}

/** One row a unit and form: owed pairs, and forms that were sent without being owed. */
function planStatusSheet(summary: Summary, units: readonly Unit[]): SheetPlan {
  const byPair = new Map(summary.completeness.map((entry) => [`${entry.form}\n${entry.unit}`, entry]));
  const countedByPair = new Map(summary.counted.map((item) => [`${item.form}\n${item.unit}`, item]));
  const rows = summary.forms.flatMap((form) =>
    units.flatMap((unit) => {
      const key = `${form.key}\n${unit.code}`;
      const entry = byPair.get(key) ?? null;
      const counted = countedByPair.get(key) ?? null;
      return entry === null && counted === null ? [] : [{ form, unit, entry, counted }];
    }),
  );
  const tasks = new Map(summary.forms.map((form) => [form.key, taskOf(summary.campaign, form)]));
  type Row = (typeof rows)[number];
  const statusOf = (row: Row) => row.entry?.status ?? row.counted!.status;
  const column = (
    title: string,
    width: readonly [number, number],
    value: (row: Row) => string | number | null,
  ): ListColumn<Row> => ({
    title,
    width,
    value,
    style: TEXT,
  });
  return planListSheet<Row>({
    name: STATUS_SHEET,
    title: `${summary.campaign.name}报送状态`,
    subtitle: `截至 ${formatMoment(summary.asOf)}。本表供上级汇总时读取，请勿改动。`,
    whenEmpty: '没有应报单位',
    rows,
    columns: [
      column(STATUS_COLUMNS.code, [10, 24], (row) => row.unit.code),
      column(STATUS_COLUMNS.county, [10, 22], (row) => countyOf(row.unit)),
      column(STATUS_COLUMNS.name, [12, 30], (row) => row.unit.name),
      column(STATUS_COLUMNS.formTitle, [12, 26], (row) => row.form.title),
      column(STATUS_COLUMNS.status, [8, 14], (row) => STATUS_TITLES[statusOf(row)]),
      column(STATUS_COLUMNS.late, [8, 10], (row) => (row.entry?.late ? '是' : '否')),
      column(STATUS_COLUMNS.receivedAt, [19, 21], (row) =>
        receivedText(row.counted?.receivedAt ?? row.entry?.receivedAt ?? null),
      ),
      column(STATUS_COLUMNS.rows, [8, 10], (row) => row.counted?.records.length ?? 0),
      column(STATUS_COLUMNS.file, [16, 40], (row) =>
        row.entry?.path ? formatFileName({ path: row.entry.path, entry: row.entry.entry }) : null,
      ),
      column(STATUS_COLUMNS.released, [8, 20], (row) => row.counted?.releasedFor ?? null),
      column(STATUS_COLUMNS.confirmed, [8, 12], (row) => (row.counted?.isConfirmed ? '是' : '否')),
      column(STATUS_COLUMNS.form, [8, 20], (row) => row.form.key),
      column(STATUS_COLUMNS.statusWord, [8, 12], statusOf),
      column(STATUS_COLUMNS.digest, [14, 16], (row) =>
        digestAsStored(row.form, tasks.get(row.form.key)!, row.counted?.records ?? []),
      ),
    ],
  });
}

function receivedText(moment: Moment | null): string | null {
  return moment === null ? null : `${moment.slice(0, 10)} ${moment.slice(11, 19)}`;
}

function listOf(text: string | null | undefined): readonly string[] {
  return text === null || text === undefined ? [] : [text];
}

/** 数据来源: every file and its disposition. */
function planFileSheet(summary: Summary, folder: string): SheetPlan {
  const units = new Map(summary.campaign.units.map((unit) => [unit.code, unit.name]));
  const titles = new Map(summary.forms.map((form) => [form.key, form.title]));
  const column = (
    title: string,
    width: readonly [number, number],
    value: ListColumn<FileRecord>['value'],
  ): ListColumn<FileRecord> => ({ title, width, value });
  return planListSheet<FileRecord>({
    name: '数据来源',
    title: `${summary.campaign.name}数据来源`,
    subtitle: `截至 ${formatMoment(summary.asOf)}，收件文件夹中的全部文件及处理结果。`,
    whenEmpty: '收件文件夹中没有文件',
    rows: summary.files,
    columns: [
      numberColumn(),
      column('文件', [24, 50], (file) => linkToFile(file, folder)),
      column('单位', [12, 30], (file) =>
        [...new Set([...file.sheets.flatMap((sheet) => sheet.units), ...listOf(file.material?.unit)])]
          .slice(0, 5)
          .map((code) => units.get(code) ?? code)
          .join('、'),
      ),
      column('表', [12, 40], (file) =>
        [
          ...file.sheets.map((sheet) =>
            sheet.form === null ? sheet.sheet : (titles.get(sheet.form) ?? sheet.form),
          ),
          ...listOf(file.material?.material),
        ].join('、'),
      ),
      column('行数', [6, 8], (file) => file.sheets.reduce((total, sheet) => total + sheet.rows, 0)),
      column('处理结果', [10, 16], (file) => DISPOSITION_TITLES[file.disposition]),
      column('原因', [12, 44], (file) => file.reason),
      column(
        '收到时间',
        [18, 20],
        (file) => `${file.receivedAt.slice(0, 10)} ${file.receivedAt.slice(11, 16)}`,
      ),
      column('时间依据', [10, 14], (file) => file.receivedBy),
      column('大小（字节）', [10, 12], (file) => file.size),
    ],
  });
}
