import type { ContainerProblem } from './container-problem.js';
import type { ZipLimits } from './read-zip.js';

/**
 * What a container may ask of the machine. `entries`: files in it. `inflatedBytes`: of one file, and of all files
 * read from one container together. The ratio concerns zips alone.
 */
export type ContainerLimits = ZipLimits;

/** What reading one file of a container gives. */
export type ContainedContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'problem'; readonly problem: ContainerProblem };

/** One file in a zip or a mail. */
export interface ContainedFile {
  /**
   * The inner path, `/` between folders, unique within the container and harmless: no `..`, no drive, no leading
   * `/`, no control characters. Files of mails have no folders.
   */
  readonly name: string;
  /** True for a picture that the mail's text shows (RFC 2392), which nobody attached. */
  readonly isInline: boolean;
  /** Unpacks this one file under the limits; never throws. May share memory with the container's bytes. */
  readonly read: () => ContainedContent;
}

/** What opening one file found. */
export type OpenedContainer =
  /** The bytes are no zip of files and no mail; packages like xlsx, ods or docx are none either. */
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly problem: ContainerProblem }
  | {
      readonly kind: 'files';
      readonly container: 'zip' | 'mail';
      /** In the container's order. */
      readonly files: readonly ContainedFile[];
      /** The mail's Date in milliseconds since 1970; null for zips and for dates without a zone. */
      readonly sentAt: number | null;
      /** The mail's Subject, decoded; null for zips and for mails without one. */
      readonly subject: string | null;
      /** True when the mail's text links to files kept elsewhere (超大附件). */
      readonly hasLinkedFiles: boolean;
    };
