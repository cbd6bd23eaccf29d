import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { registerFonts } from '../../../src/chart/canvas.js';
import { canvasFont } from '../../../src/chart/chart-look.js';
import { writeIndexedPng } from '../../../src/chart/indexed-png.js';
import { paintPhonePicture } from '../../../src/chart/paint-phone-picture.js';
import { planPhonePicture } from '../../../src/report/phone/plan-phone-picture.js';
import { textPixels } from '../../../src/report/phone/text-lines.js';
import { buildSummary } from '../report/summary/fixture.js';

/** The pixels of a picture, as another decoder reads them. */
async function pixelsOf(
  png: Uint8Array,
): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { width: image.width, height: image.height, data };
}

describe('the long picture', () => {
  const plan = planPhonePicture(buildSummary(), '1234-ABCD');
  const png = paintPhonePicture(plan);

  it('is as large as its plan, and the same every time', async () => {
    const { width, height } = await pixelsOf(png);
    expect([width, height]).toEqual([1080, plan.height]);
    expect(Buffer.compare(png, paintPhonePicture(plan))).toBe(0);
  });

  it('has something in the place of every chart and every text', async () => {
    const { width, data } = await pixelsOf(png);
    const colorsIn = (x: number, y: number, wide: number, tall: number) => {
      const colors = new Set<number>();
      for (let line = Math.round(y); line < y + tall; line++)
        for (let column = Math.round(x); column < x + wide; column++) {
          const at = (line * width + column) * 4;
          colors.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
        }
      return colors.size;
    };
    const charts = plan.items.filter((item) => item.kind === 'chart');
    expect(charts.length).toBeGreaterThan(2);
    for (const { x, y, width: wide, height } of charts)
      expect(colorsIn(x, y, wide, height)).toBeGreaterThan(20);
    const texts = plan.items.filter((item) => item.kind === 'text' && item.align === 'left');
    for (const { x, y } of texts) expect(colorsIn(x, y, 28, 28)).toBeGreaterThan(1);
  });
});

it('no character is wider than plans take it to be', () => {
  registerFonts();
  const context = createCanvas(10, 10).getContext('2d');
  const characters = [
    ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)),
    ...'喀什·买提（）《》“”、，。；：—…÷％①㎡',
  ];
  const tooWide = [false, true].flatMap((bold) => {
    context.font = canvasFont(1000, bold);
    return characters.filter(
      (character) => context.measureText(character).width > textPixels(character, 1000) + 1,
    );
  });
  expect(tooWide).toEqual([]);
});

describe('an indexed PNG', () => {
  it('keeps every colour where there are few', async () => {
    const pixels = Uint8Array.from([
      ...[255, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255],
      ...[0, 0, 255, 255, 1, 2, 3, 255, 255, 255, 255, 255],
    ]);
    const { width, height, data } = await pixelsOf(writeIndexedPng(pixels, 3, 2));
    expect([width, height]).toEqual([3, 2]);
    expect([...data]).toEqual([...pixels]);
  });

  it('shows lines that repeat', async () => {
    const line = [10, 20, 30, 255, 40, 50, 60, 255];
    const pixels = Uint8Array.from([...line, ...line, ...line, ...line.toReversed().map(() => 255), ...line]);
    expect([...(await pixelsOf(writeIndexedPng(pixels, 2, 5))).data]).toEqual([...pixels]);
  });

  it('of many colours keeps the frequent ones, and others nearly', async () => {
    // A white line of 600, then each shade of grey and of red once.
    const shades = Array.from({ length: 512 }, (_, index) =>
      index < 256 ? [index, index, index, 255] : [index - 256, 0, 0, 255],
    );
    const white = Array.from({ length: 512 }, () => [255, 255, 255, 255]);
    const pixels = Uint8Array.from([white, shades].flat(2));
    const { data } = await pixelsOf(writeIndexedPng(pixels, 512, 2));
    expect([...data.slice(0, 4)]).toEqual([255, 255, 255, 255]);
    const worst = Math.max(...pixels.map((value, index) => Math.abs(value - data[index]!)));
    expect(worst).toBeLessThan(200);
    expect(worst).toBeGreaterThan(0);
  });
});
