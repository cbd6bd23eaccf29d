import { Buffer } from 'node:buffer';
import { ReadFailure } from '../unreadable.js';

// OLE2 compound files ([MS-CFB]): a file system inside a file, in which Excel up to 2003 and WPS keep workbooks and
// every Office keeps encrypted ones.

const SIGNATURE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const HEADER_SIZE = 512;
const ENTRY_SIZE = 128;
/** Sector numbers from here on say that there is none (2.1). */
const LAST_SECTOR = 0xfffffffa;
const NO_ENTRY = 0xffffffff;
/** FAT sectors that the header names itself (2.2). */
const HEADER_DIFAT_ENTRIES = 109;
const STREAM = 2;

interface Entry {
  readonly name: string;
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** True when the bytes begin as an OLE2 file does (2.2). */
export function isOleFile(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_SIZE && SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

/**
 * The streams of an OLE2 file, by name. Damage is tolerated as far as a stream's own sectors can be found: a chain that
 * leaves the file or runs in a circle ends there, and it is for the reader of the stream to miss what is lost.
 */
export class OleFile {
  private readonly buffer: Buffer;
  private readonly sectorSize: number;
  private readonly miniSectorSize: number;
  private readonly miniCutoff: number;
  private readonly fat: readonly number[];
  private readonly entries: readonly Entry[];
  private miniFat: readonly number[] | null = null;
  private miniStream: Buffer | null = null;

  /** Throws a ReadFailure `damaged-content` when the header is not that of an OLE2 file. */
  constructor(bytes: Uint8Array) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isOleFile(buffer)) throw new ReadFailure({ code: 'damaged-content' });
    const sectorShift = buffer.readUInt16LE(30);
    const miniShift = buffer.readUInt16LE(32);
    if (sectorShift < 7 || sectorShift > 16 || miniShift < 4 || miniShift >= sectorShift)
      throw new ReadFailure({ code: 'damaged-content' });
    this.buffer = buffer;
    this.sectorSize = 1 << sectorShift;
    this.miniSectorSize = 1 << miniShift;
    this.miniCutoff = buffer.readUInt32LE(56);
    this.fat = this.readFat();
    this.entries = this.readDirectory(buffer.readUInt32LE(48));
  }

  /** The stream of this name in the root storage, else the first of this name anywhere; null when there is none. */
  stream(name: string): Uint8Array | null {
    const isWanted = (entry: Entry) =>
      entry.kind === STREAM && entry.name.toLowerCase() === name.toLowerCase();
    const entry = this.rootEntries().find(isWanted) ?? this.entries.find(isWanted);
    return entry === undefined ? null : this.contentOf(entry);
  }

  /** A workbook with an embedded one has two streams of the same name, so the root's own come first (2.6.4). */
  private rootEntries(): readonly Entry[] {
    const found: Entry[] = [];
    const seen = new Set<number>();
    const waiting = [this.entries[0]?.child ?? NO_ENTRY];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const entry = this.entries[index];
      if (entry === undefined || seen.has(index)) continue;
      seen.add(index);
      found.push(entry);
      waiting.push(entry.left, entry.right);
    }
    return found;
  }

  private contentOf(entry: Entry): Uint8Array {
    if (entry.size >= this.miniCutoff) return this.readChain(entry.start, entry.size);
    const root = this.entries[0];
    this.miniStream ??= root === undefined ? Buffer.alloc(0) : this.readChain(root.start, root.size);
    this.miniFat ??= numbersOf(this.readChain(this.buffer.readUInt32LE(60), this.buffer.length));
    return joinSectors(this.miniStream, 0, this.miniSectorSize, this.miniFat, entry.start, entry.size);
  }

  private readChain(start: number, size: number): Buffer {
    return joinSectors(this.buffer, this.sectorSize, this.sectorSize, this.fat, start, size);
  }

  /** The FAT's sectors stand in the header and, for large files, in a chain of sectors behind it (2.3, 2.5). */
  private readFat(): readonly number[] {
    const { buffer, sectorSize } = this;
    const inSector = sectorSize / 4;
    const most = Math.ceil(buffer.length / sectorSize / inSector) + 1;
    const sectors: number[] = [];
    for (let i = 0; i < HEADER_DIFAT_ENTRIES; i++) sectors.push(buffer.readUInt32LE(76 + 4 * i));
    let next = buffer.readUInt32LE(68);
    for (let steps = 0; next < LAST_SECTOR && steps < most; steps++) {
      const numbers = numbersOf(this.sector(next));
      if (numbers.length < inSector) break;
      sectors.push(...numbers.slice(0, -1));
      next = numbers[inSector - 1]!;
    }
    const fat: number[] = [];
    for (const sector of sectors.filter((number) => number < LAST_SECTOR).slice(0, most)) {
      const numbers = numbersOf(this.sector(sector));
      for (let i = 0; i < inSector; i++) fat.push(numbers[i] ?? NO_ENTRY);
    }
    return fat;
  }

  private sector(number: number): Buffer {
    const start = (number + 1) * this.sectorSize;
    return this.buffer.subarray(start, start + this.sectorSize);
  }

  private readDirectory(start: number): readonly Entry[] {
    const bytes = this.readChain(start, this.buffer.length);
    const entries: Entry[] = [];
    for (let at = 0; at + ENTRY_SIZE <= bytes.length; at += ENTRY_SIZE) {
      const nameLength = Math.min(Math.max(bytes.readUInt16LE(at + 64) - 2, 0), 62);
      entries.push({
        name: bytes.toString('utf16le', at, at + nameLength),
        kind: bytes[at + 66]!,
        left: bytes.readUInt32LE(at + 68),
        right: bytes.readUInt32LE(at + 72),
        child: bytes.readUInt32LE(at + 76),
        start: bytes.readUInt32LE(at + 116),
        size: bytes.readUInt32LE(at + 120),
      });
    }
    return entries;
  }
}

function numbersOf(bytes: Buffer): readonly number[] {
  const numbers: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) numbers.push(bytes.readUInt32LE(at));
  return numbers;
}

/** Follows a chain of sectors from `start` for `size` bytes, and stops where it leaves the bytes. */
function joinSectors(
  bytes: Buffer,
  offset: number,
  sectorSize: number,
  fat: readonly number[],
  start: number,
  size: number,
): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  // No honest chain is longer than all bytes; one that runs in a circle is.
  const end = Math.min(size, bytes.length);
  for (let sector = start; sector < LAST_SECTOR && length < end; sector = fat[sector] ?? NO_ENTRY) {
    const from = offset + sector * sectorSize;
    const part = bytes.subarray(from, Math.min(from + sectorSize, from + end - length));
    if (part.length === 0) break;
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}
