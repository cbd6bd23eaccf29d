import { fieldsOfExpression } from '../form/condition.js';
import { type FieldDefinition, fieldOf, measuresOf } from '../form/form-definition.js';
import { cellText, type DecodeContext, type DecodeNote, isBlankCell } from '../form/kinds/field-kind.js';
import { decodeCell, kindOf } from '../form/kinds/field-kinds.js';
import type { CellState, FieldValue, FormRecord } from '../form/record.js';
import { foldText } from '../workbook/cell-text.js';
import { type CellValue, isCellError } from '../workbook/cell-value.js';
import type { Grid } from '../workbook/grid.js';
import { formatReference } from '../workbook/reference.js';
import type { FoundHeader } from './find-header.js';
import type { MergeMap } from './merge-map.js';
import { isColumnNumberRow, isExampleText, isFooterText, isNilText, totalKindOf } from './row-kind.js';
import type { TypedTotal } from './submission.js';

/** Something about one cell, not yet located to a file and unit. */
export interface CellNote extends DecodeNote {
  readonly cell: string | null;
  readonly field: string | null;
  readonly value: string | number | null;
}

/** Whose a row is, as written in it; null where the sheet has no such column or the cell is blank. */
export interface RowOwner {
  readonly code: string | null;
  readonly county: string | null;
  readonly name: string | null;
}

/** One used row. */
export interface ReadRow {
  readonly record: FormRecord;
  readonly owner: RowOwner;
  readonly notes: readonly CellNote[];
  /** Required number cells left blank, as references. */
  readonly blankNumbers: readonly string[];
  /** Nothing but zeros and words for nothing, and nobody named: alone in its sheet it is a zero report. */
  readonly saysNil: boolean;
  /** The first cell with content, for nil-implied. */
  readonly firstCell: string;
}

/** The rows of one table. */
export interface ReadRows {
  readonly rows: readonly ReadRow[];
  /** Words such as 零报告 that stand in the table without being data. */
  readonly nilCells: readonly { readonly cell: string; readonly value: string }[];
  readonly typedTotals: readonly TypedTotal[];
  /** The first row that no longer belongs to the table. */
  readonly endRow: number;
}

/** How a table is read. */
export interface ReadRowsOptions {
  readonly context: Omit<DecodeContext, 'shift'>;
  /** Folded titles of all forms: one of them in a row begins the next table. */
  readonly titles: readonly string[];
  /** Powers of ten for amounts whose header names no unit, from 单位：万元 over the table. */
  readonly defaultShift: number;
  /** In the record sheets of a 底稿 every row with an owner counts, even an empty one. */
  readonly everyOwnedRow: boolean;
}

/** Reads the rows below a header until the footer, the next table or the end of the sheet. */
export function readRows(
  grid: Grid,
  merges: MergeMap,
  header: FoundHeader,
  options: ReadRowsOptions,
): ReadRows {
  const reader = rowReader(grid, merges, header, options);
  const rows: ReadRow[] = [];
  const nilCells: { cell: string; value: string }[] = [];
  const typedTotals: TypedTotal[] = [];
  let rowNumber = header.bottomRow + 1;
  for (; rowNumber <= grid.lastRowNumber; rowNumber++) {
    const first = firstText(grid, rowNumber);
    if (first === null) continue;
    if (endsTable(first, options.titles)) break;
    if (rowNumber === header.bottomRow + 1 && isColumnNumberRow(valuesOf(grid, rowNumber))) continue;
    const leading = reader.leadingTexts(rowNumber);
    const totals = leading.map(totalKindOf).filter((kind) => kind !== null);
    if (totals.length > 0) {
      if (totals[0] === 'total') typedTotals.push(...reader.typedTotals(rowNumber));
      continue;
    }
    if (leading.some(isExampleText)) continue;
    const row = reader.read(rowNumber);
    if (row === null) continue;
    if ('record' in row) rows.push(row);
    else nilCells.push(row);
  }
  return { rows, nilCells, typedTotals, endRow: rowNumber };
}

function endsTable(first: string, titles: readonly string[]): boolean {
  if (isFooterText(first)) return true;
  const folded = foldText(first);
  return folded.length <= 60 && titles.some((title) => folded.includes(title));
}

function firstText(grid: Grid, rowNumber: number): string | null {
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (value !== null && value !== '') return cellText(value);
  }
  return null;
}

