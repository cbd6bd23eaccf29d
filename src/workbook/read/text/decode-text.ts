import { Buffer } from 'node:buffer';
import { decodeWith } from './code-page.js';

/**
 * Characters of the head in which a page or an XML file says how it is encoded (HTML, 4.2.5.4: 1 024 bytes; Excel
 * needs more).
 */
const DECLARATION_LENGTH = 8192;

/** Characters looked at to tell UTF-16 without byte order mark from binary data. */
const SAMPLE_LENGTH = 8192;

/** Encodings of which every sequence of bytes is a text: that the bytes decode says nothing. */
const SINGLE_BYTE_LABEL =
  /^(?:x-mac|macintosh|iso-?8859|iso-ir|latin|l\d|windows-12|cp-?12|koi|us-ascii|ascii|ibm)/;

const SUBSTITUTE = 0x1a;

/**
 * The text of a file whose encoding nobody says reliably: UTF-8, UTF-16 or GB18030 (of which GBK and GB2312 are
 * parts), with byte order mark or without; null when the bytes are none of these. The bytes decide, not the label: a
 * page that says `gb2312` may be UTF-8. A label is believed only where the bytes are no UTF-8, and decode under it.
 *
 * Line ends stay as they are; DOS end-of-file marks (Ctrl-Z) at the end are dropped. A character cut off at the end
 * of the file is dropped, and does not make UTF-8 look like another encoding.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decode(bytes);
  return text === null ? null : withoutEndMarks(text);
}

function decode(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  // UTF-32, which begins like UTF-16, is written by no spreadsheet program.
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? null : decodeAs('utf-16le', bytes);
  if (a === 0xfe && b === 0xff) return decodeAs('utf-16be', bytes);
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeAs('utf-8', bytes);
  if (bytes.includes(0)) return decodeBareUtf16(bytes);
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8 !== null) return utf8;
  if (isDamagedUtf8(bytes)) return null;
  const label = declaredLabel(bytes);
  if (label !== null && !SINGLE_BYTE_LABEL.test(label)) {
    const declared = decodeAs(/^(?:gb|x-gbk|chinese|csgb|iso-ir-58)/.test(label) ? 'gb18030' : label, bytes);
    if (declared !== null) return declared;
  }
  if (isChinese(bytes)) {
    const chinese = decodeAs('gb18030', bytes);
    if (chinese !== null) return chinese;
  }
  return label === null ? null : decodeAs(label, bytes);
}

/**
 * The text under the encoding, without byte order mark; null when it is no text under it or nobody knows the
 * encoding.
 */
function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    // Streaming: what is left of a character at the very end is waited for, not complained about.
    const text = decodeWith(new TextDecoder(label, { fatal: true }), bytes, { stream: true });
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  } catch {
    return null;
  }
}

/** Of the two byte orders the one under which the text looks like text; null when neither does. */
function decodeBareUtf16(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, SAMPLE_LENGTH);
  const [little, big] = [
    shareOfUsual(decodeAs('utf-16le', sample)),
    shareOfUsual(decodeAs('utf-16be', sample)),
  ];
  if (Math.max(little, big) < 0.9) return null;
  return decodeAs(little >= big ? 'utf-16le' : 'utf-16be', bytes);
}

/** How many of the characters are ASCII, Chinese, or Chinese punctuation and full-width forms. */
function shareOfUsual(text: string | null): number {
  if (text === null || text === '') return 0;
  const usual = text.match(/[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uffef]/g)?.length ?? 0;
  return usual / text.length;
}

/**
 * True for UTF-8 with a few wrong bytes in it. Almost any UTF-8 passes for GB18030, as nonsense: such a file must
 * not be read as that. Genuine GB18030 has hardly any sequence that is valid UTF-8.
 */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  let wide = 0;
  let wrong = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) wrong++;
    else if (code >= 0x800) wide++;
  }
  return wide > wrong;
}

/**
 * True when the bytes look like Chinese in GB18030: three quarters of the characters in pairs are those of GB2312,
 * the ones that people use. Big5, Shift-JIS and the like decode under GB18030 too, but into rare characters.
 */
function isChinese(bytes: Uint8Array): boolean {
  let usual = 0;
  let rare = 0;
  for (let i = 0; i + 1 < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x81) continue;
    const trail = bytes[++i]!;
    if (trail >= 0x30 && trail <= 0x39) {
      // Four bytes: letters of other scripts, and characters beyond GBK.
      i += 2;
      usual++;
    } else if (trail >= 0xa1 && (lead <= 0xa9 ? lead >= 0xa1 : lead >= 0xb0 && lead <= 0xf7)) {
      usual++;
    } else {
      rare++;
    }
  }
  return usual >= 3 * rare;
}

/** The encoding that an XML declaration or a `meta` element names, in small letters. */
function declaredLabel(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    0,
    DECLARATION_LENGTH,
  );
  const match =
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head) ??
    /<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head);
  return match === null ? null : match[1]!.toLowerCase();
}

function withoutEndMarks(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === SUBSTITUTE) end--;
  return end === text.length ? text : text.slice(0, end);
}
