import { Buffer } from 'node:buffer';
import {
  decoderOfFields,
  extensionOf,
  type FieldDecoder,
  readAttachmentName,
  readLocationName,
  readStructuredField,
} from './attachment-name.js';
import { decodeEncodedWords } from './encoded-words.js';
import { harmlessFileName, makeUnique } from './inner-name.js';
import { findLinkedFiles } from './linked-files.js';
import { parseMailDate } from './mail-date.js';
import { findField, type HeaderField } from './mail-header.js';
import { type MailPart, splitMail } from './mail-parts.js';
import type {
  ContainedContent,
  ContainedFile,
  ContainerLimits,
  OpenedContainer,
} from './opened-container.js';
import { readMessageHeader } from './recognise-mail.js';
import { decodeText } from './text-encoding.js';
import { decodeTransfer, endsInPadding, parseTransferEncoding } from './transfer-encoding.js';

/** Texts longer than this are looked through up to here. */
const MAX_TEXT = 4 * 1024 * 1024;

/** What says that a part of a multipart has been lost with the rest of the mail. */
const LOST_PART_NAME = '没有收全的部分';

/** A part with what its fields say. */
interface Piece {
  readonly part: MailPart;
  /** As the sender gave it; null when there is none. */
  readonly name: string | null;
  readonly isAttachment: boolean;
  readonly charset: string | null;
  readonly contentId: string | null;
}

/** `text`: what the mail shows. `skipped`: what only machines read. */
type Role = 'text' | 'file' | 'skipped';

/**
 * Opens a mail (RFC 5322, RFC 2045–2049) as a folder of its attachments, messages in it included as `.eml` files.
 * `refused`: damaged-mail, limit-headers, limit-nesting, limit-entries, truncated when nothing but text is left of
 * it. A file's own problems come from its `read`: truncated, winmail, split-mail, unsupported-encoding, limit-inflated.
 */
export function openMail(bytes: Uint8Array, limits: ContainerLimits): OpenedContainer {
  const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const split = splitMail(mail, limits.entries);
  if (split.kind === 'problem') return { kind: 'refused', problem: split.problem };
  const decode = decoderOfFields([split.fields, ...split.parts.map((part) => part.fields)]);
  const pieces = split.parts.map((part) => readPiece(part, decode));
  const texts = pieces.filter((piece) => roleOf(piece) === 'text').map(readText);
  const shown = findShownIds(texts);
  const files = pieces.filter((piece) => roleOf(piece) === 'file');
  const lostPart = pieces.find((piece) => piece.part.isCut && roleOf(piece) !== 'file');
  if (files.length === 0 && lostPart) return { kind: 'refused', problem: 'truncated' };

  const names = makeUnique([...nameFiles(files), ...(lostPart ? [LOST_PART_NAME] : [])]);
  const readPart = partReader(limits);
  const contained = files.map(
    (piece, index): ContainedFile => ({
      name: names[index]!,
      isInline: isShownPicture(piece, shown),
      read: () => readPart(piece),
    }),
  );
  const lost = names.slice(files.length).map(
    (name): ContainedFile => ({
      name,
      isInline: false,
      read: () => ({ kind: 'problem', problem: 'truncated' }),
    }),
  );
  return {
    kind: 'files',
    container: 'mail',
    files: [...contained, ...lost],
    sentAt: parseMailDate(findField(split.fields, 'date') ?? ''),
    subject: decodeSubject(split.fields),
    hasLinkedFiles: hasLinkedFiles(pieces, texts, contained),
  };
}

function readPiece(part: MailPart, decode: FieldDecoder): Piece {
  const contentType = readStructuredField(part.fields, 'content-type', decode);
  const disposition = readStructuredField(part.fields, 'content-disposition', decode);
  return {
    part,
    name: readAttachmentName(disposition, contentType),
    isAttachment: disposition.value === 'attachment',
    charset: contentType.parameters.get('charset') ?? null,
    contentId: findField(part.fields, 'content-id')?.replace(/^<|>$/g, '') ?? null,
  };
}

const TEXT_TYPES = new Set(['text/plain', 'text/html', 'text/enriched', 'text/richtext', 'text/x-amp-html']);
/** Reports of delivery and of reading (RFC 3464, RFC 8098), whose text says the same to people. */
const REPORT_TYPES = new Set([
  'message/delivery-status',
  'message/disposition-notification',
  'message/feedback-report',
  'text/rfc822-headers',
]);
/** Signatures beside what they sign (RFC 1847). */
const SIGNATURE_TYPE = /^application\/(?:x-)?(?:pkcs7|pgp)-signature$/;

function roleOf({ part, name, isAttachment }: Piece): Role {
  if (part.mediaType.startsWith('multipart/') || part.mediaType === 'message/external-body') return 'skipped';
  if (part.within.at(-1) === 'signed' && SIGNATURE_TYPE.test(part.mediaType)) return 'skipped';
  // One text in several forms (RFC 2046, 5.1.4), such as plain, HTML and an invitation for the calendar.
  const isForm = part.within.at(-1) === 'alternative' && !isAttachment;
  if (TEXT_TYPES.has(part.mediaType) && !isAttachment && (isForm || name === null)) return 'text';
  if (name !== null || isAttachment) return 'file';
  if (isForm || REPORT_TYPES.has(part.mediaType)) return 'skipped';
  return part.body.length === 0 ? 'skipped' : 'file';
}

