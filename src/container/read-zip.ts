import { Buffer } from 'node:buffer';
import zlib from 'node:zlib';

// Reading of zip archives as APPNOTE.TXT 6.3 describes them, from the central directory, one entry at a time.

/** What a zip may ask of the machine before it is refused. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes that one entry may inflate to. */
  readonly inflatedBytes: number;
  /** Inflated bytes for each packed byte; judged only above `ratioFloorBytes`. */
  readonly ratio: number;
  readonly ratioFloorBytes: number;
}

export type ZipProblem =
  | 'not-a-zip'
  | 'truncated'
  | 'damaged-zip'
  | 'password-protected'
  | 'limit-entries'
  | 'limit-inflated'
  | 'limit-ratio';

/** One entry of the central directory (APPNOTE 4.3.12). */
export interface ZipEntry {
  /** The name as UTF-8 when it is valid UTF-8, else byte by byte; `rawName` lets callers decode it otherwise. */
  readonly name: string;
  readonly rawName: Uint8Array;
  /** True when the writer says that the name is UTF-8 (general purpose bit 11). */
  readonly isUtf8Name: boolean;
  /** The name of the Info-ZIP Unicode Path field (APPNOTE 4.6.9), when it belongs to `rawName`. */
  readonly unicodeName: string | null;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly inflatedSize: number;
  /** Where the local header lies in the bytes, junk before the archive included. */
  readonly headerOffset: number;
  /** MS-DOS or Unix attributes (APPNOTE 4.4.15): the upper 16 bits hold a Unix mode, by which links are known. */
  readonly externalAttributes: number;
}

export type ZipListing =
  | { readonly kind: 'entries'; readonly entries: readonly ZipEntry[] }
  | { readonly kind: 'problem'; readonly problem: ZipProblem };

export type ZipContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'problem'; readonly problem: ZipProblem };

const LOCAL_HEADER = 0x04034b50;
/** Begins the first volume of a split archive (APPNOTE 8.5.3). */
const SPLIT_MARKER = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const ZIP64_END_RECORD = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const END_RECORD_SIZE = 22;
const CENTRAL_HEADER_SIZE = 46;
const LOCAL_HEADER_SIZE = 30;
const LOCAL_SIGNATURE = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const END_SIGNATURE = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

interface Directory {
  /** Where the central directory starts and ends in the bytes. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** Bytes of junk before the archive: what to add to every offset in it. */
  readonly shift: number;
}

/** The entries of the central directory, in its order (APPNOTE 4.3.12, 4.3.16; zip64 4.3.14, 4.5.3). */
export function listZipEntries(bytes: Uint8Array, limits: ZipLimits): ZipListing {
  const buffer = bufferOf(bytes);
  const directory = findDirectory(buffer);
  if (directory === null) {
    const startsAsZip = buffer.length >= 4 && buffer.readUInt32LE(0) === LOCAL_HEADER;
    return { kind: 'problem', problem: startsAsZip ? 'truncated' : 'not-a-zip' };
  }
  const entries: ZipEntry[] = [];
  let at = directory.start;
  while (at + CENTRAL_HEADER_SIZE <= directory.end && buffer.readUInt32LE(at) === CENTRAL_HEADER) {
    if (entries.length >= limits.entries) return { kind: 'problem', problem: 'limit-entries' };
    const size = centralHeaderSize(buffer, at);
    if (at + size > directory.end) return { kind: 'problem', problem: 'damaged-zip' };
    entries.push(readCentralHeader(buffer, at, directory.shift));
    at += size;
  }
  // The count is kept modulo 65536 by writers without zip64, so only the lower bits can be held against them.
  if ((entries.length & 0xffff) !== (directory.count & 0xffff))
    return { kind: 'problem', problem: 'damaged-zip' };
  return { kind: 'entries', entries };
}

/** The content of one entry, its CRC-32 checked (APPNOTE 4.4.7). Sizes are those of the central directory. */
export function inflateZipEntry(bytes: Uint8Array, entry: ZipEntry, limits: ZipLimits): ZipContent {
  if (entry.isEncrypted) return { kind: 'problem', problem: 'password-protected' };
  const packed = packedBytes(bufferOf(bytes), entry);
  if (packed === null) return { kind: 'problem', problem: 'damaged-zip' };
  const content = entry.method === 8 ? inflate(packed, entry, limits) : stored(packed, entry, limits);
  if (content.kind === 'problem') return content;
  return crc32(content.bytes) === entry.crc32 ? content : { kind: 'problem', problem: 'damaged-zip' };
}

/** True when the bytes hold the end record of a zip, wherever the archive begins. */
export function hasZipDirectory(bytes: Uint8Array): boolean {
  return findDirectory(bufferOf(bytes)) !== null;
}

