import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { type FormDefinition, measuresOf } from '../../src/form/form-definition.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import type { Grid } from '../../src/workbook/grid.js';
import { bangfu, fingerprint, readResult, sheetOf, temporaryFolder } from './working-folder.js';

// Three months of made-up returns, each with its own truth; what they come to is added up here, in whole cents.
// BANGFU_TREND_UNITS=200 makes them as large as a prefecture's.

const UNITS = process.env.BANGFU_TREND_UNITS ?? '24';
const COUNTIES = process.env.BANGFU_TREND_UNITS === undefined ? '3' : '7';
const MONTHS = ['2020-08', '2020-09', '2020-10'] as const;
const PREFECTURE_UNITS = '地直单位';
/** As forms.md has them: states at the end of a period, and wishes, which are a register. */
const STOCKS: Readonly<Record<string, readonly string[]>> = {
  'paired-assistance': ['householdsPaired', 'responsibleCadres'],
  donations: [],
  wishes: ['wishes', 'docked', 'dockedOnline', 'fulfilled', 'budget', 'spent'],
};
const RATES: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  'paired-assistance': [
    ['走访覆盖率', 'householdsVisited', 'householdsPaired'],
    ['问题解决率', 'problemsSolved', 'problemsCollected'],
  ],
  donations: [],
  wishes: [
    ['对接率', 'docked', 'wishes'],
    ['网上对接率', 'dockedOnline', 'wishes'],
    ['完成率', 'fulfilled', 'wishes'],
  ],
};

type Truth = Pick<ResultJson, 'totals'>;
/** A number in hundredths; null: no unit of the area counts. */
type Hundredths = number | null;

const root = temporaryFolder();
const dirs = MONTHS.map((month) => join(root, month));
const present = dirs[2]!;
const shown = new Map<string, readonly unknown[]>();
const truths: Truth[] = [];
const areas: ReadonlyMap<string, string>[] = [];
let forms: readonly FormDefinition[];
let grid: Grid;
let plain: ResultJson;

function run(...args: readonly string[]): void {
  const { code, stderr } = bangfu(args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stderr}`);
}

beforeAll(async () => {
  const asked = Object.keys(STOCKS);
  forms = (await loadBuiltInForms()).filter(({ key }) => asked.includes(key));
  for (const [index, month] of MONTHS.entries()) {
    const dir = dirs[index]!;
    const size = ['--counties', COUNTIES, '--units', UNITS, '--defects', '0.2'];
    run('sample', dir, ...size, '--seed', String(31 + index), '--month', month, '--quiet');
    run('aggregate', dir, '--as-of', `${month}-28`, '--quiet');
    truths.push(JSON.parse(readFileSync(join(dir, '样本真值.json'), 'utf8')) as Truth);
    const { units } = readResult(dir);
    areas.push(new Map(units.map(({ code, county }) => [code, county ?? PREFECTURE_UNITS])));
  }
  plain = readResult(present);
  // The later month first, and once the 汇总 itself.
  run('aggregate', present, '--as-of', '2020-10-28', '--quiet', '--with', join(dirs[1]!, '汇总'), dirs[0]!);
  grid = sheetOf(join(present, '汇总', '塔城地区汇总表.xlsx'), '月度趋势');
  for (let row = 4; row <= grid.lastRowNumber; row++) {
    const cells = Array.from({ length: 8 }, (_, index) => grid.valueAt(row, index + 1));
    shown.set(cells.slice(0, 3).join(' '), cells.slice(4));
  }
}, 600_000);

/** What the generator says of one month. */
function truthOf(month: number, form: string, area: string | null, key: string): Hundredths {
  const totals = truths[month]!.totals[form]!;
  const counts = Object.keys(totals.units).some((code) => area === null || areas[month]!.get(code) === area);
  const value = (area === null ? totals.prefecture : totals.counties[area])?.[key];
  return counts && value !== undefined ? Math.round(value * 100) : null;
}

/** What three months come to. */
function cumulated(form: string, area: string | null, key: string): Hundredths {
  const months = [0, 1, 2].map((month) => truthOf(month, form, area, key));
  if (STOCKS[form]!.includes(key)) return months[2]!;
  const known = months.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

const asNumber = (value: Hundredths) => (value === null ? '无数据' : value / 100);

function quotient(above: Hundredths, below: Hundredths): string | number {
  if (above === null || below === null) return '无数据';
  return below === 0 ? '—' : Number((above / below).toFixed(12));
}

function allAreas(form: string): readonly (string | null)[] {
  const counting = truths.flatMap(({ totals }, month) =>
    Object.keys(totals[form]!.units).map((code) => areas[month]!.get(code)!),
  );
  return [null, ...new Set(counting)];
}

describe('three months of a made-up prefecture', () => {
  it('are what the generator says, for every form, measure and county, and add up to the cent', () => {
    let compared = 0;
    for (const form of forms) {
      for (const area of allAreas(form.key)) {
        for (const { key, title, unit } of measuresOf(form)) {
          const name = `${form.title} ${title}（${unit}） ${area ?? '全地区'}`;
          const months = [0, 1, 2].map((month) => asNumber(truthOf(month, form.key, area, key)));
          expect([name, shown.get(name)]).toEqual([
            name,
            [...months, asNumber(cumulated(form.key, area, key))],
          ]);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(28 * 4);
  });

  it('have rates that are made anew of what their parts come to', () => {
    for (const form of forms) {
      for (const area of allAreas(form.key)) {
        for (const [title, above, below] of RATES[form.key]!) {
          const name = `${form.title} ${title} ${area ?? '全地区'}`;
          const months = [0, 1, 2].map((month) =>
            quotient(truthOf(month, form.key, area, above), truthOf(month, form.key, area, below)),
          );
          const all = quotient(cumulated(form.key, area, above), cumulated(form.key, area, below));
          expect([name, shown.get(name)]).toEqual([name, [...months, all]]);
        }
      }
    }
  });

  it('change nothing of the present month', () => {
    const { outputs: _, ...now } = readResult(present);
    const { outputs: __, ...before } = plain;
    expect(now).toEqual(before);
  });

  it('are not written when a month is given twice', () => {
    const before = fingerprint(present);
    const { code, stderr } = bangfu(['aggregate', present, '--with', dirs[0]!, join(dirs[0]!, '汇总')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('有重叠，同样的数会加两次')]);
    mkdirSync(join(root, '空'));
    expect(bangfu(['aggregate', present, '--with', join(root, '空')]).code).toBe(2);
    expect(fingerprint(present)).toEqual(before);
  });
});
