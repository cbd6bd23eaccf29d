import { Buffer } from 'node:buffer';
import { writeZip } from '../../../src/container/write-zip.js';
import { bytes, jpeg } from '../document/pictures.js';

// Files that units send beside their tables, as small as they can be; no two photos or PDFs are the same.

export type Files = Readonly<Record<string, Uint8Array>>;

let salt = 0;
/** A photo of twelve megapixels that is no other's. */
export const photo = () => jpeg(4032, 3024, { salt: `photo ${salt++}` });
export const pdf = (text = '') => bytes('%PDF-1.4\n', text, `${salt++}`, '\nstartxref\n9\n%%EOF');
export const word = (title: string) =>
  writeZip([
    { name: '[Content_Types].xml', bytes: new TextEncoder().encode('<Types/>') },
    {
      name: 'word/document.xml',
      bytes: new TextEncoder().encode(
        `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>${title}</w:t></w:r></w:p></w:body></w:document>`,
      ),
    },
  ]);
export const zip = (files: Files) =>
  writeZip(Object.entries(files).map(([name, content]) => ({ name, bytes: content })));

/** A mail of Saturday, 17 October 2020, 9:00, with these attachments. */
export function mail(subject: string, files: Files): Uint8Array {
  const encoded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  const parts = Object.entries(files).map(
    ([name, content]) =>
      `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${encoded(name)}"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`,
  );
  return Buffer.from(
    `From: a@example.com\r\nSubject: ${encoded(subject)}\r\nDate: Sat, 17 Oct 2020 09:00:00 +0800\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: multipart/mixed; boundary="b"\r\n\r\n${parts.join('')}--b--\r\n`,
  );
}