/** True when the bytes are one volume of an archive that is split over several files (APPNOTE 8.3, 4.4.19). */
export function isZipVolume(bytes: Uint8Array): boolean {
  const buffer = bufferOf(bytes);
  const at = buffer.lastIndexOf(END_SIGNATURE);
  if (at >= 0 && at + END_RECORD_SIZE <= buffer.length) {
    const disk = buffer.readUInt16LE(at + 4);
    return disk !== 0 && disk !== 0xffff;
  }
  return hasSignature(buffer, 0, SPLIT_MARKER) && hasSignature(buffer, 4, LOCAL_HEADER);
}

/**
 * Names as the local headers give them, byte by byte, in the order of the bytes: what is left to know of an archive
 * without a usable directory. Headers lie between packed bytes, so that there may be names that are none.
 */
export function findLocalNames(bytes: Uint8Array, limit: number): readonly string[] {
  const buffer = bufferOf(bytes);
  const names: string[] = [];
  let at = buffer.indexOf(LOCAL_SIGNATURE);
  while (at >= 0 && at + LOCAL_HEADER_SIZE <= buffer.length && names.length < limit) {
    const start = at + LOCAL_HEADER_SIZE;
    names.push(buffer.toString('latin1', start, start + buffer.readUInt16LE(at + 26)));
    at = buffer.indexOf(LOCAL_SIGNATURE, start);
  }
  return names;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Looks for the last end record that points to a central directory; bytes behind it are ignored. */
function findDirectory(buffer: Buffer): Directory | null {
  let from = buffer.length - END_RECORD_SIZE;
  // A comment may hold the signature too; a handful of candidates is more than any real archive has.
  for (let candidates = 0; from >= 0 && candidates < 16; candidates++) {
    const at = buffer.lastIndexOf(END_SIGNATURE, from);
    if (at < 0) return null;
    const directory = readEndRecord(buffer, at);
    if (directory !== null) return directory;
    from = at - 1;
  }
  return null;
}

function readEndRecord(buffer: Buffer, at: number): Directory | null {
  if (at + END_RECORD_SIZE > buffer.length) return null;
  const count = buffer.readUInt16LE(at + 10);
  const size = buffer.readUInt32LE(at + 12);
  const offset = buffer.readUInt32LE(at + 16);
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
    const directory = readZip64EndRecord(buffer, at);
    if (directory !== null) return directory;
  }
  return placeDirectory(buffer, at, count, size, offset);
}

function readZip64EndRecord(buffer: Buffer, endRecordAt: number): Directory | null {
  const locatorAt = endRecordAt - 20;
  if (locatorAt < 0 || buffer.readUInt32LE(locatorAt) !== ZIP64_LOCATOR) return null;
  const stated = Number(buffer.readBigUInt64LE(locatorAt + 8));
  // With junk before the archive the stated place is wrong, but the record lies right before its locator.
  for (const at of [stated, locatorAt - 56]) {
    if (at < 0 || at + 56 > buffer.length || buffer.readUInt32LE(at) !== ZIP64_END_RECORD) continue;
    const count = Number(buffer.readBigUInt64LE(at + 32));
    const size = Number(buffer.readBigUInt64LE(at + 40));
    const offset = Number(buffer.readBigUInt64LE(at + 48));
    const directory = placeDirectory(buffer, at, count, size, offset);
    if (directory !== null) return directory;
  }
  return null;
}

/** The directory ends where the end record begins; if nothing is there, it is where the record says. */
function placeDirectory(
  buffer: Buffer,
  recordAt: number,
  count: number,
  size: number,
  offset: number,
): Directory | null {
  if (count === 0 && size === 0) return { start: recordAt, end: recordAt, count, shift: 0 };
  const start = recordAt - size;
  if (hasSignature(buffer, start, CENTRAL_HEADER))
    return { start, end: recordAt, count, shift: start - offset };
  if (hasSignature(buffer, offset, CENTRAL_HEADER)) return { start: offset, end: recordAt, count, shift: 0 };
  return null;
}

function hasSignature(buffer: Buffer, at: number, signature: number): boolean {
  return at >= 0 && at + 4 <= buffer.length && buffer.readUInt32LE(at) === signature;
}

function centralHeaderSize(buffer: Buffer, at: number): number {
  return (
    CENTRAL_HEADER_SIZE +
    buffer.readUInt16LE(at + 28) +
    buffer.readUInt16LE(at + 30) +
    buffer.readUInt16LE(at + 32)
  );
}

