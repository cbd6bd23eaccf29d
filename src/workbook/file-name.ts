import { cutText } from './excel-limits.js';

/** Names that Windows keeps for devices, with or without an ending. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;
/** Leaves room for an ending within the 255 bytes that file systems allow: a Chinese character takes three. */
export const MOST_NAME_CHARACTERS = 60;

/** A text as a file or folder name that every system takes: forbidden characters replaced, no device, no trailing dot. */
export function fileNameFor(text: string): string {
  const clean = text
    .replace(/[\\/:*?"<>|\u0000-\u001f\u007f]/g, '_')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '_')
    .trim();
  const name = cutText(clean, MOST_NAME_CHARACTERS).replace(/[. ]+$/, '');
  if (name === '' || name === '.' || name === '..') return '_';
  return DEVICES.test(name) || name.startsWith('~$') ? `_${name}` : name;
}

/** The same for several texts at once: those that would fall together on a system without capitals are numbered. */
export function fileNamesFor(texts: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const name = fileNameFor(text);
    for (let attempt = 1; ; attempt++) {
      const candidate = attempt === 1 ? name : `${name}(${attempt})`;
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      return candidate;
    }
  });
}
