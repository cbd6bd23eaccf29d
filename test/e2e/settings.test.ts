import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AFTER_DEADLINE,
  aggregate,
  bangfu,
  fingerprint,
  pairedReturn,
  receive,
  sheetOf,
  temporaryFolder,
  unit,
  villageRow,
  workingFolder,
  writeSettings,
} from './working-folder.js';

describe('init', () => {
  it('makes a folder that can be used at once, and refuses to overwrite it', () => {
    const dir = join(temporaryFolder(), '塔城地区-2020年10月');
    const made = bangfu(['init', dir]);
    expect(made.code).toBe(0);
    expect(made.stdout).toBe('');
    expect(readdirSync(dir).sort()).toEqual(['收件', '活动设置.xlsx']);
    const before = fingerprint(dir);
    const again = bangfu(['init', dir]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('已经存在，没有覆盖');
    expect(fingerprint(dir)).toEqual(before);
  });

  it('refuses a folder that holds anything', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, '报表.txt'), 'x');
    expect(bangfu(['init', dir]).code).toBe(2);
    expect(readdirSync(dir)).toEqual(['报表.txt']);
  });

  it('--from keeps roster, aliases and tasks, but neither receipts nor decisions', async () => {
    const earlier = await workingFolder({
      units: [unit('101', '甲县水利局', { aliases: ['县水利局', '水利局'], phone: '0000-1234567' })],
      receipts: [
        {
          unit: '101',
          form: null,
          receivedAt: null,
          paperReceived: true,
          extendedTo: null,
          exemptReason: '本月没有任务',
        },
      ],
    });
    const dir = join(temporaryFolder(), '明年');
    expect(bangfu(['init', dir, '--from', earlier]).code).toBe(0);
    const roster = sheetOf(join(dir, '活动设置.xlsx'), '单位名册');
    expect([1, 2, 3, 4].map((columnNumber) => roster.valueAt(2, columnNumber))).toEqual([
      '101',
      '甲县水利局',
      '县水利局、水利局',
      '甲县',
    ]);
    expect(roster.valueAt(3, 2)).toBeNull();
    expect(sheetOf(join(dir, '活动设置.xlsx'), '报送任务').valueAt(2, 1)).toBe('结对帮扶活动月统计表');
    expect(sheetOf(join(dir, '活动设置.xlsx'), '收件登记').valueAt(2, 1)).toBeNull();
  });
});

describe('templates', () => {
  it('writes a blank workbook a form, one a unit, a zip a county, and keeps what others put there', async () => {
    const dir = await workingFolder();
    expect(bangfu(['templates', dir]).code).toBe(0);
    const written = Object.keys(fingerprint(join(dir, '模板')));
    expect(written).toEqual(
      [
        '空白模板/附件1 结对帮扶活动月统计表.xlsx',
        '空白模板/附件2 捐赠款物统计表.xlsx',
        '空白模板/附件3 微心愿对接表.xlsx',
        '分单位/甲县/甲县水利局.xlsx',
        '分单位/甲县/甲县林草局.xlsx',
        '分单位/乙县/乙县东风镇.xlsx',
        '分单位/地直单位/示例地区档案馆.xlsx',
        '分县打包/甲县.zip',
        '分县打包/乙县.zip',
        '分县打包/地直单位.zip',
      ].sort(),
    );
    writeFileSync(join(dir, '模板/通知.txt'), '本单位的通知');
    await writeSettings(dir, { units: [unit('101', '甲县水利局')] });
    expect(bangfu(['templates', dir]).code).toBe(0);
    expect(Object.keys(fingerprint(join(dir, '模板')))).toEqual(
      [
        '通知.txt',
        '空白模板/附件1 结对帮扶活动月统计表.xlsx',
        '空白模板/附件2 捐赠款物统计表.xlsx',
        '空白模板/附件3 微心愿对接表.xlsx',
        '分单位/甲县/甲县水利局.xlsx',
        '分县打包/甲县.zip',
      ].sort(),
    );
  });
});

