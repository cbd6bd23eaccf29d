import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeZip } from '../../../src/container/write-zip.js';
import { readPictureHeader } from '../../../src/document/picture-header.js';
import { documentFormatOfName, readDocument } from '../../../src/document/read-document.js';
import {
  bmp,
  box,
  bytes,
  coreBmp,
  extendedWebp,
  gif,
  heic,
  jpeg,
  losslessWebp,
  mp4,
  png,
  tiff,
  webp,
} from './pictures.js';

// What a file says of itself at its beginning. Expected sizes are those that the bytes were made with, by hand from the
// specifications or by other programs.

const sizeOf = (content: Uint8Array) => {
  const size = readPictureHeader(content)?.size;
  return size ? `${size.width}×${size.height}` : size;
};

describe('pixels from the header', () => {
  it.each([
    ['JPEG', jpeg(4032, 3024)],
    ['JPEG, progressive', jpeg(4032, 3024, { frame: 0xc2 })],
    ['JPEG with a thumbnail', jpeg(4032, 3024, { thumbnail: jpeg(160, 120) })],
    ['PNG', png(4032, 3024)],
    ['PNG of an iPhone', png(4032, 3024, true, bytes('\0\0\0\x04CgBI\0\0\0\0\0\0\0\0'))],
    ['GIF', gif(4032, 3024)],
    ['BMP', bmp(4032, 3024)],
    ['BMP, top-down', bmp(4032, -3024)],
    ['BMP of OS/2', coreBmp(4032, 3024)],
    ['WebP', webp(4032, 3024)],
    ['WebP, lossless', losslessWebp(4032, 3024)],
    ['WebP, extended', extendedWebp(4032, 3024)],
    ['HEIC of one item', heic([4032, 3024])],
    ['HEIC of a phone: tiles, grid, thumbnail', heic([512, 512], [4032, 3024], [320, 240])],
    ['TIFF, little-endian', tiff(4032, 3024, true)],
    ['TIFF, big-endian', tiff(4032, 3024, false)],
  ])('%s', (_, content) => expect(sizeOf(content)).toBe('4032×3024'));

  it.each([
    ['JPEG without a frame', bytes('\xff\xd8\xff\xe0\0\x04xx\xff\xda\0\x02')],
    ['JPEG cut in its header', jpeg(4032, 3024).subarray(0, 30)],
    ['PNG cut in IHDR', png(4032, 3024).subarray(0, 20)],
    ['PNG of no size', png(0, 3024)],
    ['WebP of an unknown chunk', bytes('RIFF\0\0\0\0WEBPXXXX', '\0'.repeat(20))],
    ['HEIC without extents', heic()],
    ['HEIC cut in its extents', heic([4032, 3024]).subarray(0, 100)],
    ['a box that is shorter than its header', bytes(box('ftyp', 'heic'), '\0\0\0\x04meta')],
    ['TIFF whose directory lies beyond its end', bytes('II*\0\xff\xff\xff\x7f')],
    ['TIFF whose directories run in a circle', bytes('II*\0\x08\0\0\0\0\0\x08\0\0\0')],
  ])('%s has none', (_, content) => expect(sizeOf(content)).toBeNull());

  it.each(['', 'GIF', 'BM but text', 'PK\x03\x04', '%PDF-1.4', '\0\0\0\x18ftypisom'])(
    '%j is no picture',
    (text) => expect(readPictureHeader(bytes(text))).toBeNull(),
  );

  it('whatever the bytes, it neither throws nor takes long', () => {
    const seeds = [jpeg(9, 9), png(9, 9), gif(9, 9), bmp(9, 9), webp(9, 9), heic([9, 9]), tiff(9, 9, true)];
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        fc.nat(200),
        (seed, changes, length) => {
          const content = Uint8Array.from(seed);
          for (const [at, value] of changes) if (at >= 4 && at < content.length) content[at] = value;
          readDocument(content.subarray(0, Math.max(12, length)), 'a.jpg');
        },
      ),
      { numRuns: 3000 },
    );
  });
});

