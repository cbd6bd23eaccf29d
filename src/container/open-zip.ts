import { isUtf8 } from 'node:buffer';
import { harmlessPath, makeUnique } from './inner-name.js';
import type {
  ContainedContent,
  ContainedFile,
  ContainerLimits,
  OpenedContainer,
} from './opened-container.js';
import {
  findLocalNames,
  inflateZipEntry,
  isZipVolume,
  listZipEntries,
  type ZipEntry,
  type ZipProblem,
} from './read-zip.js';
import { decoderOfNames } from './text-encoding.js';

/** The format that a zip is the shell of, told by a name at its root (lower case, `/`). */
const PACKAGE_MARKS: readonly RegExp[] = [
  // Open Packaging Conventions (ECMA-376 part 2, 7.3.7), and parts by which a package without it is known.
  /^\[content_types\]\.xml$/,
  /^xl\/(?:workbook\.(?:xml|bin)$|worksheets\/)/,
  /^word\/document\.xml$/,
  /^ppt\/presentation\.xml$/,
  // OpenDocument without the entry that names its type (part 2, 3.2).
  /^meta-inf\/manifest\.xml$/,
  // Numbers, Pages and Keynote.
  /^(?:index\/.+\.iwa|index\.zip)$/,
  // OFD (GB/T 33190) and UOF (GB/T 20916).
  /^(?:ofd|uof)\.xml$/,
];
/** OpenDocument (part 2, 3.3) and EPUB name their type in an entry of their own. */
const MIMETYPE = 'mimetype';

/**
 * Opens a zip as a folder of files: directories left out, names decoded over the whole archive, made harmless and
 * unique. `none` when the zip is the shell of one document (xlsx, docx, ods, Numbers, OFD …), also of a damaged one.
 * `refused`: truncated, damaged-zip, split-archive, limit-entries. A file's own problems come from its `read`:
 * password-protected, unsupported-method, link, damaged-zip, truncated, limit-inflated, limit-ratio.
 */
export function openZip(bytes: Uint8Array, limits: ContainerLimits): OpenedContainer {
  if (isZipVolume(bytes)) return { kind: 'refused', problem: 'split-archive' };
  const listing = listZipEntries(bytes, limits);
  if (listing.kind === 'problem') {
    if (isPackage(findLocalNames(bytes, 1000))) return { kind: 'none' };
    return { kind: 'refused', problem: problemOf(listing.problem) };
  }
  const names = decodeNames(listing.entries);
  if (isPackage(names)) return { kind: 'none' };
  const files = listing.entries
    .map((entry, index) => ({ entry, name: names[index]! }))
    .filter(({ entry, name }) => !isDirectory(entry, name));
  const innerNames = makeUnique(files.map(({ name }) => harmlessPath(name)));
  const readEntry = entryReader(bytes, limits);
  return {
    kind: 'files',
    container: 'zip',
    files: files.map(
      ({ entry }, index): ContainedFile => ({
        name: innerNames[index]!,
        isInline: false,
        read: () => readEntry(entry),
      }),
    ),
    sentAt: null,
    subject: null,
    hasLinkedFiles: false,
  };
}

/** The Unicode Path field, else UTF-8 where bit 11 says so and it is, else what all other names together look like. */
function decodeNames(entries: readonly ZipEntry[]): readonly string[] {
  const isMarked = (entry: ZipEntry): boolean => entry.isUtf8Name && isUtf8(entry.rawName);
  const unmarked = entries.filter((entry) => entry.unicodeName === null && !isMarked(entry));
  const decode = decoderOfNames(unmarked.map((entry) => entry.rawName));
  return entries.map((entry) => {
    const name = entry.unicodeName ?? (isMarked(entry) ? entry.name : decode(entry.rawName));
    // Old packers on Windows write its separator (against APPNOTE 4.4.17.1).
    return name.replaceAll('\\', '/');
  });
}

function isPackage(names: readonly string[]): boolean {
  return names.some((name) => {
    const key = name
      .replaceAll('\\', '/')
      .replace(/^(?:\.?\/)+/, '')
      .toLowerCase();
    return key === MIMETYPE || PACKAGE_MARKS.some((mark) => mark.test(key));
  });
}

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const DIRECTORY = 0o040000;
const DOS_DIRECTORY = 0x10;

/** The type bits of the Unix mode in the external attributes (APPNOTE 4.4.15); 0 when the writer gave none. */
function fileTypeOf(entry: ZipEntry): number {
  return (entry.externalAttributes >>> 16) & FILE_TYPE;
}

/** An entry with content is a file, whatever it is called. */
function isDirectory(entry: ZipEntry, name: string): boolean {
  if (entry.inflatedSize > 0) return false;
  if (name.endsWith('/') || fileTypeOf(entry) === DIRECTORY) return true;
  return fileTypeOf(entry) === 0 && (entry.externalAttributes & DOS_DIRECTORY) !== 0;
}

/** Links, devices and pipes: what is behind them lies outside of the archive. */
function isLink(entry: ZipEntry): boolean {
  return ![0, REGULAR_FILE, DIRECTORY].includes(fileTypeOf(entry));
}

/** Reads entries of one archive under one budget; an entry that is read again is not charged again. */
function entryReader(bytes: Uint8Array, limits: ContainerLimits): (entry: ZipEntry) => ContainedContent {
  let remaining = limits.inflatedBytes;
  const charged = new Set<ZipEntry>();
  return (entry) => {
    if (isLink(entry)) return { kind: 'problem', problem: 'link' };
    if (entry.isEncrypted) return { kind: 'problem', problem: 'password-protected' };
    if (entry.method !== 0 && entry.method !== 8) return { kind: 'problem', problem: 'unsupported-method' };
    // The first volumes of an archive cut in pieces are missing before the bytes.
    if (entry.headerOffset < 0) return { kind: 'problem', problem: 'truncated' };
    const inflatedBytes = charged.has(entry) ? limits.inflatedBytes : remaining;
    const content = inflateZipEntry(bytes, entry, { ...limits, inflatedBytes });
    if (content.kind === 'problem') return { kind: 'problem', problem: problemOf(content.problem) };
    if (!charged.has(entry)) remaining -= content.bytes.length;
    charged.add(entry);
    return content;
  };
}

function problemOf(problem: ZipProblem): Exclude<ZipProblem, 'not-a-zip'> {
  return problem === 'not-a-zip' ? 'damaged-zip' : problem;
}
