import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate, inspect } from '../../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { UsageError } from '../../../src/app/usage-error.js';
import { writeSample } from '../../../src/app/write-sample.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import type { ResultJson } from '../../../src/report/result/result-json.js';

// The folder of the period before, as a run has left it.

const root = mkdtempSync(join(tmpdir(), 'bangfu-previous-'));
const dir = join(root, '本期');
/** The outputs of the same folder, dated a month back: every unit sends again what it sent. */
const earlier = join(root, '上期');
const AS_OF = '2020-11-02T09:00:00+08:00';
let forms: readonly FormDefinition[];
let first: ResultJson;

const optionsFor = (folder: string, previous: string | null) => ({
  dir: folder,
  forms,
  runAt: AS_OF,
  asOf: AS_OF,
  tool: { name: 'bangfu', version: 'test' },
  onProgress: () => undefined,
  previous,
});
const run = async (previous: string | null, folder = dir) =>
  aggregate({ ...optionsFor(folder, previous), out: null });

interface Edited {
  campaign: { prefecture: string; forms: { form: string; periodStart: string; periodEnd: string }[] };
  units: { code: string }[];
  totals: Record<string, { units: Record<string, Record<string, number>> }>;
  schemaVersion: number;
}

function editResult(folder: string, edit: (result: Edited) => void): void {
  const path = join(folder, 'result.json');
  const result = JSON.parse(readFileSync(path, 'utf8')) as Edited;
  edit(result);
  writeFileSync(path, JSON.stringify(result));
}

/** A copy of the outputs with something changed in result.json. */
function copyOf(name: string, edit: (result: Edited) => void): string {
  const folder = join(root, name);
  cpSync(earlier, folder, { recursive: true });
  editResult(folder, edit);
  return folder;
}

beforeAll(async () => {
  forms = await loadBuiltInForms();
  await writeSample(dir, { counties: 3, units: 40, seed: 5, defects: 0 }, forms, () => undefined);
  first = (await run(null)).result;
  cpSync(join(dir, '汇总'), earlier, { recursive: true });
  editResult(earlier, (result) => {
    for (const form of result.campaign.forms) {
      form.periodStart = '2020-09-01';
      form.periodEnd = '2020-09-30';
    }
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the clean sample gives without the period before. */
const without = (result: ResultJson) => ({
  ...result,
  findings: [],
  completeness: [],
  files: [],
  rates: {},
  outputs: [],
});

describe('the period before', () => {
  it('shows every return that is sent again unchanged, whatever totals, and changes no number', async () => {
    const { result, warnings } = await run(earlier);
    expect(warnings).toEqual([]);
    expect(without(result)).toEqual(without(first));
    const rows = (form: string, unit: string) => first.totals[form]!.units[unit]?.rows ?? 0;
    const withRows = first.completeness.filter(
      ({ form, unit, status }) => status === 'accepted' && rows(form, unit) > 0,
    );
    const same = result.findings.filter(({ rule }) => rule === 'same-as-previous');
    expect(result.findings).toHaveLength(same.length);
    const places = new Set(same.map(({ unit, form }) => `${unit} ${form}`));
    // All but those whose rows are zeros throughout.
    const zeros = withRows.filter(({ unit, form }) => {
      const { rows: _, ...totals } = first.totals[form]!.units[unit]!;
      return form === 'paired-assistance' && Object.values(totals).every((total) => total === 0);
    });
    expect([...places].sort()).toEqual(
      withRows.flatMap((entry) => (zeros.includes(entry) ? [] : [`${entry.unit} ${entry.form}`])).sort(),
    );
    expect(withRows.length).toBeGreaterThan(50);
  });

  it('is found in a working folder too, and status shows the same as aggregate', async () => {
    const folder = join(root, '上期活动');
    mkdirSync(folder);
    cpSync(earlier, join(folder, '汇总'), { recursive: true });
    const { result } = await run(folder);
    const { summary } = await inspect(optionsFor(dir, folder));
    expect(summary.findings).toHaveLength(result.findings.length);
  });

  it('gives the same out of all county 底稿 as out of all files', async () => {
    const { result } = await run(earlier);
    const second = join(root, '二次');
    mkdirSync(join(second, '收件'), { recursive: true });
    cpSync(join(dir, '活动设置.xlsx'), join(second, '活动设置.xlsx'));
    for (const name of readdirSync(join(dir, '汇总/底稿/县级')))
      cpSync(join(dir, '汇总/底稿/县级', name), join(second, '收件', name));
    const again = (await run(earlier, second)).result;
    expect(again.totals).toEqual(result.totals);
    const statuses = ({ completeness }: ResultJson) =>
      completeness.map(({ unit, form, status }) => `${unit} ${form} ${status}`);
    expect(statuses(again)).toEqual(statuses(result));
    const asked = ({ findings }: ResultJson) =>
      findings.flatMap(({ rule, unit, form, value }) =>
        rule === 'same-as-previous' ? [`${unit} ${form} ${value}`] : [],
      );
    expect(asked(again).sort()).toEqual(asked(result).sort());
    expect(asked(again).length).toBeGreaterThan(50);
  });

  it('is compared by totals alone where its 底稿 is gone, and says so', async () => {
    const folder = copyOf('无底稿', (result) => {
      // What one unit paired is a hundred times what it was; the others report what they did.
      const units = result.totals['paired-assistance']!.units;
      const code = Object.keys(units).find((unit) => (units[unit]!.householdsPaired ?? 0) >= 100)!;
      units[code]!.householdsPaired = Math.floor(units[code]!.householdsPaired! / 100);
    });
    rmSync(join(folder, '底稿'), { recursive: true });
    const { result, warnings } = await run(folder);
    expect(warnings).toEqual([expect.stringMatching(/底稿\.xlsx没有找到/)]);
    expect(result.findings.map(({ rule, field, level }) => [rule, field, level])).toEqual([
      ['jump', 'householdsPaired', 'query'],
    ]);
  });
});

describe('a folder that is not the period before', () => {
  const refusal = async (folder: string) => {
    const error: unknown = await run(folder).catch((reason: unknown) => reason);
    if (!(error instanceof UsageError)) throw error;
    return [error.message, ...error.details].join('\n');
  };

  it('is refused in plain words', async () => {
    expect(await refusal(join(root, '没有'))).toMatch(/没有 result\.json\n没有文件夹/);
    expect(await refusal(join(dir, '收件'))).toMatch(/没有 result\.json\n请给出上期的活动文件夹/);
    expect(await refusal(dir)).toMatch(/就是本次的活动文件夹/);
    expect(await refusal(join(dir, '汇总'))).toMatch(/就是本次的活动文件夹/);
    expect(
      await refusal(
        copyOf('坏', (result) => {
          result.schemaVersion = 2;
        }),
      ),
    ).toMatch(/别的版本写的/);
    const noJson = copyOf('非', () => undefined);
    writeFileSync(join(noJson, 'result.json'), '{');
    expect(await refusal(noJson)).toMatch(/不是 bangfu 写出的结果/);
    const others = copyOf('别处', (result) => {
      result.units = [{ ...result.units[0]!, code: '别处' }];
    });
    expect(await refusal(others)).toMatch(/没有相同的单位/);
    const forms = copyOf('别的表', (result) => {
      result.campaign.forms = [];
    });
    expect(await refusal(forms)).toMatch(/没有可以比较的上期数据/);
    const later = copyOf('下期', (result) => {
      for (const form of result.campaign.forms) form.periodEnd = '2020-10-31';
    });
    expect(await refusal(later)).toMatch(/统计时段在本次之前/);
  });
});
