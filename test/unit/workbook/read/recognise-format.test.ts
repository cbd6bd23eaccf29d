import { describe, expect, it } from 'vitest';
import { recogniseFormat } from '../../../../src/workbook/read/recognise-format.js';

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function recognised(bytes: Uint8Array): string {
  const result = recogniseFormat(bytes);
  if (result.kind === 'refused') return [result.reason.code, result.reason.detail].join(' ').trim();
  return result.kind === 'format' ? result.format : result.kind;
}

const SPREADSHEET = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet"';

describe('markup', () => {
  it.each([
    ['html', utf8('<html><head>')],
    ['html', utf8('\ufeff \r\n<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<html>')],
    [
      'html',
      utf8(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">',
      ),
    ],
    ['html', utf8('<!-- saved from url=(0014)about:internet -->\n<HTML>')],
    ['html', utf8(`<!-- ${'x'.repeat(5000)} --><table>`)],
    ['html', utf8(`<html xmlns:x="urn:schemas-microsoft-com:office:excel" ${SPREADSHEET}>`)],
    ['html', utf8('<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><table>')],
    ['html', latin1('<table border=1><tr><td>\xb5\xa5\xce\xbb</td></tr></table>')],
    ['html', utf16('\ufeff<html><body>')],
    ['html', utf16('<html><body><table><tr><td>单位')],
    ...[
      '<tr><td>',
      '<div>',
      '<style>td{}</style>',
      '<center>',
      '<p>a',
      '<font>',
      '<br/>',
      '<h1>',
      '<form>',
      '<head>',
    ].map((text): [string, Uint8Array] => ['html', utf8(text)]),
    ['html', utf8('<mso:x><table><tr><td>1</td></tr></table>')],
    [
      'spreadsheetml-2003',
      utf8(`<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook ${SPREADSHEET}>`),
    ],
    ['spreadsheetml-2003', utf8(`<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">`)],
    ['spreadsheetml-2003', utf8(`\ufeff\n<!-- ${'x'.repeat(1200)} --><Workbook ${SPREADSHEET}>`)],
    ['spreadsheetml-2003', utf16(`\ufeff<?xml version="1.0" encoding="UTF-16"?><Workbook ${SPREADSHEET}>`)],
    ['unsupported-format xml', utf8('<?xml version="1.0"?><data><table><row/></table></data>')],
    ['unsupported-format xml', utf8('<Workbook xmlns="http://example.org/other">')],
    ['unsupported-format xml', utf8('<a:b xmlns:a="x">')],
    [
      'unsupported-format word',
      utf8('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>'),
    ],
    ['text', utf8('<单位>,<户数>\n甲,1\n')],
    ['text', utf8('< 5,> 5\n1,2\n')],
  ])('%s', (format, bytes) => {
    expect(recognised(bytes)).toBe(format);
  });
});

describe('text', () => {
  it.each([
    ['text', utf8('单位,户数\n')],
    ['text', latin1('\xb5\xa5\xce\xbb,1\n')],
    ['text', utf16('\ufeff单位,户数\n')],
    ['text', utf16('单位,户数\n')],
    ['text', utf8('a\x0bb,1\x1a')],
    ['text', utf8(`a\x07b,1\n${'c,2\n'.repeat(50)}`)],
    ['text', utf8('ID,P\n1,2\n')],
    ['text', utf8('ID;PLZ;Ort\nA;1;x\nC;2;y\n')],
    [
      'unsupported-format sylk',
      utf8('ID;PWXL;N;E\r\nP;PGeneral\r\nB;Y2;X2\r\nC;Y1;X1;K"a"\r\nC;X2;K5\r\nE\r\n'),
    ],
    ['text', latin1('Pr\xe9fecture,\xe9')],
    ['not-a-spreadsheet', latin1('\x00\x01\x02\x03\x04')],
    ['not-a-spreadsheet', latin1('abc\x00\x00\x00def\x00\x01')],
    ['not-a-spreadsheet', latin1('abc\x01\x02,def')],
    ['empty-file', new Uint8Array()],
    ['unsupported-format pdf', latin1('\n\n%PDF-1.4\n')],
  ])('%s', (format, bytes) => {
    expect(recognised(bytes)).toBe(format);
  });
});

describe('mail', () => {
  it.each([
    ['unsupported-format mail', 'From: a@b.c\r\nSubject: x\r\nMIME-Version: 1.0\r\n'],
    [
      'unsupported-format mail',
      'Received: from x by y;\r\n\tSat, 17 Oct 2020\r\nDate: Sat\r\nSubject: =?gbk?B?sai+rQ==?=\r\n\r\n',
    ],
    [
      'unsupported-format mail',
      'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nX-Document-Type: none',
    ],
    ['unsupported-format mail', 'X-Mailer: Foxmail\r\nMime-Version: 1.0\r\n'],
    [
      'html',
      'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n',
    ],
    ['text', 'Subject: a,b\n1,2\n'],
  ])('%s', (format, text) => {
    expect(recognised(utf8(text))).toBe(format);
  });

  it('from a program that writes GBK headers', () => {
    expect(
      recognised(latin1('From: \xb5\xa5\xce\xbb <a@b.c>\r\nSubject: \xb1\xed\r\nMIME-Version: 1.0\r\n\r\n')),
    ).toBe('unsupported-format mail');
  });
});
