import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';

// The charts of the summaries as programs see them that are not ours, over a made-up campaign whose truth is known.

const folder = mkdtempSync(join(tmpdir(), 'bangfu-charts-'));
const out = join(folder, '汇总');
const MAIN = '塔城地区汇总表.xlsx';
afterAll(() => rmSync(folder, { recursive: true }));

interface Truth {
  readonly totals: Readonly<
    Record<string, { readonly counties: Readonly<Record<string, Readonly<Record<string, number>>>> }>
  >;
  readonly completeness: readonly { readonly unit: string; readonly form: string; readonly status: string }[];
}
let truth: Truth;

beforeAll(async () => {
  const forms = await loadBuiltInForms();
  await writeSample(folder, { counties: 3, units: 40, seed: 5, defects: 0 }, forms, () => undefined);
  await aggregate({
    dir: folder,
    forms,
    runAt: '2020-10-26T09:00:00+08:00',
    asOf: '2020-10-26T09:00:00+08:00',
    tool: { name: 'bangfu', version: 'test' },
    onProgress: () => undefined,
    out,
  });
  truth = JSON.parse(readFileSync(join(folder, '样本真值.json'), 'utf8')) as Truth;
}, 120_000);

const partsOf = (path: string): Readonly<Record<string, Uint8Array>> =>
  unzipSync(new Uint8Array(readFileSync(path)));
const textOf = (parts: Readonly<Record<string, Uint8Array>>, name: string): string => strFromU8(parts[name]!);
const attributes = (xml: string, pattern: RegExp): string[] => [...xml.matchAll(pattern)].map((m) => m[1]!);

const summaries = (): string[] => [
  join(out, MAIN),
  ...readdirSync(join(out, '县级汇总')).map((name) => join(out, '县级汇总', name)),
];

const FORM_KEYS = new Map([
  ['结对帮扶活动月统计表', 'paired-assistance'],
  ['捐赠款物统计表', 'donations'],
  ['微心愿对接表', 'wishes'],
]);

interface SeenSeries {
  readonly name: string;
  readonly nameShown: string;
  readonly categories: string;
  readonly categoriesShown: readonly string[];
  readonly values: string;
  readonly cells: readonly (number | null)[];
  readonly cache: readonly (number | null)[];
}
interface SeenChart {
  readonly sheet: string;
  readonly title: string;
  readonly kinds: readonly string[];
  /** Of each kind: how its series stand to one another, and the axis of their values. */
  readonly groupings: readonly (string | null)[];
  readonly axes: readonly (number | null)[];
  readonly series: readonly SeenSeries[];
}

const LIST_CHARTS = `
book = openpyxl.load_workbook(args[0], data_only=True)
def cells(ref):
    sheet, area = ref.rsplit('!', 1)
    found = book[sheet.strip("'")][area.replace('$', '')]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [c.value for row in rows for c in row]
def cache(ref):
    points = {p.idx: p.v for p in ref.numCache.pt}
    return [points.get(i) for i in range(ref.numCache.ptCount)]
def groups(chart):
    return getattr(chart, '_charts', [chart])
def series(s):
    return {'name': s.tx.strRef.f, 'nameShown': cells(s.tx.strRef.f)[0],
            'categories': s.cat.strRef.f, 'categoriesShown': cells(s.cat.strRef.f),
            'values': s.val.numRef.f, 'cells': cells(s.val.numRef.f),
            'cache': [None if v is None else float(v) for v in cache(s.val.numRef)]}
print(json.dumps([{
    'sheet': ws.title,
    'title': ''.join(r.t for p in c.title.tx.rich.p for r in (p.r or [])),
    'kinds': [g.tagname for g in groups(c)],
    'groupings': [getattr(g, 'grouping', None) for g in groups(c)],
    'axes': [g.y_axis.axId if hasattr(g, 'y_axis') else None for g in groups(c)],
    'series': [series(s) for g in groups(c) for s in g.ser],
} for ws in book for c in ws._charts]))`;

