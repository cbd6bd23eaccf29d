import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../src/campaign/campaign.js';
import { indexRoster, type UnitMatch } from '../../../src/campaign/roster-index.js';

function unit(code: string, county: string | null, name: string, ...aliases: string[]): Unit {
  return {
    code,
    name,
    aliases,
    county,
    category: '其他',
    through: null,
    owes: new Set(),
    contact: null,
    phone: null,
    email: null,
  };
}

const HEBU = '和布克赛尔蒙古自治县';
const UNITS = [
  unit('1', '塔城市', '和平街道'),
  unit('2', '塔城市', '塔城市教育局', '市教育局'),
  unit('3', '塔城市', '塔城市第一中学', '市一中', '一中'),
  unit('4', '塔城市', '新城街道'),
  unit('5', '乌苏市', '新城街道'),
  unit('6', '乌苏市', '乌苏市教育局', '市教育局'),
  unit('7', '乌苏市', '乌苏监狱'),
  unit('8', '额敏县', '额敏镇'),
  unit('9', '额敏县', '额敏县财政局', '县财政局'),
  unit('10', '裕民县', '哈拉布拉镇'),
  unit('11', '裕民县', '哈拉布拉乡'),
  unit('12', HEBU, '和布克赛尔镇'),
  unit('13', HEBU, '和布克赛尔县卫生健康委员会', '县卫健委'),
  unit('14', null, '塔城地区教育局', '地区教育局'),
  unit('15', null, '塔城地区行署办公室'),
  unit('16', '沙湾市', '乌兰乌苏镇'),
  unit('17', '沙湾市', '老沙湾镇'),
  unit('18', '额敏县', '额敏（兵地、辽阳）工业园区'),
  unit('654201999', '塔城市', '塔城市林业局'),
];
const ROSTER = indexRoster(UNITS, '塔城地区');

const short = (match: UnitMatch) =>
  match.kind === 'one'
    ? [match.unit.code, match.by]
    : match.kind === 'several'
      ? match.units.map((one) => one.code)
      : 'none';

describe('findUnits', () => {
  it.each<[string, string | null, ReturnType<typeof short>]>([
    // The ladder.
    ['654201999', null, ['654201999', 'code']],
    ['和平街道', null, ['1', 'name']],
    [' 和平 街道', null, ['1', 'name']],
    ['市一中', null, ['3', 'alias']],
    ['额敏(兵地、辽阳)工业园区', null, ['18', 'name']],
    // Stamps and other words that do not tell units apart.
    ['和平街道（盖章）', null, ['1', 'normalised']],
    ['和平街道办事处(公章):', null, ['1', 'normalised']],
    ['和平街道办', null, ['1', 'normalised']],
    ['额敏镇人民政府', null, ['8', 'normalised']],
    ['额敏镇政府', null, ['8', 'normalised']],
    ['塔城地区行署办', null, ['15', 'normalised']],
    ['和布克赛尔县卫生健康委', null, ['13', 'normalised']],
    // Places in front.
    ['塔城市和平街道', null, ['1', 'normalised']],
    ['塔城和平街道', null, ['1', 'normalised']],
    ['新疆塔城地区塔城市和平街道', null, ['1', 'normalised']],
    ['伊犁州塔城地区和平街道', null, ['1', 'normalised']],
    ['裕民县哈拉布拉镇', null, ['10', 'normalised']],
    ['裕民哈拉布拉乡人民政府', null, ['11', 'normalised']],
    ['裕民县/哈拉布拉乡', null, ['11', 'name']],
    ['和布克赛尔蒙古自治县卫生健康委员会', null, ['13', 'normalised']],
    ['额敏财政局', null, ['9', 'normalised']],
    ['地直单位/塔城地区教育局', null, ['14', 'name']],
    ['塔城地区额敏县额敏镇', null, ['8', 'normalised']],
    // 乡 and 镇 are never dropped, and a place is never all of a name.
    ['哈拉布拉', null, 'none'],
    ['额敏', null, 'none'],
    ['额敏县', null, 'none'],
    // Two units.
    ['新城街道', null, ['4', '5']],
    ['市教育局', null, ['2', '6']],
    ['教育局', null, ['2', '6', '14']],
    // The county decides.
    ['新城街道', '乌苏市', ['5', 'name']],
    ['新城街道', '乌苏', ['5', 'name']],
    ['乌苏市新城街道', null, ['5', 'normalised']],
    ['市教育局', '塔城市', ['2', 'alias']],
    ['教育局', '乌苏市', ['6', 'normalised']],
    ['教育局', '地直单位', ['14', 'normalised']],
    ['和平街道', '乌苏市', 'none'],
    ['塔城市和平街道', '乌苏市', 'none'],
    ['和平街道', '塔城地区', ['1', 'name']],
    ['和平街道', '昌吉市', 'none'],
    // A prefecture's bureau is no county's, nor one county's another's.
    ['塔城地区财政局', null, 'none'],
    ['地区财政局', null, 'none'],
    ['自治区财政局', null, 'none'],
    ['裕民县财政局', null, 'none'],
    ['沙湾监狱', null, 'none'],
    ['乌苏市和平街道', null, 'none'],
    ['昌吉市和平街道', null, 'none'],
    ['', null, 'none'],
  ])('%s in %s', (name, county, expected) => {
    expect(short(ROSTER.findUnits(name, county))).toEqual(expected);
  });

  it('names the nearest, at most three', () => {
    const near = ROSTER.findUnits('和平街', null);
    expect(near.kind === 'none' && near.candidates[0]?.code).toBe('1');
    const many = ROSTER.findUnits('哈拉布拉村', null);
    expect(many.kind === 'none' && many.candidates.slice(0, 2).map((one) => one.code)).toEqual(['10', '11']);
    expect(many.kind === 'none' && many.candidates.length).toBeLessThanOrEqual(3);
    expect(ROSTER.findUnits('xyz', null)).toEqual({ kind: 'none', candidates: [] });
  });

  it('takes names that are keys of every object', () => {
    const index = indexRoster([unit('a', null, '__proto__', 'constructor')], '');
    expect(short(index.findUnits('__proto__', null))).toEqual(['a', 'name']);
    expect(short(index.findUnits('constructor', null))).toEqual(['a', 'alias']);
    expect(short(index.findUnits('toString', null))).toBe('none');
  });

  it('finds by code', () => {
    expect(ROSTER.unitByCode(' 654201999')?.name).toBe('塔城市林业局');
    expect(ROSTER.unitByCode('999')).toBe(null);
  });
});

