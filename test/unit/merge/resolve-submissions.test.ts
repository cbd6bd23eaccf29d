import { describe, expect, it } from 'vitest';
import {
  campaignWith,
  cellOf,
  complaints,
  decision,
  dispositions,
  donation,
  donations,
  entryOf,
  receipt,
  run,
  type Sent,
  type SentSheet,
  village,
} from './scenario.js';

const gift = (money: number | string | null, more: Partial<SentSheet> = {}): SentSheet => ({
  form: donations,
  unit: '红旗乡',
  rows: [donation('张三', money)],
  ...more,
});
const sent = (path: string, dayOfMonth: number, ...sheets: SentSheet[]): Sent => ({
  path,
  at: `2020-10-${dayOfMonth}T10:00:00+08:00`,
  sheets,
});
const moneyOf = (summary: ReturnType<typeof run>, code = 'A1') =>
  summary.totals.get('donations')!.units.get(code)?.money;

describe('which submission is in force', () => {
  it('is the latest received without errors; earlier ones are superseded and their findings closed', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift('五百')),
      sent('收件/2.xlsx', 11, gift(600, { rows: [donation('张三', 600, { recipient: null })] })),
      sent('收件/3.xlsx', 12, gift(700)),
    ]);
    expect(dispositions(summary)).toEqual({
      '收件/1.xlsx': 'superseded',
      '收件/2.xlsx': 'superseded',
      '收件/3.xlsx': 'accepted',
    });
    expect(moneyOf(summary)).toBe(70_000);
    expect(complaints(summary)).toEqual([
      `not-a-number ${cellOf(donations, 0, 'money')} superseded`,
      `missing-value ${cellOf(donations, 0, 'recipient')} superseded`,
    ]);
    expect(entryOf(summary, 'A1', donations)).toMatchObject({
      status: 'accepted',
      path: '收件/3.xlsx',
      receivedAt: '2020-10-12T10:00:00+08:00',
    });
  });

  it('stays the older valid one when a newer one is faulty', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift(500)),
      sent('收件/2.xlsx', 11, gift('若干')),
    ]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'accepted', '收件/2.xlsx': 'returned' });
    expect(moneyOf(summary)).toBe(50_000);
    expect(complaints(summary)).toEqual([`not-a-number ${cellOf(donations, 0, 'money')} open`]);
    expect(entryOf(summary, 'A1', donations)).toMatchObject({ status: 'accepted', path: '收件/1.xlsx' });
  });

  it('is none when all are faulty; the status is returned', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift('若干')),
      sent('收件/2.xlsx', 11, gift('许多', { rows: [donation('李四', '许多')] })),
    ]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'returned', '收件/2.xlsx': 'returned' });
    expect(moneyOf(summary)).toBeUndefined();
    expect(entryOf(summary, 'A1', donations)).toMatchObject({ status: 'returned', path: '收件/2.xlsx' });
  });

  it.each([
    ['path', { path: '收件/a.xlsx' }, { path: '收件/b.xlsx' }],
    ['code point, not the order of a dictionary', { path: '收件/Z.xlsx' }, { path: '收件/a.xlsx' }],
    ['code point beyond U+FFFF, not UTF-16', { path: '收件/\uff21.xlsx' }, { path: '收件/\u{20000}.xlsx' }],
    ['entry', { path: '收件/c.zip', entry: 'a.xlsx' }, { path: '收件/c.zip', entry: 'b.xlsx' }],
  ])('of equal times is the last by %s', (_, first, second) => {
    const early = { ...first, sheets: [gift(100)] };
    const late = { ...second, sheets: [gift(200)] };
    for (const order of [
      [early, late],
      [late, early],
    ])
      expect(moneyOf(run(campaignWith(), order))).toBe(20_000);
  });

  it('goes by 收件登记 before the time of the file', () => {
    const campaign = campaignWith({
      receipts: [receipt('A1', { form: 'donations', receivedAt: '2020-10-16T08:00:00+08:00' })],
    });
    const summary = run(campaign, [sent('收件/1.xlsx', 20, gift(500))]);
    expect(entryOf(summary, 'A1', donations)).toMatchObject({
      late: false,
      receivedAt: '2020-10-16T08:00:00+08:00',
      receivedBy: '收件登记',
    });
    expect(summary.files[0]).toMatchObject({ receivedBy: '收件登记' });
  });
});

