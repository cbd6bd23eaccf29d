import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../src/campaign/campaign.js';
import type {
  CompletenessEntry,
  FileRecord,
  FormTotals,
  MaterialEntry,
  Summary,
} from '../../../../src/merge/summary.js';
import { planBasis } from '../../../../src/report/finalized/basis.js';
import { formatChanges, formatReasons } from '../../../../src/report/finalized/changes-text.js';
import { planChangesWorkbook } from '../../../../src/report/finalized/changes-workbook.js';
import { compareWithFinalized } from '../../../../src/report/finalized/compare-with-finalized.js';
import type { FinalizedVersion } from '../../../../src/report/finalized/finalized-version.js';
import { formatMaterialState } from '../../../../src/report/finalized/material-changes.js';
import { FIRST_LIST_ROW } from '../../../../src/report/lists/list-sheet.js';
import { planResult, type ResultJson } from '../../../../src/report/result/result-json.js';
import {
  buildSummary,
  donations,
  entry,
  pairedAssistance,
  shownRow,
  totalsOf,
  unitOf,
  wishes,
} from '../summary/fixture.js';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const FORMS = [pairedAssistance, donations, wishes];
const VERSION = '0.1.0';

function file(path: string, content: string, form: string, units: readonly string[]): FileRecord {
  const sheet = {
    sheet: '表',
    form,
    units,
    rows: 1,
    disposition: 'accepted',
    reason: null,
    candidates: [],
  } as const;
  return {
    path,
    entry: null,
    sha256: digest(content),
    size: 1,
    receivedAt: '2020-10-17T10:00:00+08:00',
    receivedBy: '文件创建时间',
    disposition: 'accepted',
    reason: null,
    sheets: [sheet],
  };
}

const OF_A1 = file('收件/甲.xlsx', 'one', 'donations', ['A1']);
const SUMMARY: Summary = { ...buildSummary(), files: [OF_A1] };

/** What a 定稿 of a summary is read back as. */
function versionOf(summary: Summary, toolVersion = VERSION): FinalizedVersion {
  const tool = { name: 'bangfu', version: toolVersion };
  return {
    name: '2020-10-26_100000',
    manifest: {
      schemaVersion: 1,
      tool,
      finalizedAt: '2020-10-26T10:00:00+08:00',
      asOf: summary.asOf,
      by: null,
      note: null,
      campaign: { name: summary.campaign.name, prefecture: summary.campaign.prefecture },
      previous: null,
      basis: planBasis(summary, digest),
      files: [],
    },
    result: JSON.parse(JSON.stringify(planResult(summary, tool, []))) as ResultJson,
  };
}

const VERSION_BEFORE = versionOf(SUMMARY);

function compare(summary: Summary, version = VERSION_BEFORE) {
  const basis = planBasis(summary, digest);
  return compareWithFinalized(version, { summary, basis, toolVersion: VERSION }, FORMS);
}

/** `unit form before→after: reasons`. */
function told(summary: Summary, version = VERSION_BEFORE): readonly string[] {
  return compare(summary, version).pairs.map(
    ({ unit, form, before, after, reasons }) =>
      `${unit.code} ${form.key} ${before}→${after}: ${reasons.map(({ kind }) => kind).join()}`,
  );
}

function withTotals(
  summary: Summary,
  form: typeof donations,
  unit: string,
  values: Readonly<Record<string, number>> | null,
  prefecture: Readonly<Record<string, number>>,
): Summary {
  const old = summary.totals.get(form.key)!;
  const units = new Map(old.units);
  if (values === null) units.delete(unit);
  else units.set(unit, totalsOf(form, values));
  const totals: FormTotals = { ...old, units, prefecture: { ...old.prefecture, ...prefecture } };
  return { ...summary, totals: new Map([...summary.totals, [form.key, totals]]) };
}

function withStatus(
  summary: Summary,
  unit: string,
  form: typeof donations,
  changed: CompletenessEntry | null,
): Summary {
  const rest = summary.completeness.filter((item) => item.unit !== unit || item.form !== form.key);
  return { ...summary, completeness: changed === null ? rest : [...rest, changed] };
}

