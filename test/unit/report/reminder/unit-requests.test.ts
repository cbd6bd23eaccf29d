import { describe, expect, it } from 'vitest';
import { listOwedForms } from '../../../../src/report/lists/owed-forms.js';
import { formatCountyList, formatCountyReminder } from '../../../../src/report/reminder/county-request.js';
import { formatUnitMessage, formatUnitSubject } from '../../../../src/report/reminder/unit-message.js';
import { listUnitRequests } from '../../../../src/report/reminder/unit-requests.js';
import {
  campaignWith,
  day,
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
} from '../../merge/scenario.js';

// 红旗乡 sent donations with an error and a query and has not sent the rest; 胜利镇 is in order; 上户乡 has only queries;
// 下户镇 mended its return for the worse, so the earlier one counts; the 教育局 has time until the 30th.

const CAMPAIGN = campaignWith({
  receiver: '地区扶贫办',
  contact: '李某',
  phone: '0901-1234567',
  email: 'bf@example.com',
  units: UNITS.map((item) =>
    item.code === 'A1' ? { ...item, contact: '王某', email: 'hq@example.com' } : item,
  ),
  receipts: [receipt('P1', { form: 'wishes', extendedTo: '2020-10-30T23:59:59+08:00' })],
});

const all = (name: string, path: string): Sent => ({
  path: `收件/${path}`,
  sheets: [
    { form: pairedAssistance, unit: name, rows: [village(`${name}一村`)] },
    { form: donations, unit: name, rows: [donation(`${name}职工`, 500)] },
    { form: wishes, unit: name, rows: [wish(`${name}某`)] },
  ],
});

const SUMMARY = run(CAMPAIGN, [
  {
    path: '收件/红旗乡捐款.xlsx',
    sheets: [
      {
        form: donations,
        unit: '红旗乡',
        rows: [donation('甲', '约30元左右'), donation('乙', 200, { donatedOn: day('2020-11-20') })],
      },
    ],
  },
  all('胜利镇', '胜利镇.xlsx'),
  all('下户镇', '下户镇.xlsx'),
  {
    path: '收件/下户镇（改）.xlsx',
    at: '2020-10-16T10:00:00+08:00',
    sheets: [{ form: pairedAssistance, unit: '下户镇', rows: [village('下户镇一村', { leaderVisits: 9 })] }],
  },
  {
    ...all('上户乡', '上户乡.xlsx'),
    sheets: [
      { form: pairedAssistance, unit: '上户乡', rows: [village('上户一村', { householdsVisited: 12 })] },
      { form: donations, unit: '上户乡', rows: [donation('丙', 500)] },
      { form: wishes, unit: '上户乡', rows: [wish('丁')] },
    ],
  },
  {
    path: '收件/教育局.xlsx',
    sheets: [
      { form: pairedAssistance, unit: '示例教育局', rows: [village('教育村')] },
      { form: donations, unit: '示例教育局', rows: [donation('戊', 1)] },
    ],
  },
]);

const REQUESTS = listUnitRequests(SUMMARY);
const requestOf = (code: string) => {
  const found = REQUESTS.find((item) => item.unit.code === code);
  if (!found) throw new Error(`nothing is asked of ${code}`);
  return found;
};

const NOTHING = { marked: [], blank: [] };
const TO_WHOM = '（报送至地区扶贫办，邮箱 bf@example.com），联系人李某，电话0901-1234567。';

describe('listUnitRequests', () => {
  it('asks only those who owe or have to mend something, counties in roster order', () => {
    expect(REQUESTS.map((item) => item.unit.name)).toEqual(['红旗乡', '上户乡', '下户镇', '示例教育局']);
  });

  it('gives a finding of a whole sheet to every unit of the sheet', () => {
    const summary = run(CAMPAIGN, [
      {
        path: '收件/两个单位.xlsx',
        sheets: [
          {
            form: donations,
            owners: ['红旗乡', '胜利镇'],
            rows: [donation('甲', 1), donation('乙', 2)],
            headers: { donorKind: null },
          },
        ],
      },
    ]);
    const rules = listUnitRequests(summary)
      .filter(({ mends }) => mends.length > 0)
      .map(({ unit: { name }, mends }) => [name, mends[0]?.errors.map(({ rule }) => rule)]);
    expect(rules).toEqual([
      ['红旗乡', ['column-missing']],
      ['胜利镇', ['column-missing']],
    ]);
  });
});

