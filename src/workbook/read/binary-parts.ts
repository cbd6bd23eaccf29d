import { inflateZipEntry, listZipEntries, type ZipEntry } from '../../container/read-zip.js';
import type { ReadLimits } from './limits.js';
import { ReadFailure } from './unreadable.js';

/** The parts of a package as bytes, inflated one at a time under one budget; names without regard to case. */
export class BinaryParts {
  private readonly bytes: Uint8Array;
  private readonly limits: ReadLimits;
  private readonly entries = new Map<string, ZipEntry>();
  private remainingBytes: number;

  constructor(bytes: Uint8Array, limits: ReadLimits) {
    this.bytes = bytes;
    this.limits = limits;
    this.remainingBytes = limits.inflatedBytes;
    const listing = listZipEntries(bytes, { ...limits });
    if (listing.kind === 'problem') throw new ReadFailure({ code: 'damaged-zip' });
    for (const entry of listing.entries) {
      this.entries.set(entry.name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase(), entry);
    }
  }

  /** Null when the package has no part of this name. */
  read(partName: string): Uint8Array | null {
    const entry = this.entries.get(partName.toLowerCase());
    if (entry === undefined) return null;
    const content = inflateZipEntry(this.bytes, entry, {
      ...this.limits,
      inflatedBytes: this.remainingBytes,
    });
    if (content.kind === 'bytes') {
      this.remainingBytes -= content.bytes.length;
      return content.bytes;
    }
    switch (content.problem) {
      case 'limit-inflated':
        throw new ReadFailure({ code: 'limit-inflated', detail: this.limits.inflatedBytes });
      case 'limit-ratio':
      case 'password-protected':
        throw new ReadFailure({ code: content.problem });
      default:
        throw new ReadFailure({ code: 'damaged-zip', detail: entry.name });
    }
  }
}
