import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEarlierMonths } from '../../../src/app/read-earlier-months.js';
import { UsageError } from '../../../src/app/usage-error.js';
import { CAMPAIGN, donations, pairedAssistance, wishes } from '../report/summary/fixture.js';

const root = mkdtempSync(join(tmpdir(), 'bangfu-months-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const FORMS = [pairedAssistance, donations, wishes];

/** result.json of September, as little of it as is read; written by hand. */
const RESULT = {
  schemaVersion: 1,
  asOf: '2020-10-08T09:00:00+08:00',
  campaign: {
    name: '九月活动',
    prefecture: '丙地区',
    forms: [{ form: 'donations', title: '捐赠表', periodStart: '2020-09-01', periodEnd: '2020-09-30' }],
  },
  units: [
    { code: 'A1', county: '甲县' },
    { code: 'B1', county: '乙县' },
    { code: 'P1', county: null },
  ],
  totals: {
    donations: {
      prefecture: { rows: 2, donorCount: 3, money: 1234.29, total: 1234.29 },
      counties: {
        甲县: { rows: 1, donorCount: 3, money: 1234.28, total: 1234.28 },
        乙县: { rows: 0, donorCount: 0, money: 0, total: 0 },
        地直单位: { rows: 1, donorCount: 0, money: 0.01, total: 0.01 },
      },
      units: { A1: { rows: 1, money: 1234.28 }, P1: { rows: 1, money: 0.01 } },
    },
  },
};
type Result = typeof RESULT;

function folder(name: string, content: Partial<Result> | string, below = ''): string {
  const path = join(root, name, below);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'result.json'),
    typeof content === 'string' ? content : JSON.stringify({ ...RESULT, ...content }),
  );
  return join(root, name);
}

const inPeriod = (periodStart: string, periodEnd: string): Partial<Result> => ({
  campaign: { ...RESULT.campaign, forms: [{ ...RESULT.campaign.forms[0]!, periodStart, periodEnd }] },
});
const dir = folder('本次', inPeriod('2020-10-01', '2020-10-31'), '汇总');
const read = (...folders: string[]) => readEarlierMonths(folders, dir, join(root, '别处'), CAMPAIGN, FORMS);
const refusal = (...folders: string[]) => {
  try {
    read(...folders);
  } catch (error) {
    if (error instanceof UsageError) return [error.message, ...error.details].join('\n');
    throw error;
  }
  return null;
};
const september = folder('九月', {}, '汇总');

describe('earlier months', () => {
  it('are read in cents, a county without any unit that counts as without data', () => {
    const [period] = read(september);
    expect(period).toMatchObject({ form: 'donations', periodEnd: '2020-09-30', asOf: RESULT.asOf });
    expect(period!.prefecture).toEqual({ rows: 2, donorCount: 3, money: 123_429, total: 123_429 });
    expect(period!.counties).toEqual(
      new Map([
        ['甲县', { rows: 1, donorCount: 3, money: 123_428, total: 123_428 }],
        ['乙县', null],
        ['地直单位', { rows: 1, donorCount: 0, money: 1, total: 1 }],
      ]),
    );
    expect(read(join(september, '汇总'))).toEqual(read(september));
  });

  it('may have other units and counties than this one', () => {
    const others = { units: [{ code: 'Z9', county: '戊县' }] };
    expect(refusal(folder('旧名册', others))).toBeNull();
  });

  it.each<[name: string, content: Partial<Result> | string, told: RegExp]>([
    ['不完整', '{"schemaVersion": 1, "asOf"', /不是 bangfu 写出的结果：内容不完整/],
    ['别的', '{"schemaVersion": 1}', /不是 bangfu 写出的结果：缺少内容/],
    ['新版本', { schemaVersion: 2 }, /别的版本写的（schemaVersion 是 2，这里读的是 1）/],
    [
      '别的地区',
      { campaign: { ...RESULT.campaign, prefecture: '丁地区' } },
      /是“丁地区”的，本次是“丙地区”\n那里是“九月活动”/,
    ],
    [
      '别的表',
      {
        campaign: {
          ...RESULT.campaign,
          forms: [{ ...RESULT.campaign.forms[0]!, form: 'fish', title: '鱼表' }],
        },
      },
      /有这里不认识的表：《鱼表》/,
    ],
    ['同月', inPeriod('2020-10-01', '2020-10-31'), /《捐赠款物统计表》.*有重叠|《捐赠表》.*有重叠/],
    ['重叠', inPeriod('2020-01-01', '2020-10-01'), /有重叠，同样的数会加两次/],
    ['半月', inPeriod('2020-09-16', '2020-10-31'), /有重叠/],
    ['下月', inPeriod('2020-11-01', '2020-11-30'), /比本次还晚\n.*2020年11月1日至11月30日/],
  ])('are refused: %s', (name, content, told) => {
    expect(refusal(folder(name, content))).toMatch(told);
  });

  it('are refused when they are no folder of a run, this run, or given twice', () => {
    expect(refusal(join(root, '没有'))).toMatch(/--with 的.*没有 result\.json\n没有文件夹/);
    expect(refusal(dir)).toMatch(/就是本次的活动文件夹/);
    expect(refusal(join(dir, '汇总'))).toMatch(/就是本次的活动文件夹/);
    expect(refusal(september, join(september, '汇总'))).toMatch(/《捐赠表》有两期的统计时段有重叠/);
  });

  it('have one period a month', () => {
    const halves = [
      folder('上半月', inPeriod('2020-09-01', '2020-09-15')),
      folder('下半月', inPeriod('2020-09-16', '2020-09-30')),
    ];
    expect(refusal(...halves)).toMatch(
      /都在2020年9月结束，一个月只能有一期\n“.*上半月”：2020年9月1日至9月15日/,
    );
  });
});
