import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate, outputWorkbooks } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { readWhole } from '../../src/app/campaign-folder.js';
import { explain } from '../../src/app/explain.js';
import { type FormDefinition, measuresOf } from '../../src/form/form-definition.js';
import { type Contribution, findContributions } from '../../src/merge/contributions.js';
import type { Summary } from '../../src/merge/summary.js';
import { formatExplanation } from '../../src/report/explanation-text.js';
import type { GridWorkbook } from '../../src/workbook/grid.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference } from '../../src/workbook/reference.js';
import { STYLES } from '../../src/workbook/theme.js';
import type { CellOrigin, PartOrigin, PlannedCell, SheetPlan } from '../../src/workbook/workbook-plan.js';
import { SAMPLE } from './campaign-copy.js';
import { PYTHON, runPython } from './openpyxl.js';

// Every number of the sample's prefecture workbook is a total whose leaves add up to it, or is known to be none.

const AS_OF = '2020-10-26T09:00:00+08:00';
const WORKBOOK = '汇总/塔城地区汇总表.xlsx';

/** Numbers that are no totals: of every sheet, or of one, by the header above them. */
const NO_TOTALS: readonly { readonly sheet: RegExp; readonly header: RegExp; readonly why: string }[] = [
  { sheet: /./, header: /^序号$/, why: 'a serial number' },
  { sheet: /^总览$/, header: /^名次$/, why: 'a place in an order' },
  { sheet: /^(图表数据|未达标单位)$/, header: /^目标/, why: 'a setting' },
  { sheet: /^未报送名单$/, header: /^逾期天数$/, why: 'days' },
  { sheet: /^情况说明$/, header: /^处数$/, why: 'findings, which the findings list holds' },
];

const dir = join(mkdtempSync(join(tmpdir(), 'bangfu-every-total-')), '活动');
afterAll(() => rmSync(join(dir, '..'), { recursive: true }));

let forms: readonly FormDefinition[];
let summary: Summary;
let sheets: readonly SheetPlan[];
let written: GridWorkbook;

const options = () => ({
  dir,
  forms,
  runAt: AS_OF,
  asOf: AS_OF,
  tool: { name: 'bangfu', version: 'test' },
  onProgress: () => undefined,
});

beforeAll(async () => {
  cpSync(SAMPLE, dir, { recursive: true });
  forms = await loadBuiltInForms();
  ({ summary } = await aggregate({ ...options(), out: null }));
  sheets = outputWorkbooks(summary, '..')[0]!.plan().sheets;
  const read = readWorkbook(readWhole(join(dir, WORKBOOK)));
  if (read.kind === 'unreadable') throw new Error(read.reason.code);
  written = read.workbook;
});

interface NumberAt {
  readonly sheet: string;
  readonly reference: string;
  /** As the file holds it. */
  readonly value: number;
  readonly header: string;
  readonly cell: PlannedCell | undefined;
}

/** Every number that the file holds, with the nearest header above it. */
function numbersWritten(): readonly NumberAt[] {
  return written.sheets.flatMap((grid) => {
    const plan = sheets.find(({ name }) => name === grid.sheetName)!;
    const found: NumberAt[] = [];
    for (let row = 1; row <= grid.lastRowNumber; row++) {
      for (let column = 1; column <= grid.lastColumnNumber; column++) {
        const value = grid.valueAt(row, column);
        if (typeof value !== 'number') continue;
        found.push({
          sheet: grid.sheetName,
          reference: formatReference(row, column),
          value,
          header: headerAbove(plan, row, column),
          cell: plan.rows
            .find(({ rowNumber }) => rowNumber === row)
            ?.cells.find(({ columnNumber }) => columnNumber === column),
        });
      }
    }
    return found;
  });
}

function headerAbove(plan: SheetPlan, row: number, column: number): string {
  for (const { rowNumber, cells } of plan.rows.toReversed()) {
    if (rowNumber >= row) continue;
    const header = cells.find((cell) => cell.columnNumber === column && cell.style === STYLES.header);
    if (typeof header?.value === 'string') return header.value;
  }
  return '';
}

function isNoTotal({ sheet, header }: NumberAt): boolean {
  return NO_TOTALS.some((item) => item.sheet.test(sheet) && item.header.test(header));
}

