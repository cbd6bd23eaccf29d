import { describe, expect, it } from 'vitest';
import { decodeXmlBytes } from '../../../../../src/workbook/read/xml/xml-text.js';

const part = (encoding: string, content: string): Uint8Array =>
  Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>`), Buffer.from(content, 'hex')]);

describe('the encoding that a part names', () => {
  // The bytes were made by Python's codecs.
  it.each([
    ['windows-1252', '8093e9949f', '€“é”Ÿ'],
    ['ISO-8859-1', '8093e9949f', '€“é”Ÿ'],
    ['windows-1251', 'd2e0f8eaebb9', 'Ташкл№'],
    ['GBK', 'cbfeb3c7', '塔城'],
    ['UTF-8', 'e5a194e59f8e', '塔城'],
    ['x-nobody', 'e5a194e59f8e', '塔城'],
  ])('%s', (encoding, bytes, text) => {
    expect(decodeXmlBytes(part(encoding, bytes)).split('?>')[1]).toBe(text);
  });
});
