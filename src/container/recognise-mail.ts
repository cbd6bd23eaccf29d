import { Buffer } from 'node:buffer';
import { endOfLine, type MailHeader, readMailHeader } from './mail-header.js';

/** Fields that only messages have (RFC 5322, 3.6); the second list is of MIME and of servers. */
const MESSAGE_FIELDS = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'received',
  'return-path',
  'delivered-to',
]);
const OTHER_FIELDS = new Set(['mime-version', 'content-type', 'dkim-signature', 'x-mailer', 'x-unsent']);

/** Where the known fields are, whatever servers write before them. */
const HEAD_LENGTH = 64 * 1024;

/**
 * True when the bytes begin as a message (RFC 5322, RFC 2045): with header fields, of which two are known ones and
 * one is a message's own. Web pages in one file (MHTML), which have only those of MIME, are no mail.
 */
export function isMail(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_LENGTH));
  const { fields } = readMessageHeader(head, 0, head.length);
  const names = new Set(fields.map((field) => field.name));
  const messageFields = [...names].filter((name) => MESSAGE_FIELDS.has(name)).length;
  const otherFields = [...names].filter((name) => OTHER_FIELDS.has(name)).length;
  return messageFields > 0 && messageFields + otherFields >= 2;
}

/**
 * The header of a whole message, before which files have a byte order mark, empty lines, or the `From ` line of an
 * mbox (RFC 4155).
 */
export function readMessageHeader(mail: Buffer, start: number, limit: number): MailHeader {
  let at = start;
  if (mail.toString('latin1', at, Math.min(at + 3, limit)) === '\xef\xbb\xbf') at += 3;
  while (at < limit && [9, 10, 13, 32].includes(mail[at]!)) at++;
  if (/^>?From /.test(mail.toString('latin1', at, Math.min(at + 6, limit)))) at = endOfLine(mail, at, limit);
  return readMailHeader(mail, at, limit);
}
