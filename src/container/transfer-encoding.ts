import { Buffer } from 'node:buffer';

/** The encodings of RFC 2045, 6; others, like uuencode, are known by name and not read. */
export type TransferEncoding = 'base64' | 'quoted-printable' | 'identity' | 'unsupported';

/** What a Content-Transfer-Encoding says; a missing or garbled one means that nothing is encoded. */
export function parseTransferEncoding(value: string | null): TransferEncoding {
  const name = (value ?? '').trim().toLowerCase();
  if (name.includes('base64')) return 'base64';
  if (name.includes('quoted-printable')) return 'quoted-printable';
  return /uu|yenc|binhex/.test(name) ? 'unsupported' : 'identity';
}

/** The decoded body; damaged encodings give what can be decoded of them. Never throws. */
export function decodeTransfer(body: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'base64') return decodeBase64(body);
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body;
}

/** True when base64 ends in padding, which no encoder writes before the end of the content. */
export function endsInPadding(body: Buffer): boolean {
  return body
    .toString('latin1', Math.max(0, body.length - 20))
    .trimEnd()
    .endsWith('=');
}

/** Some mailers pad every line; what follows padding and is no base64 (a footer) is left out. */
function decodeBase64(body: Buffer): Buffer {
  const text = body.toString('latin1');
  const padding = text.indexOf('=');
  if (padding < 0 || !/[A-Za-z0-9+/]/.test(text.slice(padding, padding + 2000))) {
    return Buffer.from(text, 'base64');
  }
  if (/[^A-Za-z0-9+/=\s]/.test(text.slice(padding))) return Buffer.from(text.slice(0, padding), 'base64');
  return Buffer.concat(text.split(/=+/).map((unit) => Buffer.from(unit, 'base64')));
}

const EQUALS = 61;
const LF = 10;

/** RFC 2045, 6.7. Line ends stay as they are; `=` before anything but two hexadecimal digits is itself. */
function decodeQuotedPrintable(body: Buffer): Buffer {
  const result = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (byte !== EQUALS) {
      result[length++] = byte;
      continue;
    }
    const code = hexDigit(body[i + 1]) * 16 + hexDigit(body[i + 2]);
    const lineEnd = softBreakEnd(body, i + 1);
    if (!Number.isNaN(code)) {
      result[length++] = code;
      i += 2;
    } else if (lineEnd > 0) {
      i = lineEnd - 1;
    } else {
      result[length++] = byte;
    }
  }
  return result.subarray(0, length);
}

function hexDigit(byte: number | undefined): number {
  return byte === undefined ? Number.NaN : Number.parseInt(String.fromCharCode(byte), 16);
}

/** Where the next line begins when nothing but blanks is left of this one; 0 when something is. */
function softBreakEnd(body: Buffer, start: number): number {
  let at = start;
  while (at < body.length && [9, 13, 32].includes(body[at]!)) at++;
  if (at === body.length) return at;
  return body[at] === LF ? at + 1 : 0;
}
