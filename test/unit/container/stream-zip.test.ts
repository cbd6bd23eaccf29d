import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { streamZip } from '../../../src/container/stream-zip.js';

/** So many bytes that no compression makes few, the same each time. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

const LARGE = noise(3_000_000);

function zipped(size: number): { readonly bytes: Uint8Array; readonly largest: number } {
  const parts: Uint8Array[] = [];
  const zip = streamZip((bytes) => parts.push(bytes.slice()));
  zip.add('活动/收件/照片.jpg', pieces(LARGE, size));
  zip.add('活动/空.txt', []);
  zip.add('活动/说明.txt', [new TextEncoder().encode('一'.repeat(1000))]);
  zip.end();
  return { bytes: Buffer.concat(parts), largest: Math.max(...parts.map((part) => part.length)) };
}

describe('streamZip', () => {
  it('writes what others read, names in Chinese and an empty file too', () => {
    const files = unzipSync(zipped(100_000).bytes);
    expect(Object.keys(files)).toEqual(['活动/收件/照片.jpg', '活动/空.txt', '活动/说明.txt']);
    expect(Buffer.compare(files['活动/收件/照片.jpg']!, LARGE)).toBe(0);
    expect(files['活动/空.txt']!.length).toBe(0);
    expect(strFromU8(files['活动/说明.txt']!)).toBe('一'.repeat(1000));
  });

  it('hands bytes on as they come: never a whole file', () => {
    expect(zipped(100_000).largest).toBeLessThan(400_000);
  });

  it('gives the same bytes again', () => {
    const print = () => createHash('sha256').update(zipped(100_000).bytes).digest('hex');
    expect(print()).toBe(print());
  });
});