describe('a repetition', () => {
  it('of the records received just before is a duplicate; the earlier counts', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift(500)),
      sent('收件/2.xlsx', 11, gift(500)),
      sent('收件/3.xlsx', 12, gift(500)),
    ]);
    expect(dispositions(summary)).toEqual({
      '收件/1.xlsx': 'accepted',
      '收件/2.xlsx': 'duplicate',
      '收件/3.xlsx': 'duplicate',
    });
    expect(entryOf(summary, 'A1', donations).path).toBe('收件/1.xlsx');
  });

  it('of a zero report is a duplicate too', () => {
    const nil: SentSheet = { form: donations, unit: '红旗乡', answer: '无', rows: [] };
    const summary = run(campaignWith(), [sent('收件/1.xlsx', 10, nil), sent('收件/2.xlsx', 11, nil)]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'accepted', '收件/2.xlsx': 'duplicate' });
    expect(entryOf(summary, 'A1', donations)).toMatchObject({ status: 'nil', path: '收件/1.xlsx' });
  });

  it('is none when another one came between', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift(500)),
      sent('收件/2.xlsx', 11, gift(600)),
      sent('收件/3.xlsx', 12, gift(500)),
    ]);
    expect(dispositions(summary)['收件/3.xlsx']).toBe('accepted');
    expect(moneyOf(summary)).toBe(50_000);
  });

  it('of a faulty one closes its findings once, the first stays returned', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift('若干')),
      sent('收件/2.xlsx', 11, gift('若干')),
    ]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'returned', '收件/2.xlsx': 'duplicate' });
    expect(complaints(summary)).toHaveLength(2);
    expect(summary.findings.filter((finding) => finding.open)).toHaveLength(1);
  });

  it.each<[string, SentSheet, SentSheet]>([
    ['an unreadable cell was emptied', gift('若干'), gift(null)],
    ['a typed total was put right', gift(500, { rows: [donation('张三', 500, { total: 5000 })] }), gift(500)],
    ['无 was changed to 有', gift(500, { answer: '无' }), gift(500)],
    ['the period was put right', gift(500, { period: '2020-09-01 至 2020-09-30' }), gift(500)],
    ['a column got its title back', gift(500, { headers: { donorKind: '种类' } }), gift(500)],
  ])('is none when %s, though the records hold the same', (_, faulty, mended) => {
    const summary = run(campaignWith(), [sent('收件/1.xlsx', 10, faulty), sent('收件/2.xlsx', 11, mended)]);
    expect(dispositions(summary)['收件/1.xlsx']).toBe('superseded');
    expect(entryOf(summary, 'A1', donations).path).toBe('收件/2.xlsx');
  });
});

describe('an untouched form', () => {
  it('is empty, asks for nothing, and never counts', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, { form: donations, unit: '红旗乡', rows: [] }),
    ]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'empty' });
    expect(summary.findings).toEqual([]);
    expect(entryOf(summary, 'A1', donations)).toMatchObject({ status: 'empty', late: false });
    expect(moneyOf(summary)).toBeUndefined();
  });

  it('takes nothing from a valid one before it', () => {
    const summary = run(campaignWith(), [
      sent('收件/1.xlsx', 10, gift(500)),
      sent('收件/2.xlsx', 11, { form: donations, unit: '红旗乡', rows: [] }),
    ]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'accepted', '收件/2.xlsx': 'empty' });
    expect(moneyOf(summary)).toBe(50_000);
  });
});

