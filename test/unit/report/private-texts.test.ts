import { describe, expect, it } from 'vitest';
import { planCharts } from '../../../src/report/charts/charts-plan.js';
import { planPrefectureSummary } from '../../../src/report/summary/workbook.js';
import { campaignWith, donation, donations, receipt, run, UNITS, wish, wishes } from '../merge/scenario.js';
import { sheetOf, shownRow } from './summary/fixture.js';

// What people write where it does not belong must not stand in what leaders read and pass on.

const FORM = {
  ...donations,
  breakdowns: [
    { title: '文字', by: 'donorKind', measures: [], texts: ['purpose', 'remarks'] },
    { title: '按用途', by: 'purpose', measures: ['money'], texts: [] },
  ],
  charts: [{ title: '按用途', kind: 'doughnut' as const, measures: ['total'], rate: null, by: 'purpose' }],
};

const summary = (() => {
  const made = run(
    campaignWith({
      units: UNITS.map((item) => (item.name === '红旗乡' ? { ...item, contact: '周联系' } : item)),
      receipts: [
        receipt(UNITS.find(({ name }) => name === '胜利镇')!.code, {
          form: donations.key,
          exemptReason: '经办人电话 138-1234-5678',
        }),
      ],
    }),
    [
      {
        path: '收件/甲.xlsx',
        sheets: [
          {
            form: donations,
            unit: '红旗乡',
            rows: [
              donation('张三', 30, { purpose: '张 三交来，电话138 1234 5678', remarks: '周联系转交' }),
              donation('赵大方', 10, { consent: '是', purpose: '赵大方自愿', remarks: '王小明的书包' }),
              donation('阿依古丽·买买提', 20, {
                purpose: '阿依古丽买买提和阿依古丽•买买提',
                remarks: '卡号6222021234567890123，身份证65420119900101123X',
              }),
              donation('村集体', 5, {
                donorKind: '单位',
                purpose: '壮大村集体经济',
                remarks: '20201001-20201031',
              }),
            ],
          },
          { form: wishes, unit: '红旗乡', rows: [wish('王小明')] },
        ],
      },
      // Known to another unit only: here the same characters are any words.
      {
        path: '收件/乙.xlsx',
        sheets: [{ form: donations, unit: '上户乡', rows: [donation('李四', 1, { purpose: '张三' })] }],
      },
    ],
  );
  return { ...made, forms: made.forms.map((form) => (form.key === FORM.key ? FORM : form)) };
})();

const plan = planPrefectureSummary(summary);
const rowsOf = (name: string) => {
  const sheet = sheetOf(plan, name);
  return sheet.rows
    .filter(({ rowNumber }) => rowNumber > 3)
    .map(({ rowNumber }) => shownRow(sheet, rowNumber));
};

describe('in texts that leaders read', () => {
  it('persons of the unit, telephones, identity papers and accounts are masked', () => {
    const texts = rowsOf('文字').map((row) => row.slice(4));
    expect(texts.slice(0, 5)).toEqual([
      ['壮大村集体经济', '20201001-20201031'],
      ['张 *交来，电话138****5678', '周**转交'],
      ['赵大方自愿', '王**的书包'],
      ['阿******和阿*******', '卡号622****************，身份证654***************'],
      ['张三', ''],
    ]);
  });

  it('so are the values that lines and charts are made of', () => {
    expect(
      rowsOf('按用途')
        .map(([, value]) => value)
        .slice(0, 2),
    ).toEqual(['张 *交来，电话138****5678', '赵大方自愿']);
    const [chart] = planCharts(summary).filter(({ title }) => title === '按用途');
    expect(JSON.stringify(chart)).toContain('张 *交来，电话138****5678');
    expect(JSON.stringify(chart)).not.toContain('138 1234');
  });

  it('and the reasons why nothing is asked of a unit', () => {
    expect(JSON.stringify(rowsOf('报送情况'))).toContain('免报：经办人电话 138****5678');
  });
});
