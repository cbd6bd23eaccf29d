import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  aggregate,
  bangfu,
  fingerprint,
  pairedReturn,
  receive,
  temporaryFolder,
  unit,
  villageRow,
  workingFolder,
} from './working-folder.js';

// Names that are ordinary to whoever typed them and something else to a file system, a program or a screen.

const LONG = `${'某某某某'.repeat(19)}服务中心`;
const NAMES = [
  '__proto__',
  'constructor',
  'CON',
  'a/b',
  'a\\b',
  LONG,
  '🙂便民服务站👨‍👩‍👧',
  '=1+1',
  '..',
  'con.txt',
];

describe('unusual names', () => {
  it(`of units (${NAMES.length}) reach their own totals`, async () => {
    expect([...LONG].length).toBe(80);
    const units = NAMES.map((name, index) => unit(`u${index}`, name));
    const dir = await workingFolder({ units });
    for (const [index, name] of NAMES.entries()) {
      await receive(dir, `${index}.xlsx`, pairedReturn(name, [villageRow(`村${index}`, 100 + index)]));
    }
    const result = aggregate(dir);
    const totals = result.totals['paired-assistance']!;
    expect(Object.fromEntries(units.map(({ code }) => [code, totals.units[code]?.consolationMoney]))).toEqual(
      Object.fromEntries(units.map(({ code }, index) => [code, 100 + index])),
    );
    expect(totals.prefecture.rows).toBe(NAMES.length);
    expect(result.completeness.filter((item) => item.status !== 'accepted')).toEqual([]);
  });

  it('of units without a code, and of counties, are keys like any other', async () => {
    const units = ['__proto__', 'constructor', 'CON', 'a/b'].map((name) =>
      unit(`${name}/${name}`, name, { county: name }),
    );
    const dir = await workingFolder({ units });
    for (const { name } of units) {
      await receive(
        dir,
        `${units.findIndex((item) => item.name === name)}.xlsx`,
        pairedReturn(name, [villageRow('村')]),
      );
    }
    const result = aggregate(dir);
    const { counties, units: byUnit } = result.totals['paired-assistance']!;
    for (const { name, code } of units) {
      expect([name, Object.hasOwn(byUnit, code) && byUnit[code]?.rows]).toEqual([name, 1]);
      expect([name, Object.hasOwn(counties, name) && counties[name]?.rows]).toEqual([name, 1]);
      expect([name, Object.hasOwn(result.rates.counties, name)]).toEqual([name, true]);
    }
  });

  it('of units and counties give files inside 模板/, one each, with names that every system takes', async () => {
    const units = [
      ...NAMES.map((name, index) => unit(`u${index}`, name)),
      unit('v1', '甲站', { county: '../../外面' }),
      unit('v2', 'ABC', { county: '乙县' }),
    ];
    const dir = await workingFolder({ units });
    expect(bangfu(['templates', dir]).code).toBe(0);
    const files = Object.keys(fingerprint(join(dir, '模板/分单位')));
    expect(files.length).toBe(units.length);
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(units.length);
    for (const file of files) {
      expect(file).toMatch(/^[^/]+\/[^/]+\.xlsx$/);
      for (const part of file.split('/')) {
        expect(part).not.toMatch(/[\\:*?"<>|]|^(con|prn|aux|nul)(\.|$)|[. ]$/i);
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
      }
    }
    expect(existsSync(join(dir, '../../外面'))).toBe(false);
  });

  it('of the working folder itself do no harm', async () => {
    const dir = join(temporaryFolder(), '塔城 地区\'2020"年 $HOME `x` 🙂');
    expect(bangfu(['init', dir]).code).toBe(0);
    expect(existsSync(join(dir, '活动设置.xlsx'))).toBe(true);
  });
});
