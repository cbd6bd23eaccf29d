import { describe, expect, it } from 'vitest';
import type { BarChartSpec } from '../../../../src/report/charts/chart-spec.js';
import { planCharts } from '../../../../src/report/charts/charts-plan.js';
import { buildSummary, entry, pairedAssistance, unitOf, wishes } from './fixture.js';

const summary = buildSummary();
const charts = planCharts(summary) as readonly BarChartSpec[];
const chart = (part: string) => charts.find((spec) => spec.title.includes(part))!;

describe('planCharts', () => {
  it('draws what the definitions ask for, counties in roster order', () => {
    expect(charts.map((spec) => spec.fileName)).toEqual([
      '01-各县（市）报送率',
      '02-结对帮扶活动月统计表：走访户数与走访覆盖率',
      '03-结对帮扶活动月统计表：慰问金、慰问品折价',
      '04-捐赠款物：捐款与捐物折价',
      '05-微心愿对接表：微心愿与对接率',
      '06-微心愿对接率与目标（占微心愿的比例）',
    ]);
  });

  it('leaves out who has nothing to report', () => {
    const all = ['甲县', '乙县', '地直单位'];
    expect(charts.map((spec) => spec.categories)).toEqual([
      all,
      all,
      all,
      all,
      ['甲县', '乙县'],
      ['甲县', '乙县'],
    ]);
  });

  it('shows reporting rates per form; null where nothing is owed', () => {
    expect(chart('报送率').series).toMatchObject([
      { name: '结对帮扶活动月统计表', values: [1, 0.5, 1] },
      { name: '捐赠款物统计表', values: [0.5, 0, 1] },
      { name: '微心愿对接表', values: [1, 0.5, null] },
    ]);
  });

  it('stacks donations in 元, shown in 万元', () => {
    expect(chart('捐款与')).toMatchObject({
      stacked: true,
      valueFormat: 'wan',
      unit: '万元',
      series: [
        { name: '捐款金额', values: [12345.67, 0, 88888.88] },
        { name: '折价金额', values: [100, 0, 0] },
      ],
    });
    expect(chart('慰问金')).toMatchObject({ valueFormat: 'amount', unit: '元' });
  });

  it('draws the rate as a line over its numerator', () => {
    expect(chart('走访户数')).toMatchObject({
      unit: '户',
      series: [{ name: '走访户数', values: [40, 15, 0] }],
      line: { name: '走访覆盖率', values: [0.8, 0.5, null], valueFormat: 'percent' },
    });
  });

  it('holds what is docked against the target, stage by stage', () => {
    // 甲县: 20 wishes, 6 docked, 3 of these fulfilled; 乙县: none.
    expect(chart('微心愿与')).toMatchObject({
      stacked: true,
      series: [
        { name: '已实现', values: [3, 0] },
        { name: '已对接未实现', values: [3, 0] },
        { name: '未对接', values: [14, 0] },
      ],
      line: { name: '对接率', values: [0.3, null] },
    });
    expect(chart('与目标')).toMatchObject({
      valueFormat: 'percent',
      stacked: true,
      series: [{ values: [0.15, null] }, { values: [0.15, null] }, { values: [0.7, null] }],
      referenceLine: { value: 0.3, label: '目标 30%' },
    });
  });

  it('knows no stage beyond docked online where the settings ask for that', () => {
    const online = planCharts({ ...summary, campaign: { ...summary.campaign, targetBasis: '网上' } });
    expect(online.find((spec) => spec.title.includes('微心愿与'))).toMatchObject({
      series: [
        { name: '其中：社会扶贫网对接', values: [2, 0] },
        { name: '其余微心愿', values: [18, 0] },
      ],
    });
  });

  it('lays many counties on their side, where a line becomes a picture of its own', () => {
    const units = Array.from({ length: 15 }, (_, index) => unitOf(`U${index}`, '城关镇', `县${index}`));
    const counties = new Map(
      units.map((unit) => [unit.county!, summary.totals.get('paired-assistance')!.counties.get('甲县')!]),
    );
    const totals = new Map([
      ['paired-assistance', { ...summary.totals.get('paired-assistance')!, counties }],
    ]);
    const specs = planCharts({
      ...summary,
      campaign: { ...summary.campaign, units },
      completeness: units.map((unit) => entry(unit.code, pairedAssistance, 'accepted')),
      totals,
    }) as readonly BarChartSpec[];
    expect(specs.map((spec) => [spec.title, spec.orientation, spec.line, spec.unit])).toEqual([
      ['结对帮扶活动月统计表：走访户数', 'horizontal', undefined, '户'],
      ['结对帮扶活动月统计表：走访覆盖率', 'horizontal', undefined, undefined],
      ['结对帮扶活动月统计表：慰问金、慰问品折价', 'horizontal', undefined, '元'],
    ]);
    expect(specs[1]!.series).toMatchObject([{ name: '走访覆盖率', values: Array(15).fill(0.8) }]);
  });

  it('shows many forms, or many counties, by one rate of all', () => {
    const more = ['d', 'e'].map((key) => ({ ...wishes, key, title: `另一张${key}` }));
    const [first] = planCharts({ ...summary, forms: [...summary.forms, ...more] }) as readonly BarChartSpec[];
    // 甲县 5 of 6, 乙县 2 of 6, 地直单位 2 of 2; the other two forms are owed by nobody.
    expect(first).toMatchObject({
      title: '各县（市）报送率（各表合计）',
      series: [{ name: '报送率', values: [5 / 6, 2 / 6, 1] }],
    });
  });

  it('draws nothing of nothing', () => {
    const rates = { prefecture: new Map(), counties: new Map() };
    expect(planCharts({ ...summary, totals: new Map(), rates })).toEqual([]);
  });
});
