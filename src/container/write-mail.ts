import { Buffer } from 'node:buffer';

/** One file that goes with a mail. */
export interface MailAttachment {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** A mail that a person looks at, completes and sends with a program of their own. */
export interface MailDraft {
  /** Plain addresses (RFC 5322, 3.4.1); none leaves the field to the person. */
  readonly to: readonly string[];
  readonly subject: string;
  /** Lines separated by `\n`. */
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
}

const LINE_END = '\r\n';
/** Neither base64 nor a header of ours can hold `=_`: no content is ever taken for the boundary. */
const BOUNDARY = '=_bangfu_draft_=';
/** Bytes in an encoded word: with `Subject: ` before it a line stays within 76 characters (RFC 2047, 2). */
const WORD_BYTES = 39;
/** Characters of a percent-encoded name in one line (RFC 2231, 3). */
const NAME_CHARACTERS = 54;
const BASE64_LINE = 76;

const MEDIA_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\.xlsx$/i, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/\.xlsm$/i, 'application/vnd.ms-excel.sheet.macroEnabled.12'],
  [/\.zip$/i, 'application/zip'],
];

/**
 * A mail as the bytes of an `.eml` (RFC 5322, RFC 2045–2047, RFC 2231). `X-Unsent: 1` makes mail programs open it as
 * a draft; sender, date and identity are left to the program that sends it, so that the same draft is always the
 * same bytes.
 */
export function writeMailDraft(draft: MailDraft): Uint8Array {
  const text = [...textFields(), '', ...base64Lines(Buffer.from(draft.text.replace(/\r?\n/g, LINE_END)))];
  const lines = [
    'X-Unsent: 1',
    ...(draft.to.length === 0 ? [] : [`To: ${draft.to.join(`,${LINE_END} `)}`]),
    `Subject: ${encodeWords(draft.subject)}`,
    'MIME-Version: 1.0',
    ...(draft.attachments.length === 0 ? text : multipart([text, ...draft.attachments.map(attachmentPart)])),
  ];
  return Buffer.from(lines.map((line) => line + LINE_END).join(''), 'latin1');
}

function multipart(parts: readonly (readonly string[])[]): readonly string[] {
  return [
    'Content-Type: multipart/mixed;',
    ` boundary="${BOUNDARY}"`,
    '',
    ...parts.flatMap((part) => [`--${BOUNDARY}`, ...part]),
    `--${BOUNDARY}--`,
  ];
}

function textFields(): readonly string[] {
  return ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'];
}

function attachmentPart({ fileName, bytes }: MailAttachment): readonly string[] {
  const type = MEDIA_TYPES.find(([pattern]) => pattern.test(fileName))?.[1] ?? 'application/octet-stream';
  return [
    'Content-Type:',
    ` ${type}`,
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment;',
    ...nameParameter(fileName),
    '',
    ...base64Lines(bytes),
  ];
}

/** `=?UTF-8?B?…?=`, as many as the text needs, a line each; no character is cut in two (RFC 2047, 5). */
function encodeWords(text: string): string {
  const words: string[] = [];
  let word = '';
  // A line end in a header would begin a new one.
  for (const character of text.replace(/\p{Cc}+/gu, ' ')) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word]
    .map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
    .join(`${LINE_END} `);
}

/** `filename*0*=UTF-8''…` and so on, a line each; an escape is never cut. */
function nameParameter(fileName: string): readonly string[] {
  const lines: string[] = [];
  let line = "UTF-8''";
  for (const byte of Buffer.from(fileName.replace(/\p{Cc}+/gu, ' '))) {
    const character = String.fromCharCode(byte);
    const escaped = /[A-Za-z0-9._-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (line.length + escaped.length > NAME_CHARACTERS) {
      lines.push(line);
      line = '';
    }
    line += escaped;
  }
  const all = [...lines, line];
  if (all.length === 1) return [` filename*=${line}`];
  return all.map((part, index) => ` filename*${index}*=${part}${index === all.length - 1 ? '' : ';'}`);
}

function base64Lines(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return text.match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? [];
}
