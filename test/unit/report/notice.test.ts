import { describe, expect, it } from 'vitest';
import { findNoticeLists } from '../../../src/report/notice/notice-lists.js';
import { planNotice } from '../../../src/report/notice/plan-notice.js';
import type { DocumentPlan, PlannedTable } from '../../../src/word/document-plan.js';
import {
  campaignWith,
  DEADLINE,
  donation,
  donations,
  pairedAssistance,
  receipt,
  run,
  type Sent,
  UNITS,
  unit,
  village,
  wish,
  wishes,
} from '../merge/scenario.js';

// 红旗乡 (东县) sent everything in time; 胜利镇 (东县) its donations late and nothing else; 上户乡 (西县) one form with an
// error, two in order; 下户镇 (西县) is exempt; the 教育局 may send its wishes until the 30th and sent the rest.

const CAMPAIGN = campaignWith({
  receiver: '地区扶贫办',
  contact: '李某',
  phone: '0901-1234567',
  units: UNITS.map((item) => ({ ...item, contact: '王某某', phone: '13800000000', email: 'x@example.com' })),
  receipts: [
    receipt('P1', { form: 'wishes', extendedTo: '2020-10-30T23:59:59+08:00' }),
    receipt('B2', { exemptReason: '撤并' }),
  ],
});

const sent = (name: string, more: Partial<Sent>, leaders = 2): Sent => ({
  path: `收件/${name}.xlsx`,
  sheets: [
    { form: pairedAssistance, unit: name, rows: [village(`${name}一村`, { leaderVisits: leaders })] },
    { form: donations, unit: name, rows: [donation(`捐款人${name}`, 500)] },
    { form: wishes, unit: name, rows: [wish(`心愿人${name}`, { phone: '13911112222' })] },
  ],
  ...more,
});

const SUMMARY = run(CAMPAIGN, [
  sent('红旗乡', {}),
  sent('胜利镇', {
    at: '2020-10-20T09:30:00+08:00',
    sheets: [{ form: donations, unit: '胜利镇', rows: [donation('某公司', 12_345)] }],
  }),
  sent('上户乡', {}, 9),
  sent('示例教育局', {
    sheets: [
      { form: pairedAssistance, unit: '示例教育局', rows: [village('教育村')] },
      { form: donations, unit: '示例教育局', rows: [donation('戊', 1)] },
    ],
  }),
]);
const PLAN = planNotice(SUMMARY);

const textsOf = ({ blocks }: DocumentPlan) =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [{ style: block.style, text: block.runs.map(({ text }) => text).join('') }]
      : [],
  );
const bodyOf = (plan: DocumentPlan) =>
  textsOf(plan).flatMap(({ style, text }) => (style === 'body' ? [text] : []));
const tablesOf = ({ blocks }: DocumentPlan): readonly PlannedTable[] =>
  blocks.filter((block) => block.kind === 'table');

describe('findNoticeLists', () => {
  it('praises and names by what came until when', () => {
    const { praised, praisedCounties, unreported, notYetDue, late } = findNoticeLists(SUMMARY);
    expect(praised.map(({ name }) => name)).toEqual(['红旗乡']);
    expect(praisedCounties).toEqual([]);
    const shown = (items: typeof late) =>
      items.map((item) => [item.unit.name, ...item.items.map(({ title }) => title)]);
    expect(shown(unreported)).toEqual([['胜利镇', '结对帮扶活动月统计表', '微心愿对接表']]);
    expect(shown(notYetDue)).toEqual([['示例教育局', '微心愿对接表']]);
    expect(shown(late)).toEqual([['胜利镇', '捐赠款物统计表']]);
  });

  it('praises nobody who has to explain something, and names nobody for a file that waits', () => {
    const units = [
      unit('A1', '红旗乡', '东县', { owes: new Set(['donations']) }),
      unit('A2', '胜利镇', '东县', { owes: new Set(['donations']) }),
    ];
    const summary = run(
      campaignWith({ units }),
      [
        {
          path: '收件/红旗乡.xlsx',
          sheets: [{ form: donations, unit: '红旗乡', rows: [donation('甲', 5, { donatedOn: null })] }],
        },
      ],
      {
        pending: [
          {
            unit: 'A2',
            form: null,
            path: '收件/锁.xlsx',
            entry: null,
            receivedAt: '2020-10-20T10:00:00+08:00',
            receivedBy: '文件创建时间',
          },
        ],
      },
    );
    expect(findNoticeLists(summary)).toEqual({
      praised: [],
      praisedCounties: [],
      unreported: [],
      notYetDue: [],
      late: [],
    });
    const headings = textsOf(planNotice(summary)).filter(({ style }) => style === 'heading1');
    expect(headings.map(({ text }) => text)).toEqual([
      '一、总体情况',
      '二、主要数据',
      '三、未报送和迟报的单位',
      '四、有关要求',
    ]);
    expect(bodyOf(planNotice(summary))).toContain('没有未报送、迟报的单位。');
  });

  it('names nobody before the deadline', () => {
    const early = run(CAMPAIGN, [], { asOf: DEADLINE });
    expect(findNoticeLists(early).unreported).toEqual([]);
    expect(findNoticeLists(early).notYetDue).toHaveLength(4);
  });
});

