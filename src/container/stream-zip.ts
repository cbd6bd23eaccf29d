import { Zip, ZipDeflate } from 'fflate';

/** The earliest day that a zip can hold; fields are local, so it reads the same in every time zone. */
const FIXED_DATE = new Date(1980, 0, 1, 12, 0, 0);
const LEVEL = 4;
const COMPRESSED = /\.(png|jpe?g|gif|zip|rar|7z|mp4|mov|xlsx|docx|pptx)$/i;

/** Sizes and counts that fields of 32 and 16 bits hold (APPNOTE 4.3.12, 4.3.16); zip64 is not written. */
export const ZIP_LIMITS = { bytes: 0xf000_0000, entries: 0xffff } as const;

/** A zip that is written while it is made, one entry after the other. */
export interface ZipStream {
  /** Adds an entry of any size, piece by piece. */
  readonly add: (name: string, chunks: Iterable<Uint8Array>) => void;
  /** Writes the directory; nothing may be added any more. */
  readonly end: () => void;
}

/**
 * Begins a zip; `write` gets its bytes in their order. The same entries in the same order and pieces give the same
 * bytes. Names that are not ASCII are stored as UTF-8 and flagged so (APPNOTE 4.4.4, bit 11).
 */
export function streamZip(write: (bytes: Uint8Array) => void): ZipStream {
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    write(bytes);
  });
  return {
    add: (name, chunks) => {
      // Deflated, if only in stored blocks: sizes that follow the data are understood of deflated entries alone.
      const entry = new ZipDeflate(name, { level: COMPRESSED.test(name) ? 0 : LEVEL });
      entry.mtime = FIXED_DATE;
      entry.os = 0;
      entry.attrs = 0;
      zip.add(entry);
      for (const chunk of chunks) entry.push(chunk);
      entry.push(new Uint8Array(), true);
    },
    end: () => zip.end(),
  };
}
