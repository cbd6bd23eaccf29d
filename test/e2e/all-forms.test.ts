import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { openCampaign } from '../../src/app/campaign-folder.js';
import { writeSample } from '../../src/app/write-sample.js';
import { writeTemplates } from '../../src/app/write-templates.js';
import { defineForm, type FormDefinition } from '../../src/form/form-definition.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import type { SampleTruth } from '../../src/sample/sample-truth.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';

// A campaign that asks for every built-in form, and one for a form that measures nothing at all.

const folder = mkdtempSync(join(tmpdir(), 'bangfu-all-forms-'));
afterAll(() => rmSync(folder, { recursive: true }));
const forms = await loadBuiltInForms();

/** The committed sample, where nothing is written into it. */
function copyOfSample(name: string): string {
  const dir = join(folder, name);
  cpSync('samples/示例-全部表格', dir, { recursive: true });
  return dir;
}

function truthOf(dir: string): SampleTruth {
  return JSON.parse(readFileSync(join(dir, '样本真值.json'), 'utf8')) as SampleTruth;
}

async function run(dir: string, of: readonly FormDefinition[], asOf: string): Promise<ResultJson> {
  const options = { dir, forms: of, runAt: asOf, asOf, onProgress: () => undefined, out: null };
  const { result } = await aggregate({ ...options, tool: { name: 'bangfu', version: 'test' } });
  return result;
}

function sheetNames(path: string): readonly string[] {
  const read = readWorkbook(readFileSync(path));
  if (read.kind === 'unreadable') throw new Error(read.reason.code);
  return read.workbook.sheets.map((sheet) => sheet.sheetName);
}

const statusesOf = (entries: SampleTruth['completeness'] | ResultJson['completeness']) =>
  entries
    .map(({ unit, form, status, late, overdue }) => [unit, form, status, late, overdue].join('|'))
    .sort();

describe('the sample of all forms', () => {
  const dir = copyOfSample('示例');
  const truth = truthOf(dir);

  it('owes all eleven and has rows of each', () => {
    expect(Object.keys(truth.totals)).toEqual(forms.map((form) => form.key));
    expect(forms.filter((form) => truth.totals[form.key]!.prefecture.rows === 0)).toEqual([]);
    const { content, warnings } = openCampaign(dir, forms);
    expect(warnings).toEqual([]);
    // Three by columns of the roster, eight by 应报单位.
    expect(content.tasks.map((task) => [task.enabled, task.owedBy !== null])).toEqual([
      ...Array.from({ length: 3 }, () => [true, false]),
      ...Array.from({ length: 8 }, () => [true, true]),
    ]);
  });

  it('gives its truth, and the county 底稿 together give it again', async () => {
    const first = await run(dir, forms, truth.asOf);
    expect(first.totals).toEqual(truth.totals);
    expect(statusesOf(first.completeness)).toEqual(statusesOf(truth.completeness));
    const placeOf = ({ rule, path, sheet, cell, unit, form, field, open }: SampleTruth['findings'][number]) =>
      [rule, path, sheet, cell, unit, form, field, open].join('|');
    expect(first.findings.map((item) => placeOf(item as SampleTruth['findings'][number])).sort()).toEqual(
      truth.findings.map(placeOf).sort(),
    );
    const again = join(folder, '再汇总');
    mkdirSync(join(again, '收件'), { recursive: true });
    cpSync(join(dir, '活动设置.xlsx'), join(again, '活动设置.xlsx'));
    cpSync(join(dir, '汇总/底稿/县级'), join(again, '收件'), { recursive: true });
    const second = await run(again, forms, truth.asOf);
    expect(second.totals).toEqual(first.totals);
    const without = (entries: ResultJson['completeness']) =>
      entries.map(({ unit, form, status }) => [unit, form, status].join('|')).sort();
    expect(without(second.completeness)).toEqual(without(first.completeness));
  });

  it('has a sheet of every form in the summary', () => {
    const names = sheetNames(join(dir, '汇总/塔城地区汇总表.xlsx'));
    expect(forms.map((form) => form.title).filter((title) => !names.includes(title))).toEqual([]);
  });
});

describe('a form without a single number', () => {
  const tasks = forms.find((form) => form.key === 'monthly-tasks')!;
  const words = defineForm({
    ...tasks,
    fields: tasks.fields.map((field) => ({
      ...field,
      options: field.options.map((option) => [option.value, ...option.synonyms]),
    })),
    key: 'words-only',
    title: '示例文字情况表',
    rules: [],
    derivedMeasures: [],
    rates: [],
    keyMeasures: [],
    breakdowns: [],
    charts: null,
  });

  it('goes through every stage', async () => {
    const dir = join(folder, '文字');
    await writeSample(dir, { counties: 2, units: 12, seed: 1, defects: 0.3 }, [words], () => undefined);
    await writeTemplates(dir, [words], () => undefined);
    const truth = truthOf(dir);
    const result = await run(dir, [words], truth.asOf);
    expect(result.totals).toEqual(truth.totals);
    expect(Object.keys(result.totals['words-only']!.prefecture)).toEqual(['rows']);
    expect(statusesOf(result.completeness)).toEqual(statusesOf(truth.completeness));
    expect(sheetNames(join(dir, '汇总/塔城地区汇总表.xlsx'))).toContain('示例文字情况表');
    expect(readdirSync(join(dir, '汇总/图表')).length).toBeGreaterThan(0);
  });
});
