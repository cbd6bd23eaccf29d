import { describe, expect, it } from 'vitest';
import { type Campaign, countiesOf } from '../../../src/campaign/campaign.js';
import type { PendingFile } from '../../../src/merge/measure-completeness.js';
import type { Summary } from '../../../src/merge/summary.js';
import { planWorkpaper } from '../../../src/report/workpaper/workpaper.js';
import { GridBuilder } from '../../../src/workbook/grid.js';
import type { SheetPlan, WorkbookPlan } from '../../../src/workbook/workbook-plan.js';
import {
  campaignWith,
  day,
  decision,
  donation,
  donations,
  entryOf,
  gridsOfPlan,
  pairedAssistance,
  type Row,
  receipt,
  run,
  type Sent,
  type SentSheet,
  UNITS,
  unit,
  village,
  wish,
  wishes,
} from './scenario.js';

// product.md, step 7: all county 底稿 together (地直单位 too) give the same totals and statuses as all unit files.

const LATER = '2020-10-27T09:00:00+08:00';

/** What a second office finds that is sent the county 底稿 and nothing else. */
function handOn(
  summary: Summary,
  campaign: Campaign,
  edit: (plan: WorkbookPlan) => WorkbookPlan = (plan) => plan,
): Summary {
  const sent = countiesOf(campaign).map(
    (county): Sent => ({
      path: `收件/${county}底稿.xlsx`,
      at: LATER,
      workbook: gridsOfPlan(edit(planWorkpaper(summary, county, '../..'))),
    }),
  );
  return run(campaign, sent);
}

function statusesOf(summary: Summary) {
  return summary.completeness.map(({ unit: code, form, status, late, overdue }) => ({
    code,
    form,
    status,
    late,
    overdue,
  }));
}

function expectLaw(
  campaign: Campaign,
  sent: readonly Sent[],
  more: { readonly pending?: readonly PendingFile[] } = {},
): { readonly first: Summary; readonly second: Summary } {
  const first = run(campaign, sent, more);
  const second = handOn(first, campaign);
  const third = handOn(second, campaign);
  for (const again of [second, third]) {
    expect(again.totals).toEqual(first.totals);
    expect(statusesOf(again)).toEqual(statusesOf(first));
    expect(again.rates).toEqual(first.rates);
  }
  return { first, second };
}

const sheet = (name: string | null, ...rows: readonly Row[]): SentSheet => ({
  form: donations,
  unit: name,
  rows,
});

