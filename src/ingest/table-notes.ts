import type { FormTask } from '../campaign/campaign.js';
import {
  type FieldDefinition,
  type FormDefinition,
  fieldOf,
  headerTitle,
  measuresOf,
} from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { LABELS } from '../form/shell.js';
import { foldText } from '../workbook/cell-text.js';
import { isCellError } from '../workbook/cell-value.js';
import { formatReference } from '../workbook/reference.js';
import { type CellNote, cellNote } from './cell-note.js';
import { type ChangedNumber, changeOfComputing } from './changed-number.js';
import type { Section } from './find-sections.js';
import type { FoundHeader } from './header-band.js';
import { type LabelledText, parsePeriod } from './read-labels.js';
import type { ReadRows, TotalRow } from './read-rows.js';
import type { ReadRow, ShownTotal } from './row-reader.js';

// What can be said of a table as a whole: its header, its labels, its 合计 row.

/** True for 单位：万元 over a table. */
export function saysTenThousand(money: LabelledText | undefined): money is LabelledText {
  return money !== undefined && foldText(money.text).includes('万元');
}

/** Every required column is missing: the form is known, but no header of it stands in the sheet. */
export function missingHeaderNote(form: FormDefinition): CellNote {
  const titles = form.fields.filter((field) => field.required).map((field) => field.title);
  return cellNote('column-missing', 'error', { parameters: { title: titles.join('、') } });
}

/**
 * Findings: column-missing, column-ambiguous, column-unknown, supplement for what a later version of the form has
 * added, and scaled for columns in 万元. `marked`: the version that the template's mark tells, null without mark.
 */
export function headerNotes(
  header: FoundHeader,
  money: LabelledText | undefined,
  marked: number | null,
): readonly CellNote[] {
  const version = marked ?? versionOf(header);
  const isAddedLater = (index: number) =>
    header.columns[index] === null && header.form.fields[index]!.since > version;
  return [
    ...supplementNote(
      header.form.fields.filter((_, index) => isAddedLater(index)),
      version,
    ),
    ...header.form.fields.flatMap((_, index) =>
      isAddedLater(index) ? [] : (columnNote(header, index, money) ?? []),
    ),
    ...header.unknown.map((column) =>
      cellNote('column-unknown', 'hint', {
        cell: formatReference(column.headerRow, column.columnNumber),
        value: column.title,
        parameters: { title: column.title },
      }),
    ),
  ];
}

/** The version that a header without mark is of: that of the newest column in it. */
function versionOf({ form, columns }: FoundHeader): number {
  return Math.max(
    1,
    ...form.fields.flatMap((field, index) => (columns[index] === null ? [] : [field.since])),
  );
}

function supplementNote(added: readonly FieldDefinition[], version: number): readonly CellNote[] {
  if (added.length === 0) return [];
  const titles = added.map((field) => `“${field.title}”`).join('、');
  return [cellNote('supplement', 'query', { parameters: { version, titles, count: added.length } })];
}

function columnNote(header: FoundHeader, index: number, money: LabelledText | undefined): CellNote | null {
  const field = header.form.fields[index]!;
  const columnNumber = header.columns[index] ?? null;
  const told = { field: field.key, parameters: { title: headerTitle(field) } };
  if (columnNumber === null) return field.required ? cellNote('column-missing', 'error', told) : null;
  if (header.ambiguous.includes(index)) return cellNote('column-ambiguous', 'error', told);
  if (!kindOf(field).isMoney) return null;
  const cell =
    header.shifts[index] === 4
      ? formatReference(header.headerRows[index]!, columnNumber)
      : saysTenThousand(money)
        ? money.cell
        : null;
  if (cell === null) return null;
  return cellNote('scaled', 'query', { field: field.key, cell, value: '万元', parameters: { readAs: '' } });
}

/** Findings: period-mismatch, where a period is written that is not the form's. */
export function periodNotes(section: Section, tasks: readonly FormTask[]): readonly CellNote[] {
  const written = section.labels.get('period');
  const task = tasks.find((item) => item.form === section.form.key);
  const period = written ? parsePeriod(written.text) : null;
  if (!written || !task || period === null) return [];
  if (period.start === task.periodStart && period.end === task.periodEnd) return [];
  return [
    cellNote('period-mismatch', 'query', {
      parameters: { label: LABELS.period, expected: `${task.periodStart} 至 ${task.periodEnd}` },
      cell: written.cell,
      value: written.text,
    }),
  ];
}

/**
 * Findings: total-mismatch, where a constant in the 合计 row differs from the rows' sum by more than a cent. Where
 * several 合计 rows stand in a table, each may also be the sum of the rows since the one before.
 */
export function totalNotes(form: FormDefinition, read: ReadRows): readonly CellNote[] {
  const counted = new Set(measuresOf(form).map((measure) => measure.field));
  return read.totalRows.flatMap((row) =>
    row.shown
      .filter((shown) => counted.has(shown.field) && !shown.isFormula)
      .flatMap((shown) => totalNote(form, read, row, shown) ?? []),
  );
}

/**
 * The numbers of the 合计 rows that are not what the rows come to, typed or calculated: a print shows what the cell
 * held. Cells that cannot be read count as blank here, as they do when 人工认定 lets them count. Where several 合计
 * rows stand in a table, the sum that is nearer is meant: of all rows, or of those since the one before.
 */
export function totalChanges(form: FormDefinition, read: ReadRows): readonly ChangedNumber[] {
  return read.totalRows.flatMap((row) =>
    row.shown.flatMap((shown) => {
      const { decoded, isFormula } = shown;
      // A word in the row of sums is no number that people would compare.
      if (decoded.state === 'bad' && !isCellError(shown.raw)) return [];
      const field = fieldOf(form, shown.field);
      const index = form.fields.indexOf(field);
      const value = decoded.state === 'value' ? Number(decoded.value) : 0;
      const whole = readableSum(read.rows, index);
      const part = readableSum(read.rows.slice(row.from, row.to), index);
      const counted =
        read.totalRows.length > 1 && Math.abs(part - value) < Math.abs(whole - value) ? part : whole;
      const reason = isFormula ? 'total-calculated' : 'total-typed';
      return changeOfComputing(field, shown.cell, shown.raw, decoded, counted, reason) ?? [];
    }),
  );
}

function totalNote(form: FormDefinition, read: ReadRows, row: TotalRow, typed: ShownTotal): CellNote | null {
  if (typed.decoded.state !== 'value') return null;
  const value = Number(typed.decoded.value);
  const field = fieldOf(form, typed.field);
  const kind = kindOf(field);
  const index = form.fields.indexOf(field);
  const agrees = (sum: number | null) => sum === null || Math.abs(sum - value) <= (kind.isMoney ? 1 : 0);
  const sum = sumOf(read.rows, index);
  if (sum === null || agrees(sum)) return null;
  if (read.totalRows.length > 1 && agrees(sumOf(read.rows.slice(row.from, row.to), index))) return null;
  return cellNote('total-mismatch', 'query', {
    parameters: { title: field.title, typed: kind.format(value), sum: kind.format(sum) },
    cell: typed.cell,
    field: typed.field,
    value: Number(kind.encode(value)),
  });
}

/** Null when a cell among them cannot be read. */
function sumOf(rows: readonly ReadRow[], fieldIndex: number): number | null {
  if (rows.some((row) => row.record.states[fieldIndex] === 'bad')) return null;
  return readableSum(rows, fieldIndex);
}

function readableSum(rows: readonly ReadRow[], fieldIndex: number): number {
  return rows.reduce((total, row) => total + Number(row.record.values[fieldIndex] ?? 0), 0);
}
