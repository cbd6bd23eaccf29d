import { Buffer } from 'node:buffer';
import { isOleFile, OleFile } from './ole-file.js';

/**
 * With this password Excel opens a file without asking: workbooks that are only protected against changes are
 * encrypted with it ([MS-OFFCRYPTO] 2.4.2.3).
 */
const DEFAULT_PASSWORD = 'VelvetSweatshop';

/** EncryptionInfo with one certificate is some kilobytes long. */
const MAX_INFO_BYTES = 1024 * 1024;

/** The library that decrypts BIFF makes several numbers of each byte. */
const MAX_BIFF_BYTES = 16 * 1024 * 1024;

/**
 * Numbers of an agile EncryptionInfo by which a file says how much work it is ([MS-OFFCRYPTO] 2.3.4.10), and how much of
 * that is accepted: Excel writes 100 000 rounds, blocks of 16 bytes and keys of 256 bits; the format would allow 10 000 000
 * rounds, which is minutes for each password.
 */
const MOST_WORK: Readonly<Record<string, number>> = { spinCount: 1_000_000, blockSize: 4096, keyBits: 4096 };

/** The first bytes of an agile EncryptionInfo: version 4.4 (2.3.4.10). */
const AGILE = 0x0004_0004;

/**
 * Opens a workbook that is encrypted with a password: OOXML in an OLE2 file ([MS-OFFCRYPTO] 2.3.4, agile and standard)
 * and BIFF8 (XOR, RC4, RC4 CryptoAPI). Tries Excel's default password, then `passwords` in their order.
 *
 * The decrypted file; null when no password fits, when the encryption is another one, when it asks for too much work or
 * when the file is damaged. Never throws.
 */
export async function unlockWorkbook(
  bytes: Uint8Array,
  passwords: readonly string[],
): Promise<Uint8Array | null> {
  const streams = readLockedStreams(bytes);
  if (streams === null) return null;
  const { default: officeCrypto } = await import('officecrypto-tool');
  const input = await packStreams(streams);
  for (const password of new Set([DEFAULT_PASSWORD, ...passwords])) {
    if (password === '') continue;
    try {
      const unlocked = await officeCrypto.decrypt(input, { password });
      // A file that the library takes for unencrypted comes back as it is.
      if (unlocked !== input) return unlocked;
    } catch {
      // A wrong password and a damaged file cannot be told apart.
    }
  }
  return null;
}

type Streams = ReadonlyMap<string, Uint8Array>;

/** The streams that decryption needs; null when it is not worth trying. */
function readLockedStreams(bytes: Uint8Array): Streams | null {
  if (!isOleFile(bytes)) return null;
  try {
    const file = new OleFile(bytes);
    const info = file.stream('EncryptionInfo');
    if (info !== null) {
      const content = file.stream('EncryptedPackage');
      if (content === null || !isBounded(info)) return null;
      return new Map([
        ['EncryptionInfo', info],
        ['EncryptedPackage', content],
      ]);
    }
    const workbook = file.stream('Workbook') ?? file.stream('Book');
    return workbook !== null && workbook.length <= MAX_BIFF_BYTES ? new Map([['Workbook', workbook]]) : null;
  } catch {
    return null;
  }
}

/**
 * An OLE2 file of these streams alone. The library never walks the sector chains of a file that came from outside: its
 * package for OLE2 files has no bound on them, and an array that grows without end takes down the whole program.
 */
async function packStreams(streams: Streams): Promise<Buffer> {
  const { CFB } = await import('@e965/xlsx');
  const file = CFB.utils.cfb_new();
  for (const [name, content] of streams) CFB.utils.cfb_add(file, `/${name}`, Buffer.from(content));
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

function isBounded(info: Uint8Array): boolean {
  if (info.length < 8 || info.length > MAX_INFO_BYTES) return false;
  const buffer = Buffer.from(info);
  if (buffer.readUInt32LE(0) !== AGILE) return true;
  const xml = buffer.toString('utf8', 8);
  return Object.entries(MOST_WORK).every(([name, most]) => isAttributeWithin(xml, name, most));
}

/** True when each time that the name stands in the XML it is an attribute with a plain number of at most `most`. */
function isAttributeWithin(xml: string, name: string, most: number): boolean {
  return xml
    .split(name)
    .slice(1)
    .every((rest) => {
      const number = /^\s*=\s*(["'])(\d{1,9})\1/.exec(rest)?.[2];
      return number !== undefined && Number(number) <= most;
    });
}
