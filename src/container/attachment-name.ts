import { Buffer } from 'node:buffer';
import { parseStructuredField, readTextParameter, type StructuredField } from './header-parameters.js';
import { findField, type HeaderField } from './mail-header.js';
import { decoderOfNames } from './text-encoding.js';

/** Turns a field's bytes into text; made once for a mail, see `decoderOfFields`. */
export type FieldDecoder = (value: string) => string;

/**
 * How the fields of one mail are to be decoded that hold bytes beyond ASCII (against RFC 5322, but old Chinese mailers
 * send names as they are): all of them together decide between UTF-8 (RFC 6532) and GB18030.
 */
export function decoderOfFields(headers: readonly (readonly HeaderField[])[]): FieldDecoder {
  const raw = headers.flat().filter(({ value }) => /[\x80-\xff]/.test(value));
  const decode = decoderOfNames(raw.map(({ value }) => Buffer.from(value, 'latin1')));
  return (value) => (/[\x80-\xff]/.test(value) ? decode(Buffer.from(value, 'latin1')) : value);
}

/** A structured field of a part, its text decoded. */
export function readStructuredField(
  fields: readonly HeaderField[],
  name: 'content-type' | 'content-disposition',
  decode: FieldDecoder,
): StructuredField {
  return parseStructuredField(decode(findField(fields, name) ?? ''));
}

/**
 * The name that the sender gave a part: `filename` of Content-Disposition before `name` of Content-Type (RFC 2183,
 * 2.3), unless the latter is the only one that is whole. Null when there is none.
 */
export function readAttachmentName(
  disposition: StructuredField,
  contentType: StructuredField,
): string | null {
  const names = [readTextParameter(disposition, 'filename'), readTextParameter(contentType, 'name')].filter(
    (name) => name !== null,
  );
  const isUsable = (name: string): boolean => isWhole(name) && hasExtension(name);
  return names.find(isUsable) ?? names.find(isWhole) ?? names[0] ?? null;
}

/** The file at the end of Content-Location (RFC 2557, 4.2): the name of a part that has no other; null when none. */
export function readLocationName(fields: readonly HeaderField[]): string | null {
  const name = findField(fields, 'content-location')?.split('/').at(-1) ?? '';
  return hasExtension(name) ? name : null;
}

/** Gateways that cannot decode a name put question marks in its place. */
function isWhole(name: string): boolean {
  return !/\ufffd|\?\?/.test(name);
}

function hasExtension(name: string): boolean {
  return /[^.]\.[A-Za-z0-9]{1,8}$/.test(name);
}

/** Extensions for parts that have no name, by media type (IANA); what the file is, its bytes tell. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/vnd.ms-excel.sheet.macroenabled.12': '.xlsm',
  'application/vnd.ms-excel.sheet.binary.macroenabled.12': '.xlsb',
  'application/vnd.ms-excel': '.xls',
  'application/msexcel': '.xls',
  'application/x-msexcel': '.xls',
  'application/vnd.oasis.opendocument.spreadsheet': '.ods',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/msword': '.doc',
  'application/pdf': '.pdf',
  'application/zip': '.zip',
  'application/x-zip-compressed': '.zip',
  'application/x-rar-compressed': '.rar',
  'application/vnd.rar': '.rar',
  'application/x-7z-compressed': '.7z',
  'application/rtf': '.rtf',
  'text/csv': '.csv',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/calendar': '.ics',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/bmp': '.bmp',
  'image/tiff': '.tif',
  'message/rfc822': '.eml',
};

/** The extension for a media type in lower case; empty where none is known. */
export function extensionOf(mediaType: string): string {
  return EXTENSIONS[mediaType] ?? '';
}
