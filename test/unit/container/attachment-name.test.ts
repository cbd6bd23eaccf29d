import { describe, expect, it } from 'vitest';
import { bytesOf, mailOf, namesOf, partOf } from './opened.js';

const EXCEL = 'Content-Type: application/vnd.ms-excel';
const NAME = '乌苏市困难群众统计表.xlsx';
/** The name of a mail's only attachment, whose fields are these. */
const nameOf = (...fields: readonly (string | Uint8Array)[]): string =>
  namesOf(mailOf(partOf(...fields)))[0]!;
const named = (value: string): string => nameOf(`${EXCEL};\r\n\tname="${value}"`);

describe('names in encoded words (RFC 2047)', () => {
  it('B in UTF-8 and GBK, Q in GB2312', () => {
    expect(named('=?utf-8?B?5LmM6IuP5biC5Zuw6Zq+576k5LyX57uf6K6h6KGoLnhsc3g=?=')).toBe(NAME);
    expect(named('=?GBK?b?ztrL1crQwKfE0ci61trNs7zGse0ueGxzeA==?=')).toBe(NAME);
    expect(named('=?gb2312?Q?=CB=FE=B3=C7_1.xls?=')).toBe('塔城 1.xls');
  });

  it('cut within a character, every word padded', () => {
    const gbk = ['ztrL1crQwA==', 'p8TRyLrW2g==', 'zbO8xrHtLg==', 'eGxzeA=='];
    expect(named(gbk.map((word) => `=?gb2312?B?${word}?=`).join('\r\n '))).toBe(NAME);
    const utf8 = ['5LmM6IuP5biC5Q==', 'm7Dpmr7nvqTkvA==', 'l+e7n+iuoeihqA==', 'Lnhsc3g='];
    expect(named(utf8.map((word) => `=?UTF-8?B?${word}?=`).join('\r\n\t'))).toBe(NAME);
  });

  it('cut within a group of base64', () => {
    const words = ['ztrL1crQwK', 'fE0ci61trN', 's7zGse0ueG', 'xzeA=='];
    expect(named(words.map((word) => `=?gb18030?B?${word}?=`).join('\r\n '))).toBe(NAME);
  });

  it('cut within a character in Q, the label changing on the way', () => {
    expect(named('=?GBK?Q?=CB=FE=B3?= =?gb2312?Q?=C7.xls?=')).toBe('塔城.xls');
  });

  it('with text around them, without blanks between them, with a language', () => {
    expect(named('1-=?GBK?B?y/6zxw==?=.xls')).toBe('1-塔城.xls');
    expect(named('=?GBK?B?y/6z?==?GBK?B?xw==?=.xls')).toBe('塔城.xls');
    expect(named('=?GBK*zh?B?y/6zxw==?=.xls')).toBe('塔城.xls');
  });

  it('folded without the blank that folding asks for', () => {
    expect(nameOf(`${EXCEL}; name="=?GBK?B?y/6z\r\nxw==?=.xls"`)).toBe('塔城.xls');
  });

  it('under labels that say nothing true', () => {
    expect(named('=?us-ascii?Q?=CB=FE=B3=C7.xls?=')).toBe('塔城.xls');
    expect(named('=?iso-8859-1?Q?=CB=FE=B3=C7.xls?=')).toBe('塔城.xls');
    expect(named('=?x-unknown?B?5LmM6IuP?=.xls')).toBe('乌苏.xls');
    expect(named('=?utf-8?Q?=CB=FE=B3=C7.xls?=')).toBe('塔城.xls');
    expect(named('=?gb2312?B?5LmM6IuP5biC5Zuw6Zq+576k5LyX57uf6K6h6KGoLnhsc3g=?=')).toBe(NAME);
  });

  it('under labels that are true for once', () => {
    expect(named('=?windows-1252?Q?=93a=94.xls?=')).toBe('“a”.xls');
    expect(named('=?iso-8859-1?Q?p=E4ring.xls?=')).toBe('päring.xls');
    expect(named('=?big5?B?pOm07aRAvHAueGxz?=')).toBe(
      new TextDecoder('big5').decode(Buffer.from('pOm07aRAvHAueGxz', 'base64')),
    );
  });
});

describe('names in RFC 2231', () => {
  const attached = (parameters: string): string =>
    nameOf(`Content-Type: application/octet-stream\r\nContent-Disposition: attachment;${parameters}`);

  it('with charset and percent signs', () => {
    expect(attached(" filename*=utf-8''%E5%A1%94%E5%9F%8E.xlsx")).toBe('塔城.xlsx');
    expect(attached(" filename*=GBK'zh-cn'%CB%FE%B3%C7.xlsx")).toBe('塔城.xlsx');
    expect(attached(' filename*=%CB%FE%B3%C7.xlsx')).toBe('塔城.xlsx');
    expect(attached(" filename*=us-ascii'en'%CB%FE%B3%C7.xlsx")).toBe('塔城.xlsx');
  });

  it('in pieces, in any order, cut within a character', () => {
    expect(attached(" filename*1*=%E5%9F%8E;\r\n filename*2=.xlsx; filename*0*=utf-8''%E5%A1%94")).toBe(
      '塔城.xlsx',
    );
    expect(attached(" filename*0*=gbk''%CB%FE%B3;\r\n filename*1*=%C7.xlsx")).toBe('塔城.xlsx');
    expect(attached(' filename*0="Annual Report ";\r\n filename*1="2020.xlsx"')).toBe(
      'Annual Report 2020.xlsx',
    );
  });

  it('with encoded words in the pieces', () => {
    expect(attached(' filename*0="=?GBK?B?y/6z";\r\n filename*1="xw==?=.xls"')).toBe('塔城.xls');
  });

  it('as Python writes them', () => {
    const parameters =
      "\r\n filename*0*=utf-8''%E5%A1%94%E5%9F%8E%E5%9C%B0%E5%8C%BA%E4%B9%8C%E8%8B%8F;" +
      '\r\n filename*1*=%E5%B8%82%E5%9B%B0%E9%9A%BE%E7%BE%A4%E4%BC%97%E6%85%B0%E9%97%AE;' +
      '\r\n filename*2*=%E6%83%85%E5%86%B5%E7%BB%9F%E8%AE%A1%E8%A1%A8%EF%BC%882020;' +
      '\r\n filename*3*=%E5%B9%B410%E6%9C%88%EF%BC%89.xlsx';
    expect(attached(parameters)).toBe('塔城地区乌苏市困难群众慰问情况统计表（2020年10月）.xlsx');
  });

  it('before a plain name of the same file', () => {
    expect(attached(` filename="attachment.xlsx"; filename*=utf-8''%E5%A1%94%E5%9F%8E.xlsx`)).toBe(
      '塔城.xlsx',
    );
  });
});