describe('planNotice', () => {
  it('says how many came, in the words of a 通报', () => {
    // Owed: 5 units × 3 less the three exempt. Received: 3 + 1 + 3 + 2, of which one returned and one late.
    expect(bodyOf(PLAN).slice(0, 2)).toEqual([
      '现将2020年活动月报表报送情况通报如下（数据截至2020年10月26日09:00）。',
      '本次应报单位4个，应报报表12份（另有免报3份），已报9份（合格8份、待改1份），未报送3份。' +
        '报送率75.0%，合格率66.7%，按时率66.7%。',
    ]);
  });

  it('shows reporting per form and ranks counties by their reporting rate alone', () => {
    const [forms, counties, ...lists] = tablesOf(PLAN);
    expect(forms?.rows).toEqual([
      ['结对帮扶活动月统计表', '4', '3', '2', '1', '0', '1', '75.0%', '75.0%'],
      ['捐赠款物统计表', '4', '4', '4', '0', '0', '0', '100.0%', '75.0%'],
      ['微心愿对接表', '4', '2', '2', '0', '0', '2', '50.0%', '50.0%'],
      ['合计', '12', '9', '8', '1', '0', '3', '75.0%', '66.7%'],
    ]);
    expect(counties?.rows).toEqual([
      ['1', '西县', '3', '3', '100.0%', '100.0%', '100.0%', '100.0%'],
      ['2', '东县', '6', '4', '66.7%', '50.0%', '100.0%', '50.0%'],
      ['2', '地直单位', '3', '2', '66.7%', '100.0%', '100.0%', '0.0%'],
      ['', '合计', '12', '9', '75.0%', '75.0%', '100.0%', '50.0%'],
    ]);
    expect(lists.map(({ rows }) => rows)).toEqual([
      [['东县', '1', '红旗乡']],
      [['1', '东县', '胜利镇', '结对帮扶活动月统计表、微心愿对接表', '8']],
      [['1', '东县', '胜利镇', '捐赠款物统计表', '10月18日18:00', '10月20日09:30']],
    ]);
  });

  it('tells totals of the whole area, and what is not counted', () => {
    const figures = bodyOf(PLAN).filter((text) => text.startsWith('《'));
    // 500 + 12 345 + 500 + 1 元; of the returned form 400 元 are left out.
    expect(figures[1]).toContain('捐款金额1.33万元');
    expect(figures[0]).toContain('走访户数20户');
    expect(figures[0]).toMatch(/。另有1家待改，未计入（约400\.00元）。$/);
    expect(bodyOf(PLAN).join('\n')).toContain(
      '捐赠坚持自愿，不下指标、不搞摊派；各项数据只通报总数，不作排名。',
    );
  });

  it('shows no figure but reporting beside a county or unit', () => {
    const titles = tablesOf(PLAN).flatMap(({ columns }) => columns.map(({ title }) => title));
    const forms = ['结对帮扶活动月统计表', '捐赠款物统计表', '微心愿对接表'];
    const reporting = [
      '报表',
      '应报',
      '已报',
      '合格',
      '待改',
      '待处理',
      '未报送',
      '报送率',
      '按时率',
      '名次',
    ];
    const lists = ['县（市）', '序号', '单位数', '单位名称', '未报送的内容', '迟报的内容'];
    const times = ['逾期天数', '截止时间', '收到时间'];
    expect(titles.filter((title) => ![...forms, ...reporting, ...lists, ...times].includes(title))).toEqual(
      [],
    );
    for (const { rows } of tablesOf(PLAN)) expect(rows.flat().join(' ')).not.toMatch(/元|\d,\d/);
    const named = bodyOf(PLAN).filter((text) => /红旗乡|胜利镇|上户乡|东县：|西县：/.test(text));
    expect(named).toHaveLength(3);
    expect(named.join('')).not.toContain('元');
  });

  it('holds nothing personal', () => {
    const everything = JSON.stringify(PLAN);
    expect(everything).not.toMatch(/王某某|13800000000|x@example|捐款人|心愿人|某公司|13911112222/);
    expect(everything).toContain('联系人李某，电话0901-1234567');
  });

  it('leaves what the office must fill in or check as blanks', () => {
    const blanks = (plan: DocumentPlan) =>
      plan.blocks.flatMap((block) =>
        block.kind === 'paragraph' ? block.runs.filter(({ isBlank }) => isBlank).map(({ text }) => text) : [],
      );
    expect(blanks(PLAN).slice(1)).toEqual([
      '××××〔2020〕××号',
      '各县（市），各有关直属单位：',
      '××月××日',
      '2020年10月26日',
    ]);
    const nobody = planNotice({ ...SUMMARY, campaign: { ...CAMPAIGN, receiver: null } });
    expect(blanks(nobody)).toContain('（发文机关署名）');
  });

  it('lists its attachments, numbered only where there are several', () => {
    const listOf = (plan: DocumentPlan) =>
      textsOf(plan).flatMap(({ style, text }) => (/^attachment/.test(style) ? [text] : []));
    expect(listOf(PLAN)).toEqual([
      '附件：1.按时报齐单位名单',
      '　　　2.未报送单位名单',
      '　　　3.迟报单位名单',
      '附件1',
      '按时报齐单位名单',
      '附件2',
      '未报送单位名单',
      '附件3',
      '迟报单位名单',
    ]);
    expect(bodyOf(PLAN).join('\n')).toContain(
      '仍未报送（含交来空表）的单位有1个、2份（名单见附件2）：东县（1个）：胜利镇。',
    );
    const nothingCame = planNotice(run(CAMPAIGN, []));
    expect(listOf(nothingCame)).toEqual(['附件：未报送单位名单', '附件', '未报送单位名单']);
    expect(bodyOf(nothingCame).join('\n')).toContain('（名单见附件）');
  });

  it('names up to twenty units in the text, more in the attachment alone', () => {
    const campaignOf = (count: number) =>
      campaignWith({
        units: Array.from({ length: count }, (_, index) =>
          unit(`U${index}`, `第${index + 1}村`, '东县', { owes: new Set(['donations']) }),
        ),
      });
    const sentence = (count: number) =>
      bodyOf(planNotice(run(campaignOf(count), []))).find((text) => text.includes('仍未报送'));
    expect(sentence(20)).toMatch(/第20村。$/);
    expect(sentence(21)).toMatch(/的单位有21个、21份（名单见附件）。$/);
  });

  it('of one county alone ranks nothing and draws nothing', () => {
    const alone = planNotice(run(campaignWith({ units: [unit('P1', '示例教育局', null)] }), []));
    expect(JSON.stringify(alone)).not.toMatch(/名次|表2|heading2/);
    expect(alone.blocks.some(({ kind }) => kind === 'picture')).toBe(false);
  });

  it('shows the rates of many forms in several tables', () => {
    const forms = Array.from({ length: 7 }, (_, index) => ({
      ...donations,
      key: `form${index}`,
      title: `第${index + 1}表`,
    }));
    const rates = new Map(forms.map(({ key }) => [key, SUMMARY.rates.prefecture.get('donations')!]));
    const many = planNotice({
      ...SUMMARY,
      forms,
      rates: {
        prefecture: rates,
        counties: new Map(['东县', '西县', '地直单位'].map((county) => [county, rates])),
      },
    });
    const columns = tablesOf(many).map((item) => item.columns.map(({ title }) => title));
    expect(columns.slice(1, 3)).toEqual([
      ['名次', '县（市）', '应报', '已报', '报送率', '第1表', '第2表', '第3表', '第4表'],
      ['县（市）', '第5表', '第6表', '第7表'],
    ]);
    for (const item of tablesOf(many))
      expect(item.columns.reduce((sum, { width }) => sum + width, 0)).toBeLessThanOrEqual(156.01);
  });
});
