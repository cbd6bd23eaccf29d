import type { SheetVisibility } from '../../grid.js';
import { decodeXmlText } from '../../xml-text.js';

/** A sheet as the XML inside a web page names it. */
export interface PageSheet {
  readonly name: string;
  readonly visibility: SheetVisibility;
  /** The page that holds it; null when it is this one. */
  readonly href: string | null;
}

export interface ExcelPageOptions {
  readonly sheets: readonly PageSheet[];
  readonly isDate1904: boolean;
  readonly definedNames: ReadonlyMap<string, string>;
}

/** More than any workbook has; what follows is passed over. */
const MAX_ELEMENTS = 10_000;

/**
 * What Excel, WPS and scripts that imitate them say of the workbook in a web page: `x:ExcelWorkbook`, in an `xml`
 * element or a comment of the head (Microsoft, "Microsoft Office HTML and XML Reference").
 */
export function readExcelOptions(html: string): ExcelPageOptions {
  const start = html.indexOf('<x:ExcelWorkbook>');
  if (start < 0) return { sheets: [], isDate1904: false, definedNames: new Map() };
  const table = html.indexOf('<table', start);
  const options = html.slice(start, table < 0 ? undefined : table);
  const definedNames = new Map<string, string>();
  for (const element of elementsOf(options, 'x:ExcelName')) {
    const [name, formula] = [contentOf(element, 'x:Name'), contentOf(element, 'x:Formula')];
    if (name !== null && formula !== null && !definedNames.has(name))
      definedNames.set(name, formula.replace(/^=/, ''));
  }
  return {
    sheets: elementsOf(options, 'x:ExcelWorksheet').map((element) => ({
      name: contentOf(element, 'x:Name') ?? '',
      visibility: visibilityOf(contentOf(element, 'x:Visible')),
      href: hrefOf(element),
    })),
    isDate1904: options.includes('<x:Date1904'),
    definedNames,
  };
}

function visibilityOf(text: string | null): SheetVisibility {
  if (text === 'SheetVeryHidden') return 'veryHidden';
  return text === 'SheetHidden' ? 'hidden' : 'visible';
}

/** The contents of all elements of a name; they are not nested. */
function elementsOf(xml: string, name: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; found.length < MAX_ELEMENTS; ) {
    const start = xml.indexOf(`<${name}>`, at);
    const end = start < 0 ? -1 : xml.indexOf(`</${name}>`, start);
    if (end < 0) break;
    found.push(xml.slice(start + name.length + 2, end));
    at = end + 1;
  }
  return found;
}

function contentOf(xml: string, name: string): string | null {
  const content = elementsOf(xml, name)[0];
  return content === undefined ? null : decodeXmlText(content).trim();
}

function hrefOf(element: string): string | null {
  const href = /<x:WorksheetSource[^>]*?\sHRef\s*=\s*["']([^"']*)["']/i.exec(element)?.[1];
  return href === undefined ? null : decodeXmlText(href);
}
