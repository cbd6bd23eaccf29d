import type { SheetVisibility } from '../../grid.js';
import { decodeEscapes } from '../../xml-text.js';
import { type DefinedName, mapDefinedNames } from '../defined-names.js';
import { XmlCursor } from '../xml/xml-cursor.js';

export interface SheetEntry {
  readonly name: string;
  readonly visibility: SheetVisibility;
  /** Empty when the sheet names none. */
  readonly relationshipId: string;
}

export interface WorkbookPart {
  readonly sheets: readonly SheetEntry[];
  readonly isDate1904: boolean;
  readonly definedNames: ReadonlyMap<string, string>;
}

interface RawName {
  readonly name: string;
  /** Of the sheet for which alone the name is defined. */
  readonly sheetIndex: number | null;
  readonly formula: string;
}

/** Sheets, date system and defined names of a workbook part (ECMA-376 part 1, 18.2.27); null for another root. */
export function readWorkbookPart(text: string, partName: string): WorkbookPart | null {
  const cursor = new XmlCursor(text, partName);
  if (!cursor.next() || !cursor.isNamed('workbook')) return null;
  const sheets: SheetEntry[] = [];
  const names: RawName[] = [];
  let isDate1904 = false;
  while (cursor.next()) {
    if (!cursor.isOpen) continue;
    if (cursor.isNamed('sheet')) sheets.push(readSheetEntry(cursor));
    else if (cursor.isNamed('definedName')) names.push(readDefinedName(cursor));
    else if (cursor.isNamed('workbookPr')) isDate1904 = cursor.isTrue('date1904');
    else if (cursor.isNamed('extLst')) cursor.skipElement();
  }
  return {
    sheets,
    isDate1904,
    definedNames: mapDefinedNames(names.map((name) => withSheet(name, sheets))),
  };
}

function readSheetEntry(cursor: XmlCursor): SheetEntry {
  const state = cursor.attribute('state');
  return {
    name: decodeEscapes(cursor.attribute('name') ?? ''),
    visibility: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
    relationshipId: cursor.prefixedAttribute('id') ?? '',
  };
}

function readDefinedName(cursor: XmlCursor): RawName {
  const sheetIndex = cursor.attribute('localSheetId');
  return {
    name: decodeEscapes(cursor.attribute('name') ?? ''),
    sheetIndex: sheetIndex === null ? null : Number(sheetIndex),
    formula: decodeEscapes(cursor.readText()),
  };
}

/** A name of a sheet that is not there stays a sheet's, so that it takes the place of none of the workbook's. */
function withSheet({ name, sheetIndex, formula }: RawName, sheets: readonly SheetEntry[]): DefinedName {
  const localSheet = sheetIndex === null ? null : (sheets[sheetIndex]?.name ?? '');
  return { name, localSheet, formula };
}