describe.skipIf(PYTHON === undefined)('openpyxl (skipped without it)', () => {
  let seen: readonly SeenChart[] | null = null;
  const charts = () => {
    seen ??= runPython(LIST_CHARTS, join(out, MAIN)) as readonly SeenChart[];
    return seen;
  };

  it('lists the charts, each beside its numbers and below the table of its form', () => {
    const titles = (sheet: string) =>
      charts()
        .filter((chart) => chart.sheet === sheet)
        .map((chart) => [chart.title, chart.kinds.join()]);
    const paired = [
      ['结对帮扶活动月统计表：走访户数与走访覆盖率（户）', 'barChart,lineChart'],
      ['结对帮扶活动月统计表：慰问金、慰问品折价（万元）', 'barChart,lineChart'],
    ];
    const donations = [
      ['捐赠款物：捐款与捐物折价（万元）', 'barChart,lineChart'],
      ['捐赠款物按捐赠方类型（万元）', 'doughnutChart'],
    ];
    const wishes = [
      ['微心愿对接表：微心愿与对接率（个）', 'barChart,lineChart'],
      ['微心愿对接率与目标（占微心愿的比例）', 'barChart,lineChart'],
    ];
    expect(titles('图表数据')).toEqual([
      ['各县（市）报送率', 'barChart'],
      ...paired,
      ...donations,
      ...wishes,
    ]);
    expect(titles('结对帮扶活动月统计表')).toEqual(paired);
    expect(titles('捐赠款物统计表')).toEqual(donations);
    expect(titles('微心愿对接表')).toEqual(wishes);
    expect(titles('总览')).toEqual([]);
  });

  it('sees columns stacked, a rate on an axis of its own, the target as a line among the shares', () => {
    const of = (part: string) =>
      charts().find(({ sheet, title }) => sheet === '图表数据' && title.includes(part))!;
    expect(of('捐款与捐物').groupings[0]).toBe('stacked');
    expect(
      of('捐款与捐物')
        .series.slice(0, 2)
        .map(({ nameShown }) => nameShown),
    ).toEqual(['捐款金额', '折价金额']);
    expect(of('走访覆盖率').groupings[0]).toBe('clustered');
    expect(new Set(of('走访覆盖率').axes).size).toBe(2);
    const shares = of('与目标');
    expect(shares.groupings[0]).toBe('stacked');
    expect(new Set(shares.axes).size).toBe(1);
    expect(shares.kinds).toEqual(['barChart', 'lineChart']);
    expect(of('捐赠方类型').kinds).toEqual(['doughnutChart']);
    expect(of('捐赠方类型').series[0]!.categoriesShown.length).toBeGreaterThan(1);
  });

  it('finds in every range what the chart remembers', () => {
    for (const { title, series } of charts()) {
      expect(series.length).toBeGreaterThan(0);
      for (const { nameShown, categoriesShown, cells, cache } of series) {
        expect(nameShown).toMatch(/\S/);
        expect(categoriesShown.every((name) => typeof name === 'string')).toBe(true);
        expect([title, cache]).toEqual([title, cells]);
        expect(cells).toHaveLength(categoriesShown.length);
      }
    }
  });

  it('sees the campaign as it was made up: 捐款 by county in 万元, shares of 微心愿 that add up to 1', () => {
    const beside = charts().filter(({ sheet }) => sheet === '图表数据');
    const of = (part: string) => beside.find(({ title }) => title.includes(part))!.series;
    const [money] = of('捐款与捐物');
    const { counties } = truth.totals.donations!;
    expect(money!.categoriesShown.length).toBeGreaterThan(2);
    money!.categoriesShown.forEach((county, index) => {
      expect(money!.cells[index]).toBeCloseTo(counties[county]!.money! / 10_000, 6);
    });
    const shares = of('与目标');
    const wished = truth.totals.wishes!.counties;
    shares[0]!.categoriesShown.forEach((county, index) => {
      const { wishes, docked, fulfilled } = wished[county]!;
      const [first, second, third, target] = shares.map((item) => item.cells[index]!);
      expect(first).toBeCloseTo(fulfilled! / wishes!, 9);
      expect(first! + second!).toBeCloseTo(docked! / wishes!, 9);
      expect(first! + second! + third!).toBeCloseTo(1, 9);
      expect(target).toBe(0.3);
    });
    const [visited, coverage] = of('走访覆盖率');
    const paired = truth.totals['paired-assistance']!.counties;
    visited!.categoriesShown.forEach((county, index) => {
      const { householdsVisited, householdsPaired } = paired[county]!;
      expect(visited!.cells[index]).toBe(householdsVisited);
      expect(coverage!.cells[index]).toBeCloseTo(householdsVisited! / householdsPaired!, 9);
    });
    const { units } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Pick<ResultJson, 'units'>;
    const areas = new Map(units.map(({ code, county }) => [code, county ?? '地直单位']));
    const rates = of('报送率');
    expect(rates).toHaveLength(3);
    for (const { nameShown, categoriesShown, cells } of rates) {
      const form = FORM_KEYS.get(nameShown);
      categoriesShown.forEach((county, index) => {
        const owed = truth.completeness.filter((one) => one.form === form && areas.get(one.unit) === county);
        const received = owed.filter(({ status }) => status !== 'missing');
        expect(owed.length).toBeGreaterThan(0);
        expect([county, nameShown, cells[index]]).toEqual([
          county,
          nameShown,
          expect.closeTo(received.length / owed.length, 9),
        ]);
      });
    }
    const kinds = of('捐赠方类型')[0]!;
    expect(kinds.cells.reduce<number>((sum, value) => sum + value!, 0)).toBeCloseTo(
      Object.values(counties).reduce((sum, county) => sum + county.total!, 0) / 10_000,
      6,
    );
  });
});

