import type { Grid, GridWorkbook } from '../../grid.js';
import type { ReadLimits } from '../limits.js';
import { ReadFailure } from '../unreadable.js';
import type { Relationship, WorkbookPackage } from '../workbook-package.js';
import { XmlCursor } from '../xml/xml-cursor.js';
import { readSharedStrings } from './shared-strings.js';
import { readSheet, type SheetContext } from './sheet.js';
import { readDateStyles } from './styles.js';
import { readWorkbookPart } from './workbook-part.js';

/**
 * Reads an xlsx or xlsm workbook by its main part (ECMA-376 part 1, 12.3 and 18), Transitional or Strict. Throws a ReadFailure that
 * says what is wrong with the package.
 */
export function readXlsx(parts: WorkbookPackage, workbookName: string, limits: ReadLimits): GridWorkbook {
  const part = readWorkbookPart(parts.readText(workbookName) ?? '', workbookName);
  if (part === null) throw new ReadFailure({ code: 'damaged-xml', detail: workbookName });
  // The format demands at least one; a list that lost its sheets must not pass for an empty workbook.
  if (part.sheets.length === 0) throw new ReadFailure({ code: 'damaged-xml', detail: workbookName });
  if (part.sheets.length > limits.sheets)
    throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
  const relationships = parts.relationshipsOf(workbookName);
  const stringsName = findPart(parts, relationships, 'sharedStrings', 'xl/sharedstrings.xml');
  const stylesName = findPart(parts, relationships, 'styles', 'xl/styles.xml');
  const context: SheetContext = {
    sharedStrings:
      stringsName === null ? [] : readSharedStrings(parts.readText(stringsName)!, stringsName, limits),
    dateStyles: stylesName === null ? [] : readDateStyles(parts.readText(stylesName)!, stylesName),
    isDate1904: part.isDate1904,
    limits,
    cellCount: 0,
  };
  const relationshipById = new Map(relationships.map((relationship) => [relationship.id, relationship]));
  const sheets: Grid[] = [];
  for (const { name, visibility, relationshipId } of part.sheets) {
    const relationship = relationshipById.get(relationshipId);
    // Guessing a part by its number could put one sheet's figures under another's name.
    if (relationship === undefined) throw new ReadFailure({ code: 'missing-part', detail: name });
    if (isOtherSheet(relationship.type)) continue;
    const text = parts.readText(relationship.target);
    if (text === null) throw new ReadFailure({ code: 'missing-part', detail: relationship.target });
    const grid = readSheet(text, relationship.target, name, visibility, context);
    if (grid !== null) sheets.push(grid);
  }
  return { sheets, definedNames: part.definedNames };
}

/** Chart, dialog and macro sheets hold no table (ECMA-376 part 1, 12.3.2 and 12.3.7; [MS-OFFMACRO2]). */
function isOtherSheet(type: string): boolean {
  return (
    type === 'chartsheet' || type === 'dialogsheet' || type === 'xlMacrosheet' || type === 'xlIntlMacrosheet'
  );
}

function findPart(
  parts: WorkbookPackage,
  relationships: readonly Relationship[],
  type: string,
  usualName: string,
): string | null {
  const target = relationships.find((relationship) => relationship.type === type)?.target;
  if (target !== undefined && parts.has(target)) return target;
  return parts.has(usualName) ? usualName : null;
}

/** The workbook part by the package's relationships, its content types or its usual name; null: no xlsx. */
export function findWorkbookPart(parts: WorkbookPackage): string | null {
  const name = parts.mainPart() ?? findByContentType(parts) ?? 'xl/workbook.xml';
  if (!parts.has(name) || !name.endsWith('.xml') || /^(word|ppt)\//.test(name)) return null;
  return name;
}

function findByContentType(parts: WorkbookPackage): string | null {
  const typesName = '[content_types].xml';
  const text = parts.readText(typesName);
  if (text === null) return null;
  const cursor = new XmlCursor(text, typesName);
  while (cursor.next()) {
    if (!cursor.isOpen || !cursor.isNamed('Override')) continue;
    const isMain = /(sheet|template)\.(macroEnabled\.)?main\+xml$/.test(
      cursor.attribute('ContentType') ?? '',
    );
    const name = (cursor.attribute('PartName') ?? '').replace(/^\/+/, '').toLowerCase();
    if (isMain && parts.has(name)) return name;
  }
  return null;
}
