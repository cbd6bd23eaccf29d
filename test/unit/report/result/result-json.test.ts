import { describe, expect, it } from 'vitest';
import { planResult } from '../../../../src/report/result/result-json.js';
import { resultSchema } from '../../../../src/report/result/result-schema.js';
import { CAMPAIGN, GIFTS, SUMMARY } from '../lists/list-fixture.js';

const result = planResult(SUMMARY, { name: 'bangfu', version: '0.1.0' }, ['汇总/result.json']);

describe('planResult', () => {
  it('keeps the contract', () => {
    expect(resultSchema.safeParse(JSON.parse(JSON.stringify(result))).error).toBeUndefined();
  });

  it('has the keys in the order of the contract', () => {
    expect(Object.keys(result)).toEqual([
      'schemaVersion',
      'tool',
      'asOf',
      'campaign',
      'units',
      'files',
      'findings',
      'completeness',
      'rates',
      'totals',
      'materials',
      'outputs',
    ]);
    expect(Object.keys(result.files[0]!).join()).toBe(
      'path,entry,sha256,size,receivedAt,receivedBy,disposition,reason,sheets',
    );
    expect(Object.keys(result.files[0]!.sheets[0]!).join()).toBe('sheet,form,units,rows,disposition');
    expect(Object.keys(result.findings[0]!).join()).toBe(
      'rule,level,path,entry,sheet,cell,unit,form,field,value,message,fix,open,closedBy',
    );
    expect(Object.keys(result.completeness[0]!).join()).toBe(
      'unit,form,status,late,overdue,receivedAt,path,entry',
    );
  });

  it('names campaign, forms and units', () => {
    expect(result.campaign).toEqual({
      name: '2020年扶贫日活动',
      prefecture: '塔城地区',
      forms: [
        {
          form: 'gifts',
          title: '扶贫日捐款统计表',
          periodStart: '2020-10-01',
          periodEnd: '2020-10-31',
          deadline: '2020-10-18T23:59:59+08:00',
        },
        {
          form: 'visits',
          title: '走访统计表',
          periodStart: '2020-10-01',
          periodEnd: '2020-10-31',
          deadline: '2020-10-30T18:00:00+08:00',
        },
      ],
    });
    expect(result.units[0]).toEqual({ code: 'D01', name: '地区林草局', county: null, category: '地直部门' });
  });

  it('gives amounts in 元 and counts as they are, zeros where nothing counts', () => {
    const gifts = { rows: 3, people: 12, money: 1234.57, large: 1, largeMoney: 1000.1 };
    const nothing = { rows: 0, people: 0, money: 0, large: 0, largeMoney: 0 };
    expect(result.totals.gifts).toEqual({
      prefecture: gifts,
      counties: { 乌苏市: gifts, 沙湾县: nothing, 地直单位: nothing },
      units: { '乌苏市/丙镇': gifts },
    });
    expect(result.totals.visits?.counties.沙湾县).toEqual({ rows: 2, visits: 20 });
    expect(JSON.stringify(result.totals.gifts)).toContain('"money":1234.57,"large":1,"largeMoney":1000.1}');
  });

  it('holds the rates of every form and county', () => {
    expect(result.rates.prefecture.gifts).toEqual({
      owed: 7,
      received: 2,
      accepted: 1,
      onTime: 1,
      rate: 2 / 7,
      acceptedRate: 1 / 7,
      onTimeRate: 1 / 7,
    });
    expect(Object.keys(result.rates.counties)).toEqual(['乌苏市', '沙湾县', '地直单位']);
    const bare = planResult(
      { ...SUMMARY, rates: { prefecture: new Map(), counties: new Map() } },
      { name: 'bangfu', version: '0' },
      [],
    );
    expect(bare.rates.counties.沙湾县?.visits).toEqual({
      owed: 0,
      received: 0,
      accepted: 0,
      onTime: 0,
      rate: null,
      acceptedRate: null,
      onTimeRate: null,
    });
  });

  it('says of each finding where it is and whether it is open', () => {
    expect(result.findings[4]).toMatchObject({
      rule: 'negative',
      level: 'error',
      cell: 'C8',
      field: 'money',
      value: -5,
      open: false,
      closedBy: 'superseded',
    });
  });

  it('is safe against names that objects know', () => {
    const units = [{ ...CAMPAIGN.units[1]!, code: '__proto__', county: '__proto__' }];
    const totals = { rows: 1, people: 1, money: 100, large: 0, largeMoney: 0 };
    const odd = planResult(
      {
        ...SUMMARY,
        campaign: { ...CAMPAIGN, units },
        forms: [GIFTS],
        totals: new Map([
          [
            'gifts',
            {
              prefecture: totals,
              counties: new Map([['__proto__', totals]]),
              units: new Map([['__proto__', totals]]),
            },
          ],
        ]),
      },
      { name: 'bangfu', version: '0' },
      [],
    );
    expect(Object.keys(odd.rates.counties)).toEqual(['__proto__']);
    expect(Object.entries(odd.totals.gifts!.units)).toEqual([['__proto__', { ...totals, money: 1 }]]);
    expect(JSON.stringify(odd.totals.gifts!.counties)).toBe(
      '{"__proto__":{"rows":1,"people":1,"money":1,"large":0,"largeMoney":0}}',
    );
  });
});
