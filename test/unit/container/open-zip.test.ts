import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openContainer } from '../../../src/container/open-container.js';
import { bytesOf, LIMITS, listed, makeZip, namesOf, openedFiles, unicodePath } from './opened.js';

const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Written by Python's zipfile with names in GBK and without bit 11, as WinRAR and old Windows do. */
const GBK_ZIP = base64(
  'UEsDBBQAAAAAAABIWlHxhmx6AwAAAAMAAAAjAAAAy/6zx7XYx/gvztrL1crQL8CnxNHIutbazbO8xrHtLnhsc3hvbmVQSwMEFAAAAAAAAEhaUWaKyhED' +
    'AAAAAwAAABgAAADL/rPHtdjH+C+27sP0z9gvzbvIuy50eHR0d29QSwECFAMUAAAAAAAASFpR8YZsegMAAAADAAAAIwAAAAAAAAAAAAAAgAEAAAAAy/6z' +
    'x7XYx/gvztrL1crQL8CnxNHIutbazbO8xrHtLnhsc3hQSwECFAMUAAAAAAAASFpRZorKEQMAAAADAAAAGAAAAAAAAAAAAAAAgAFEAAAAy/6zx7XYx/gv' +
    'tu7D9M/YL827yLsudHh0UEsFBgAAAAACAAIAlwAAAH0AAAAAAA==',
);
/** The same writer, names in UTF-8 but without bit 11. */
const UNMARKED_UTF8_ZIP = base64(
  'UEsDBBQAAAAAAABIWlHxhmx6AwAAAAMAAAAbAAAA5aGU5Z+O5Zyw5Yy6L+S5jOiLj+W4gi54bHN4b25lUEsBAhQDFAAAAAAAAEhaUfGGbHoDAAAAAwAA' +
    'ABsAAAAAAAAAAAAAAIABAAAAAOWhlOWfjuWcsOWMui/kuYzoi4/luIIueGxzeFBLBQYAAAAAAQABAEkAAAA8AAAAAAA=',
);
/** One file named 突然, whose GBK bytes CD BB C8 BB are valid UTF-8 (Arabic and Cyrillic letters). */
const ACCIDENT_ZIP = base64(
  'UEsDBBQAAAAAAABIWlG379yDAQAAAAEAAAAEAAAAzbvIuzFQSwECFAMUAAAAAAAASFpRt+/cgwEAAAABAAAABAAAAAAAAAAAAAAAgAEAAAAAzbvIu1BL' +
    'BQYAAAAAAQABADIAAAAjAAAAAAA=',
);
/** Python's zipfile as it is: bit 11, a directory of its own. */
const MARKED_ZIP = base64(
  'UEsDBBQAAAgIAABIWlGma8t+BgAAAMgAAAAVAAAA6aKd5pWP5Y6/L+axh+aAuy54bHN4q6gYHgAAUEsDBBQAAAgAAABIWlEAAAAAAAAAAAAAAAAKAAAA56' +
    'm655uu5b2VL1BLAQIUAxQAAAgIAABIWlGma8t+BgAAAMgAAAAVAAAAAAAAAAAAAACAAQAAAADpop3mlY/ljr8v5rGH5oC7Lnhsc3hQSwECFAMUAAAIAAAA' +
    'SFpRAAAAAAAAAAAAAAAACgAAAAAAAAAAAAAAgAE5AAAA56m655uu5b2VL1BLBQYAAAAAAgACAHsAAABhAAAAAAA=',
);
/** `zip -y` with a link to /etc/passwd, a file, and a directory with a file. */
const LINK_ZIP = base64(
  'UEsDBAoAAAAAAABIWlEKuR8pCwAAAAsAAAALAAAA5b+r5o23Lnhsc3gvZXRjL3Bhc3N3ZFBLAwQKAAAAAAAASFpRrCqT2AIAAAACAAAABwAAAOihqC50' +
    'eHRoaVBLAwQKAAAAAAAASFpRAAAAAAAAAAAAAAAAAgAAAGQvUEsDBAoAAAAAAABIWlGDFtyMAQAAAAEAAAAHAAAAZC9iLnR4dHhQSwECHgMKAAAAAAAA' +
    'SFpRCrkfKQsAAAALAAAACwAAAAAAAAAAAAAA/6EAAAAA5b+r5o23Lnhsc3hQSwECHgMKAAAAAAAASFpRrCqT2AIAAAACAAAABwAAAAAAAAABAAAApIE0' +
    'AAAA6KGoLnR4dFBLAQIeAwoAAAAAAABIWlEAAAAAAAAAAAAAAAACAAAAAAAAAAAAEADtQVsAAABkL1BLAQIeAwoAAAAAAABIWlGDFtyMAQAAAAEAAAAH' +
    'AAAAAAAAAAEAAACkgXsAAABkL2IudHh0UEsFBgAAAAAEAAQA0wAAAKEAAAAAAA==',
);
/** `zip -P 123456`. */
const ENCRYPTED_ZIP = base64(
  'UEsDBAoACQAAAABIWlGsKpPYDgAAAAIAAAAHAAAA6KGoLnR4dA/vuTsF1rGJZAwpeHwvUEsHCKwqk9gOAAAAAgAAAFBLAQIeAwoACQAAAABIWlGsKpPY' +
    'DgAAAAIAAAAHAAAAAAAAAAEAAACkgQAAAADooagudHh0UEsFBgAAAAABAAEANQAAAEMAAAAAAA==',
);
/** Python's zipfile, method 14. */
const LZMA_ZIP = base64(
  'UEsDBD8AAgAOAABIWlGGphA2GAAAAAUAAAAFAAAAYS50eHQJBAUAXQAAgAAANBlJ7o5oIf///7ngAABQSwECPwM/AAIADgAASFpRhqYQNhgAAAAFAAAA' +
    'BQAAAAAAAAAAAAAAgAEAAAAAYS50eHRQSwUGAAAAAAEAAQAzAAAAOwAAAAAA',
);

