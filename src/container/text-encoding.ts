import { Buffer, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

// Which encoding bytes are in that nobody, or nobody reliable, names. Chinese offices write UTF-8 or one of GB2312,
// GBK and GB18030, of which the last holds the others.

const UTF8 = new TextDecoder('utf-8');
const GB18030 = new TextDecoder('gb18030');

/** Labels that senders write without meaning them: bytes beyond ASCII are Chinese in their own encoding. */
const MEANINGLESS = /^(?:|(?:us-)?ascii|ansi.*|x?-?unknown.*|default|8bit)$/;
/** Often another such label, but now and then the truth. */
const LATIN1 = /^(?:iso-?8859-1|latin-?1|windows-1252|cp-?1252)$/;
const GB = /^(?:x-)?(?:gb|cp-?936|ms-?936|windows-936|936$|euc-cn)/;

/** Han, kana, and their punctuation and full-width forms: what UTF-8 needs three bytes for in Chinese text. */
const EAST_ASIAN = /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/;

/**
 * Decodes what a sender labels with a charset (RFC 2047, 2231; any case). A label that is missing, unknown,
 * meaningless or contradicted by the bytes gives way to a guess between UTF-8 and GB18030. Never throws.
 */
export function decodeText(bytes: Uint8Array, charset: string | null): string {
  const label = (charset ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (MEANINGLESS.test(label) || (LATIN1.test(label) && (isUtf8(bytes) || shareOfCommonHan(bytes) > 0.5))) {
    return guess(bytes);
  }
  if (GB.test(label))
    return (isChineseUtf8(bytes) && shareOfCommonHan(bytes) < 0.5 ? UTF8 : GB18030).decode(bytes);
  const decoder = findDecoder(label);
  if (decoder === null) return guess(bytes);
  // Streaming: Node 20 takes windows-1252 for Latin-1 otherwise. The decoder that is shared must keep nothing back.
  const text = decoder.decode(bytes, { stream: decoder !== UTF8 });
  // A text that was cut may end within a character; anywhere else the label is wrong.
  return text.replace(/\ufffd+$/, '').includes('\ufffd') ? guess(bytes) : text;
}

function findDecoder(label: string): TextDecoder | null {
  if (/^utf-?8\b/.test(label)) return UTF8;
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

function guess(bytes: Uint8Array): string {
  return decoderOfNames([bytes])(bytes);
}

/**
 * How to decode names that stand together in one archive or mail and name no encoding. Short GBK names can happen
 * to be valid UTF-8 (two characters such as 突然 are), so all names decide together: one that is not valid UTF-8
 * makes the others GB18030, except those that decode to Chinese as UTF-8, for tools add files to other tools' archives.
 */
export function decoderOfNames(names: readonly Uint8Array[]): (name: Uint8Array) => string {
  const foreign = names.filter((name) => name.some((byte) => byte > 127));
  if (foreign.every((name) => isUtf8(name))) {
    const all = Buffer.concat(foreign);
    const decoder = isChineseUtf8(all) || shareOfCommonHan(all) < 0.9 ? UTF8 : GB18030;
    return (name) => decoder.decode(name);
  }
  return (name) => (isChineseUtf8(name) ? UTF8 : GB18030).decode(name);
}

function isChineseUtf8(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && EAST_ASIAN.test(UTF8.decode(bytes));
}

/**
 * The share of hanzi of level 1 of GB 2312 (rows 16–55: the 3755 most frequent ones) among the pairs of bytes beyond
 * ASCII. Other scripts in UTF-8, Uyghur and Kazakh for example, look like rare hanzi or like none.
 */
function shareOfCommonHan(bytes: Uint8Array): number {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[++i] ?? 0;
    pairs++;
    if (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) common++;
  }
  return pairs === 0 ? 0 : common / pairs;
}
