import { describe, expect, it } from 'vitest';
import type { BarChartSpec } from '../../../src/report/chart-spec.js';
import { planCharts } from '../../../src/report/charts-plan.js';
import { buildSummary, unitOf } from './summary-fixture.js';

const summary = buildSummary();
const charts = planCharts(summary) as readonly BarChartSpec[];
const chart = (part: string) => charts.find((spec) => spec.title.includes(part))!;

describe('planCharts', () => {
  it('draws what the definitions ask for, counties in roster order', () => {
    expect(charts.map((spec) => spec.fileName)).toEqual([
      '01-各县（市）报送率',
      '02-结对帮扶活动月统计表：走访户数与走访覆盖率',
      '03-结对帮扶活动月统计表：慰问金、慰问品折价',
      '04-捐赠款物统计表：捐款金额、折价金额',
      '05-微心愿对接表：微心愿与对接率',
      '06-微心愿对接率与目标',
    ]);
    for (const spec of charts) expect(spec.categories).toEqual(['甲县', '乙县', '地直单位']);
  });

  it('shows reporting rates per form; null where nothing is owed', () => {
    expect(chart('报送率').series).toEqual([
      { name: '结对帮扶活动月统计表', values: [1, 0.5, 1] },
      { name: '捐赠款物统计表', values: [0.5, 0, 1] },
      { name: '微心愿对接表', values: [1, 0.5, null] },
    ]);
  });

  it('stacks donations in 元, shown in 万元', () => {
    expect(chart('捐款金额')).toMatchObject({
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

  it('holds the docking rate against the target', () => {
    expect(chart('微心愿与')).toMatchObject({
      stacked: true,
      series: [
        { name: '已对接', values: [6, 0, 0] },
        { name: '未对接', values: [14, 0, 0] },
      ],
    });
    expect(chart('与目标')).toMatchObject({
      valueFormat: 'percent',
      series: [{ values: [0.3, null, null] }],
      referenceLine: { value: 0.3, label: '目标 30%' },
    });
  });

  it('lays many counties on their side, where no line can be drawn', () => {
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
      totals,
    }) as readonly BarChartSpec[];
    expect(specs.map((spec) => [spec.title, spec.orientation, spec.line])).toEqual([
      ['结对帮扶活动月统计表：走访户数', 'horizontal', undefined],
      ['结对帮扶活动月统计表：走访覆盖率', 'horizontal', undefined],
      ['结对帮扶活动月统计表：慰问金、慰问品折价', 'horizontal', undefined],
    ]);
  });

  it('draws nothing of nothing', () => {
    const rates = { prefecture: new Map(), counties: new Map() };
    expect(planCharts({ ...summary, totals: new Map(), rates })).toEqual([]);
  });
});
