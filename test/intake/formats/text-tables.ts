import { strToU8, zipSync } from 'fflate';
import { isPlainDate, type PlainTable, type PlainValue, plainText } from './plain-table.js';
import { escapeXml } from './xlsx.js';

// Formats that are text inside: csv, HTML, SpreadsheetML 2003 and OpenDocument.

/** RFC 4180, with this separator; every text in quotes when `quoted`. */
export function csvOf(table: PlainTable, separator: ',' | '\t' | ';', quoted = false): string {
  const field = (value: PlainValue): string => {
    const text = plainText(value);
    const needsQuotes = quoted ? typeof value === 'string' : text.includes(separator) || text.includes('"');
    return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
  };
  // Excel writes every line as long as the longest.
  const width = Math.max(...table.map((row) => row.length));
  const line = (row: readonly PlainValue[]) =>
    Array.from({ length: width }, (_, index) => field(row[index] ?? null)).join(separator);
  return table.map((row) => `${line(row)}\r\n`).join('');
}

/** UTF-16 with its mark. */
export function utf16(text: string, order: 'little' | 'big'): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return new Uint8Array(order === 'little' ? bytes : bytes.swap16());
}

/** What business systems “export to Excel”: a page with one table, the title over all of its columns. */
export function htmlOf(table: PlainTable, charset: string): string {
  const width = Math.max(...table.map((row) => row.length));
  const rows = table.map((row, rowIndex) => {
    if (rowIndex === 0)
      return `<tr><td colspan=${width} align=center><b>${escapeXml(plainText(row[0]!))}</b></td></tr>`;
    const cells = Array.from({ length: width }, (_, index) => {
      const text = escapeXml(plainText(row[index] ?? null));
      return `<td style='mso-number-format:"\\@"'>${text === '' ? '&nbsp;' : text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><style>td{border:1px solid #000}</style></head>
<body><table border=1>${rows.join('\n')}</table></body></html>`;
}

/** XML Spreadsheet 2003. */
export function spreadsheetMlOf(table: PlainTable): string {
  const rows = table.map((row, rowIndex) => {
    const cells = row.map((value, columnIndex) => {
      if (value === null) return '';
      const merge = rowIndex === 0 ? ' ss:MergeAcross="5"' : '';
      const [type, text] = isPlainDate(value)
        ? ['DateTime', `${value.date}T00:00:00.000`]
        : typeof value === 'number'
          ? ['Number', String(value)]
          : ['String', escapeXml(value)];
      // Blank cells are left out, so that every cell says where it stands.
      return `<Cell ss:Index="${columnIndex + 1}"${merge}><Data ss:Type="${type}">${text}</Data></Cell>`;
    });
    return `<Row ss:Index="${rowIndex + 1}">${cells.join('')}</Row>`;
  });
  return `<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Sheet1"><Table>${rows.join('\n')}</Table></Worksheet></Workbook>`;
}

const OPEN_DOCUMENT = 'urn:oasis:names:tc:opendocument:xmlns';

/** OpenDocument, part 3; the type lies first and unpacked (part 2, 3.3). */
export function odsOf(table: PlainTable): Uint8Array {
  const width = Math.max(...table.map((row) => row.length));
  const rows = table.map((row) => {
    const cells = row.map((value) => {
      if (value === null) return '<table:table-cell/>';
      const content = `<text:p>${escapeXml(plainText(value))}</text:p>`;
      if (isPlainDate(value))
        return `<table:table-cell office:value-type="date" office:date-value="${value.date}">${content}</table:table-cell>`;
      return typeof value === 'number'
        ? `<table:table-cell office:value-type="float" office:value="${value}">${content}</table:table-cell>`
        : `<table:table-cell office:value-type="string">${content}</table:table-cell>`;
    });
    const rest = width - row.length;
    const blanks = rest > 0 ? `<table:table-cell table:number-columns-repeated="${rest}"/>` : '';
    return `<table:table-row>${cells.join('')}${blanks}</table:table-row>`;
  });
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="${OPEN_DOCUMENT}:office:1.0" xmlns:table="${OPEN_DOCUMENT}:table:1.0" xmlns:text="${OPEN_DOCUMENT}:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Sheet1">${rows.join('')}<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="${width}"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
  const mimetype = 'application/vnd.oasis.opendocument.spreadsheet';
  return zipSync({
    mimetype: [strToU8(mimetype), { level: 0 }],
    'content.xml': strToU8(content),
    'META-INF/manifest.xml': strToU8(
      `<manifest:manifest xmlns:manifest="${OPEN_DOCUMENT}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${mimetype}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    ),
  });
}
