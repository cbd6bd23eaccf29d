import { Buffer } from 'node:buffer';
import type { Grid, GridWorkbook } from '../../grid.js';
import type { ReadLimits } from '../limits.js';
import { decodeText } from '../text/decode-text.js';
import { ReadFailure } from '../unreadable.js';
import { type PageSheet, readExcelOptions } from './excel-page-options.js';
import { readPage } from './page.js';

/** One file of an archive. */
interface ArchivePart {
  /** The last piece of its address, in small letters. */
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** True for a mail-like file that says it is a workbook: Excel's "single file web page" (mht), often named xls. */
export function isWebArchive(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 1024);
  return /^\s*[\w-]+:/.test(head) && /^x-document-type:[ \t]*workbook/im.test(head);
}

/**
 * Reads a "single file web page" (RFC 2557): a page of frames that names the sheets, and a page for each of them.
 * Sheets without table, such as charts, are left out.
 *
 * Failures: those of `readHtml`, and `missing-part` when a page that is named is not there, as in a file cut short.
 */
export function readWebArchive(bytes: Uint8Array, limits: ReadLimits): GridWorkbook {
  const parts = readParts(bytes, limits);
  const pages = parts.filter(({ type }) => type === 'text/html');
  const main = pages[0];
  if (main === undefined) throw new ReadFailure({ code: 'not-a-spreadsheet' });
  const options = readExcelOptions(main.text);
  const styleSheet = parts
    .filter(({ type }) => type === 'text/css')
    .map(({ text }) => text)
    .join('\n');
  const sheets: Grid[] = [];
  const budget = { limits, cellCount: 0 };
  for (const { page, sheet } of pairPages(pages, options.sheets)) {
    const read = readPage(page.text, { options, styleSheet, sheet }, budget);
    sheets.push(...read.sheets);
    if (sheets.length > limits.sheets) throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
  }
  if (sheets.length === 0) throw new ReadFailure({ code: 'not-a-spreadsheet' });
  return { sheets, definedNames: options.definedNames };
}

/** Each sheet with its page: by the address that the main page gives, else by its place. */
function pairPages(
  pages: readonly ArchivePart[],
  sheets: readonly PageSheet[],
): readonly { readonly page: ArchivePart; readonly sheet: PageSheet }[] {
  const linked = sheets.filter(({ href }) => href !== null);
  if (linked.length === 0) {
    return pages.map((page, index) => ({
      page,
      sheet: sheets[index] ?? { name: `Sheet${index + 1}`, visibility: 'visible', href: null },
    }));
  }
  const byName = new Map(pages.map((page) => [page.name, page]));
  const others = pages.slice(1);
  return linked.map((sheet, index) => {
    const page =
      byName.get(nameOfAddress(sheet.href!)) ?? (others.length === linked.length ? others[index] : undefined);
    if (page === undefined) throw new ReadFailure({ code: 'missing-part', detail: sheet.name });
    return { page, sheet };
  });
}

/** The parts of the archive; a file that is no multipart is one part. */
function readParts(bytes: Uint8Array, limits: ReadLimits): readonly ArchivePart[] {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const { header, body } = splitHeader(raw);
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(header);
  if (boundary === null) return [readPart(raw)];
  const mark = `\n--${boundary[1] ?? boundary[2]}`;
  const parts: ArchivePart[] = [];
  const text = `\n${body}`;
  for (let at = text.indexOf(mark); at >= 0; ) {
    const start = at + mark.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(mark, start);
    const line = text.indexOf('\n', start);
    if (line >= 0) parts.push(readPart(text.slice(line + 1, next < 0 ? undefined : next + 1)));
    if (parts.length > limits.entries)
      throw new ReadFailure({ code: 'limit-entries', detail: limits.entries });
    at = next;
  }
  return parts;
}

function readPart(raw: string): ArchivePart {
  const { header, body } = splitHeader(raw);
  const field = (name: string): string =>
    new RegExp(`^${name}:[ \\t]*([^\\r\\n]*)`, 'im').exec(header)?.[1]?.trim() ?? '';
  const content = decodeTransfer(body, field('content-transfer-encoding').toLowerCase());
  const text = decodeText(content);
  const type = field('content-type').split(';')[0]!.trim().toLowerCase();
  if (text === null && type.startsWith('text/')) throw new ReadFailure({ code: 'unknown-encoding' });
  return { name: nameOfAddress(field('content-location')), type, text: text ?? '' };
}

/** The header with its lines unfolded, in whatever encoding it is, and what follows the blank line. */
function splitHeader(raw: string): { readonly header: string; readonly body: string } {
  const trimmed = raw.replace(/^[\r\n]+/, '');
  const end = /\r?\n[ \t]*\r?\n/.exec(trimmed);
  const header = trimmed.slice(0, end?.index).replace(/\r?\n[ \t]+/g, ' ');
  return {
    header: decodeText(Buffer.from(header, 'latin1')) ?? header,
    body: end === null ? '' : trimmed.slice(end.index + end[0].length),
  };
}

/** RFC 2045, 6. */
function decodeTransfer(body: string, encoding: string): Uint8Array {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const decoded = body.replace(/=(?:([0-9A-Fa-f]{2})|[ \t]*\r?\n)/g, (_, code: string | undefined) =>
    code === undefined ? '' : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}

/** `file:///C:/x/Book.files/sheet001.htm` → `sheet001.htm`. */
function nameOfAddress(address: string): string {
  const last = address
    .replace(/[?#].*$/, '')
    .split(/[/\\]/)
    .at(-1)!;
  try {
    return decodeURIComponent(last).toLowerCase();
  } catch {
    return last.toLowerCase();
  }
}
