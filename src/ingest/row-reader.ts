import { fieldsOfExpression } from '../form/condition.js';
import { compileComputed } from '../form/evaluate.js';
import { type FieldDefinition, type FormDefinition, fieldOf, measuresOf } from '../form/form-definition.js';
import {
  cellText,
  type DecodeContext,
  type Decoded,
  type DecodeNote,
  isBlankCell,
} from '../form/kinds/field-kind.js';
import { decodeCell, kindOf } from '../form/kinds/field-kinds.js';
import type { CellState, FieldValue, FormRecord } from '../form/record.js';
import { type CellValue, isCellError } from '../workbook/cell-value.js';
import type { Grid } from '../workbook/grid.js';
import { formatReference } from '../workbook/reference.js';
import { type CellNote, cellNote } from './cell-note.js';
import { type ChangedNumber, changeOfComputing, changeOfReading } from './changed-number.js';
import type { FoundHeader } from './header-band.js';
import type { MergeMap } from './merge-map.js';
import { isNilText } from './row-kind.js';

/** Whose a row is, as written in it; null where the sheet has no such column or the cell is blank. */
export interface RowOwner {
  readonly code: string | null;
  readonly county: string | null;
  readonly name: string | null;
}

/** One used row. */
export interface ReadRow {
  readonly kind: 'row';
  readonly record: FormRecord;
  readonly owner: RowOwner;
  readonly notes: readonly CellNote[];
  /** Numbers that are not counted as they are written. */
  readonly changes: readonly ChangedNumber[];
  /** Required number cells left blank, as references. */
  readonly blankNumbers: readonly string[];
  /** Nothing but zeros and words for nothing, and nobody named: alone in its sheet it is a zero report. */
  readonly saysNil: boolean;
  /** The first cell with content, for nil-implied. */
  readonly firstCell: string;
}

/** A row of which words such as 零报告 are the only content. */
export interface NilRow {
  readonly kind: 'nil';
  readonly owner: RowOwner;
  readonly cell: string;
  readonly value: string;
}

/** What stands in the 合计 row under a field that adds up. */
export interface ShownTotal {
  readonly field: string;
  readonly cell: string;
  readonly raw: CellValue;
  readonly decoded: Decoded;
  readonly isFormula: boolean;
}

/** How a table's rows are read. */
export interface RowReaderOptions {
  readonly context: Omit<DecodeContext, 'shift'>;
  /** Powers of ten for amounts whose header does not itself say 万元, from 单位：万元 over the table. */
  readonly defaultShift: number;
  /** In the record sheets of a 底稿 every row with an owner counts, even an empty one. */
  readonly everyOwnedRow: boolean;
}

/** Where a field is read in a row: the top left of a merge for the cells that it covers. */
interface Place {
  readonly rowNumber: number;
  readonly columnNumber: number;
  /** Under a merge whose value is not this cell's. */
  readonly covered: boolean;
  /** Not under a merge, or its top left. */
  readonly own: boolean;
}

/** One field of a row as read. */
interface FieldCell {
  readonly state: CellState;
  readonly value: FieldValue | null;
  readonly notes: readonly CellNote[];
  readonly change: ChangedNumber | null;
  /** Null where the sheet has no such column, and for computed cells that are not judged. */
  readonly place: Place | null;
}

/** What a row holds beside 序号, computed fields and what the template has filled in. */
interface RowContent {
  readonly hasData: boolean;
  readonly hasZero: boolean;
  readonly nilWord: string | null;
  readonly firstCell: string | null;
}

const UNCHANGED = { value: null, notes: [], change: null } as const;
const NOT_THERE: FieldCell = { ...UNCHANGED, state: 'absent', place: null };
const NOT_JUDGED: FieldCell = { ...UNCHANGED, state: 'blank', place: null };

/** Reads single rows of one table; what is the same for every row is worked out once. */
export class RowReader {
  private readonly grid: Grid;
  private readonly merges: MergeMap;
  private readonly header: FoundHeader;
  private readonly form: FormDefinition;
  private readonly everyOwnedRow: boolean;
  private readonly contexts: readonly DecodeContext[];
  private readonly subjectIndex: number;
  /** The field that the template fills in; -1 where there is none. */
  private readonly fixedIndex: number;
  /** Indexes of the fields out of which a computed field is made, by its own index. */
  private readonly computedParts: ReadonlyMap<number, readonly number[]>;
  private readonly computers: ReadonlyMap<number, ReturnType<typeof compileComputed>>;
  /** Columns before the form's own that may hold a word for the whole row: 合计, 零报告. */
  private readonly frontColumns: readonly number[];
  private readonly leadingColumns: readonly number[];
  private readonly addedFields: ReadonlySet<string | null>;