describe('names of entries', () => {
  it('in GBK', () => {
    expect(listed(GBK_ZIP)).toEqual([
      ['塔城地区/乌苏市/困难群众统计表.xlsx', 'one'],
      ['塔城地区/额敏县/突然.txt', 'two'],
    ]);
  });

  it('in UTF-8, said so or not', () => {
    expect(listed(UNMARKED_UTF8_ZIP)).toEqual([['塔城地区/乌苏市.xlsx', 'one']]);
    expect(listed(MARKED_ZIP)).toEqual([['额敏县/汇总.xlsx', 'x'.repeat(200)]]);
  });

  it('in GBK that happens to be valid UTF-8, alone and among others', () => {
    expect(namesOf(ACCIDENT_ZIP)).toEqual(['突然']);
    // 联通 (C1 AA CD A8) is not valid UTF-8 and decides for 突然.
    expect(namesOf(makeZip([{ name: '\xcd\xbb\xc8\xbb.xls' }, { name: '\xc1\xaa\xcd\xa8.xls' }]))).toEqual([
      '突然.xls',
      '联通.xls',
    ]);
  });

  it('in UTF-8 that is not Chinese: Uyghur, Kazakh', () => {
    const names = ['شىنجاڭ.xlsx', 'Қазақстан.xlsx'];
    for (const name of names) expect(namesOf(makeZip([{ name: Buffer.from(name) }]))).toEqual([name]);
  });

  it('in GBK and UTF-8, where two tools wrote one archive', () => {
    const zip = makeZip([{ name: '\xcb\xfe\xb3\xc7.xls' }, { name: Buffer.from('额敏县.xls') }]);
    expect(namesOf(zip)).toEqual(['塔城.xls', '额敏县.xls']);
  });

  it('beyond GBK: four bytes of GB18030', () => {
    // 𬭼 (U+2CB7C), by Python's codec.
    expect(namesOf(makeZip([{ name: '\xcb\xfe\x99\x33\xad\x38.xls' }]))).toEqual(['塔\u{2cb7c}.xls']);
  });

  it('from the Unicode Path field, when it belongs to the name', () => {
    const raw = bytesOf('??.xls');
    const right = { name: raw, extra: unicodePath(raw, '表.xls') };
    const stale = { name: raw, extra: unicodePath(bytesOf('old.xls'), '旧.xls') };
    expect(namesOf(makeZip([right]))).toEqual(['表.xls']);
    expect(namesOf(makeZip([stale]))).toEqual(['??.xls']);
  });

  it('marked as UTF-8 without being it', () => {
    expect(namesOf(makeZip([{ name: '\xcb\xfe\xb3\xc7.xls', flags: 0x800 }]))).toEqual(['塔城.xls']);
  });

  it('with backslashes, also as the second byte of a hanzi', () => {
    // 俓 is 82 5C: the backslash in it is none.
    expect(namesOf(makeZip([{ name: '\xcb\xfe\xb3\xc7\\\x82\x5c.xls' }]))).toEqual(['塔城/俓.xls']);
  });

  it('twice, and where the number is taken', () => {
    const zip = makeZip(['a.xlsx', 'a.xlsx', 'a (2).xlsx', 'a.xlsx', 'd/b', 'd/b'].map((name) => ({ name })));
    expect(namesOf(zip)).toEqual(['a.xlsx', 'a (3).xlsx', 'a (2).xlsx', 'a (4).xlsx', 'd/b', 'd/b (2)']);
  });

  it('that point outside become harmless', () => {
    const outside = ['../../a.xls', '/etc/b.xls', 'C:\\c.xls', '\\\\host\\d.xls', 'x/../../e.xls', './f.xls'];
    const odd = ['C:D:g.xls', ' C:/h.xls', '..', 'i\x01\x00\x0a.xls', ''];
    expect(namesOf(makeZip([...outside, ...odd].map((name) => ({ name, content: 'x' }))))).toEqual([
      'a.xls',
      'etc/b.xls',
      'c.xls',
      'host/d.xls',
      'x/e.xls',
      'f.xls',
      'g.xls',
      'h.xls',
      '未命名',
      'i .xls',
      '未命名 (2)',
    ]);
    const turned = makeZip([{ name: Buffer.from('表\u202excod.exe\ufeff'), flags: 0x800 }]);
    expect(namesOf(turned)).toEqual(['表xcod.exe']);
  });

  it('of any length keep their extension', () => {
    const [name = ''] = namesOf(makeZip([{ name: Buffer.from(`${'长'.repeat(2000)}.xlsx`) }]));
    expect(name).toBe(`${'长'.repeat(250)}.xlsx`);
  });
});

