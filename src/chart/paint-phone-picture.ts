import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { Chart } from 'chart.js/auto';
import type { PhonePicture, PictureItem, PlannedBox, PlannedDrawing } from '../report/phone/phone-picture.js';
import { registerFonts } from './canvas.js';
import { chartConfiguration } from './chart-configuration.js';
import { canvasFont } from './chart-look.js';
import { writeIndexedPng } from './indexed-png.js';

/** Pixels of a chart's point: its letters of 15 points are 30 pixels tall. */
const DENSITY = 2;
/** The part of a Chinese character that stands above the line on which it is written. */
const ABOVE_LINE = 0.88;

/** Paints the long picture as PNG. */
export function paintPhonePicture({ width, height, background, items }: PhonePicture): Uint8Array {
  registerFonts();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = `#${background}`;
  context.fillRect(0, 0, width, height);
  for (const item of items) paintItem(context, item);
  return writeIndexedPng(canvas.data(), width, height);
}

function paintItem(context: SKRSContext2D, item: PictureItem): void {
  switch (item.kind) {
    case 'box':
      paintBox(context, item);
      break;
    case 'chart':
      paintChart(context, item);
      break;
    case 'text':
      context.font = canvasFont(item.size, item.bold);
      context.fillStyle = `#${item.color}`;
      context.textAlign = item.align;
      context.textBaseline = 'alphabetic';
      context.fillText(item.text, item.x, item.y + item.size * ABOVE_LINE);
  }
}

function paintBox(context: SKRSContext2D, { x, y, width, height, fill, radius }: PlannedBox): void {
  context.fillStyle = `#${fill}`;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

function paintChart(context: SKRSContext2D, { spec, x, y, width, height }: PlannedDrawing): void {
  const canvas = createCanvas(width / DENSITY, height / DENSITY);
  const chart = new Chart(canvas as never, chartConfiguration(spec, width / DENSITY));
  context.drawImage(canvas, x, y);
  chart.destroy();
}
