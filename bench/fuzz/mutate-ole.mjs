import { Buffer } from 'node:buffer';
import { CFB } from '@e965/xlsx';
import { mutateBytes, writeEdge } from './mutate-bytes.mjs';
import { mutateXml } from './mutate-xml.mjs';

// Damage to OLE2 files: to the file system in them ([MS-CFB]), to BIFF records ([MS-XLS] 2.1.4), to the description
// of an encryption ([MS-OFFCRYPTO]).

const FREE = 0xffffffff;

/** Header, allocation tables and directory changed: loops, sectors outside the file, streams of absurd length. */
export function mutateFileSystem(bytes, random) {
  const buffer = Buffer.from(bytes);
  if (buffer.length < 1024) return buffer;
  for (let i = random.between(1, 4); i > 0; i--)
    random.pick([mutateHeader, mutateChain, mutateChain, mutateDirectory])(buffer, random);
  return buffer;
}

function mutateHeader(buffer, random) {
  const [at, width] = random.pick([
    [26, 2],
    [28, 2],
    [30, 2],
    [32, 2],
    [40, 4],
    [44, 4],
    [48, 4],
    [56, 4],
    [60, 4],
    [64, 4],
    [68, 4],
    [72, 4],
    [76, 4],
    [80, 4],
  ]);
  writeEdge(buffer, at, width, random);
}

/** Entries of the first allocation sector: an own number, an earlier one, the end, a free sector. */
function mutateChain(buffer, random) {
  const table = (buffer.readUInt32LE(76) + 1) * 512;
  if (table + 512 > buffer.length) return;
  for (let i = random.between(1, 5); i > 0; i--) {
    const entry = random.below(128);
    buffer.writeUInt32LE(
      random.pick([entry, 0, random.below(128), FREE, FREE - 1, FREE - 2, 0x7fffffff]),
      table + 4 * entry,
    );
  }
}

function mutateDirectory(buffer, random) {
  const directory = (buffer.readUInt32LE(48) + 1) * 512;
  const at = directory + 128 * random.below(4);
  if (at + 128 > buffer.length) return;
  const [offset, width] = random.pick([
    [64, 2],
    [66, 1],
    [67, 1],
    [68, 4],
    [72, 4],
    [76, 4],
    [116, 4],
    [120, 4],
  ]);
  if (width === 4 && random.chance(0.5)) buffer.writeUInt32LE(random.below(8), at + offset);
  else writeEdge(buffer, at + offset, width, random);
}

/** One stream changed, the file around it built anew. */
export function mutateStreams(bytes, random) {
  const file = CFB.read(Buffer.from(bytes), { type: 'buffer' });
  const entries = file.FileIndex.filter((entry) => entry.type === 2 && entry.content?.length > 0);
  if (entries.length === 0) return mutateBytes(bytes, random);
  const books = entries.filter((entry) =>
    /^(workbook|book|encryptioninfo|encryptedpackage)$/i.test(entry.name),
  );
  const entry = random.pick(books.length > 0 && random.chance(0.95) ? books : entries);
  const content = Buffer.from(entry.content);
  entry.content = changeStream(entry.name, content, random);
  entry.size = entry.content.length;
  return Buffer.from(CFB.write(file, { type: 'buffer' }));
}

function changeStream(name, content, random) {
  if (/^(workbook|book)$/i.test(name)) return mutateRecords(content, random);
  if (/^encryptioninfo$/i.test(name) && content.includes('<encryption')) {
    const start = content.indexOf('<');
    return Buffer.concat([
      content.subarray(0, start),
      Buffer.from(mutateXml(content.toString('utf8', start), random)),
    ]);
  }
  return mutateBytes(content, random);
}

/** Types of the records that a reader of tables looks into. */
const TYPES = [
  0x0809, 0x000a, 0x00fc, 0x003c, 0x00fd, 0x0203, 0x027e, 0x00bd, 0x00be, 0x0006, 0x0207, 0x0085, 0x00e5,
  0x0018, 0x0200, 0x0208, 0x041e, 0x00e0, 0x0204, 0x0205, 0x002f, 0x01b6, 0x005d, 0x00ec, 0x0023, 0x01ae,
  0x0017, 0x04bc, 0x0221, 0x0236, 0x0042, 0x0022, 0x007d, 0x01b8, 0x00d6, 0x0031, 0x00ff, 0x01be, 0x0862,
];

/** Records of a BIFF stream: two bytes of type, two of length, content. */
function mutateRecords(stream, random) {
  const records = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = stream.readUInt16LE(at + 2);
    records.push(Buffer.from(stream.subarray(at, at + 4 + length)));
    at += 4 + length;
  }
  for (let i = random.between(1, 5); i > 0 && records.length > 0; i--) changeRecord(records, random);
  return Buffer.concat(records);
}

function changeRecord(records, random) {
  const index = random.below(records.length);
  const record = records[index];
  const contentLength = record.length - 4;
  switch (random.below(9)) {
    case 0:
      record.writeUInt16LE(
        random.pick([
          0,
          1,
          Math.max(0, contentLength - 1),
          contentLength + 1,
          contentLength + 4,
          8224,
          0xffff,
        ]) & 0xffff,
        2,
      );
      break;
    case 1:
      record.writeUInt16LE(random.chance(0.8) ? random.pick(TYPES) : random.below(0x1000), 0);
      break;
    case 2:
      records.splice(index, 1);
      break;
    case 3:
      records.splice(
        index,
        0,
        ...Array.from({ length: random.pick([1, 2, 200]) }, () => Buffer.from(record)),
      );
      break;
    case 4:
      records.splice(random.below(records.length), 0, ...records.splice(index, 1));
      break;
    case 5:
      records.length = index + 1;
      break;
    case 6: {
      const content = random.bytes(random.below(300));
      const added = Buffer.alloc(4 + content.length);
      added.writeUInt16LE(random.pick(TYPES), 0);
      added.writeUInt16LE(content.length, 2);
      added.set(content, 4);
      records.splice(index, 0, added);
      break;
    }
    default:
      for (let i = random.between(1, 4); i > 0 && contentLength > 0; i--) {
        writeEdge(record, 4 + random.below(contentLength), random.pick([1, 2, 2, 4]), random);
      }
  }
}