describe('entries', () => {
  it('that are links are never followed', () => {
    expect(listed(LINK_ZIP)).toEqual([
      ['快捷.xlsx', '! link'],
      ['表.txt', 'hi'],
      ['d/b.txt', 'x'],
    ]);
    // Pipes and devices.
    expect(listed(makeZip([{ name: 'p', unixMode: 0o010644 }]))).toEqual([['p', '! link']]);
  });

  it('that are directories are left out, unless something is in them', () => {
    const zip = makeZip([
      { name: 'a/', unixMode: 0o040755 },
      { name: 'b', dosAttributes: 0x10 },
      { name: 'c\\' },
      { name: 'd/', content: 'data' },
      { name: 'e/f', content: 'x' },
    ]);
    expect(listed(zip)).toEqual([
      ['d', 'data'],
      ['e/f', 'x'],
    ]);
  });

  it('that the system wrote are listed like any other', () => {
    const names = ['__MACOSX/._a.xlsx', '.DS_Store', 'Thumbs.db', '~$a.xlsx'];
    expect(namesOf(makeZip(names.map((name) => ({ name, content: 'x' }))))).toEqual(names);
  });

  it('with a password or an unknown method', () => {
    expect(listed(ENCRYPTED_ZIP)).toEqual([['表.txt', '! password-protected']]);
    expect(listed(LZMA_ZIP)).toEqual([['a.txt', '! unsupported-method']]);
  });

  it('damaged one by one', () => {
    const zip = makeZip([
      { name: 'a', content: 'aaaa' },
      { name: 'b', content: 'bbbb' },
    ]);
    zip.write('XXXX', zip.indexOf('aaaa'), 'latin1');
    expect(listed(zip)).toEqual([
      ['a', '! damaged-zip'],
      ['b', 'bbbb'],
    ]);
  });

  it('may be zips themselves', () => {
    const [file] = openedFiles(
      makeZip([{ name: 'in.zip', method: 8, content: GBK_ZIP, packed: deflateRawSync(GBK_ZIP) }]),
    ).files;
    const content = file!.read();
    expect(content).toMatchObject({ kind: 'bytes' });
    expect(namesOf(content.kind === 'bytes' ? content.bytes : GBK_ZIP)).toHaveLength(2);
  });
});

