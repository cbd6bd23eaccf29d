import { describe, expect, it } from 'vitest';
import { maskName, maskParts, readNames, readParty } from '../../../src/privacy/read-names.js';

// Every line was written by hand: what a cell says, and what may be published of it.

const cases = (table: string): [string, string][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('→').map((part) => part.trim()) as [string, string]);

describe('one name', () => {
  it.each(
    cases(`
    张三 → 张*
    张某甲 → 张**
    王小明 → 王**
    诸葛亮 → 诸葛*
    欧阳修远 → 欧阳**
    上官婉儿 → 上官**
    欧阳 → 欧*
    司马义·买买提 → 司**·***
    张 → *
    巴特尔 → 巴**
    乌兰图雅 → 乌***
    扎西多吉 → 扎***
    阿依古丽·买买提 → 阿***·***
    叶尔波力·哈布力·努尔 → 叶***·***·**
    John Smith → J*** *****
    Aygül Mämät → A**** *****
    Айгүл → А****
    ئايگۈل → ئ*****
    𠮷田三 → 𠮷**
    张3 → 张*
  `),
  )('%s', (name, masked) => expect(maskName(name)).toBe(masked));
});

describe('a cell of names', () => {
  const mask = (text: string) => maskParts(readNames(text));
  it.each(
    cases(`
    张三 → 张*
    张 三 → 张*
    张　三 → 张*
    欧阳 修 → 欧阳*
    张三、李四 → 张*、李*
    张三,李四；王五 → 张*、李*、王*
    张三/李四 → 张*、李*
    张三 李四 → 张*、李*
    张三和李四 → 张*、李*
    张和平 → 张**
    李及人 → 李**
    张三（塔城市某某局） → 张*
    张三(13800001234) → 张*
    （张三） → 张*
    张三【村医】 → 张*
    张三 13800001234 → 张*
    李某某同志 → 李**同志
    王小明同学 → 王**
    阿依古丽老师 → 阿***
    李四书记 → 李*
    驻村第一书记李四 → 驻*******
    塔城市某某局张三 → 张*
    张三-塔城市某某局 → 张*
    塔城市某某局：张三 → 张*
    退休干部张三 → 张*
    张三等15人 → 张*等15人
    张三夫妇 → 张*夫妇
    张三户 → 张*户
    阿依古丽•买买提 → 阿***·***
    阿依古丽．买买提 → 阿***·***
    阿依古丽.买买提 → 阿***·***
    阿依古丽・买买提 → 阿***·***
    阿依古丽 · 买买提 → 阿***·***
    阿依古丽-买买提 → 阿***·***
    阿依古丽 买买提 → 阿*** ***
    哈力克·别克（副乡长） → 哈**·**
    才仁·道尔吉、巴音 → 才*·***、巴*
    洛桑　扎西 → 洛* **
    爱心人士 → 爱心人士
    匿名 → 匿名
    一位热心市民 → 一位热心市民
    王总 → 王*
    张三,男,汉族 → 张*
    1、张三 2、李四 → 张*、李*
    ①张三②李四 → 张*、李*
    张三：200元；李四：300元 → 张*、李*
    买买提江 → 买***
    贫困户张三 → 张*
    某某百货公司 → 某*****
  `),
  )('%s', (cell, published) => expect(mask(cell)).toBe(published));

  it('says nothing of nothing', () => {
    expect(mask('')).toBe('');
    expect(mask(' 　')).toBe('');
    expect(mask('13800001234')).toBe('');
  });
});

describe('a cell of units or persons', () => {
  const roster = new Set(['龙珠', '塔城地区信访局']);
  const read = (text: string) => readParty(text, (name) => roster.has(name));
  it.each(
    cases(`
    塔城市水利局 → 塔城市水利局
    示例1号爱心企业 → 示例1号爱心企业
    示例0001号公益协会 → 示例0001号公益协会
    示例帮扶单位0012 → 示例帮扶单位0012
    塔城市水利局干部职工 → 塔城市水利局干部职工
    乌苏市第三中学全体师生 → 乌苏市第三中学全体师生
    中国石油（集团）有限公司 → 中国石油(集团)有限公司
    某某有限公司（张三） → 某某有限公司
    ABC Trading Co., Ltd. → ABC Trading Co., Ltd.
    龙珠 → 龙珠
    红旗村 → 红旗村
    示例红旗二村 → 示例红旗二村
    示例库尔图社区 → 示例库尔图社区
    喀拉镇红旗村、向阳村 → 喀拉镇红旗村、向阳村
    红旗村贫困户 → 红旗村贫困户
    红旗村15户 → 红旗村15户
    红旗村小学 → 红旗村小学
    红旗村张三 → 红旗村张*
    红旗村3组张三户 → 红旗村张*户
    红旗村村民阿依古丽·买买提 → 红旗村阿***·***
    塔城市某某局张三 → 塔城市某某局张*
    张三 → 张*
    张三（塔城市某某局） → 张*
    张三、塔城市水利局 → 张*、塔城市水利局
    张三等爱心人士 → 张*等爱心人士
    张三等15人 → 张*等15人
    张三 塔城市某局 → 张*、塔城市某局
    张三、李四等5名干部 → 张*、李*等5名干部
    新城街道阳光小区张三 → 新城街道张*
    塔城地委 → 塔城地委
    额敏县委组织部 → 额敏县委组织部
    王家村村委会主任王五 → 王家村王*
    王建社 → 王**
    李国镇 → 李**
    爱心人士 → 爱心人士
    职工 → 职工
    干部职工 → 干部职工
    李明 王小红 → 李*、王**
    John Smith → J*** *****
    阿依古丽·买买提 → 阿***·***
  `),
  )('%s', (cell, published) => expect(maskParts(read(cell).parts)).toBe(published));

  it.each([
    ['塔城市水利局', true],
    ['张三', true],
    ['阿依古丽·买买提', true],
    ['红旗村张三户', true],
    ['腾讯', false],
    ['阿依古丽', false],
    ['国家电网', false],
    ['王家百货', false],
  ])('of %s it is %s that nobody need look', (cell, isSure) => expect(read(cell).isSure).toBe(isSure));
});