function readText({ part, charset }: Piece): string {
  const encoding = parseTransferEncoding(findField(part.fields, 'content-transfer-encoding'));
  return decodeText(decodeTransfer(part.body.subarray(0, MAX_TEXT), encoding), charset);
}

/** The Content-IDs that the texts refer to (RFC 2392). */
function findShownIds(texts: readonly string[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const text of texts) {
    for (const [, id] of text.matchAll(/\bcid:([^"'\s<>()]{1,300})/gi)) ids.add(decodePercent(id!));
  }
  return ids;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A picture that the text refers to, or one beside the text in multipart/related (RFC 2387). A photograph that is
 * only to be shown in place (Content-Disposition: inline) was attached by somebody.
 */
function isShownPicture({ part, name, isAttachment, contentId }: Piece, shown: ReadonlySet<string>): boolean {
  const isPicture =
    part.mediaType.startsWith('image/') ||
    /\.(?:png|jpe?g|gif|bmp|webp|svg|[we]mz|[we]mf)$/i.test(name ?? '');
  if (!isPicture || contentId === null) return false;
  return shown.has(contentId) || (part.within.includes('related') && !isAttachment);
}

/** Links shared by hand count only where no file came: they are also in signatures and quoted mails. */
function hasLinkedFiles(
  pieces: readonly Piece[],
  texts: readonly string[],
  files: readonly ContainedFile[],
): boolean {
  if (pieces.some(({ part }) => part.mediaType === 'message/external-body')) return true;
  const links = texts.map(findLinkedFiles);
  const isWithoutFiles = files.every((file) => file.isInline);
  return links.some((link) => link.byMailer || (link.byHand && isWithoutFiles));
}

const MESSAGE_TYPES = new Set(['message/rfc822', 'message/global']);
const TNEF_TYPES = new Set(['application/ms-tnef', 'application/vnd.ms-tnef']);

/** Names for people: those without one are counted (附件1 …), messages go by their subject. */
function nameFiles(files: readonly Piece[]): readonly string[] {
  let unnamed = 0;
  return files.map((piece) => {
    const { mediaType } = piece.part;
    if (MESSAGE_TYPES.has(mediaType)) {
      const name = piece.name ?? readSubject(piece) ?? `附件${++unnamed}`;
      return harmlessFileName(/\.(?:eml|msg)$/i.test(name) ? name : `${name}.eml`);
    }
    const name = piece.name ?? readLocationName(piece.part.fields);
    if (name === null) return `附件${++unnamed}${extensionOf(mediaType)}`;
    // The Macintosh's half of a file (RFC 1740), under the name that archives of a Macintosh give it.
    return harmlessFileName(mediaType === 'application/applefile' ? `._${name}` : name);
  });
}

function readSubject({ part }: Piece): string | null {
  const encoding = parseTransferEncoding(findField(part.fields, 'content-transfer-encoding'));
  const start = decodeTransfer(part.body.subarray(0, 256 * 1024), encoding);
  return decodeSubject(readMessageHeader(start, 0, start.length).fields);
}

function decodeSubject(fields: readonly HeaderField[]): string | null {
  const text = decodeEncodedWords(decoderOfFields([fields])(findField(fields, 'subject') ?? '')).trim();
  return text === '' ? null : text;
}

/** Reads parts of one mail under one budget; a part that is read again is not charged again. */
function partReader(limits: ContainerLimits): (piece: Piece) => ContainedContent {
  let remaining = limits.inflatedBytes;
  const charged = new Set<Piece>();
  return (piece) => {
    const { part, name } = piece;
    const encoding = parseTransferEncoding(findField(part.fields, 'content-transfer-encoding'));
    if (part.mediaType === 'message/partial') return { kind: 'problem', problem: 'split-mail' };
    if (encoding === 'unsupported') return { kind: 'problem', problem: 'unsupported-encoding' };
    if (isIncomplete(part, encoding)) return { kind: 'problem', problem: 'truncated' };
    const decoded = decodeTransfer(part.body, encoding);
    if (decoded.length > (charged.has(piece) ? limits.inflatedBytes : remaining)) {
      return { kind: 'problem', problem: 'limit-inflated' };
    }
    if (!charged.has(piece)) remaining -= decoded.length;
    charged.add(piece);
    const isTnef =
      TNEF_TYPES.has(part.mediaType) || /^winmail\.dat$/i.test(name ?? '') || hasTnefSignature(decoded);
    return isTnef ? { kind: 'problem', problem: 'winmail' } : { kind: 'bytes', bytes: decoded };
  };
}

/** A message in the mail knows its own end; padded base64 has come to its end. */
function isIncomplete(part: MailPart, encoding: string): boolean {
  if (!part.isCut || (MESSAGE_TYPES.has(part.mediaType) && encoding === 'identity')) return false;
  return !(encoding === 'base64' && endsInPadding(part.body));
}

/** [MS-OXTNEF] 2.1.3.1. */
function hasTnefSignature(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0x223e9f78;
}