  constructor(grid: Grid, merges: MergeMap, header: FoundHeader, options: RowReaderOptions) {
    const { form, columns, rowNumberColumn, unitColumns } = header;
    this.grid = grid;
    this.merges = merges;
    this.header = header;
    this.form = form;
    this.everyOwnedRow = options.everyOwnedRow;
    this.contexts = form.fields.map((field, index) => ({
      ...options.context,
      shift: kindOf(field).isMoney ? header.shifts[index]! || options.defaultShift : 0,
    }));
    this.subjectIndex = form.fields.findIndex((field) => field.key === form.subject);
    this.computedParts = partsOfComputed(form);
    this.computers = new Map(
      [...this.computedParts.keys()].map((index) => [index, compileComputed(form, form.fields[index]!)]),
    );
    this.fixedIndex = form.fields.findIndex((field) => field.key === form.fixedRows);
    const owners = Object.values(unitColumns);
    this.frontColumns = present([1, rowNumberColumn]).filter((column) => !owners.includes(column));
    this.leadingColumns = present([1, rowNumberColumn, ...owners, columns[this.subjectIndex] ?? null]);
    this.addedFields = new Set(
      measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field] : [])),
    );
  }

  /** The row's content; null when it has none. */
  read(rowNumber: number): ReadRow | NilRow | null {
    const cells = this.form.fields.map((field, index) => this.readField(field, index, rowNumber));
    const content = this.contentOf(cells, rowNumber);
    const owner = this.ownerOf(rowNumber);
    const isUsed = content.hasData || content.hasZero;
    if (!isUsed && !(this.everyOwnedRow && isNamed(owner))) return nilRow(content, owner);
    const record = this.recordOf(cells, rowNumber);
    const { missing, blankNumbers } = isUsed
      ? this.blanksOf(cells, rowNumber)
      : { missing: [], blankNumbers: [] };
    return {
      kind: 'row',
      record,
      owner,
      notes: [...cells.flatMap((cell) => cell.notes), ...missing],
      changes: this.changesOf(cells, record),
      blankNumbers,
      saysNil:
        !content.hasData &&
        content.hasZero &&
        (this.subjectIndex === this.fixedIndex ||
          record.values[this.subjectIndex] === null ||
          this.isNilAt(rowNumber, this.subjectIndex)),
      firstCell: content.firstCell ?? formatReference(rowNumber, 1),
    };
  }

  /** The texts that may say what the row is: in the first column, 序号, the unit's columns and the subject. */
  leadingTexts(rowNumber: number): readonly string[] {
    return this.leadingColumns.flatMap((column) => {
      const value = this.grid.valueAt(rowNumber, column);
      return typeof value === 'string' ? [value] : [];
    });
  }

  /** What the 合计 row shows of the fields that add up, blanks left out. */
  totalsAt(rowNumber: number): readonly ShownTotal[] {
    return this.form.fields.flatMap((field, index): ShownTotal[] => {
      const columnNumber = this.header.columns[index] ?? null;
      if (columnNumber === null || !this.addedFields.has(field.key)) return [];
      const shown = this.shownAt(field, index, rowNumber, columnNumber);
      return shown === null ? [] : [shown];
    });
  }

  /** What people see in a cell that is computed anew; null where they see nothing. */
  private shownAt(
    field: FieldDefinition,
    index: number,
    rowNumber: number,
    columnNumber: number,
  ): ShownTotal | null {
    const raw = this.grid.valueAt(rowNumber, columnNumber);
    if (isBlankCell(raw)) return null;
    const input = this.inputAt(rowNumber, columnNumber);
    return {
      field: field.key,
      cell: formatReference(rowNumber, columnNumber),
      raw,
      decoded: decodeCell(input, field, this.contexts[index]!),
      isFormula: input.isFormula,
    };
  }

  /** The changes of reading, those of computed fields against what they come to. */
  private changesOf(cells: readonly FieldCell[], record: FormRecord): readonly ChangedNumber[] {
    return this.form.fields.flatMap((field, index) => {
      if (!this.computers.has(index)) return cells[index]!.change ?? [];
      const columnNumber = this.header.columns[index] ?? null;
      if (columnNumber === null) return [];
      const shown = this.shownAt(field, index, record.rowNumber, columnNumber);
      if (shown === null) return [];
      const reason = shown.isFormula ? 'computed-calculated' : 'computed-typed';
      const counted = Number(record.values[index] ?? 0);
      return changeOfComputing(field, shown.cell, shown.raw, shown.decoded, counted, reason) ?? [];
    });
  }

  private inputAt(rowNumber: number, columnNumber: number) {
    return {
      value: this.grid.valueAt(rowNumber, columnNumber),
      isDate: this.grid.isDateAt(rowNumber, columnNumber),
      isFormula: this.grid.isFormulaAt(rowNumber, columnNumber),
    };
  }

  /** A merged text applies to each of its rows, in its leftmost column; a merged number to its top left cell. */
  private locate(rowNumber: number, columnNumber: number, isNumber: boolean): Place {
    const merge = this.merges(rowNumber, columnNumber);
    if (merge === null || (merge.top === rowNumber && merge.left === columnNumber)) {
      return { rowNumber, columnNumber, covered: false, own: true };
    }
    const applies = !isNumber && merge.left === columnNumber;
    return { rowNumber: merge.top, columnNumber: merge.left, covered: !applies, own: false };
  }

  private readField(field: FieldDefinition, index: number, rowNumber: number): FieldCell {
    const columnNumber = this.header.columns[index] ?? null;
    if (columnNumber === null) return NOT_THERE;
    if (field.computed !== null && this.isCalculatedAt(rowNumber, columnNumber)) return NOT_JUDGED;
    const place = this.locate(rowNumber, columnNumber, kindOf(field).isNumber);
    if (place.covered) return { ...UNCHANGED, state: 'covered', place };
    const cell = this.inputAt(place.rowNumber, place.columnNumber);
    const decoded = decodeCell(cell, field, this.contexts[index]!);
    // What a merged cell says or lacks is judged once, where it stands.
    if (!place.own && decoded.state === 'blank') return { ...UNCHANGED, state: 'covered', place };
    return {
      state: decoded.state,
      value: decoded.state === 'value' ? decoded.value : null,
      notes: place.own ? decoded.notes.map((note) => locatedNote(note, field, place, cell.value)) : [],
      change: place.own ? changeOfReading(field, referenceTo(place), cell.value, decoded) : null,
      place,
    };
  }

  /** A formula, or the error that is left of one: recomputed, never judged. */
  private isCalculatedAt(rowNumber: number, columnNumber: number): boolean {
    return (
      this.grid.isFormulaAt(rowNumber, columnNumber) ||
      isCellError(this.grid.valueAt(rowNumber, columnNumber))
    );
  }

  /** False for what is computed and for what the template has filled in: neither makes a row a used one. */
  private isFilledByUnits(fieldIndex: number): boolean {
    return fieldIndex !== this.fixedIndex && !this.computedParts.has(fieldIndex);
  }

  private contentOf(cells: readonly FieldCell[], rowNumber: number): RowContent {
    let [hasData, hasZero] = [false, false];
    let nilWord: string | null = null;
    let firstCell: string | null = null;
    cells.forEach(({ place, state, value }, index) => {
      if (place === null || !place.own || !this.isFilledByUnits(index)) return;
      const raw = this.grid.valueAt(place.rowNumber, place.columnNumber);
      if (typeof raw === 'string' && isNilText(raw)) nilWord ??= raw;
      else if (state === 'value' && value === 0 && kindOf(this.form.fields[index]!).isNumber) hasZero = true;
      else if (state === 'blank') return;
      else hasData = true;
      firstCell ??= formatReference(place.rowNumber, place.columnNumber);
    });
    if (hasData || hasZero || nilWord !== null) return { hasData, hasZero, nilWord, firstCell };
    // 零报告 in the first column, or merged over the table's width from there.
    const column = this.frontColumns.find((item) => isNilCell(this.grid.valueAt(rowNumber, item)));
    if (column === undefined) return { hasData, hasZero, nilWord, firstCell };
    const word = cellText(this.grid.valueAt(rowNumber, column));
    return { hasData, hasZero, nilWord: word, firstCell: formatReference(rowNumber, column) };
  }

  /** In the record sheets of a 底稿, a row that names its unit is a record, whatever its texts look like. */
  isOwnedRecord(rowNumber: number): boolean {
    return this.everyOwnedRow && isNamed(this.ownerOf(rowNumber));
  }

  private ownerOf(rowNumber: number): RowOwner {
    const { code, county, name } = this.header.unitColumns;
    return {
      code: this.ownerText(rowNumber, code),
      county: this.ownerText(rowNumber, county),
      name: this.ownerText(rowNumber, name),
    };
  }

  private ownerText(rowNumber: number, columnNumber: number | null): string | null {
    if (columnNumber === null) return null;
    const place = this.locate(rowNumber, columnNumber, false);
    const value = this.grid.valueAt(place.rowNumber, place.columnNumber);
    return place.covered || isBlankCell(value) ? null : cellText(value);
  }

  private recordOf(cells: readonly FieldCell[], rowNumber: number): FormRecord {
    const values = cells.map((cell) => cell.value);
    const states = cells.map((cell) => cell.state);
    const typed = new Map<number, number>();
    for (const [index, parts] of this.computedParts) {
      if (states[index] === 'value') typed.set(index, Number(values[index]));
      values[index] = this.computers.get(index)!(values);
      states[index] = stateOfComputed([states[index]!, ...parts.map((part) => states[part]!)], values[index]);
    }
    const anchors = new Map(
      cells.flatMap(({ place }, index) =>
        place === null || place.own
          ? []
          : [[index, formatReference(place.rowNumber, place.columnNumber)] as const],
      ),
    );
    return {
      rowNumber,
      values,
      states,
      typed: typed.size > 0 ? typed : null,
      anchors: anchors.size > 0 ? anchors : null,
      extras: this.header.unknown.map((column) =>
        cellText(this.grid.valueAt(rowNumber, column.columnNumber)),
      ),
    };
  }

  /** Required cells of a used row that are blank: texts are missing, numbers count as 0. */
  private blanksOf(cells: readonly FieldCell[], rowNumber: number) {
    const missing: CellNote[] = [];
    const blankNumbers: string[] = [];
    this.form.fields.forEach((field, index) => {
      if (!field.required || field.computed !== null || cells[index]!.state !== 'blank') return;
      const cell = formatReference(rowNumber, this.header.columns[index]!);
      const level = field.unknownOption === 'error' ? 'error' : 'query';
      if (kindOf(field).isNumber) blankNumbers.push(cell);
      else missing.push(cellNote('missing-value', level, { cell, field: field.key }));
    });
    return { missing, blankNumbers };
  }

  private isNilAt(rowNumber: number, fieldIndex: number): boolean {
    const columnNumber = this.header.columns[fieldIndex] ?? null;
    return columnNumber !== null && isNilCell(this.grid.valueAt(rowNumber, columnNumber));
  }
}

