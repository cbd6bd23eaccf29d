import type { OutputFile } from './replace-folder.js';

/**
 * A text for people. Notepad of older Windows takes it for UTF-8 only with its mark, and wants both characters at a
 * line's end.
 */
export function textFile(path: string, text: string): OutputFile {
  return { path, bytes: `\ufeff${text.replaceAll('\n', '\r\n')}\r\n` };
}
