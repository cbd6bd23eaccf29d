import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflateZipEntry, listZipEntries } from '../../../src/container/read-zip.js';

const LIMITS = { entries: 100, inflatedBytes: 1_000_000, ratio: 1000, ratioFloorBytes: 1_000_000 };

function contents(bytes: Uint8Array): Record<string, string> | string {
  const listing = listZipEntries(bytes, LIMITS);
  if (listing.kind === 'problem') return listing.problem;
  return Object.fromEntries(
    listing.entries.map((entry) => {
      const content = inflateZipEntry(bytes, entry, LIMITS);
      return [entry.name, content.kind === 'bytes' ? Buffer.from(content.bytes).toString() : content.problem];
    }),
  );
}

/** The zip with its directory restated in zip64 terms: sizes and offsets in extra fields and a zip64 end record. */
function toZip64(zip: Buffer): Buffer {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const start = zip.readUInt32LE(end + 16);
  const entries: Buffer[] = [];
  for (let at = start; at < end; ) {
    const nameLength = zip.readUInt16LE(at + 28);
    const size = 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    const header = Buffer.from(zip.subarray(at, at + 46 + nameLength));
    const extra = Buffer.alloc(28);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(zip.readUInt32LE(at + 24)), 4);
    extra.writeBigUInt64LE(BigInt(zip.readUInt32LE(at + 20)), 12);
    extra.writeBigUInt64LE(BigInt(zip.readUInt32LE(at + 42)), 20);
    for (const field of [20, 24, 42]) header.writeUInt32LE(0xffffffff, field);
    header.writeUInt16LE(28, 30);
    header.writeUInt16LE(0, 32);
    entries.push(header, extra);
    at += size;
  }
  const directory = Buffer.concat(entries);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(entries.length / 2), 32);
  record.writeBigUInt64LE(BigInt(directory.length), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(start + directory.length), 8);
  const last = Buffer.from(zip.subarray(end));
  last.fill(0xff, 8, 20);
  return Buffer.concat([zip.subarray(0, start), directory, record, locator, last]);
}

describe('zip', () => {
  const zip = Buffer.from(
    zipSync({ 'a.txt': strToU8('甲'.repeat(100)), '目录/b.txt': [strToU8('b'), { level: 0 }] }),
  );
  const expected = { 'a.txt': '甲'.repeat(100), '目录/b.txt': 'b' };

  it('lists and inflates entries, stored and deflated', () => {
    expect(contents(zip)).toEqual(expected);
  });

  it('reads zip64, also behind junk', () => {
    expect(contents(toZip64(zip))).toEqual(expected);
    expect(contents(Buffer.concat([Buffer.from('junk'), toZip64(zip)]))).toEqual(expected);
  });

  it('takes sizes from the directory when the local header leaves them to a data descriptor', () => {
    const streamed = Buffer.from(zip);
    streamed.writeUInt16LE(streamed.readUInt16LE(6) | 8, 6);
    streamed.fill(0, 14, 26);
    expect(contents(streamed)).toEqual(expected);
  });

  it('names encrypted entries and checksums that do not fit', () => {
    const start = zip.readUInt32LE(zip.length - 6);
    const encrypted = Buffer.from(zip);
    encrypted.writeUInt16LE(encrypted.readUInt16LE(start + 8) | 1, start + 8);
    expect(contents(encrypted)).toMatchObject({ 'a.txt': 'password-protected' });
    const wrong = Buffer.from(zip);
    wrong.writeUInt32LE(1, start + 16);
    expect(contents(wrong)).toMatchObject({ 'a.txt': 'damaged-zip', '目录/b.txt': 'b' });
  });

  it('reads an empty archive and refuses what is none', () => {
    expect(contents(zipSync({}))).toEqual({});
    expect(contents(strToU8('no zip'))).toBe('not-a-zip');
    expect(contents(zip.subarray(0, 60))).toBe('truncated');
  });
});
