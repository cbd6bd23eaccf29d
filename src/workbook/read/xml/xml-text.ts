import { Buffer } from 'node:buffer';
import { decodeWith } from '../text/code-page.js';

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
