import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { disclose } from '../../src/app/disclose.js';
import { finalize } from '../../src/app/finalize.js';
import { writeSample } from '../../src/app/write-sample.js';
import { writeTemplates } from '../../src/app/write-templates.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PACKAGE_CHECKS, PYTHON, runPython } from './openpyxl.js';

// Every workbook and document that the commands write, as a package: by the standard, and opened by programs that are
// not ours. LibreOffice and most readers repair in silence what Excel complains of, so that opening alone shows little.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });
if (PYTHON === undefined) console.warn('skipped in part: no python3 with openpyxl on this machine');
if (!HAS_LIBREOFFICE) console.warn('skipped in part: no soffice on this machine');

const root = mkdtempSync(join(tmpdir(), 'bangfu-packages-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const dir = join(root, '2020-10');

beforeAll(async () => {
  const forms = await loadBuiltInForms();
  const at = (asOf: string) => ({
    dir,
    forms,
    runAt: asOf,
    asOf,
    tool: { name: 'bangfu', version: 'test' },
    onProgress: () => undefined,
  });
  const earlier = join(root, '2020-09');
  const size = { counties: 2, units: 16, defects: 0.4 };
  await writeSample(earlier, { ...size, seed: 2, month: '2020-09' }, forms, () => undefined);
  await aggregate({ ...at('2020-09-28T09:00:00+08:00'), dir: earlier, out: null });
  await writeSample(dir, { ...size, seed: 3, month: '2020-10' }, forms, () => undefined);
  await writeTemplates(dir, forms, () => undefined);
  const month = at('2020-10-28T09:00:00+08:00');
  await aggregate({ ...month, out: null });
  await finalize({ ...month, asOf: '2020-10-29T09:00:00+08:00', note: null, by: null });
  const inbox = join(dir, '收件');
  const first = readdirSync(inbox, { recursive: true, encoding: 'utf8' }).find((name) =>
    /^[^~]*\.xlsx$/.test(name),
  )!;
  rmSync(join(inbox, first));
  await aggregate({ ...at('2020-10-30T09:00:00+08:00'), out: null, earlier: [earlier] });
  await disclose({ ...at('2020-10-30T09:00:00+08:00'), period: { from: '2020-11-02', days: 7 } });
});

/** Everything that we wrote, without what came in. */
const written = (): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(xls[xm]|docx)$/.test(path) && !path.startsWith('收件/'))
    .sort()
    .map((path) => join(dir, path));

/** What kind of output a file is: files of one kind are made by one planner. */
const kindOf = (path: string): string =>
  path
    .slice(dir.length + 1)
    .replace(/^定稿\/[^/]+\//, '')
    .replace(/[^/]*(汇总表|底稿)\.xlsx$/, '$1')
    .replace(/^(汇总\/退回修改|模板\/[^/]+)\/.*/, '$1');

/** What is wrong, the part, how it comes about, what is said of it. */
const FAULTS: readonly (readonly [string, string, (xml: string) => string, RegExp])[] = [
  [
    'a content type missing',
    '[Content_Types].xml',
    (xml) =>
      xml
        .replace(/<Override PartName="\/xl\/styles.xml"[^>]*>/, '')
        .replace(/<Default Extension="xml"[^>]*>/, ''),
    /styles\.xml: no content type/,
  ],
  [
    'a content type of nothing',
    '[Content_Types].xml',
    (xml) => xml.replace('charts/chart1.xml', 'charts/chart99.xml'),
    /nothing at xl\/charts\/chart99/,
  ],
  [
    'a relationship to nothing',
    'xl/_rels/workbook.xml.rels',
    (xml) => xml.replace('worksheets/sheet2.xml', 'worksheets/sheet77.xml'),
    /target of \w+ is missing/,
  ],
  [
    'an id without relationship',
    'xl/drawings/drawing3.xml',
    (xml) => xml.replace('r:id="rIdChart1"', 'r:id="rId77"'),
    /rId77 has no relationship/,
  ],
  [
    'a sheetId twice',
    'xl/workbook.xml',
    (xml) => xml.replace('sheetId="2"', 'sheetId="1"'),
    /sheetId \['1'\] twice/,
  ],
  [
    'a shape id twice',
    'xl/drawings/drawing3.xml',
    (xml) => xml.replace('cNvPr id="3"', 'cNvPr id="2"'),
    /shape ids \['2'\] twice/,
  ],
  [
    'a defined name twice',
    'xl/workbook.xml',
    (xml) => xml.replace(/(<definedName .*?<\/definedName>)/, '$1$1'),
    /defined name .* twice/,
  ],
  [
    'elements of a sheet out of order',
    'xl/worksheets/sheet4.xml',
    (xml) => xml.replace(/(<pageMargins[^>]*>)(<pageSetup[^>]*>)/, '$2$1'),
    /sheet4.xml: order of elements/,
  ],
  [
    'elements of a chart out of order',
    'xl/charts/chart2.xml',
    (xml) => xml.replace(/(<c:cat>.*?<\/c:cat>)(<c:val>.*?<\/c:val>)/, '$2$1'),
    /<cat> out of place in <ser>/,
  ],
  [
    'labels outside stacked bars',
    'xl/charts/chart4.xml',
    (xml) => xml.replaceAll(/<c:dLblPos val="\w+"\/>/g, '<c:dLblPos val="outEnd"/>'),
    /labels of a barChart stacked cannot stand at outEnd/,
  ],
  [
    'a text that is not there',
    'xl/worksheets/sheet4.xml',
    (xml) => xml.replace(/(t="s"><v>)\d+/, '$199999'),
    /text 99999 of/,
  ],
  [
    'merges that meet',
    'xl/worksheets/sheet5.xml',
    (xml) =>
      xml.replace(
        /<mergeCells count="(\d+)">/,
        (_, count) => `<mergeCells count="${Number(count) + 1}"><mergeCell ref="A1:B1"/>`,
      ),
    /merges .* meet/,
  ],
];

interface Checked {
  readonly path: string;
  readonly problems: readonly string[];
  readonly parts: number;
  readonly charts: number;
  readonly sheets: readonly string[];
}

describe.skipIf(PYTHON === undefined)('packages (skipped without openpyxl)', () => {
  const check = (paths: readonly string[]) =>
    runPython(
      PACKAGE_CHECKS + readFileSync(join(import.meta.dirname, 'check-packages.py'), 'utf8'),
      paths,
    ) as readonly Checked[];

  it('of all outputs: parts, relationships, ids and orders as the standard has them, without a warning of openpyxl', () => {
    const checked = check(written());
    expect(checked.flatMap(({ path, problems }) => problems.map((problem) => [path, problem]))).toEqual([]);
    const kinds = new Set(written().map(kindOf));
    for (const kind of [
      '汇总/汇总表',
      '汇总/县级汇总/汇总表',
      '汇总/底稿/底稿',
      '汇总/底稿/县级/底稿',
      '汇总/退回修改',
      '汇总/变动情况.xlsx',
      '汇总/校验问题清单.xlsx',
      '汇总/未报送单位名单.xlsx',
      '汇总/通报（草稿）.docx',
      '公示/捐赠款物公示表.xlsx',
      '公示/微心愿公示表.xlsx',
      '收件台账.xlsx',
      '活动设置.xlsx',
    ])
      expect(kinds).toContain(kind);
    expect([...kinds].filter((kind) => kind.startsWith('模板/')).length).toBeGreaterThan(1);
    expect(Math.max(...checked.map(({ charts }) => charts))).toBeGreaterThan(12);
  });

  it('with a fault that LibreOffice opens without a word are told from those without', () => {
    const parts = unzipSync(readFileSync(written().find((path) => kindOf(path) === '汇总/汇总表')!));
    const spoilt = FAULTS.map(([name, part, spoil]) => {
      const before = strFromU8(parts[part]!);
      expect([name, spoil(before) === before]).toEqual([name, false]);
      const path = join(root, `${name}.xlsx`);
      writeFileSync(path, zipSync({ ...parts, [part]: strToU8(spoil(before)) }, { level: 1 }));
      return path;
    });
    check(spoilt).forEach(({ problems }, index) => {
      expect(problems.join('\n')).toMatch(FAULTS[index]![3]);
    });
  });
});

describe('opened', () => {
  /** The last of each kind. */
  const ofEachKind = (): string[] => {
    const paths = written().filter((path) => path.endsWith('.xlsx'));
    const kinds = paths.map(kindOf);
    return paths.filter((_, index) => kinds.lastIndexOf(kinds[index]!) === index);
  };

  it('SheetJS reads every workbook', () => {
    for (const path of written().filter((name) => !name.endsWith('.docx'))) {
      const book = XLSX.read(readFileSync(path));
      expect([
        path,
        book.SheetNames.length > 0 &&
          book.SheetNames.every((name) => book.Sheets[name]!['!ref'] !== undefined),
      ]).toEqual([path, true]);
    }
  });

  it.skipIf(!HAS_LIBREOFFICE)(
    'LibreOffice opens each kind and finds all sheets and charts (skipped without it)',
    () => {
      const into = join(root, 'opened');
      mkdirSync(into);
      const paths = ofEachKind();
      const copies = paths.map((path, index) => {
        const copy = join(root, `${index}${extname(path)}`);
        copyFileSync(path, copy);
        return copy;
      });
      const saved = convertWithLibreOffice(copies, 'xlsx:Calc MS Excel 2007 XML', into);
      const look = (path: string) => {
        const bytes = readFileSync(path);
        const charts = Object.keys(unzipSync(bytes)).filter((name) =>
          /^xl\/charts\/chart\d+\.xml$/.test(name),
        );
        return { sheets: XLSX.read(bytes, { bookSheets: true }).SheetNames, charts: charts.length };
      };
      paths.forEach((path, index) => {
        expect([basename(path), look(saved[index]!)]).toEqual([basename(path), look(path)]);
      });
      expect(paths.length).toBeGreaterThan(12);
    },
  );
});
