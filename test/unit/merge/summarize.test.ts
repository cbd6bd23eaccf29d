import { describe, expect, it } from 'vitest';
import { measureRates } from '../../../src/merge/measure-completeness.js';
import type { CompletenessEntry } from '../../../src/merge/summary.js';
import {
  campaignWith,
  cellOf,
  DEADLINE,
  decision,
  dispositions,
  donation,
  donations,
  entryOf,
  pairedAssistance,
  receipt,
  run,
  type Sent,
  type SentSheet,
  UNITS,
  village,
  wish,
  wishes,
} from './scenario.js';

const gift = (name: string | null, money: number | string, more: Partial<SentSheet> = {}): SentSheet => ({
  form: donations,
  unit: name,
  rows: [donation(`${name}张三`, money)],
  ...more,
});
const file = (path: string, at: string, ...sheets: SentSheet[]): Sent => ({
  path: `收件/${path}`,
  at: `2020-10-${at}+08:00`,
  sheets,
});
const nil = (name: string): SentSheet => ({ form: donations, unit: name, answer: '无', rows: [] });
const untouched = (name: string): SentSheet => ({ form: donations, unit: name, rows: [] });
const waiting = (code: string, form: string | null) => ({
  unit: code,
  form,
  path: '收件/照片.jpg',
  entry: null,
  receivedAt: '2020-10-16T10:00:00+08:00',
  receivedBy: '文件创建时间' as const,
});

describe('late', () => {
  const lateOf = (sent: readonly Sent[], more: Parameters<typeof campaignWith>[0] = {}) =>
    entryOf(run(campaignWith(more), sent), 'A1', donations).late;

  it('begins the second after the deadline', () => {
    expect(lateOf([file('1.xlsx', '18T18:00:00', gift('红旗乡', 1))])).toBe(false);
    expect(lateOf([file('1.xlsx', '18T18:00:01', gift('红旗乡', 1))])).toBe(true);
  });

  it('goes by the first submission, faulty or not, a zero report too', () => {
    const late = file('2.xlsx', '20T08:00:00', gift('红旗乡', 1));
    expect(lateOf([file('1.xlsx', '18T08:00:00', gift('红旗乡', '若干')), late])).toBe(false);
    expect(lateOf([file('1.xlsx', '18T08:00:00', nil('红旗乡')), late])).toBe(false);
    expect(lateOf([file('1.xlsx', '19T08:00:00', gift('红旗乡', '若干'))])).toBe(true);
    expect(lateOf([file('1.xlsx', '19T08:00:00', nil('红旗乡'))])).toBe(true);
  });

  it('does not go by empty forms or by voided ones', () => {
    const late = file('2.xlsx', '20T08:00:00', gift('红旗乡', 1));
    expect(lateOf([file('1.xlsx', '18T08:00:00', untouched('红旗乡')), late])).toBe(true);
    expect(lateOf([file('1.xlsx', '20T08:00:00', untouched('红旗乡'))])).toBe(false);
    const early = file('1.xlsx', '18T08:00:00', gift('红旗乡', 7));
    expect(lateOf([early, late], { decisions: [decision('作废', '收件/1.xlsx')] })).toBe(true);
  });

  it('is put off by an extension, for the form or for all of the unit', () => {
    const sent = [file('1.xlsx', '20T08:00:00', gift('红旗乡', 1))];
    const extendedTo = '2020-10-20T18:00:00+08:00';
    expect(lateOf(sent, { receipts: [receipt('A1', { extendedTo })] })).toBe(false);
    expect(lateOf(sent, { receipts: [receipt('A1', { form: 'donations', extendedTo })] })).toBe(false);
    expect(lateOf(sent, { receipts: [receipt('A1', { form: 'wishes', extendedTo })] })).toBe(true);
    expect(lateOf(sent, { receipts: [receipt('A2', { extendedTo })] })).toBe(true);
  });
});

