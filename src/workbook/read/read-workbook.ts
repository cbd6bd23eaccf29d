import type { Grid, GridWorkbook } from '../grid.js';
import { DEFAULT_READ_LIMITS, type ReadLimits } from './limits.js';
import { refuseOtherFormats } from './recognise-format.js';
import { readSharedStrings } from './shared-strings.js';
import { readSheet, type SheetContext } from './sheet.js';
import { readDateStyles } from './styles.js';
import { ReadFailure, type UnreadableReason } from './unreadable.js';
import { type Relationship, WorkbookPackage } from './workbook-package.js';
import { readWorkbookPart } from './workbook-part.js';
import { XmlCursor } from './xml-cursor.js';

export { DEFAULT_READ_LIMITS, type ReadLimits } from './limits.js';
export {
  describeUnreadable,
  type ForeignFormat,
  type UnreadableCode,
  type UnreadableReason,
} from './unreadable.js';

export type ReadResult =
  | { readonly kind: 'workbook'; readonly workbook: GridWorkbook }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

/**
 * Reads an xlsx or xlsm workbook (ECMA-376 part 1, 12.3 and 18), Transitional or Strict. What the bytes are is told
 * from the bytes. Whatever is wrong with them comes back as a reason; nothing is thrown, no macro or link followed.
 */
export function readWorkbook(bytes: Uint8Array, limits: ReadLimits = DEFAULT_READ_LIMITS): ReadResult {
  if (bytes.length > limits.fileBytes) {
    return { kind: 'unreadable', reason: { code: 'limit-size', detail: limits.fileBytes } };
  }
  const refusal = refuseOtherFormats(bytes);
  if (refusal !== null) return { kind: 'unreadable', reason: refusal };
  try {
    return { kind: 'workbook', workbook: readPackage(new WorkbookPackage(bytes, limits), limits) };
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    return { kind: 'unreadable', reason: error.reason };
  }
}

function readPackage(parts: WorkbookPackage, limits: ReadLimits): GridWorkbook {
  const workbookName = findWorkbookPart(parts);
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

/** The workbook part by the package's relationships, by its content type, or by its usual name. */
function findWorkbookPart(parts: WorkbookPackage): string {
  const target = parts
    .relationshipsOf('')
    .find((relationship) => relationship.type === 'officeDocument')?.target;
  const name =
    target !== undefined && parts.has(target) ? target : (findByContentType(parts) ?? 'xl/workbook.xml');
  if (!parts.has(name) || !name.endsWith('.xml')) throw new ReadFailure(reasonWithoutWorkbook(parts));
  if (/^(word|ppt)\//.test(name)) throw new ReadFailure(reasonWithoutWorkbook(parts));
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

/** What a zip without a workbook is. */
function reasonWithoutWorkbook(parts: WorkbookPackage): UnreadableReason {
  if (parts.has('xl/workbook.bin')) return { code: 'unsupported-format', detail: 'xlsb' };
  if (parts.has('word/document.xml')) return { code: 'unsupported-format', detail: 'word' };
  if (parts.has('ppt/presentation.xml')) return { code: 'unsupported-format', detail: 'presentation' };
  const mimetype = parts.has('mimetype') ? (parts.readText('mimetype') ?? '') : '';
  if (mimetype.includes('opendocument')) {
    const manifest = parts.has('meta-inf/manifest.xml')
      ? (parts.readText('meta-inf/manifest.xml') ?? '')
      : '';
    if (manifest.includes('encryption-data')) return { code: 'password-protected' };
    const isSpreadsheet = mimetype.includes('spreadsheet');
    return { code: 'unsupported-format', detail: isSpreadsheet ? 'ods' : 'opendocument' };
  }
  let isPackage = false;
  for (const name of parts.partNames()) {
    if (name.endsWith('.iwa') || name === 'index.zip')
      return { code: 'unsupported-format', detail: 'numbers' };
    if (name === '[content_types].xml' || name.startsWith('xl/')) isPackage = true;
  }
  return isPackage
    ? { code: 'missing-part', detail: 'xl/workbook.xml' }
    : { code: 'unsupported-format', detail: 'zip' };
}