describe('人工认定', () => {
  it('认定: this sheet is that unit’s', () => {
    const files = [sent('收件/1.xlsx', 10, gift(500, { unit: '某某办' }))];
    expect(dispositions(run(campaignWith(), files))).toEqual({ '收件/1.xlsx': 'unrecognized' });
    const decided = campaignWith({
      decisions: [decision('认定', '收件/1.xlsx', { sheet: donations.title, unit: 'A2' })],
    });
    expect(moneyOf(run(decided, files), 'A2')).toBe(50_000);
  });

  it('认定 of the whole file, inside a container too', () => {
    const files: Sent[] = [
      { path: '收件/1.zip', entry: '内/1.xlsx', sheets: [gift(500, { unit: '某某办' })] },
    ];
    const decided = campaignWith({ decisions: [decision('认定', '收件/1.zip/内/1.xlsx', { unit: 'B1' })] });
    expect(moneyOf(run(decided, files), 'B1')).toBe(50_000);
  });

  it('采用: this version counts, though a newer valid one exists', () => {
    const campaign = campaignWith({ decisions: [decision('采用', '收件/1.xlsx')] });
    const summary = run(campaign, [sent('收件/1.xlsx', 10, gift(500)), sent('收件/2.xlsx', 11, gift(600))]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'accepted', '收件/2.xlsx': 'superseded' });
    expect(moneyOf(summary)).toBe(50_000);
  });

  it('采用 of a repetition: it counts itself', () => {
    const campaign = campaignWith({ decisions: [decision('采用', '收件/2.xlsx')] });
    const summary = run(campaign, [sent('收件/1.xlsx', 10, gift(500)), sent('收件/2.xlsx', 11, gift(500))]);
    expect(entryOf(summary, 'A1', donations).path).toBe('收件/2.xlsx');
  });

  it('作废: does not count, and what came before does again', () => {
    const campaign = campaignWith({ decisions: [decision('作废', '收件/2.xlsx', { reason: '发错了' })] });
    const summary = run(campaign, [sent('收件/1.xlsx', 10, gift(500)), sent('收件/2.xlsx', 11, gift(600))]);
    expect(moneyOf(summary)).toBe(50_000);
    expect(dispositions(summary)['收件/1.xlsx']).toBe('accepted');
    expect(summary.files[1]!.reason).toContain('发错了');
  });

  it('作废 of the only one leaves the unit missing', () => {
    const campaign = campaignWith({ decisions: [decision('作废', '收件/1.xlsx')] });
    const summary = run(campaign, [sent('收件/1.xlsx', 25, gift(500))]);
    expect(entryOf(summary, 'A1', donations)).toMatchObject({ status: 'missing', late: false, path: null });
  });

  it('放行: counts in spite of errors, unreadable cells as blank', () => {
    const campaign = campaignWith({ decisions: [decision('放行', '收件/1.xlsx', { reason: '已电话核实' })] });
    const rows = [donation('张三', '若干'), donation('李四', 80.5)];
    const summary = run(campaign, [sent('收件/1.xlsx', 10, gift(0, { rows }))]);
    expect(summary.totals.get('donations')!.units.get('A1')).toMatchObject({
      rows: 2,
      money: 8050,
      total: 8050,
    });
    expect(entryOf(summary, 'A1', donations).status).toBe('accepted');
    expect(summary.counted[0]!.releasedFor).toBe('已电话核实');
    expect(complaints(summary)).toEqual([`not-a-number ${cellOf(donations, 0, 'money')} decision`]);
  });

  it('放行 leaves queries open', () => {
    const campaign = campaignWith({ decisions: [decision('放行', '收件/1.xlsx')] });
    const rows = [donation('张三', '若干', { recipient: null })];
    const summary = run(campaign, [sent('收件/1.xlsx', 10, gift(0, { rows }))]);
    expect(entryOf(summary, 'A1', donations).status).toBe('queried');
  });

  it('确认: closes its queries, scaled ones and those between units too', () => {
    const files = [
      sent('收件/1.xlsx', 10, gift(500)),
      sent('收件/2.xlsx', 11, gift(500, { unit: '胜利镇', rows: [donation('张三', 500)] })),
      sent('收件/3.xlsx', 11, gift('2万', { unit: '上户乡', rows: [donation('王五', '2万')] })),
    ];
    const before = run(campaignWith(), files);
    expect(complaints(before)).toEqual([
      `JZ-09 ${cellOf(donations, 0, 'donor')} open`,
      `scaled ${cellOf(donations, 0, 'money')} open`,
    ]);
    expect(dispositions(before)).toEqual({
      '收件/1.xlsx': 'accepted',
      '收件/2.xlsx': 'queried',
      '收件/3.xlsx': 'queried',
    });
    const campaign = campaignWith({
      decisions: [decision('确认', '收件/2.xlsx'), decision('确认', '收件/3.xlsx')],
    });
    const after = run(campaign, files);
    expect(complaints(after)).toEqual([
      `JZ-09 ${cellOf(donations, 0, 'donor')} decision`,
      `scaled ${cellOf(donations, 0, 'money')} decision`,
    ]);
    expect(new Set(after.files.map((file) => file.disposition))).toEqual(new Set(['accepted']));
  });

  it('确认 closes no error', () => {
    const campaign = campaignWith({ decisions: [decision('确认', '收件/1.xlsx')] });
    const summary = run(campaign, [sent('收件/1.xlsx', 10, gift('若干'))]);
    expect(dispositions(summary)).toEqual({ '收件/1.xlsx': 'returned' });
  });

  it('holds for the named sheet, unit and form only', () => {
    const sheets: SentSheet[] = [
      {
        form: donations,
        rows: [donation('张三', '若干'), donation('李四', '许多')],
        owners: ['红旗乡', '胜利镇'],
      },
    ];
    const files: Sent[] = [{ path: '收件/1.xlsx', sheets }];
    const of = (more: Parameters<typeof decision>[2]) =>
      run(campaignWith({ decisions: [decision('放行', '收件/1.xlsx', more)] }), files);
    expect(entryOf(of({ unit: 'A1' }), 'A1', donations).status).toBe('accepted');
    expect(entryOf(of({ unit: 'A1' }), 'A2', donations).status).toBe('returned');
    expect(entryOf(of({ sheet: '另一张' }), 'A1', donations).status).toBe('returned');
    expect(entryOf(of({ form: 'wishes' }), 'A1', donations).status).toBe('returned');
  });
});

