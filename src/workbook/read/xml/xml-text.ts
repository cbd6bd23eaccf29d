import { Buffer } from 'node:buffer';
import { decodeWith } from '../text/code-page.js';

const NAMED_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * A part's bytes as text. Spreadsheet parts are UTF-8 or UTF-16 (ECMA-376 part 2, 7.2.2); other encodings that
 * the XML declaration names are read where the platform knows them, since some writers use GBK.
 */
export function decodeXmlBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [a, b] = [buffer[0], buffer[1]];
  if (a === 0xff && b === 0xfe) return buffer.toString('utf16le', 2);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(buffer);
  if (a === 0x3c && b === 0) return buffer.toString('utf16le');
  if (a === 0 && b === 0x3c) return new TextDecoder('utf-16be').decode(buffer);
  if (a === 0xef && b === 0xbb && buffer[2] === 0xbf) return buffer.toString('utf8', 3);
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(
    buffer.toString('latin1', 0, 200),
  )?.[1];
  if (declared !== undefined && !/^(utf-?8|utf-?16|us-ascii)$/i.test(declared)) {
    try {
      return decodeWith(new TextDecoder(declared), buffer);
    } catch {
      // An encoding that nobody knows: most likely a wrong label on UTF-8.
    }
  }
  return buffer.toString('utf8');
}

/** Text between tags as XML means it (XML 1.0, 2.11 and 4.6): line ends normalised, entities replaced. */
export function decodeXmlText(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return text.includes('&') ? decodeEntities(text) : text;
}

function decodeEntities(text: string): string {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    decoded += text.slice(from, at);
    // The longest entity is `&#x10FFFF;`, give or take leading zeros; a lone & stays what it is.
    const end = text.slice(at, at + 16).indexOf(';');
    const character = end < 0 ? null : decodeEntity(text.slice(at + 1, at + end));
    decoded += character ?? '&';
    from = character === null ? at + 1 : at + end + 1;
  }
  return decoded + text.slice(from);
}

function decodeEntity(name: string): string | null {
  if (!name.startsWith('#')) return Object.hasOwn(NAMED_ENTITIES, name) ? NAMED_ENTITIES[name]! : null;
  const isHex = name[1] === 'x' || name[1] === 'X';
  const digits = name.slice(isHex ? 2 : 1);
  if (!(isHex ? /^[0-9a-fA-F]+$/ : /^[0-9]+$/).test(digits)) return null;
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** Replaces `_xHHHH_` by the character that XML could not hold: ST_Xstring (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
