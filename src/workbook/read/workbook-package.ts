import { constants } from 'node:buffer';
import {
  inflateZipEntry,
  listZipEntries,
  type ZipEntry,
  type ZipLimits,
  type ZipProblem,
} from '../../container/read-zip.js';
import type { ReadLimits } from './limits.js';
import { ReadFailure, type UnreadableReason } from './unreadable.js';
import { XmlCursor } from './xml/xml-cursor.js';
import { decodeXmlBytes } from './xml/xml-text.js';

export interface Relationship {
  readonly id: string;
  /** The last segment of its type, e.g. `worksheet`: the same in Transitional and Strict files. */
  readonly type: string;
  /** The part that it points to, as a key of the package. */
  readonly target: string;
}

/**
 * An Open Packaging Conventions package (ECMA-376 part 2): parts by name, inflated one at a time under one budget.
 * Part names are compared without regard to case (6.2.2.3), backslashes and leading slashes.
 */
export class WorkbookPackage {
  private readonly bytes: Uint8Array;
  private readonly limits: ReadLimits;
  private readonly entries = new Map<string, ZipEntry>();
  private remainingBytes: number;

  constructor(bytes: Uint8Array, limits: ReadLimits) {
    this.bytes = bytes;
    this.limits = limits;
    this.remainingBytes = limits.inflatedBytes;
    const listing = listZipEntries(bytes, this.zipLimits());
    if (listing.kind === 'problem') throw new ReadFailure(reasonOf(listing.problem, limits));
    for (const entry of listing.entries) this.entries.set(partKey(entry.name), entry);
  }

  has(partName: string): boolean {
    return this.entries.has(partKey(partName));
  }

  partNames(): Iterable<string> {
    return this.entries.keys();
  }

  /** The bytes of a part; null when the package has none of this name. */
  readBytes(partName: string): Uint8Array | null {
    const entry = this.entries.get(partKey(partName));
    if (entry === undefined) return null;
    const content = inflateZipEntry(this.bytes, entry, this.zipLimits());
    if (content.kind === 'problem') throw new ReadFailure(reasonOf(content.problem, this.limits, entry.name));
    this.remainingBytes -= content.bytes.length;
    return content.bytes;
  }

  /** The text of a part; null when the package has none of this name. */
  readText(partName: string): string | null {
    const bytes = this.readBytes(partName);
    if (bytes === null) return null;
    // Only limits raised by the caller can let a part through that no string holds.
    if (bytes.length > constants.MAX_STRING_LENGTH) {
      throw new ReadFailure({ code: 'limit-inflated', detail: constants.MAX_STRING_LENGTH });
    }
    return decodeXmlBytes(bytes);
  }

  /** The relationships of a part, or of the package for `''` (ECMA-376 part 2, 6.5); external ones are left out. */
  relationshipsOf(partName: string): readonly Relationship[] {
    const slash = partName.lastIndexOf('/') + 1;
    const folder = partName.slice(0, slash);
    const relsName = `${folder}_rels/${partName.slice(slash)}.rels`;
    const text = this.readText(relsName);
    if (text === null) return [];
    const cursor = new XmlCursor(text, relsName);
    const relationships: Relationship[] = [];
    while (cursor.next()) {
      if (!cursor.isOpen || !cursor.isNamed('Relationship') || cursor.attribute('TargetMode') === 'External')
        continue;
      const type = cursor.attribute('Type') ?? '';
      relationships.push({
        id: cursor.attribute('Id') ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        target: this.resolveTarget(folder, cursor.attribute('Target') ?? ''),
      });
    }
    return relationships;
  }

  /** The part that the package's relationships call its document; null when there is none. */
  mainPart(): string | null {
    const target = this.relationshipsOf('').find(({ type }) => type === 'officeDocument')?.target;
    return target !== undefined && this.has(target) ? target : null;
  }

  /** Targets are relative to the part's folder or absolute; some writers mean the package's root by relative ones. */
  private resolveTarget(folder: string, target: string): string {
    const resolved = resolvePath(folder, target);
    if (this.entries.has(resolved)) return resolved;
    const fromRoot = resolvePath('', target);
    return this.entries.has(fromRoot) ? fromRoot : resolved;
  }

  private zipLimits(): ZipLimits {
    const { entries, ratio, ratioFloorBytes } = this.limits;
    return { entries, ratio, ratioFloorBytes, inflatedBytes: this.remainingBytes };
  }
}

function partKey(name: string): string {
  return name
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
    .toLowerCase();
}

function resolvePath(folder: string, target: string): string {
  const path = decodePercent(target.trim()).replaceAll('\\', '/');
  const segments: string[] = [];
  for (const segment of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return partKey(segments.join('/'));
}

function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function reasonOf(problem: ZipProblem, limits: ReadLimits, partName?: string): UnreadableReason {
  switch (problem) {
    case 'not-a-zip':
      return { code: 'not-a-spreadsheet' };
    case 'limit-entries':
      return { code: problem, detail: limits.entries };
    case 'limit-inflated':
      return { code: problem, detail: limits.inflatedBytes };
    case 'damaged-zip':
      return partName === undefined ? { code: problem } : { code: problem, detail: partName };
    default:
      return { code: problem };
  }
}
