import { describe, expect, it } from 'vitest';
import { planCharts } from '../../../../src/report/charts/charts-plan.js';
import { planPrefectureSummary } from '../../../../src/report/summary/workbook.js';
import {
  buildSummary,
  donations,
  entry,
  pairedAssistance,
  plannedAt,
  rowStarting,
  sheetOf,
  shownAt,
  shownRow,
} from './fixture.js';

const summary = buildSummary();
const plan = planPrefectureSummary(summary);

describe('planPrefectureSummary', () => {
  it('orders sheets: overview, charts, forms with their units, then who has to do something', () => {
    expect(plan.sheets.map((sheet) => sheet.name)).toEqual([
      '总览',
      '图表',
      '图表(2)',
      '图表数据',
      '结对帮扶活动月统计表',
      '结对帮扶活动月统计表-分单位',
      '捐赠款物统计表',
      '捐赠款物统计表-分单位',
      '微心愿对接表',
      '微心愿对接表-分单位',
      '未达标单位',
      '报送情况',
      '未报送名单',
    ]);
    expect(plan.writtenAt).toBe('2020-10-26T09:00:00+08:00');
  });

  it('prints A4 across, one page wide, with page numbers and the time of the figures', () => {
    for (const sheet of plan.sheets) {
      expect(sheet.print?.orientation).toBe(sheet.name === '总览' ? 'portrait' : 'landscape');
      expect(sheet.print?.footer).toBe('&L截至2020年10月26日 09:00&C第 &P 页 共 &N 页&R丙地区');
    }
    expect(sheetOf(plan, '捐赠款物统计表-分单位').print?.repeatRows).toEqual({ first: 3, last: 4 });
  });

  it('shows only pictures of planned charts, each on rows without content', () => {
    const charts = new Set(planCharts(summary).map((spec) => spec.fileName));
    for (const sheet of plan.sheets) {
      const lastContent = sheet.rows.findLast((row) =>
        row.cells.some((item) => item.value !== null),
      )!.rowNumber;
      for (const image of sheet.images ?? []) {
        expect(charts).toContain(image.image);
        expect(image.rowNumber).toBeGreaterThan(lastContent);
      }
    }
    const onChartSheets = plan.sheets
      .filter((sheet) => sheet.name.startsWith('图表'))
      .flatMap((sheet) => (sheet.images ?? []).map((image) => image.image));
    expect(onChartSheets).toEqual([...charts]);
  });
});

describe('a comparison sheet', () => {
  const sheet = sheetOf(plan, '捐赠款物统计表');

  it('has bands and units in its header', () => {
    expect(shownRow(sheet, 3)).toEqual(
      [
        '县（市）',
        '单位数（家）',
        '单位数（家）',
        '单位数（家）',
        '填报行数\n（行）',
        '捐赠方',
        '捐款',
        '捐物',
        '合计金额\n（元）',
        '另有待改，未计入',
      ].map((text, index) => (index === 2 || index === 3 ? null : text)),
    );
    expect(shownRow(sheet, 4)).toEqual([
      null,
      '应报',
      '已报',
      '计入',
      null,
      '捐款人数\n（人）',
      '捐款金额\n（元）',
      '折价金额\n（元）',
      null,
      null,
    ]);
  });

  it('keeps roster order and adds up in 元', () => {
    expect([5, 6, 7, 8].map((row) => shownRow(sheet, row))).toEqual([
      ['甲县', 2, 1, 1, 3, 5, 12345.67, 100, 12445.67, '—'],
      ['乙县', 2, 0, 0, 0, 0, 0, 0, 0, '—'],
      ['地直单位', 1, 1, 1, 1, 1, 88888.88, 0, 88888.88, '—'],
      ['合计', 5, 2, 2, 4, 6, 101234.55, 100, 101334.55, '—'],
    ]);
  });

  it('points counties to their subtotals and rounds sums of money', () => {
    expect(plannedAt(sheet, 'G5')).toEqual({
      kind: 'formula',
      formula: "'捐赠款物统计表-分单位'!H8",
      result: 12345.67,
    });
    expect(plannedAt(sheet, 'F8')).toMatchObject({ formula: 'SUM(F5:F7)' });
    expect(plannedAt(sheet, 'G8')).toMatchObject({ formula: 'ROUND(SUM(G5:G7),2)' });
  });

  it('shows what was returned beside the totals', () => {
    const paired = sheetOf(plan, '结对帮扶活动月统计表');
    expect(rowStarting(paired, '甲县').at(-1)).toBe('另有 1 家（约 3.52 万元）');
    expect(rowStarting(paired, '合计').at(-1)).toBe('另有 1 家（约 3.52 万元）');
    expect(rowStarting(paired, '乙县').at(-1)).toBe('—');
  });

  it('makes rates of totals, and none of nothing', () => {
    const paired = sheetOf(plan, '结对帮扶活动月统计表');
    const rates = (county: string) => rowStarting(paired, county).slice(-3, -1);
    // 40/50, 3/4; 15/30, 0/0; 55/80, 3/4.
    expect(rates('甲县')).toEqual([0.8, 0.75]);
    expect(rates('乙县')).toEqual([0.5, '—']);
    expect(rates('合计')).toEqual([0.6875, 0.75]);
    expect(plannedAt(paired, 'Z5')).toMatchObject({ formula: 'IF(F5=0,"—",ROUND(K5/F5,12))' });
  });

  it('is signed below its notes, above its charts', () => {
    const signed = sheet.rows.find((row) => String(row.cells[0]?.value).startsWith('制表人：'))!;
    const note = sheet.rows.findLast((row) => String(row.cells[0]?.value).startsWith('单位数：'))!;
    expect(signed.rowNumber).toBe(note.rowNumber + 1);
    expect(sheet.charts!.every((chart) => chart.rowNumber > signed.rowNumber)).toBe(true);
    expect(shownAt(sheet, `A${signed.rowNumber}`)).toMatch(
      /制表人：＿+　+审核人：＿+　+负责人：＿+　+＿+年＿+月＿+日/,
    );
  });

  it('has no number where no unit owes the form', () => {
    const wishes = sheetOf(plan, '微心愿对接表');
    expect(rowStarting(wishes, '地直单位').slice(1, 7)).toEqual([0, 0, 0, '—', '—', '—']);
    expect(rowStarting(wishes, '合计').slice(4, 8)).toEqual([22, 20, 6, 2]);
  });
});