describe('SheetJS', () => {
  it('opens every summary', () => {
    for (const path of summaries()) {
      const book = XLSX.read(readFileSync(path));
      expect(book.SheetNames).toContain('图表数据');
      expect(book.Sheets.图表数据!.A1).toMatchObject({ t: 's' });
    }
  });
});

/** Changes the number of a cell and takes away every result: whoever opens the workbook has to calculate. */
function withChangedCell(path: string, sheetName: string, reference: string, change: number): Uint8Array {
  const parts = partsOf(path);
  const workbook = textOf(parts, 'xl/workbook.xml');
  const position = attributes(workbook, /<sheet [^>]*name="([^"]+)"/g).indexOf(sheetName) + 1;
  const changed: Record<string, Uint8Array> = { ...parts };
  for (const name of Object.keys(parts).filter((item) => /^xl\/worksheets\/sheet\d+\.xml$/.test(item))) {
    let xml = textOf(parts, name);
    if (name === `xl/worksheets/sheet${position}.xml`) {
      const cell = new RegExp(`(<c r="${reference}"[^>]*><v>)([^<]+)`);
      expect(xml).toMatch(cell);
      xml = xml.replace(cell, (_, start: string, value: string) => `${start}${Number(value) + change}`);
    }
    changed[name] = strToU8(xml.replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1'));
  }
  return zipSync(changed, { level: 1 });
}

/** The values that charts remember, by the range that they come from. */
function chartCaches(path: string): ReadonlyMap<string, readonly number[]> {
  const parts = partsOf(path);
  const caches = new Map<string, readonly number[]>();
  for (const name of Object.keys(parts).filter((item) => /^xl\/charts\/chart\d+\.xml$/.test(item))) {
    for (const part of textOf(parts, name).split('<c:numRef>').slice(1)) {
      const formula = /<c:f>([^<]+)<\/c:f>/.exec(part)![1]!.replaceAll("'", '').replaceAll('&apos;', '');
      caches.set(formula, attributes(part.split('</c:numRef>')[0]!, /<c:v>([^<]+)<\/c:v>/g).map(Number));
    }
  }
  return caches;
}

