import { Buffer } from 'node:buffer';
import { decodeEncodedWords } from './encoded-words.js';
import { decodeText } from './text-encoding.js';

/** A structured field such as Content-Type (RFC 2045, 5.1) or Content-Disposition (RFC 2183). */
export interface StructuredField {
  /** What stands before the first `;`, in lower case. */
  readonly value: string;
  /** By name in lower case; the first of a name counts. RFC 2231's `name*0*` and so on are keys of their own. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Takes a structured field apart, also where it breaks the grammar as mailers do: values without quotes that hold
 * spaces, `=` or parentheses, a backslash in quotes that escapes nothing (`"C:\表.xls"`), a quote that is never closed.
 */
export function parseStructuredField(text: string): StructuredField {
  const parameters = new Map<string, string>();
  const pieces = splitAtSemicolons(text);
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (name !== '' && !parameters.has(name)) parameters.set(name, unquote(piece.slice(equals + 1).trim()));
  }
  const value = /^[^\s(]*/.exec(pieces[0]!.trim())![0].toLowerCase();
  return { value, parameters };
}

function splitAtSemicolons(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\' && isQuoted) i++;
    else if (character === '"') isQuoted = !isQuoted && text.includes('"', i + 1);
    else if (character === ';' && !isQuoted) {
      pieces.push(text.slice(start, i));
      start = i + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** What follows a closing quote is a comment or an accident. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  const quoted = /^"((?:[^"\\]|\\.)*)(?:"|$)/s.exec(value);
  return (quoted?.[1] ?? value.slice(1)).replace(/\\(["\\])/g, '$1');
}

/**
 * A parameter that holds text: RFC 2231 with charset, percent signs and continuations, or plain, where mailers put
 * encoded words (against RFC 2047, 5) or percent signs. Null when it is missing or blank.
 */
export function readTextParameter(field: StructuredField, name: string): string | null {
  const extended = joinContinuations(field, name);
  if (extended !== null && extended.trim() !== '') return extended;
  const plain = field.parameters.get(name);
  return plain === undefined || plain.trim() === '' ? null : decodePlain(plain);
}

/** RFC 2231, 3 and 4: `name*`, or `name*0`, `name*1*` …; the sections that end in `*` are percent-encoded. */
function joinContinuations(field: StructuredField, name: string): string | null {
  const sections: { readonly number: number; readonly isEncoded: boolean; readonly text: string }[] = [];
  for (const [key, text] of field.parameters) {
    if (!key.startsWith(`${name}*`)) continue;
    const section = /^(?:(\d{1,4})(\*?))?$/.exec(key.slice(name.length + 1));
    if (section === null) continue;
    sections.push({
      number: Number(section[1] ?? 0),
      isEncoded: section[1] === undefined || section[2] === '*',
      text,
    });
  }
  if (sections.length === 0) return null;
  sections.sort((a, b) => a.number - b.number);
  if (!sections.some((section) => section.isEncoded)) {
    return decodePlain(sections.map((section) => section.text).join(''));
  }
  const charset = sections[0]!.isEncoded ? /^([^']*)'[^']*'/.exec(sections[0]!.text) : null;
  // A character may begin in one section and end in the next, so that all bytes are joined before they are decoded.
  const bytes = sections.map(({ isEncoded, text }, index) => {
    const content = index === 0 ? text.slice(charset?.[0].length ?? 0) : text;
    return isEncoded ? percentBytes(content) : Buffer.from(content);
  });
  return decodeText(Buffer.concat(bytes), charset?.[1] ?? null);
}

function decodePlain(text: string): string {
  const decoded = decodeEncodedWords(text);
  // Web mailers write the name as in an address; a percent sign of a name alone is no such code.
  if (decoded !== text || !/%[89a-f][0-9a-f]%[0-9a-f]{2}/i.test(text)) return decoded;
  const guessed = decodeText(percentBytes(text), null);
  return guessed.includes('\ufffd') ? text : guessed;
}

function percentBytes(text: string): Buffer {
  const latin1 = Buffer.from(text).toString('latin1');
  return Buffer.from(
    latin1.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
}
