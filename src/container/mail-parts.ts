import { Buffer } from 'node:buffer';
import type { ContainerProblem } from './container-problem.js';
import { parseStructuredField } from './header-parameters.js';
import { endOfLine, findField, type HeaderField, type MailHeader, readMailHeader } from './mail-header.js';
import { readMessageHeader } from './recognise-mail.js';

/** A part of a mail that has no parts of its own (RFC 2045, 2.4); its content is cut out, not decoded. */
export interface MailPart {
  readonly fields: readonly HeaderField[];
  /** In lower case, e.g. `text/plain`; the default of RFC 2046 where the part names none. */
  readonly mediaType: string;
  /** The multiparts around it from the outside in, by subtype: `mixed`, `related`, `alternative` … */
  readonly within: readonly string[];
  readonly body: Buffer;
  /** True when the mail ends here although a multipart around it is still open: what is missing was lost on the way. */
  readonly isCut: boolean;
}

export type MailParts =
  | { readonly kind: 'parts'; readonly fields: readonly HeaderField[]; readonly parts: readonly MailPart[] }
  | { readonly kind: 'problem'; readonly problem: ContainerProblem };

/** Mails of honest senders have fewer than ten levels; the header of a mail to 2000 people has 100 KB. */
const MAX_DEPTH = 30;
const MAX_HEADER = 512 * 1024;
const MAX_ALL_HEADERS = 4 * 1024 * 1024;
/** RFC 2046 (5.1.1) allows 70. */
const MAX_BOUNDARY = 250;

/**
 * Cuts a mail into its parts (RFC 2046, 5.1), in their order; parts with parts are only their boundaries. Messages in
 * it (message/rfc822) are not opened. Problems: damaged-mail, limit-headers, limit-nesting, limit-entries.
 */
export function splitMail(mail: Buffer, maxParts: number): MailParts {
  const header = readMessageHeader(mail, 0, Math.min(mail.length, MAX_HEADER));
  if (header.end === MAX_HEADER) return { kind: 'problem', problem: 'limit-headers' };
  const splitter = new MailSplitter(mail, maxParts);
  splitter.split(header, mail.length, { within: [], isOpenEnd: true });
  const { problem, parts } = splitter;
  return problem === null ? { kind: 'parts', fields: header.fields, parts } : { kind: 'problem', problem };
}

interface Place {
  readonly within: readonly string[];
  /** True where the end of the part is the end of the mail, all boundaries around it missing. */
  readonly isOpenEnd: boolean;
}

class MailSplitter {
  problem: ContainerProblem | null = null;
  readonly parts: MailPart[] = [];
  private readonly mail: Buffer;
  private readonly maxParts: number;
  private headerBytes = 0;

  constructor(mail: Buffer, maxParts: number) {
    this.mail = mail;
    this.maxParts = maxParts;
  }

  /** Adds the parts of what has this header and ends at `end`. */
  split(header: MailHeader, end: number, place: Place): void {
    const contentType = parseStructuredField(findField(header.fields, 'content-type') ?? '');
    const mediaType = mediaTypeOf(contentType.value, place.within.at(-1));
    const boundary = contentType.parameters.get('boundary') ?? '';
    if (!mediaType.startsWith('multipart/')) {
      this.addPart(header, mediaType, end, place);
    } else if (boundary === '' || boundary.length > MAX_BOUNDARY) {
      this.problem = 'damaged-mail';
    } else if (place.within.length >= MAX_DEPTH) {
      this.problem = 'limit-nesting';
    } else {
      this.splitMultipart(header, mediaType, boundary, end, place);
    }
  }

  private splitMultipart(
    header: MailHeader,
    mediaType: string,
    boundary: string,
    end: number,
    place: Place,
  ): void {
    const within = [...place.within, mediaType.slice('multipart/'.length)];
    const area = this.mail.subarray(header.end, end);
    let start = -1;
    for (const delimiter of findDelimiters(area, boundary)) {
      if (start >= 0) this.splitPart(header.end + start, header.end + delimiter.before, within, false);
      if (this.problem !== null || delimiter.isClosing) return;
      start = delimiter.after;
    }
    if (start >= 0) this.splitPart(header.end + start, end, within, place.isOpenEnd);
    // Without any delimiter there is nothing but the place where the parts should be.
    else this.addPart(header, mediaType, end, { within, isOpenEnd: place.isOpenEnd });
  }

  private splitPart(start: number, end: number, within: readonly string[], isOpenEnd: boolean): void {
    const limit = Math.min(end, start + MAX_HEADER);
    const header = readMailHeader(this.mail, start, limit);
    this.headerBytes += header.end - start;
    if (this.headerBytes > MAX_ALL_HEADERS || (header.end === limit && limit < end)) {
      this.problem = 'limit-headers';
    } else {
      this.split(header, end, { within, isOpenEnd });
    }
  }

  private addPart(header: MailHeader, mediaType: string, end: number, place: Place): void {
    if (this.parts.length >= this.maxParts) {
      this.problem = 'limit-entries';
      return;
    }
    this.parts.push({
      fields: header.fields,
      mediaType,
      within: place.within,
      body: this.mail.subarray(header.end, end),
      isCut: place.isOpenEnd && place.within.length > 0,
    });
  }
}

function mediaTypeOf(value: string, parent: string | undefined): string {
  if (/^[^/]+\/[^/]+$/.test(value)) return value;
  // RFC 2046, 5.1.5; RFC 2045, 5.2.
  return parent === 'digest' ? 'message/rfc822' : 'text/plain';
}

interface Delimiter {
  /** Where the content before it ends: the line end before a delimiter belongs to it (RFC 2046, 5.1.1). */
  readonly before: number;
  /** Where the next line begins. */
  readonly after: number;
  readonly isClosing: boolean;
}

/** The delimiter lines of one boundary: `--boundary` or `--boundary--`, blanks behind it, nothing else. */
function* findDelimiters(area: Buffer, boundary: string): Generator<Delimiter> {
  const marker = Buffer.from(`--${boundary}`, 'latin1');
  for (let at = area.indexOf(marker); at >= 0; at = area.indexOf(marker, at + 1)) {
    if (at > 0 && area[at - 1] !== 10) continue;
    const after = endOfLine(area, at, area.length);
    const rest = area
      .toString('latin1', at + marker.length, Math.min(after, at + marker.length + 100))
      .trim();
    if (rest !== '' && rest !== '--') continue;
    let before = Math.max(0, at - 1);
    if (before > 0 && area[before - 1] === 13) before--;
    yield { before, after, isClosing: rest === '--' };
  }
}