describe('names in raw bytes', () => {
  it('of GBK, as old Foxmail sends them', () => {
    expect(nameOf(bytesOf(`${EXCEL}; name="`, '\xcb\xfe\xb3\xc7.xls"'))).toBe('塔城.xls');
    expect(nameOf(bytesOf(`${EXCEL}; name=\xcb\xfe\xb3\xc7 1.xls`))).toBe('塔城 1.xls');
  });

  it('of UTF-8 (RFC 6532)', () => {
    expect(nameOf(bytesOf(`${EXCEL}; name="`, Buffer.from('塔城.xls'), '"'))).toBe('塔城.xls');
  });

  it('of GBK that happens to be valid UTF-8: the other fields of the mail decide', () => {
    const accident = partOf(bytesOf(`${EXCEL}; name="\xcd\xbb\xc8\xbb.xls"`));
    expect(namesOf(mailOf(accident, partOf(bytesOf(`${EXCEL}; name="\xc1\xaa\xcd\xa8.xls"`))))).toEqual([
      '突然.xls',
      '联通.xls',
    ]);
  });

  it('of GBK with a quote or a backslash as second byte', () => {
    // 俓 is 82 5C.
    expect(nameOf(bytesOf(`${EXCEL}; name="\xcb\xfe\x82\x5c.xls"; x="1"`))).toBe('塔俓.xls');
  });
});

describe('names that break the grammar', () => {
  it('without quotes around blanks, parentheses, equals signs', () => {
    expect(nameOf(`${EXCEL}; name=a (1) b=c.xls; charset=gbk`)).toBe('a (1) b=c.xls');
  });

  it('with a quote that is never closed, or text behind it', () => {
    expect(nameOf(`${EXCEL}; name="a.xls; charset=gbk`)).toBe('a.xls');
    expect(nameOf(`${EXCEL}; name="a.xls" (comment); charset=gbk`)).toBe('a.xls');
  });

  it('with quotes and semicolons inside', () => {
    expect(named('a \\"b\\"; c.xls')).toBe('a "b"; c.xls');
  });

  it('with the path that the file had at its sender', () => {
    expect(named('C:\\Users\\ws\\2020.xls')).toBe('2020.xls');
    expect(named('\\\\\\\\server\\\\share\\\\2020.xls')).toBe('2020.xls');
    expect(named('/home/ws/2020.xls')).toBe('2020.xls');
  });

  it('that try to leave the folder', () => {
    expect(named('../../etc/passwd')).toBe('.._.._etc_passwd');
    expect(named('..')).toBe('未命名');
    expect(named('2020/10.xls')).toBe('2020_10.xls');
  });

  it('written as in an address', () => {
    expect(named('%E5%A1%94%E5%9F%8E.xlsx')).toBe('塔城.xlsx');
    expect(named('%CB%FE%B3%C7.xlsx')).toBe('塔城.xlsx');
    expect(named('100%25.xlsx')).toBe('100%25.xlsx');
  });
});

describe('two names', () => {
  const both = (name: string, filename: string): string =>
    nameOf(`${EXCEL}; name="${name}"\r\nContent-Disposition: attachment; filename="${filename}"`);

  it('that differ: filename counts', () => {
    expect(both('a.xls', 'b.xls')).toBe('b.xls');
  });

  it('of which one was lost on the way: the other counts', () => {
    expect(both('=?GBK?B?y/6zxw==?=.xls', '????.xls')).toBe('塔城.xls');
    expect(both('=?GBK?B?y/6zxw==?=.xls', '=?GBK?B?y/6zxw==?=')).toBe('塔城.xls');
    expect(both('', 'b')).toBe('b');
  });
});

describe('no name', () => {
  it('is a number and the extension of the type', () => {
    const spreadsheet = 'Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const parts = [spreadsheet, 'Content-Type: application/octet-stream', EXCEL, 'Content-Type: image/jpeg'];
    expect(namesOf(mailOf(...parts.map((part) => partOf(part))))).toEqual([
      '附件1.xlsx',
      '附件2',
      '附件3.xls',
      '附件4.jpg',
    ]);
  });

  it('is the file of Content-Location, when there is one', () => {
    expect(nameOf(`${EXCEL}\r\nContent-Location: file:///C:/a/sheet1.xls`)).toBe('sheet1.xls');
  });

  it('is made unique like any other', () => {
    const part = partOf(`${EXCEL}; name="a.xls"`);
    expect(namesOf(mailOf(part, part, partOf(`${EXCEL}; name="a (2).xls"`)))).toEqual([
      'a.xls',
      'a (3).xls',
      'a (2).xls',
    ]);
  });
});
