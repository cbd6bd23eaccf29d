import { Buffer } from 'node:buffer';
import type { Grid, GridWorkbook, SheetVisibility } from '../../grid.js';
import { type DefinedName, mapDefinedNames } from '../defined-names.js';
import type { ReadLimits } from '../limits.js';
import { builtInFormatCode, isBuiltInDateFormat, isDateFormatCode } from '../number-format.js';
import { isOleFile, OleFile } from '../ole/ole-file.js';
import type { CellBudget } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import { readDefinedName, readExternSheets, type SheetLink } from './names.js';
import { BiffCursor, RECORD } from './records.js';
import { type BiffContext, readBiffSheet } from './sheet.js';
import { type BiffEncoding, readSharedStringTable, readText } from './text.js';

const BIFF8 = 0x0600;
/** BOF records of BIFF2, 3 and 4 ([MS-XLS] 2.4.21 knows only the one of BIFF5 and 8). */
const OLD_BEGIN_OF_FILE: ReadonlySet<number> = new Set([0x0009, 0x0209, 0x0409]);
/** Kinds of a substream: the workbook's own data, or a sheet. */
const WORKBOOK_GLOBALS = 0x0005;

export interface SheetEntry {
  readonly position: number;
  readonly visibility: SheetVisibility;
  readonly isWorksheet: boolean;
  readonly name: string;
}

/** What stands before the sheets ([MS-XLS] 2.1.7.20.3). */
export interface Globals {
  readonly encoding: BiffEncoding;
  readonly sheets: readonly SheetEntry[];
  readonly sharedStrings: readonly string[];
  readonly dateStyles: readonly boolean[];
  /** By cell format: the code of its number format. */
  readonly formatCodes: readonly string[];
  readonly isDate1904: boolean;
  readonly definedNames: ReadonlyMap<string, string>;
  /** Names in the order in which formulas count them. */
  readonly namePositions: readonly number[];
  readonly externSheets: readonly SheetLink[];
  /** Where the globals end. */
  readonly end: number;
}

/**
 * Reads a workbook in the binary format of Excel 5 to 2003 (BIFF5, BIFF8), which WPS calls et: an OLE2 file or, as
 * simple programs write it, the bare stream.
 *
 * This is not left to a library because the one at hand (SheetJS) does not come back from one damaged file in seventy
 * (22 of 1 500 with one to ten bytes changed), and gives up whole workbooks over comments, themes and drawings that
 * nobody asked for.
 *
 * Failures: `password-protected`, `old-xls` (Excel 2 to 4), `truncated`, `damaged-content`, `not-a-spreadsheet`, limits.
 */
export function readXls(bytes: Uint8Array, limits: ReadLimits): GridWorkbook {
  const stream = workbookStream(bytes);
  const cursor = new BiffCursor(stream, 0);
  if (!cursor.next()) throw new ReadFailure({ code: 'truncated' });
  if (OLD_BEGIN_OF_FILE.has(cursor.type)) throw new ReadFailure({ code: 'old-xls' });
  if (cursor.type !== RECORD.beginOfFile) throw new ReadFailure({ code: 'damaged-content' });
  const isBiff8 = cursor.u16(0) === BIFF8;
  const budget: CellBudget = { limits, cellCount: 0 };
  if (cursor.u16(2) !== WORKBOOK_GLOBALS) return readLoneSheet(cursor, isBiff8, budget);
  const globals = readGlobals(cursor, isBiff8, limits);
  const context: BiffContext = { ...globals, budget };
  return { sheets: readSheets(stream, globals, context), definedNames: globals.definedNames };
}

export function workbookStream(bytes: Uint8Array): Buffer {
  let stream: Uint8Array | null = bytes;
  if (isOleFile(bytes)) {
    const file = new OleFile(bytes);
    stream = file.stream('Workbook') ?? file.stream('Book');
  }
  if (stream === null) throw new ReadFailure({ code: 'not-a-spreadsheet' });
  return Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
}

/** A stream that is one sheet and nothing before it: written by programs that know only a few records. */
function readLoneSheet(cursor: BiffCursor, isBiff8: boolean, budget: CellBudget): GridWorkbook {
  const codePage = findCodePage(cursor.buffer);
  const grid = readBiffSheet(cursor, 'Sheet1', 'visible', {
    encoding: { isBiff8, codePage },
    sharedStrings: [],
    dateStyles: [],
    isDate1904: false,
    budget,
  });
  return { sheets: grid === null ? [] : [grid], definedNames: new Map() };
}

function findCodePage(stream: Buffer): number | null {
  const cursor = new BiffCursor(stream, 0);
  while (cursor.next()) if (cursor.type === RECORD.codePage) return cursor.u16(0);
  return null;
}

