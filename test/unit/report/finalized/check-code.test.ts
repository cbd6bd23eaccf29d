import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkCodeOf,
  checkedAreas,
  parseCheckCode,
  stampCheckCode,
} from '../../../../src/report/finalized/check-code.js';
import { planResult, type ResultJson } from '../../../../src/report/result/result-json.js';
import { planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import { checkPlan } from '../../../../src/workbook/write/check-plan.js';
import { buildSummary } from '../summary/fixture.js';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const SUMMARY = buildSummary();
const RESULT = planResult(SUMMARY, { name: 'bangfu', version: '0.1.0' }, []);
const code = (result: ResultJson, county: string | null = null) => checkCodeOf(result, county, digest);

describe('checkCodeOf', () => {
  it('is the first forty bits of the digest in base 32', () => {
    // 0x08864298ff = 00001 00010 00011 00100 00101 00110 00111 11111
    expect(checkCodeOf(RESULT, null, () => `08864298ff${'7'.repeat(54)}`)).toBe('1234-567Z');
  });

  it('is the same for a result that was written and read back, and for another place and program', () => {
    const back = JSON.parse(JSON.stringify(RESULT)) as ResultJson;
    expect(code({ ...back, tool: { name: 'bangfu', version: '9' }, outputs: ['x'] })).toBe(code(RESULT));
  });

  it('is another for every area and whenever a figure, a status or the time differs', () => {
    const areas = checkedAreas(RESULT);
    expect(areas).toEqual([null, '甲县', '乙县', '地直单位']);
    expect(new Set(areas.map((county) => code(RESULT, county))).size).toBe(4);
    const donations = RESULT.totals.donations!;
    const dearer: ResultJson = {
      ...RESULT,
      totals: {
        ...RESULT.totals,
        donations: {
          ...donations,
          units: { ...donations.units, P1: { ...donations.units.P1, money: 88_888.89 } },
        },
      },
    };
    const returned: ResultJson = {
      ...RESULT,
      completeness: RESULT.completeness.map((item) =>
        item.unit === 'P1' ? { ...item, status: 'returned' } : item,
      ),
    };
    for (const other of [dearer, returned]) {
      expect(code(other)).not.toBe(code(RESULT));
      expect(code(other, '地直单位')).not.toBe(code(RESULT, '地直单位'));
      expect(code(other, '甲县')).toBe(code(RESULT, '甲县'));
    }
    expect(code({ ...RESULT, asOf: '2020-10-26T09:00:01+08:00' }, '甲县')).not.toBe(code(RESULT, '甲县'));
  });
});

describe('parseCheckCode', () => {
  it.each(['7K2M-9QX0', '7k2m9qxo', '校验码 7K2M－9QXO', ' 7K2M 9QX0 '])(
    'takes %s as it is typed',
    (text) => {
      expect(parseCheckCode(text)).toBe('7K2M-9QX0');
    },
  );

  it.each(['', '7K2M-9QX', '7K2M-9QXAB', '7K2M-9QXU', '7K2M/9QX0'])('refuses %s', (text) => {
    expect(parseCheckCode(text)).toBeNull();
  });
});

describe('stampCheckCode', () => {
  it('puts the code at the foot of every sheet, with what stood there', () => {
    const plan = planPrefectureSummary(SUMMARY);
    const stamped = stampCheckCode(plan, '7K2M-9QX0');
    checkPlan(stamped);
    expect(stamped.sheets.length).toBeGreaterThan(8);
    for (const [index, sheet] of stamped.sheets.entries())
      expect(sheet.print?.footer).toBe(`${plan.sheets[index]!.print!.footer}　校验码 7K2M-9QX0`);
    const bare = { title: '', sheets: [{ name: '一', columnWidths: [], rows: [] }] };
    expect(stampCheckCode(bare, '7K2M-9QX0').sheets[0]!.print!.footer).toBe('&R校验码 7K2M-9QX0');
  });
});