describe('several units in one sheet', () => {
  it('rows go to their units, an error returns only that unit’s', () => {
    const rows = [
      village('甲村'),
      village('乙村', { leaderVisits: 9 }),
      village('丙村', { cadreVisits: 20 }),
    ];
    const form = run(campaignWith(), []).forms[0]!;
    const summary = run(campaignWith(), [
      { path: '收件/1.xlsx', sheets: [{ form, rows, owners: ['红旗乡', '胜利镇', '红旗乡'] }] },
    ]);
    expect(summary.totals.get(form.key)!.units.get('A1')).toMatchObject({ rows: 2, cadreVisits: 28 });
    expect(summary.totals.get(form.key)!.units.has('A2')).toBe(false);
    expect(summary.files[0]).toMatchObject({
      disposition: 'returned',
      sheets: [{ units: ['A1', 'A2'], rows: 3, disposition: 'returned' }],
    });
  });

  it('rows of an unknown unit are named and not counted', () => {
    const summary = run(campaignWith(), [
      {
        path: '收件/1.xlsx',
        sheets: [
          {
            form: donations,
            rows: [donation('张三', 100), donation('李四', 200)],
            owners: ['红旗乡', '没有的局'],
          },
        ],
      },
    ]);
    expect(summary.totals.get('donations')!.prefecture).toMatchObject({ rows: 1, money: 10_000 });
    expect(summary.files[0]!.disposition).toBe('unrecognized');
    expect(summary.files[0]!.reason).toContain('没有的局');
    expect(summary.findings.find((finding) => finding.rule === 'unit-unknown')).toMatchObject({
      level: 'error',
      value: '没有的局',
    });
  });
});
