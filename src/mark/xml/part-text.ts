import { CannotMark } from '../cannot-mark.js';

/** How a part of ours begins. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const DECLARATION = /^<\?xml[^>]*?\?>/;
const ENCODING = /(\sencoding\s*=\s*)(?:"([^"]*)"|'([^']*)')/;

/** A part's text, without byte order mark, and its bytes refused where they are not what they say. */
export function decodePart(bytes: Uint8Array, partName: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new CannotMark('damaged-part', partName);
  }
}

/** The encoding by byte order mark, by the first character, else by the declaration (XML 1.0, appendix F). */
function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  if (a === 0xef) return 'utf-8';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const [, , double, single] = ENCODING.exec(DECLARATION.exec(head)?.[0] ?? '') ?? [];
  const declared = double ?? single ?? 'utf-8';
  // Who reads these letters byte by byte can only have meant an encoding that keeps them: a wrong label.
  return /^(?:utf-?16|us-ascii)/i.test(declared) ? 'utf-8' : declared;
}

/** A part's bytes, always UTF-8; the declaration says so. */
export function encodePart(text: string): Uint8Array {
  const declared = text.replace(DECLARATION, (declaration) =>
    declaration.replace(ENCODING, (whole, start: string, double?: string, single?: string) =>
      /^utf-?8$/i.test(double ?? single ?? '') ? whole : `${start}"UTF-8"`,
    ),
  );
  return new TextEncoder().encode(declared);
}
