import { describe, expect, it } from 'vitest';
import { cleanText, compareText, foldText, isBlankMark } from '../../../src/workbook/cell-text.js';

describe('cleanText', () => {
  it.each([
    ['  恰夏　村 ', '恰夏 村'],
    ['\ufeff甲\u200b局\u00ad', '甲局'],
    ['甲\u00a0\u2003乙', '甲 乙'],
    ['一\r\n二\r三 \n 四', '一\n二\n三\n四'],
    ['\t甲\t乙\t', '甲 乙'],
    ['', ''],
    ['　', ''],
  ])('%j → %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });
});

describe('foldText', () => {
  it.each([
    ['走访户数 （户）', '走访户数(户)'],
    ['走 访\n户数', '走访户数'],
    ['ＡＢｃ１２３：', 'abc123:'],
    ['填报单位（盖章）：', '填报单位(盖章):'],
    ['，。', ',。'],
    ['㎡', 'm2'],
  ])('%j → %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});

describe('isBlankMark', () => {
  it.each(['—', '－', '-', '/', '\\', '无', '——', '--', '／', '＼', ' 无 ', '　—'])(
    '%j says nothing',
    (mark) => {
      expect(isBlankMark(mark)).toBe(true);
    },
  );

  it.each(['', '无数据', '本期无', '0', '无锡', '—1', '×', '、', '//', '没有'])(
    '%j is no such mark',
    (text) => {
      expect(isBlankMark(text)).toBe(false);
    },
  );
});

describe('compareText', () => {
  it('orders by code points, also beyond U+FFFF', () => {
    expect([...['乙', '甲', 'b', 'a', '\uff21', '\u{20000}', 'ab']].sort(compareText)).toEqual([
      'a',
      'ab',
      'b',
      '乙',
      '甲',
      '\uff21',
      '\u{20000}',
    ]);
    expect(compareText('甲', '甲')).toBe(0);
    expect(compareText('', 'a')).toBeLessThan(0);
  });
});