describe('county 底稿 as returns', () => {
  it('hand on every status, late or not', () => {
    const campaign = campaignWith({
      units: [
        ...UNITS,
        unit('A3', '星火乡', '东县'),
        unit('B3', '前进乡', '西县', { owes: new Set(['wishes']) }),
      ],
      receipts: [
        receipt('B2', { form: 'donations', exemptReason: '机构改革' }),
        receipt('A3', { extendedTo: '2020-11-30T18:00:00+08:00' }),
      ],
      decisions: [
        decision('放行', '收件/放行.xlsx', { reason: '已核实' }),
        decision('确认', '收件/确认.xlsx'),
      ],
    });
    const late = '2020-10-19T08:00:00+08:00';
    const { first } = expectLaw(
      campaign,
      [
        // accepted on time, then a faulty one
        { path: '收件/1.xlsx', sheets: [sheet('红旗乡', donation('张三', 100.1))] },
        { path: '收件/1再.xlsx', at: late, sheets: [sheet('红旗乡', donation('张三', '若干'))] },
        // first faulty and on time, then valid and late: not late
        { path: '收件/2.xlsx', sheets: [sheet('胜利镇', donation('李四', '若干'))] },
        { path: '收件/2再.xlsx', at: late, sheets: [sheet('胜利镇', donation('李四', 0.2))] },
        // zero report, late
        {
          path: '收件/3.xlsx',
          at: late,
          sheets: [{ form: donations, unit: '上户乡', answer: '无', rows: [] }],
        },
        // open query, late
        {
          path: '收件/4.xlsx',
          at: late,
          sheets: [sheet('示例教育局', donation('王五', 5, { recipient: null }))],
        },
        // villages: released, confirmed, explained, returned late, empty
        {
          path: '收件/放行.xlsx',
          sheets: [
            {
              form: pairedAssistance,
              unit: '红旗乡',
              rows: [village('甲村', { consolationMoney: '若干' }), village('乙村')],
            },
          ],
        },
        {
          path: '收件/确认.xlsx',
          sheets: [
            { form: pairedAssistance, unit: '胜利镇', rows: [village('丙村', { householdsVisited: 11 })] },
          ],
        },
        {
          path: '收件/说明.xlsx',
          sheets: [
            {
              form: pairedAssistance,
              unit: '上户乡',
              rows: [village('丁村', { householdsVisited: 11, explanation: '含新增户' }), village('')],
            },
          ],
        },
        {
          path: '收件/退回.xlsx',
          at: late,
          sheets: [{ form: pairedAssistance, unit: '下户镇', rows: [village('戊村', { leaderVisits: 99 })] }],
        },
        { path: '收件/空.xlsx', sheets: [{ form: pairedAssistance, unit: '示例教育局', rows: [] }] },
      ],
      {
        pending: [
          {
            unit: 'A2',
            form: 'wishes',
            path: '收件/胜利镇.docx',
            entry: null,
            receivedAt: '2020-10-15T10:00:00+08:00',
            receivedBy: '文件创建时间',
          },
        ],
      },
    );
    const found = new Set(first.completeness.map((entry) => entry.status));
    expect(found).toEqual(
      new Set(['accepted', 'queried', 'nil', 'returned', 'pending', 'empty', 'missing', 'exempt']),
    );
    expect(first.completeness.some((entry) => entry.overdue)).toBe(true);
  });

  it('keep unusual texts, dates and blanks', () => {
    const texts = [
      '=1+1',
      '+86',
      '@局',
      '合计金额说明',
      '单位负责人家',
      '注：见背面',
      '捐赠款物统计表',
      '第一行\n第二行',
      "'引号",
      '0012',
      '1e5',
      '无名氏',
      ' 空格 ',
      '<&>"',
      '_x0041_',
    ];
    const rows = texts.map((text, index) =>
      donation(text, index + 0.01, {
        remarks: texts[(index + 1) % texts.length]!,
        purpose: text,
        receiptNo: text,
        donatedOn: day('2020-10-31'),
      }),
    );
    const { first } = expectLaw(campaignWith(), [
      { path: '收件/1.xlsx', sheets: [{ form: donations, unit: '红旗乡', rows }] },
      {
        path: '收件/2.xlsx',
        sheets: [
          {
            form: wishes,
            unit: '上户乡',
            rows: [
              wish('甲', { budget: null, spent: null }),
              wish('乙', { status: '已取消', explanation: '已搬走', budget: 100 }),
              wish('丙', { status: '已取消', budget: 200, age: 130 }),
              wish('丁', {
                status: '已实现',
                collectedOn: '1949-10-01',
                claimedOn: day('2020-10-01'),
                onPlatform: '是',
                spent: 0,
              }),
            ],
          },
        ],
      },
    ]);
    expect(first.totals.get('donations')!.units.get('A1')!.rows).toBe(texts.length);
  });

  it('keep records of which nothing could be read', () => {
    const campaign = campaignWith({ decisions: [decision('放行', '收件/1.xlsx')] });
    const blank = { donorKind: null, donatedOn: null, recipient: null };
    const { first } = expectLaw(campaign, [
      {
        path: '收件/1.xlsx',
        sheets: [
          {
            form: donations,
            unit: '红旗乡',
            rows: [
              { ...blank, money: '若干' },
              { ...blank, donatedOn: '某日' },
            ],
          },
        ],
      },
    ]);
    expect(first.totals.get('donations')!.units.get('A1')!.rows).toBe(2);
  });

  it('keep rows of unknown status that were released, missing texts that were confirmed', () => {
    const campaign = campaignWith({
      decisions: [decision('放行', '收件/1.xlsx'), decision('确认', '收件/1.xlsx')],
    });
    const { first } = expectLaw(campaign, [
      {
        path: '收件/1.xlsx',
        sheets: [
          {
            form: wishes,
            unit: '红旗乡',
            rows: [wish('甲', { status: '不清楚' }), wish('乙', { wish: null })],
          },
        ],
      },
    ]);
    expect(entryOf(first, 'A1', wishes).status).toBe('accepted');
  });

  it('blame the same unit for a donation that two report, and nobody once it is confirmed', () => {
    const files: Sent[] = [
      {
        path: '收件/b.xlsx',
        at: '2020-10-11T08:00:00+08:00',
        sheets: [sheet('上户乡', donation('某公司', 1000))],
      },
      {
        path: '收件/a.xlsx',
        at: '2020-10-12T08:00:00+08:00',
        sheets: [sheet('红旗乡', donation('某公司', 1000))],
      },
    ];
    const { first, second } = expectLaw(campaignWith(), files);
    expect(entryOf(first, 'A1', donations).status).toBe('queried');
    expect(second.findings.map((finding) => [finding.rule, finding.unit])).toEqual([['JZ-09', 'A1']]);
    const confirmed = expectLaw(campaignWith({ decisions: [decision('确认', '收件/a.xlsx')] }), files);
    expect(entryOf(confirmed.first, 'A1', donations).status).toBe('accepted');
  });

  it('keep what a unit sent without owing it', () => {
    const { first } = expectLaw(
      campaignWith({ units: UNITS.map((item) => ({ ...item, owes: new Set(['wishes']) })) }),
      [
        { path: '收件/1.xlsx', sheets: [sheet('红旗乡', donation('某公司', 1000))] },
        { path: '收件/2.xlsx', sheets: [sheet('示例教育局', donation('某公司', 1000))] },
        { path: '收件/3.xlsx', sheets: [{ form: donations, unit: '胜利镇', answer: '无', rows: [] }] },
      ],
    );
    expect(first.totals.get('donations')!.prefecture.money).toBe(200_000);
  });

  it('keep merged texts and columns that the form does not know', () => {
    const { second } = expectLaw(campaignWith(), [
      {
        path: '收件/1.xlsx',
        sheets: [
          {
            form: donations,
            unit: '红旗乡',
            rows: [donation('张三', 10, { remarks: '甲' })],
            headers: { remarks: '经手人电话' },
          },
        ],
      },
    ]);
    expect(second.counted[0]).toMatchObject({ extraTitles: ['其他栏目'] });
    expect(second.counted[0]!.records[0]!.extras).toEqual(['经手人电话：甲']);
  });

  it('may come beside a unit’s own file: the same records count once, a correction counts', () => {
    const campaign = campaignWith();
    const own: Sent = { path: '收件/红旗乡.xlsx', sheets: [sheet('红旗乡', donation('张三', 100))] };
    const workpaper: Sent = {
      path: '收件/东县底稿.xlsx',
      at: LATER,
      workbook: gridsOfPlan(planWorkpaper(run(campaign, [own]), '东县', '../..')),
    };
    const both = run(campaign, [own, workpaper]);
    expect(both.totals.get('donations')!.prefecture.money).toBe(10_000);
    const corrected = run(campaign, [
      workpaper,
      {
        path: '收件/更正.xlsx',
        at: '2020-10-16T08:00:00+08:00',
        sheets: [sheet('红旗乡', donation('张三', 120))],
      },
    ]);
    expect(corrected.totals.get('donations')!.prefecture.money).toBe(12_000);
    expect(entryOf(corrected, 'A1', donations)).toMatchObject({ status: 'accepted', late: false });
  });

  it('remember that the first, faulty one was on time or late when the correction comes directly', () => {
    const campaign = campaignWith();
    const faulty = (at: string): Sent => ({
      path: '收件/1.xlsx',
      at,
      sheets: [sheet('红旗乡', donation('张三', '若干'))],
    });
    const correction: Sent = {
      path: '收件/更正.xlsx',
      at: '2020-10-28T08:00:00+08:00',
      sheets: [sheet('红旗乡', donation('张三', 120))],
    };
    for (const [at, late] of [
      ['2020-10-15T08:00:00+08:00', false],
      ['2020-10-19T08:00:00+08:00', true],
    ] as const) {
      const workbook = gridsOfPlan(planWorkpaper(run(campaign, [faulty(at)]), '东县', '../..'));
      const summary = run(campaign, [{ path: '收件/东县底稿.xlsx', at: LATER, workbook }, correction]);
      expect(entryOf(summary, 'A1', donations)).toMatchObject({ status: 'accepted', late });
    }
  });
});

