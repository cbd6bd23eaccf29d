import { beforeAll, describe, expect, test } from 'vitest';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { isAskedInExample } from '../../../src/campaign/example-campaign.js';
import { parseSettings } from '../../../src/campaign/parse-settings.js';
import { planSettings } from '../../../src/campaign/plan-settings.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { DEFECTS } from '../../../src/sample/defect-catalogue.js';
import { planSample, type SamplePlan } from '../../../src/sample/plan-sample.js';
import { FIRST_DATA_ROW } from '../../../src/template/form-sheet.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import { parseReference } from '../../../src/workbook/reference.js';
import { madeUpForm } from './made-up-form.js';
import { gridsOfPlan, runInMemory } from './run-in-memory.js';

/** Rules that no defect of one submission leads to: not-owed comes of a form that was sent without being asked for. */
const NOT_SEEDED = [
  'out-of-range',
  'not-owed',
  'unit-unknown',
  'supplement',
  'magnitude-slip',
  'row-copied',
  'same-amounts',
  'same-as-previous',
  'jump',
];

let forms: readonly FormDefinition[];
beforeAll(async () => {
  forms = await loadBuiltInForms();
});

/** The forms that the example asks for. */
const asked = () => forms.filter(isAskedInExample);

/** What the run shows, cut down to what the truth says. */
function shownBy(sample: SamplePlan, all: readonly FormDefinition[]) {
  const result = runInMemory(sample, all);
  return {
    totals: result.totals,
    completeness: result.completeness.map(({ unit, form, status, late, overdue }) => ({
      unit,
      form,
      status,
      late,
      overdue,
    })),
    findings: result.findings.map(({ rule, level, path, entry, sheet, cell, unit, form, field, open }) => ({
      rule,
      level,
      path,
      entry,
      sheet,
      cell,
      unit,
      form,
      field,
      open,
    })),
  };
}

