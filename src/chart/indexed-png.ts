import { deflateSync } from 'node:zlib';

// A PNG of at most 256 colours. The canvas's own encoder takes seconds for a long picture and stores four bytes a
// pixel; flat areas and letters need no more than one.

const MOST_COLORS = 256;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** One byte a pixel, an index of the palette. */
const INDEXED = [8, 3, 0, 0, 0] as const;
/** Of zlib: the highest takes eight times as long for a twelfth less. */
const LEVEL = 6;

/** A colour as red, green and blue, 0–255 each. */
type Color = readonly [red: number, green: number, blue: number];

/** How often a colour comes, and where it was met first. */
interface ColorCount {
  count: number;
  readonly firstAt: number;
}

/**
 * Writes opaque pixels (red, green, blue, alpha) as PNG. The most frequent colours are kept exactly; of the shades at
 * the edges of letters those that find no place become the nearest that has one.
 */
export function writeIndexedPng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  // One number a pixel: only whether two are equal is asked, in whichever order this machine keeps its bytes.
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const fresh = freshLines(pixels, width, height);
  const counts = countColors(words, width, fresh);
  const colorOf = ({ firstAt }: ColorCount): Color => [
    pixels[4 * firstAt]!,
    pixels[4 * firstAt + 1]!,
    pixels[4 * firstAt + 2]!,
  ];
  const kept = [...counts]
    .sort(([, a], [, b]) => b.count - a.count || a.firstAt - b.firstAt)
    .slice(0, MOST_COLORS)
    .map(([word, count]) => ({ word, color: colorOf(count) }));
  const palette = kept.map(({ color }) => color);
  const own = new Map(kept.map(({ word }, index) => [word, index]));
  const places = new Map(
    [...counts].map(([word, count]) => [word, own.get(word) ?? nearest(colorOf(count), palette)]),
  );
  const lines = indexLines(words, width, fresh, places);
  return join([
    SIGNATURE,
    chunk('IHDR', Uint8Array.of(...bytesOf(width), ...bytesOf(height), ...INDEXED)),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', deflateSync(lines, { level: LEVEL, memLevel: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** For each line whether it differs from the one above: many do not, and are done with at once. */
function freshLines(pixels: Uint8Array, width: number, height: number): readonly boolean[] {
  const lineAt = (line: number) => pixels.subarray(line * width * 4, (line + 1) * width * 4);
  return Array.from(
    { length: height },
    (_, line) => line === 0 || Buffer.compare(lineAt(line), lineAt(line - 1)) !== 0,
  );
}

/** Neighbours are mostly alike: runs are counted, not pixels; of equal lines the first. */
function countColors(
  words: Uint32Array,
  width: number,
  fresh: readonly boolean[],
): ReadonlyMap<number, ColorCount> {
  const counts = new Map<number, ColorCount>();
  fresh.forEach((isFresh, line) => {
    if (!isFresh) return;
    const to = (line + 1) * width;
    for (let start = line * width, end = start; start < to; start = end) {
      const word = words[start]!;
      while (end < to && words[end] === word) end++;
      const found = counts.get(word);
      if (found === undefined) counts.set(word, { count: end - start, firstAt: start });
      else found.count += end - start;
    }
  });
  return counts;
}

function nearest([red, green, blue]: Color, palette: readonly Color[]): number {
  let best = 0;
  let least = Infinity;
  for (const [index, other] of palette.entries()) {
    // The eye tells greens best.
    const distance = 2 * (red - other[0]) ** 2 + 4 * (green - other[1]) ** 2 + 3 * (blue - other[2]) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** A byte a pixel, each line behind a byte that says that nothing was done to it. */
function indexLines(
  words: Uint32Array,
  width: number,
  fresh: readonly boolean[],
  places: ReadonlyMap<number, number>,
): Uint8Array {
  const lines = new Uint8Array(fresh.length * (width + 1));
  fresh.forEach((isFresh, line) => {
    const first = line * (width + 1);
    if (!isFresh) {
      lines.copyWithin(first, first - width - 1, first);
      return;
    }
    const from = line * width;
    for (let start = from, end = start; start < from + width; start = end) {
      const word = words[start]!;
      while (end < from + width && words[end] === word) end++;
      lines.fill(places.get(word)!, first + 1 + start - from, first + 1 + end - from);
    }
  });
  return lines;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = join([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), data]);
  return join([Uint8Array.from(bytesOf(data.length)), body, Uint8Array.from(bytesOf(crc32(body)))]);
}

function bytesOf(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The checksum that ends a chunk: the one of zlib came with Node 20.15, earlier releases of 20 are supported too. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