describe('the status where nothing is in force', () => {
  const statusOf = (sent: readonly Sent[], more: Parameters<typeof run>[2] = {}, of = campaignWith()) =>
    entryOf(run(of, sent, more), 'A1', donations).status;
  const faulty = file('1.xlsx', '15T08:00:00', gift('红旗乡', '若干'));
  const empty = file('2.xlsx', '16T08:00:00', untouched('红旗乡'));

  it('is the best of returned, pending, empty, missing', () => {
    const pending = [waiting('A1', null)];
    expect(statusOf([empty, faulty], { pending })).toBe('returned');
    expect(statusOf([empty], { pending })).toBe('pending');
    expect(statusOf([empty])).toBe('empty');
    expect(statusOf([])).toBe('missing');
  });

  it('is pending for the form that a waiting file names, else for all that the unit owes', () => {
    const all = run(campaignWith(), [], { pending: [waiting('A1', null)] });
    expect(all.completeness.filter((entry) => entry.status === 'pending')).toHaveLength(3);
    const one = run(campaignWith(), [], { pending: [waiting('A1', 'wishes')] });
    expect(one.completeness.filter((entry) => entry.status === 'pending').map((entry) => entry.form)).toEqual(
      ['wishes'],
    );
    expect(entryOf(one, 'A1', wishes)).toMatchObject({
      path: '收件/照片.jpg',
      receivedAt: '2020-10-16T10:00:00+08:00',
      late: false,
    });
  });

  it('is exempt only when nothing came', () => {
    const exempt = campaignWith({
      receipts: [receipt('A1', { form: 'donations', exemptReason: '无帮扶任务' })],
    });
    expect(statusOf([], {}, exempt)).toBe('exempt');
    expect(entryOf(run(exempt, []), 'A1', donations)).toMatchObject({ reason: '无帮扶任务', path: null });
    expect(entryOf(run(exempt, []), 'A1', wishes).status).toBe('missing');
    expect(statusOf([empty], {}, exempt)).toBe('empty');
    expect(statusOf([faulty], {}, exempt)).toBe('returned');
    expect(statusOf([], { pending: [waiting('A1', null)] }, exempt)).toBe('pending');
    expect(statusOf([file('1.xlsx', '15T08:00:00', gift('红旗乡', 1))], {}, exempt)).toBe('accepted');
  });

  it('is overdue when nothing came and the deadline or its extension has passed', () => {
    const overdue = (asOf: string, of = campaignWith()) =>
      entryOf(run(of, [], { asOf }), 'A1', donations).overdue;
    expect(overdue(DEADLINE)).toBe(false);
    expect(overdue('2020-10-18T18:00:01+08:00')).toBe(true);
    const extended = campaignWith({ receipts: [receipt('A1', { extendedTo: '2020-10-20T18:00:00+08:00' })] });
    expect(overdue('2020-10-20T18:00:00+08:00', extended)).toBe(false);
    expect(overdue('2020-10-20T18:00:01+08:00', extended)).toBe(true);
    const came = run(campaignWith(), [empty]);
    expect(entryOf(came, 'A1', donations).overdue).toBe(false);
    const exempt = campaignWith({ receipts: [receipt('A1', { exemptReason: '无' })] });
    expect(entryOf(run(exempt, []), 'A1', donations).overdue).toBe(false);
  });
});

describe('rates', () => {
  const entries = (...words: (readonly [CompletenessEntry['status'], boolean])[]) =>
    words.map(
      ([status, late], index): CompletenessEntry => ({
        unit: String(index),
        form: 'donations',
        status,
        late,
        overdue: false,
        receivedAt: null,
        receivedBy: null,
        path: null,
        entry: null,
        reason: null,
      }),
    );

  it('are shares of owed without exempt', () => {
    const rates = measureRates(
      entries(
        ['accepted', false],
        ['queried', true],
        ['nil', false],
        ['returned', true],
        ['returned', false],
        ['pending', false],
        ['empty', false],
        ['missing', false],
        ['exempt', false],
        ['exempt', false],
      ),
    );
    expect(rates).toEqual({
      owed: 8,
      received: 5,
      accepted: 3,
      onTime: 3,
      rate: 5 / 8,
      acceptedRate: 3 / 8,
      onTimeRate: 3 / 8,
    });
  });

  it('are null when nothing is owed', () => {
    const nothing = {
      owed: 0,
      received: 0,
      accepted: 0,
      onTime: 0,
      rate: null,
      acceptedRate: null,
      onTimeRate: null,
    };
    expect(measureRates([])).toEqual(nothing);
    expect(measureRates(entries(['exempt', false]))).toEqual(nothing);
  });

  it('are given for the prefecture and each county, 地直单位 too', () => {
    const summary = run(campaignWith(), [
      file('1.xlsx', '15T08:00:00', gift('红旗乡', 1)),
      file('2.xlsx', '19T08:00:00', gift('上户乡', '若干')),
      file('3.xlsx', '15T08:00:00', nil('示例教育局')),
    ]);
    expect(summary.rates.prefecture.get('donations')).toMatchObject({
      owed: 5,
      received: 3,
      accepted: 2,
      onTime: 2,
    });
    expect([...summary.rates.counties.keys()]).toEqual(['东县', '西县', '地直单位']);
    expect(summary.rates.counties.get('东县')!.get('donations')).toMatchObject({
      owed: 2,
      received: 1,
      rate: 0.5,
    });
    expect(summary.rates.counties.get('西县')!.get('donations')).toMatchObject({
      owed: 2,
      accepted: 0,
      onTimeRate: 0,
    });
    expect(summary.rates.counties.get('地直单位')!.get('donations')).toMatchObject({
      rate: 1,
      acceptedRate: 1,
    });
  });
});