describe('planSample', () => {
  test('is the same for the same options, and another for another seed', () => {
    const options = { counties: 2, units: 12, seed: 7, defects: 0.5 };
    const text = (seed: number) => JSON.stringify(planSample({ ...options, seed }, forms));
    expect(text(7)).toBe(text(7));
    expect(text(8)).not.toBe(text(7));
  });

  test.each([
    [0, 1],
    [1, 1],
    [3, 2],
    [2, 60],
    [7, 300],
    [9, 40],
    [70, 100],
  ])('%i counties, %i units', (counties, units) => {
    const { content } = planSample({ counties, units, seed: 1, defects: 0 }, forms);
    const named = new Set(content.units.flatMap((unit) => (unit.county === null ? [] : [unit.county])));
    expect(content.units).toHaveLength(units);
    expect(new Set(content.units.map((unit) => unit.code)).size).toBe(units);
    expect(named.size).toBe(Math.min(counties, units));
  });

  test('makes settings that can be read back', () => {
    const { content } = planSample({ counties: 8, units: 320, seed: 3, defects: 0.3 }, forms);
    const parsed = parseSettings(gridsOfPlan(planSettings(content, forms)), forms);
    expect(parsed).toMatchObject({ kind: 'campaign', warnings: [] });
    if (parsed.kind !== 'campaign') return;
    expect(parsed.content.units).toEqual(content.units);
    expect(parsed.content.receipts).toEqual(content.receipts);
  });

  test('gives every file a path of its own', () => {
    const sample = planSample({ counties: 7, units: 200, seed: 4, defects: 0.5 }, forms);
    const paths = [...sample.files, ...sample.otherFiles].map((file) => file.path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('has all kinds of status', () => {
    const { truth } = planSample({ counties: 7, units: 250, seed: 5, defects: 0.3 }, forms);
    expect(new Set(truth.completeness.map((entry) => entry.status))).toEqual(
      new Set(['accepted', 'queried', 'nil', 'returned', 'pending', 'empty', 'missing', 'exempt']),
    );
    expect(truth.completeness.some((entry) => entry.late)).toBe(true);
    expect(truth.completeness.some((entry) => entry.overdue)).toBe(true);
    expect(truth.completeness.some((entry) => entry.status === 'missing' && !entry.overdue)).toBe(true);
    expect(truth.findings.some((finding) => finding.level === 'query' && !finding.open)).toBe(true);
  });

  test('the truth is what stands in the cells', () => {
    const sample = planSample({ counties: 0, units: 1, seed: 440, defects: 0 }, forms);
    const cells = sample.files.map(({ plan }) => gridsOfPlan(plan).sheets);
    expect(cells).toHaveLength(1);
    const sums = { 'paired-assistance': ['C', 'N', 'T', 'U'], donations: ['G', 'L'], wishes: ['K'] };
    const typed = Object.entries(sums).map(([form, columns]) => {
      const sheet = cells[0]!.find(
        (grid) => grid.sheetName === forms.find((item) => item.key === form)!.title,
      )!;
      return columns.map((column) => {
        const { columnNumber } = parseReference(`${column}1`)!;
        return [6, 7, 8, 9].map((row) => sheet.valueAt(row, columnNumber));
      });
    });
    expect(typed).toEqual([
      [
        [66, 118, null, null],
        [17_700, 0, null, null],
        [250_000, 430_000, null, null],
        [5190.85, null, null, null],
      ],
      [
        [23_300, 24_600, null, null],
        [1584, null, null, null],
      ],
      [[1900, 1300, null, null]],
    ]);
    expect(sample.truth.totals['paired-assistance']!.prefecture).toMatchObject({
      rows: 2,
      householdsPaired: 184,
      consolationTotal: 17_700,
      fundsBrought: 680_000,
      produceBought: 5190.85,
    });
    expect(sample.truth.totals.donations!.prefecture).toMatchObject({
      money: 47_900,
      goodsValue: 1584,
      total: 49_484,
    });
    expect(sample.truth.totals.wishes!.prefecture).toMatchObject({ wishes: 2, docked: 0, budget: 3200 });
  });

  test('formulas carry the results that they have', () => {
    const { files } = planSample({ counties: 1, units: 20, seed: 2, defects: 0.5 }, forms);
    const donations = forms.find((form) => form.key === 'donations')!;
    const totalRow = FIRST_DATA_ROW + donations.templateRows;
    // 捐款金额, 折价金额, 合计金额.
    const [money, value, total] = [7, 12, 13];
    const grids = files.flatMap(({ plan }) =>
      gridsOfPlan(plan).sheets.filter((grid) => grid.sheetName === donations.title),
    );
    const cents = (cell: CellValue) => (typeof cell === 'number' ? Math.round(cell * 100) : 0);
    expect(grids.length).toBeGreaterThan(5);
    for (const grid of grids) {
      const rows = Array.from({ length: donations.templateRows }, (_, index) => FIRST_DATA_ROW + index);
      for (const row of rows.filter((item) => grid.isFormulaAt(item, total))) {
        const parts = [grid.valueAt(row, money), grid.valueAt(row, value)];
        const sum = parts.reduce((added: number, cell) => added + cents(cell), 0);
        expect(cents(grid.valueAt(row, total))).toBe(sum);
        if (!parts.some((cell) => typeof cell === 'number')) expect(grid.valueAt(row, total)).toBe('');
      }
      for (const column of [money, value, total].filter((item) => grid.isFormulaAt(totalRow, item))) {
        const sum = rows.reduce((added, row) => added + cents(grid.valueAt(row, column)), 0);
        expect(cents(grid.valueAt(totalRow, column))).toBe(sum);
      }
    }
  });

  test('every finding points into its sheet', () => {
    const sample = planSample({ counties: 7, units: 120, seed: 6, defects: 1 }, forms);
    const files = new Map(sample.files.map((file) => [`收件/${file.path}`, file]));
    for (const finding of sample.truth.findings) {
      const plan = files.get(finding.path)?.plan.sheets.find((sheet) => sheet.name === finding.sheet);
      const place = parseReference(finding.cell ?? '');
      const isNowhere = ['column-missing', 'column-ambiguous', 'not-owed'].includes(finding.rule);
      expect(plan?.rows.some((row) => isNowhere || row.rowNumber === place?.rowNumber)).toBe(true);
    }
  });

  test('a share of 1 spoils every submission that can be spoiled', () => {
    const { truth } = planSample({ counties: 7, units: 150, seed: 9, defects: 1 }, forms);
    const spoiled = new Set(truth.findings.map((finding) => `${finding.unit} ${finding.form}`));
    const clean = truth.completeness.filter(
      (entry) =>
        ['accepted', 'queried', 'nil', 'returned'].includes(entry.status) &&
        !spoiled.has(`${entry.unit} ${entry.form}`),
    );
    expect(clean).toEqual([]);
  });
});

describe('the catalogue of defects', () => {
  test('has every rule of forms.md', async () => {
    const { GENERAL_RULES } = await import('../../../src/issue/describe-finding.js');
    const rules = [...GENERAL_RULES, ...asked().flatMap((form) => form.rules.map((rule) => rule.id))];
    const seeded = new Set(DEFECTS.map((defect) => defect.rule));
    expect(rules.filter((rule) => !seeded.has(rule) && !NOT_SEEDED.includes(rule))).toEqual([]);
    expect(new Set(DEFECTS.map((defect) => defect.name)).size).toBe(DEFECTS.length);
  });

  test('comes to its full extent in a large sample', () => {
    const samples = [0.4, 1].map((defects) =>
      planSample({ counties: 7, units: 250, seed: 11, defects }, forms),
    );
    const found = new Set(samples.flatMap(({ truth }) => truth.findings.map((finding) => finding.rule)));
    expect(DEFECTS.map((defect) => defect.rule).filter((rule) => !found.has(rule))).toEqual([]);
  });
});

describe('ingest, validate and merge agree with the truth', () => {
  test.each([1, 2, 3].flatMap((seed) => [0, 0.3, 1].map((defects) => [seed, defects] as const)))(
    'seed %i, defects %d',
    (seed, defects) => {
      const sample = planSample({ counties: 4, units: 70, seed, defects }, forms);
      const { totals, completeness, findings } = sample.truth;
      expect(shownBy(sample, forms)).toEqual({ totals, completeness, findings });
      if (defects === 0) expect(findings).toEqual([]);
    },
  );

  test.each([1, 2, 3].flatMap((seed) => [0, 0.4, 1].map((defects) => [seed, defects] as const)))(
    'every built-in form, seed %i, defects %d',
    (seed, defects) => {
      const sample = planSample({ counties: 2, units: 40, seed, defects, isAsked: () => true }, forms);
      const { totals, completeness, findings } = sample.truth;
      expect(Object.keys(totals)).toEqual(forms.map((form) => form.key));
      expect(forms.filter((form) => totals[form.key]!.prefecture.rows === 0)).toEqual([]);
      expect(shownBy(sample, forms)).toEqual({ totals, completeness, findings });
      if (defects === 0) expect(findings).toEqual([]);
    },
  );

  test.each([0, 0.5, 1])('with a form that nobody has written code for, defects %d', (defects) => {
    const all = [...forms, madeUpForm];
    const sample = planSample({ counties: 2, units: 40, seed: 21, defects }, all);
    const { totals, completeness, findings } = sample.truth;
    expect(totals.housing!.prefecture.rows).toBeGreaterThan(0);
    expect(shownBy(sample, all)).toEqual({ totals, completeness, findings });
  });
});
