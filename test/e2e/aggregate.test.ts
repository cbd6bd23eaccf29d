import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../src/report/result/result-schema.js';
import {
  AFTER_DEADLINE,
  aggregate,
  bangfu,
  donationsReturn,
  fillWorkbook,
  fingerprint,
  HAS_OPENPYXL,
  pairedReturn,
  readResult,
  receive,
  UNITS,
  unit,
  villageRow,
  workingFolder,
} from './working-folder.js';

/** 甲县水利局 sends two villages and a donation, 甲县林草局 one village with a mistake; the others send nothing. */
async function someReturns(): Promise<string> {
  const dir = await workingFolder();
  await receive(
    dir,
    '甲县/水利局.xlsx',
    pairedReturn('甲县水利局', [villageRow('一村', 2000), villageRow('二村', 1000.25)]),
  );
  await receive(
    dir,
    '甲县/水利局捐赠.xlsx',
    donationsReturn('县水利局', [['机关职工', '职工集体', 31, '2020-10-16', 3120.5, '一村', null]]),
  );
  // 5 人次 in all, 9 of them by leaders: JD-01.
  await receive(dir, '林草局.xlsx', pairedReturn('甲县林草局', [villageRow('三村', 900, { 3: 5, 4: 9 })]));
  return dir;
}

