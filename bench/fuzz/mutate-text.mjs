import { Buffer } from 'node:buffer';

// Damage to delimited text and to mails.

const insertAt = (text, at, content) => text.slice(0, at) + content + text.slice(at);

const TEXT_MUTATIONS = {
  quotes: (text, random) =>
    insertAt(text, random.below(text.length), random.pick(['"', '""', '"""', '"\n"', ',"'])),
  delimiters: (text, random) =>
    insertAt(
      text,
      random.below(text.length),
      random.pick([',', '\t', ';', '|']).repeat(random.pick([1, 20_000, 500_000])),
    ),
  rows: (text, random) =>
    insertAt(
      text,
      random.below(text.length),
      random.pick(['\n', ',\n', 'x\n', '\r', '\r\n']).repeat(random.pick([5, 100_000, 1_200_000])),
    ),
  joinLines: (text, random) => text.replace(/\r?\n/g, random.pick(['', ' ', '\r', '\u2028', '\u0085'])),
  longCell: (text, random) =>
    insertAt(text, random.below(text.length), random.pick(['万', '9', ' ', '（']).repeat(400_000)),
  controls: (text, random) =>
    insertAt(
      text,
      random.below(text.length),
      random.pick(['\0', '\0'.repeat(5000), '\x1a', '\x1b[2J', '\u202e', '\ufeff']),
    ),
  separatorLine: (text, random) => `sep=${random.pick([';', '\t', '', '；', 'xx'])}\n${text}`,
  numbers: (text, random) =>
    text.replaceAll(/\d+/g, (number) =>
      random.chance(0.1)
        ? random.pick(['1e309', '-1e999', '9'.repeat(400), 'NaN', '1'.repeat(40_000), '1e-999', '0.1.2'])
        : number,
    ),
  cut: (text, random) => text.slice(0, random.below(text.length)),
};
const ENCODINGS = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').subarray(0, -1),
  (text) => Buffer.from(text, 'latin1'),
  (text) =>
    Buffer.concat([
      Buffer.from(text.slice(0, text.length / 2)),
      Buffer.from([0x81, 0x30, 0xff, 0x80, 0xfe]),
      Buffer.from(text.slice(text.length / 2), 'utf16le'),
    ]),
];

/** Delimited text with one or two kinds of damage, in an encoding of any kind. */
export function mutateText(bytes, random) {
  let text = Buffer.from(bytes).toString('utf8');
  for (let i = random.between(1, 2); i > 0 && text.length > 0; i--)
    text = TEXT_MUTATIONS[random.pick(Object.keys(TEXT_MUTATIONS))](text, random);
  return random.pick(ENCODINGS)(text);
}

const MAIL_MUTATIONS = {
  dropLine: (lines, random) => lines.filter((_, index) => index !== random.below(lines.length)),
  headers(lines, random) {
    const header = random.pick([
      `Subject: ${'=?utf-8?B?5Lmh?='.repeat(20_000)}`,
      'Subject: =?x-nothing?Q?=E4=ZZ?= =?gb18030?B?////?=',
      'Content-Type: multipart/mixed; boundary=""',
      'Content-Type: multipart/mixed; boundary="b"',
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: quoted-printable',
      'Content-Transfer-Encoding: x-uuencode',
      "Content-Disposition: attachment; filename*999999999=x; filename*0*=gbk''%ff%zz; filename*1=y",
      `Content-Disposition: attachment; ${Array.from({ length: 3000 }, (_, i) => `filename*${i}="a"`).join('; ')}`,
      'Date: Thu, 99 Foo 99999 99:99:99 +9999',
      `From: ${'<'.repeat(20_000)}`,
      `To: ${'(('.repeat(20_000)}`,
      `To: ${'a@b,'.repeat(30_000)}`,
      `References: ${'x'.repeat(2_000_000)}`,
      'Content-Type: text/plain; charset=utf-7',
      'Content-Type: text/html; charset="',
    ]);
    const at = random.chance(0.5) ? 0 : random.below(lines.length);
    return [...lines.slice(0, at), header, ...lines.slice(at)];
  },
  boundary: (lines, random) =>
    lines.map((line) =>
      /boundary=|^--/.test(line) && random.chance(0.4) ? line.slice(0, -random.between(1, 4)) : line,
    ),
  nest(lines, random) {
    const depth = random.pick([5, 200, 3000]);
    const open = Array.from({ length: depth }, (_, i) => [
      `Content-Type: multipart/mixed; boundary="n${i}"`,
      '',
      `--n${i}`,
    ]).flat();
    return [...open, ...lines];
  },
  forward(lines, random) {
    const depth = random.pick([1, 3, 100, 2000]);
    return [...Array(depth).fill(['Content-Type: message/rfc822', '']).flat(), ...lines];
  },
  encoding: (lines, random) =>
    lines.map((line) =>
      /^content-transfer-encoding/i.test(line)
        ? `Content-Transfer-Encoding: ${random.pick(['7bit', 'base64', 'quoted-printable', 'binary', ''])}`
        : line,
    ),
  garble: (lines, random) =>
    lines.map((line) =>
      random.chance(0.02)
        ? line.replaceAll(/./g, (letter) => (random.chance(0.2) ? random.pick([...'=?\u0000-"%<']) : letter))
        : line,
    ),
  repeatPart(lines, random) {
    const at = random.below(lines.length);
    const part = lines.slice(at, at + random.between(5, 200));
    return [
      ...lines.slice(0, at),
      ...Array(random.pick([2, 50]))
        .fill(part)
        .flat(),
      ...lines.slice(at),
    ];
  },
  joinLines: (lines) => [lines.join('')],
  cut: (lines, random) => lines.slice(0, random.below(lines.length)),
};

/** A mail with one to three kinds of damage. */
export function mutateMail(bytes, random) {
  let lines = Buffer.from(bytes).toString('latin1').split(/\r?\n/);
  for (let i = random.between(1, 3); i > 0 && lines.length > 0; i--)
    lines = MAIL_MUTATIONS[random.pick(Object.keys(MAIL_MUTATIONS))](lines, random);
  return Buffer.from(lines.join(random.pick(['\r\n', '\r\n', '\n', '\r'])), 'latin1');
}

const PICTURE = Buffer.from('iVBORw0KGgo=', 'base64');
const encodedWord = (text) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

/** A mail with these files attached, as mail programs write one. */
export function mailOf(files) {
  const attachment = ({ name, bytes }) => [
    '--=_part',
    `Content-Type: application/octet-stream; name="${encodedWord(name)}"`,
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ];
  const lines = [
    'Received: from example.invalid by example.invalid; Mon, 26 Oct 2020 08:00:00 +0800',
    'From: =?GB2312?B?zOjQxc/Y?= <sender@example.invalid>',
    'To: <receiver@example.invalid>',
    `Subject: ${encodedWord('报送结对帮扶活动月统计表')}`,
    'Date: Mon, 26 Oct 2020 08:00:00 +0800',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_part"',
    '',
    '--=_part',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    '<html><body>见附件 <a href="https://example.invalid/f">超大附件</a></body></html>',
    ...files.flatMap(attachment),
    ...attachment({ name: 'winmail.dat', bytes: Buffer.concat([Buffer.from('789f3e22', 'hex'), PICTURE]) }),
    '--=_part--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}