describe('mistakes in 活动设置.xlsx', () => {
  const MISTAKES: readonly (readonly [name: string, cell: string, value: string | number, said: string])[] = [
    ['a period that is no date', '设置!B4', '十月初', '十月初'],
    ['no name of the campaign', '设置!B2', '', '活动名称'],
    ['a target that is no percentage', '设置!B11', '三成', '三成'],
    ['a deadline that is none', '报送任务!G2', '月底', '月底'],
    ['an unknown form', '报送任务!A3', '工资表', '工资表'],
    ['a name twice in a county', '单位名册!B3', '甲县水利局', '甲县水利局'],
    ['a code twice', '单位名册!A3', '101', '101'],
    ['neither 是 nor 否', '单位名册!G2', '大概', '大概'],
    ['a receipt of an unknown unit', '收件登记!A2', '丙县环卫站', '丙县环卫站'],
  ];

  it.each(MISTAKES)(
    '%s: names sheet and cell, exit code 2, nothing written',
    async (_, place, value, said) => {
      const dir = await workingFolder({}, { [place]: value });
      await receive(dir, '水利局.xlsx', pairedReturn('甲县水利局', [villageRow('一村')]));
      const before = fingerprint(dir);
      const [sheet, cell] = place.split('!');
      const { code, stdout, stderr } = bangfu(['aggregate', dir]);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain(sheet);
      expect(stderr).toMatch(new RegExp(`\\b${cell}\\b`));
      expect(stderr).toContain(said);
      expect(fingerprint(dir)).toEqual(before);
    },
  );

  it('an unknown 处理', async () => {
    const dir = await workingFolder({}, { '人工认定!A2': '收件/水利局.xlsx', '人工认定!E2': '算了' });
    const { code, stderr } = bangfu(['aggregate', dir]);
    expect(code).toBe(2);
    expect(stderr).toContain('人工认定');
    expect(stderr).toContain('E2');
    expect(stderr).toContain('算了');
    expect(existsSync(join(dir, '汇总'))).toBe(false);
  });

  it('every command tells all of them at once', async () => {
    const dir = await workingFolder({}, { '设置!B4': '十月初', '单位名册!B3': '甲县水利局' });
    const before = fingerprint(dir);
    for (const command of ['aggregate', 'templates', 'status']) {
      const { code, stderr } = bangfu([command, dir]);
      expect(code).toBe(2);
      expect(stderr).toContain('有 2 处需要改正');
      expect(stderr).toContain('B4');
      expect(stderr).toContain('B3');
    }
    expect(fingerprint(dir)).toEqual(before);
  });

  it('a settings workbook that is none', async () => {
    const dir = await workingFolder();
    writeFileSync(join(dir, '活动设置.xlsx'), 'not a workbook');
    const { code, stderr } = bangfu(['aggregate', dir]);
    expect(code).toBe(2);
    expect(stderr).toContain('活动设置.xlsx打不开');
  });
});

describe('收件台账.xlsx', () => {
  it('keeps the time of receipt of a file that is gone and back under another name', async () => {
    const dir = await workingFolder();
    const plan = pairedReturn('甲县水利局', [villageRow('一村')]);
    await receive(dir, '水利局.xlsx', plan);
    const first = aggregate(dir).files[0];
    const bytes = readFileSync(join(dir, '收件/水利局.xlsx'));
    rmSync(join(dir, '收件/水利局.xlsx'));
    aggregate(dir);
    await receive(dir, '水利局（新）.xlsx', bytes);
    const again = aggregate(dir).files[0];
    expect(again?.path).toBe('收件/水利局（新）.xlsx');
    expect([again?.receivedAt, again?.receivedBy]).toEqual([first?.receivedAt, first?.receivedBy]);
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2)],
    ['replaced by something else', () => new TextEncoder().encode('时间')],
    ['empty', () => new Uint8Array()],
  ])('%s: a message and exit code 2, nothing lost', async (_, damage) => {
    const dir = await workingFolder();
    await receive(dir, '水利局.xlsx', pairedReturn('甲县水利局', [villageRow('一村')]));
    aggregate(dir);
    const ledger = join(dir, '收件台账.xlsx');
    writeFileSync(ledger, damage(new Uint8Array(readFileSync(ledger))));
    const before = fingerprint(dir);
    const { code, stderr } = bangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE]);
    expect(code).toBe(2);
    expect(stderr).toContain('收件台账.xlsx打不开');
    expect(stderr).toContain('请从备份恢复');
    expect(fingerprint(dir)).toEqual(before);
  });
});