describe('a 底稿 edited by hand', () => {
  const campaign = campaignWith();
  const first = run(campaign, [
    {
      path: '收件/1.xlsx',
      sheets: [
        { form: pairedAssistance, unit: '红旗乡', rows: [village('甲村'), village('乙村')] },
        { form: pairedAssistance, unit: '胜利镇', rows: [village('丙村')], name: '第二张' },
      ],
    },
  ]);

  /** Sets a number in the first record row of 结对帮扶. */
  const editing = (title: string, value: number) => (plan: WorkbookPlan) => ({
    ...plan,
    sheets: plan.sheets.map((item): SheetPlan => {
      const column = item.rows.flatMap((row) => row.cells).find((cell) => cell.value === title)?.columnNumber;
      if (item.name !== pairedAssistance.title || column === undefined) return item;
      return {
        ...item,
        rows: item.rows.map((row) =>
          row.rowNumber === 5
            ? {
                ...row,
                cells: row.cells.map((cell) => (cell.columnNumber === column ? { ...cell, value } : cell)),
              }
            : row,
        ),
      };
    }),
  });

  it('is counted as it stands when its rules hold, computed sums with it', () => {
    const second = handOn(first, campaign, editing('慰问金（元）', 500));
    expect(second.totals.get(pairedAssistance.key)!.units.get('A1')).toMatchObject({
      consolationMoney: 90_000,
      consolationTotal: 90_000,
    });
    expect(entryOf(second, 'A1', pairedAssistance).status).toBe('accepted');
    expect(entryOf(second, 'A2', pairedAssistance).status).toBe('accepted');
  });

  it('is checked again: an error returns that unit, a query queries it', () => {
    const faulty = handOn(first, campaign, editing('其中：单位领导（人次）', 99));
    expect(entryOf(faulty, 'A1', pairedAssistance).status).toBe('returned');
    expect(entryOf(faulty, 'A2', pairedAssistance).status).toBe('accepted');
    const queried = handOn(first, campaign, editing('走访户数（户）', 11));
    expect(entryOf(queried, 'A1', pairedAssistance).status).toBe('queried');
    expect(queried.findings.filter((item) => item.open).map((item) => item.rule)).toEqual(['JD-02']);
  });
});

