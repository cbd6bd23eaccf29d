import { expect, test } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import { rowOf } from '../../../src/sample/sample-row.js';
import { addTotals, totalsOf } from '../../../src/sample/sample-totals.js';

test('money is added in cents and computed fields from their parts', () => {
  const rows = [
    rowOf({ donor: '甲', donorCount: 2, money: 10, goodsValue: 20 }),
    rowOf({ donor: '乙', money: 20, goodsValue: null }, { total: 99 }),
    rowOf({ donor: '丙', money: null, goodsValue: null }),
  ];
  // 0.10 + 0.20 元, 0.20 元 beside it; what was typed over the sum does not count.
  const totals = { rows: 3, donorCount: 2, money: 0.3, goodsValue: 0.2, total: 0.5 };
  expect(totalsOf(donations, rows)).toEqual(totals);
  expect(addTotals(donations, [totals, totals, totals])).toEqual({
    rows: 9,
    donorCount: 6,
    money: 0.9,
    goodsValue: 0.6,
    total: 1.5,
  });
});

test('wishes are counted as forms.md says', () => {
  const rows = [
    rowOf({ status: '待对接', onPlatform: '是', budget: 10_000 }),
    rowOf({ status: '已对接', onPlatform: '是', budget: 20_000 }),
    rowOf({ status: '已实现', onPlatform: '否', budget: 40_000, spent: 39_999 }),
    rowOf({ status: '已实现', budget: null, spent: 1 }),
    rowOf({ status: '已取消', budget: 80_000, explanation: '已由民政部门解决' }),
    rowOf({ status: '已取消', budget: 160_000, explanation: null }),
  ];
  expect(totalsOf(wishes, rows)).toEqual({
    rows: 6,
    wishes: 5,
    docked: 3,
    dockedOnline: 1,
    fulfilled: 2,
    budget: 2300,
    spent: 400,
  });
});
