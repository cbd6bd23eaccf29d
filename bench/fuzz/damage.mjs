import { Buffer } from 'node:buffer';
import { mutateBytes } from './mutate-bytes.mjs';
import { mutateFileSystem, mutateStreams } from './mutate-ole.mjs';
import { mailOf, mutateMail, mutateText } from './mutate-text.mjs';
import { mutateXml } from './mutate-xml.mjs';
import { mutateParts, mutateZipFields, packFiles } from './mutate-zip.mjs';
import { randomFrom } from './random.mjs';

const EXTENSIONS = [
  '.xlsx',
  '.xls',
  '.et',
  '.ods',
  '.csv',
  '.zip',
  '.eml',
  '.xlsb',
  '.html',
  '',
  '.XLSX',
  '.docx',
];

/** Share of the formats among the damaged files. */
const SHARES = [
  ['.xlsx', 26],
  ['.xls', 22],
  ['.xlsb', 4],
  ['.ods', 9],
  ['.xml', 6],
  ['.fods', 3],
  ['.html', 6],
  ['.csv', 6],
  ['.txt', 2],
  ['.et', 1],
  ['locked', 3],
  ['zip', 6],
  ['mail', 6],
];
const BAG = SHARES.flatMap(([format, share]) => Array(share).fill(format));

/** How each kind of seed is damaged, each name as often as it is to be chosen. */
const DAMAGES = {
  package: { bytes: 2, fields: 2, parts: 12 },
  ole: { bytes: 4, system: 4, records: 8 },
  'broken-ole': { bytes: 1, system: 1 },
  markup: { bytes: 2, xml: 8 },
  text: { bytes: 3, text: 7 },
  bytes: { bytes: 1 },
};
const DAMAGE = {
  bytes: (bytes, random, other) => mutateBytes(bytes, random, other),
  fields: (bytes, random) => mutateZipFields(bytes, random),
  parts: (bytes, random) => mutateParts(bytes, random),
  system: (bytes, random) => mutateFileSystem(bytes, random),
  records: (bytes, random) => mutateStreams(bytes, random),
  xml: (bytes, random) => Buffer.from(mutateXml(Buffer.from(bytes).toString('utf8'), random)),
  text: (bytes, random) => mutateText(bytes, random),
};

const TAKES_APART = new Set(['parts', 'records']);

/** Makes file number `index` of the run `seed`: `{ name, bytes }`. The name says what was done to what. */
export function damagedFile(seeds, runSeed, index) {
  const random = randomFrom(runSeed, index);
  const format = random.pick(BAG);
  const { label, extension, bytes } =
    format === 'zip'
      ? zipOf(seeds, random)
      : format === 'mail'
        ? mail(seeds, random)
        : damaged(chooseSeed(seeds, format, random), seeds, random);
  const ending = random.chance(0.9) ? extension : random.pick(EXTENSIONS);
  return { name: `${String(index).padStart(6, '0')} ${label}${ending}`, bytes };
}

function chooseSeed(seeds, format, random) {
  const fitting = seeds.filter((seed) => seed.extension === format || seed.format === format);
  return random.pick(fitting.length > 0 ? fitting : seeds);
}

function damaged(seed, seeds, random) {
  const names = Object.entries(DAMAGES[seed.kind]).flatMap(([name, share]) => Array(share).fill(name));
  let bytes = seed.bytes;
  const done = [];
  for (let i = random.pick([1, 1, 1, 1, 2]); i > 0; i--) {
    // Whoever takes a file apart and puts it together again needs a whole one: a loop in it would end this program.
    const chosen = random.pick(names);
    const name = done.length > 0 && TAKES_APART.has(chosen) ? 'bytes' : chosen;
    done.push(name);
    try {
      bytes = DAMAGE[name](bytes, random, random.pick(seeds).bytes);
    } catch {
      // Never whole: what is no archive can only be damaged byte by byte.
      bytes = mutateBytes(bytes, random);
    }
  }
  return {
    label: `${seed.format.replace('.', '')} ${done.join('+')} ${seed.name}`,
    extension: seed.extension,
    bytes,
  };
}

/** Whole and damaged files for a container. */
function contents(seeds, random) {
  return Array.from({ length: random.between(1, 4) }, (_, index) => {
    const seed = random.pick(seeds);
    const file = random.chance(0.5) ? damaged(seed, seeds, random) : seed;
    return { name: `${index}-${seed.name}${seed.extension}`, bytes: file.bytes };
  });
}

function zipOf(seeds, random) {
  const zip = packFiles(contents(seeds, random), random);
  const name = random.pick(['none', 'bytes', 'fields', 'fields']);
  return {
    label: `zip ${name}`,
    extension: '.zip',
    bytes: name === 'none' ? zip : DAMAGE[name](zip, random, zip),
  };
}

function mail(seeds, random) {
  const files = contents(seeds, random);
  if (random.chance(0.3)) files.push({ name: '内.zip', bytes: packFiles(contents(seeds, random), random) });
  const whole = mailOf(files);
  const name = random.pick(['none', 'bytes', 'mail', 'mail', 'mail', 'mail']);
  const bytes =
    name === 'none' ? whole : name === 'mail' ? mutateMail(whole, random) : mutateBytes(whole, random);
  return { label: `mail ${name}`, extension: '.eml', bytes };
}