describe('findUnitsInPath', () => {
  it.each<[string, ReturnType<typeof short>]>([
    ['收件/和平街道.xlsx', ['1', 'name']],
    ['收件/塔城市/新城街道-捐赠款物统计表.xlsx', ['4', 'name']],
    ['收件/乌苏市新城街道结对帮扶活动月统计表.xls', ['5', 'name']],
    ['收件/新城街道.xlsx', ['4', '5']],
    ['收件/乌苏.zip/新城街道.xlsx', ['5', 'name']],
    ['收件/分单位/地直单位/教育局.xlsx', ['14', 'normalised']],
    ['收件/塔城地区教育局.xlsx', ['14', 'name']],
    ['收件/塔城市教育局上报.xlsx', ['2', 'name']],
    ['收件/塔城市/市教育局.xlsx', ['2', 'alias']],
    ['收件/塔城市/教育局.xlsx', ['2', 'normalised']],
    ['收件/教育局.xlsx', ['2', '6', '14']],
    ['收件/塔城地区财政局.xlsx', 'none'],
    ['收件/裕民县财政局.xlsx', 'none'],
    ['收件/昌吉市教育局.xlsx', 'none'],
    ['收件/昌吉市和平街道.xlsx', 'none'],
    ['收件/乌苏市/和平街道.xlsx', 'none'],
    // The longer name wins over the one within it.
    ['收件/塔城市第一中学.xlsx', ['3', 'name']],
    ['收件/塔城市/一中.xlsx', ['3', 'alias']],
    ['收件/塔城市/二十一中.xlsx', 'none'],
    ['收件/沙湾市/乌兰乌苏镇.xlsx', ['16', 'name']],
    ['收件/乌兰乌苏镇.xlsx', ['16', 'name']],
    ['收件/老沙湾镇.xlsx', ['17', 'name']],
    // A village, a school of a township is not the township.
    ['收件/额敏镇中心小学.xlsx', 'none'],
    ['收件/额敏镇（汇总）.xlsx', ['8', 'name']],
    ['收件/额敏镇帮扶村情况.xlsx', ['8', 'name']],
    // Folders speak when the file does not.
    ['收件/裕民县/哈拉布拉乡/报表.xlsx', ['11', 'name']],
    ['收件/哈拉布拉乡/哈拉布拉镇.xlsx', ['10', 'name']],
    ['收件/哈拉布拉乡 哈拉布拉镇.xlsx', ['10', '11']],
    ['收件/654201999-报表.xlsx', ['654201999', 'code']],
    ['收件/6542019990.xlsx', 'none'],
    ['收件/报表.xlsx', 'none'],
  ])('%s', (path, expected) => {
    const found = short(ROSTER.findUnitsInPath(path));
    expect(Array.isArray(found) ? [...found].sort() : found).toEqual(
      Array.isArray(expected) ? [...expected].sort() : expected,
    );
  });
});