function readCentralHeader(buffer: Buffer, at: number, shift: number): ZipEntry {
  const flags = buffer.readUInt16LE(at + 8);
  const nameEnd = at + CENTRAL_HEADER_SIZE + buffer.readUInt16LE(at + 28);
  const extraEnd = nameEnd + buffer.readUInt16LE(at + 30);
  const rawName = buffer.subarray(at + CENTRAL_HEADER_SIZE, nameEnd);
  const extra = buffer.subarray(nameEnd, extraEnd);
  const sizes = widenSizes(
    extra,
    buffer.readUInt32LE(at + 24),
    buffer.readUInt32LE(at + 20),
    buffer.readUInt32LE(at + 42),
  );
  return {
    name: decodeName(rawName),
    rawName,
    isUtf8Name: (flags & 0x800) !== 0,
    unicodeName: readUnicodeName(extra, rawName),
    isEncrypted: (flags & 1) !== 0,
    method: buffer.readUInt16LE(at + 10),
    crc32: buffer.readUInt32LE(at + 16),
    inflatedSize: sizes.inflatedSize,
    packedSize: sizes.packedSize,
    headerOffset: sizes.headerOffset + shift,
    externalAttributes: buffer.readUInt32LE(at + 38),
  };
}

/** Reads the 64-bit sizes of the zip64 extra field; it holds only those that do not fit (APPNOTE 4.5.3). */
function widenSizes(
  extra: Buffer,
  inflatedSize: number,
  packedSize: number,
  headerOffset: number,
): { inflatedSize: number; packedSize: number; headerOffset: number } {
  const sizes = { inflatedSize, packedSize, headerOffset };
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      let field = at + 4;
      for (const key of ['inflatedSize', 'packedSize', 'headerOffset'] as const) {
        if (sizes[key] !== 0xffffffff || field + 8 > Math.min(end, extra.length)) continue;
        sizes[key] = Number(extra.readBigUInt64LE(field));
        field += 8;
      }
    }
    at = end;
  }
  return sizes;
}

/** A field whose checksum is not that of the name was left behind by a tool that renamed the entry. */
function readUnicodeName(extra: Buffer, rawName: Buffer): string | null {
  for (let at = 0; at + 9 <= extra.length; ) {
    const end = Math.min(at + 4 + extra.readUInt16LE(at + 2), extra.length);
    const isPath = extra.readUInt16LE(at) === 0x7075 && end >= at + 9 && extra[at + 4] === 1;
    if (isPath && extra.readUInt32LE(at + 5) === crc32(rawName)) return extra.toString('utf8', at + 9, end);
    at = end;
  }
  return null;
}

function decodeName(rawName: Buffer): string {
  const name = rawName.toString('utf8');
  return name.includes('\ufffd') ? rawName.toString('latin1') : name;
}

/** The packed bytes behind the local header, whose own name and extra field may differ from the directory's. */
function packedBytes(buffer: Buffer, entry: ZipEntry): Buffer | null {
  const at = entry.headerOffset;
  if (!hasSignature(buffer, at, LOCAL_HEADER) || at + LOCAL_HEADER_SIZE > buffer.length) return null;
  const start = at + LOCAL_HEADER_SIZE + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28);
  const end = start + entry.packedSize;
  return end <= buffer.length ? buffer.subarray(start, end) : null;
}

function stored(packed: Buffer, entry: ZipEntry, limits: ZipLimits): ZipContent {
  if (entry.method !== 0) return { kind: 'problem', problem: 'damaged-zip' };
  if (packed.length > limits.inflatedBytes) return { kind: 'problem', problem: 'limit-inflated' };
  return { kind: 'bytes', bytes: packed };
}

function inflate(packed: Buffer, entry: ZipEntry, limits: ZipLimits): ZipContent {
  const byRatio = Math.max(limits.ratioFloorBytes, packed.length * limits.ratio);
  const allowed = Math.min(limits.inflatedBytes, byRatio);
  const overrun = allowed === limits.inflatedBytes ? 'limit-inflated' : 'limit-ratio';
  if (entry.inflatedSize > allowed) return { kind: 'problem', problem: overrun };
  try {
    // One chunk a little larger than the stated size saves joining many; a false statement only costs time.
    // Deflate cannot do better than 1:1032, which bounds what a false statement makes us allocate.
    const expected = Math.min(entry.inflatedSize, packed.length * 1032) + 64;
    const bytes = zlib.inflateRawSync(packed, {
      maxOutputLength: Math.max(1, allowed),
      chunkSize: Math.max(1024, expected),
    });
    return { kind: 'bytes', bytes };
  } catch (error) {
    const isOverrun = error instanceof RangeError;
    return { kind: 'problem', problem: isOverrun ? overrun : 'damaged-zip' };
  }
}

let crcTable: Int32Array | undefined;

function tableCrc32(bytes: Uint8Array): number {
  crcTable ??= Int32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

// zlib.crc32 came with Node 20.15; earlier releases of 20 are supported too.
const nativeCrc32: ((bytes: Uint8Array) => number) | undefined = zlib.crc32;
const crc32 = nativeCrc32 ?? tableCrc32;