const dir = mkdtempSync(join(tmpdir(), 'bangfu-documents-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function has(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!has('convert'))('pictures that ImageMagick wrote', () => {
  it.each(['jpg', 'png', 'gif', 'bmp', 'webp', 'tif', 'heic', 'avif', 'png8:x.png', 'bmp2:x.bmp'])(
    '%s',
    (kind) => {
      const [format = '', name] = kind.includes(':') ? kind.split(':') : ['', `x.${kind}`];
      const path = join(dir, name!);
      execFileSync('convert', [
        '-size',
        '642x484',
        'gradient:red-blue',
        `${format === '' ? '' : `${format}:`}${path}`,
      ]);
      const read = readDocument(readFileSync(path), name!);
      expect(read).toMatchObject({ format: 'picture', pixels: { width: 642, height: 484 }, damage: null });
    },
  );

  it('a progressive JPEG that was cut off is damaged, its thumbnail notwithstanding', () => {
    const path = join(dir, 'p.jpg');
    execFileSync('convert', ['-size', '800x600', 'plasma:', '-interlace', 'Plane', path]);
    const whole = readFileSync(path);
    expect(readDocument(whole, 'p.jpg')?.damage).toBeNull();
    expect(readDocument(whole.subarray(0, whole.length / 2), 'p.jpg')?.damage).toContain('不完整');
    expect(readDocument(jpeg(9, 9, { thumbnail: jpeg(1, 1), end: false }), 'p.jpg')?.damage).toContain(
      '不完整',
    );
  });
});

const WORD_XML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const docx = (body: string) =>
  writeZip([
    { name: '[Content_Types].xml', bytes: new TextEncoder().encode('<Types/>') },
    {
      name: 'word/document.xml',
      bytes: new TextEncoder().encode(`<w:document ${WORD_XML}><w:body>${body}</w:body></w:document>`),
    },
  ]);
const p = (...runs: readonly string[]) =>
  `<w:p>${runs.map((run) => `<w:r><w:t>${run}</w:t></w:r>`).join('')}</w:p>`;

describe('documents', () => {
  const kindOf = (content: Uint8Array, name: string) => {
    const read = readDocument(content, name);
    return read === null ? null : [read.format, read.formatName];
  };

  it.each([
    ['a.pdf', bytes('%PDF-1.4\n…startxref\n0\n%%EOF'), ['pdf', 'PDF']],
    ['a.rtf', bytes('{\\rtf1 x}'), ['word', 'RTF 文档']],
    ['a.doc', bytes('<html xmlns:w="x"><body>总结</body></html>'), ['word', 'Word 文档']],
    ['a.mp4', mp4(), ['video', 'MP4']],
    ['a.mov', mp4('qt  '), ['video', 'MOV']],
    ['old.mov', box('moov', 'x'), ['video', 'MOV']],
    ['a.avi', bytes('RIFF\x04\0\0\0AVI LIST'), ['video', 'AVI']],
    ['a.mkv', bytes('\x1a\x45\xdf\xa3', '\0'.repeat(20)), ['video', 'MKV']],
    ['a.wmv', bytes('\x30\x26\xb2\x75\x8e\x66\xcf\x11', '\0'.repeat(8)), ['video', 'WMV']],
    ['a.flv', bytes('FLV\x01\x05'), ['video', 'FLV']],
    ['a.ts', bytes(...[0, 1, 2, 3].map(() => bytes('\x47', '\0'.repeat(187)))), ['video', 'TS']],
    ['a.m4a', mp4('M4A '), null],
    ['a.txt', bytes('just text'), null],
    ['a.csv', bytes('a,b\n1,2'), null],
    ['a.xlsx', writeZip([{ name: 'xl/workbook.xml', bytes: new Uint8Array([60]) }]), null],
    ['a.ofd', writeZip([{ name: 'OFD.xml', bytes: new Uint8Array([60]) }]), ['pdf', 'OFD 文件']],
    [
      'a.pptx',
      writeZip([{ name: 'ppt/presentation.xml', bytes: new Uint8Array([60]) }]),
      ['other', '演示文稿'],
    ],
    ['a.docx', docx(p('x')), ['word', 'Word 文档']],
    ['a.docx', bytes('PK\x03\x04 cut off'), null],
    ['a.jpg', new Uint8Array(), null],
  ])('%s', (name, content, expected) => expect(kindOf(content, name)).toEqual(expected));

  it('a PDF that lacks its end is damaged, one with /Encrypt may ask for a password', () => {
    expect(readDocument(bytes('%PDF-1.4\n1 0 obj'), 'a.pdf')?.damage).toContain('不完整');
    expect(readDocument(bytes('%PDF-1.4 /Encrypt 5 0 R startxref'), 'a.pdf')).toMatchObject({
      isLocked: true,
      damage: null,
    });
  });

  it.each([
    [
      'the first paragraph with text',
      p('') + p('  ') + p('塔城市教育局', '活动总结') + p('正文'),
      '塔城市教育局活动总结',
    ],
    [
      'what was deleted is not read',
      `<w:p><w:del><w:r><w:delText>方案</w:delText></w:r></w:del></w:p>${p('总结')}`,
      '总结',
    ],
    ['entities', p('甲&amp;乙 总结'), '甲&乙 总结'],
    ['a first line as long as a text is no title', p('很'.repeat(200)) + p('活动总结'), null],
    ['no text', p(''), null],
  ])('title: %s', (_, body, expected) => expect(readDocument(docx(body), 'a.docx')?.title).toBe(expected));

  it('damaged XML has no title and is a Word file all the same', () => {
    expect(readDocument(docx('<w:p'), 'a.docx')).toMatchObject({ format: 'word', title: null, damage: null });
  });

  it('names tell what a file was meant to be', () => {
    const names = ['a.JPG', 'b.heic', 'c.wps', 'd.PDF', 'e.mov', 'f.ppt', 'g.xlsx', 'h'];
    expect(names.map(documentFormatOfName)).toEqual([
      'picture',
      'picture',
      'word',
      'pdf',
      'video',
      'other',
      null,
      null,
    ]);
  });
});

