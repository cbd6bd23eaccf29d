import { describe, expect, it } from 'vitest';
import { describeFinding } from '../../../src/issue/describe-finding.js';
import {
  campaignWith,
  complaints,
  donation,
  donations,
  entryOf,
  pairedAssistance,
  type Row,
  run,
  village,
  wish,
  wishes,
} from '../merge/scenario.js';

// The same goods or money in two forms of one unit (forms of 捐赠款物 against 慰问品 and 微心愿).

const goods = (value: number, more: Row = {}): Row =>
  donation('红星公司', null, {
    goodsName: '面粉',
    goodsQuantity: 1,
    goodsUnit: '袋',
    goodsValue: value,
    ...more,
  });
const consoled = (value: number): Row => village('甲村', { consolationGoods: value });
const fulfilled = (name: string, spent: number): Row =>
  wish(name, {
    status: '已实现',
    claimer: '李四',
    claimedOn: { day: '2020-10-11' },
    fulfilledOn: { day: '2020-10-12' },
    spent,
  });

function found(
  donated: readonly Row[],
  villages: readonly Row[],
  wished: readonly Row[] = [],
  unit = '红旗乡',
) {
  const sheets = [
    { form: donations, unit: '红旗乡', rows: donated },
    ...(villages.length > 0 ? [{ form: pairedAssistance, unit, rows: villages }] : []),
    ...(wished.length > 0 ? [{ form: wishes, unit, rows: wished }] : []),
  ];
  return run(
    campaignWith(),
    sheets.map((sheet, index) => ({ path: `收件/${index}.xlsx`, sheets: [sheet] })),
  );
}
const rules = (summary: ReturnType<typeof found>) =>
  complaints(summary).filter((text) => text.startsWith('KB'));

describe('the same goods in two forms', () => {
  it('an amount that is no round one, and any sum from 1000 元 on', () => {
    expect(rules(found([goods(50), goods(230.5)], [consoled(230.5)]))).toEqual(['KB-01 M5 open']);
    // The whole of one form is the whole of the other.
    expect(
      rules(found([goods(600), goods(400)], [consoled(700), village('乙村', { consolationGoods: 300 })])),
    ).toEqual(['KB-01 M4 open']);
    expect(rules(found([donation('张三', 345)], [], [fulfilled('甲', 345), fulfilled('乙', 20)]))).toEqual([
      'KB-02 N4 open',
    ]);
  });

  it('small or round ones agree by chance, other units have nothing to do with it', () => {
    expect(rules(found([goods(200), goods(300)], [consoled(200)]))).toEqual([]);
    expect(rules(found([goods(99.5)], [consoled(99.5)]))).toEqual([]);
    expect(rules(found([goods(230.5)], [consoled(230.5)], [], '胜利镇'))).toEqual([]);
    expect(rules(found([goods(230.5)], [consoled(230.4)]))).toEqual([]);
  });

  it('is a query that 说明 closes, and that says where', () => {
    const summary = found([goods(230.5)], [consoled(230.5)]);
    expect(entryOf(summary, 'A1', donations).status).toBe('queried');
    const finding = summary.findings.find(({ rule }) => rule === 'KB-01')!;
    expect(describeFinding(finding, donations).message).toBe(
      '第4行：折价金额 230.50 元与《结对帮扶活动月统计表》第 4 行的“慰问品折价”相同，可能是同一批物资填报了两次',
    );
    expect(rules(found([goods(230.5, { explanation: '两批' })], [consoled(230.5)]))).toEqual([
      'KB-01 M4 explanation',
    ]);
  });
});
