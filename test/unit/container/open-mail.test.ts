import { describe, expect, it } from 'vitest';
import { isMail, openContainer } from '../../../src/container/open-container.js';
import { bytesOf, LIMITS, listed, mailOf, mailWith, namesOf, openedFiles, partOf } from './opened.js';

const EXCEL = 'Content-Type: application/vnd.ms-excel';
const TEXT = 'Content-Type: text/plain; charset=gbk\r\n\r\n\xc7\xeb\xb2\xe9\xca\xd5';
const refused = (problem: string) => ({ kind: 'refused', problem });

describe('contents of attachments', () => {
  const content = (encoding: string, body: string): string =>
    listed(mailOf(TEXT, `${EXCEL}; name=a.xls\r\n${encoding}\r\n${body}`))[0]![1];

  it('in base64', () => {
    const encoding = 'Content-Transfer-Encoding: base64\r\n';
    expect(content(encoding, 'b25l')).toBe('one');
    expect(content(encoding, 'b2\r\n5lIH\r\nR3bw==\r\n')).toBe('one two');
    expect(content('Content-Transfer-Encoding: BASE64 (sic)\r\n', 'b25l')).toBe('one');
  });

  it('in base64 with every line padded, or with a footer behind it', () => {
    const encoding = 'Content-Transfer-Encoding: base64\r\n';
    expect(content(encoding, 'b25lIA==\r\ndHdv\r\nIQ==\r\n')).toBe('one two!');
    expect(content(encoding, 'b25lIA==\r\n\r\n-- \r\nScanned by X.\r\n')).toBe('one ');
  });

  it('in quoted-printable', () => {
    const encoding = 'Content-Transfer-Encoding: quoted-printable\r\n';
    expect(content(encoding, '=E5=A1=94=\r\n=e5=9f=8e= \t\r\n1=3D1 =GG =')).toBe('塔城1=1 =GG ');
  });

  it('as they are, in 7bit, 8bit, binary and without a word', () => {
    const file = openedFiles(
      mailOf(bytesOf(`${EXCEL}; name=a.xls\r\n\r\n`, '\x00\xff\r\n--=_bx\r\n--=_b-\r\n --=_b\r\n\x1a')),
    ).files[0];
    expect(file!.read()).toEqual({
      kind: 'bytes',
      bytes: bytesOf('\x00\xff\r\n--=_bx\r\n--=_b-\r\n --=_b\r\n\x1a'),
    });
    expect(content('Content-Transfer-Encoding: 8bit\r\n', 'a\r\nb')).toBe('a\r\nb');
    expect(content('Content-Transfer-Encoding: utf-8\r\n', 'b25l')).toBe('b25l');
  });

  it('in encodings that are not read', () => {
    expect(content('Content-Transfer-Encoding: x-uuencode\r\n', 'begin 644 a')).toBe(
      '! unsupported-encoding',
    );
  });

  it('with lines that end in LF, or in CRCRLF', () => {
    const asItIs = `${EXCEL}; name=b.xls\r\n\r\nx`;
    const mail = mailOf(TEXT, partOf(`${EXCEL};\r\n name=a.xls`), asItIs);
    for (const lineEnd of ['\n', '\r\r\n']) {
      const other = bytesOf(mail.toString('latin1').replaceAll('\r\n', lineEnd));
      expect(listed(other).map(([name, text]) => [name, text.replace('\r', '')])).toEqual([
        ['a.xls', 'one'],
        ['b.xls', 'x'],
      ]);
    }
  });
});