/** A1 gave 0.01 元 more, and 80 000 元 less in goods than before: cents that binary fractions do not hold. */
const CORRECTED = withTotals(
  SUMMARY,
  donations,
  'A1',
  { rows: 3, donorCount: 5, money: 1_234_568, goodsValue: 2_000, total: 1_236_568 },
  { money: 10_123_456, goodsValue: 2_000, total: 10_125_456 },
);

describe('compareWithFinalized', () => {
  it('finds nothing where nothing differs, whatever the time', () => {
    expect(compare(SUMMARY)).toEqual({
      version: {
        name: '2020-10-26_100000',
        finalizedAt: '2020-10-26T10:00:00+08:00',
        asOf: SUMMARY.asOf,
        note: null,
      },
      pairs: [],
      totals: [],
      materials: [],
    });
    expect(told({ ...SUMMARY, asOf: '2021-01-01T00:00:00+08:00' })).toEqual([]);
  });

  it('tells differences to the cent, and what they add up to', () => {
    const { pairs, totals } = compare(CORRECTED);
    expect(
      pairs.map(({ unit, figures }) => [
        unit.code,
        figures.map((item) => [item.figure.key, item.before, item.after]),
      ]),
    ).toEqual([
      [
        'A1',
        [
          ['money', 1_234_567, 1_234_568],
          ['goodsValue', 10_000, 2_000],
          ['total', 1_244_567, 1_236_568],
        ],
      ],
    ]);
    expect(totals.map((item) => [item.figure.key, item.before, item.after, item.ofUnits])).toEqual([
      ['money', 10_123_455, 10_123_456, 1],
      ['goodsValue', 10_000, 2_000, -8_000],
      ['total', 10_133_455, 10_125_456, -7_999],
    ]);
  });

  it('shows totals that no unit explains, which the sheet calls 不一致', () => {
    const odd = withTotals(
      SUMMARY,
      donations,
      'P1',
      { rows: 1, donorCount: 1, money: 8_888_888, total: 8_888_888 },
      { money: 1 },
    );
    const { pairs, totals } = compare(odd);
    expect(pairs).toEqual([]);
    expect(totals.map((item) => [item.figure.key, item.after - item.before, item.ofUnits])).toEqual([
      ['money', 1 - 10_123_455, 0],
    ]);
  });

  it('knows a corrected file, a first one, one that is gone, and one that only moved', () => {
    const came = (...files: readonly FileRecord[]) => told({ ...CORRECTED, files });
    const newer = file('收件/甲（更正）.xlsx', 'two', 'donations', ['A1']);
    expect(came(OF_A1, newer)).toEqual(['A1 donations accepted→accepted: corrected-file']);
    expect(came(file('收件/甲.xlsx', 'two', 'donations', ['A1']))).toEqual([
      'A1 donations accepted→accepted: corrected-file',
    ]);
    expect(came()).toEqual(['A1 donations accepted→accepted: file-gone']);
    expect(came(file('收件/别处/甲.xlsx', 'one', 'donations', ['A1']))).toEqual([
      'A1 donations accepted→accepted: other-units',
    ]);
    const first = { ...CORRECTED, files: [OF_A1, newer] };
    expect(told(first, versionOf({ ...SUMMARY, files: [] }))).toEqual([
      'A1 donations accepted→accepted: new-file,new-file',
    ]);
  });

  it('knows a file that cannot be read by the status alone', () => {
    const locked = { ...file('收件/丁.xlsx', 'locked', 'donations', []), sheets: [] };
    const pending = entry('A2', donations, 'pending', { path: locked.path });
    expect(told({ ...withStatus(SUMMARY, 'A2', donations, pending), files: [OF_A1, locked] })).toEqual([
      'A2 donations missing→pending: new-file',
    ]);
  });

  it('names other rows where no total and no status differs, unless the form is another one', () => {
    const counted = (text: string): Summary => ({
      ...SUMMARY,
      counted: [
        {
          source: { path: '收件/甲.xlsx', entry: null },
          sheet: '表',
          form: 'donations',
          unit: 'A1',
          status: 'accepted',
          records: [
            { rowNumber: 5, values: [text], states: ['value'], typed: null, anchors: null, extras: [] },
          ],
          columns: [1],
          extraTitles: [],
          receivedAt: '2020-10-17T10:00:00+08:00',
          releasedFor: null,
          isConfirmed: false,
          rowReasons: [],
          changes: [],
          isHandedOn: false,
        },
      ],
    });
    const before = versionOf(counted('张三'));
    expect(told(counted('张三'), before)).toEqual([]);
    expect(told(counted('李四'), before)).toEqual(['A1 donations accepted→accepted: other-units']);
    const forms = [pairedAssistance, { ...donations, version: donations.version + 1 }, wishes];
    expect(told({ ...counted('李四'), forms }, before)).toEqual([]);
  });

  it('knows decisions that were made and withdrawn, of a unit or of its file', () => {
    const decision: Decision = {
      file: '收件/甲.xlsx',
      sheet: null,
      unit: null,
      form: null,
      action: '放行',
      reason: '已核实',
      decidedBy: null,
      decidedOn: null,
    };
    const decided = (...decisions: readonly Decision[]): Summary => ({
      ...CORRECTED,
      campaign: { ...CORRECTED.campaign, decisions },
    });
    expect(told(decided(decision))).toEqual(['A1 donations accepted→accepted: decision']);
    expect(told(decided({ ...decision, file: '收件/乙.xlsx' }))).toEqual([
      'A1 donations accepted→accepted: other-units',
    ]);
    expect(told(decided({ ...decision, file: '收件/乙.xlsx', unit: 'A1' }))).toEqual([
      'A1 donations accepted→accepted: decision',
    ]);
    expect(told(decided({ ...decision, form: 'wishes' }))).toEqual([
      'A1 donations accepted→accepted: other-units',
    ]);
    expect(told(CORRECTED, versionOf({ ...decided(decision), totals: SUMMARY.totals }))).toEqual([
      'A1 donations accepted→accepted: decision-withdrawn',
    ]);
    const toldWhy = compare(
      decided({ ...decision, reason: '与王会计核实，电话13812345678' }),
      VERSION_BEFORE,
    );
    // Leaders read it.
    expect(JSON.stringify(toldWhy)).toContain('138****5678');
    expect(JSON.stringify(toldWhy)).not.toContain('13812345678');
    // Other words about the same decision decide nothing else.
    const reworded = versionOf({ ...decided({ ...decision, reason: '另一个说法' }), totals: SUMMARY.totals });
    expect(told(decided(decision), reworded)).toEqual(['A1 donations accepted→accepted: other-units']);
  });

  it('knows units that joined, left, moved, and what they owe', () => {
    const roster = (
      change: (units: Summary['campaign']['units']) => Summary['campaign']['units'],
      of = SUMMARY,
    ): Summary => ({
      ...of,
      campaign: { ...of.campaign, units: change(of.campaign.units) },
    });
    const joined = withTotals(
      withStatus(SUMMARY, 'C1', donations, entry('C1', donations, 'accepted')),
      donations,
      'C1',
      { rows: 1, money: 100, total: 100 },
      { rows: 5, money: 10_123_555, total: 10_133_555 },
    );
    expect(told(roster((units) => [...units, unitOf('C1', '丁乡', '丁县')], joined))).toEqual([
      'C1 donations null→accepted: unit-added',
    ]);
    const left = withTotals(withStatus(SUMMARY, 'P1', donations, null), donations, 'P1', null, {
      rows: 3,
      donorCount: 5,
      money: 1_234_567,
      total: 1_244_567,
    });
    const gone = roster(
      (units) => units.filter(({ code }) => code !== 'P1'),
      withStatus(left, 'P1', pairedAssistance, null),
    );
    expect(told(gone).filter((text) => text.includes('donations'))).toEqual([
      'P1 donations accepted→null: unit-removed',
    ]);
    expect(
      compare(gone).totals.every(
        (item) => item.form.key !== 'donations' || item.after - item.before === item.ofUnits,
      ),
    ).toBe(true);
    const moved = roster((units) =>
      units.map((item) => (item.code === 'A1' ? { ...item, county: '乙县' } : item)),
    );
    expect(told(moved)).toEqual(
      ['paired-assistance', 'donations', 'wishes'].map((form) => `A1 ${form} accepted→accepted: moved`),
    );
    expect(told(withStatus(SUMMARY, 'A2', donations, null))).toEqual(['A2 donations missing→null: not-owed']);
    expect(told(withStatus(SUMMARY, 'A3', wishes, entry('A3', wishes, 'accepted')))).toEqual([
      'A3 wishes null→accepted: owed',
    ]);
  });

  it('of a form that is asked for no longer tells who had sent it', () => {
    const without: Summary = {
      ...SUMMARY,
      forms: [pairedAssistance, wishes],
      completeness: SUMMARY.completeness.filter(({ form }) => form !== 'donations'),
      totals: new Map([...SUMMARY.totals].filter(([form]) => form !== 'donations')),
    };
    expect(told(without)).toEqual([
      'A1 donations accepted→null: form-removed',
      'B1 donations pending→null: form-removed',
      'B2 donations empty→null: form-removed',
      'P1 donations accepted→null: form-removed',
    ]);
    expect(told(SUMMARY, versionOf(without)).map((text) => text.replace(/:.*/, ''))).toEqual([
      'A1 donations null→accepted',
      'B1 donations null→pending',
      'B2 donations null→empty',
      'P1 donations null→accepted',
    ]);
    const money = compare(without).totals.find(({ figure }) => figure.key === 'money')!;
    expect([money.before, money.after, money.ofUnits]).toEqual([10_123_455, 0, -10_123_455]);
  });

  it('falls back on what all units have in common', () => {
    const changed = (campaign: Partial<Summary['campaign']>): Summary => ({
      ...CORRECTED,
      campaign: { ...CORRECTED.campaign, ...campaign },
    });
    const prefix = 'A1 donations accepted→accepted: ';
    expect(told(changed({ wishAmountLimit: 3000 }))).toEqual([`${prefix}settings`]);
    const units = CORRECTED.campaign.units.map((item) =>
      item.code === 'A1' ? { ...item, aliases: ['城关'] } : item,
    );
    expect(told(changed({ units }))).toEqual([`${prefix}roster-row`]);
    expect(told(CORRECTED, versionOf(SUMMARY, '0.0.9'))).toEqual([`${prefix}tool`]);
    const receipt = {
      unit: 'A1',
      form: null,
      receivedAt: null,
      paperReceived: false,
      extendedTo: null,
      exemptReason: '撤并',
    };
    expect(told(changed({ receipts: [...CORRECTED.campaign.receipts, receipt] }))).toEqual([
      `${prefix}receipt-row`,
    ]);
    const forms = [pairedAssistance, { ...donations, version: donations.version + 1 }, wishes];
    expect(told({ ...CORRECTED, forms })).toEqual([`${prefix}rules`]);
  });
});

