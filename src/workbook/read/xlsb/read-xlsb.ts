import type { Grid, GridWorkbook, SheetVisibility } from '../../grid.js';
import { type DefinedName, formatSheetRange, mapDefinedNames } from '../defined-names.js';
import type { ReadLimits } from '../limits.js';
import { isBuiltInDateFormat, isDateFormatCode } from '../number-format.js';
import { ReadFailure } from '../unreadable.js';
import type { Relationship, WorkbookPackage } from '../workbook-package.js';
import { Biff12Cursor, RECORD12 } from './records.js';
import { readXlsbSheet, type XlsbContext } from './sheet.js';

/** Where the workbook part lies when the package does not say. */
const USUAL_WORKBOOK = 'xl/workbook.bin';

interface SheetEntry {
  readonly name: string;
  readonly visibility: SheetVisibility;
  readonly relationshipId: string;
}

/** What the workbook part says ([MS-XLSB] 2.1.7.61). */
interface Workbook {
  readonly sheets: readonly SheetEntry[];
  readonly isDate1904: boolean;
  readonly definedNames: ReadonlyMap<string, string>;
}

/**
 * Reads an xlsb workbook ([MS-XLSB]): the package of an xlsx, its parts in records that resemble those of xls.
 *
 * This is not left to a library because the one at hand lays out every cell as an object before any limit can be held
 * against it, and walks over each cell of a hyperlink's range, which may be the whole sheet.
 *
 * Failures: those of the package, `missing-part`, `damaged-content`, `truncated`, limits.
 */
export function readXlsb(parts: WorkbookPackage, limits: ReadLimits): GridWorkbook {
  const workbookName = parts.mainPart() ?? USUAL_WORKBOOK;
  const relationships = parts.relationshipsOf(workbookName);
  const workbook = readWorkbookPart(openPart(parts, workbookName), limits);
  const context: XlsbContext = {
    sharedStrings: readSharedStrings(openOptional(parts, relationships, 'sharedStrings'), limits),
    dateStyles: readDateStyles(openOptional(parts, relationships, 'styles')),
    isDate1904: workbook.isDate1904,
    budget: { limits, cellCount: 0 },
  };
  const sheets: Grid[] = [];
  for (const { name, visibility, relationshipId } of workbook.sheets) {
    const relationship = relationships.find(({ id }) => id === relationshipId);
    if (relationship === undefined) throw new ReadFailure({ code: 'missing-part', detail: name });
    // Chart, dialog and macro sheets hold no table.
    if (relationship.type !== 'worksheet') continue;
    sheets.push(readXlsbSheet(openPart(parts, relationship.target), name, visibility, context));
  }
  return { sheets, definedNames: workbook.definedNames };
}

function openPart(parts: WorkbookPackage, partName: string): Biff12Cursor {
  const bytes = parts.readBytes(partName);
  if (bytes === null) throw new ReadFailure({ code: 'missing-part', detail: partName });
  return new Biff12Cursor(bytes);
}

function openOptional(
  parts: WorkbookPackage,
  relationships: readonly Relationship[],
  type: string,
): Biff12Cursor | null {
  const target = relationships.find((relationship) => relationship.type === type)?.target;
  return target === undefined ? null : openPart(parts, target);
}

const VISIBILITIES: readonly SheetVisibility[] = ['visible', 'hidden', 'veryHidden'];

function readWorkbookPart(cursor: Biff12Cursor, limits: ReadLimits): Workbook {
  const sheets: SheetEntry[] = [];
  const names: RawName[] = [];
  const externSheets: SheetLink[] = [];
  let isDate1904 = false;
  let books = 0;
  let ownBook = -1;
  while (cursor.next() && cursor.type !== RECORD12.endWorkbook) {
    switch (cursor.type) {
      case RECORD12.workbookOptions:
        isDate1904 = (cursor.u32(0) & 1) !== 0;
        break;
      case RECORD12.sheet:
        if (sheets.length >= limits.sheets)
          throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
        sheets.push({
          visibility: VISIBILITIES[cursor.u32(0)] ?? 'visible',
          relationshipId: cursor.text(8),
          name: cursor.text(cursor.textEnd(8)),
        });
        break;
      case RECORD12.ownBook:
        ownBook = books++;
        break;
      case RECORD12.externalBook:
      case RECORD12.sameSheet:
      case RECORD12.addInBook:
        books++;
        break;
      case RECORD12.externSheet:
        externSheets.push(...readExternSheets(cursor, ownBook));
        break;
      case RECORD12.name:
        names.push(readName(cursor));
        break;
    }
  }
  if (cursor.type !== RECORD12.endWorkbook) throw new ReadFailure({ code: 'truncated' });
  if (sheets.length === 0) throw new ReadFailure({ code: 'damaged-content' });
  return { sheets, isDate1904, definedNames: mapDefinedNames(namesOf(names, sheets, externSheets)) };
}

/** Sheets of this workbook, by their place in it, to which a reference may point; null: others. */
type SheetLink = { readonly first: number; readonly last: number } | null;