describe('parts', () => {
  it('that are the text are no files', () => {
    const html = 'Content-Type: text/html\r\nContent-Disposition: inline\r\n\r\n<p>';
    expect(listed(mailOf(TEXT, html))).toEqual([]);
    expect(listed(mailWith('\r\nno MIME at all'))).toEqual([]);
    expect(listed(mailWith('Content-Type: text\r\n\r\nx'))).toEqual([]);
  });

  it('that are text with a name, or attached, are files', () => {
    const csv = 'Content-Type: text/plain; name=a.csv\r\nContent-Disposition: inline\r\n\r\n1,2';
    const attached = 'Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx';
    const unnamed = 'Content-Type: text/csv\r\n\r\n3,4';
    expect(listed(mailOf(TEXT, csv, attached, unnamed))).toEqual([
      ['a.csv', '1,2'],
      ['附件1.txt', 'x'],
      ['附件2.csv', '3,4'],
    ]);
  });

  it('may be the whole mail', () => {
    expect(listed(mailWith(partOf(`${EXCEL}; name=a.xls`)))).toEqual([['a.xls', 'one']]);
  });

  it('are found in multiparts of multiparts, whose boundaries begin alike', () => {
    const alternative = [
      'Content-Type: multipart/alternative; boundary="=_b1"\r\n\r\n--=_b1\r\n',
      `${TEXT}\r\n--=_b1\r\nContent-Type: text/calendar\r\n\r\nx\r\n--=_b1--\r\n`,
    ].join('');
    expect(listed(mailOf(alternative, partOf(`${EXCEL}; name=a.xls`)))).toEqual([['a.xls', 'one']]);
    const related = bytesOf(
      'Content-Type: multipart/related; boundary="=_b1"\r\n\r\n--=_b1\r\n',
      alternative.replaceAll('=_b1', '=_b2'),
      '\r\n--=_b1\r\n',
      partOf(`${EXCEL}; name=a.xls`),
      // The closing delimiter of the inner multipart is missing.
    );
    expect(listed(mailOf(related, partOf(`${EXCEL}; name=b.xls`)))).toEqual([
      ['a.xls', 'one'],
      ['b.xls', 'one'],
    ]);
  });

  it('that only machines read are left out', () => {
    const report = 'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x';
    expect(listed(mailOf(TEXT, report))).toEqual([]);
    const signed = mailOf(
      partOf(`${EXCEL}; name=a.xls`),
      partOf('Content-Type: application/pkcs7-signature; name=smime.p7s'),
    );
    expect(namesOf(bytesOf(signed.toString('latin1').replace('/mixed', '/signed')))).toEqual(['a.xls']);
  });

  it('that are half of a Macintosh file are named so', () => {
    expect(namesOf(mailOf(partOf('Content-Type: application/applefile; name=a.xls')))).toEqual(['._a.xls']);
  });

  it('that Outlook packed cannot be read', () => {
    const winmail = ['! winmail'];
    const contents = (part: string | Uint8Array): readonly string[] =>
      listed(mailOf(TEXT, part)).map(([, text]) => text);
    expect(contents(partOf('Content-Type: application/ms-tnef; name=winmail.dat'))).toEqual(winmail);
    expect(contents(partOf('Content-Type: application/octet-stream; name=WINMAIL.DAT'))).toEqual(winmail);
    const signature = 'Content-Type: application/octet-stream; name=a.dat\r\n\r\n\x78\x9f\x3e\x22\x01\x00';
    expect(contents(signature)).toEqual(winmail);
  });

  it('of a mail that was sent in several are not read', () => {
    const partial = 'Content-Type: message/partial; id=x; number=1; total=3\r\n\r\nFrom: x';
    expect(listed(mailWith(partial)).map(([, text]) => text)).toEqual(['! split-mail']);
  });
});

