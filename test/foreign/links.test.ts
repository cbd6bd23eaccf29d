import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import { PYTHON, runPython } from './openpyxl.js';

const folder = mkdtempSync(join(tmpdir(), 'bangfu-links-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every sheet with how far it reaches, every link and every defined name of workbooks, as openpyxl reads them. */
const READ = `
def read(path):
    book = openpyxl.load_workbook(path)
    sheets = {}
    links = []
    for sheet in book:
        sheets[sheet.title] = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    links.append([sheet.title, cell.coordinate, cell.value, cell.hyperlink.target, cell.hyperlink.location])
    return {'sheets': sheets, 'links': links}
print(json.dumps({path: read(path) for path in args[0]}))
`;

interface ReadWorkbook {
  /** Cells with content, by sheet. */
  readonly sheets: Readonly<Record<string, readonly string[]>>;
  readonly links: readonly (readonly [
    sheet: string,
    cell: string,
    text: string,
    target: string | null,
    location: string | null,
  ])[];
}

async function aggregateInto(dir: string, out: string): Promise<void> {
  await aggregate({
    dir,
    forms: await loadBuiltInForms(),
    runAt: '2020-10-26T09:00:00+08:00',
    asOf: '2020-10-26T09:00:00+08:00',
    tool: { name: 'bangfu', version: 'test' },
    onProgress: () => undefined,
    out,
  });
}

const readAll = (paths: readonly string[]) =>
  runPython(READ, paths) as Readonly<Record<string, ReadWorkbook>>;

/** `'捐赠款物统计表-分单位'!B5` → its sheet and cell. */
function placeOf(location: string): readonly [sheet: string, cell: string] {
  const [, quoted, plain, cell] = /^(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]+\d+)$/.exec(location) ?? [];
  return [quoted?.replaceAll("''", "'") ?? plain ?? '', cell ?? ''];
}

/** What is wrong with the links of workbooks: no such file, sheet or cell. */
function brokenLinks(books: Readonly<Record<string, ReadWorkbook>>): readonly string[] {
  return Object.entries(books).flatMap(([path, { links }]) =>
    links.flatMap(([sheet, cell, text, target, location]) => {
      const place = `${path} ${sheet}!${cell} ${text}`;
      const file = target === null ? path : resolve(dirname(path), decodeURIComponent(target));
      if (!existsSync(file)) return [`${place}: no file ${file}`];
      if (location === null) return target === null ? [`${place}: leads nowhere`] : [];
      const [toSheet, toCell] = placeOf(location);
      const book = books[file];
      // A received file is what its unit made it.
      if (book === undefined) return [];
      return book.sheets[toSheet]?.includes(toCell) ? [] : [`${place}: no cell ${location}`];
    }),
  );
}

describe.skipIf(PYTHON === undefined)('links, as openpyxl reads them (skipped without it)', () => {
  const made = { sample: join(folder, 'sample'), allForms: join(folder, 'all', '汇总') };
  const books: {
    sample?: Readonly<Record<string, ReadWorkbook>>;
    allForms?: Readonly<Record<string, ReadWorkbook>>;
  } = {};
  const ours = (out: string) =>
    readdirSync(out, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.xlsx') && !name.startsWith('退回修改'))
      .map((name) => join(out, name));

  beforeAll(async () => {
    await aggregateInto('samples/塔城地区-2020年10月', made.sample);
    const dir = dirname(made.allForms);
    const forms = await loadBuiltInForms();
    await writeSample(
      dir,
      { counties: 2, units: 16, seed: 5, defects: 0.2, isAsked: () => true },
      forms,
      () => undefined,
    );
    await aggregateInto(dir, made.allForms);
    books.sample = readAll(ours(made.sample));
    books.allForms = readAll(ours(made.allForms));
  }, 300_000);

  it.each(['sample', 'allForms'] as const)('all lead to a file, sheet and cell with content: %s', (name) => {
    expect(Object.values(books[name]!).flatMap(({ links }) => links).length).toBeGreaterThan(300);
    expect(brokenLinks(books[name]!)).toEqual([]);
  });

  it('lead from every sheet of a summary to 总览 and from there to every sheet and county', () => {
    for (const [path, { sheets, links }] of Object.entries(books.sample!)) {
      if (!path.endsWith('汇总表.xlsx')) continue;
      const names = Object.keys(sheets);
      const back = links.filter(([, , , target, location]) => target === null && location === "'总览'!A1");
      expect([path, back.map(([sheet]) => sheet)]).toEqual([path, names.slice(1)]);
      const from = links.filter(([sheet]) => sheet === '总览');
      const reached = from.flatMap(([, , , target, location]) =>
        target === null && location !== null ? [placeOf(location)[0]] : [],
      );
      expect([path, names.slice(1).filter((sheet) => !reached.includes(sheet))]).toEqual([path, []]);
      const files = from.flatMap(([, , , target]) =>
        target?.includes('汇总表') ? [decodeURIComponent(target)] : [],
      );
      expect(files.toSorted()).toEqual(
        path.includes('县级汇总')
          ? ['../塔城地区汇总表.xlsx']
          : readdirSync(join(made.sample, '县级汇总'))
              .map((file) => `县级汇总/${file}`)
              .toSorted(),
      );
    }
  });

  it('lead from a county to the first of its units, and from its subtotal back to it', () => {
    const book = books.sample![join(made.sample, '塔城地区汇总表.xlsx')]!;
    const on = (sheet: string, text: string) =>
      book.links
        .filter((link) => link[0] === sheet && link[2] === text)
        .map(([, cell, , , to]) => [cell, to]);
    // 乌苏市 is the roster's second county; 塔城市 has three units that owe the form, and a subtotal.
    expect(on('捐赠款物统计表', '乌苏市')).toEqual([['A6', "'捐赠款物统计表-分单位'!B9"]]);
    expect(on('捐赠款物统计表-分单位', '乌苏市')).toEqual([['B12', "'捐赠款物统计表'!A6"]]);
    // 6 units of 塔城市 stand before it.
    expect(on('总览', '乌苏市').map(([, to]) => to)).toEqual(["'报送情况'!B10"]);
  });
});
