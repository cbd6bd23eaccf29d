// Compound files ([MS-CFB]), the shell of xls, doc and encrypted workbooks: version 3, sectors of 512 bytes.

const SECTOR = 512;
const MINI_SECTOR = 64;
const MINI_LIMIT = 4096;
const END_OF_CHAIN = 0xfffffffe;
const FREE = 0xffffffff;
const FAT_SECTOR = 0xfffffffd;

/** Streams by name, all below the root. */
export function compoundFile(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  // Siblings are ordered by length, then by their capitals ([MS-CFB] 2.6.4); a chain to the right is a tree too.
  const names = Object.keys(streams).sort(
    (a, b) => a.length - b.length || (a.toUpperCase() < b.toUpperCase() ? -1 : 1),
  );
  const contents = names.map((name) => Buffer.from(streams[name]!));
  const miniStream = Buffer.concat(
    contents.filter((content) => content.length < MINI_LIMIT).map((content) => padded(content, MINI_SECTOR)),
  );
  const miniSectors = miniStream.length / MINI_SECTOR;

  const chains: Buffer[] = [];
  const fat: number[] = [];
  /** Puts content into sectors of its own and gives back the first. */
  const place = (content: Buffer): number => {
    if (content.length === 0) return END_OF_CHAIN;
    const sectors = padded(content, SECTOR);
    const first = fat.length;
    const count = sectors.length / SECTOR;
    for (let index = 1; index < count; index++) fat.push(first + index);
    fat.push(END_OF_CHAIN);
    chains.push(sectors);
    return first;
  };

  let nextMini = 0;
  const miniFat: number[] = [];
  const starts = contents.map((content) => {
    if (content.length >= MINI_LIMIT) return place(content);
    if (content.length === 0) return END_OF_CHAIN;
    const first = nextMini;
    const count = Math.ceil(content.length / MINI_SECTOR);
    for (let index = 1; index < count; index++) miniFat.push(first + index);
    miniFat.push(END_OF_CHAIN);
    nextMini += count;
    return first;
  });
  const miniStart = place(miniStream);
  const miniFatStart = place(words(miniFat, Math.ceil(miniFat.length / 128) * 128));
  const directory = Buffer.concat([
    directoryEntry('Root Entry', 5, {
      child: names.length === 0 ? FREE : 1,
      start: miniStart,
      size: miniStream.length,
    }),
    ...names.map((name, index) =>
      directoryEntry(name, 2, {
        right: index + 1 < names.length ? index + 2 : FREE,
        start: starts[index]!,
        size: contents[index]!.length,
      }),
    ),
    ...Array.from({ length: (4 - ((names.length + 1) % 4)) % 4 }, () => directoryEntry('', 0, {})),
  ]);
  const directoryStart = place(directory);

  let fatSectors = 1;
  while (fat.length + fatSectors > fatSectors * 128) fatSectors++;
  if (fatSectors > 109) throw new Error('too large for this writer');
  const fatStart = fat.length;
  const table = words([...fat, ...Array.from({ length: fatSectors }, () => FAT_SECTOR)], fatSectors * 128);

  const header = Buffer.alloc(SECTOR);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatSectors, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(MINI_LIMIT, 56);
  header.writeUInt32LE(miniFatStart, 60);
  header.writeUInt32LE(miniSectors === 0 ? 0 : Math.ceil(miniFat.length / 128), 64);
  header.writeUInt32LE(END_OF_CHAIN, 68);
  for (let index = 0; index < 109; index++)
    header.writeUInt32LE(index < fatSectors ? fatStart + index : FREE, 76 + 4 * index);
  return new Uint8Array(Buffer.concat([header, ...chains, table]));
}

function padded(content: Buffer, unit: number): Buffer {
  const rest = content.length % unit;
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(unit - rest)]);
}

function words(values: readonly number[], length: number): Buffer {
  const bytes = Buffer.alloc(4 * length);
  for (let index = 0; index < length; index++) bytes.writeUInt32LE(values[index] ?? FREE, 4 * index);
  return bytes;
}

function directoryEntry(
  name: string,
  type: 0 | 2 | 5,
  { child = FREE, right = FREE, start = 0, size = 0 },
): Buffer {
  const entry = Buffer.alloc(128);
  const text = Buffer.from(name === '' ? '' : `${name}\0`, 'utf16le');
  text.copy(entry);
  entry.writeUInt16LE(text.length, 64);
  entry.writeUInt8(type, 66);
  entry.writeUInt8(1, 67);
  entry.writeUInt32LE(FREE, 68);
  entry.writeUInt32LE(right, 72);
  entry.writeUInt32LE(child, 76);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}