describe('pictures', () => {
  const isInline = (...parts: readonly (string | Uint8Array)[]): readonly boolean[] =>
    openedFiles(mailOf(...parts)).files.map((file) => file.isInline);
  const html = 'Content-Type: text/html\r\n\r\n<img src="cid:logo%40x">';
  const picture = 'Content-Type: image/png; name=a.png';
  const inRelated = (...parts: readonly Uint8Array[]): Buffer =>
    bytesOf(
      'Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<p>\r\n',
      ...parts.flatMap((part) => ['--r\r\n', part, '\r\n']),
      '--r--',
    );

  it('that the text shows are inline, whatever they are called', () => {
    expect(isInline(html, partOf(`${picture}\r\nContent-ID: <logo@x>`))).toEqual([true]);
    const unnamed = partOf('Content-Type: application/octet-stream; name=a.png\r\nContent-ID: <logo@x>');
    expect(isInline(html, unnamed)).toEqual([true]);
  });

  it('beside the text in multipart/related are inline', () => {
    expect(isInline(inRelated(partOf(`${picture}\r\nContent-ID: <1>`)))).toEqual([true]);
  });

  it('that somebody attached are not', () => {
    expect(isInline(html, partOf(picture))).toEqual([false]);
    expect(isInline(html, partOf(`${picture}\r\nContent-ID: <2>\r\nContent-Disposition: inline`))).toEqual([
      false,
    ]);
    const attached = partOf(`${picture}\r\nContent-ID: <1>\r\nContent-Disposition: attachment`);
    expect(isInline(inRelated(attached))).toEqual([false]);
  });

  it('are no spreadsheets: a spreadsheet sent inline is an attachment', () => {
    const sheet = partOf(`${EXCEL}; name=a.xls\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline`);
    expect(isInline(html, sheet)).toEqual([false]);
    expect(isInline(inRelated(sheet))).toEqual([false]);
  });
});

describe('messages in a mail', () => {
  const inner = bytesOf('From: a@b.cn\r\nSubject: =?GBK?B?16q3oqO6ztrL1crQsajLzQ==?=\r\n\r\nhi\r\n');

  it('are files named by their subject, byte for byte', () => {
    const mail = mailOf(
      TEXT,
      bytesOf('Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n', inner),
    );
    const [file] = openedFiles(mail).files;
    expect(file!.name).toBe('转发：乌苏市报送.eml');
    expect(file!.read()).toEqual({ kind: 'bytes', bytes: inner });
  });

  it('in base64 too', () => {
    const part = `Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${inner.toString('base64')}`;
    expect(listed(mailOf(part))).toEqual([['转发：乌苏市报送.eml', inner.toString('latin1')]]);
  });

  it('with a name, without a subject, with a raw or unusable one', () => {
    const part = (field: string, subject: string): string =>
      `Content-Type: message/rfc822${field}\r\n\r\nFrom: a@b.cn\r\n${subject}\r\n\r\n`;
    const parts = [
      part('; name="old"', 'Subject: x'),
      part('; name="old.eml"', 'Subject: x'),
      part('', 'Subject:'),
      part('', 'Subject: \xd7\xaa\xb7\xa2'),
      part('', 'Subject: 10/2020 ../x'),
    ];
    expect(namesOf(mailOf(...parts))).toEqual([
      'old.eml',
      'old (2).eml',
      '附件1.eml',
      '转发.eml',
      '10_2020 .._x.eml',
    ]);
  });

  it('are the default in a digest', () => {
    const digest = bytesOf(
      'Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\n',
      inner,
      '\r\n--d--',
    );
    expect(listed(mailOf(digest))).toEqual([['转发：乌苏市报送.eml', inner.toString('latin1')]]);
  });

  it('in base64 that was cut are incomplete', () => {
    const part = `Content-Type: message/rfc822; name=a.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n${inner.toString('base64')}`;
    const mail = mailOf(TEXT, part);
    const cut = mail.subarray(0, mail.indexOf('=_b--', 'latin1') - 30);
    expect(listed(cut)).toEqual([['a.eml', '! truncated']]);
  });

  it('that hold the end of a cut mail are for their own opening to judge', () => {
    const cut = bytesOf(
      mailOf(TEXT).toString('latin1').replace('--=_b--\r\n', '--=_b\r\n'),
      'Content-Type: message/rfc822\r\n\r\n',
      mailOf(partOf(`${EXCEL}; name=a.xls`))
        .toString('latin1')
        .replaceAll('=_b', 'in'),
    );
    const content = openedFiles(cut).files[0]!.read();
    expect(content.kind === 'bytes' && listed(content.bytes)).toEqual([['a.xls', 'one']]);
  });
});

