import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openContainer } from '../../../src/container/open-container.js';
import { bytesOf, LIMITS, mailOf, makeZip, partOf, unicodePath } from './opened.js';

const raw = bytesOf('\xcb\xfe.xls');
const SEEDS: readonly Buffer[] = [
  makeZip([
    { name: 'a.xls', content: 'aaaaaaaa' },
    { name: raw, content: 'b', extra: unicodePath(raw, '塔.xls') },
    { name: 'd/', unixMode: 0o040755 },
    { name: 'l', content: 'x', unixMode: 0o120777 },
  ]),
  mailOf(
    'Content-Type: text/html; charset=gbk\r\n\r\n<img src="cid:1"> http://mail.qq.com/cgi-bin/ftnExs_download?k=1',
    partOf('Content-Type: application/vnd.ms-excel;\r\n name="=?GBK?B?y/6z?=\r\n =?GBK?B?xw==?=.xls"'),
    partOf(
      "Content-Type: image/png\r\nContent-ID: <1>\r\nContent-Disposition: inline; filename*0*=gbk''%CB%FE; filename*1=.png",
    ),
    'Content-Type: message/rfc822\r\n\r\nSubject: x\r\nFrom: y\r\n\r\nz',
    'Content-Type: multipart/alternative; boundary=q\r\n\r\n--q\r\n\r\nx\r\n--q--',
  ),
];

/** A valid container with some bytes overwritten, cut out, doubled or put in; structure is hit as often as content. */
const mutated = fc
  .record({
    seed: fc.constantFrom(...SEEDS),
    changes: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        kind: fc.constantFrom('write', 'cut', 'double', 'insert'),
        bytes: fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 8 }),
          fc
            .constantFrom(
              '--=_b',
              '\r\n\r\n',
              '=?',
              '"',
              ';',
              'PK\x01\x02',
              'PK\x05\x06',
              '\xff\xff\xff\xff',
              '..\\',
            )
            .map((text) => bytesOf(text)),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ seed, changes }) =>
    changes.reduce((bytes, change) => {
      const at = Math.floor(change.at * bytes.length);
      const length = change.bytes.length;
      const head = bytes.subarray(0, at);
      if (change.kind === 'write') return bytesOf(head, change.bytes, bytes.subarray(at + length));
      if (change.kind === 'cut') return bytesOf(head, bytes.subarray(at + length * 4));
      if (change.kind === 'double')
        return bytesOf(head, bytes.subarray(at, at + length * 8), bytes.subarray(at));
      return bytesOf(head, change.bytes, bytes.subarray(at));
    }, seed),
  );

describe('whatever the bytes', () => {
  it('opening and reading ends in files or problems, under harmless names', () => {
    let opened = 0;
    fc.assert(
      fc.property(mutated, (bytes) => {
        const container = openContainer(bytes, LIMITS);
        if (container.kind !== 'files') return;
        opened++;
        const names = container.files.map((file) => file.name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) {
          expect(name).not.toMatch(/(?:^|\/)\.{0,2}(?:\/|$)|^[A-Za-z]:|[\\\x00-\x1f\x7f-\x9f]/);
        }
        for (const file of container.files) {
          const content = file.read();
          expect(
            content.kind === 'bytes' ? content.bytes.length <= LIMITS.inflatedBytes : content.problem,
          ).toBeTruthy();
        }
      }),
      { numRuns: 3000, seed: 20201026 },
    );
    // Enough of them are still containers for this to say something.
    expect(opened).toBeGreaterThan(1000);
  });

  it('they are judged where they lie in a larger buffer', () => {
    for (const seed of SEEDS) {
      const larger = bytesOf('x'.repeat(7), seed, 'PK\x05\x06');
      const view = new Uint8Array(larger.buffer, larger.byteOffset + 7, seed.length);
      const names = (bytes: Uint8Array): unknown => {
        const container = openContainer(bytes, LIMITS);
        return container.kind === 'files' && container.files.map((file) => file.name);
      };
      expect(names(view)).toEqual(names(seed));
    }
  });
});