/** True where the leaves of a part are cents. */
function isMoney(part: PartOrigin): boolean {
  if (part.kind !== 'total') return false;
  const form = forms.find(({ key }) => key === part.form)!;
  const field = measuresOf(form).find(({ key }) => key === part.key)?.field;
  return form.fields.find(({ key }) => key === field)?.kind === 'amount';
}

const leavesByPart = new Map<string, readonly Contribution[]>();

function leavesOf(part: PartOrigin): readonly Contribution[] {
  const key = JSON.stringify(part);
  const known = leavesByPart.get(key) ?? findContributions(summary, part);
  leavesByPart.set(key, known);
  return known;
}

/** The sum of the leaves, in cents where they are money. */
function sumOf(parts: readonly PartOrigin[] = []): number {
  return parts.reduce((sum, part) => sum + leavesOf(part).reduce((total, { value }) => total + value, 0), 0);
}

/** What a cell has to show by the leaves; money in whole cents until the last step. */
function shownBy({ plus, minus, over = [], shown }: CellOrigin): number {
  const scale = isMoney(plus[0]!) ? 100 : 1;
  const number = sumOf(plus) - sumOf(minus);
  const whole = sumOf(over) / (over.some(isMoney) ? 100 : 1);
  const percent = shown !== undefined && 'percent' in shown ? shown.percent : 0;
  switch (shown?.kind) {
    case 'tenThousands':
      return number / scale / 10_000;
    case 'gap':
      return Math.round((percent - (number * 100) / scale / whole) * 100) / 100;
    case 'lacking':
      return Math.ceil((percent * whole - (number / scale) * 100) / 100);
    default:
      return over.length === 0 ? number / scale : number / scale / whole;
  }
}

describe('every number of the prefecture’s workbook', () => {
  it('is the sum of its leaves, to the cent, or known to be no total', () => {
    const numbers = numbersWritten();
    expect(numbers.length).toBeGreaterThan(2_500);
    const unknown = numbers.filter((item) => item.cell?.origin === undefined && !isNoTotal(item));
    expect(unknown.map(({ sheet, reference, header }) => [sheet, reference, header])).toEqual([]);
    const totals = numbers.flatMap((item) => (item.cell?.origin ? [{ item, origin: item.cell.origin }] : []));
    expect(totals.length).toBeGreaterThan(2_000);
    expect(totals.filter(({ item }) => isNoTotal(item))).toEqual([]);
    const wrong = totals.filter(({ item, origin }) => {
      const expected = shownBy(origin);
      // Quotients and 万元 are rounded to twelve places; everything else is exact.
      const isDivided = origin.over !== undefined || origin.shown?.kind === 'tenThousands';
      return isDivided ? Math.abs(item.value - expected) > 1e-11 : item.value !== expected;
    });
    expect(
      wrong.map(({ item, origin }) => [item.sheet, item.reference, item.value, shownBy(origin)]),
    ).toEqual([]);
  });

  it('and of the counties’ workbooks, as they are planned, likewise', () => {
    const counties = outputWorkbooks(summary, '..').filter(({ summaryOf }) => typeof summaryOf === 'string');
    expect(counties).toHaveLength(8);
    for (const { path, plan } of counties) {
      for (const sheet of plan().sheets) {
        for (const { rowNumber, cells } of sheet.rows) {
          for (const { columnNumber, value, origin } of cells) {
            const shown = typeof value === 'object' && value?.kind === 'formula' ? value.result : value;
            if (typeof shown !== 'number') continue;
            const header = headerAbove(sheet, rowNumber, columnNumber);
            const isNone = NO_TOTALS.some((item) => item.sheet.test(sheet.name) && item.header.test(header));
            const place = [path, sheet.name, formatReference(rowNumber, columnNumber), header];
            expect([...place, isNone]).toEqual([...place, origin === undefined]);
            if (origin !== undefined) expect(shown).toBeCloseTo(shownBy(origin), 9);
          }
        }
      }
    }
  });

  it('of each kind of sheet is among them', () => {
    const names = new Set(
      numbersWritten().flatMap(({ sheet, cell }) => (cell?.origin === undefined ? [] : [sheet])),
    );
    const titles = summary.forms.map(({ title }) => title);
    expect([...names]).toEqual(
      expect.arrayContaining([
        '总览',
        '图表数据',
        '未达标单位',
        ...titles,
        ...titles.map((title) => `${title}-分单位`),
      ]),
    );
  });

  it('in words on 总览 is the number rounded', () => {
    const words = sheets
      .find(({ name }) => name === '总览')!
      .rows.flatMap(({ cells }) => cells)
      .filter(({ origin }) => origin?.shown?.kind === 'words');
    expect(words.length).toBeGreaterThanOrEqual(10);
    for (const { value, origin } of words) {
      const exact = shownBy(origin!);
      const said = typeof value === 'object' && value?.kind === 'formula' ? value.result : value;
      const [, digits = '', unit = ''] = /^([\d,.]+) ?(.*)$/.exec(String(said)) ?? [];
      const number = Number(digits.replaceAll(',', ''));
      const divisor = unit === '万元' ? 10_000 : unit === '%' ? 0.01 : 1;
      const step = /\.(\d+)$/.exec(digits)?.[1]?.length ?? 0;
      expect([said, Math.abs(exact / divisor - number) <= 0.5000001 / 10 ** step]).toEqual([said, true]);
    }
  });
});