describe('a mail that was cut short', () => {
  const whole = mailOf(TEXT, partOf(`${EXCEL}; name=a.xls`), partOf(`${EXCEL}; name=b.xls`));
  const cutAt = (text: string): Buffer => whole.subarray(0, whole.lastIndexOf(text, undefined, 'latin1'));

  it('has lost its last attachment, not the ones before', () => {
    expect(listed(cutAt('b25l\r\n--=_b--'))).toEqual([
      ['a.xls', 'one'],
      ['b.xls', '! truncated'],
    ]);
    expect(listed(cutAt('--=_b--'))).toEqual([
      ['a.xls', 'one'],
      ['b.xls', '! truncated'],
    ]);
  });

  it('has lost nothing when the last base64 is padded', () => {
    const padded = bytesOf(whole.toString('latin1').replaceAll('b25l', 'b25lIQ=='));
    const cut = padded.subarray(0, padded.lastIndexOf('--=_b--', undefined, 'latin1'));
    expect(listed(cut)).toEqual([
      ['a.xls', 'one!'],
      ['b.xls', 'one!'],
    ]);
  });

  it('says that something is missing where nothing names it', () => {
    expect(listed(cutAt('application/vnd.ms-excel; name=b.xls'))).toEqual([
      ['a.xls', 'one'],
      ['没有收全的部分', '! truncated'],
    ]);
  });

  it('is refused when no attachment is left of it', () => {
    const end = whole.indexOf('\xca\xd5', 'latin1');
    expect(openContainer(whole.subarray(0, end), LIMITS)).toEqual(refused('truncated'));
    const header = whole.indexOf('This is', 'latin1');
    expect(openContainer(whole.subarray(0, header), LIMITS)).toEqual(refused('truncated'));
  });
});

