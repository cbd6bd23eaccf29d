import { Buffer } from 'node:buffer';

// Smallest files of each format, put together from the specifications. Text is one byte a character.

type Piece = string | number | Uint8Array;

/** Bytes of pieces: text as Latin-1, a number as one byte. */
export function bytes(...pieces: readonly Piece[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      typeof piece === 'string'
        ? Buffer.from(piece, 'latin1')
        : typeof piece === 'number'
          ? Buffer.from([piece])
          : Buffer.from(piece),
    ),
  );
}

export function big(value: number, size: 2 | 4 | 8): Buffer {
  const buffer = Buffer.alloc(size);
  buffer.writeUIntBE(value, Math.max(0, size - 6), Math.min(6, size));
  return buffer;
}

export function little(value: number, size: 2 | 3 | 4): Buffer {
  const buffer = Buffer.alloc(size);
  buffer.writeIntLE(size === 4 ? value | 0 : value > 0x7fffff ? value - 0x1000000 : value, 0, size);
  return buffer;
}

const segment = (marker: number, content: Uint8Array) =>
  bytes(0xff, marker, big(content.length + 2, 2), content);

export interface JpegOptions {
  /** SOF0 baseline, SOF2 progressive. */
  readonly frame?: number;
  /** A whole JPEG in the Exif segment, as cameras put it there. */
  readonly thumbnail?: Uint8Array;
  readonly end?: boolean;
  /** Makes the file another one. */
  readonly salt?: string;
}

/** ITU-T T.81, B.2: SOI, APP1, DQT, frame, DHT, scan, EOI. */
export function jpeg(width: number, height: number, options: JpegOptions = {}): Buffer {
  const { frame = 0xc0, thumbnail = bytes(), end = true, salt = '' } = options;
  return bytes(
    '\xff\xd8',
    segment(0xe1, bytes('Exif\0\0', thumbnail)),
    segment(0xfe, bytes(salt)),
    segment(0xc4, bytes('\0'.repeat(17))),
    '\xff',
    segment(frame, bytes(8, big(height, 2), big(width, 2), 1, 1, 0x11, 0)),
    segment(0xda, bytes(1, 1, 0, 0, 63, 0)),
    '\x12\x34\xff\0\x56',
    end ? '\xff\xd9' : '',
  );
}

/** W3C PNG 5: signature, IHDR, IDAT, IEND; checksums are not looked at. */
export function png(width: number, height: number, end = true, before = bytes()): Buffer {
  const chunk = (name: string, content: Uint8Array) =>
    bytes(big(content.length, 4), name, content, '\0\0\0\0');
  return bytes(
    '\x89PNG\r\n\x1a\n',
    before,
    chunk('IHDR', bytes(big(width, 4), big(height, 4), '\x08\x02\0\0\0')),
    chunk('IDAT', bytes('x')),
    end ? chunk('IEND', bytes()) : '',
  );
}

export const gif = (width: number, height: number) =>
  bytes('GIF89a', little(width, 2), little(height, 2), '\0\0\0;');

/** A top-down bitmap has a negative height. */
export const bmp = (width: number, height: number) =>
  bytes('BM', little(54, 4), '\0\0\0\0', little(54, 4), little(40, 4), little(width, 4), little(height, 4));

export const coreBmp = (width: number, height: number) =>
  bytes('BM', little(26, 4), '\0\0\0\0', little(26, 4), little(12, 4), little(width, 2), little(height, 2));

const riff = (chunk: string, content: Uint8Array) =>
  bytes('RIFF', little(content.length + 12, 4), 'WEBP', chunk, little(content.length, 4), content);

/** RFC 6386, 9.1: the two upper bits of each size are a scale. */
export const webp = (width: number, height: number) =>
  riff('VP8 ', bytes('\0\0\0\x9d\x01\x2a', little(width | 0x4000, 2), little(height, 2)));

export const losslessWebp = (width: number, height: number) =>
  riff('VP8L', bytes(0x2f, little((width - 1) | ((height - 1) << 14), 4)));

export const extendedWebp = (width: number, height: number) =>
  riff('VP8X', bytes('\0\0\0\0', little(width - 1, 3), little(height - 1, 3)));

export const box = (name: string, ...content: readonly Piece[]): Buffer => {
  const inner = bytes(...content);
  return bytes(big(inner.length + 8, 4), name, inner);
};

const ispe = ([width, height]: readonly [number, number]) =>
  box('ispe', '\0\0\0\0', big(width, 4), big(height, 4));

/** ISO/IEC 23008-12: the extents of tiles, of the grid that they make, and of the thumbnail, in this order. */
export function heic(...extents: readonly (readonly [width: number, height: number])[]): Buffer {
  return bytes(
    box('ftyp', 'heic\0\0\0\0mif1heic'),
    // A box with a size of 64 bits.
    bytes(big(1, 4), 'free', big(20, 8), 'xxxx'),
    box(
      'meta',
      '\0\0\0\0',
      box('hdlr', '\0\0\0\0\0\0\0\0pict'),
      box('iprp', box('ipco', box('hvcC', 'x'), ...extents.map(ispe))),
    ),
    box('mdat', 'x'),
  );
}

/** TIFF 6.0, 2: two directories, the first that of a thumbnail. */
export function tiff(width: number, height: number, isLittle: boolean): Buffer {
  const short = (value: number) => (isLittle ? little(value, 2) : big(value, 2));
  const long = (value: number) => (isLittle ? little(value, 4) : big(value, 4));
  const directory = (entries: readonly Buffer[], next: number) =>
    bytes(short(entries.length), ...entries, long(next));
  const asShort = (tag: number, value: number) =>
    bytes(short(tag), short(3), long(1), short(value), short(0));
  const asLong = (tag: number, value: number) => bytes(short(tag), short(4), long(1), long(value));
  return bytes(
    isLittle ? 'II' : 'MM',
    short(42),
    long(8),
    directory([asShort(256, 160), asShort(257, 120)], 8 + 2 + 24 + 4),
    directory([asShort(254, 0), asLong(256, width), asLong(257, height)], 0),
  );
}

export const mp4 = (brand = 'isom', salt = '') =>
  bytes(box('ftyp', brand, '\0\0\x02\0'), box('mdat', `x${salt}`));
