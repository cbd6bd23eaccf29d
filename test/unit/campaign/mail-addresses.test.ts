import { describe, expect, it } from 'vitest';
import { parseMailAddresses } from '../../../src/campaign/mail-addresses.js';

describe('parseMailAddresses', () => {
  it.each([
    [null, []],
    ['', []],
    ['a.b-c@example.com', ['a.b-c@example.com']],
    [
      'a@example.com；b@example.com、c@mail.example.cn',
      ['a@example.com', 'b@example.com', 'c@mail.example.cn'],
    ],
    ['ａ＠example．com', ['a@example.com']],
    ['a@example.com, a@example.com', ['a@example.com']],
    ['QQ 12345678', []],
    ['暂无', []],
    ['张三 <z@example.com>', []],
    ['a@example', []],
    ['a@example.com\r\nBcc: x@example.com', ['a@example.com', 'x@example.com']],
    ['a@-example.com', []],
  ])('%j → %j', (text, expected) => {
    expect(parseMailAddresses(text)).toEqual(expected);
  });
});