/** The sheets of a BrtExternSheet record ([MS-XLSB]), each an Xti. */
function readExternSheets(cursor: Biff12Cursor, ownBook: number): readonly SheetLink[] {
  const count = Math.min(cursor.u32(0), Math.floor((cursor.length - 4) / 12));
  return Array.from({ length: count }, (_, index) => {
    const at = 4 + 12 * index;
    return cursor.u32(at) === ownBook ? { first: cursor.i32(at + 4), last: cursor.i32(at + 8) } : null;
  });
}

/** A name whose formula is one reference; null when it is anything else. */
interface RawName {
  readonly name: string;
  readonly sheetIndex: number;
  readonly reference: {
    readonly link: number;
    readonly rows: readonly [number, number];
    readonly columns: readonly [number, number];
  } | null;
}

const IS_BUILT_IN = 0x20;
const REFERENCE = 0x1a;
const AREA = 0x1b;
/** The lower five bits tell tokens apart; the two above say only what kind of value is wanted. */
const TOKEN_BITS = 0x1f;
const COLUMN_BITS = 0x3fff;

/** A BrtName record ([MS-XLSB]); of formulas only PtgRef3d and PtgArea3d are read. */
function readName(cursor: Biff12Cursor): RawName {
  const isBuiltIn = (cursor.u32(0) & IS_BUILT_IN) !== 0;
  const text = cursor.text(9);
  const name = isBuiltIn && !text.startsWith('_xlnm.') ? `_xlnm.${text}` : text;
  const at = cursor.textEnd(9);
  const length = cursor.u32(at);
  const token = length === 0 ? 0 : cursor.u8(at + 4);
  const isReference = (token & TOKEN_BITS) === REFERENCE && length === 9;
  const isArea = (token & TOKEN_BITS) === AREA && length === 15;
  const base = { name, sheetIndex: cursor.i32(5) };
  if (token < 0x20 || (!isReference && !isArea)) return { ...base, reference: null };
  const row = (index: number) => cursor.u32(at + 7 + 4 * index) + 1;
  const columnsAt = at + 7 + (isArea ? 8 : 4);
  const column = (index: number) => (cursor.u16(columnsAt + 2 * index) & COLUMN_BITS) + 1;
  const last = isArea ? 1 : 0;
  const rows = [row(0), row(last)] as const;
  return { ...base, reference: { link: cursor.u16(at + 5), rows, columns: [column(0), column(last)] } };
}

function namesOf(
  names: readonly RawName[],
  sheets: readonly SheetEntry[],
  externSheets: readonly SheetLink[],
): readonly DefinedName[] {
  return names.flatMap(({ name, sheetIndex, reference }): DefinedName[] => {
    if (reference === null) return [];
    const { link, rows, columns } = reference;
    const linked = externSheets[link] ?? null;
    const target = linked !== null && linked.first === linked.last ? sheets[linked.first] : undefined;
    if (target === undefined) return [];
    const formula = formatSheetRange(target.name, {
      top: Math.min(...rows),
      left: Math.min(...columns),
      bottom: Math.max(...rows),
      right: Math.max(...columns),
    });
    return [{ name, localSheet: sheets[sheetIndex]?.name ?? null, formula }];
  });
}

/** The shared string table ([MS-XLSB] 2.1.7.45); formatting runs and phonetic text behind a string are passed over. */
function readSharedStrings(cursor: Biff12Cursor | null, limits: ReadLimits): readonly string[] {
  const strings: string[] = [];
  let characters = 0;
  while (cursor?.next()) {
    if (cursor.type === RECORD12.endSharedStrings) break;
    if (cursor.type !== RECORD12.sharedString) continue;
    const text = cursor.text(1);
    characters += text.length;
    if (strings.length >= limits.sharedStrings)
      throw new ReadFailure({ code: 'limit-shared-strings', detail: limits.sharedStrings });
    if (characters > limits.sharedStringCharacters)
      throw new ReadFailure({ code: 'limit-shared-strings', detail: limits.sharedStringCharacters });
    strings.push(text);
  }
  return strings;
}

/** By cell format: true when it shows its number as a date ([MS-XLSB]: BrtFmt, and BrtXF among the cell formats). */
function readDateStyles(cursor: Biff12Cursor | null): readonly boolean[] {
  const isDateById = new Map<number, boolean>();
  const formatIds: number[] = [];
  let isCellFormat = false;
  while (cursor?.next()) {
    if (cursor.type === RECORD12.numberFormat)
      isDateById.set(cursor.u16(0), isDateFormatCode(cursor.text(2)));
    else if (cursor.type === RECORD12.beginCellFormats) isCellFormat = true;
    else if (cursor.type === RECORD12.endCellFormats) isCellFormat = false;
    else if (cursor.type === RECORD12.cellFormat && isCellFormat) formatIds.push(cursor.u16(2));
  }
  return formatIds.map((id) => isDateById.get(id) ?? isBuiltInDateFormat(id));
}