describe('bangfu explain', () => {
  it('prints trees whose lines add up, for a rate, a number in 万元 and a count of reports', async () => {
    const rate = numbersWritten().find(
      ({ sheet, cell }) => sheet === '未达标单位' && cell?.origin?.over !== undefined,
    )!;
    const wan = numbersWritten().find(({ cell }) => cell?.origin?.shown?.kind === 'tenThousands')!;
    const count = numbersWritten().find(
      ({ sheet, header }) => sheet === '总览' && header.startsWith('已报（'),
    )!;
    for (const { sheet, reference } of [rate, wan, count]) {
      const explanation = await explain(options(), WORKBOOK, `${sheet}!${reference}`);
      expect(explanation.isOutdated).toBe(false);
      const text = formatExplanation(explanation, explanation.text);
      const trees = text.split('\n\n').filter((block) => block.includes('├'));
      expect(trees).toHaveLength(explanation.parts.length);
      for (const tree of trees) {
        const lines = tree.split('\n');
        const at = (start: RegExp) =>
          lines
            .filter((line) => start.test(line))
            .reduce((sum, line) => sum + Math.round(Number(/　(-?[\d.]+) /.exec(line)![1]) * 100), 0);
        const top = Math.round(Number(/ = ([\d.]+)/.exec(lines[0]!)![1]) * 100);
        expect(at(/^├ /)).toBe(top);
        expect(at(/^│ {2}├ /)).toBe(top);
        if (sheet !== '总览') expect(at(/^│ {2}│ /)).toBe(top);
      }
    }
    const { parts } = await explain(options(), WORKBOOK, `${count.sheet}!${count.reference}`);
    expect(parts[0]!.contributions).toHaveLength(count.value);
  });
});

describe.skipIf(PYTHON === undefined)('the leaves (skipped without openpyxl)', () => {
  it('are what the named cells of the returned files hold', () => {
    const sums = summary.forms.flatMap((form) =>
      measuresOf(form)
        .filter(({ kind }) => kind === 'sum')
        .map(({ key }) => {
          const area = { kind: 'prefecture' } as const;
          const part: PartOrigin = { kind: 'total', form: form.key, key, area, group: null };
          return { part, leaves: leavesOf(part), total: summary.totals.get(form.key)!.prefecture[key] };
        }),
    );
    const placeOf = ({ path, sheet, cell }: Pick<Contribution, 'path' | 'sheet' | 'cell'>) => [
      path,
      sheet,
      cell,
    ];
    const places = sums.flatMap(({ leaves }) => leaves.map(placeOf));
    const values = runPython(READ_CELLS, dir, places) as readonly unknown[];
    // A cell is named itself, or by the header of its column where that says 万元.
    const isTold = ({ path, sheet, cell }: Contribution) =>
      summary.findings.some(
        (finding) =>
          (finding.rule === 'converted' || finding.rule === 'scaled') &&
          finding.path === path &&
          finding.sheet === sheet &&
          (finding.cell === cell ||
            (finding.rule === 'scaled' && finding.cell?.replace(/\d/g, '') === cell?.replace(/\d/g, ''))),
      );
    let [checked, converted] = [0, 0];
    for (const { part, leaves, total } of sums) {
      const inFiles = leaves.map((leaf) => {
        const value = values[checked++];
        const number = typeof value !== 'number' ? null : isMoney(part) ? Math.round(value * 100) : value;
        if (number === leaf.value) return number;
        // Read tolerantly, which a finding says.
        expect([placeOf(leaf), value, isTold(leaf)]).toEqual([placeOf(leaf), value, true]);
        converted++;
        return leaf.value;
      });
      expect([part, inFiles.reduce((sum, value) => sum + value, 0)]).toEqual([part, total]);
    }
    expect(checked).toBeGreaterThan(1_300);
    expect(converted).toBeLessThan(checked / 20);
  });
});