describe('a per-unit sheet', () => {
  const sheet = sheetOf(plan, '捐赠款物统计表-分单位');

  it('lists every owing unit with its status; only counted units have numbers', () => {
    expect([5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((row) => shownRow(sheet, row))).toEqual([
      [1, '甲县', '城关镇', '乡镇', '已报', 3, 5, 12345.67, 100, 12445.67, '—'],
      [2, '甲县', '县教育局', '县直部门', '未报送', '—', '—', '—', '—', '—', '—'],
      [3, '甲县', '第一小学', '中小学', '免报', '—', '—', '—', '—', '—', '—'],
      ['小计', '甲县', '甲县小计', '3家', '计入1家', 3, 5, 12345.67, 100, 12445.67, null],
      [4, '乙县', '河东乡', '乡镇', '已来件待处理', '—', '—', '—', '—', '—', '—'],
      [5, '乙县', '河西乡', '乡镇', '空表', '—', '—', '—', '—', '—', '—'],
      ['小计', '乙县', '乙县小计', '2家', '计入0家', 0, 0, 0, 0, 0, null],
      [6, '地直单位', '地区财政局', '地直部门', '已报', 1, 1, 88888.88, 0, 88888.88, '—'],
      ['小计', '地直单位', '地直单位小计', '1家', '计入1家', 1, 1, 88888.88, 0, 88888.88, null],
      ['合计', '', '合计', '6家', '计入2家', 4, 6, 101234.55, 100, 101334.55, null],
    ]);
  });

  it('adds up by formulas, which no filter changes', () => {
    expect(plannedAt(sheet, 'H8')).toMatchObject({ formula: 'ROUND(SUM(H5:H7),2)' });
    expect(plannedAt(sheet, 'G14')).toMatchObject({ formula: 'SUMIF($A$5:$A$13,"小计",G$5:G$13)' });
    expect(sheet.autoFilter).toBeUndefined();
  });

  it('shows a zero report as zeros and a unit that sent unasked', () => {
    const wishes = sheetOf(plan, '微心愿对接表-分单位');
    const names = wishes.rows
      .map((row) => shownRow(wishes, row.rowNumber))
      .filter((cells) => cells[2] !== undefined);
    expect(names.find((cells) => cells[2] === '河东乡')?.slice(4, 8)).toEqual(['零报告', 0, 0, 0]);
    expect(names.find((cells) => cells[2] === '第一小学')?.slice(4, 8)).toEqual(['非应报，已计入', 2, 2, 2]);
  });
});

describe('未达标单位', () => {
  const sheet = sheetOf(plan, '未达标单位');

  it('names units below the target only; exactly 30 % is met, nothing to divide by is not judged', () => {
    // A1: 3/10 = 30 %; A2: 1/8 = 12.5 %, 17.5 points short, 3 of 8 would do; B1: 0/0; A3: 2/2.
    expect(shownRow(sheet, 4)).toEqual([1, '甲县', '县教育局', '县直部门', 8, 1, 0.125, 0.3, 17.5, 2]);
    expect(sheet.rows.filter((row) => row.cells.length === 10)).toHaveLength(2);
  });

  it('follows the basis of the settings', () => {
    const online = planPrefectureSummary({
      ...summary,
      campaign: { ...summary.campaign, targetBasis: '网上' },
    });
    const below = sheetOf(online, '未达标单位');
    expect([4, 5, 6].map((row) => shownRow(below, row).slice(2, 7))).toEqual([
      ['城关镇', '乡镇', 10, 1, 0.1],
      ['县教育局', '县直部门', 8, 1, 0.125],
      ['第一小学', '中小学', 2, 0, 0],
    ]);
  });
});

describe('报送情况', () => {
  it('shows every unit by every form, late ones marked', () => {
    const sheet = sheetOf(plan, '报送情况');
    expect([4, 5, 6, 7, 8, 9].map((row) => shownRow(sheet, row))).toEqual([
      [1, '甲县', '城关镇', '乡镇', '已报', '已报', '已报', ''],
      [2, '甲县', '县教育局', '县直部门', '已报待改（迟报）', '未报送', '已报', ''],
      [3, '甲县', '第一小学', '中小学', '—', '免报', '—', '捐赠款物统计表免报：学校不组织捐赠'],
      [4, '乙县', '河东乡', '乡镇', '已报待说明（迟报）', '已来件待处理', '零报告', ''],
      [5, '乙县', '河西乡', '乡镇', '未报送', '空表', '未报送', ''],
      [6, '地直单位', '地区财政局', '地直部门', '零报告', '已报', '—', ''],
    ]);
  });
});

describe('未报送名单', () => {
  const sheet = sheetOf(plan, '未报送名单');

  it('names only 未报送 and 空表, with days since the (extended) deadline, and nobody to call', () => {
    expect([4, 5, 6, 7].map((row) => shownRow(sheet, row))).toEqual([
      [1, '甲县', '县教育局', '县委办公室', '捐赠款物统计表', '未报送', '2020年10月18日 18:00', 8],
      [2, '乙县', '河西乡', '', '结对帮扶活动月统计表', '未报送', '2020年10月18日 18:00', 8],
      [3, '乙县', '河西乡', '', '捐赠款物统计表', '空表', '2020年10月18日 18:00', 8],
      [4, '乙县', '河西乡', '', '微心愿对接表', '未报送', '2020年10月30日', '未到期'],
    ]);
    expect(shownAt(sheet, 'C2')).toContain('共 2 家单位，4 份表');
  });

  it('says so when nobody is missing', () => {
    const done = planPrefectureSummary({ ...summary, completeness: [entry('A1', donations, 'accepted')] });
    expect(shownAt(sheetOf(done, '未报送名单'), 'A4')).toBe('没有未报送的单位。');
  });
});

describe('总览', () => {
  const sheet = sheetOf(plan, '总览');
  const texts = sheet.rows.flatMap((row) => shownRow(sheet, row.rowNumber)).filter((text) => text !== null);

  it('says what, when, and as of when', () => {
    expect(shownAt(sheet, 'A1')).toBe('丙地区2020年扶贫日活动汇总表');
    expect(shownAt(sheet, 'A2')).toBe('统计时段：2020年10月1日至10月31日　　截至：2020年10月26日 09:00');
  });

  it('shows key figures with units, from 10 000 元 on in 万元, and links to the forms', () => {
    expect(texts).toEqual(
      expect.arrayContaining(['80 户', '55 户', '1,500.60 元', '68.8%', '10.13 万元', '100.00 元', '30.0%']),
    );
    expect(texts).toContain('对接率（目标 30%）');
    const links = sheet.rows
      .flatMap((row) => row.cells)
      .flatMap((item) =>
        typeof item.value === 'object' && item.value?.kind === 'link' ? [item.value.target] : [],
      );
    expect(links).toContain("#'捐赠款物统计表'!A1");
    const inside = links.filter((target) => target.startsWith('#'));
    expect(new Set(inside.map((target) => /^#'(.*)'!/.exec(target)![1]))).toEqual(
      new Set(plan.sheets.map((item) => item.name).slice(1)),
    );
    expect(links.filter((target) => !target.startsWith('#'))).toEqual(
      // As they are ranked.
      ['地直单位', '甲县', '乙县'].map((county) => `县级汇总/${county}汇总表.xlsx`),
    );
  });

  it('prints on one upright page that can be read, however many counties there are', () => {
    // An A4 page without margins, on which ten points shall not be printed smaller than 6.4.
    const room = ((297 / 25.4 - 1.1) * 72) / 0.64;
    for (const count of [8, 12, 40, 90]) {
      const units = Array.from({ length: count }, (_, index) => ({
        ...summary.campaign.units[0]!,
        code: `U${index}`,
        county: `第${index}县`,
      }));
      const wide = sheetOf(
        planPrefectureSummary({ ...summary, campaign: { ...summary.campaign, units } }),
        '总览',
      );
      expect(wide.print?.pagesTall).toBe(1);
      expect(wide.rows.reduce((height, row) => height + row.height!, 0)).toBeLessThanOrEqual(room);
    }
  });

  it('tells completeness per form', () => {
    const row = sheet.rows.find((item) => shownRow(sheet, item.rowNumber).at(-1) === '10月23日');
    expect(shownRow(sheet, row!.rowNumber)).toEqual([
      '微心愿对接表',
      4,
      3,
      3,
      3,
      0.75,
      0.75,
      0.75,
      '10月23日',
    ]);
  });

  it('ranks counties by reporting only', () => {
    const start = sheet.rows.findIndex((item) => shownRow(sheet, item.rowNumber)[4] === '名次');
    expect(sheet.rows.slice(start + 1, start + 5).map((item) => shownRow(sheet, item.rowNumber))).toEqual([
      ['地直单位', 2, 2, 1, 1, 1, 1, '—', '打开'],
      ['甲县', 6, 5, 0.833333333333, 2, 1, 0.5, 1, '打开'],
      ['乙县', 6, 2, 0.333333333333, 3, 0.5, 0, 0.5, '打开'],
      ['合计', 14, 9, 0.642857142857, null, 0.8, 0.4, 0.75, null],
    ]);
  });

  it('shares a rank between equal rates', () => {
    const rates = summary.rates.prefecture.get(donations.key)!;
    const equal = new Map(
      ['甲县', '乙县', '地直单位'].map((county) => [county, new Map([[donations.key, rates]])]),
    );
    const tied = sheetOf(
      planPrefectureSummary({ ...summary, rates: { ...summary.rates, counties: equal } }),
      '总览',
    );
    expect(['甲县', '乙县', '地直单位'].map((county) => rowStarting(tied, county)[4])).toEqual([1, 1, 1]);
  });

  it('lists what needs attention', () => {
    const line = (title: string) => rowStarting(sheet, title).filter((text) => text !== null);
    expect(line('未报送（含空表）')).toEqual([
      '未报送（含空表）',
      '2 家 4 份',
      '结对帮扶活动月统计表 1 家，捐赠款物统计表 2 家，微心愿对接表 1 家。',
      '未报送名单',
    ]);
    expect(line('已报待改').slice(1, 3)).toEqual([
      '1 份',
      '结对帮扶活动月统计表另有 1 家待改，未计入（约 3.52 万元）。',
    ]);
    expect(line('已来件待处理')[1]).toBe('1 份');
    expect(line('待核对的问题').slice(1, 2)).toEqual(['3 条']);
    expect(line('迟报')[1]).toBe('2 份');
    expect(line('微心愿对接率未达标')[1]).toBe('1 家');
    expect(line('未能处理的来件')).toEqual([]);
  });

  it('stands on itself when nothing was received at all', () => {
    const empty = planPrefectureSummary({
      ...summary,
      completeness: [entry('A1', pairedAssistance, 'missing')],
      rates: { prefecture: new Map(), counties: new Map() },
      totals: new Map(),
      notCounted: [],
      findings: [],
    });
    expect(empty.sheets.some((item) => (item.images ?? []).length > 0)).toBe(false);
    expect(shownAt(sheetOf(empty, '捐赠款物统计表-分单位'), 'A5')).toBe('没有单位需要报送本表。');
  });
});
