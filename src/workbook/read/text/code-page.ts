import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';

const WESTERN = 'windows-1252';

/** Encodings by Windows code page ([MS-XLS] 2.4.52), where they are not `windows-NNNN`. */
const ENCODINGS: Readonly<Record<number, string>> = {
  367: WESTERN,
  866: 'ibm866',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  10008: 'gb18030',
  20866: 'koi8-r',
  28591: WESTERN,
  // What Excel writes for the Macintosh and for Windows' own code page.
  32768: 'macintosh',
  32769: WESTERN,
  54936: 'gb18030',
  65001: 'utf-8',
};

/**
 * The text of bytes in a Windows code page, one that the platform does not know taken for Western European. Without
 * code page it is Chinese where the bytes are valid GB18030, else Western European: programs that leave the code page
 * out write in that of their own machine.
 */
export function decodeCodePage(bytes: Uint8Array, codePage: number | null): string {
  if (codePage !== null) {
    const decoder = decoderFor(codePage);
    return decoder === null ? decodeWestern(bytes) : decodeWith(decoder, bytes);
  }
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return decodeWestern(bytes);
  }
}

/** What is asked of a TextDecoder, whichever library declares it. */
interface Decoder {
  readonly encoding: string;
  decode(bytes: Uint8Array, options?: { stream: boolean }): string;
}

/** The text of bytes under the decoder's encoding; windows-1252, also called `latin1` or `ascii`, by a table of our own. */
export function decodeWith(decoder: Decoder, bytes: Uint8Array, options?: { stream: boolean }): string {
  return decoder.encoding === WESTERN ? decodeWestern(bytes) : decoder.decode(bytes, options);
}

/** The characters 0x80 to 0x9F of windows-1252. */
const WESTERN_SPECIALS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Node 20's own decoder, unless it streams, reads windows-1252 as Latin-1, in which those are control characters. */
function decodeWestern(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (control) => WESTERN_SPECIALS[control.charCodeAt(0) - 0x80]!);
}

const decoders = new Map<number, TextDecoder | null>();

function decoderFor(codePage: number): TextDecoder | null {
  let decoder = decoders.get(codePage);
  if (decoder === undefined) {
    decoder = makeDecoder(ENCODINGS[codePage] ?? `windows-${codePage}`);
    decoders.set(codePage, decoder);
  }
  return decoder;
}

function makeDecoder(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}
