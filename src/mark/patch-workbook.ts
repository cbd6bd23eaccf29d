import { RETURN_LIST_SHEET } from '../issue/return-list.js';
import { quoteSheetName } from '../workbook/reference.js';
import { decodeEscapes, xmlAttributes, xmlContent } from '../workbook/xml-text.js';
import { CannotMark } from './cannot-mark.js';
import { type OfficeNamespaces, relationshipAttribute } from './office-namespaces.js';
import { relationshipId } from './package-parts.js';
import { childNamed, type XmlElement } from './xml/element.js';
import { TextEdits } from './xml/text-edits.js';

/** A sheet as the workbook part lists it. */
export interface ListedSheet {
  readonly name: string;
  readonly relationshipId: string | null;
  readonly element: XmlElement;
}

/** The sheets in the order of their tabs. */
export function listSheets(root: XmlElement, partName: string): readonly ListedSheet[] {
  const sheets = childNamed(root, 'sheets')?.children.filter(({ name }) => name === 'sheet') ?? [];
  if (sheets.length === 0) throw new CannotMark('damaged-part', partName);
  return sheets.map((element) => ({
    name: decodeEscapes(element.attributes.get('name') ?? ''),
    relationshipId: relationshipId(element),
    element,
  }));
}

/** Elements that stand before `definedNames` in a workbook part (ECMA-376 part 1, 18.2.27). */
const BEFORE_NAMES = [
  'fileVersion',
  'fileSharing',
  'workbookPr',
  'AlternateContent',
  'revisionPtr',
  'workbookProtection',
  'bookViews',
  'sheets',
  'functionGroups',
  'externalReferences',
];

/**
 * Puts 《退回修改清单》 before the other sheets, or the one that is there to the front and its names away, and shows it first. What counts sheets by
 * their order (names of one sheet, the sheet in front) is counted anew; references by name or `sheetId` need nothing.
 */
export function patchWorkbook(
  text: string,
  root: XmlElement,
  partName: string,
  namespaces: OfficeNamespaces,
  listRelationshipId: string,
  repeatedRow: number,
): string {
  const sheets = listSheets(root, partName);
  const edits = new TextEdits(text);
  const oldIndex = sheets.findIndex(({ name }) => name === RETURN_LIST_SHEET);
  const newIndexOf = (index: number): number => {
    if (oldIndex < 0) return index + 1;
    if (index === oldIndex) return 0;
    return index < oldIndex ? index + 1 : index;
  };
  const first = sheets[0]!.element;
  if (oldIndex < 0) {
    const ids = sheets.map(({ element }) => Number(element.attributes.get('sheetId') ?? 0));
    const attributes = xmlAttributes({ name: RETURN_LIST_SHEET, sheetId: Math.max(0, ...ids) + 1 });
    const relationship = relationshipAttribute(root.attributes, namespaces, listRelationshipId);
    edits.insert(first.start, `<${first.prefix}sheet${attributes}${relationship}/>`);
  } else {
    const { element } = sheets[oldIndex]!;
    if (oldIndex === 0) edits.setAttributes(element, { state: null });
    else {
      edits.insert(
        first.start,
        text.slice(element.start, element.end).replace(/\sstate\s*=\s*(?:"[^"]*"|'[^']*')/, ''),
      );
      edits.remove(element);
    }
  }
  patchViews(edits, root, newIndexOf);
  patchNames(edits, root, oldIndex, newIndexOf, repeatedRow);
  return edits.apply();
}

function patchViews(edits: TextEdits, root: XmlElement, newIndexOf: (index: number) => number): void {
  const views = childNamed(root, 'bookViews')?.children.filter(({ name }) => name === 'workbookView') ?? [];
  views.forEach((view, index) => {
    const moved = (name: string): number => newIndexOf(Number(view.attributes.get(name) ?? 0));
    // Another window of the workbook keeps the sheet that it shows.
    edits.setAttributes(
      view,
      index === 0
        ? { firstSheet: view.attributes.has('firstSheet') ? 0 : null, activeTab: 0 }
        : { firstSheet: moved('firstSheet'), activeTab: moved('activeTab') },
    );
  });
}

function patchNames(
  edits: TextEdits,
  root: XmlElement,
  oldIndex: number,
  newIndexOf: (index: number) => number,
  repeatedRow: number,
): void {
  const p = root.prefix;
  const formula = `${quoteSheetName(RETURN_LIST_SHEET)}!$${repeatedRow}:$${repeatedRow}`;
  const titles = `<${p}definedName name="_xlnm.Print_Titles" localSheetId="0">${xmlContent(formula)}</${p}definedName>`;
  const names = childNamed(root, 'definedNames');
  if (names === null) {
    const after = root.children.filter(({ name }) => BEFORE_NAMES.includes(name)).at(-1);
    edits.insert(after?.end ?? root.contentEnd, `<${p}definedNames>${titles}</${p}definedNames>`);
    return;
  }
  for (const name of names.children) {
    const sheetIndex = name.attributes.get('localSheetId');
    if (sheetIndex === undefined) continue;
    if (Number(sheetIndex) === oldIndex) edits.remove(name);
    else edits.setAttributes(name, { localSheetId: newIndexOf(Number(sheetIndex)) });
  }
  edits.append(names, titles);
}