describe('totals', () => {
  it('are exact to the cent at every level', () => {
    const dimes = Array.from({ length: 10 }, (_, index) => donation(`捐赠人${index}`, 0.1));
    const summary = run(campaignWith(), [
      file('1.xlsx', '15T08:00:00', {
        form: donations,
        unit: '红旗乡',
        rows: [...dimes, donation('末', 0.2)],
      }),
      file('2.xlsx', '15T08:00:00', { form: donations, unit: '胜利镇', rows: [donation('甲', 1.005)] }),
      file('3.xlsx', '15T08:00:00', {
        form: donations,
        unit: '示例教育局',
        rows: [donation('乙', 1_234_567.89)],
      }),
    ]);
    const totals = summary.totals.get('donations')!;
    expect(totals.units.get('A1')).toMatchObject({ rows: 11, money: 120, total: 120 });
    expect(totals.counties.get('东县')).toMatchObject({ rows: 12, money: 221 });
    expect(totals.counties.get('西县')).toMatchObject({
      rows: 0,
      money: 0,
      goodsValue: 0,
      total: 0,
      donorCount: 0,
    });
    expect(totals.counties.get('地直单位')).toMatchObject({ rows: 1, money: 123_456_789 });
    expect(totals.prefecture).toMatchObject({ rows: 13, money: 123_457_010, total: 123_457_010 });
    expect([...totals.units.keys()]).toEqual(['A1', 'A2', 'P1']);
  });

  it('of wishes count by status and leave out cancelled ones whose reason is given', () => {
    const rows = [
      wish('待', { budget: 100 }),
      wish('对', { status: '已对接', onPlatform: '是', budget: 200, spent: 10 }),
      wish('实', { status: '已实现', onPlatform: '否', budget: 300, spent: 20 }),
      wish('点', { status: '已点亮', onPlatform: '是' }),
      wish('消', { status: '已取消', explanation: '已搬走', budget: 1000, spent: 1 }),
      wish('消二', { status: '已取消', budget: 400 }),
    ];
    const summary = run(campaignWith(), [
      file('1.xlsx', '15T08:00:00', { form: wishes, unit: '红旗乡', rows }),
    ]);
    expect(summary.totals.get('wishes')!.prefecture).toEqual({
      rows: 6,
      wishes: 5,
      docked: 3,
      dockedOnline: 2,
      fulfilled: 2,
      budget: 100_000,
      spent: 3000,
    });
  });

  it('hold what a unit sent without owing it, with a hint', () => {
    const units = UNITS.map((unit) => (unit.code === 'A1' ? { ...unit, owes: new Set(['wishes']) } : unit));
    const summary = run(campaignWith({ units }), [file('1.xlsx', '15T08:00:00', gift('红旗乡', 5))]);
    expect(summary.totals.get('donations')!.prefecture.money).toBe(500);
    expect(summary.findings.map(({ rule, level, cell, unit }) => ({ rule, level, cell, unit }))).toEqual([
      { rule: 'not-owed', level: 'hint', cell: null, unit: 'A1' },
    ]);
    expect(summary.completeness.some((entry) => entry.unit === 'A1' && entry.form === 'donations')).toBe(
      false,
    );
  });

  it('name beside them what was returned, by county', () => {
    const rows = [donation('张三', '若干'), donation('李四', 30.5)];
    const summary = run(campaignWith(), [
      file('1.xlsx', '14T08:00:00', {
        form: donations,
        unit: '红旗乡',
        rows: [donation('张三', '一些'), donation('李四', 99)],
      }),
      file('2.xlsx', '15T08:00:00', { form: donations, unit: '红旗乡', rows }),
      file('3.xlsx', '15T08:00:00', gift('胜利镇', '许多')),
      file('4.xlsx', '15T08:00:00', gift('上户乡', 8)),
      file('5.xlsx', '16T08:00:00', gift('上户乡', '许多')),
      file('6.xlsx', '15T08:00:00', {
        form: pairedAssistance,
        unit: '下户镇',
        rows: [village('甲村', { leaderVisits: 9 })],
      }),
    ]);
    expect(summary.notCounted).toEqual([
      { form: pairedAssistance.key, county: '西县', units: 1, amount: 40_000 },
      { form: 'donations', county: '东县', units: 2, amount: 3050 },
    ]);
  });
});

