import { Buffer } from 'node:buffer';

/** Signatures at the start of a file, as Latin-1 text. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  // ISO/IEC 14496-12, 4.3: pictures (HEIC, AVIF), raw photos and sounds have the same box with other brands.
  [/^.{4}ftyp(?!hei[cxmsf]|hev[cxms]|mif1|msf1|avi[fs]|crx |M4[AB] )/s, 'MP4'],
  // QuickTime without a file type box begins with one of these atoms.
  [/^\0.{3}(?:moov|mdat|wide|free|skip|pnot)/s, 'MOV'],
  [/^RIFF.{4}AVI /s, 'AVI'],
  [/^\x1a\x45\xdf\xa3/, 'MKV'],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, 'WMV'],
  [/^FLV\x01/, 'FLV'],
  [/^\.RMF/, 'RMVB'],
  [/^\0\0\x01[\xba\xb3]/, 'MPEG'],
];
const QUICKTIME = /^.{4}ftypqt {2}/s;
/** Packets of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3.2), with a time stamp before each or without. */
const PACKET_SIZES = [188, 192];
const PACKET_SYNC = 0x47;

/** What kind of video the bytes are; null when they are none. Only the first bytes are looked at. */
export function recogniseVideo(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.toString('latin1', 0, 16);
  if (QUICKTIME.test(start)) return 'MOV';
  const found = SIGNATURES.find(([signature]) => signature.test(start));
  if (found !== undefined) return found[1];
  const isStream = PACKET_SIZES.some((size) =>
    [0, 1, 2, 3].every((packet) => buffer[packet * size + size - 188] === PACKET_SYNC),
  );
  return isStream ? 'TS' : null;
}
