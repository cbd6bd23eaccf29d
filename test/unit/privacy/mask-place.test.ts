import { describe, expect, it } from 'vitest';
import { hideSchools, maskHousesIn, maskPlace, namesSchool } from '../../../src/privacy/mask-place.js';

const cases = (table: string): [string, string][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('→').map((part) => part.trim()) as [string, string]);

it.each(
  cases(`
  家住阳光小区3号楼2单元501室，要一口锅 → 家住，要一口锅
  送到文化路12号 → 送到文化路
  红旗村3组12号要面粉 → 红旗村要面粉
  十只鸡苗、3组图书 → 十只鸡苗、3组图书
  一台血压计 → 一台血压计
  更换3号电池 → 更换3号电池
`),
)('in a text: %s', (text, published) => expect(maskHousesIn(text)).toBe(published));

describe('an address', () => {
  it.each(
    cases(`
    红旗村 → 红旗村
    示例红旗二村 → 示例红旗二村
    示例喀拉牧业村 → 示例喀拉牧业村
    喀拉镇红旗村3组12号 → 喀拉镇红旗村
    塔城市喀拉镇红旗村委会旁张三家 → 塔城市喀拉镇红旗村委会
    幸福社区阳光小区3号楼2单元501室 → 幸福社区
    新城街道文化路12号 → 新城街道
    阿西尔达斡尔民族乡 → 阿西尔达斡尔民族乡
    新村镇红旗村一队 → 新村镇红旗村
    新村乡 → 新村乡
    巴音嘎查二组 → 巴音嘎查
    163团场5连 → 163团场
    某某农场三队 → 某某农场
    阳光小区3号楼2单元501 → （不公开）
    文化路12号 → （不公开）
    红旗 → （不公开）
    村 → （不公开）
  `),
  )('%s', (address, published) => expect(maskPlace(address)).toBe(published));
});

it.each([
  ['示例第3小学', true],
  ['县二中', true],
  ['三年级2班', true],
  ['红旗村', false],
  ['小学生课外书', false],
  ['中心村', false],
])('%s names a school: %s', (text, names) => expect(namesSchool(text)).toBe(names));

it.each(
  cases(`
  想回示例第3小学读书 → 学校读书
  示例县第一中学三年级2班 → 学校
  三年级2班要一套文具 → 学校要一套文具
  一套小学生课外书 → 一套小学生课外书
  想要书包，在县幼儿园上学 → 想要书包，学校上学
`),
)('of a child: %s', (text, hidden) => expect(hideSchools(text)).toBe(hidden));
