import { strToU8, zipSync } from 'fflate';
import { isPlainDate, type PlainDate, type PlainTable, type PlainValue } from './plain-table.js';

// Office Open XML workbooks out of literal XML (ECMA-376 part 1, 12.3 and 18), in the dialects of their writers.

const TRANSITIONAL = {
  main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  office: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
};
/** ISO/IEC 29500 Strict. */
const STRICT = {
  main: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
  office: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export interface XlsxDialect {
  /** Before every element's name: `x:`. */
  readonly prefix?: string;
  readonly isStrict?: boolean;
  /** In the sheet itself instead of the table of shared strings. */
  readonly inlineTexts?: boolean;
  /** `t="d"` with an ISO date (18.18.11), as Strict writers may. */
  readonly isoDates?: boolean;
  readonly withoutStyles?: boolean;
  /** Attributes of the worksheet element, of every row. */
  readonly sheetAttributes?: string;
  readonly rowAttributes?: string;
  /** Between the worksheet's start and its rows: `<dimension ref="A1"/>`. */
  readonly beforeRows?: string;
  readonly afterRows?: string;
  /** Cells that are written as they stand here, by reference. */
  readonly cells?: Readonly<Record<string, string>>;
  /** Where parts lie, and how relationships name them. */
  readonly workbookName?: string;
  readonly sheetName?: string;
  readonly targets?: Readonly<Record<'workbook' | 'sheet' | 'strings' | 'styles', string>>;
  /** Beside Sheet1, and behind the sheets. */
  readonly moreSheets?: string;
  readonly inWorkbook?: string;
  /** Relationships of the workbook beside those of sheet, strings and styles. */
  readonly moreRelationships?: string;
  /** `vnd.ms-excel.sheet.macroEnabled.main+xml` for xlsm. */
  readonly workbookType?: string;
  readonly moreTypes?: string;
  readonly moreParts?: Readonly<Record<string, string | Uint8Array>>;
}

/** A workbook of one sheet named Sheet1; dates by style 1, which is number format 14. */
export function xlsxOf(table: PlainTable, dialect: XlsxDialect = {}): Uint8Array {
  const { prefix = '', workbookName = 'xl/workbook.xml', sheetName = 'xl/worksheets/sheet1.xml' } = dialect;
  const { main, office } = dialect.isStrict ? STRICT : TRANSITIONAL;
  const xmlns = `${prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`}="${main}"`;
  const element = (name: string, attributes: string, content: string) =>
    `<${prefix}${name}${attributes === '' ? '' : ` ${attributes}`}>${content}</${prefix}${name}>`;
  const texts = [...new Set(table.flat().filter((value) => typeof value === 'string'))];
  const targets = dialect.targets ?? {
    workbook: 'xl/workbook.xml',
    sheet: 'worksheets/sheet1.xml',
    strings: 'sharedStrings.xml',
    styles: 'styles.xml',
  };
  const folder = workbookName.slice(0, workbookName.lastIndexOf('/') + 1);
  const relationship = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const relationships = (content: string) =>
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${content}</Relationships>`;

  const cellOf = (reference: string, value: PlainValue): string => {
    const written = dialect.cells?.[reference];
    if (written !== undefined) return written;
    if (value === null) return '';
    const cell = (attributes: string, content: string) =>
      element('c', `r="${reference}"${attributes}`, content);
    if (isPlainDate(value)) return dateCell(value, cell);
    if (typeof value === 'number') return cell('', element('v', '', String(value)));
    if (dialect.inlineTexts)
      return cell(' t="inlineStr"', element('is', '', element('t', '', escapeXml(value))));
    return cell(' t="s"', element('v', '', String(texts.indexOf(value))));
  };
  const dateCell = (value: PlainDate, cell: (attributes: string, content: string) => string): string => {
    if (dialect.isoDates) return cell(' s="1" t="d"', element('v', '', value.date));
    return cell(dialect.withoutStyles ? '' : ' s="1"', element('v', '', String(value.serial)));
  };
  const rows = table.map((row, rowIndex) =>
    element(
      'row',
      `r="${rowIndex + 1}"${dialect.rowAttributes ? ` ${dialect.rowAttributes}` : ''}`,
      row.map((value, columnIndex) => cellOf(`${'ABCDEFGH'[columnIndex]}${rowIndex + 1}`, value)).join(''),
    ),
  );

  const parts: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${workbookName}" ContentType="${dialect.workbookType ?? `${SPREADSHEET}.sheet.main+xml`}"/><Override PartName="/${sheetName}" ContentType="${SPREADSHEET}.worksheet+xml"/>${dialect.moreTypes ?? ''}</Types>`,
    '_rels/.rels': relationships(relationship('rId1', 'officeDocument', targets.workbook)),
    [workbookName]: `${DECLARATION}${element(
      'workbook',
      `${xmlns} xmlns:r="${office}"${dialect.isStrict ? ' conformance="strict"' : ''}`,
      `${element('sheets', '', `<${prefix}sheet name="Sheet1" sheetId="1" r:id="rId1"/>${dialect.moreSheets ?? ''}`)}${dialect.inWorkbook ?? ''}`,
    )}`,
    [`${folder}_rels/${workbookName.slice(folder.length)}.rels`]: relationships(
      relationship('rId1', 'worksheet', targets.sheet) +
        (dialect.inlineTexts ? '' : relationship('rId2', 'sharedStrings', targets.strings)) +
        (dialect.withoutStyles ? '' : relationship('rId3', 'styles', targets.styles)) +
        (dialect.moreRelationships ?? ''),
    ),
    [sheetName]: `${DECLARATION}${element(
      'worksheet',
      `${xmlns} xmlns:r="${office}"${dialect.sheetAttributes ? ` ${dialect.sheetAttributes}` : ''}`,
      `${dialect.beforeRows ?? ''}${element('sheetData', '', rows.join(''))}${dialect.afterRows ?? ''}`,
    )}`,
    ...dialect.moreParts,
  };
  if (!dialect.inlineTexts) {
    const items = texts.map((text) => element('si', '', element('t', '', escapeXml(text))));
    parts[`${folder}sharedStrings.xml`] =
      DECLARATION +
      element('sst', `${xmlns} count="${texts.length}" uniqueCount="${texts.length}"`, items.join(''));
  }
  if (!dialect.withoutStyles) {
    const xf = (format: number) => `<${prefix}xf numFmtId="${format}" fontId="0" fillId="0" borderId="0"/>`;
    parts[`${folder}styles.xml`] =
      DECLARATION +
      element(
        'styleSheet',
        xmlns,
        element('cellStyleXfs', 'count="1"', xf(0)) + element('cellXfs', 'count="2"', xf(0) + xf(14)),
      );
  }
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
