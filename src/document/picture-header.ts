import { Buffer } from 'node:buffer';

/** Width and height in pixels as stored, before any rotation. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A picture by its first bytes: what it is called, and its size; null when the header does not give it. */
export interface PictureHeader {
  readonly formatName: string;
  readonly size: PictureSize | null;
  /** True when the end that every such picture has is missing: it was not received whole. */
  readonly isCut: boolean;
}

interface PictureReader {
  readonly formatName: string;
  readonly isIts: (start: string) => boolean;
  readonly readSize: (bytes: Buffer) => PictureSize | null;
  readonly lacksEnd?: (bytes: Buffer) => boolean;
}

/** Brands of pictures in the file type box (ISO/IEC 23008-12, 10; AVIF 6); other brands are videos and sounds. */
const PICTURE_BRAND = /^.{4}ftyp(?:hei[cxmsf]|hev[cxms]|mif1|msf1|avi[fs])/s;

const READERS: readonly PictureReader[] = [
  {
    formatName: 'JPEG',
    isIts: (start) => start.startsWith('\xff\xd8\xff'),
    readSize: readJpeg,
    // A thumbnail in the header has an end of its own.
    lacksEnd: (bytes) => bytes.lastIndexOf(END_OF_JPEG) < findFrame(bytes),
  },
  {
    formatName: 'PNG',
    isIts: (start) => start.startsWith('\x89PNG\r\n\x1a\n'),
    readSize: readPng,
    lacksEnd: (bytes) => bytes.lastIndexOf('IEND', undefined, 'latin1') < 0,
  },
  { formatName: 'GIF', isIts: (start) => /^GIF8[79]a/.test(start), readSize: readGif },
  { formatName: 'WebP', isIts: (start) => /^RIFF.{4}WEBP/s.test(start), readSize: readWebp },
  { formatName: 'HEIC', isIts: (start) => PICTURE_BRAND.test(start), readSize: readHeif },
  { formatName: 'TIFF', isIts: (start) => /^(?:II\*\0|MM\0\*)/.test(start), readSize: readTiff },
  { formatName: 'BMP', isIts: (start) => /^BM.{4}\0{4}/s.test(start), readSize: readBmp },
];

/**
 * What kind of picture the bytes are, and its size, from its header alone; nothing is decoded. Null when they are no
 * picture. Never throws, and never takes longer than one walk over the header's blocks.
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.toString('latin1', 0, 16);
  const reader = READERS.find(({ isIts }) => isIts(start));
  if (reader === undefined) return null;
  const size = sizeFrom(reader, buffer);
  return { formatName: reader.formatName, size, isCut: size !== null && reader.lacksEnd?.(buffer) === true };
}

/** Reads past the end of the bytes say that the header is cut off. */
function sizeFrom({ readSize }: PictureReader, buffer: Buffer): PictureSize | null {
  try {
    const size = readSize(buffer);
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const TABLES = new Set([0xc4, 0xc8, 0xcc]);
const END_OF_JPEG = Buffer.from([0xff, 0xd9]);

function readJpeg(bytes: Buffer): PictureSize | null {
  const at = findFrame(bytes);
  return at < 0 ? null : { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
}

/**
 * Where the frame header SOF0–SOF15 is, behind other segments (ITU-T T.81, B.1.1.3, B.2.2); DHT, JPG and DAC are none
 * of them. -1 when there is none.
 */
function findFrame(bytes: Buffer): number {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return -1;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // fill bytes
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2; // stand alone
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !TABLES.has(marker)) return at;
    // The scan has begun: there is no frame header before it.
    if (marker === 0xda || marker === 0xd9) return -1;
    at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return -1;
}

/** IHDR is the first chunk (W3C PNG, 5.6); what iPhones write has CgBI before it. */
function readPng(bytes: Buffer): PictureSize | null {
  const at = bytes.toString('latin1', 12, 16) === 'CgBI' ? 28 : 12;
  if (bytes.toString('latin1', at, at + 4) !== 'IHDR') return null;
  return { width: bytes.readUInt32BE(at + 4), height: bytes.readUInt32BE(at + 8) };
}

/** The logical screen (GIF89a, 18). */
function readGif(bytes: Buffer): PictureSize {
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** BITMAPCOREHEADER has 16-bit sizes, every later header 32-bit ones; a negative height is stored top-down. */
function readBmp(bytes: Buffer): PictureSize {
  if (bytes.readUInt32LE(14) === 12) return { width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20) };
  return { width: Math.abs(bytes.readInt32LE(18)), height: Math.abs(bytes.readInt32LE(22)) };
}

/** The first chunk: VP8X (canvas), VP8L (lossless) or VP8 (RFC 9649, 2.5–2.7; RFC 6386, 9.1). */
function readWebp(bytes: Buffer): PictureSize | null {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
  if (chunk === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return bytes[20] === 0x2f ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) } : null;
  }
  if (chunk !== 'VP8 ' || bytes.readUIntBE(23, 3) !== 0x9d012a) return null;
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
}

