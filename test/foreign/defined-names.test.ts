import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { planCountySummary, planPrefectureSummary } from '../../src/report/summary/workbook.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import type { WorkbookPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { buildSummary } from '../unit/report/summary/fixture.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';

const folder = mkdtempSync(join(tmpdir(), 'bangfu-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

const summary = buildSummary();
const withoutPictures = (plan: WorkbookPlan): WorkbookPlan => ({
  ...plan,
  sheets: plan.sheets.map(({ images: _, ...sheet }) => sheet),
});
const PREFECTURE = withoutPictures(planPrefectureSummary(summary));
const COUNTY = planCountySummary(summary, '甲县');

/** A workbook with a first sheet of formulas that somebody typed, and no results. */
async function withFormulas(plan: WorkbookPlan, name: string, formulas: readonly string[]): Promise<string> {
  const own = {
    name: '我的表',
    columnWidths: [20],
    rows: formulas.map((formula, index) => ({
      rowNumber: index + 1,
      cells: [{ columnNumber: 1, value: { kind: 'formula', formula, result: 0 } as const }],
    })),
  };
  const parts = unzipSync(await writeWorkbook({ ...plan, sheets: [...plan.sheets, own] }, new Map()));
  const path = join(folder, `${name}.xlsx`);
  for (const part of Object.keys(parts)) {
    if (part.startsWith('xl/worksheets/sheet'))
      parts[part] = strToU8(strFromU8(parts[part]!).replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1'));
  }
  writeFileSync(path, zipSync(parts, { level: 1 }));
  return path;
}

function calculate(path: string, count: number): readonly unknown[] {
  const [saved] = convertWithLibreOffice([path], 'xlsx:Calc MS Excel 2007 XML', join(folder, 'saved'));
  const read = readWorkbook(readFileSync(saved!));
  if (read.kind === 'unreadable') throw new Error(read.reason.code);
  const grid = read.workbook.sheets.find(({ sheetName }) => sheetName === '我的表')!;
  return Array.from({ length: count }, (_, index) => grid.valueAt(index + 1, 1));
}

describe('names of the summaries', () => {
  it.skipIf(!HAS_LIBREOFFICE)(
    'stand for the numbers in formulas of one’s own, as LibreOffice calculates',
    async () => {
      // Added up by hand in the fixture: 甲县 12 445.67, 乙县 0, 地直单位 88 888.88 元.
      const ofPrefecture = [
        '捐赠款物_合计',
        '捐赠款物_合计_捐款金额',
        'SUM(捐赠款物_各县市_合计金额)',
        'VLOOKUP("甲县",捐赠款物_各县市,4,FALSE)',
        'COUNTIF(捐赠款物_各单位,"城关镇")',
        '结对帮扶活动月_合计_走访覆盖率',
        '微心愿_合计_已对接',
      ];
      expect(calculate(await withFormulas(PREFECTURE, 'prefecture', ofPrefecture), 7)).toEqual([
        101_334.55, 101_234.55, 101_334.55, 1, 1, 0.6875, 6,
      ]);
      const ofCounty = ['捐赠款物_合计', 'SUM(捐赠款物_各单位_捐款金额)', 'ROWS(捐赠款物_各单位)'];
      expect(calculate(await withFormulas(COUNTY, 'county', ofCounty), 3)).toEqual([12_445.67, 12_345.67, 3]);
    },
  );

  it.skipIf(PYTHON === undefined)(
    'lead to a cell or range of one sheet, as openpyxl resolves them',
    async () => {
      for (const [name, plan] of Object.entries({ PREFECTURE, COUNTY })) {
        const path = join(folder, `${name}.xlsx`);
        writeFileSync(path, await writeWorkbook(plan, new Map()));
        const found = runPython(
          `
book = openpyxl.load_workbook(args[0], data_only=True)
answer = {}
# Older versions keep them in a list, with those of single sheets.
kept = book.defined_names
names = [item for item in kept.definedName if item.localSheetId is None] if hasattr(kept, 'definedName') else kept.values()
for defined in names:
    (sheet, area), = defined.destinations
    cells = book[sheet][area.replace('$', '')]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    answer[defined.name] = [sheet, [[cell.value for cell in row] for row in rows]]
print(json.dumps(answer))`,
          path,
        ) as Record<string, readonly [string, readonly (readonly unknown[])[]]>;
        expect(Object.keys(found).toSorted()).toEqual(plan.definedNames!.map((item) => item.name).toSorted());
        const [sheet, cells] = found.捐赠款物_合计!;
        expect([name, sheet, cells]).toEqual([
          name,
          '捐赠款物统计表',
          name === 'COUNTY' ? [[12_445.67]] : [[101_334.55]],
        ]);
        expect(found.微心愿_合计_微心愿?.[1]).toEqual([[20]]);
      }
    },
  );
});