describe.skipIf(!has('soffice'))('documents that LibreOffice wrote', () => {
  it('doc, docx, odt, rtf and pdf of one page', (context) => {
    writeFileSync(join(dir, 's.html'), '<meta charset="utf-8"><p></p><p>额敏县民政局活动总结</p><p>正文</p>');
    const kinds = [
      ['docx', 'docx:MS Word 2007 XML', ['word', '额敏县民政局活动总结']],
      ['doc', 'doc:MS Word 97', ['word', null]],
      ['odt', 'odt:writer8', ['word', null]],
      ['rtf', 'rtf:Rich Text Format', ['word', null]],
      ['pdf', 'pdf:writer_web_pdf_Export', ['pdf', null]],
    ] as const;
    for (const [extension, filter, expected] of kinds) {
      const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
      execFileSync(
        'soffice',
        [
          profile,
          '--headless',
          '--infilter=HTML (StarWriter)',
          '--convert-to',
          filter,
          '--outdir',
          dir,
          join(dir, 's.html'),
        ],
        { stdio: 'ignore' },
      );
      // libreoffice-calc alone writes none of these.
      if (!existsSync(join(dir, `s.${extension}`))) context.skip();
      const read = readDocument(readFileSync(join(dir, `s.${extension}`)), `s.${extension}`);
      expect([read?.format, read?.title], extension).toEqual(expected);
      expect(read).toMatchObject({ damage: null, isLocked: false });
    }
  });

  it('pdf of a table', () => {
    writeFileSync(join(dir, 't.csv'), 'a,b\n1,2\n');
    const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
    execFileSync(
      'soffice',
      [profile, '--headless', '--convert-to', 'pdf', '--outdir', dir, join(dir, 't.csv')],
      {
        stdio: 'ignore',
      },
    );
    expect(readDocument(readFileSync(join(dir, 't.pdf')), 't.pdf')).toEqual({
      format: 'pdf',
      formatName: 'PDF',
      pixels: null,
      title: null,
      isLocked: false,
      damage: null,
    });
  });
});
