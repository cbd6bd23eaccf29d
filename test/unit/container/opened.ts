import { Buffer } from 'node:buffer';
import type { ContainerLimits, OpenedContainer } from '../../../src/container/open-container.js';
import { openContainer } from '../../../src/container/open-container.js';

export const LIMITS: ContainerLimits = {
  entries: 1000,
  inflatedBytes: 10_000_000,
  ratio: 1000,
  ratioFloorBytes: 1_000_000,
};

/** Bytes from pieces; text is one byte a character, so that only ASCII and `\x..` may stand in it. */
export function bytesOf(...pieces: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)),
  );
}

export function openedFiles(bytes: Uint8Array, limits = LIMITS): Extract<OpenedContainer, { kind: 'files' }> {
  const opened = openContainer(bytes, limits);
  if (opened.kind !== 'files') throw new Error(`not opened: ${JSON.stringify(opened)}`);
  return opened;
}

/** Each file as `[name, content as text or its problem]`. */
export function listed(bytes: Uint8Array, limits = LIMITS): readonly (readonly [string, string])[] {
  return openedFiles(bytes, limits).files.map((file) => {
    const content = file.read();
    return [
      file.name,
      content.kind === 'bytes' ? Buffer.from(content.bytes).toString('utf8') : `! ${content.problem}`,
    ];
  });
}

export function namesOf(bytes: Uint8Array): readonly string[] {
  return openedFiles(bytes).files.map((file) => file.name);
}

/** What one entry of a hand-made zip says of itself, right or wrong. */
export interface MadeEntry {
  /** Bytes of the name, as in `bytesOf`. */
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  /** The content as it lies in the archive, when `method` is not 0. */
  readonly packed?: Uint8Array;
  readonly unixMode?: number;
  readonly dosAttributes?: number;
  readonly extra?: Uint8Array;
}

/** A zip put together byte by byte (APPNOTE 4.3), for what no tool would write. */
export function makeZip(entries: readonly MadeEntry[], disk = 0): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = bytesOf(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const packed = Buffer.from(entry.packed ?? content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(entry.flags ?? 0, 2);
    shared.writeUInt16LE(entry.method ?? 0, 4);
    shared.writeUInt32LE(crcOf(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((((entry.unixMode ?? 0) << 16) | (entry.dosAttributes ?? 0)) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const extra = Buffer.from(entry.extra ?? '');
    const centralShared = Buffer.from(shared);
    centralShared.writeUInt16LE(extra.length, 24);
    central.push(bytesOf('PK\x01\x02\x14\x03', centralShared, tail, name, extra));
    local.push(bytesOf('PK\x03\x04', shared, name, packed));
    offset += local.at(-1)!.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(disk, 0);
  end.writeUInt16LE(disk, 2);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return bytesOf(...local, directory, 'PK\x05\x06', end);
}

/** CRC-32 (APPNOTE 4.4.7), bit by bit. */
export function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** The Info-ZIP Unicode Path field for an entry whose name has these bytes. */
export function unicodePath(rawName: Uint8Array, name: string): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt16LE(0x7075, 0);
  head.writeUInt16LE(5 + Buffer.byteLength(name), 2);
  head.writeUInt8(1, 4);
  head.writeUInt32LE(crcOf(rawName), 5);
  return bytesOf(head, Buffer.from(name));
}

const HEADER =
  'From: =?utf-8?B?5LmM6IuP5biC?= <ws@example.cn>\r\nTo: tc@example.cn\r\nSubject: =?utf-8?B?5oql6YCB?=\r\n' +
  'Date: Mon, 26 Oct 2020 09:00:00 +0800\r\nMIME-Version: 1.0\r\n';

/** A mail with these parts, each with its own header; a closed multipart/mixed, CRLF throughout. */
export function mailOf(...parts: readonly (string | Uint8Array)[]): Buffer {
  return bytesOf(
    HEADER,
    'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\nThis is a multi-part message in MIME format.\r\n',
    ...parts.flatMap((part) => ['--=_b\r\n', part, '\r\n']),
    '--=_b--\r\n',
  );
}

/** A mail that is one part. */
export function mailWith(headerAndBody: string | Uint8Array): Buffer {
  return bytesOf(HEADER, headerAndBody);
}

/** A part with the content `one` in base64 and these fields. */
export function partOf(...fields: readonly (string | Uint8Array)[]): Buffer {
  return bytesOf(...fields, '\r\nContent-Transfer-Encoding: base64\r\n\r\nb25l');
}
