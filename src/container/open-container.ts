import { Buffer } from 'node:buffer';
import { openMail } from './open-mail.js';
import { openZip } from './open-zip.js';
import type { ContainerLimits, OpenedContainer } from './opened-container.js';
import { hasZipDirectory } from './read-zip.js';
import { isMail } from './recognise-mail.js';

export { type ContainerProblem, describeContainerProblem } from './container-problem.js';
export type {
  ContainedContent,
  ContainedFile,
  ContainerLimits,
  OpenedContainer,
} from './opened-container.js';
export { isMail } from './recognise-mail.js';

/** A local header, an empty archive's end record, a split archive, one that was split (APPNOTE 4.3.7, 8.5). */
const ZIP_STARTS = /^PK(?:\x03\x04|\x05\x06|(?:\x07\x08|00)PK\x03\x04)/;

/** Files of other formats, which may carry a zip inside: OLE2, RAR, 7z, gzip, PDF, pictures, RTF. */
const FOREIGN_STARTS =
  /^(?:\xd0\xcf\x11\xe0|Rar!\x1a|7z\xbc\xaf|\x1f\x8b|%PDF|\x89PNG|\xff\xd8\xff|GIF8|\{\\rtf)/;

/**
 * Opens one level of a zip or a mail as a folder of files. What the bytes are is told from the bytes; no name is
 * asked, no link followed. Nothing is unpacked before a file's `read`. Never throws.
 */
export function openContainer(bytes: Uint8Array, limits: ContainerLimits): OpenedContainer {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 16);
  if (ZIP_STARTS.test(start)) return openZip(bytes, limits);
  if (FOREIGN_STARTS.test(start)) return { kind: 'none' };
  if (isMail(bytes)) return openMail(bytes, limits);
  // An archive that unpacks itself is one behind a program.
  return hasZipDirectory(bytes) ? openZip(bytes, limits) : { kind: 'none' };
}
