import { Buffer } from 'node:buffer';
import { hasZipDirectory } from '../../container/read-zip.js';
import { decodeText } from './text/decode-text.js';
import type { ForeignFormat, UnreadableReason } from './unreadable.js';
import type { WorkbookPackage } from './workbook-package.js';
import { XmlCursor } from './xml/xml-cursor.js';

/** The formats that are no package. */
export type BareFormat = 'xls' | 'spreadsheetml-2003' | 'html' | 'text';

/** The formats other than xlsx that are packages. */
export type PackageFormat = 'xlsb' | 'ods';

interface Refused {
  readonly kind: 'refused';
  readonly reason: UnreadableReason;
}

/** What bytes are, told from the bytes alone. `package`: a zip, whose parts tell the rest. */
export type Recognised =
  | { readonly kind: 'package' }
  | { readonly kind: 'format'; readonly format: BareFormat }
  | Refused;

/** What a package is, told from its parts. */
export type RecognisedPackage = { readonly kind: 'format'; readonly format: PackageFormat } | Refused;

const HEAD_LENGTH = 4096;

/** Signatures at the very start of a file, as Latin-1 text. */
const SIGNATURES: readonly (readonly [string, Recognised])[] = [
  ['Rar!\x1a\x07', unsupported('rar')],
  ['7z\xbc\xaf\x27\x1c', unsupported('7z')],
  ['\x1f\x8b', unsupported('gzip')],
  ['%PDF', unsupported('pdf')],
  ['\x89PNG', unsupported('image')],
  ['\xff\xd8\xff', unsupported('image')],
  ['GIF8', unsupported('image')],
  ['II*\x00', unsupported('image')],
  ['MM\x00*', unsupported('image')],
  ['{\\rtf', unsupported('rtf')],
  // BOF records of BIFF2, 3, 4 and 5 ([MS-XLS] 2.4.21) in a file that is the bare stream.
  ['\x09\x00\x04\x00', { kind: 'format', format: 'xls' }],
  ['\x09\x02\x06\x00', { kind: 'format', format: 'xls' }],
  ['\x09\x04\x06\x00', { kind: 'format', format: 'xls' }],
  ['\x09\x08\x08\x00', { kind: 'format', format: 'xls' }],
  ['\x09\x08\x10\x00', { kind: 'format', format: 'xls' }],
];

/** Pictures known by more than their first bytes: HEIC and AVIF (ISO/IEC 14496-12, 4.3), WebP, and BMP with its reserved zeros. */
const PICTURE = /^(?:.{4}ftyp(?:hei[cxmsf]|hev[cx]|mif1|msf1|avi[fs])|RIFF.{4}WEBP|BM.{4}\0{4})/s;

/** Streams and storages by which an OLE2 file is known ([MS-CFB] 2.6.1), in the order in which they decide. */
const OLE_STREAMS: readonly (readonly [string, Recognised])[] = [
  ['EncryptedPackage', refused({ code: 'password-protected' })],
  ['Workbook', { kind: 'format', format: 'xls' }],
  ['Book', { kind: 'format', format: 'xls' }],
  ['WordDocument', unsupported('word')],
  ['PowerPoint Document', unsupported('presentation')],
  ['__properties_version1.0', unsupported('mail')],
];

/** Says what the bytes are, by content and never by name. */
export function recogniseFormat(bytes: Uint8Array): Recognised {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) return refused({ code: 'empty-file' });
  const head = buffer.toString('latin1', 0, HEAD_LENGTH);
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return { kind: 'package' };
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return recogniseOle(buffer);
  for (const [signature, recognised] of SIGNATURES) if (head.startsWith(signature)) return recognised;
  if (PICTURE.test(head)) return unsupported('image');
  if (hasZipDirectory(bytes)) return { kind: 'package' };
  return recogniseText(buffer, head);
}

/** The name of a directory entry takes at most 64 bytes; how many, the zero at its end included, stands behind it. */
const OLE_NAME_BYTES = 64;

/**
 * Directory entries are 128 bytes long, aligned, and start with the name, which is compared without regard to case
 * ([MS-CFB] 2.6.4); no need to follow a damaged chain.
 */
function recogniseOle(buffer: Buffer): Recognised {
  let best = OLE_STREAMS.length;
  for (let at = 0; at + OLE_NAME_BYTES + 2 <= buffer.length; at += 128) {
    const end = buffer.readUInt16LE(at + OLE_NAME_BYTES) - 2;
    if (end < 2 || end >= OLE_NAME_BYTES || buffer.readUInt16LE(at + end) !== 0) continue;
    const name = buffer.toString('utf16le', at, at + end).toUpperCase();
    const index = OLE_STREAMS.findIndex(([stream]) => stream.toUpperCase() === name);
    if (index >= 0) best = Math.min(best, index);
  }
  return OLE_STREAMS[best]?.[1] ?? refused({ code: 'not-a-spreadsheet' });
}

