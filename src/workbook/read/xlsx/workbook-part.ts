import type { SheetVisibility } from '../../grid.js';
import { quoteSheetName } from '../../reference.js';
import { XmlCursor } from '../xml/xml-cursor.js';
import { decodeEscapes } from '../xml/xml-text.js';

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

interface DefinedName {
  readonly name: string;
  /** Index of the sheet for which alone the name is defined. */
  readonly localSheet: number | null;
  readonly formula: string;
}

/** Sheets, date system and defined names of a workbook part (ECMA-376 part 1, 18.2.27); null for another root. */
export function readWorkbookPart(text: string, partName: string): WorkbookPart | null {
  const cursor = new XmlCursor(text, partName);
  if (!cursor.next() || !cursor.isNamed('workbook')) return null;
  const sheets: SheetEntry[] = [];
  const names: DefinedName[] = [];
  let isDate1904 = false;
  while (cursor.next()) {
    if (!cursor.isOpen) continue;
    if (cursor.isNamed('sheet')) sheets.push(readSheetEntry(cursor));
    else if (cursor.isNamed('definedName')) names.push(readDefinedName(cursor));
    else if (cursor.isNamed('workbookPr')) isDate1904 = cursor.isTrue('date1904');
    else if (cursor.isNamed('extLst')) cursor.skipElement();
  }
  return { sheets, isDate1904, definedNames: mapDefinedNames(names, sheets) };
}

function readSheetEntry(cursor: XmlCursor): SheetEntry {
  const state = cursor.attribute('state');
  return {
    name: decodeEscapes(cursor.attribute('name') ?? ''),
    visibility: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
    relationshipId: cursor.prefixedAttribute('id') ?? '',
  };
}

function readDefinedName(cursor: XmlCursor): DefinedName {
  const localSheet = cursor.attribute('localSheetId');
  return {
    name: decodeEscapes(cursor.attribute('name') ?? ''),
    localSheet: localSheet === null ? null : Number(localSheet),
    formula: decodeEscapes(cursor.readText()),
  };
}

/**
 * Names to formulas (ECMA-376 part 1, 18.2.5). A name of one sheet is found as `'Sheet'!Name`, and by its bare name
 * too when neither the workbook nor an earlier sheet defines that.
 */
function mapDefinedNames(
  names: readonly DefinedName[],
  sheets: readonly SheetEntry[],
): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { name, localSheet, formula } of names) if (localSheet === null) map.set(name, formula);
  for (const { name, localSheet, formula } of names) {
    if (localSheet === null) continue;
    const sheet = sheets[localSheet];
    if (sheet !== undefined) map.set(`${quoteSheetName(sheet.name)}!${name}`, formula);
    if (!map.has(name)) map.set(name, formula);
  }
  return map;
}