describe('formatUnitMessage', () => {
  it('asks for what is missing and tells what is to be mended, to the cell', () => {
    expect(formatUnitSubject(SUMMARY, requestOf('A1'))).toBe('【催报、退回修改】红旗乡：2020年活动月报表');
    expect(formatUnitMessage(SUMMARY, requestOf('A1'), NOTHING)).toBe(
      [
        '红旗乡：',
        '',
        '截至2020年10月26日 09:00，你单位还有以下报表没有报送：',
        '1. 《结对帮扶活动月统计表》（截止2020年10月18日 18:00，已逾期 8 天）',
        '2. 《微心愿对接表》（截止2020年10月18日 18:00，已逾期 8 天）',
        '',
        '本期没有数据的，请在表上“本期有无数据”一栏选“无”后报回，不要空着不报。',
        '',
        '以下报表已收到，还有需要改正或说明的地方（截至2020年10月26日 09:00）：',
        '',
        '《捐赠款物统计表》（文件“红旗乡捐款.xlsx”）：必须改 1 处，请核对 1 处，改正以前不计入汇总。',
        '（1）【必须改】H4 格　第4行“捐款金额”填了“约30元左右”。请改成数字，如 30。',
        '（2）【请核对】G5 格　第5行：“捐赠日期”2020-11-20 不在统计时段 2020-10-01 至 2020-10-31 内。有误请改正，属实请在“说明”栏写明原因。',
        '',
        '“必须改”的请改正；“请核对”的，有误请改正，属实请在那一行的“说明”栏写明原因。改好后请把整个文件重新报送。',
        '',
        `请尽快补报，已报的请改正后重报${TO_WHOM}`,
      ].join('\n'),
    );
  });

  it('names the files that go with it', () => {
    const text = formatUnitMessage(SUMMARY, requestOf('A1'), {
      marked: ['红旗乡捐款（退回修改）.xlsx'],
      blank: ['红旗乡.xlsx'],
    });
    expect(text.split('\n').slice(-3)).toEqual([
      '附件：',
      '1. 红旗乡捐款（退回修改）.xlsx（标出了问题的原表，请在上面改）',
      '2. 红旗乡.xlsx（空白表）',
    ]);
  });

  it('asks whoever has only been queried to check, not to mend', () => {
    expect(formatUnitSubject(SUMMARY, requestOf('B1'))).toBe('【请核对】上户乡：2020年活动月报表');
    const text = formatUnitMessage(SUMMARY, requestOf('B1'), NOTHING);
    expect(text).toContain('《结对帮扶活动月统计表》（文件“上户乡.xlsx”）：请核对 1 处，数字已计入汇总。');
    expect(text).not.toContain('必须改');
    expect(text).toMatch(new RegExp(`\n\n请尽快核对，改正或说明后重报${TO_WHOM}$`));
  });

  it('says that an earlier return counts while the new one does not', () => {
    expect(formatUnitMessage(SUMMARY, requestOf('B2'), NOTHING)).toContain(
      '《结对帮扶活动月统计表》（文件“下户镇（改）.xlsx”）：必须改 1 处，这一份没有计入汇总，暂按以前报的计。',
    );
  });

  it('names the deadline while it is ahead', () => {
    expect(formatUnitMessage(SUMMARY, requestOf('P1'), NOTHING)).toBe(
      [
        '示例教育局：',
        '',
        '截至2020年10月26日 09:00，你单位还有以下报表没有报送：',
        '1. 《微心愿对接表》（截止2020年10月30日，已延期）',
        '',
        '本期没有数据的，请在表上“本期有无数据”一栏选“无”后报回，不要空着不报。',
        '',
        `请于2020年10月30日（含当日）前报送${TO_WHOM}`,
      ].join('\n'),
    );
  });

  it('names ten problems of a table and counts the rest', () => {
    const summary = run(CAMPAIGN, [
      {
        path: '收件/红旗乡.xlsx',
        sheets: [
          { form: donations, unit: '红旗乡', rows: Array.from({ length: 13 }, () => donation('甲', '若干')) },
        ],
      },
    ]);
    const [request] = listUnitRequests(summary);
    const without = formatUnitMessage(summary, request!, NOTHING);
    expect(without).toContain('\n（10）【必须改】H13 格　');
    expect(without).toContain('\n另有 3 处，没有逐条列出。\n');
    expect(without).not.toContain('（11）');
    expect(formatUnitMessage(summary, request!, { marked: ['甲.xlsx'], blank: [] })).toContain(
      '\n另有 3 处，见附件里的《退回修改清单》。\n',
    );
    expect(formatUnitMessage(summary, request!, { marked: [], blank: ['乙.xlsx'] })).not.toContain('清单');
  });
});

