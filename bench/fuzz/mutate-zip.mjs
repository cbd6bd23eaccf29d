import { Buffer } from 'node:buffer';
import { unzipSync, zipSync } from 'fflate';
import { mutateBytes, writeEdge } from './mutate-bytes.mjs';
import { mutateXml } from './mutate-xml.mjs';

// Damage to zip archives: to their headers, and to the parts of a workbook in an archive that is whole.

/** Offset and width of the fields of each record (APPNOTE 6.3, 4.3.7, 4.3.12, 4.3.16). */
const RECORDS = {
  'PK\x03\x04': [
    [4, 2],
    [6, 2],
    [8, 2],
    [14, 4],
    [18, 4],
    [22, 4],
    [26, 2],
    [28, 2],
  ],
  'PK\x01\x02': [
    [4, 2],
    [8, 2],
    [10, 2],
    [16, 4],
    [20, 4],
    [24, 4],
    [28, 2],
    [30, 2],
    [32, 2],
    [38, 4],
    [42, 4],
  ],
  'PK\x05\x06': [
    [4, 2],
    [8, 2],
    [10, 2],
    [12, 4],
    [16, 4],
    [20, 2],
  ],
};

/** One to four fields of headers and directory changed. */
export function mutateZipFields(bytes, random) {
  const buffer = Buffer.from(bytes);
  for (let i = random.between(1, 4); i > 0; i--) {
    const signature = random.pick(Object.keys(RECORDS));
    const places = [];
    for (
      let at = buffer.indexOf(signature, 0, 'latin1');
      at >= 0;
      at = buffer.indexOf(signature, at + 4, 'latin1')
    )
      places.push(at);
    if (places.length === 0) continue;
    const [offset, width] = random.pick(RECORDS[signature]);
    writeEdge(buffer, random.pick(places) + offset, width, random);
  }
  return buffer;
}

/** A seed may lie about its sizes; room is made for what it says. */
const MOST_PART_BYTES = 20 * 1024 * 1024;

/** One to three parts changed, the archive built anew: checksums fit, so that what stands in the parts is read. */
export function mutateParts(bytes, random) {
  const parts = unzipSync(bytes, { filter: ({ originalSize }) => originalSize < MOST_PART_BYTES });
  for (let i = random.pick([1, 1, 1, 2, 3]); i > 0; i--) mutatePart(parts, random);
  return Buffer.from(zipSync(parts, { level: 1 }));
}

/** Parts in which the tables stand are changed more often than properties and themes. */
const WEIGHTY = /sheet\d+\.(xml|bin)$|sharedStrings|workbook\.(xml|bin)|styles|content\.xml$/;

function mutatePart(parts, random) {
  const names = Object.keys(parts).filter((name) => parts[name].length > 0);
  const weighty = names.filter((name) => WEIGHTY.test(name));
  if (names.length === 0) return;
  const name = random.pick(weighty.length > 0 && random.chance(0.8) ? weighty : names);
  const fate = random.below(20);
  if (fate === 0) delete parts[name];
  else if (fate === 1) parts[name] = parts[random.pick(names)];
  else if (/\.(xml|rels)$/.test(name) && random.chance(0.9)) {
    const text = mutateXml(Buffer.from(parts[name]).toString('utf8'), random);
    parts[name] = random.chance(0.03) ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);
  } else parts[name] = mutateBytes(parts[name], random);
}

/** No object takes `__proto__` for a key; this name of the same length is replaced in the archive. */
const STAND_IN = 'xxPROTOxx';
const NAMES = [
  '../../外面.xlsx',
  '/etc/报表.xlsx',
  'C:\\报表.xlsx',
  '收件/../../报表.xlsx',
  '甲/'.repeat(200),
  '报表\u0000.xlsx',
  STAND_IN,
  'constructor',
  '',
  '.xlsx',
  '甲/乙/',
  'nul.xlsx',
];

/** Files packed as somebody packs them: some with odd names, some in folders, sometimes zips in zips. */
export function packFiles(files, random) {
  const entries = {};
  for (const { name, bytes } of files) entries[random.chance(0.1) ? random.pick(NAMES) : name] = bytes;
  let zip = Buffer.from(zipSync(entries, { level: 1 }));
  for (let at = zip.indexOf(STAND_IN); at >= 0; at = zip.indexOf(STAND_IN, at)) zip.write('__proto__', at);
  for (let depth = random.pick([0, 0, 0, 1, 2, 3, 20]); depth > 0; depth--)
    zip = zipSync({ [`${depth}.zip`]: zip });
  return Buffer.from(zip);
}