describe('materials', () => {
  const photo = (path: string, content: string): FileRecord => ({
    ...file(path, content, 'donations', []),
    sheets: [],
  });
  const kept = (path: string) => ({
    path,
    entry: null,
    receivedAt: '2020-10-17T10:00:00+08:00',
    formatName: 'JPEG',
    width: null,
    height: null,
    isSmall: false,
  });
  const owed = (unit: string, material: string, more: Partial<MaterialEntry> = {}): MaterialEntry => ({
    unit,
    material,
    isOwed: true,
    status: 'missing',
    late: false,
    overdue: false,
    receivedAt: null,
    receivedBy: null,
    reason: null,
    files: [],
    waiting: [],
    paperReceived: false,
    ...more,
  });
  const MATERIALS = ['活动总结', '活动照片'].map((name) => ({
    name,
    owedBy: null,
    deadline: '2020-10-18T18:00:00+08:00',
    formats: [],
    leastFiles: 1,
    leastPixels: 0,
    words: [],
    note: null,
  }));
  const withMaterials = (entries: readonly MaterialEntry[], files: readonly FileRecord[]): Summary => ({
    ...SUMMARY,
    campaign: { ...SUMMARY.campaign, materials: MATERIALS },
    files: [OF_A1, ...files],
    materials: { ...SUMMARY.materials, entries },
  });

  const had = owed('A1', '活动照片', {
    status: 'accepted',
    files: [kept('收件/一.jpg'), kept('收件/二.jpg')],
  });
  const before = versionOf(
    withMaterials(
      [had, owed('A2', '活动总结'), owed('B1', '活动照片')],
      [photo('收件/一.jpg', '1'), photo('收件/二.jpg', '2')],
    ),
  );
  const now = withMaterials(
    [
      owed('A1', '活动照片', { status: 'accepted', files: [kept('收件/甲县/一.jpg'), kept('收件/三.jpg')] }),
      owed('A2', '活动总结', { status: 'accepted', late: true, files: [kept('收件/总结.docx')] }),
      // Days that pass change nothing.
      owed('B1', '活动照片', { overdue: true }),
    ],
    [photo('收件/甲县/一.jpg', '1'), photo('收件/三.jpg', '3'), photo('收件/总结.docx', '4')],
  );

  it('that came, went or were late are told, those that only moved are not', () => {
    const { materials, pairs } = compare(now, before);
    expect(pairs).toEqual([]);
    expect(
      materials.map(({ unit, material, before: was, after, added, removed }) => [
        unit.code,
        material,
        formatMaterialState(was),
        formatMaterialState(after),
        added.map(({ path }) => path).join(),
        removed.map(({ path }) => path).join(),
      ]),
    ).toEqual([
      ['A1', '活动照片', '已报（2 份）', '已报（2 份）', '收件/三.jpg', '收件/二.jpg'],
      ['A2', '活动总结', '未报送', '已报（1 份，迟报）', '收件/总结.docx', ''],
    ]);
  });

  it('have a sheet and a word on 总览', () => {
    const changes = compare(now, before);
    const keys = new Map(FORMS.map((form) => [form.key, form.keyMeasures]));
    expect(formatChanges(changes, null, keys)).toEqual({
      count: '材料 2 份',
      detail: '与2020年10月26日 10:00 的定稿相比，各表没有变动；材料 2 份有变动。',
    });
    expect(formatChanges(changes, '乙县', keys).count).toBe('没有');
    const sheets = (summary: Summary, version: FinalizedVersion) =>
      planChangesWorkbook(compare(summary, version), summary, '..').sheets;
    const sheet = sheets(now, before).find(({ name }) => name === '材料变动')!;
    expect(shownRow(sheet, FIRST_LIST_ROW)).toEqual([
      1,
      '甲县',
      '城关镇',
      '活动照片',
      '已报（2 份）',
      '已报（2 份）',
      '三.jpg',
      '二.jpg',
    ]);
    expect(sheets(SUMMARY, VERSION_BEFORE).map(({ name }) => name)).not.toContain('材料变动');
  });
});

describe('in words', () => {
  const keys = new Map(FORMS.map((form) => [form.key, form.keyMeasures]));

  it('总览 tells the key totals of its area', () => {
    const changes = compare(CORRECTED);
    expect(formatChanges(changes, null, keys)).toEqual({
      count: '1 家 1 份',
      detail:
        '与2020年10月26日 10:00 的定稿相比：捐款金额 +0.01 元，折价金额 -80.00 元，合计金额 -79.99 元。',
    });
    expect(formatChanges(changes, '乙县', keys)).toEqual({
      count: '没有',
      detail: '与2020年10月26日 10:00 的定稿相比，没有变动。',
    });
  });

  it('of many reasons the first three are named', () => {
    const source = (name: string) => ({ path: `收件/${name}.xlsx`, entry: null });
    expect(
      formatReasons([
        { kind: 'corrected-file', source: source('甲') },
        { kind: 'corrected-file', source: { path: '收件/包.zip', entry: '乙.xlsx' } },
        { kind: 'decision', action: '采用', text: null },
        { kind: 'rules' },
      ]),
    ).toBe('收到更正件：甲.xlsx；收到更正件：包.zip › 乙.xlsx；人工认定“采用”；另有 1 项原因');
  });
});