describe('county 底稿 with rows that look like none', () => {
  it('keep a table without header that was released', () => {
    const campaign = campaignWith({ decisions: [decision('放行', '收件/1.xlsx')] });
    const builder = new GridBuilder();
    builder.set(1, 1, donations.title);
    builder.set(2, 1, '填报单位：');
    builder.set(2, 2, '红旗乡');
    builder.set(4, 1, '见附件');
    const workbook = {
      sheets: [builder.build({ sheetName: '表' })],
      definedNames: new Map<string, string>(),
    };
    const { first } = expectLaw(campaign, [{ path: '收件/1.xlsx', workbook }]);
    expect(entryOf(first, 'A1', donations).status).toBe('accepted');
  });

  it('keep units that are called like a total or an example', () => {
    const units = UNITS.map((item) =>
      item.code === 'A1' ? { ...item, name: '累计' } : item.code === 'A2' ? { ...item, name: '例' } : item,
    );
    const { first } = expectLaw(campaignWith({ units }), [
      { path: '收件/1.xlsx', sheets: [sheet('累计', donation('张三', 1))] },
      { path: '收件/2.xlsx', sheets: [sheet('例', donation('李四', 2))] },
    ]);
    expect(first.totals.get('donations')!.prefecture.money).toBe(300);
  });
});