describe('limits', () => {
  it('on the number of parts', () => {
    const mail = mailOf(...Array.from({ length: 6 }, () => partOf(EXCEL)));
    expect(openContainer(mail, { ...LIMITS, entries: 5 })).toEqual(refused('limit-entries'));
    expect(openContainer(mail, { ...LIMITS, entries: 6 })).toMatchObject({ kind: 'files' });
  });

  it('on the bytes of all files together, each counted once', () => {
    const mail = mailOf(partOf(`${EXCEL}; name=a.xls`), partOf(`${EXCEL}; name=b.xls`));
    const [a, b] = openedFiles(mail, { ...LIMITS, inflatedBytes: 5 }).files;
    expect(a!.read()).toMatchObject({ kind: 'bytes' });
    expect(a!.read()).toMatchObject({ kind: 'bytes' });
    expect(b!.read()).toEqual({ kind: 'problem', problem: 'limit-inflated' });
  });

  it('on levels and headers', () => {
    const levels = (count: number): Buffer => {
      let mail = 'From: a@b.cn\r\nSubject: x\r\n';
      for (let level = 0; level < count; level++) {
        mail += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`;
      }
      return bytesOf(
        `${mail}${EXCEL}; name=a.xls\r\n\r\nx`,
        ...Array.from({ length: count }, (_, i) => `\r\n--b${count - 1 - i}--`),
      );
    };
    expect(listed(levels(25))).toEqual([['a.xls', 'x']]);
    expect(openContainer(levels(60), LIMITS)).toEqual(refused('limit-nesting'));
    const longField = `X-Long: ${'x'.repeat(3_000_000)}\r\n`;
    expect(openContainer(mailWith(`${longField}\r\nx`), LIMITS)).toEqual(refused('limit-headers'));
    expect(openContainer(mailOf(`${longField}\r\nx`), LIMITS)).toEqual(refused('limit-headers'));
  });

  it('on what can be understood', () => {
    expect(openContainer(mailWith('Content-Type: multipart/mixed\r\n\r\n--x\r\n'), LIMITS)).toEqual(
      refused('damaged-mail'),
    );
  });
});

describe('what is a mail', () => {
  it('is known by its header, whatever comes first', () => {
    const starts = [
      '',
      '\xef\xbb\xbf',
      '\r\n\r\n',
      'From ws@example.cn Mon Oct 26 09:00:00 2020\n',
      '>From x\n',
    ];
    const unusual = 'X-QQ-mid: 1\r\nX-QQ-SSF: 00\r\n';
    for (const start of [...starts, unusual]) {
      const mail = bytesOf(start, mailOf(partOf(`${EXCEL}; name=a.xls`)));
      expect(isMail(mail), JSON.stringify(start)).toBe(true);
      expect(listed(mail)).toEqual([['a.xls', 'one']]);
    }
    // A draft, as Windows Live Mail saves it, and one from a list of sent mails.
    expect(isMail(bytesOf('X-Unsent: 1\r\nSubject: x\r\n\r\n'))).toBe(true);
    expect(isMail(bytesOf('Date: x\nFrom: y\n\n'))).toBe(true);
  });

  it('is not any text with a colon', () => {
    const texts = [
      '',
      'Subject: only one field\r\n\r\n',
      '姓名: 张三\r\nFrom: x\r\nTo: y\r\n',
      'a,b\r\nFrom: x\r\nTo: y\r\n',
      'HTTP/1.1 200 OK\r\nDate: x\r\nContent-Type: text/html\r\n',
      // A web archive that Excel saved.
      'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n',
      '<html><head>From: a\r\nTo: b',
    ];
    for (const text of texts) {
      expect(isMail(Buffer.from(text)), text).toBe(false);
      expect(openContainer(Buffer.from(text), LIMITS)).toEqual({ kind: 'none' });
    }
  });

  it('may carry a zip as it is', () => {
    const zip = bytesOf('PK\x05\x06', new Uint8Array(18));
    const mail = mailOf(bytesOf('Content-Type: application/zip; name=a.zip\r\n\r\n', zip));
    expect(openContainer(mail, LIMITS)).toMatchObject({ container: 'mail' });
    expect(openedFiles(mail).files[0]!.read()).toEqual({ kind: 'bytes', bytes: zip });
  });
});

describe('Date', () => {
  const sentAt = (date: string): number | null =>
    openedFiles(bytesOf(`From: a\r\nTo: b\r\nDate: ${date}\r\n\r\n`)).sentAt;
  /** 2020-10-26 09:00 in China, as Python's email.utils.parsedate_to_datetime reads the first four. */
  const NINE = 1_603_674_000_000;

  it.each([
    'Mon, 26 Oct 2020 09:00:00 +0800',
    'Mon, 26 Oct 2020 09:00:00 +0800 (CST)',
    '26 Oct 20 01:00 GMT',
    'Mon Oct 26 09:00:00 2020 +0800',
    'mon,26 oct 2020 9:00:00 +08:00',
    'Mon, 26 Oct 2020 01:00:00 -0000',
    'Sun, 25 Oct 2020 21:30:00 -0330',
    'Mon, 26 Oct 2020 09:00:00 +0800 (GMT+08:00) (a (b) c',
    'Mon, 26 Oct 2020 09:00:00 GMT+0800',
    'Mon, 26 Oct\r\n 2020 09:00:00.123 +0800',
    '2020-10-26 09:00:00 +0800',
    '2020-10-26T01:00:00Z',
  ])('%s', (date) => {
    expect(sentAt(date)).toBe(NINE);
  });

  it.each([
    'Mon, 26 Oct 2020 09:00:00',
    // China's to a Chinese mailer, central America's to RFC 5322.
    'Mon, 26 Oct 2020 09:00:00 CST',
    'Mon, 26 Oct 2020 09:00:00 H',
    'Mon, 31 Jun 2020 09:00:00 +0800',
    'Mon, 26 Foo 2020 09:00:00 +0800',
    'Mon, 26 Oct 2020 25:00:00 +0800',
    'Mon, 26 Oct 2020 09:00:00 +9900',
    '2020年10月26日 9:00',
    '1603674000',
    '',
  ])('%s names no moment', (date) => {
    expect(sentAt(date)).toBeNull();
  });

  it('is missing, or there twice', () => {
    expect(openedFiles(bytesOf('From: a\r\nTo: b\r\n\r\n')).sentAt).toBeNull();
    expect(sentAt('Mon, 26 Oct 2020 09:00:00 +0800\r\nDate: Tue, 27 Oct 2020 09:00:00 +0800')).toBe(NINE);
  });
});
