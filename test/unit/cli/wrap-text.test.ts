import { describe, expect, it } from 'vitest';
import { padText, wrapText } from '../../../src/cli/wrap-text.js';

describe('lines', () => {
  it.each([
    ['一二三四五', 4, ['一二', '三四', '五']],
    ['一二三，四', 6, ['一二', '三，四']],
    ['一二“三”四', 6, ['一二', '“三”四']],
    ['合计 12345 元', 8, ['合计', '12345 元']],
    ['ABCDEFGHIJ', 4, ['ABCD', 'EFGH', 'IJ']],
    ['短', 10, ['短']],
    ['', 10, ['']],
    ['上\n下', 10, ['上', '下']],
  ])('%s in %d columns', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('lose nothing but blanks', () => {
    const text = '第14行“走访户数”（户）填了“约30户 左右，因 3 户外出”，请改成数字，如 30。';
    for (let width = 2; width < 60; width++)
      expect(wrapText(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });

  it('are filled up by what a Chinese character takes', () => {
    expect([padText('整表', 6), padText('AB10', 6), padText('一二三四', 6)]).toEqual([
      '整表  ',
      'AB10  ',
      '一二三四',
    ]);
  });
});
