import { TextDecoder } from 'node:util';

/** Encodings by Windows code page ([MS-XLS] 2.4.52 and [MS-UCODEREF] 2.2.1), where they are not `windows-NNNN`. */
const ENCODINGS: Readonly<Record<number, string>> = {
  367: 'windows-1252',
  866: 'ibm866',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  10008: 'gb18030',
  20866: 'koi8-r',
  28591: 'windows-1252',
  // What Excel writes for the Macintosh and for Windows' own code page.
  32768: 'macintosh',
  32769: 'windows-1252',
  54936: 'gb18030',
  65001: 'utf-8',
};

/**
 * The text of bytes in a Windows code page. Without a known one (`null`, or one that the platform lacks) it is
 * Chinese where the bytes are valid GB18030, else Western European: programs that leave the code page out write in
 * that of their own machine.
 */
export function decodeCodePage(bytes: Uint8Array, codePage: number | null): string {
  const decoder = codePage === null ? null : decoderFor(codePage);
  if (decoder !== null) return decoder.decode(bytes);
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
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
