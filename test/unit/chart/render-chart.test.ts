import { createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { renderChart } from '../../../src/chart/canvas.js';
import {
  type BarChartSpec,
  type ChartSpec,
  chartSize,
  hasChartData,
} from '../../../src/report/charts/chart-spec.js';
import { COLORS, LINE_COLOR, SERIES_COLORS } from '../../../src/workbook/theme.js';

const BAR: BarChartSpec = {
  kind: 'bar',
  orientation: 'vertical',
  stacked: false,
  title: '各县市走访户数',
  subtitle: '2020年10月',
  unit: '户',
  valueFormat: 'integer',
  fileName: '走访户数',
  categories: ['塔城市', '额敏县', '和布克赛尔蒙古自治县'],
  series: [{ name: '走访户数', values: [1200, null, 30] }],
};
const DOUGHNUT: ChartSpec = {
  kind: 'doughnut',
  name: '捐赠',
  title: '捐赠构成',
  valueFormat: 'wan',
  fileName: '捐赠构成',
  slices: [
    { label: '捐款', value: 3_000_000 },
    { label: '捐物', value: 1_000_000 },
  ],
};

/** How many pixels of a picture have exactly this colour, RRGGBB. */
async function countPixels(png: Uint8Array, color: string): Promise<number> {
  const image: Image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const wanted = Number.parseInt(color, 16);
  let count = 0;
  for (let i = 0; i < data.length; i += 4)
    if (((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!) === wanted) count++;
  return count;
}

async function sizeOf(png: Uint8Array): Promise<[number, number]> {
  const image = await loadImage(Buffer.from(png));
  return [image.width, image.height];
}

it('draws twice as dense as the size says, the same every time', async () => {
  const png = renderChart(BAR);
  expect(await sizeOf(png)).toEqual([1920, 1080]);
  expect(Buffer.compare(png, renderChart(BAR))).toBe(0);
});

it('draws bars in proportion to their values', async () => {
  const areaOf = async (values: (number | null)[]) =>
    countPixels(renderChart({ ...BAR, series: [{ name: 'a', values }] }), SERIES_COLORS[0]);
  const one = await areaOf([1000, null, null]);
  const two = await areaOf([1000, null, 1000]);
  expect(one).toBeGreaterThan(10_000);
  expect(two / one).toBeCloseTo(2, 1);
});

it('gives horizontal bars the height that they need', async () => {
  const categories = Array.from({ length: 26 }, (_, index) => `县${index}`);
  const spec: BarChartSpec = {
    ...BAR,
    orientation: 'horizontal',
    categories,
    series: [{ name: 'a', values: categories.map((_, i) => i) }],
  };
  const { height } = chartSize(spec);
  expect(height).toBeGreaterThan(26 * 34);
  expect(await sizeOf(renderChart(spec))).toEqual([1920, height * 2]);
});

it.each<[string, string, ChartSpec]>([
  [
    'stacked',
    SERIES_COLORS[1],
    { ...BAR, stacked: true, series: [...BAR.series, { name: '二', values: [1, 200, 3] }] },
  ],
  [
    'with a reference',
    COLORS.errorInk,
    { ...BAR, orientation: 'horizontal', referenceLine: { value: 600, label: '目标' } },
  ],
  [
    'with a line',
    LINE_COLOR,
    { ...BAR, line: { name: '占比', values: [0.1, 0.2, 0.3], valueFormat: 'percent' } },
  ],
  ['a doughnut', SERIES_COLORS[1], DOUGHNUT],
])('draws a chart that is %s', async (_name, color, spec) => {
  const png = renderChart(spec);
  expect(await countPixels(png, color)).toBeGreaterThan(200);
  expect(await countPixels(png, SERIES_COLORS[0])).toBeGreaterThan(200);
});

describe('without data', () => {
  it.each<[string, ChartSpec]>([
    ['no categories', { ...BAR, categories: [], series: [] }],
    ['zeros', { ...BAR, series: [{ name: 'a', values: [0, 0, null] }] }],
    ['no slices', { ...DOUGHNUT, slices: [] }],
  ])('says so: %s', async (_name, spec) => {
    expect(hasChartData(spec)).toBe(false);
    const png = renderChart(spec);
    expect(await countPixels(png, SERIES_COLORS[0])).toBe(0);
    // 暂无数据 is written in the muted colour; without font there would be boxes, or nothing.
    expect(await countPixels(png, COLORS.muted)).toBeGreaterThan(500);
  });
});