describe('limits', () => {
  const bomb = (length: number) => {
    const content = Buffer.alloc(length);
    return { content, method: 8, packed: deflateRawSync(content) };
  };

  it('on the number of entries', () => {
    const zip = makeZip([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    expect(openContainer(zip, { ...LIMITS, entries: 2 })).toEqual({
      kind: 'refused',
      problem: 'limit-entries',
    });
    expect(openContainer(zip, { ...LIMITS, entries: 3 })).toMatchObject({ kind: 'files' });
  });

  it('on the bytes of one entry', () => {
    const zip = makeZip([
      { name: 'a', content: '12345678' },
      { name: 'b', content: '123456789' },
    ]);
    const limits = { ...LIMITS, inflatedBytes: 8 };
    const [a, b] = openedFiles(zip, limits).files;
    expect(b!.read()).toEqual({ kind: 'problem', problem: 'limit-inflated' });
    expect(a!.read()).toMatchObject({ kind: 'bytes' });
  });

  it('on the bytes of all entries together, each counted once', () => {
    const zip = makeZip([
      { name: 'a', content: '12345' },
      { name: 'b', content: '12345' },
    ]);
    const [a, b] = openedFiles(zip, { ...LIMITS, inflatedBytes: 8 }).files;
    expect(a!.read()).toMatchObject({ kind: 'bytes' });
    expect(a!.read()).toMatchObject({ kind: 'bytes' });
    expect(b!.read()).toEqual({ kind: 'problem', problem: 'limit-inflated' });
  });

  it('on the ratio', () => {
    const limits = { ...LIMITS, ratio: 100, ratioFloorBytes: 10_000 };
    const zip = makeZip([
      { name: 'small', ...bomb(9000) },
      { name: 'large', ...bomb(2_000_000) },
    ]);
    const [small, large] = openedFiles(zip, limits).files;
    expect(small!.read()).toMatchObject({ kind: 'bytes' });
    expect(large!.read()).toEqual({ kind: 'problem', problem: 'limit-ratio' });
  });

  it('hold where the directory lies about the size', () => {
    const zip = makeZip([{ name: 'a', ...bomb(5_000_000) }]);
    const central = zip.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    zip.writeUInt32LE(10, central + 24);
    const [file] = openedFiles(zip, { ...LIMITS, inflatedBytes: 1_000_000 }).files;
    expect(file!.read()).toEqual({ kind: 'problem', problem: 'limit-inflated' });
  });
});

describe('a zip', () => {
  const refused = (problem: string) => ({ kind: 'refused', problem });

  it('is known by its bytes, also behind a program that unpacks it', () => {
    expect(openContainer(bytesOf('MZ\x90\x00'.repeat(100), GBK_ZIP), LIMITS)).toMatchObject({
      container: 'zip',
    });
    expect(openContainer(bytesOf('PK\xd2\xbb,1,2\r\n'), LIMITS)).toEqual({ kind: 'none' });
  });

  it('without files is empty', () => {
    expect(listed(makeZip([]))).toEqual([]);
    expect(listed(makeZip([{ name: 'a/' }]))).toEqual([]);
  });

  it('that is cut short or damaged is refused', () => {
    expect(openContainer(GBK_ZIP.subarray(0, 150), LIMITS)).toEqual(refused('truncated'));
    const wrongCount = Buffer.from(GBK_ZIP);
    wrongCount.writeUInt16LE(7, wrongCount.length - 12);
    expect(openContainer(wrongCount, LIMITS)).toEqual(refused('damaged-zip'));
  });

  it('that is one volume of several is refused', () => {
    expect(openContainer(makeZip([{ name: 'a', content: 'x' }], 3), LIMITS)).toEqual(
      refused('split-archive'),
    );
    expect(openContainer(bytesOf('PK\x07\x08', GBK_ZIP.subarray(0, 100)), LIMITS)).toEqual(
      refused('split-archive'),
    );
    // The last piece of one that was cut by the byte: the directory is there, the files are not.
    const lastPiece = bytesOf('\x00\x00', GBK_ZIP.subarray(GBK_ZIP.indexOf('PK\x01\x02', 'latin1')));
    expect(listed(lastPiece).map(([, content]) => content)).toEqual(['! truncated', '! truncated']);
  });

  it.each([
    ['xlsx, docx, pptx', ['[Content_Types].xml', '_rels/.rels']],
    ['xlsx without its content types', ['xl\\workbook.xml']],
    ['xlsb', ['/xl/workbook.bin']],
    ['docx without its content types', ['word/document.xml']],
    ['ods, odt, epub', ['mimetype', 'content.xml']],
    ['ods, odt without its type', ['content.xml', 'META-INF/manifest.xml']],
    ['Numbers', ['Index/Document.iwa', 'Metadata/Properties.plist']],
    ['Numbers of 2009', ['index.zip', 'preview.jpg']],
    ['OFD', ['OFD.xml', 'Doc_0/Document.xml']],
  ])('that is the shell of a document is none: %s', (_, names) => {
    const zip = makeZip(names.map((name) => ({ name, content: 'x' })));
    expect(openContainer(zip, LIMITS)).toEqual({ kind: 'none' });
    // Cut short, it is still no archive of files.
    const cut = zip.subarray(0, zip.lastIndexOf('PK\x05\x06', undefined, 'latin1'));
    expect(openContainer(cut, LIMITS)).toEqual({ kind: 'none' });
  });

  it('with folders named like parts of a document is an archive', () => {
    const names = ['word/张三.docx', 'xl/乌苏市.xlsx', 'ppt/a.pptx', '表/[Content_Types].xml', 'a/mimetype'];
    const zip = makeZip(names.map((name) => ({ name: Buffer.from(name), content: 'x' })));
    expect(namesOf(zip)).toEqual(names);
  });

  it('inside a file of another format is not looked at', () => {
    const starts = [
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '%PDF-1.4\n',
      'Rar!\x1a\x07',
      '\x89PNG\r\n',
      '\xff\xd8\xff\xe0',
    ];
    for (const start of starts)
      expect(openContainer(bytesOf(start, GBK_ZIP), LIMITS)).toEqual({ kind: 'none' });
  });
});
