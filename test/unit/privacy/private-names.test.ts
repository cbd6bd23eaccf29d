import { describe, expect, it } from 'vitest';
import { maskSpokenNames, PrivateNames } from '../../../src/privacy/private-names.js';

describe('private names in texts', () => {
  const names = new PrivateNames(['张三', '张三丰', '阿依古丽·买买提', 'John Smith', '李', '王 小明']);
  it.each([
    ['给张三买书包', '给张*买书包'],
    ['给张 三买书包', '给张 *买书包'],
    ['张三丰和张三', '张**和张*'],
    ['慰问王小明家庭', '慰问王**家庭'],
    ['阿依古丽·买买提想要书桌', '阿*******想要书桌'],
    ['阿依古丽•买买提想要书桌', '阿***•***想要书桌'],
    ['阿依古丽･买买提想要书桌', '阿***･***想要书桌'],
    ['阿依古丽・买买提想要书桌', '阿***・***想要书桌'],
    ['阿依古丽‧买买提想要书桌', '阿***‧***想要书桌'],
    ['阿依古丽 • 买买提想要书桌', '阿*** • ***想要书桌'],
    ['阿依古丽.买买提想要书桌', '阿***.***想要书桌'],
    ['张\u200b三和张\u3000三', '张*和张*'],
    ['阿依古丽买买提想要书桌', '阿******想要书桌'],
    ['阿依古丽的书包', '阿***的书包'],
    ['to John Smith', 'to J*** *****'],
    ['to JohnSmithson', 'to JohnSmithson'],
    ['李子树', '李子树'],
    ['购买面粉', '购买面粉'],
    ['', ''],
  ])('%s', (text, masked) => {
    // How many stars stand for the dot does not matter, only that nothing else is told.
    const told = (published: string) => published.replace(/[*·•・･‧. ]+/g, '*');
    expect(told(names.maskIn(text))).toBe(told(masked));
  });
});

it.each([
  ['资助王小明同学上学', '资助王**同学上学'],
  ['慰问李明老人', '慰问李*老人'],
  ['请张某某同志转交', '请张**同志转交'],
  ['帮助高中同学', '帮助高*同学'],
  ['慰问困难老人', '慰问困难老人'],
  ['看望先生', '看望先生'],
])('of %s: %s', (text, masked) => expect(maskSpokenNames(text)).toBe(masked));
