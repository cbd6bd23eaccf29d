import { deflateSync } from 'node:zlib';

// A PNG of at most 256 colours. The canvas's own encoder takes seconds for a long picture and stores four bytes a
// pixel; flat areas and letters need no more than one.

const MOST_COLORS = 256;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** One byte a pixel, an index of the palette. */
const INDEXED = [8, 3, 0, 0, 0] as const;

/**
 * Writes opaque pixels (red, green, blue, alpha) as PNG. The most frequent colours are kept exactly; of the shades at
 * the edges of letters those that find no place become the nearest that has one.
 */
export function writeIndexedPng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const colors = new Uint32Array(width * height);
  const counts = new Map<number, number>();
  // Neighbours are mostly alike: runs are counted, not pixels.
  let [last, run] = [-1, 0];
  for (let index = 0, at = 0; index < colors.length; index++, at += 4) {
    const color = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
    colors[index] = color;
    if (color === last) {
      run++;
      continue;
    }
    if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
    [last, run] = [color, 1];
  }
  if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
  const palette = choosePalette(counts);
  const lines = indexLines(colors, width, height, placeColors(counts, palette));
  return join([
    SIGNATURE,
    chunk('IHDR', Uint8Array.of(...bytesOf(width), ...bytesOf(height), ...INDEXED)),
    chunk(
      'PLTE',
      Uint8Array.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])),
    ),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** The most frequent colours, the same for the same picture. */
function choosePalette(counts: ReadonlyMap<number, number>): readonly number[] {
  return [...counts]
    .sort(([colorA, a], [colorB, b]) => b - a || colorA - colorB)
    .slice(0, MOST_COLORS)
    .map(([color]) => color);
}

/** Every colour's place in the palette: its own, or that of the nearest. */
function placeColors(
  counts: ReadonlyMap<number, number>,
  palette: readonly number[],
): ReadonlyMap<number, number> {
  const own = new Map(palette.map((color, index) => [color, index]));
  return new Map([...counts.keys()].map((color) => [color, own.get(color) ?? nearest(color, palette)]));
}

function nearest(color: number, palette: readonly number[]): number {
  let [best, least] = [0, Infinity];
  palette.forEach((other, index) => {
    const [red, green, blue] = [
      (color >> 16) - (other >> 16),
      ((color >> 8) & 255) - ((other >> 8) & 255),
      (color & 255) - (other & 255),
    ];
    // The eye tells greens best.
    const distance = 2 * red * red + 4 * green * green + 3 * blue * blue;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

/** A byte a pixel, each line behind a byte that says that nothing was done to it. */
function indexLines(
  colors: Uint32Array,
  width: number,
  height: number,
  places: ReadonlyMap<number, number>,
): Uint8Array {
  const lines = new Uint8Array(height * (width + 1));
  let [last, place] = [-1, 0];
  for (let line = 0, at = 0, index = 0; line < height; line++) {
    at++;
    for (let column = 0; column < width; column++, at++, index++) {
      const color = colors[index]!;
      if (color !== last) {
        last = color;
        place = places.get(color)!;
      }
      lines[at] = place;
    }
  }
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
