import { describe, expect, it } from 'vitest';
import type { ChangedNumber } from '../../../../src/ingest/changed-number.js';
import type { CountedSubmission } from '../../../../src/merge/summary.js';
import { planListSheet } from '../../../../src/report/lists/list-sheet.js';
import { listChangedNumbers } from '../../../../src/report/workpaper/changed-numbers-sheet.js';
import { planWorkpaper } from '../../../../src/report/workpaper/workpaper.js';
import { CAMPAIGN, SUMMARY, textRows } from '../lists/list-fixture.js';

const change = (cell: string, more: Partial<ChangedNumber>): ChangedNumber => ({
  field: 'money',
  cell,
  written: '',
  from: null,
  counted: 0,
  reason: 'scaled',
  ...more,
});

const counted = (
  unit: string,
  path: string,
  changes: readonly ChangedNumber[],
  more: Partial<CountedSubmission> = {},
): CountedSubmission => ({
  source: { path, entry: null },
  sheet: "捐款'表",
  form: 'gifts',
  unit,
  status: 'queried',
  records: [],
  columns: [],
  extraTitles: [],
  receivedAt: '2020-10-17T10:00:00+08:00',
  releasedFor: null,
  isConfirmed: false,
  rowReasons: [],
  changes,
  isHandedOn: false,
  ...more,
});

const SHARED = change('C9', { written: '600', from: 600, counted: 560_50, reason: 'total-typed' });
const SUMMARY_WITH = {
  ...SUMMARY,
  campaign: {
    ...CAMPAIGN,
    receipts: [
      ...CAMPAIGN.receipts,
      { ...CAMPAIGN.receipts[0]!, unit: 'W01', form: null, paperReceived: true, extendedTo: null },
    ],
  },
  counted: [
    // As the files came, not as the roster has the units.
    counted('S01', '收件/丁乡.zip', [change('C6', { written: '约500', reason: 'unreadable' })], {
      source: { path: '收件/丁乡.zip', entry: '表.xlsx' },
    }),
    counted('W01', '收件/甲乡.xlsx', [
      change('C7', { written: '2.5万', counted: 25_000_00 }),
      change('C8', { written: '100.456', from: 100.456, counted: 100_46, reason: 'rounded' }),
      SHARED,
    ]),
    counted('W03', '收件/甲乡.xlsx', [SHARED]),
    counted('W02', '收件/一中.csv', [
      change('B6', {
        field: 'people',
        written: '#REF!',
        counted: 12,
        reason: 'computed-calculated',
      }),
    ]),
    counted('D01', '收件/底稿.xlsx', [], { isHandedOn: true }),
  ],
};

describe('与盖章件可能不一致', () => {
  const plan = planListSheet(listChangedNumbers(SUMMARY_WITH, '..'));

  it('lists by unit as the roster has them: what is written, what counts, by how much and why', () => {
    expect(textRows(plan, 4).map((cells) => [cells[2], ...cells.slice(6, 12)])).toEqual([
      ['甲乡', 'C7', '捐款金额（元）', '2.5万', 25_000, '×10000', '按万元填写，已换算成元（乘以 10000）'],
      ['甲乡', 'C8', '捐款金额（元）', '100.456', 100.46, 0.004, '小数位数太多，已四舍五入'],
      // One cell of a sheet of two units: one line.
      [
        '甲乡 等 2 个单位',
        'C9',
        '捐款金额（元）',
        '600',
        560.5,
        -39.5,
        '“合计”行填的数与各行相加不等，以各行相加为准',
      ],
      ['乌苏一中', 'B6', '捐款人数（人）', '#REF!', 12, '—', '这一格没有算出结果，以重新算出的数为准'],
      ['丁乡', 'C6', '捐款金额（元）', '约500', 0, '—', '读不成数，人工认定放行后按空白计'],
    ]);
  });

  it('says whether the stamped copy came, and leaves room for the outcome', () => {
    expect(textRows(plan, 4).map((cells) => cells.slice(12))).toEqual([
      ['已收', null],
      ['已收', null],
      ['已收', null],
      ['未登记', null],
      ['未登记', null],
    ]);
  });

  it('counts by what was done, and names what a 底稿 handed on', () => {
    const line = textRows(plan, 2)[0]?.[0];
    expect(line).toContain('万元换算 1 处，四舍五入 1 处，合计重算 1 处，栏目重算 1 处，读不出 1 处。');
    expect(line).toContain('另有 1 份表由下级底稿转来，改动过的数请看下级底稿里的本表。');
  });

  it('opens the file at the cell, where it is a workbook that lies there itself', () => {
    const links = plan.rows.slice(3).map((row) => row.cells[6]?.value);
    expect(links[0]).toMatchObject({ target: '../收件/甲乡.xlsx', location: "'捐款''表'!C7" });
    expect(links[3]).toMatchObject({ text: 'B6', target: '../收件/一中.csv' });
    expect(links[3]).not.toHaveProperty('location');
    expect(links[4]).toMatchObject({ text: 'C6', target: '../收件/丁乡.zip' });
    expect(links[4]).not.toHaveProperty('location');
  });

  it('says so when nothing was changed', () => {
    const none = planListSheet(listChangedNumbers({ ...SUMMARY, counted: [] }, '..'));
    expect(textRows(none, 4)[0]?.[0]).toBe('已计入汇总的数都与文件里写的一致。');
  });

  it('of a county tells only its own units', () => {
    const workpaper = planWorkpaper(SUMMARY_WITH, '沙湾县', '../../..');
    const sheet = workpaper.sheets.find((item) => item.name === '与盖章件可能不一致')!;
    expect(textRows(sheet, 4).map((cells) => cells[2])).toEqual(['丁乡']);
  });
});