function valuesOf(grid: Grid, rowNumber: number): (string | number)[] {
  const values: (string | number)[] = [];
  for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
    const value = grid.valueAt(rowNumber, columnNumber);
    if (typeof value === 'string' || typeof value === 'number') values.push(value);
    else if (value !== null) values.push('?');
  }
  return values;
}

/** Compiles what is the same for every row of the table. */
function rowReader(grid: Grid, merges: MergeMap, header: FoundHeader, options: ReadRowsOptions) {
  const { form, columns } = header;
  const contexts = form.fields.map((field, index): DecodeContext => {
    const shift = kindOf(field).isMoney ? header.shifts[index]! || options.defaultShift : 0;
    return { ...options.context, shift };
  });
  const subjectIndex = form.fields.findIndex((field) => field.key === form.subject);
  const leadingColumns = [
    ...new Set(
      [1, header.rowNumberColumn, ...Object.values(header.unitColumns), columns[subjectIndex] ?? null].filter(
        (column) => column !== null,
      ),
    ),
  ];
  const computedParts = new Map(
    form.fields.flatMap((field, index) =>
      field.computed
        ? [
            [
              index,
              fieldsOfExpression(field.computed).map((key) => form.fields.indexOf(fieldOf(form, key))),
            ] as const,
          ]
        : [],
    ),
  );
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field] : [])),
  );

  /** The cell to read for a column: the top left of a merge for text, the cell itself otherwise. */
  const locate = (rowNumber: number, columnNumber: number, isNumber: boolean) => {
    const merge = merges(rowNumber, columnNumber);
    if (merge === null || (merge.top === rowNumber && merge.left === columnNumber)) {
      return { rowNumber, columnNumber, covered: false, own: true };
    }
    const applies = !isNumber && merge.left === columnNumber;
    return { rowNumber: merge.top, columnNumber: merge.left, covered: !applies, own: false };
  };
  const inputAt = (rowNumber: number, columnNumber: number) => ({
    value: grid.valueAt(rowNumber, columnNumber),
    isDate: grid.isDateAt(rowNumber, columnNumber),
    isFormula: grid.isFormulaAt(rowNumber, columnNumber),
  });
  const ownerText = (rowNumber: number, columnNumber: number | null): string | null => {
    if (columnNumber === null) return null;
    const place = locate(rowNumber, columnNumber, false);
    const value = grid.valueAt(place.rowNumber, place.columnNumber);
    return place.covered || isBlankCell(value) ? null : cellText(value);
  };

  const readField = (field: FieldDefinition, index: number, rowNumber: number) => {
    const columnNumber = columns[index] ?? null;
    if (columnNumber === null)
      return { state: 'absent' as const, value: null, notes: [], place: null, own: false };
    const place = locate(rowNumber, columnNumber, kindOf(field).isNumber);
    if (place.covered) return { state: 'covered' as const, value: null, notes: [], place, own: false };
    const cell = inputAt(place.rowNumber, place.columnNumber);
    const decoded = decodeCell(cell, field, contexts[index]!);
    return {
      state: decoded.state,
      value: decoded.state === 'value' ? decoded.value : null,
      // A merged text is judged once, where it stands.
      notes: place.own ? decoded.notes.map((note) => located(note, field, place, cell.value)) : [],
      place,
      own: place.own,
    };
  };

  const read = (rowNumber: number): ReadRow | { cell: string; value: string } | null => {
    const values: (FieldValue | null)[] = [];
    const states: CellState[] = [];
    const notes: CellNote[] = [];
    const blankNumbers: string[] = [];
    const anchors = new Map<number, string>();
    const typed = new Map<number, number>();
    let firstCell: string | null = null;
    let nilText: string | null = null;
    let hasData = false;
    let hasZero = false;
    form.fields.forEach((field, index) => {
      const isComputed = computedParts.has(index);
      if (isComputed && columns[index] != null && grid.isFormulaAt(rowNumber, columns[index]!)) {
        values.push(null);
        states.push('blank');
        return;
      }
      const cell = readField(field, index, rowNumber);
      values.push(cell.value);
      states.push(cell.state);
      if (cell.place !== null && !cell.own)
        anchors.set(index, formatReference(cell.place.rowNumber, cell.place.columnNumber));
      notes.push(...cell.notes);
      if (isComputed) {
        if (cell.state === 'value') typed.set(index, Number(cell.value));
        return;
      }
      if (!cell.own || cell.place === null) return;
      const raw = grid.valueAt(cell.place.rowNumber, cell.place.columnNumber);
      const reference = formatReference(cell.place.rowNumber, cell.place.columnNumber);
      if (typeof raw === 'string' && isNilText(raw)) {
        nilText ??= raw;
        firstCell ??= reference;
      } else if (kindOf(field).isNumber && cell.state === 'value' && cell.value === 0) {
        hasZero = true;
        firstCell ??= reference;
      } else if (cell.state !== 'blank') {
        hasData = true;
        firstCell ??= reference;
      }
    });
    const owner = {
      code: ownerText(rowNumber, header.unitColumns.code),
      county: ownerText(rowNumber, header.unitColumns.county),
      name: ownerText(rowNumber, header.unitColumns.name),
    };
    const isOwned = options.everyOwnedRow && (owner.code !== null || owner.name !== null);
    if (!isOwned && !hasData && !hasZero)
      return firstCell === null ? null : { cell: firstCell, value: nilText! };
    computedParts.forEach((parts, index) => {
      const partStates = parts.map((part) => states[part]!);
      const present = parts.flatMap((part) => (values[part] === null ? [] : [Number(values[part])]));
      values[index] = present.length === 0 ? null : present.reduce((total, value) => total + value, 0);
      states[index] =
        partStates.includes('bad') || states[index] === 'bad'
          ? 'bad'
          : partStates.includes('covered')
            ? 'covered'
            : values[index] === null
              ? 'blank'
              : 'value';
    });
    form.fields.forEach((field, index) => {
      if (!field.required || states[index] !== 'blank') return;
      const cell = anchors.get(index) ?? formatReference(rowNumber, columns[index]!);
      if (kindOf(field).isNumber) blankNumbers.push(cell);
      else if (!isOwned || hasData || hasZero) {
        const level = field.unknownOption === 'error' ? 'error' : 'query';
        notes.push({ rule: 'missing-value', level, parameters: {}, cell, field: field.key, value: null });
      }
    });
    return {
      record: {
        rowNumber,
        values,
        states,
        typed: typed.size > 0 ? typed : null,
        anchors: anchors.size > 0 ? anchors : null,
        extras: header.unknown.map((column) => extraText(grid, rowNumber, column.columnNumber)),
      },
      owner,
      notes,
      blankNumbers,
      saysNil:
        !hasData &&
        hasZero &&
        (values[subjectIndex] === null || isNilCell(grid, rowNumber, columns[subjectIndex] ?? null)),
      firstCell: firstCell ?? formatReference(rowNumber, 1),
    };
  };

  return {
    read,
    leadingTexts: (rowNumber: number) =>
      leadingColumns.flatMap((column) => {
        const value = grid.valueAt(rowNumber, column);
        return typeof value === 'string' ? [value] : [];
      }),
    /** Constants typed into the 合计 row, for the fields that add up. */
    typedTotals: (rowNumber: number): TypedTotal[] =>
      form.fields.flatMap((field, index) => {
        const columnNumber = columns[index] ?? null;
        if (columnNumber === null || !added.has(field.key) || grid.isFormulaAt(rowNumber, columnNumber))
          return [];
        const decoded = decodeCell(inputAt(rowNumber, columnNumber), field, contexts[index]!);
        if (decoded.state !== 'value') return [];
        return [
          { field: field.key, cell: formatReference(rowNumber, columnNumber), value: Number(decoded.value) },
        ];
      }),
  };
}

function isNilCell(grid: Grid, rowNumber: number, columnNumber: number | null): boolean {
  const value = columnNumber === null ? null : grid.valueAt(rowNumber, columnNumber);
  return typeof value === 'string' && isNilText(value);
}

function extraText(grid: Grid, rowNumber: number, columnNumber: number): string {
  const value = grid.valueAt(rowNumber, columnNumber);
  return value === null ? '' : cellText(value);
}

function located(
  note: DecodeNote,
  field: FieldDefinition,
  place: { readonly rowNumber: number; readonly columnNumber: number },
  value: CellValue,
): CellNote {
  return {
    ...note,
    cell: formatReference(place.rowNumber, place.columnNumber),
    field: field.key,
    value: isCellError(value) ? value.error : typeof value === 'boolean' ? cellText(value) : value,
  };
}