/** True when the row says whose it is. */
export function isNamed(owner: RowOwner): boolean {
  return owner.code !== null || owner.name !== null;
}

function nilRow(content: RowContent, owner: RowOwner): NilRow | null {
  return content.nilWord === null
    ? null
    : { kind: 'nil', owner, cell: content.firstCell!, value: content.nilWord };
}

function partsOfComputed(form: FormDefinition): ReadonlyMap<number, readonly number[]> {
  return new Map(
    form.fields.flatMap((field, index) => {
      if (field.computed === null) return [];
      const parts = fieldsOfExpression(field.computed).map((key) => form.fields.indexOf(fieldOf(form, key)));
      return [[index, parts] as const];
    }),
  );
}

/** `states`: its own and those of its parts. */
function stateOfComputed(states: readonly CellState[], value: FieldValue | null): CellState {
  if (states.includes('bad')) return 'bad';
  if (states.slice(1).includes('covered')) return 'covered';
  return value === null ? 'blank' : 'value';
}

function present(columns: readonly (number | null)[]): number[] {
  return [...new Set(columns.filter((column) => column !== null))];
}

function isNilCell(value: CellValue): boolean {
  return typeof value === 'string' && isNilText(value);
}

function referenceTo(place: Place): string {
  return formatReference(place.rowNumber, place.columnNumber);
}

function locatedNote(note: DecodeNote, field: FieldDefinition, place: Place, value: CellValue): CellNote {
  return { ...note, cell: referenceTo(place), field: field.key, value: shownValue(value) };
}

/** A cell's content as findings show it. */
function shownValue(value: CellValue): string | number | null {
  if (isCellError(value)) return value.error;
  return typeof value === 'boolean' ? cellText(value) : value;
}