export function readGlobals(cursor: BiffCursor, isBiff8: boolean, limits: ReadLimits): Globals {
  const sheets: number[] = [];
  const names: number[] = [];
  const formats: number[] = [];
  const formatIds: number[] = [];
  const externSheets: SheetLink[] = [];
  let codePage: number | null = null;
  let sharedStrings: readonly string[] = [];
  let isDate1904 = false;
  let books = 0;
  let ownBook = -1;
  for (;;) {
    if (!cursor.next()) throw new ReadFailure({ code: 'truncated' });
    if (cursor.type === RECORD.eof) break;
    switch (cursor.type) {
      case RECORD.filePass:
        throw new ReadFailure({ code: 'password-protected' });
      case RECORD.codePage:
        codePage = cursor.u16(0);
        break;
      case RECORD.date1904:
        isDate1904 = cursor.u16(0) !== 0;
        break;
      case RECORD.format:
        formats.push(cursor.position);
        break;
      case RECORD.cellFormat:
        formatIds.push(cursor.u16(2));
        break;
      case RECORD.boundSheet:
        if (sheets.length >= limits.sheets)
          throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
        sheets.push(cursor.position);
        break;
      case RECORD.sharedStrings:
        sharedStrings = readSharedStringTable(cursor.continued(0), limits);
        break;
      case RECORD.supBook:
        if (cursor.length >= 4 && cursor.u16(2) === OWN_WORKBOOK) ownBook = books;
        books++;
        break;
      case RECORD.externSheet:
        if (isBiff8) externSheets.push(...readExternSheets(cursor, ownBook));
        break;
      case RECORD.name:
        names.push(cursor.position);
        break;
    }
  }
  const end = cursor.end;
  // The code page may stand behind the first texts, so these are read when it is known.
  const encoding: BiffEncoding = { isBiff8, codePage };
  const sheetEntries = sheets.map((position) => readSheetEntry(recordAt(cursor.buffer, position), encoding));
  if (sheetEntries.length === 0) throw new ReadFailure({ code: 'damaged-content' });
  return {
    encoding,
    sheets: sheetEntries,
    sharedStrings,
    ...formatsOf(cursor.buffer, formats, formatIds, encoding),
    isDate1904,
    definedNames: readNames(cursor.buffer, names, encoding, sheetEntries, externSheets),
    namePositions: names,
    externSheets,
    end,
  };
}

/** What a SupBook record says in the place of a path when it means this workbook ([MS-XLS] 2.4.271). */
const OWN_WORKBOOK = 0x0401;

export function recordAt(stream: Buffer, position: number): BiffCursor {
  const cursor = new BiffCursor(stream, position);
  cursor.next();
  return cursor;
}

const VISIBILITIES: readonly SheetVisibility[] = ['visible', 'hidden', 'veryHidden', 'visible'];

/** A BoundSheet8 record ([MS-XLS] 2.4.28). */
function readSheetEntry(cursor: BiffCursor, encoding: BiffEncoding): SheetEntry {
  return {
    position: cursor.u32(0),
    visibility: VISIBILITIES[cursor.u8(4) & 3]!,
    isWorksheet: cursor.u8(5) === 0,
    name: readText(cursor, 6, 1, encoding),
  };
}

/** By cell format: whether it shows its number as a date, and its code ([MS-XLS] 2.4.126, 2.4.353). */
function formatsOf(
  stream: Buffer,
  formats: readonly number[],
  formatIds: readonly number[],
  encoding: BiffEncoding,
): Pick<Globals, 'dateStyles' | 'formatCodes'> {
  const codes = new Map<number, string>();
  for (const position of formats) {
    const format = unlessDamaged(() => {
      const cursor = recordAt(stream, position);
      return { id: cursor.u16(0), code: readText(cursor, 2, encoding.isBiff8 ? 2 : 1, encoding) };
    });
    if (format !== null) codes.set(format.id, format.code);
  }
  const isDateById = new Map([...codes].map(([id, code]) => [id, isDateFormatCode(code)] as const));
  return {
    dateStyles: formatIds.map((id) => isDateById.get(id) ?? isBuiltInDateFormat(id)),
    formatCodes: formatIds.map((id) => codes.get(id) ?? builtInFormatCode(id)),
  };
}

function readNames(
  stream: Buffer,
  positions: readonly number[],
  encoding: BiffEncoding,
  sheets: readonly SheetEntry[],
  externSheets: readonly SheetLink[],
): ReadonlyMap<string, string> {
  const sheetNames = sheets.map((sheet) => sheet.name);
  const names = positions.flatMap(
    (position): readonly DefinedName[] =>
      unlessDamaged(() => {
        const name = readDefinedName(recordAt(stream, position), encoding, sheetNames, externSheets);
        return name === null ? [] : [name];
      }) ?? [],
  );
  return mapDefinedNames(names);
}

/** For records without which the cells can be read: null where one is damaged. */
export function unlessDamaged<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}

function readSheets(stream: Buffer, globals: Globals, context: BiffContext): readonly Grid[] {
  const grids: Grid[] = [];
  let length = globals.end;
  for (const { position, visibility, isWorksheet, name } of globals.sheets) {
    if (!isWorksheet) continue;
    const cursor = new BiffCursor(stream, position);
    // Guessing a substream by its order could put one sheet's figures under another's name.
    if (position < globals.end || !cursor.next() || cursor.type !== RECORD.beginOfFile)
      throw new ReadFailure({ code: position >= stream.length ? 'truncated' : 'damaged-content' });
    const grid = readBiffSheet(cursor, name, visibility, context);
    length += cursor.end - position;
    // Sheets that share bytes are made to cost time.
    if (length > stream.length) throw new ReadFailure({ code: 'damaged-content' });
    if (grid !== null) grids.push(grid);
  }
  return grids;
}
