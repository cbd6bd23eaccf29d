// Names of files in containers come from strangers and end up in reports, paths and cells.

/** What file systems take. */
const MAX_SEGMENT = 255;
const MAX_FOLDERS = 32;
const UNNAMED = '未命名';

/** Control characters, and those that turn the reading direction round to show another extension (Unicode TR 9). */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** A path in a container as one below it: separators `/`, no drive, no way up, nothing invisible. */
export function harmlessPath(path: string): string {
  const segments = path
    .replaceAll('\\', '/')
    .split('/')
    .map(harmlessSegment)
    .filter((segment) => segment !== '');
  return segments.length === 0 ? UNNAMED : segments.slice(-MAX_FOLDERS).join('/');
}

/** The name of an attachment, which has no folders; of a sender's own path only the file is left. */
export function harmlessFileName(name: string): string {
  const isSendersPath = /^(?:[A-Za-z]:)?[\\/]/.test(name);
  const base = isSendersPath ? name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1) : name;
  return harmlessSegment(base.replace(/[\\/]/g, '_')) || UNNAMED;
}

function harmlessSegment(segment: string): string {
  const visible = segment
    .replace(/[\t\r\n]+/g, ' ')
    .replace(UNSAFE, '')
    .normalize('NFC');
  const text = visible.replace(/^(?:\s*[A-Za-z]:)+/, '').trim();
  return /^\.{1,2}$/.test(text) ? '' : shorten(text);
}

/** Keeps the extension: it says what a person takes the file for. */
function shorten(name: string): string {
  if (name.length <= MAX_SEGMENT) return name;
  const { stem, extension } = splitExtension(name);
  const kept = stem.slice(0, MAX_SEGMENT - extension.length);
  return kept.replace(/[\ud800-\udbff]$/, '') + extension;
}

function splitExtension(name: string): { stem: string; extension: string } {
  const at = name.lastIndexOf('.');
  const isExtension = at > name.lastIndexOf('/') + 1 && name.length - at <= 16;
  return isExtension ? { stem: name.slice(0, at), extension: name.slice(at) } : { stem: name, extension: '' };
}

/** The same names in order, where a name that came before gets ` (2)`, ` (3)` … before its extension. */
export function makeUnique(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  const nextNumber = new Map<string, number>();
  return names.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    const { stem, extension } = splitExtension(name);
    for (let number = nextNumber.get(name) ?? 2; ; number++) {
      const other = `${stem} (${number})${extension}`;
      if (taken.has(other)) continue;
      taken.add(other);
      seen.add(other);
      nextNumber.set(name, number + 1);
      return other;
    }
  });
}