describe('files', () => {
  it('show the first disposition of their sheets that applies, in the order of the table', () => {
    const accepted = gift('红旗乡', 1, { name: '甲' });
    const queried: SentSheet = {
      form: pairedAssistance,
      unit: '红旗乡',
      rows: [village('村', { householdsVisited: 11 })],
      name: '乙',
    };
    const returned: SentSheet = {
      form: wishes,
      unit: '红旗乡',
      rows: [wish('某', { status: '不明' })],
      name: '丙',
    };
    const unknown = gift('没有的局', 1, { name: '丁' });
    const empty: SentSheet = { form: wishes, unit: '胜利镇', rows: [], name: '戊' };
    const shown = (...sheets: SentSheet[]) =>
      run(campaignWith(), [file('1.xlsx', '15T08:00:00', ...sheets)]).files[0]!.disposition;
    expect(shown(accepted, queried, returned, unknown, empty)).toBe('unrecognized');
    expect(shown(accepted, queried, returned, empty)).toBe('returned');
    expect(shown(empty, accepted, queried)).toBe('queried');
    expect(shown(empty, accepted)).toBe('accepted');
    expect(shown(empty)).toBe('empty');
  });

  it('have a record for every sheet with a form', () => {
    const summary = run(campaignWith(), [
      file('1.xlsx', '15T08:00:00', gift('红旗乡', 1, { name: '捐赠' }), {
        form: wishes,
        unit: '红旗乡',
        rows: [],
        name: '心愿',
      }),
    ]);
    expect(summary.files[0]!.sheets).toMatchObject([
      { sheet: '捐赠', form: 'donations', units: ['A1'], rows: 1, disposition: 'accepted' },
      { sheet: '心愿', form: 'wishes', units: ['A1'], rows: 0, disposition: 'empty' },
    ]);
  });

  it('say why they were not read, or that no form is in them', () => {
    const summary = run(campaignWith(), [
      { path: '收件/1.xlsx', broken: 'unreadable' },
      { path: '收件/2.docx', broken: 'ignored' },
      { path: '收件/3.xlsx', sheets: [] },
    ]);
    expect(dispositions(summary)).toEqual({
      '收件/1.xlsx': 'unreadable',
      '收件/2.docx': 'ignored',
      '收件/3.xlsx': 'unrecognized',
    });
    expect(summary.files.every((item) => item.reason !== null)).toBe(true);
  });

  it('name the nearest units when the unit is not known', () => {
    const summary = run(campaignWith(), [file('1.xlsx', '15T08:00:00', gift('红旗镇', 1))]);
    expect(summary.files[0]!.sheets[0]).toMatchObject({ disposition: 'unrecognized', units: [] });
    expect(summary.files[0]!.sheets[0]!.candidates[0]).toBe('A1');
  });
});

describe('findings', () => {
  it('are ordered by file, sheet, row, column, rule', () => {
    const bad = donation('某', '若干', { donorKind: '不明', recipient: null });
    const summary = run(campaignWith(), [
      file('b.xlsx', '15T08:00:00', { form: donations, unit: '红旗乡', rows: [bad] }),
      file('a.xlsx', '16T08:00:00', { form: donations, unit: '胜利镇', rows: [donation('某甲', 1), bad] }),
    ]);
    expect(summary.findings.map((item) => [item.path, item.rule, item.cell])).toEqual([
      ['收件/a.xlsx', 'not-an-option', cellOf(donations, 1, 'donorKind')],
      ['收件/a.xlsx', 'not-a-number', cellOf(donations, 1, 'money')],
      ['收件/a.xlsx', 'missing-value', cellOf(donations, 1, 'recipient')],
      ['收件/b.xlsx', 'not-an-option', cellOf(donations, 0, 'donorKind')],
      ['收件/b.xlsx', 'not-a-number', cellOf(donations, 0, 'money')],
      ['收件/b.xlsx', 'missing-value', cellOf(donations, 0, 'recipient')],
    ]);
  });
});
