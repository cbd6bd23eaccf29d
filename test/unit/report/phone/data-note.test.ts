import { describe, expect, it } from 'vitest';
import { defineForm } from '../../../../src/form/form-definition.js';
import type { Summary } from '../../../../src/merge/summary.js';
import { planDataNote } from '../../../../src/report/phone/plan-data-note.js';
import { buildSummary, CAMPAIGN, entry, pairedAssistance, ratesOf, unitOf } from '../summary/fixture.js';

const CODE = '1234-ABCD';
const linesOf = (summary: Summary) => planDataNote(summary, CODE).split('\n');

/** One form without key measures and rates, nobody but `units` in the roster, all missing. */
function missingOnly(counties: number, unitsEach: number): Summary {
  const form = defineForm({
    key: 'roads',
    title: '道路统计表',
    version: 1,
    attachment: 4,
    rowMeaning: '每条道路填一行',
    subject: 'road',
    explanation: 'remarks',
    fields: [
      { key: 'road', title: '道路名称', kind: 'text', required: true },
      { key: 'cost', title: '投入资金', unit: '元', kind: 'amount', measure: 'flow' },
      { key: 'remarks', title: '备注', kind: 'text' },
    ],
    rules: [],
    derivedMeasures: [],
    rates: [],
    target: null,
    instructions: [],
    keyMeasures: [],
    amountAtStake: null,
    templateRows: 10,
  });
  const units = Array.from({ length: counties * unitsEach }, (_, index) =>
    unitOf(`U${index}`, `第${index + 1}乡`, `第${1 + Math.floor(index / unitsEach)}县`),
  );
  const { tasks } = CAMPAIGN;
  return {
    ...buildSummary(),
    campaign: { ...CAMPAIGN, units, receipts: [], tasks: [{ ...tasks[0]!, form: form.key }] },
    forms: [form],
    findings: [],
    completeness: units.map(({ code }) => entry(code, form, 'missing', { overdue: true })),
    rates: { prefecture: new Map([[form.key, ratesOf(units.length, 0, 0, 0)]]), counties: new Map() },
    totals: new Map(),
    notCounted: [],
  };
}