/**
 * The largest spatial extent among the item properties (ISO/IEC 23008-12, 6.5.3): a phone's picture is a grid of
 * tiles, whose own extents and that of the thumbnail are smaller.
 */
function readHeif(bytes: Buffer): PictureSize | null {
  const meta = findBox(bytes, { start: 0, end: bytes.length }, 'meta');
  if (meta === null) return null;
  // meta is a full box: version and flags stand before its children (ISO/IEC 14496-12, 8.11.1).
  const iprp = findBox(bytes, { start: meta.start + 4, end: meta.end }, 'iprp');
  const ipco = iprp === null ? null : findBox(bytes, iprp, 'ipco');
  if (ipco === null) return null;
  let best: PictureSize | null = null;
  for (const box of boxesIn(bytes, ipco)) {
    if (box.name !== 'ispe') continue;
    const size = { width: bytes.readUInt32BE(box.start + 4), height: bytes.readUInt32BE(box.start + 8) };
    if (best === null || size.width * size.height > best.width * best.height) best = size;
  }
  return best;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function findBox(bytes: Buffer, within: Span, name: string): Span | null {
  for (const box of boxesIn(bytes, within)) if (box.name === name) return box;
  return null;
}

/** The boxes of a span, their contents without the header (ISO/IEC 14496-12, 4.2). Each is at least its header long. */
function* boxesIn(bytes: Buffer, { start, end }: Span): Generator<Span & { readonly name: string }> {
  for (let at = start; at + 8 <= end; ) {
    const short = bytes.readUInt32BE(at);
    const isLong = short === 1;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? end - at : short;
    const header = isLong ? 16 : 8;
    if (size < header) return;
    const name = bytes.toString('latin1', at + 4, at + 8);
    yield { name, start: at + header, end: Math.min(end, at + size) };
    at += size;
  }
}

/** Pages of a TIFF that are looked at; thumbnails come first in some. */
const MAX_PAGES = 16;
const IMAGE_WIDTH = 256;
const IMAGE_LENGTH = 257;
const SHORT = 3;

/** The largest of the image file directories (TIFF 6.0, 2). */
function readTiff(bytes: Buffer): PictureSize | null {
  const isLittle = bytes[0] === 0x49;
  const short = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  let best: PictureSize | null = null;
  let directory = long(4);
  for (let page = 0; page < MAX_PAGES && directory >= 8; page++) {
    if (directory + 2 > bytes.length) break;
    const count = short(directory);
    const values = new Map<number, number>();
    for (let index = 0; index < count; index++) {
      const at = directory + 2 + 12 * index;
      const tag = short(at);
      if (tag !== IMAGE_WIDTH && tag !== IMAGE_LENGTH) continue;
      values.set(tag, short(at + 2) === SHORT ? short(at + 8) : long(at + 8));
    }
    const size = { width: values.get(IMAGE_WIDTH) ?? 0, height: values.get(IMAGE_LENGTH) ?? 0 };
    if (best === null || size.width * size.height > best.width * best.height) best = size;
    const next = directory + 2 + 12 * count;
    directory = next + 4 <= bytes.length ? long(next) : 0;
  }
  return best;
}
