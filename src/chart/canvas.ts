import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { type ChartSpec, chartSize } from '../report/charts/chart-spec.js';
import { chartConfiguration } from './chart-configuration.js';
import { FONT_FAMILY } from './chart-look.js';

const FONT_FILES = ['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'] as const;
let hasFonts = false;

/** Registers the packaged Chinese font once: a machine may have none. */
export function registerFonts(): void {
  if (hasFonts) return;
  // The package exports only its main file, dist/index.cjs; the fonts lie in a folder beside dist.
  const main = createRequire(import.meta.url).resolve('@embedpdf/fonts-sc');
  const folder = join(dirname(dirname(main)), 'fonts');
  for (const file of FONT_FILES) {
    if (!GlobalFonts.registerFromPath(join(folder, file), FONT_FAMILY))
      throw new Error(`no font at ${join(folder, file)}`);
  }
  hasFonts = true;
}

/** Draws a chart as PNG, twice as dense as `chartSize` says. */
export function renderChart(spec: ChartSpec): Uint8Array {
  registerFonts();
  const { width, height } = chartSize(spec);
  return new Uint8Array(
    new ChartJSNodeCanvas({ width, height }).renderToBufferSync(chartConfiguration(spec)),
  );
}
