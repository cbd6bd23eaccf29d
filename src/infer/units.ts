import { foldText } from '../workbook/cell-text.js';

/** Units that are counted in whole numbers. */
const COUNTED =
  '人 人次 户 户次 户数 人数 个 次 场 场次 件 份 项 名 家 所 处 座 张 盏 台 套 辆 册 幅 条 篇 期 支 位 只 头 匹 羽 棵 株 口 村 批 批次 例 岁 间 栋 幢 本 部 对 组 单 起 宗 笔 枚 面 块 盒 箱 袋 瓶 床 门 节 课时 学时 天 日 年 月 台次 车次 人份 项次 宗次 届 轮 口井';
const MEASURED =
  '公里 千米 km 米 m 厘米 亩 公顷 平方米 ㎡ m2 m² 平方公里 立方米 m3 吨 t 公斤 千克 kg 斤 克 升 小时 % ％ ‰ 度 千瓦 千瓦时 分';
const MONEY = '元 万元 千元 百元 亿元 元/人 元/户 元/年 元/月 万元/年 元/人年 人民币元 人民币';

const COUNTED_UNITS = unitSet(COUNTED);
const MEASURED_UNITS = unitSet(MEASURED);
const MONEY_UNITS = unitSet(MONEY);

function unitSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map((word) => foldText(word)));
}

/** True for a word that units are written with. */
export function isUnit(text: string): boolean {
  const folded = foldText(text);
  return COUNTED_UNITS.has(folded) || MEASURED_UNITS.has(folded) || MONEY_UNITS.has(folded);
}

export function isCountedUnit(unit: string): boolean {
  return COUNTED_UNITS.has(foldText(unit));
}

export function isMoneyUnit(unit: string): boolean {
  return MONEY_UNITS.has(foldText(unit));
}

/** True for a unit of which it is certain that cents can be counted in it. */
export function isYuan(unit: string): boolean {
  return foldText(unit) === '元';
}

/** Words behind which brackets name a person, not what is counted: 捐款单位（人）. */
const PERSON = /(?:单位|者|主体|姓名)$/;

/** A title and the unit written behind it: 走访户数（户）, 病床使用率%, 金额(单位：元). Null: none is written. */
export function splitUnit(text: string): { readonly title: string; readonly unit: string | null } {
  const inBrackets = /^(.+?)[(（](?:计量|金额)?(?:单位[:：])?([^()（）]+)[)）]$/s.exec(text);
  if (inBrackets && isUnit(inBrackets[2]!) && !(PERSON.test(inBrackets[1]!) && inBrackets[2] === '人'))
    return { title: inBrackets[1]!, unit: inBrackets[2]!.trim().replace('％', '%') };
  const percent = /^(.+?)([%％‰])$/s.exec(text);
  if (percent && !/[(（]$/.test(percent[1]!))
    return { title: percent[1]!, unit: percent[2]!.replace('％', '%') };
  return { title: text, unit: null };
}

/** The units of 单位：万元 or 计量单位：人、元 in a line above the table; null where that says something else. */
export function unitsOfLine(text: string): readonly string[] | null {
  const match = /(?:金额|计量|货币)?单位[:：](.+?)[)）]?$/.exec(text.trim());
  if (match === null) return null;
  const units = match[1]!.split(/[、,，;；/和]|\s+/).filter((part) => part !== '');
  return units.length > 0 && units.every(isUnit) ? units : null;
}
