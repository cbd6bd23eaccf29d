import { Buffer } from 'node:buffer';
import { hasZipDirectory } from '../../container/read-zip.js';
import type { UnreadableReason } from './unreadable.js';

const HEAD_LENGTH = 4096;

/** Signatures at the very start of a file, as Latin-1 text. */
const SIGNATURES: readonly (readonly [string, UnreadableReason])[] = [
  ['Rar!\x1a\x07', { code: 'unsupported-format', detail: 'rar' }],
  ['7z\xbc\xaf\x27\x1c', { code: 'unsupported-format', detail: '7z' }],
  ['\x1f\x8b', { code: 'unsupported-format', detail: 'gzip' }],
  ['%PDF', { code: 'unsupported-format', detail: 'pdf' }],
  ['\x89PNG', { code: 'unsupported-format', detail: 'image' }],
  ['\xff\xd8\xff', { code: 'unsupported-format', detail: 'image' }],
  ['GIF8', { code: 'unsupported-format', detail: 'image' }],
  ['II*\x00', { code: 'unsupported-format', detail: 'image' }],
  ['MM\x00*', { code: 'unsupported-format', detail: 'image' }],
  ['{\\rtf', { code: 'unsupported-format', detail: 'rtf' }],
  // BOF records of BIFF2, 3, 4 and 5 ([MS-XLS] 2.4.21) in a file that is the bare stream.
  ['\x09\x00\x04\x00', { code: 'old-xls' }],
  ['\x09\x02\x06\x00', { code: 'old-xls' }],
  ['\x09\x04\x06\x00', { code: 'old-xls' }],
  ['\x09\x08\x08\x00', { code: 'old-xls' }],
  ['\x09\x08\x10\x00', { code: 'old-xls' }],
];

/** Streams and storages by which an OLE2 file is known ([MS-CFB] 2.6.1), in the order in which they decide. */
const OLE_STREAMS: readonly (readonly [string, UnreadableReason])[] = [
  ['EncryptedPackage', { code: 'password-protected' }],
  ['Workbook', { code: 'old-xls' }],
  ['Book', { code: 'old-xls' }],
  ['WordDocument', { code: 'unsupported-format', detail: 'word' }],
  ['PowerPoint Document', { code: 'unsupported-format', detail: 'presentation' }],
  ['__properties_version1.0', { code: 'unsupported-format', detail: 'mail' }],
];

/** Says by content, never by name, whether the bytes are a zip (`null`) or why this reader cannot read them. */
export function refuseOtherFormats(bytes: Uint8Array): UnreadableReason | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) return { code: 'empty-file' };
  const head = buffer.toString('latin1', 0, HEAD_LENGTH);
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return null;
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return recogniseOle(buffer);
  for (const [signature, reason] of SIGNATURES) if (head.startsWith(signature)) return reason;
  if (hasZipDirectory(bytes)) return null;
  return recogniseText(buffer, head);
}

function recogniseOle(buffer: Buffer): UnreadableReason {
  for (const [name, reason] of OLE_STREAMS) if (hasOleEntry(buffer, name)) return reason;
  return { code: 'not-a-spreadsheet' };
}

/** Directory entries are 128 bytes long, aligned, and start with the name; no need to follow a damaged chain. */
function hasOleEntry(buffer: Buffer, name: string): boolean {
  const wanted = Buffer.from(`${name}\0`, 'utf16le');
  for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 2)) {
    if (at % 128 === 0 && at + 66 <= buffer.length && buffer.readUInt16LE(at + 64) === wanted.length)
      return true;
  }
  return false;
}

function recogniseText(buffer: Buffer, head: string): UnreadableReason {
  // Narrowed to one byte a character, UTF-16 markup reads like any other.
  const isUtf16 = head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff');
  const text = (isUtf16 ? head.slice(2).replaceAll('\0', '') : head.replace(/^\xef\xbb\xbf/, '')).trimStart();
  const start = text.slice(0, 1024).toLowerCase();
  if (start.startsWith('<')) {
    if (start.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
      const isHtml = start.startsWith('<html') || start.startsWith('<!doctype');
      return { code: 'unsupported-format', detail: isHtml ? 'html' : 'spreadsheetml-2003' };
    }
    if (/^<!doctype html|<(html|head|body|table|meta|tr|div)[\s>]/.test(start)) {
      return { code: 'unsupported-format', detail: 'html' };
    }
    if (start.startsWith('<?xml')) return { code: 'unsupported-format', detail: 'xml' };
  }
  if (start.includes('%pdf-')) return { code: 'unsupported-format', detail: 'pdf' };
  if (/^(received|return-path|from|mime-version|message-id|date|subject|x-[\w-]+):/.test(start)) {
    if (start.includes('mime-version:') || start.includes('\nsubject:')) {
      return { code: 'unsupported-format', detail: 'mail' };
    }
  }
  if (isUtf16 || !hasControlBytes(buffer)) return { code: 'unsupported-format', detail: 'text' };
  return { code: 'not-a-spreadsheet' };
}

/** No text file of any encoding met here holds control bytes other than tab and line ends. */
function hasControlBytes(buffer: Buffer): boolean {
  const end = Math.min(buffer.length, HEAD_LENGTH);
  for (let i = 0; i < end; i++) {
    const byte = buffer[i]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 26) return true;
  }
  return false;
}
