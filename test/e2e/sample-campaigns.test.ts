import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import { isAskedInExample } from '../../src/campaign/example-campaign.js';
import { type FormDefinition, measuresOf } from '../../src/form/form-definition.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import type { GridWorkbook } from '../../src/workbook/grid.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';

// The generator adds up its own truth; neither reading nor merging takes part in it.

type Truth = Pick<ResultJson, 'totals' | 'completeness' | 'findings'> & { readonly asOf: string };
const SAMPLE = 'samples/塔城地区-2020年10月';
const folder = mkdtempSync(join(tmpdir(), 'bangfu-samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

const forms = await loadBuiltInForms();
/** Those that a sample asks for unless it is told otherwise. */
const asked = forms.filter(isAskedInExample);
const readTruth = (dir: string) => JSON.parse(readFileSync(join(dir, '样本真值.json'), 'utf8')) as Truth;

async function run(dir: string, out: string) {
  const truth = readTruth(dir);
  const { result } = await aggregate({
    dir,
    forms,
    runAt: truth.asOf,
    asOf: truth.asOf,
    tool: { name: 'bangfu', version: 'test' },
    onProgress: () => undefined,
    out,
  });
  return { truth, result };
}

function open(path: string): GridWorkbook {
  const read = readWorkbook(readFileSync(path));
  if (read.kind === 'unreadable') throw new Error(`${path}: ${read.reason.code}`);
  return read.workbook;
}

/** The last 合计 row of a form's table in a summary workbook, by column title. */
function totalRow(workbook: GridWorkbook, sheetName: string): ReadonlyMap<string, number> {
  const grid = workbook.sheets.find((sheet) => sheet.sheetName === sheetName);
  if (!grid) throw new Error(`no sheet ${sheetName}`);
  const totals = new Map<string, number>();
  for (let rowNumber = grid.lastRowNumber; rowNumber > 4; rowNumber--) {
    if (grid.valueAt(rowNumber, 1) !== '合计') continue;
    for (let column = 2; column <= grid.lastColumnNumber; column++) {
      const title = grid.valueAt(4, column) ?? grid.valueAt(3, column);
      const value = grid.valueAt(rowNumber, column);
      if (typeof title === 'string' && typeof value === 'number') totals.set(title.split('\n')[0]!, value);
    }
    return totals;
  }
  throw new Error(`no total row in ${sheetName}`);
}

function expectTotals(
  shown: ReadonlyMap<string, number>,
  form: FormDefinition,
  expected: Readonly<Record<string, number>>,
) {
  expect(measuresOf(form).map((measure) => [measure.key, shown.get(measure.title)])).toEqual(
    measuresOf(form).map((measure) => [measure.key, expected[measure.key]]),
  );
}

const placeOf = (finding: Truth['findings'][number]) =>
  [
    finding.rule,
    finding.level,
    finding.path,
    finding.entry,
    finding.sheet,
    finding.cell,
    finding.unit,
    finding.form,
    finding.field,
    finding.open,
  ].join('|');

function expectTruth(truth: Truth, result: ResultJson) {
  expect(result.totals).toEqual(truth.totals);
  const statuses = (entries: Truth['completeness']) =>
    entries
      .map(({ unit, form, status, late, overdue }) => [unit, form, status, late, overdue].join('|'))
      .sort();
  expect(statuses(result.completeness)).toEqual(statuses(truth.completeness));
  expect(result.findings.map(placeOf).sort()).toEqual(truth.findings.map(placeOf).sort());
}

describe('the committed sample', () => {
  it('gives the totals, statuses and findings of its truth, the files saved by LibreOffice included', async () => {
    const { truth, result } = await run(SAMPLE, join(folder, 'committed'));
    expectTruth(truth, result);
  });
});

describe.each([11, 12, 13])('a sample of 7 counties and 200 units, seed %i', (seed) => {
  const dir = join(folder, `seed-${seed}`);
  const out = join(dir, '汇总');

  it('gives its truth in result.json, in the prefecture workbook and in every county workbook', async () => {
    await writeSample(dir, { counties: 7, units: 200, seed, defects: 0.25 }, forms, () => undefined);
    const { truth, result } = await run(dir, out);
    expectTruth(truth, result);
    const prefecture = open(join(out, '塔城地区汇总表.xlsx'));
    for (const form of asked)
      expectTotals(totalRow(prefecture, form.title), form, truth.totals[form.key]!.prefecture);
    const files = readdirSync(join(out, '县级汇总'));
    expect(files).toHaveLength(8);
    for (const file of files) {
      const county = file.replace('汇总表.xlsx', '');
      const workbook = open(join(out, '县级汇总', file));
      for (const form of asked)
        expectTotals(totalRow(workbook, form.title), form, truth.totals[form.key]!.counties[county]!);
    }
  });
});
