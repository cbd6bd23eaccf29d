import { Buffer } from 'node:buffer';
import { decodeText } from './text-encoding.js';

/** RFC 2047, 2; the last one of a text that was cut may lack its end. The charset may carry a language (RFC 2231, 5). */
const ENCODED_WORD = /=\?([^?\s*]{1,50})(?:\*[^?\s]{0,50})?\?([BbQq])\?([^?]*)(?:\?=|\??$)/g;

interface EncodedWord {
  readonly charset: string;
  readonly isBase64: boolean;
  readonly text: string;
}

/**
 * Decodes the encoded words in a text (RFC 2047). Neighbours, with nothing but blanks between them, are joined as
 * bytes before they are decoded: Chinese mailers cut names every so many bytes, within a character, and some within
 * a group of base64.
 */
export function decodeEncodedWords(text: string): string {
  let result = '';
  let end = 0;
  let words: EncodedWord[] = [];
  for (const match of text.matchAll(ENCODED_WORD)) {
    const between = text.slice(end, match.index);
    if (words.length === 0 || between.trim() !== '') {
      result += decodeRun(words) + between;
      words = [];
    }
    words.push({
      charset: match[1]!.toLowerCase(),
      isBase64: match[2]!.toUpperCase() === 'B',
      text: match[3]!,
    });
    end = match.index + match[0].length;
  }
  return result + decodeRun(words) + text.slice(end);
}

/** GB2312, GBK and GB18030 are one encoding here: mailers change the label in the middle of a name. */
function charsetKey(charset: string): string {
  return charset.startsWith('gb') ? 'gb18030' : charset;
}

function decodeRun(words: readonly EncodedWord[]): string {
  let result = '';
  for (let from = 0; from < words.length; ) {
    const charset = charsetKey(words[from]!.charset);
    let to = from + 1;
    while (to < words.length && charsetKey(words[to]!.charset) === charset) to++;
    result += decodeText(joinBytes(words.slice(from, to)), charset);
    from = to;
  }
  return result;
}

function joinBytes(words: readonly EncodedWord[]): Buffer {
  const bytes: Buffer[] = [];
  let open = '';
  for (const { isBase64, text } of words) {
    if (!isBase64) {
      bytes.push(Buffer.from(open, 'base64'), quotedBytes(text));
      open = '';
      continue;
    }
    open += text.replace(/[^A-Za-z0-9+/=]/g, '');
    if (open.length % 4 === 0 || open.endsWith('=')) {
      bytes.push(Buffer.from(open, 'base64'));
      open = '';
    }
  }
  return Buffer.concat([...bytes, Buffer.from(open, 'base64')]);
}

/** RFC 2047, 4.2. */
function quotedBytes(text: string): Buffer {
  const latin1 = Buffer.from(text.replaceAll('_', ' ')).toString('latin1');
  return Buffer.from(
    latin1.replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
}
