import type { DocumentFormat } from '../campaign/campaign.js';

/** What a file that is no spreadsheet says of itself at its beginning; the rest of it is never looked at. */
export interface ReceivedDocument {
  readonly format: DocumentFormat;
  /** As people call it: `JPEG`, `Word 文档`. */
  readonly formatName: string;
  /** Of a picture; null for others. */
  readonly pixels: { readonly width: number; readonly height: number } | null;
  /** The first line of a Word file, where it can be read. */
  readonly title: string | null;
  /** True when a password may be asked of whoever opens it. */
  readonly isLocked: boolean;
  /** Why it cannot be what it was meant to be, in plain words; null when nothing speaks against it. */
  readonly damage: string | null;
}
