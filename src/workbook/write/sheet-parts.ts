import { parseIsoDate, serialOfDate } from '../date-serial.js';
import { formatRange, formatReference } from '../reference.js';
import type { PlannedLink, PlannedValidation, SheetPlan } from '../workbook-plan.js';
import { encodeXstring, xmlAttributes, xmlContent } from '../xml-text.js';

// The elements of a sheet part that exceljs writes wrongly or cannot write (test/contract/exceljs-quirks.test.ts).

/** A relationship of a sheet to something outside the package. */
export interface ExternalTarget {
  readonly id: string;
  readonly target: string;
}

interface LinkAt {
  readonly reference: string;
  readonly link: PlannedLink;
}

/** The links of a sheet in reading order, with their cells. */
function linksOf(sheet: SheetPlan): LinkAt[] {
  const links: LinkAt[] = [];
  for (const row of sheet.rows) {
    for (const { columnNumber, value } of row.cells) {
      if (typeof value === 'object' && value?.kind === 'link') {
        links.push({ reference: formatReference(row.rowNumber, columnNumber), link: value });
      }
    }
  }
  return links;
}

/**
 * `hyperlinks` (ECMA-376 part 1, 18.3.1.48): a place in this workbook is a `location`, anything else a relationship,
 * with a `location` where it is a place in another workbook.
 * Returns the element, empty without links, and the relationships that it names.
 */
export function formatHyperlinks(sheet: SheetPlan): { xml: string; targets: ExternalTarget[] } {
  const targets: ExternalTarget[] = [];
  const idOf = new Map<string, string>();
  let xml = '';
  for (const { reference, link } of linksOf(sheet)) {
    const tooltip = link.tooltip === undefined ? undefined : encodeXstring(link.tooltip);
    if (link.target.startsWith('#')) {
      const location = encodeXstring(link.target.slice(1));
      xml += `<hyperlink${xmlAttributes({ ref: reference, location, tooltip, display: encodeXstring(link.text) })}/>`;
      continue;
    }
    let id = idOf.get(link.target);
    if (id === undefined) {
      id = `rIdLink${idOf.size + 1}`;
      idOf.set(link.target, id);
      targets.push({ id, target: formatTarget(link.target) });
    }
    const location = link.location === undefined ? undefined : encodeXstring(link.location);
    xml += `<hyperlink${xmlAttributes({ ref: reference, 'r:id': id, location, tooltip })}/>`;
  }
  return { xml: xml === '' ? '' : `<hyperlinks>${xml}</hyperlinks>`, targets };
}

/** A path as the URI of a relationship (ECMA-376 part 2, 6.5.3.4); an address with a scheme stays as it is. */
function formatTarget(target: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(target)) return target;
  return target
    .replaceAll('\\', '/')
    .replace(/[%#?&<>"'^`{|}\s]/g, (character) => encodeURIComponent(character));
}

/** `dataValidations` (ECMA-376 part 1, 18.3.1.32), one element a planned rule; empty without rules. */
export function formatValidations(validations: readonly PlannedValidation[]): string {
  if (validations.length === 0) return '';
  return `<dataValidations count="${validations.length}">${validations.map(formatValidation).join('')}</dataValidations>`;
}

function formatValidation(validation: PlannedValidation): string {
  const text = (value: string | undefined) =>
    value === undefined || value === '' ? undefined : encodeXstring(value);
  const { promptTitle, prompt, errorTitle, error, operator = 'between', errorStyle, type } = validation;
  const compares = type !== 'list' && type !== 'custom';
  const attributes = xmlAttributes({
    type,
    errorStyle: errorStyle === 'stop' ? undefined : errorStyle,
    operator: compares && operator !== 'between' ? operator : undefined,
    allowBlank: validation.allowBlank ? 1 : undefined,
    showInputMessage: text(prompt) === undefined && text(promptTitle) === undefined ? undefined : 1,
    showErrorMessage: 1,
    errorTitle: text(errorTitle),
    error: text(error),
    promptTitle: text(promptTitle),
    prompt: text(prompt),
    sqref: formatRange(validation.range),
  });
  const formulas = validation.formulas.map((formula, index) => {
    const tag = `formula${index + 1}`;
    return `<${tag}>${xmlContent(formatBound(validation.type, formula))}</${tag}>`;
  });
  return `<dataValidation${attributes}>${formulas.join('')}</dataValidation>`;
}

/** An ISO date as bound of a date rule would be read as a subtraction; it becomes its serial. */
function formatBound(type: PlannedValidation['type'], formula: string | number): string {
  if (type === 'date' && typeof formula === 'string' && parseIsoDate(formula) !== null)
    return String(serialOfDate(formula));
  return String(formula);
}

/** What our side contributes to a sheet part. */
export interface SheetContent {
  readonly dimension: string;
  readonly sheetData: string;
  readonly merges: string;
  readonly hyperlinks: string;
}

/**
 * Puts our elements into a sheet part that exceljs wrote. The order of elements is fixed (ECMA-376 part 1, 18.3.1.99):
 * sheetData, autoFilter, mergeCells, conditionalFormatting, dataValidations, hyperlinks, printOptions, pageMargins …
 */
export function patchSheet(xml: string, sheet: SheetPlan, content: SheetContent): string {
  const start = xml.indexOf('<sheetData');
  const end = /<\/sheetData>|<sheetData\/>/.exec(xml);
  const head = xml.slice(0, start);
  const tail = end === null ? '' : xml.slice(end.index + end[0].length);
  const place = tail.search(/<(printOptions|pageMargins)\b/);
  if (start < 0 || place < 0) throw new Error(`exceljs wrote an unexpected sheet part for "${sheet.name}"`);
  return [
    head.replace(/<dimension ref="[^"]*"\/>/, `<dimension ref="${content.dimension}"/>`),
    content.sheetData,
    sheet.autoFilter ? `<autoFilter ref="${formatRange(sheet.autoFilter)}"/>` : '',
    content.merges,
    tail.slice(0, place),
    formatValidations(sheet.validations ?? []),
    content.hyperlinks,
    tail.slice(place),
  ].join('');
}

/**
 * Gives the pictures of a drawing part, in plan order, their descriptions (ECMA-376 part 1, 20.1.2.2.8), and takes away
 * what breaks strict readers: `editAs`, which a one-cell anchor does not have (20.5.2.24), and an id that is the same
 * for every picture.
 */
export function patchDrawing(xml: string, sheet: SheetPlan): string {
  let index = 0;
  return xml
    .replaceAll('<xdr:oneCellAnchor editAs="oneCell">', '<xdr:oneCellAnchor>')
    .replace(/<a:extLst>.*?<\/a:extLst>/gs, '')
    .replace(/<xdr:cNvPr id="[^"]*" name="[^"]*"/g, () => {
      const description = sheet.images?.[index]?.description;
      index++;
      return `<xdr:cNvPr${xmlAttributes({ id: index + 1, name: `图 ${index}`, descr: description })}`;
    });
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const HYPERLINK = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink';

/** A relationships part (ECMA-376 part 2, 6.5.3) with the links' targets added; `undefined` when there is none to write. */
export function patchRelationships(
  xml: string | undefined,
  targets: readonly ExternalTarget[],
): string | undefined {
  if (targets.length === 0) return xml;
  const added = targets
    .map(
      ({ id, target }) =>
        `<Relationship${xmlAttributes({ Id: id, Type: HYPERLINK, Target: target, TargetMode: 'External' })}/>`,
    )
    .join('');
  if (xml !== undefined) return xml.replace('</Relationships>', () => `${added}</Relationships>`);
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${RELATIONSHIPS}">${added}</Relationships>`;
}