function recogniseText(buffer: Buffer, head: string): Recognised {
  // Latin-1 does for markup in any encoding whose first half is ASCII.
  const decoded = decodeText(buffer.subarray(0, HEAD_LENGTH));
  if (decoded === null && countControls(head) > 0) return refused({ code: 'not-a-spreadsheet' });
  const start = (decoded ?? head.replace(/^\xef\xbb\xbf/, '')).trimStart();
  if (start.startsWith('<')) {
    const markup = recogniseMarkup(start);
    if (markup !== null) return markup;
  }
  const words = start.slice(0, 1024).toLowerCase();
  if (words.includes('%pdf-')) return unsupported('pdf');
  if (MAIL_HEADER.test(words)) {
    // Excel's "single file web page" is a mail by its form.
    if (/^x-document-type:[ \t]*workbook/m.test(words)) return { kind: 'format', format: 'html' };
    if (words.includes('mime-version:') || words.includes('\nsubject:')) return unsupported('mail');
  }
  if (isSylk(start)) return unsupported('sylk');
  if (countControls(start) > start.length / 100) return refused({ code: 'not-a-spreadsheet' });
  return { kind: 'format', format: 'text' };
}

const MAIL_HEADER = /^(received|return-path|from|mime-version|message-id|date|subject|x-[\w-]+):/;

/** A SYLK file begins with an ID record and has cell records; a csv whose first title is `ID` does not. */
function isSylk(text: string): boolean {
  return text.startsWith('ID;P') && /^C;(?:[XY]\d+;){0,2}K/m.test(text);
}

/** Declarations, instructions, comments and the document type that may stand before the first element. */
const PROLOG = /^(?:\s+|<\?[^>]*>|<!--[\s\S]*?-->|<!doctype[^>]*>|<!\[[^>]*>)/i;

/** Elements by which a page, or a piece of one, may begin. */
const HTML_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'html head body title meta link base style script table thead tbody tr td th col colgroup caption ' +
    'div p span font b i u em strong center br hr h1 h2 h3 h4 h5 h6 a img form input pre ul ol section main article header frameset xml'
  ).split(' '),
);

/** What text is that begins with `<`, by its first element; null when it is no markup after all. */
function recogniseMarkup(text: string): Recognised | null {
  const isXml = /^<\?xml\s/i.test(text);
  if (/<\?mso-application[^>]*Word\.Document/.test(text)) return unsupported('word');
  let rest = text;
  for (let prolog = PROLOG.exec(rest); prolog !== null; prolog = PROLOG.exec(rest)) {
    if (/^<!doctype\s+html/i.test(prolog[0])) return { kind: 'format', format: 'html' };
    rest = rest.slice(prolog[0].length);
  }
  // A comment longer than what is looked at.
  if (rest.startsWith('<!--')) return { kind: 'format', format: 'html' };
  const element = /^<(?:([\w.-]+):)?([A-Za-z][\w.-]*)([^>]*)/.exec(rest);
  if (element === null) return isXml ? unsupported('xml') : null;
  const [, prefix = '', name = '', attributes = ''] = element;
  if (name === 'Workbook' && attributes.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return { kind: 'format', format: 'spreadsheetml-2003' };
  if (prefix === '' && HTML_ELEMENTS.has(name.toLowerCase())) return { kind: 'format', format: 'html' };
  if (isXml || attributes.includes('xmlns')) return unsupported('xml');
  return /<table[\s>]/i.test(rest) ? { kind: 'format', format: 'html' } : null;
}

/** Bytes that text of no encoding met here holds, but for those that somebody copied into a cell by accident. */
function countControls(text: string): number {
  return text.match(/[\x00-\x08\x0e-\x19\x1b-\x1f]/g)?.length ?? 0;
}

/** What a zip is that holds no xlsx workbook. */
export function recognisePackage(parts: WorkbookPackage): RecognisedPackage {
  if (parts.mainPart()?.endsWith('.bin') || parts.has('xl/workbook.bin'))
    return { kind: 'format', format: 'xlsb' };
  if (parts.has('word/document.xml')) return unsupported('word');
  if (parts.has('ppt/presentation.xml')) return unsupported('presentation');
  const manifest = parts.readText(MANIFEST) ?? '';
  const mediaType = parts.readText('mimetype') || rootMediaType(manifest);
  if (mediaType.includes('opendocument')) {
    if (manifest.includes('encryption-data')) return refused({ code: 'password-protected' });
    return mediaType.includes('spreadsheet')
      ? { kind: 'format', format: 'ods' }
      : unsupported('opendocument');
  }
  let isPackage = false;
  for (const name of parts.partNames()) {
    if (name.endsWith('.iwa') || name === 'index.zip') return unsupported('numbers');
    if (name === '[content_types].xml' || name.startsWith('xl/')) isPackage = true;
  }
  return isPackage ? refused({ code: 'missing-part', detail: 'xl/workbook.xml' }) : unsupported('zip');
}

/** Where OpenDocument lists its parts (ODF 1.2 part 3, 3.2). */
const MANIFEST = 'meta-inf/manifest.xml';

/** The media type of the whole package (ODF 1.2 part 3, 4.3); empty when the manifest says none. */
function rootMediaType(manifest: string): string {
  const cursor = new XmlCursor(manifest, MANIFEST);
  while (manifest !== '' && cursor.next()) {
    if (cursor.isOpen && cursor.isNamed('file-entry') && cursor.prefixedAttribute('full-path') === '/')
      return cursor.prefixedAttribute('media-type') ?? '';
  }
  return '';
}

function refused(reason: UnreadableReason): Refused {
  return { kind: 'refused', reason };
}

function unsupported(detail: ForeignFormat): Refused {
  return refused({ code: 'unsupported-format', detail });
}
