import { inflateZipEntry, listZipEntries, type ZipLimits, type ZipProblem } from './read-zip.js';

/** Everything that a zip holds, in its order. */
export type ZipParts =
  | {
      readonly kind: 'parts';
      readonly parts: readonly { readonly name: string; readonly bytes: Uint8Array }[];
    }
  | { readonly kind: 'problem'; readonly problem: ZipProblem };

/** Inflates all entries of a zip, together no more than the limits allow. */
export function readZipParts(bytes: Uint8Array, limits: ZipLimits): ZipParts {
  const listing = listZipEntries(bytes, limits);
  if (listing.kind === 'problem') return listing;
  const parts: { name: string; bytes: Uint8Array }[] = [];
  let inflatedBytes = limits.inflatedBytes;
  for (const entry of listing.entries) {
    const content = inflateZipEntry(bytes, entry, { ...limits, inflatedBytes });
    if (content.kind === 'problem') return content;
    inflatedBytes -= content.bytes.length;
    parts.push({ name: entry.name, bytes: content.bytes });
  }
  return { kind: 'parts', parts };
}
