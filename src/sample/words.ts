import type { Random } from './random.js';

// Words for made-up data. Every person and phone number is visibly invented.

const SURNAMES = ['张', '王', '李', '赵', '刘', '陈', '杨', '黄', '周', '吴', '马', '孙', '胡', '郭', '何'];
const STEMS = [...'甲乙丙丁戊己庚辛壬癸'];
const BRANCHES = [...'子丑寅卯辰巳午未申酉戌亥'];
const VILLAGES = [
  '红旗',
  '向阳',
  '前进',
  '团结',
  '幸福',
  '东风',
  '新建',
  '胜利',
  '和谐',
  '青松',
  '白杨',
  '沙枣',
  '杏花',
  '南湖',
  '北沟',
  '上湖',
  '下湖',
  '库尔图',
  '阔克',
  '加依',
  '塔斯',
  '喀拉',
  '也木勒',
  '萨孜',
] as const;
const VILLAGE_ENDINGS = ['村', '一村', '二村', '三村', '牧业村', '社区'] as const;

/** The n-th of the sixty names of the old calendar, counted from 0. */
export function cycleName(index: number): string {
  return `${STEMS[index % 10]}${BRANCHES[index % 12]}`;
}

/** 张某甲 */
export function personName(random: Random): string {
  return `${random.pick(SURNAMES)}某${random.pick([...STEMS, ...BRANCHES])}`;
}

/** 示例红旗二村 */
export function villageName(random: Random): string {
  return `示例${random.pick(VILLAGES)}${random.pick(VILLAGE_ENDINGS)}`;
}

/** 138 0000 xxxx: a number that nobody has. */
export function phoneNumber(random: Random): string {
  return `1380000${String(random.whole(0, 9999)).padStart(4, '0')}`;
}