describe('aggregate', () => {
  it('of an empty 收件/ writes everything, all units missing', async () => {
    const dir = await workingFolder();
    const result = aggregate(dir);
    expect(result.files).toEqual([]);
    expect(result.completeness.map((item) => item.status)).toEqual(Array(5).fill('missing'));
    expect(result.rates.prefecture['paired-assistance']).toMatchObject({ owed: 4, received: 0, rate: 0 });
    const written = Object.keys(fingerprint(join(dir, '汇总'))).map((path) => `汇总/${path}`);
    expect([...result.outputs].sort()).toEqual(written.sort());
  });

  it('adds what is right, leaves out what is wrong, and shows both', async () => {
    const result = aggregate(await someReturns());
    const { prefecture, counties, units } = result.totals['paired-assistance']!;
    // 2000 + 1000.25 + 2 × 500.50
    expect(prefecture).toMatchObject({ rows: 2, householdsPaired: 40, consolationTotal: 4001.25 });
    expect(counties.甲县).toEqual(prefecture);
    expect(units['101']).toEqual(prefecture);
    expect(result.totals.donations!.prefecture).toMatchObject({ rows: 1, donorCount: 31, money: 3120.5 });
    const status = Object.fromEntries(
      result.completeness.map((item) => [`${item.unit} ${item.form}`, item.status]),
    );
    expect(status).toEqual({
      '101 paired-assistance': 'accepted',
      '101 donations': 'accepted',
      '102 paired-assistance': 'returned',
      '201 paired-assistance': 'missing',
      '901 paired-assistance': 'missing',
    });
    const errors = result.findings.filter((item) => item.level === 'error');
    expect(errors.map((item) => [item.path, item.rule, item.cell, item.unit])).toEqual([
      ['收件/林草局.xlsx', 'JD-01', 'F4', '102'],
    ]);
  });

  it('--json prints exactly result.json, of the promised shape', async () => {
    const dir = await someReturns();
    const run = bangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE, '--json']);
    expect(run.code).toBe(0);
    const printed: unknown = JSON.parse(run.stdout);
    expect(printed).toEqual(readResult(dir));
    expect(() => resultSchema.parse(printed)).not.toThrow();
  });

  it('twice gives the same result.json and leaves 收件/ as it was, to the byte', async () => {
    const dir = await someReturns();
    const before = fingerprint(join(dir, '收件'));
    const first = aggregate(dir);
    const second = aggregate(dir);
    expect(second).toEqual(first);
    expect(fingerprint(join(dir, '收件'))).toEqual(before);
    const later = bangfu(['aggregate', dir, '--as-of', '2020-11-02', '--json']);
    expect({ ...JSON.parse(later.stdout), asOf: AFTER_DEADLINE }).toEqual(first);
    expect(readdirSync(dir).filter((name) => /^\.汇总|新$/.test(name))).toEqual([]);
  });

  it('writes data to stdout and messages to stderr; --quiet silences the messages only', async () => {
    const dir = await workingFolder({
      units: [...UNITS, unit('301', '甲县水利局服务站', { aliases: ['县水利局'], county: '乙县' })],
    });
    const loud = bangfu(['aggregate', dir]);
    const quiet = bangfu(['aggregate', dir, '--quiet']);
    expect(quiet.code).toBe(0);
    expect(quiet.stderr).toBe('');
    expect(loud.stdout).toContain('未报送');
    expect(quiet.stdout).toContain('未报送');
    expect(bangfu(['templates', dir, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('--strict ends with 1 when anything is missing or returned, and with 0 when nothing is', async () => {
    const dir = await workingFolder({ units: [unit('101', '甲县水利局')] });
    expect(bangfu(['aggregate', dir, '--strict']).code).toBe(1);
    await receive(dir, 'a.xlsx', pairedReturn('甲县水利局', [villageRow('一村', 900, { 3: 5, 4: 9 })]));
    expect(bangfu(['aggregate', dir, '--strict']).code).toBe(1);
    expect(bangfu(['aggregate', dir]).code).toBe(0);
    await receive(dir, 'b.xlsx', pairedReturn('甲县水利局', [villageRow('一村')]));
    expect(bangfu(['aggregate', dir, '--strict']).code).toBe(0);
  });

  it('--as-of decides what is overdue', async () => {
    const dir = await workingFolder({ units: [unit('101', '甲县水利局')] });
    const overdueAt = (time: string): boolean[] => {
      const { stdout } = bangfu(['aggregate', dir, '--json', '--as-of', time]);
      return readJson(stdout).completeness.map((item) => item.overdue);
    };
    expect(overdueAt('2020-10-18T18:00:00+08:00')).toEqual([false]);
    expect(overdueAt('2020-10-18T18:00:01+08:00')).toEqual([true]);
    // The same moments as another clock writes them.
    expect(overdueAt('2020-10-18T10:00:00Z')).toEqual([false]);
    expect(overdueAt('2020-10-18T10:00:01Z')).toEqual([true]);
    expect(bangfu(['aggregate', dir, '--as-of', '下周']).code).toBe(2);
  });

  it('keeps text that begins with = as text in every output', async () => {
    const dir = await workingFolder();
    const link = '=HYPERLINK("http://example.com","点这里")';
    await receive(
      dir,
      'a.xlsx',
      pairedReturn('甲县水利局', [
        villageRow(link, 2000, { 11: '=1+1' }),
        villageRow('@一村'),
        villageRow('+1'),
      ]),
    );
    const result = aggregate(dir);
    expect(result.totals['paired-assistance']!.prefecture.rows).toBe(3);
    let seen = 0;
    for (const path of result.outputs.filter((item) => item.endsWith('.xlsx'))) {
      for (const [part, bytes] of Object.entries(unzipSync(new Uint8Array(readFileSync(join(dir, path)))))) {
        const xml = strFromU8(bytes);
        for (const [, formula = ''] of xml.matchAll(/<f\b[^>]*>([^<]*)<\/f>/g)) {
          expect(`${path} ${part}: ${formula}`).not.toMatch(/example\.com|: 1\+1$/);
        }
        if (xml.includes('example.com')) seen++;
      }
    }
    expect(seen).toBeGreaterThan(0);
  });
});

describe('status', () => {
  it('says who has not reported, with a text to paste, and writes nothing', async () => {
    const dir = await someReturns();
    const before = fingerprint(dir);
    const { code, stdout } = bangfu(['status', dir, '--as-of', AFTER_DEADLINE]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/未报送单位：.*乙县（1 个）：乙县东风镇；地直单位（1 个）：示例地区档案馆/);
    expect(stdout).not.toMatch(/未报送单位：.*林草局/);
    const json = JSON.parse(bangfu(['status', dir, '--as-of', AFTER_DEADLINE, '--json']).stdout);
    expect(json.rates.prefecture['paired-assistance']).toMatchObject({ owed: 4, received: 2, rate: 0.5 });
    expect(fingerprint(dir)).toEqual(before);
  });
});

describe('check', () => {
  it('ends with 1 when a file has an error, with 0 when it has none', async () => {
    const dir = await someReturns();
    const faulty = bangfu(['check', join(dir, '收件/林草局.xlsx')]);
    expect(faulty.code).toBe(1);
    expect(faulty.stdout).toMatch(/必须改.*F4.*“其中：单位领导”9 人次，大于“参加走访干部”5 人次/);
    const fine = bangfu(['check', join(dir, '收件/甲县/水利局.xlsx')]);
    expect(fine.stdout).toContain('没有发现问题');
    expect(fine.code).toBe(0);
    const both = bangfu([
      'check',
      '--json',
      join(dir, '收件/甲县/水利局.xlsx'),
      join(dir, '收件/林草局.xlsx'),
    ]);
    expect(both.code).toBe(1);
    expect((JSON.parse(both.stdout) as unknown[]).length).toBe(2);
  });
});

describe.skipIf(!HAS_OPENPYXL)(
  'templates → a unit fills them in → aggregate (needs python3 with openpyxl)',
  () => {
    it('reads the filled template back to the cent', async () => {
      const dir = await workingFolder();
      expect(bangfu(['templates', dir]).code).toBe(0);
      const sheet = '结对帮扶活动月统计表';
      const filled = {
        B6: '一村',
        C6: 20,
        D6: 5,
        F6: 12,
        G6: 2,
        H6: 18,
        J6: 3,
        M6: 10,
        N6: 500.1,
        O6: 0.2,
        R6: 2,
      };
      fillWorkbook(
        join(dir, '模板/分单位/乙县/乙县东风镇.xlsx'),
        join(dir, '收件/改了名字.xlsx'),
        Object.fromEntries(Object.entries(filled).map(([cell, value]) => [`${sheet}!${cell}`, value])),
      );
      // Left as it was sent out.
      fillWorkbook(join(dir, '模板/分单位/甲县/甲县林草局.xlsx'), join(dir, '收件/未填.xlsx'), {});
      const result = aggregate(dir);
      expect(result.totals['paired-assistance']!.units['201']).toMatchObject({
        rows: 1,
        householdsVisited: 18,
        consolationTotal: 500.3,
      });
      expect(result.files.map((file) => [file.path, file.disposition])).toEqual([
        ['收件/改了名字.xlsx', 'accepted'],
        ['收件/未填.xlsx', 'empty'],
      ]);
    });
  },
);

function readJson(text: string): ReturnType<typeof readResult> {
  return JSON.parse(text) as ReturnType<typeof readResult>;
}
