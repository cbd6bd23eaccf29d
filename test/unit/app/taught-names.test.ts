import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fileReader } from '../../../src/app/read-file.js';
import { readInbox } from '../../../src/app/read-inbox.js';
import { writeFiles } from '../../../src/app/replace-folder.js';
import { summarizeInbox } from '../../../src/app/summarize-inbox.js';
import type { Campaign } from '../../../src/campaign/campaign.js';
import { writeZip } from '../../../src/container/write-zip.js';
import type { Grid } from '../../../src/workbook/grid.js';
import type { PlannedCell, SheetPlan } from '../../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';
import { AS_OF, campaignWith, decision, donation, donations, FORMS, gridOf } from '../merge/scenario.js';

// 认定 by sheet or file: the name as written becomes an alias, which other files profit from (product.md, 人工认定).

const dir = mkdtempSync(join(tmpdir(), 'bangfu-taught-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function planOf(grid: Grid): SheetPlan {
  const rows = Array.from({ length: grid.lastRowNumber }, (_, row) => ({
    rowNumber: row + 1,
    cells: Array.from({ length: grid.lastColumnNumber }, (__, column): PlannedCell => {
      const value = grid.valueAt(row + 1, column + 1);
      const isDate = grid.isDateAt(row + 1, column + 1);
      return {
        columnNumber: column + 1,
        value: typeof value === 'object' ? null : value,
        ...(isDate ? { style: { numberFormat: 'yyyy-mm-dd' } } : {}),
      };
    }),
  }));
  return { name: grid.sheetName, columnWidths: [], rows };
}

async function moneyWith(files: Readonly<Record<string, string>>, campaign: Campaign) {
  rmSync(join(dir, '收件'), { recursive: true, force: true });
  let money = 1;
  for (const [path, unit] of Object.entries(files)) {
    const sheet = planOf(
      gridOf({ form: donations, unit, rows: [donation(`捐赠人${money}`, money)], name: '捐赠' }),
    );
    money *= 10;
    writeFiles(join(dir, '收件'), [{ path, bytes: await writeWorkbook({ title: '', sheets: [sheet] }) }]);
  }
  const inbox = await readInbox(dir, campaign, FORMS, [], AS_OF, 1, () => {});
  const { units } = summarizeInbox(inbox, FORMS, AS_OF).totals.get('donations')!;
  return Object.fromEntries([...units].map(([code, totals]) => [code, totals.money]));
}

const workbookOf = (unit: string, money: number) => ({
  title: '',
  sheets: [
    planOf(gridOf({ form: donations, unit, rows: [donation(`捐赠人${money}`, money)], name: '捐赠' })),
  ],
});
const FILES_IN_ZIP = { '甲.xlsx': workbookOf('红旗公社', 1), '乙.xlsx': workbookOf('红旗公社', 2) };

const FILES = { '甲.xlsx': '红旗公社', '乙.xlsx': '红旗公社', '丙.xlsx': '东风公社' };

it('an unknown name is counted nowhere', async () => {
  expect(await moneyWith(FILES, campaignWith())).toEqual({});
});

it.each([['捐赠'], [null]])('认定 of sheet %j teaches the name to other files', async (sheet) => {
  const decisions = [decision('认定', '收件/甲.xlsx', { sheet, unit: 'A1' })];
  // 乙 comes by the same name and counts for the same unit; of equal times the path decides.
  const money = await moneyWith(FILES, campaignWith({ decisions }));
  expect(Object.keys(money)).toEqual(['A1']);
  expect([100, 1000]).toContain(money.A1);
});

it('a name that fits a unit already is not taught away', async () => {
  const decisions = [decision('认定', '收件/甲.xlsx', { unit: 'A2' })];
  const files = { '甲.xlsx': '红旗乡', '乙.xlsx': '红旗乡' };
  expect(await moneyWith(files, campaignWith({ decisions }))).toEqual({ A2: 100, A1: 1000 });
});

it.each(['红旗乡、胜利镇', '市教科局', '我局'])(
  '%s, which may mean several units, is not taught',
  async (name) => {
    const decisions = [decision('认定', '收件/甲.xlsx', { unit: 'P1' })];
    expect(await moneyWith({ '甲.xlsx': name, '乙.xlsx': name }, campaignWith({ decisions }))).toEqual({
      P1: 100,
    });
  },
);

it('认定 of a file in a zip teaches the name to other files', async () => {
  const inner = FILES_IN_ZIP['甲.xlsx'];
  const decisions = [decision('认定', '收件/甲.zip/内/甲.xlsx', { unit: 'A1' })];
  const zip = writeZip([{ name: '内/甲.xlsx', bytes: await writeWorkbook(inner) }]);
  rmSync(join(dir, '收件'), { recursive: true, force: true });
  writeFiles(join(dir, '收件'), [
    { path: '甲.zip', bytes: zip },
    { path: '乙.xlsx', bytes: await writeWorkbook(FILES_IN_ZIP['乙.xlsx']) },
  ]);
  const inbox = await readInbox(dir, campaignWith({ decisions }), FORMS, [], AS_OF, 1, () => {});
  const { files } = summarizeInbox(inbox, FORMS, AS_OF);
  expect(files.map((file) => [file.path, file.entry, file.sheets[0]?.units])).toEqual([
    ['收件/乙.xlsx', null, ['A1']],
    ['收件/甲.zip', '内/甲.xlsx', ['A1']],
  ]);
});

it('a zip of too many rows is read up to there, and the rest is named', async () => {
  const zip = writeZip(
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => ({
        name: `${name}.xlsx`,
        bytes: await writeWorkbook(workbookOf('红旗乡', 1)),
      })),
    ),
  );
  writeFiles(join(dir, '收件'), [{ path: '多.zip', bytes: zip }]);
  const files = [...fileReader({ dir, campaign: campaignWith(), forms: FORMS }, 1)('收件/多.zip')];
  const outcomes = [];
  for (const file of files) outcomes.push(await file.read());
  expect(outcomes.map(({ kind }) => kind)).toEqual(['read', 'unreadable', 'unreadable']);
  expect(outcomes[2]).toMatchObject({ reason: expect.stringContaining('上限') });
});
