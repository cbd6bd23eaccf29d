import type { ChartSpec } from '../charts/chart-spec.js';

// 总览.png as plain data: where every text, box and chart of the long picture stands. chart/ paints it; nothing of
// the canvas is known here.

/** Pixels. A phone shows them at about a third of their size. */
export const PHONE_WIDTH = 1080;
/** The smallest letters that are read without enlarging. */
export const LEAST_TEXT = 28;

/** One line of text. `y` is the upper edge of its letters; they are `size` pixels tall. */
export interface PlannedText {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  /** RRGGBB. */
  readonly color: string;
  /** Where `x` is. */
  readonly align: 'left' | 'center' | 'right';
}

/** A filled rectangle. */
export interface PlannedBox {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** RRGGBB. */
  readonly fill: string;
  /** Of its corners. */
  readonly radius: number;
}

/** A chart, drawn anew in this size: it is not shrunk. */
export interface PlannedDrawing {
  readonly kind: 'chart';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly spec: ChartSpec;
}

/** In the order in which they are painted. */
export type PictureItem = PlannedText | PlannedBox | PlannedDrawing;

export interface PhonePicture {
  readonly width: number;
  readonly height: number;
  /** RRGGBB. */
  readonly background: string;
  readonly items: readonly PictureItem[];
}
