import { Buffer } from 'node:buffer';
import type { DocumentFormat } from '../campaign/campaign.js';
import type { ReceivedDocument } from '../ingest/received-document.js';
import { DEFAULT_READ_LIMITS } from '../workbook/read/limits.js';
import { isOleFile, OleFile } from '../workbook/read/ole/ole-file.js';
import { type Recognised, recogniseFormat } from '../workbook/read/recognise-format.js';
import { type ForeignFormat, ReadFailure } from '../workbook/read/unreadable.js';
import { WorkbookPackage } from '../workbook/read/workbook-package.js';
import { readPictureHeader } from './picture-header.js';
import { recogniseVideo } from './recognise-video.js';
import { readWordTitle } from './word-title.js';

const SEND_AGAIN = '请填报单位重新发送';
const TRUNCATED = `文件不完整，可能没有传完，${SEND_AGAIN}`;

/** Extensions by what files with them are meant to be. */
const EXTENSIONS: Readonly<Record<DocumentFormat, RegExp>> = {
  word: /\.(?:docx?|docm|dotx?|wps|wpt|rtf|odt)$/i,
  pdf: /\.(?:pdf|ofd)$/i,
  picture: /\.(?:jpe?g|jfif|png|gif|bmp|webp|tiff?|hei[cf]|avif)$/i,
  video: /\.(?:mp4|m4v|mov|avi|mkv|wmv|flv|3gp|mpe?g|webm|rmvb|rm|ts|asf)$/i,
  other: /\.(?:pptx?|pps|ppsx|dps)$/i,
};

/** What a file is meant to be by its name; null for names of spreadsheets and of nothing known. */
export function documentFormatOfName(name: string): DocumentFormat | null {
  const formats = Object.keys(EXTENSIONS) as DocumentFormat[];
  return formats.find((format) => EXTENSIONS[format].test(name)) ?? null;
}

/**
 * What the bytes are when they are a picture, a video or a document to be read by people, told from the bytes alone but
 * for web pages and plain XML that are named as Word files; null for everything else. Never throws for what stands in
 * them.
 */
export function readDocument(bytes: Uint8Array, name: string): ReceivedDocument | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.toString('latin1', 0, 16);
  const picture = readPictureHeader(bytes);
  if (picture !== null) {
    return document('picture', picture.formatName, {
      pixels: picture.size,
      damage: picture.size === null || picture.isCut ? PICTURE_DAMAGED : null,
    });
  }
  const video = recogniseVideo(bytes);
  if (video !== null) return document('video', video);
  if (/^\s*%PDF-/.test(buffer.toString('latin1', 0, 1024))) {
    return document('pdf', 'PDF', {
      // The trailer tells where the objects are (ISO 32000-1, 7.5.5); many writers leave junk behind it.
      damage: buffer.includes('startxref') ? null : TRUNCATED,
      isLocked: buffer.includes('/Encrypt'),
    });
  }
  if (start.startsWith('{\\rtf')) return document('word', 'RTF 文档');
  if (start.startsWith('PK\x03\x04')) return readPackage(bytes);
  const isNamedWord = EXTENSIONS.word.test(name);
  if (isOleFile(bytes)) return readOle(bytes, isNamedWord);
  if (!isNamedWord) return null;
  const recognised = recogniseFormat(bytes);
  const isWebPage = recognised.kind === 'format' && recognised.format === 'html';
  return isWebPage || isForeign(recognised, 'word') ? document('word', 'Word 文档') : null;
}

const PICTURE_DAMAGED = `图片已损坏或不完整，${SEND_AGAIN}`;

/** A file of this kind, by its name, that could not be opened as anything. */
export function damagedDocument(format: DocumentFormat, damage: string): ReceivedDocument {
  return document(format, FORMAT_NAMES[format], { damage });
}

/** A file that a person says is a document; what kind, its name tells at best. */
export function unknownDocument(name: string): ReceivedDocument {
  return document(documentFormatOfName(name) ?? 'other', '其他文件');
}

const FORMAT_NAMES: Readonly<Record<DocumentFormat, string>> = {
  word: 'Word 文档',
  pdf: 'PDF',
  picture: '图片',
  video: '视频',
  other: '演示文稿',
};

function document(
  format: DocumentFormat,
  formatName: string,
  more: Partial<ReceivedDocument> = {},
): ReceivedDocument {
  return { format, formatName, pixels: null, title: null, isLocked: false, damage: null, ...more };
}

/** Documents that are zips, by a part that each has. */
const PACKAGES: readonly (readonly [part: string, format: DocumentFormat, formatName: string])[] = [
  ['word/document.xml', 'word', 'Word 文档'],
  ['ppt/presentation.xml', 'other', '演示文稿'],
  ['ofd.xml', 'pdf', 'OFD 文件'],
];

function readPackage(bytes: Uint8Array): ReceivedDocument | null {
  try {
    const parts = new WorkbookPackage(bytes, DEFAULT_READ_LIMITS);
    for (const [part, format, formatName] of PACKAGES) {
      if (!parts.has(part)) continue;
      return document(format, formatName, { title: format === 'word' ? readWordTitle(parts, part) : null });
    }
    const mediaType = parts.has('mimetype') ? (parts.readText('mimetype') ?? '') : '';
    if (mediaType.includes('opendocument.text')) return document('word', 'OpenDocument 文档');
    return mediaType.includes('opendocument.presentation') ? document('other', '演示文稿') : null;
  } catch (error) {
    // Damaged or beyond a limit: whoever reads workbooks says which.
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}

/** A Word file may hold a workbook of its own, by which it would be taken for one; its name then decides. */
function readOle(bytes: Uint8Array, isNamedWord: boolean): ReceivedDocument | null {
  const recognised = recogniseFormat(bytes);
  if (isForeign(recognised, 'presentation')) return document('other', '演示文稿');
  if (!isNamedWord && !isForeign(recognised, 'word')) return null;
  const stream = readStream(bytes, 'WordDocument');
  if (stream === null) return null;
  // fEncrypted of the file information block ([MS-DOC] 2.5.2).
  return document('word', 'Word 文档', { isLocked: stream.length > 12 && (stream[11]! & 0x01) !== 0 });
}

function isForeign(recognised: Recognised, format: ForeignFormat): boolean {
  if (recognised.kind !== 'refused' || recognised.reason.code !== 'unsupported-format') return false;
  return recognised.reason.detail === format;
}

function readStream(bytes: Uint8Array, name: string): Uint8Array | null {
  try {
    return new OleFile(bytes).stream(name);
  } catch (error) {
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}