describe.skipIf(PYTHON === undefined)(
  'links between units and their records (skipped without openpyxl)',
  () => {
    it('lead both ways to the cell that holds the unit’s name', () => {
      const outputs = join(dir, '汇总');
      const books = outputWorkbooks(summary, '..')
        .map(({ path }) => path)
        .filter((path) => /(汇总表|底稿)\.xlsx$/.test(path));
      const links = runPython(READ_LINKS, outputs, books) as readonly UnitLink[];
      const [toRecords, back] = [
        links.filter(({ kind }) => kind === '底稿'),
        links.filter(({ kind }) => kind === '汇总表行'),
      ];
      const counted = summary.counted.filter(({ records }) => records.length > 0);
      const rows = counted.reduce((sum, { records }) => sum + records.length, 0);
      // Once in the prefecture's workbook, once in that of the county; every row in both 底稿.
      expect(toRecords).toHaveLength(2 * counted.length);
      expect(back).toHaveLength(2 * rows);
      for (const { unit, found, file, text, row } of links) {
        expect([file, unit, found]).toEqual([file, unit, unit]);
        expect(Number(/^第 (\d+)/.exec(text)![1])).toBe(row);
      }
      expect(new Set(toRecords.map(({ file }) => file.includes('底稿/县级/')))).toEqual(new Set([true]));
      expect(back.every(({ file }) => file.endsWith('汇总表.xlsx'))).toBe(true);
    });
  },
);

interface UnitLink {
  readonly kind: '底稿' | '汇总表行';
  readonly text: string;
  /** 单位名称 of the row that the link stands in, and what stands where it leads to. */
  readonly unit: string;
  readonly found: string;
  readonly file: string;
  readonly row: number;
}

/** The links below the headers 底稿 and 汇总表行, followed into the other workbooks. */
const READ_LINKS = `
import os, re, urllib.parse
folder, paths = args
books = {path: openpyxl.load_workbook(os.path.join(folder, path)) for path in paths}
links = []
for path, book in books.items():
    for sheet in book:
        columns = {cell.value: cell.column for row in sheet.iter_rows(min_row=3, max_row=4) for cell in row if cell.value}
        for kind in ('底稿', '汇总表行'):
            if kind not in columns:
                continue
            for row in sheet.iter_rows(min_row=5):
                cell = row[columns[kind] - 1]
                if not cell.hyperlink:
                    continue
                file = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(cell.hyperlink.target)))
                name, reference = re.fullmatch(r"'(.*)'!(\\w+)", cell.hyperlink.location).groups()
                found = books[file][name.replace("''", "'")][reference]
                links.append({'kind': kind, 'text': cell.value, 'unit': row[columns['单位名称'] - 1].value, 'found': found.value, 'file': file, 'row': found.row})
print(json.dumps(links))
`;

/** The values of cells, each named by file, sheet and reference. */
const READ_CELLS = `
folder, places = args
books = {}
values = []
for path, sheet, cell in places:
    if path not in books:
        books[path] = openpyxl.load_workbook(folder + '/' + path, data_only=True)
    value = books[path][sheet][cell].value
    values.append(value if isinstance(value, (int, float)) or value is None else str(value))
print(json.dumps(values))
`;