describe('formatCountyList', () => {
  it('stands by itself: what to paste, who, how to reach them, and the messages', () => {
    const request = requestOf('A1');
    const messages = [{ request, text: '正文', draft: '东县/红旗乡.eml' }];
    const lines = formatCountyList(SUMMARY, '东县', messages, []).split('\n');
    expect(lines.slice(0, 3)).toEqual(['东县催报、退回清单', '', '截至2020年10月26日 09:00']);
    expect(lines.slice(4, 6)).toEqual([
      '一、可以直接粘贴到工作群的文字',
      '东县《结对帮扶活动月统计表》报送情况（截至2020年10月26日 09:00）：应报 2 个单位，已报 1 个（合格 1 个、待改 0 个），' +
        `未报送 1 个，报送率 50.0%。未报送单位：红旗乡。请尽快补报${TO_WHOM}`,
    ]);
    expect(lines.slice(11)).toEqual([
      `东县需要改正或说明的单位（1 个）：红旗乡（捐赠款物统计表必须改 1 处、请核对 1 处）。请尽快改正后重报${TO_WHOM}`,
      '',
      '二、未报送的单位（1 个）',
      '1. 红旗乡：结对帮扶活动月统计表、微心愿对接表。联系人王某，邮箱 hq@example.com。',
      '',
      '三、需要改正或说明的单位（1 个）',
      '1. 红旗乡：捐赠款物统计表必须改 1 处、请核对 1 处。联系人王某，邮箱 hq@example.com。',
      '',
      '四、发给各单位的文字（含填报内容，请单独发给该单位，不要发到群里）',
      '────────────────────────────',
      '1. 红旗乡（联系人王某，邮箱 hq@example.com。邮件草稿：东县/红旗乡.eml）',
      '────────────────────────────',
      '正文',
      '',
    ]);
  });

  it('names who waits to be decided, and nobody is asked then', () => {
    const pending = run(
      campaignWith({ units: [unit('A1', '红旗乡', '东县', { owes: new Set(['donations']) })] }),
      [],
      {
        pending: [
          {
            unit: 'A1',
            form: null,
            path: '收件/锁.xlsx',
            entry: null,
            receivedAt: '2020-10-15T10:00:00+08:00',
            receivedBy: '文件创建时间',
          },
        ],
      },
    );
    expect(listUnitRequests(pending)).toEqual([]);
    expect(formatCountyList(pending, '东县', [], listOwedForms(pending))).toMatch(
      /二、已来件待处理的单位（1 个，核实以前先不催）\n1\. 红旗乡：捐赠款物统计表$/,
    );
  });

  it('tells nothing of what units filled in to the groups', () => {
    const pasted = ['东县', '西县', null]
      .map((county) => formatCountyReminder(SUMMARY, county, REQUESTS))
      .join('\n');
    expect(pasted).not.toMatch(/约30元|王某|hq@/);
    expect(formatCountyReminder(SUMMARY, null, REQUESTS)).not.toContain('需要改正');
  });
});
