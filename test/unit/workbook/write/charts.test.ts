import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { PlannedBarChart, PlannedSeries, SheetPlan } from '../../../../src/workbook/workbook-plan.js';
import { checkPlan } from '../../../../src/workbook/write/check-plan.js';
import { writeWorkbook } from '../../../../src/workbook/write/write-workbook.js';
import { PIXEL, sheetPlan, workbookPlan } from './sample-plan.js';

const SHEET = "数 & '据";
const cells = <Value>(column: number, values: readonly Value[], top = 2) => ({
  sheet: SHEET,
  range: { top, left: column, bottom: top + values.length - 1, right: column },
  values,
});
const series = (column: number, name: string, values: readonly (number | null)[]): PlannedSeries => ({
  name: cells(column, [name], 1),
  values: cells(column, values),
  numberFormat: '#,##0"户"',
});
const AXIS = { title: '户', numberFormat: '#,##0', minimum: 0, maximum: null, step: null };
const CHART: PlannedBarChart = {
  kind: 'bars',
  direction: 'upright',
  stacked: false,
  title: '走访 <户> & 率',
  description: '甲县：3；"乙县"：无',
  rowNumber: 4,
  columnNumber: 3,
  offset: 10,
  width: 400,
  height: 200,
  textPoints: 9,
  categories: cells(1, ['甲县', '_x0041_县']),
  bars: [{ ...series(2, '户', [3, null]), color: '0F5499', labels: null }],
  lines: [{ ...series(3, '率', [0.5, 1]), kind: 'rate', color: 'C2570C', labels: null }],
  axis: AXIS,
  secondAxis: AXIS,
};
const DATA: SheetPlan = sheetPlan({ name: SHEET, charts: [CHART, CHART] });
const PICTURES: SheetPlan = sheetPlan({
  name: '图',
  images: [{ image: 'a', rowNumber: 1, columnNumber: 1, width: 10, height: 10 }],
  charts: [CHART],
});

async function partsOf(...sheets: SheetPlan[]): Promise<(name: string) => string> {
  const parts = unzipSync(await writeWorkbook(workbookPlan(...sheets), new Map([['a', PIXEL]])));
  return (name) => strFromU8(parts[name]!);
}

describe('charts', () => {
  it('share a drawing with the pictures of their sheet, with ids of their own', async () => {
    const part = await partsOf(DATA, PICTURES);
    const shared = part('xl/drawings/drawing1.xml');
    expect([...shared.matchAll(/<xdr:cNvPr id="(\d+)" name="([^"]+)"/g)].map((m) => [m[1], m[2]])).toEqual([
      ['2', '图 1'],
      ['3', '图表 1'],
    ]);
    expect(part('xl/drawings/_rels/drawing1.xml.rels')).toMatch(
      /Id="rIdChart1"[^>]*Target="\.\.\/charts\/chart3\.xml"/,
    );
    expect(part('xl/drawings/drawing2.xml').match(/<xdr:graphicFrame /g)).toHaveLength(2);
    expect(part('xl/worksheets/sheet1.xml')).toMatch(/<drawing r:id="rIdDrawing"\/><\/worksheet>$/);
  });

  it('name their cells, and remember names and numbers but no blank', async () => {
    const part = await partsOf(DATA);
    const chart = part('xl/charts/chart1.xml');
    expect(chart).toContain("<c:f>'数 &amp; ''据'!$B$2:$B$3</c:f>");
    expect(chart).toContain("<c:f>'数 &amp; ''据'!$C$1</c:f>");
    expect(chart).toContain('<c:ptCount val="2"/><c:pt idx="0"><c:v>3</c:v></c:pt></c:numCache>');
    expect(chart).toContain('<c:v>_x005F_x0041_县</c:v>');
    expect(chart).toContain('<c:formatCode>#,##0"户"</c:formatCode>');
    expect(chart).toContain('<a:t>走访 &lt;户&gt; &amp; 率</a:t>');
    const drawing = part('xl/drawings/drawing1.xml');
    expect(drawing).toContain('descr="甲县：3；&quot;乙县&quot;：无"');
    // 10 pixels right of column C, 400 wide: 9 525 EMU a pixel.
    expect(drawing).toContain('<xdr:col>2</xdr:col><xdr:colOff>95250</xdr:colOff>');
    expect(drawing).toContain('<xdr:ext cx="3810000" cy="1905000"/>');
  });

  it('are the same bytes every time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => writeWorkbook(workbookPlan(DATA))));
    expect(Buffer.compare(first!, second!)).toBe(0);
  });

  it.each<[string, Partial<PlannedBarChart>]>([
    ['no sheet', { categories: { ...CHART.categories, sheet: '别处' } }],
    [
      '2 values for A2:A4',
      { categories: { ...CHART.categories, range: { top: 2, left: 1, bottom: 4, right: 1 } } },
    ],
    ['differ in number', { categories: cells(1, ['甲县']) }],
    ['upright bars only', { direction: 'across' }],
    ['second axis', { secondAxis: null }],
    ['nothing to draw', { bars: [], lines: [] }],
  ])('are refused when they do not fit their cells: %s', (problem, change) => {
    const plan = workbookPlan(sheetPlan({ name: SHEET, charts: [{ ...CHART, ...change }] }));
    expect(() => checkPlan(plan)).toThrow(problem);
  });

  it('end pages where the plan says', async () => {
    const part = await partsOf(
      sheetPlan({
        name: SHEET,
        print: { orientation: 'landscape', pagesTall: 0, breaksAfter: [7] },
        charts: [CHART],
      }),
    );
    expect(part('xl/worksheets/sheet1.xml')).toMatch(
      /<rowBreaks [^>]*><brk id="7" [^>]*\/><\/rowBreaks><drawing /,
    );
  });
});
