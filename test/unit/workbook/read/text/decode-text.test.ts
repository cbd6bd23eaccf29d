import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../../src/workbook/read/text/decode-text.js';

// The bytes were made by other programs: Python's codecs, LibreOffice's csv export.

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const TEXT = '单位,户数\r\n塔城镇,12\r\n';
const GB18030 = hex('b5a5cebb2cbba7cafd0d0acbfeb3c7d5f22c31320d0a');
const UTF8 = hex('e58d95e4bd8d2ce688b7e695b00d0ae5a194e59f8ee995872c31320d0a');
const UTF16_LE = hex('55534d4f2c00376270650d000a005458ce5747952c00310032000d000a00');
const UTF16_BE = hex('53554f4d002c62376570000d000a585457ce9547002c00310032000d000a');
const BIG5 = hex(
  'b3e6a6ec2ca4e1bcc60d0ab6f0abb0c2ed2c31320d0abb4fc657acd9b9c5b871bfa4aababec7aed5bb50c2e5b07c2c330d0a',
);
const SHIFT_JIS = hex('925088ca2c82d082e782aa82c882cc95b68e9a97f10d0a');
const WINDOWS_1252 = hex('5072e9666563747572652ce90a');

describe('encodings', () => {
  it.each([
    ['UTF-8', UTF8],
    ['UTF-8 with mark', concat(hex('efbbbf'), UTF8)],
    ['UTF-16 little endian with mark', concat(hex('fffe'), UTF16_LE)],
    ['UTF-16 big endian with mark', concat(hex('feff'), UTF16_BE)],
    ['UTF-16 little endian without mark', UTF16_LE],
    ['UTF-16 big endian without mark', UTF16_BE],
    ['GB18030', GB18030],
    ['GB18030 with mark', concat(hex('84319533'), GB18030)],
  ])('%s', (_, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT);
  });

  it('ASCII, and nothing at all', () => {
    expect(decodeText(utf8('a,1\n'))).toBe('a,1\n');
    expect(decodeText(new Uint8Array())).toBe('');
  });

  it('characters of GB18030 that GBK has not: Kazakh letters, 𠮷', () => {
    expect(decodeText(hex('81318636813183398131853081318339813186362c86b49534b235e9460a'))).toBe(
      'قازاق,喆𠮷镕\n',
    );
  });

  it.each([
    ['Big5', BIG5],
    ['Shift-JIS', SHIFT_JIS],
    ['windows-1252', WINDOWS_1252],
    ['UTF-32', hex('fffe0000530000005500000')],
    ['bytes with zeros', hex('d0cf11e0a1b11ae1000000000000')],
    ['UTF-8 with a zero byte', concat(UTF8, hex('00'), UTF8)],
  ])('%s is nobody’s guess', (_, bytes) => {
    expect(decodeText(bytes)).toBeNull();
  });
});

describe('what a file says of itself', () => {
  it.each([
    ['UTF-8 that says gb2312', concat(utf8('<meta charset=gb2312>'), UTF8), TEXT],
    ['GBK that says utf-8', concat(utf8('<?xml version="1.0" encoding="utf-8"?>'), GB18030), TEXT],
    ['GBK that says iso-8859-1', concat(utf8('<meta charset="iso-8859-1">'), GB18030), TEXT],
    [
      'GBK in a meta element of Excel',
      concat(latin1('<meta http-equiv=Content-Type content="text/html; charset=gb2312">'), GB18030),
      TEXT,
    ],
    [
      'Big5 that says so',
      concat(latin1('<meta http-equiv="Content-Type" content="text/html; charset=big5">'), BIG5),
      '單位,戶數\r\n塔城鎮,12\r\n臺灣省嘉義縣的學校與醫院,3\r\n',
    ],
    [
      'windows-1252 that says so',
      concat(latin1('<?xml version="1.0" encoding="windows-1252"?>'), WINDOWS_1252),
      'Préfecture,é\n',
    ],
  ])('%s', (_, bytes, text) => {
    expect(decodeText(bytes)?.endsWith(text)).toBe(true);
  });

  it.each(['windows-1252', 'iso-8859-1', 'latin1', 'ascii'])('%s has € and typographic quotes', (label) => {
    const page = concat(latin1(`<meta charset="${label}">`), hex('80 93 e9 94 9f 81'));
    expect(decodeText(page)?.split('>')[1]).toBe('€“é”Ÿ\u0081');
  });

  it('means nothing when the bytes are not that, or nobody knows it', () => {
    expect(decodeText(concat(utf8('<meta charset="shift_jis">'), hex('ff80ff80')))).toBeNull();
    expect(decodeText(concat(utf8('<meta charset="x-nobody">'), GB18030))?.endsWith(TEXT)).toBe(true);
  });
});

describe('damage', () => {
  it('a file cut at any byte is the beginning of the text, whatever the encoding', () => {
    for (const bytes of [UTF8, GB18030]) {
      for (let length = 0; length < bytes.length; length++) {
        const text = decodeText(bytes.subarray(0, length));
        expect(TEXT.startsWith(text ?? 'null')).toBe(true);
      }
    }
  });

  it('UTF-8 with a wrong byte does not pass for GBK', () => {
    // 塔 without its last byte: what follows would pair up as GBK.
    const damaged = hex('e58d95e4bd8d e5a1 e59f8ee99587 2c');
    expect(decodeText(damaged)).toBeNull();
    expect(decodeText(concat(utf8('<meta charset="gbk">'), damaged))).toBeNull();
  });

  it('line ends stay, marks of the end of a DOS file go', () => {
    expect(decodeText(utf8('a\r\nb\rc\nd\x1a\x1a'))).toBe('a\r\nb\rc\nd');
    expect(decodeText(utf8('a\x1ab'))).toBe('a\x1ab');
  });
});