describe.skipIf(!HAS_LIBREOFFICE)('LibreOffice (skipped without it)', () => {
  it('calculates county, prefecture and charts anew when one cell of a unit changes', () => {
    const before = XLSX.read(readFileSync(join(out, MAIN)));
    const units = XLSX.utils.sheet_to_json<unknown[]>(before.Sheets['捐赠款物统计表-分单位']!, { header: 1 });
    // 捐款金额 stands in column H of a unit that has a number there.
    const row = units.findIndex((cells) => typeof cells[0] === 'number' && typeof cells[7] === 'number') + 1;
    const county = units[row - 1]![1];
    const path = join(folder, 'changed.xlsx');
    writeFileSync(path, withChangedCell(join(out, MAIN), '捐赠款物统计表-分单位', `H${row}`, 20_000.01));
    const [saved] = convertWithLibreOffice([path], 'xlsx:Calc MS Excel 2007 XML', join(folder, 'saved'));
    const after = XLSX.read(readFileSync(saved!));
    const numbers = (book: XLSX.WorkBook, name: string, column: number) =>
      new Map(
        XLSX.utils
          .sheet_to_json<unknown[]>(book.Sheets[name]!, { header: 1 })
          .flatMap((cells) => (typeof cells[column] === 'number' ? [[cells[0], cells[column]]] : [])),
      );
    // 捐款金额 is column G of the table of counties.
    const [was, is] = [before, after].map((book) => numbers(book, '捐赠款物统计表', 6));
    for (const [name, value] of was!)
      expect([name, is!.get(name)]).toEqual([
        name,
        name === county || name === '合计' ? expect.closeTo(value! + 20_000.01, 2) : value,
      ]);

    // 总览 says the new total in words, and nothing else differently.
    const words = (book: XLSX.WorkBook) =>
      XLSX.utils
        .sheet_to_json<unknown[]>(book.Sheets.总览!, { header: 1 })
        .flatMap((cells) => cells.filter((value) => typeof value === 'string'));
    const [said, says] = [words(before), words(after)];
    const wan = (yuan: unknown) => `${(Math.round(Number(yuan) / 100) / 100).toFixed(2)} 万元`;
    const isDifferent = (_: string, index: number) => said[index] !== says[index];
    expect(said.filter(isDifferent)).toEqual([wan(was!.get('合计'))]);
    expect(says.filter(isDifferent)).toEqual([wan(is!.get('合计'))]);

    // In the block of 捐款 the first column of numbers changes for that county alone, and the chart remembers it so.
    const rows = XLSX.utils.sheet_to_json<unknown[]>(after.Sheets.图表数据!, { header: 1 });
    const heading = rows.findIndex((cells) => cells[0] === '捐赠款物：捐款与捐物折价（万元）');
    const rowNumber = rows.findIndex((cells, index) => index > heading && cells[0] === county) + 1;
    const beforeRows = XLSX.utils.sheet_to_json<unknown[]>(before.Sheets.图表数据!, { header: 1 });
    expect(rows[rowNumber - 1]![1]).toBeCloseTo((beforeRows[rowNumber - 1]![1] as number) + 2.000001, 6);
    const caches = [...chartCaches(saved!)].filter(([formula]) => formula.startsWith('图表数据!$B$'));
    const cache = caches.find(([formula]) => formula.startsWith(`图表数据!$B$${heading + 3}:`))!;
    expect(cache[1][rowNumber - heading - 3]).toBeCloseTo(rows[rowNumber - 1]![1] as number, 6);
    // The other charts keep what they had.
    const remembered = chartCaches(join(out, MAIN));
    const changedRanges = caches.filter(([formula, values]) =>
      values.some(
        (value, index) => Math.abs(value - (remembered.get(formula)?.[index] ?? Number.NaN)) > 1e-9,
      ),
    );
    expect(changedRanges.map(([formula]) => formula)).toEqual([cache[0]]);
  }, 180_000);
});
