import { builtInFormatCode, isBuiltInDateFormat, isDateFormatCode } from '../number-format.js';
import { XmlCursor } from '../xml/xml-cursor.js';

/** By cell format (`s` of a cell): true when it shows its number as a date (ECMA-376 part 1, 18.8.10 and 18.8.30). */
export function readDateStyles(text: string, partName: string): readonly boolean[] {
  const { codes, formatIds } = readCellFormats(text, partName);
  const isDateById = new Map<number, boolean>();
  return formatIds.map((id) => {
    let isDate = isDateById.get(id);
    if (isDate === undefined) {
      const code = codes.get(id);
      isDate = code === undefined ? isBuiltInDateFormat(id) : isDateFormatCode(code);
      isDateById.set(id, isDate);
    }
    return isDate;
  });
}

/** By cell format: the code of its number format. */
export function readFormatCodes(text: string, partName: string): readonly string[] {
  const { codes, formatIds } = readCellFormats(text, partName);
  return formatIds.map((id) => codes.get(id) ?? builtInFormatCode(id));
}

function readCellFormats(text: string, partName: string) {
  const cursor = new XmlCursor(text, partName);
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  while (cursor.next()) {
    if (!cursor.isOpen) continue;
    if (cursor.isNamed('numFmts')) readCodes(cursor, codes);
    else if (cursor.isNamed('cellXfs')) readFormatIds(cursor, formatIds);
    // Everything else one level below the root has look-alikes in it: dxfs hold numFmt, cellStyleXfs hold xf.
    else if (cursor.depth > 1) cursor.skipElement();
  }
  return { codes, formatIds };
}

function readCodes(cursor: XmlCursor, codes: Map<number, string>): void {
  if (cursor.isEmpty) return;
  const { depth } = cursor;
  while (cursor.next() && cursor.depth >= depth) {
    if (!cursor.isOpen || !cursor.isNamed('numFmt')) continue;
    codes.set(Number(cursor.attribute('numFmtId')), cursor.attribute('formatCode') ?? '');
  }
}

function readFormatIds(cursor: XmlCursor, formatIds: number[]): void {
  if (cursor.isEmpty) return;
  const { depth } = cursor;
  while (cursor.next() && cursor.depth >= depth) {
    if (cursor.isOpen && cursor.isNamed('xf')) formatIds.push(Number(cursor.attribute('numFmtId') ?? 0));
  }
}
