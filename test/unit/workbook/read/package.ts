import { strToU8, zipSync } from 'fflate';
import type { Grid, GridWorkbook } from '../../../../src/workbook/grid.js';
import {
  type ReadLimits,
  type ReadResult,
  readWorkbook,
} from '../../../../src/workbook/read/read-workbook.js';

// Tiny packages out of literal XML: what is not given is left as a plain writer would leave it.

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

export const relationship = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
export const relationships = (...content: string[]): string =>
  `<Relationships xmlns="${PACKAGE}">${content.join('')}</Relationships>`;
export const worksheet = (rows: string, rest = '', before = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${rest}</worksheet>`;
export const workbook = (content: string): string =>
  `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${content}</workbook>`;
export const styles = (...formats: (string | number)[]): string => {
  const custom = formats.map((format, i) =>
    typeof format === 'string' ? `<numFmt numFmtId="${200 + i}" formatCode="${format}"/>` : '',
  );
  const xfs = formats.map((format, i) => `<xf numFmtId="${typeof format === 'string' ? 200 + i : format}"/>`);
  return `<styleSheet xmlns="${MAIN}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs><dxfs><dxf><numFmt numFmtId="200" formatCode="General"/></dxf></dxfs></styleSheet>`;
};
export const sharedStrings = (...items: string[]): string =>
  `<sst xmlns="${MAIN}">${items.map((item) => `<si>${item}</si>`).join('')}</sst>`;

type Parts = Record<string, string | Uint8Array | null>;

const PLAIN: Parts = {
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': relationships(relationship('rId1', 'officeDocument', 'xl/workbook.xml')),
  'xl/workbook.xml': workbook('<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'),
  'xl/_rels/workbook.xml.rels': relationships(
    relationship('rId1', 'worksheet', 'worksheets/sheet1.xml'),
    relationship('rId2', 'sharedStrings', 'sharedStrings.xml'),
    relationship('rId3', 'styles', 'styles.xml'),
  ),
};
export const SHEET = 'xl/worksheets/sheet1.xml';
export const STRINGS = 'xl/sharedStrings.xml';
export const STYLES = 'xl/styles.xml';

/** A package of the plain parts and these; `null` leaves a part out. */
export function packageOf(parts: Parts): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  for (const [name, content] of Object.entries({ ...PLAIN, ...parts })) {
    if (content !== null) files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return zipSync(files);
}

export function workbookOf(result: ReadResult): GridWorkbook {
  if (result.kind === 'unreadable') throw new Error(JSON.stringify(result.reason));
  return result.workbook;
}

/** The first sheet of a package of the plain parts and these. */
export function gridOf(parts: Parts): Grid {
  return workbookOf(readWorkbook(packageOf(parts))).sheets[0]!;
}

/** The first sheet that holds these rows. */
export function gridOfRows(rows: string, others: Parts = {}): Grid {
  return gridOf({ [SHEET]: worksheet(rows), ...others });
}

/** The code and detail of the reason why the bytes are not read; the word `workbook` when they are. */
export function refusalOf(bytes: Uint8Array, limits?: ReadLimits): string {
  const result = limits === undefined ? readWorkbook(bytes) : readWorkbook(bytes, limits);
  if (result.kind === 'workbook') return 'workbook';
  return [result.reason.code, result.reason.detail].filter((part) => part !== undefined).join(' ');
}
