import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { PYTHON, runPython } from '../foreign/openpyxl.js';

// There and back: faulty returns are marked, mended and explained in the marked copies by a program that is not ours,
// and sent in again. What is right is known from the same sample without its defects.

/** 60 units are asked about some 45 cells; with BANGFU_RETURN_TRIP_UNITS=400 it is 300. */
const UNITS = Number(process.env.BANGFU_RETURN_TRIP_UNITS ?? 60);
const SHAPE = { counties: 7, units: UNITS, seed: 17 };
const ONLY_BY_COORDINATOR = ['scaled'];
/** It asks for 说明 itself, so it is put right and not explained. */
const MENDED_QUERIES = ['WX-10'];

const root = mkdtempSync(join(tmpdir(), 'bangfu-return-trip-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const forms = await loadBuiltInForms();

interface Truth {
  readonly asOf: string;
  readonly totals: ResultJson['totals'];
}

async function sample(
  name: string,
  defects: number,
): Promise<{ readonly dir: string; readonly truth: Truth }> {
  const dir = join(root, name);
  await writeSample(dir, { ...SHAPE, defects }, forms, () => undefined);
  return { dir, truth: JSON.parse(readFileSync(join(dir, '样本真值.json'), 'utf8')) as Truth };
}

async function run(dir: string, asOf: string): Promise<{ result: ResultJson; warnings: readonly string[] }> {
  const tool = { name: 'bangfu', version: 'test' };
  return aggregate({ dir, forms, runAt: asOf, asOf, tool, onProgress: () => undefined, out: null });
}

type Finding = ResultJson['findings'][number];
const asks = (finding: Finding) => finding.open && finding.level !== 'hint';
const isMended = (finding: Finding) => finding.level === 'error' || MENDED_QUERIES.includes(finding.rule);
const pairOf = ({ unit, form }: { unit: string | null; form: string | null }) => `${unit} ${form}`;

/** Mends and explains as a clerk does: in the marked copy, cell by cell, and beside the queries of the list. */
const CLERK = `
def equal(a, b):
    return a == b or (a in (None, '') and b in (None, ''))

explained = 0
mended = 0
for job in args[0]:
    book = openpyxl.load_workbook(job['marked'])
    for name, clean in job['mend'].items():
        right = openpyxl.load_workbook(clean)[name]
        sheet = book[name]
        for row in range(1, max(right.max_row, sheet.max_row) + 1):
            for column in range(1, max(right.max_column, sheet.max_column) + 1):
                cell = sheet.cell(row, column)
                if isinstance(cell, openpyxl.cell.cell.MergedCell): continue
                value = right.cell(row, column).value
                if not equal(cell.value, value):
                    cell.value = value
                    mended += 1
    lines = book['退回修改清单']
    header = next(row for row in lines.iter_rows() if any(cell.value == '说明' for cell in row))
    columns = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, lines.max_row + 1):
        if lines.cell(row, columns['级别']).value == '请核对':
            lines.cell(row, columns['说明']).value = '经逐户核实，情况属实'
            explained += 1
    book.save(job['sent'])
print(json.dumps({'mended': mended, 'explained': explained}))
`;

describe.skipIf(PYTHON === undefined)(`a campaign of ${UNITS} units, most returns faulty`, () => {
  it('comes back mended and explained in the marked copies, and nothing is left to ask of units', async () => {
    const faulty = await sample('有错', 0.7);
    const clean = await sample('无错', 0);
    const right = await run(clean.dir, clean.truth.asOf);
    const first = await run(faulty.dir, faulty.truth.asOf);
    expect(first.warnings.filter((text) => text.includes('标注件'))).toEqual([]);

    // Every file that asks for something has its copy, under its unit's name.
    const asking = first.result.findings.filter(asks);
    const sources = [...new Set(asking.map((finding) => finding.path))];
    const marked = first.result.outputs.filter((path) => path.startsWith('汇总/退回修改/'));
    const copyOf = (path: string) => {
      const name = basename(path).replace(/\.xlsx$/, '（退回修改）.xlsx');
      const units = new Set(asking.filter((finding) => finding.path === path).map((finding) => finding.unit));
      const unit = first.result.units.find((item) => units.has(item.code))!;
      return `汇总/退回修改/${unit.county ?? '地直单位'}/${unit.name}/${name}`;
    };
    expect([...marked].sort()).toEqual(sources.map(copyOf).sort());

    // The clerks' work.
    const rightFiles = new Map<string, string>(
      right.result.files.flatMap((file) =>
        file.sheets.flatMap((sheet) =>
          sheet.disposition === 'accepted'
            ? sheet.units.map((unit): [string, string] => [
                `${unit} ${sheet.form} ${sheet.sheet}`,
                join(clean.dir, file.path),
              ])
            : [],
        ),
      ),
    );
    const jobs = sources.map((path) => ({
      marked: join(faulty.dir, copyOf(path)),
      sent: join(faulty.dir, dirname(path), basename(copyOf(path))),
      mend: Object.fromEntries(
        asking
          .filter((finding) => finding.path === path && isMended(finding))
          .map((finding) => [finding.sheet, rightFiles.get(`${pairOf(finding)} ${finding.sheet}`)!]),
      ),
    }));
    expect(jobs.every((job) => existsSync(job.marked))).toBe(true);
    const work = runPython(CLERK, jobs) as { mended: number; explained: number };
    expect(work.mended).toBeGreaterThanOrEqual(asking.filter(isMended).length);
    expect(work.explained).toBe(asking.filter((finding) => finding.level === 'query').length);

    const second = await run(faulty.dir, faulty.truth.asOf);
    const left = second.result.findings.filter(asks);
    expect(left.filter((finding) => !ONLY_BY_COORDINATOR.includes(finding.rule))).toEqual([]);
    expect(left.map(pairOf).sort()).toEqual(
      asking
        .filter((finding) => ONLY_BY_COORDINATOR.includes(finding.rule))
        .map(pairOf)
        .sort(),
    );

    // Unit by unit: as without the defect where it was put right, as it was sent where it was explained.
    const putRight = new Set(asking.filter(isMended).map(pairOf));
    for (const [form, { units, prefecture }] of Object.entries(second.result.totals)) {
      const codes = second.result.units.map((unit) => unit.code);
      const expected = Object.fromEntries(
        codes.flatMap((unit) => {
          const truth = putRight.has(`${unit} ${form}`) ? clean.truth : faulty.truth;
          const totals = truth.totals[form]?.units[unit];
          return totals === undefined ? [] : [[unit, totals] as const];
        }),
      );
      expect(units).toEqual(expected);
      for (const key of Object.keys(prefecture)) {
        const sum = Object.values(expected).reduce(
          (total, item) => total + Math.round((item[key] ?? 0) * 100),
          0,
        );
        expect(prefecture[key]).toBe(sum / 100);
      }
    }

    // What was sent first is out of force wherever something was put right or explained.
    const answered = asking.filter((finding) => !ONLY_BY_COORDINATOR.includes(finding.rule));
    for (const { path, sheet } of answered) {
      const file = second.result.files.find((item) => item.path === path)!;
      expect([path, file.sheets.find((item) => item.sheet === sheet)?.disposition]).toEqual([
        path,
        'superseded',
      ]);
    }
    const statuses = new Set(second.result.completeness.map((entry) => entry.status));
    expect(statuses.has('returned')).toBe(false);
    const everSent = second.result.files.filter((file) => file.disposition === 'unrecognized');
    expect(everSent).toEqual([]);
  }, 600_000);
});
