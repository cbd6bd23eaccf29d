import { describe, expect, it } from 'vitest';
import { writeZip } from '../../../src/container/write-zip.js';
import { readZipParts } from '../../../src/container/zip-parts.js';

const LIMITS = { entries: 10, inflatedBytes: 100, ratio: 1000, ratioFloorBytes: 1000 };
const text = (length: number) => new TextEncoder().encode('x'.repeat(length));

describe('the parts of a zip', () => {
  it('come in their order, with their bytes', () => {
    const parts = [
      { name: 'b/二.xml', bytes: text(60) },
      { name: 'a', bytes: text(0) },
    ];
    const read = readZipParts(writeZip(parts), LIMITS);
    expect(read.kind === 'parts' && read.parts.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['b/二.xml', 60],
      ['a', 0],
    ]);
  });

  it('share one limit', () => {
    const zip = writeZip([
      { name: 'a', bytes: text(60) },
      { name: 'b', bytes: text(60) },
    ]);
    expect(readZipParts(zip, LIMITS)).toEqual({ kind: 'problem', problem: 'limit-inflated' });
    expect(readZipParts(text(60), LIMITS)).toEqual({ kind: 'problem', problem: 'not-a-zip' });
  });
});
