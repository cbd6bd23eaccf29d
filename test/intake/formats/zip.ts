import { constants, deflateRawSync } from 'node:zlib';

// Zips byte by byte (PKWARE APPNOTE 4.3), for what honest writers do not write.

export interface ZipEntry {
  /** The name's bytes as they stand in the archive; a text is written in UTF-8, and bit 11 says so. */
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  /** Where the content is deflated already: how many bytes it was, and their CRC-32. */
  readonly inflatedSize?: number;
  readonly checksum?: number;
  /** Unix mode, for links. */
  readonly mode?: number;
}

/** An archive; deflated unless the content is shorter than that. */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as Uint8Array);
    const isDeflated = entry.inflatedSize !== undefined || entry.content.length > 100;
    const data =
      entry.inflatedSize === undefined && isDeflated
        ? deflateRawSync(entry.content)
        : Buffer.from(entry.content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(typeof entry.name === 'string' ? 0x0800 : 0, 2);
    shared.writeUInt16LE(isDeflated ? 8 : 0, 4);
    // 17 October 2020.
    shared.writeUInt16LE(((2020 - 1980) << 9) | (10 << 5) | 17, 8);
    shared.writeUInt32LE(entry.checksum ?? crc32(entry.content), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(entry.inflatedSize ?? entry.content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const header = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), shared, name, data]);
    local.push(header);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    // Made on Unix, so that the mode counts.
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), shared, tail, name]));
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...local, directory, end]));
}

/** Content that is deflated already. */
export interface Deflated {
  readonly content: Uint8Array;
  readonly inflatedSize: number;
  readonly checksum: number;
}

/**
 * `head`, `count` times `piece` and `tail` as one deflated stream (RFC 1951), made without ever having all of that in
 * memory: pieces behind a full flush refer to nothing before them and can be put one after the other.
 */
export function deflatedRepetition(head: string, piece: string, count: number, tail: string): Deflated {
  const [first, repeated, last] = [head, piece, tail].map((text) => Buffer.from(text)) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const flushed = (bytes: Buffer) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const packed = flushed(repeated);
  const [checksumOfPiece, shift] = [crc32(repeated), powerOfX(8 * repeated.length)];
  let checksum = crc32(first);
  for (let index = 0; index < count; index++) checksum = multiply(shift, checksum) ^ checksumOfPiece;
  checksum = multiply(powerOfX(8 * last.length), checksum) ^ crc32(last);
  return {
    content: new Uint8Array(
      Buffer.concat([flushed(first), ...Array.from({ length: count }, () => packed), deflateRawSync(last)]),
    ),
    inflatedSize: first.length + count * repeated.length + last.length,
    checksum: checksum >>> 0,
  };
}

const POLYNOMIAL = 0xedb88320;

/** CRC-32 (APPNOTE 4.4.7). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Product of two polynomials modulo that of the CRC, the highest bit being the power 0. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = (shifted >>> 1) ^ (shifted & 1 ? POLYNOMIAL : 0);
  }
  return product >>> 0;
}

/** What the CRC of bytes is multiplied by when other bytes of so many bits come behind them. */
function powerOfX(bits: number): number {
  let power = 0x80000000;
  let square = 0x40000000;
  for (let rest = bits; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply(square, power);
    square = multiply(square, square);
  }
  return power;
}