describe('数据说明', () => {
  it('says what the summary holds, and what is not counted', () => {
    // Added up by hand from the fixture. 1 of 15 is exempt; received 4 + 2 + 3, counted 3 + 2 + 3, in time 2 + 2 + 3.
    expect(linesOf(buildSummary())).toEqual([
      '2020年扶贫日活动数据说明',
      '截至2020年10月26日9时（统计时段2020年10月1日至10月31日），本次应报单位 5 个，应报报表 14 份（另有免报 1 份），已报 9 份（合格 8 份、待改 1 份），已来件待处理 1 份，未报送 4 份。报送率 64.3%，合格率 57.1%，按时率 50.0%。',
      '一、结对帮扶活动月统计表。应报 5 个单位，已报 4 个（合格 3 个、待改 1 个），未报送 1 个，报送率 80.0%，按时率 40.0%。丙地区已计入 3 个单位的数据：结对帮扶户数 80 户，走访户数 55 户，开展活动 0 场次，慰问款物合计 1,500.60 元，收集困难问题 4 件，解决困难问题 3 件；走访覆盖率 68.8%，问题解决率 75.0%。另有 1 家待改，未计入（约 3.52 万元）。',
      '二、捐赠款物统计表。应报 5 个单位（另有免报 1 个），已报 2 个，已来件待处理 1 个，未报送 2 个，报送率 40.0%，按时率 40.0%。丙地区已计入 2 个单位的数据：合计金额 10.13 万元，捐款金额 10.12 万元，折价金额 100.00 元。已来件待处理的 1 家未计入。',
      '三、微心愿对接表。应报 4 个单位，已报 3 个，未报送 1 个，报送率 75.0%，按时率 75.0%。丙地区已计入 4 个单位的数据：微心愿 20 个，已对接 6 个，其中社会扶贫网对接 2 个，已实现 3 个，实际金额 150.45 元；对接率 30.0%（目标 30%），网上对接率 10.0%，完成率 15.0%。',
      '各县（市）情况（结对帮扶户数出自结对帮扶活动月统计表，合计金额出自捐赠款物统计表，微心愿出自微心愿对接表）：',
      '甲县应报 6 份，已报 5 份，报送率 83.3%，结对帮扶户数 50 户，合计金额 1.24 万元，微心愿 20 个；',
      '乙县应报 6 份，已报 2 份，报送率 33.3%，结对帮扶户数 30 户，微心愿 0 个；',
      '地直单位应报 2 份，已报 2 份，报送率 100.0%，结对帮扶户数 0 户，合计金额 8.89 万元。',
      '截止时间已过仍未报送（含交来空表）的单位有 2 个、3 份：甲县（1 个）：县教育局（缺捐赠款物统计表）；乙县（1 个）：河西乡（缺结对帮扶活动月统计表，捐赠款物统计表是空表）。另有 1 个单位的 1 份还没有到截止时间。',
      '待核对的问题 3 条：涉及 2 家单位，等待说明或认定；其中已计入的数字可能还会变动。迟报 2 份：结对帮扶活动月统计表 2 家。微心愿对接率未达标 1 家：对接率低于 30%，按已计入的数据判断。',
      '以上数字由各单位报送、检查通过的报表逐级相加，待改和待处理的没有计入。校验码 1234-ABCD，与汇总表页脚相同。',
    ]);
  });

  it('states no figure where nothing was counted', () => {
    const lines = linesOf(missingOnly(1, 2));
    expect(lines[2]).toBe(
      '一、道路统计表。应报 2 个单位，已报 0 个，未报送 2 个，报送率 0.0%，按时率 0.0%。还没有计入的数据。',
    );
    expect(lines[3]).toBe(
      '截止时间已过仍未报送（含交来空表）的单位有 2 个、2 份：第1县（2 个）：第1乡、第2乡。',
    );
  });

  it('names a form by its first totals where it names none itself, and leaves out rates that it has not', () => {
    const summary = missingOnly(1, 2);
    const totals = { rows: 2, cost: 1_234_500 };
    const units = new Map([['U0', totals]]);
    const text = planDataNote(
      {
        ...summary,
        totals: new Map([['roads', { prefecture: totals, counties: new Map([['第1县', totals]]), units }]]),
      },
      CODE,
    );
    expect(text).toContain('丙地区已计入 1 个单位的数据：填报行数 2 行，投入资金 1.23 万元。');
  });

  it('names no units where the list would be longer than anybody reads', () => {
    const text = planDataNote(missingOnly(3, 30), CODE);
    expect(text).toContain('90 个、90 份：第1县 30 个、第2县 30 个、第3县 30 个，名单见《未报送单位名单》。');
    expect(text).not.toContain('第1乡');
  });

  it('names nobody before the deadline', () => {
    const text = planDataNote({ ...missingOnly(1, 2), asOf: '2020-10-17T09:05:00+08:00' }, CODE);
    expect(text).toContain('截至2020年10月17日9时5分');
    expect(text).toContain('截止时间已过而未报送的单位：没有。有 2 个单位的 2 份还没有到截止时间。');
    expect(text).not.toContain('第1乡');
  });

  it('says each form’s period where they differ', () => {
    const [first, second, third] = CAMPAIGN.tasks;
    const tasks = [first!, { ...second!, periodEnd: '2020-11-30' }, third!];
    const text = planDataNote({ ...buildSummary(), campaign: { ...CAMPAIGN, tasks } }, CODE);
    expect(text).toContain('截至2020年10月26日9时，本次');
    expect(text).toContain('二、捐赠款物统计表（统计时段2020年10月1日至11月30日）。');
  });

  it('of an empty roster is short, and true', () => {
    const empty: Summary = {
      ...missingOnly(0, 0),
      forms: [pairedAssistance],
      rates: { prefecture: new Map(), counties: new Map() },
    };
    expect(linesOf(empty).slice(1)).toEqual([
      '截至2020年10月26日9时（统计时段2020年10月1日至10月31日），本次应报单位 0 个，应报报表 0 份，已报 0 份（合格 0 份、待改 0 份），未报送 0 份。报送率 —，合格率 —，按时率 —。',
      '一、结对帮扶活动月统计表。没有应报单位。',
      '以上数字由各单位报送、检查通过的报表逐级相加，待改和待处理的没有计入。校验码 1234-ABCD，与汇总表页脚相同。',
    ]);
  });
});
